# Everything a person or a machine runs here. A fresh clone needs Python 3.11 or later, and make.
#
#   make demo           the register with synthetic people on http://127.0.0.1:8000 (PORT=8001 to change)
#   make demo-reset     the same, from an empty database
#   make test           all checks and all tests, in real Chromium too
#   make check          the linters alone
#   make bench          the measurements of docs/performance.md (an hour the first time; ONLY=sweep for one)
#   make messages       collects the texts to translate into locale/
#   make requirements   compiles requirements*.txt from pyproject.toml

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test bench check messages requirements frontend clean setup-demo setup-dev

VENV := .venv/bin/python
PORT ?= 8000
WORKERS ?= 2
# A python that is there and new enough. The ones the Redis wheel is built for come first.
FIND_PYTHON = for p in $(PYTHON) python3.12 python3.11 python3.13 python3.14 python3; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$p; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	echo 'Python 3.11 or later was not found. Install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)' >&2; \
	exit 1; fi

help:
	@sed -n '3,10s/^# *//p' Makefile

setup-demo setup-dev:
	@$(FIND_PYTHON); $$found -I cpr/embedded/bootstrap.py $(subst setup-,,$@)

demo: frontend
	@exec env PORT=$(PORT) $(VENV) -m cpr.embedded.demo

demo-reset: frontend
	@exec env PORT=$(PORT) $(VENV) -m cpr.embedded.demo --reset

frontend: setup-demo
	@$(VENV) -I cpr/frontend.py

test: setup-dev
	@$(VENV) -I cpr/frontend.py
	@$(VENV) -m cpr.embedded.browser
	@$(MAKE) --no-print-directory check
	@$(VENV) -m pytest -n $(WORKERS) --dist loadfile $(if $(CI),--randomly-seed=20261122)

bench: setup-dev
	@$(VENV) -I cpr/frontend.py
	@DJANGO_SETTINGS_MODULE=benchmarks.settings $(VENV) manage.py collectstatic --noinput -v 0
	@$(VENV) -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(ROWS),--rows $(ROWS))

# The address of no server: reading the settings must not start one.
check: export DATABASE_URL = postgres:///none
check: export REDIS_URL = redis://none
check: setup-dev
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(VENV) -m djlint --lint --quiet templates

messages: export DATABASE_URL = postgres:///none
messages: export REDIS_URL = redis://none
messages: setup-dev
	@command -v xgettext >/dev/null || { \
	echo 'Collecting texts needs gettext: `apt install gettext`, then `make messages` again.' >&2; exit 1; }
	@$(VENV) manage.py makemessages -l cy --no-obsolete --add-location file \
	-i node_modules -i .venv -i .demo -i tests -i static -i staticfiles
	@$(VENV) -m cpr.translations

# The registry's address stays out of the files, so that they hold for everybody.
COMPILE = $(VENV) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make requirements' --python-version 3.11 pyproject.toml
requirements: setup-dev
	@$(COMPILE) $(UPGRADE) --extra dev -o requirements-dev.txt
	@$(COMPILE) --extra demo -c requirements-dev.txt -o requirements-demo.txt
	@$(COMPILE) -c requirements-dev.txt -o requirements.txt

clean:
	rm -rf .venv .stamps node_modules static/build staticfiles .mypy_cache .ruff_cache .pytest_cache
