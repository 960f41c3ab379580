"""What every test gets: real servers, a database of its own run, translations, a browser.

`cpr.settings.test` starts the servers; the last process that uses them stops them as it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pgtrigger
import pytest
from django.conf import settings
from django.test.testcases import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from cpr import acting, embedded, translations
from cpr.embedded.browser import chromium
from cpr.postgres.ownership import as_owner

# Playwright keeps an event loop running in the tests' own thread, where Django refuses to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A build machine tries the same examples each time; a run by a person searches on.
hypothesis.settings.register_profile("build", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("build")

BROWSER_FIXTURES = {"page", "context", "browser", "new_context"}
BROWSER_ARGUMENTS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """This will compile translations that have changed, so that a bare `pytest` sees them."""
    if not hasattr(config, "workerinput"):
        translations.compile_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """This will set aside the browser tests where there is no browser; where CI is set, fail."""
    inside = [item for item in items if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ()))]
    if not inside or chromium():
        return
    reason = "no Chromium was found: install it, or name one with CHROMIUM=/path"
    if os.environ.get("CI"):
        raise pytest.UsageError(f"CI is set and {reason}")
    for item in inside:
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """This will take a database name that no other run of the tests on this machine is using."""
    database = settings.DATABASES["default"]
    name = database.setdefault("TEST", {}).get("NAME") or f"test_{database['NAME']}"
    with Slot(embedded.home_of("test").folder / "slots") as number:
        database["TEST"]["NAME"] = f"{name}_{number}"
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """This will make the tests' database as its owner; the tests have the application's role."""
    with django_db_blocker.unblock(), as_owner():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _the_test_sees_every_row() -> Iterator[None]:
    """This will let what a test itself asks of the database see every row.

    Requests, tasks and workers say for themselves who acts, as they do outside the tests.
    """
    with acting.as_job("test"):
        yield


class Slot:
    """The lowest number that no living process holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> int:
        self.folder.mkdir(exist_ok=True)
        number = 0
        while True:
            number += 1
            self.handle = os.open(self.folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self.handle)
            else:
                return number

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)


@pytest.fixture(scope="session", autouse=True)
def _emptying_is_allowed_between_tests() -> Iterator[None]:
    """The audit's triggers forbid TRUNCATE, which is how a transactional test is cleared away."""
    cleared = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def cleared_with_leave(case: TransactionTestCase) -> None:
        with as_owner(), pgtrigger.ignore():
            cleared(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", cleared_with_leave)
        yield


@pytest.fixture(scope="session", autouse=True)
def _returns_have_a_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded returns lie in a folder of this process's own; a worker it starts is told of it."""
    folder = str(tmp_path_factory.mktemp("returns"))
    settings.STORAGES["returns"]["OPTIONS"]["location"] = folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RETURNS_FOLDER", folder)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """This will start the machine's own Chromium, quiet, and without its sandbox only as root."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": [*BROWSER_ARGUMENTS, *as_root],
    }


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """This will let a browser test say `page.goto("/path")`, on the live server."""
    return str(live_server.url)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """This will begin each test in English: a request of the test before may have left Welsh."""
    translation.activate("en")
    yield
    translation.deactivate()
