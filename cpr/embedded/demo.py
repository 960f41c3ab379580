"""`make demo`: database, web server, Celery worker and Celery beat, started and ended together.

Knows nothing of children: what to fill the database with is the command `seed_demo`, and what to
run at the start is the setting DEMO_FIRST_TASKS.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import socket
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from cpr import embedded
from cpr.embedded import prepare
from cpr.embedded.children import Child, Children
from cpr.embedded.folders import EmbeddedServerError

HOST = "127.0.0.1"
PATIENCE = 60


class Stop(BaseException):
    """Somebody asked for the end: Ctrl-C, or a signal. No `except Exception` may swallow it."""


class DemoError(RuntimeError):
    """The demonstration cannot go on; the message says what a person can do."""


def main() -> int:
    """This will run the demonstration until it is told to end."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="start over from an empty database")
    wishes = parser.parse_args()
    os.chdir(embedded.PROJECT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cpr.settings.demo"
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _stop)
    children = Children(embedded.PROJECT / embedded.FOLDERS["demo"] / "logs")
    try:
        _run(children, reset=wishes.reset)
    except Stop:
        print("\nEnding ...", flush=True)
        code = 0
    except (DemoError, EmbeddedServerError, prepare.PreparationError) as error:
        print(f"\nThe demonstration stopped. {error}", file=sys.stderr, flush=True)
        code = 1
    else:
        code = 0
    _end(children)
    return code


def _run(children: Children, *, reset: bool) -> None:
    _claim()
    port = _port()
    if reset:
        _reset()
    step("Starting PostgreSQL and Redis", lambda: embedded.ensure("demo"))
    prepare.everything(step)
    commands = _commands(port)
    address = f"http://{HOST}:{port}"
    # The web server first and alone: the sooner there is a page.
    children.start("web", commands.pop("web"))
    step("Starting the web server", lambda: _wait_for(address, children))
    for name, command in commands.items():
        children.start(name, command)
    prepare.send_first_tasks()
    print(_ready(address, prepare.sign_ins(), children.logs), flush=True)
    while True:
        time.sleep(0.5)
        _watch(children)


def step(title: str, work: Callable[[], object]) -> None:
    """This will do one step of the start and say how long it took."""
    print(f"{title} ...", end="", flush=True)
    began = time.monotonic()
    done = threading.Event()
    threading.Thread(target=_keep_telling, args=(done,), daemon=True).start()
    try:
        work()
    except BaseException:
        print(flush=True)
        raise
    finally:
        done.set()
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def _keep_telling(done: threading.Event) -> None:
    """A sign of life every ten seconds of a slow step."""
    seconds = 0
    while not done.wait(10):
        seconds += 10
        print(f" {seconds} s ...", end="", flush=True)


def _commands(port: int) -> dict[str, list[str]]:
    schedule = embedded.home_of("demo").folder / "beat-schedule"
    celery = [sys.executable, "-m", "celery", "--app", "cpr"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "cpr.wsgi:application", "--bind", f"{HOST}:{port}"),
            *("--workers", "2", "--threads", "4", "--access-logfile", "-", "--no-control-socket"),
            *(
                "--access-logformat",
                "%(h)s %(t)s %(m)s %(U)s %(s)s %(B)s %(L)s",
            ),  # not what is sought
        ],
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile="],
    }


def _claim() -> None:
    """One demonstration a folder: two beats would send every task twice. Held until we end."""
    claim = os.open(embedded.home_of("demo").folder / "running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(claim)
        raise DemoError(
            "A demonstration runs already from this folder. End it first: Ctrl-C in its window."
        ) from None


def _port() -> int:
    wish = os.environ.get("PORT") or "8000"
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        raise DemoError(f"PORT must be a number from 1 to 65535, not {wish}.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, int(wish)))
        except PermissionError:
            raise DemoError(f"Port {wish} is for root only. Try PORT=8001 make demo") from None
        except OSError:
            raise DemoError(
                f"Port {wish} is taken by another program. End that one, or choose another port: "
                f"PORT={_free_port(int(wish))} make demo"
            ) from None
    return int(wish)


def _free_port(taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        with socket.socket() as trial:
            if trial.connect_ex((HOST, port)):
                return port
    return 8001


def _reset() -> None:
    home = embedded.home_of("demo")
    if not embedded.stop("demo"):
        raise DemoError("Another program still uses the demonstration's servers. End it first.")
    for name in ("postgres", "redis", "prepared", "mail", "logs"):
        for place in {home.data / name, home.folder / name}:
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
    for schedule in home.folder.glob("beat-schedule*"):
        schedule.unlink()
    print("The demonstration's data were removed; starting over.", flush=True)


def _wait_for(address: str, children: Children) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _watch(children)
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DemoError(f"The web server did not answer within {PATIENCE} s. {children.tail('web')}")


def _watch(children: Children) -> None:
    dead = children.first_dead()
    if dead:
        raise DemoError(
            f"The {_named(dead)} ended by itself (code {dead.process.returncode}). "
            f"{children.tail(dead.name)}"
        )
    server = embedded.first_dead("demo")
    if server:
        raise DemoError(f"{server} ended by itself.")


def _named(child: Child) -> str:
    return {"web": "web server", "worker": "Celery worker", "beat": "Celery beat"}[child.name]


def _ready(address: str, sign_ins: str, logs: Path) -> str:
    line = "=" * 72
    people = textwrap.indent(sign_ins.rstrip(), "  ")
    return (
        f"\n{line}\n  The register is ready:  {address}\n\n{people}\n\n"
        f"  Everybody in it is made up. Logs: {logs}\n  End with Ctrl-C.\n{line}"
    )


def _end(children: Children) -> None:
    # A second Ctrl-C does not wait for anybody.
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: children.kill())
    children.end()
    print("Ended; no process is left." if embedded.leave("demo") else "Ended.", flush=True)


def _stop(_sign: int, _frame: FrameType | None) -> None:
    raise Stop


if __name__ == "__main__":
    sys.exit(main())
