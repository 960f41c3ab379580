"""Who acts in the database just now: a membership, a job of the system, or nobody.

The edges say it (middleware, tasks, commands); ``cpr.postgres`` tells the database with every
statement, and its row-level security decides. Nobody is told nothing about any child.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

NOBODY = ""
PERSON = "p:"
JOB = "s:"

T = TypeVar("T")

_who: ContextVar[str] = ContextVar("who_acts", default=NOBODY)


def who() -> str:
    """This will name whoever acts, as the database is told it; empty for nobody."""
    return _who.get()


@contextmanager
def as_person(membership_id: uuid.UUID | None) -> Iterator[None]:
    """This will let the code inside act in the database as one membership, or as nobody."""
    with _as(f"{PERSON}{membership_id}" if membership_id else NOBODY):
        yield


@contextmanager
def as_job(job: str) -> Iterator[None]:
    """This will let the code inside act in the database as a job that works on every case.

    For tasks, commands and the few doors of the gate; a test lists who may ask for it.
    """
    if not job.replace("-", "").isalpha():
        raise ValueError(job)
    with _as(f"{JOB}{job}"):
        yield


def carried(rows: Iterable[T]) -> Iterator[T]:
    """This will let rows that are asked for later act as whoever acts now: an answer in pieces.

    Who that is, is read at once and not when the first piece is asked for: by then nobody acts.
    """
    return _carried(who(), iter(rows))


def _carried(name: str, source: Iterator[T]) -> Iterator[T]:
    while True:
        with _as(name):
            try:
                row = next(source)
            except StopIteration:
                return
        yield row


@contextmanager
def _as(name: str) -> Iterator[None]:
    token = _who.set(name)
    try:
        yield
    finally:
        _who.reset(token)
