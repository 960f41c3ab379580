"""Starts the product as production serves it: gunicorn, with static files collected and packed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from cpr.embedded import PROJECT
from tests.integration.worker import database_url, eventually


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """This will give the address of a web server over this run's own database, until it is left."""
    port = _free_port()
    site = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "tests.browser.production_settings",
        "TEST_STATIC": str(folder / "static"),
    }
    run = [sys.executable, "-m"]
    collect = [*run, "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=PROJECT, env=environment, check=True)
    command = [*run, "gunicorn", "cpr.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "4", "--no-control-socket"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        eventually("the web server", lambda: process.poll() is not None or _answers(site))
        assert process.poll() is None, (folder / "web.log").read_text(errors="replace")
        yield site
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(site: str) -> bool:
    try:
        with urllib.request.urlopen(f"{site}/healthz", timeout=5):
            return True
    except OSError:  # not there yet, or too slow to say so
        return False
