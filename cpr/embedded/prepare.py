"""Makes the demonstration's database and static files ready, in one process, after any change."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from cpr import embedded

Step = Callable[[str, Callable[[], object]], None]
PROJECT = embedded.PROJECT
APPS = ("cpr", "agencies", "cases")


class PreparationError(RuntimeError):
    """The database or the static files could not be made ready; the message says what to do."""


def everything(step: Step) -> None:
    """This will migrate, fill and collect what a change of the sources calls for, and no more.

    Raises: PreparationError.
    """
    from cpr import translations

    translations.compile_all()
    _set_up_django(step)
    from django.conf import settings

    data = embedded.home_of("demo").data / "prepared"
    sources = _digest(path for app in APPS for path in (PROJECT / app).rglob("*.py"))
    if not data.exists() or data.read_text(encoding="utf-8") != sources:
        _explained(lambda: step("Preparing the database", _migrate))
        _explained(lambda: step("Filling it with made-up people", _seed))
        data.write_text(sources, encoding="utf-8")
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    stamp = PROJECT / ".stamps" / "collected"
    static = _digest(path for path in (PROJECT / "static").rglob("*") if path.is_file())
    if not collected.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != static:
        _explained(lambda: step("Collecting styles and scripts", _collect))
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(static, encoding="utf-8")
    _close_connections()


def sign_ins() -> str:
    """This will give the words that say how each persona signs in."""
    from django.core.management import call_command

    said = io.StringIO()
    call_command("seed_demo", print_sign_ins=True, stdout=said)
    _close_connections()
    return said.getvalue()


def send_first_tasks() -> None:
    """This will put on the broker what should not wait for the first beat."""
    from django.conf import settings

    from cpr.celery import app

    for name in getattr(settings, "DEMO_FIRST_TASKS", ()):
        app.send_task(name)


def _set_up_django(step: Step) -> None:
    import django

    step("Loading the register", django.setup)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _seed() -> None:
    from django.core.management import call_command

    print(flush=True)  # the command tells how far it has come, line by line
    # DEMO_SCALE=none or small leaves the rest of Wales out: a minute less to wait.
    scale = os.environ.get("DEMO_SCALE", "full")
    call_command("seed_demo", scale=scale, stdout=io.StringIO())


def _collect() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _explained(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:
        raise PreparationError(
            f"{type(error).__name__}: {error}\n"
            "If the data are from another version of the register, `make demo-reset` starts over."
        ) from error


def _digest(paths: Iterable[Path]) -> str:
    mark = hashlib.sha256()
    for path in sorted(paths):
        mark.update(f"{path.relative_to(PROJECT)}\0".encode())
        mark.update(hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()
