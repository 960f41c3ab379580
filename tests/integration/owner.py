"""A change of the tables themselves, for one test, by their owner; outside any transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cpr.postgres.ownership import as_owner


@contextmanager
def of_the_owner(change: str, *undo: str) -> Iterator[None]:
    """This will change the tables and change them back, whatever becomes of the test."""
    _run(change)
    try:
        yield
    finally:
        _run(*undo)


def _run(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
