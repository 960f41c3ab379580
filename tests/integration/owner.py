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


FEW = 20


@contextmanager
def few_are_listed() -> Iterator[None]:
    """This will have ``register_listed`` list no more than FEW cases, for its 50,000."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('register_listed(text)'::regprocedure)")
        [[whole]] = cursor.fetchall()
    assert (whole.count("LIMIT 50001"), whole.count("> 50000")) == (3, 1)
    few = whole.replace("LIMIT 50001", f"LIMIT {FEW + 1}").replace("> 50000", f"> {FEW}")
    with of_the_owner(few, whole):
        yield


def _run(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
