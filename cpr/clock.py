"""The one place that asks what time it is. Interfaces ask here and hand the answer down.

Local dates are Europe/London: a clock of the procedures counts days as people there live them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This will give the present moment, with its time zone."""
    return _told.get() or timezone.now()


def told() -> datetime | None:
    """This will give the moment that the code was told, if it was: the database is told it too."""
    return _told.get()


def today() -> date:
    """This will give today's date in the project's time zone, Europe/London."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """This will tell the code inside that it is another moment: for the made-up demo and tests.

    The audit is not fooled: its times are the database's own.
    """
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
