"""One-machine servers: real PostgreSQL and real Redis from wheels, on unix sockets.

For development, the demonstration and the tests only. Nothing of Django and nothing of children
lives here; production sets DATABASE_URL and REDIS_URL and never starts anything from this package.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from cpr.embedded import postgres, redis
from cpr.embedded.folders import EmbeddedServerError, Home, home_for

__all__ = [
    "EmbeddedServerError",
    "broker_url",
    "ensure",
    "first_dead",
    "home_of",
    "leave",
    "postgres",
    "redis",
    "stop",
]

Purpose = Literal["demo", "test", "bench"]
PROJECT = Path(__file__).resolve().parents[2]
# DEMO_FOLDER puts the demonstration's data elsewhere, or lets a second one run beside the first.
FOLDERS: dict[Purpose, str] = {
    "demo": os.environ.get("DEMO_FOLDER") or ".demo",
    "test": ".test-servers",
    "bench": ".bench",
}

_in_use: dict[Purpose, Home] = {}
_started: dict[str, Callable[[Home], int | None]] = {}


def home_of(purpose: Purpose) -> Home:
    """This will name the folder that holds the servers of one purpose, making it when missing."""
    return home_for(PROJECT / FOLDERS[purpose])


def ensure(purpose: Purpose) -> None:
    """This will see that DATABASE_URL and REDIS_URL are set, starting servers for what is not.

    Safe to call from many processes at once. The last process that used the servers stops them as
    it ends; a process killed outright leaves them for the next one to find and use.

    Raises: EmbeddedServerError, with words for the person at the keyboard.
    """
    wanted = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if not wanted:
        return
    home = home_of(purpose)
    with home.locked():
        if purpose not in _in_use:
            home.join()
            _in_use[purpose] = home
            atexit.register(leave, purpose, pid=os.getpid())
        durable = purpose == "demo"
        if "DATABASE_URL" in wanted:
            settings = postgres.LARGE if purpose == "bench" else {}
            address = postgres.start(home, durable=durable, settings=settings)
            os.environ["DATABASE_URL"] = address
            os.environ["DATABASE_OWNER_URL"] = postgres.as_owner(address)
            _started["PostgreSQL"] = postgres.running_pid
        if "REDIS_URL" in wanted:
            os.environ["REDIS_URL"] = redis.start(home, durable=durable)
            _started["Redis"] = redis.running_pid


def first_dead(purpose: Purpose) -> str | None:
    """This will name a server that this process started and that ended by itself, if any has."""
    home = _in_use.get(purpose)
    for name, running in _started.items():
        if home and not running(home):
            return f"{name} (its log is {home.data})"
    return None


def stop(purpose: Purpose, *, even_if_used: bool = False) -> bool:
    """This will stop the servers of one purpose unless a process still uses them.

    Returns True when they are stopped.
    """
    home = home_of(purpose)
    with home.locked():
        if not even_if_used and home.is_used():
            return False
        redis.stop(home)
        postgres.stop(home)
        return True


def broker_url(redis_url: str) -> str:
    """This will give the form of a Redis address that Celery's broker understands.

    redis-py says `unix:///path?db=0` where kombu says `redis+socket:///path?virtual_host=0`.
    """
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    number = dict(part.partition("=")[::2] for part in query.split("&") if part).get("db", "0")
    return f"redis+socket://{path}?virtual_host={number}"


def leave(purpose: Purpose, *, pid: int | None = None) -> bool:
    """This will count this process out, and stop the servers when it was the last to use them.

    Returns True when they are stopped.
    """
    # A forked child (a gunicorn or Celery worker) inherits the hook but did not start anything.
    home = _in_use.pop(purpose, None) if pid in (None, os.getpid()) else None
    if home is None:
        return False
    home.leave()
    try:
        return stop(purpose)
    except (OSError, EmbeddedServerError):
        return False  # The folder was removed under us: nothing is left to stop by.
