"""Checks that any date of a record must pass, written once.

The code of a problem names the date and what is wrong with it (``held_on_in_future``), because a
sentence put together from parts cannot be put into Welsh.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cases.domain.errors import Problem

PREGNANCY_WEEKS = 42
"""The longest time before birth at which anything can be known of a child; a named default."""


def check_not_in_future(
    field: str, day: date | None, today: date, *, code: str = ""
) -> Iterator[Problem]:
    """Yield a problem for a day after today: what has happened lies in the past."""
    if day is not None and day > today:
        yield Problem(code or f"{field}_in_future", field)


def check_order(
    field: str, day: date | None, earlier_name: str, earlier: date | None, *, code: str
) -> Iterator[Problem]:
    """Yield a problem for a day before another that it cannot precede; the same day is in order."""
    if day is not None and earlier is not None and day < earlier:
        yield Problem(code, field, {earlier_name: earlier})


def check_not_before_birth(
    field: str, day: date | None, born_on: date | None, *, may_precede_birth: bool
) -> Iterator[Problem]:
    """Yield a problem for a day before the birth, or before the pregnancy.

    An unborn child can be reported, discussed, conferenced and registered (c2-p10), so such
    dates may lie before the birth, but no further back than a pregnancy.
    """
    if day is None or born_on is None or day >= born_on:
        return
    if not may_precede_birth:
        yield Problem(f"{field}_before_birth", field, {"born_on": born_on})
    elif day < born_on - timedelta(weeks=PREGNANCY_WEEKS):
        yield Problem("before_pregnancy", field, {"weeks": PREGNANCY_WEEKS, "born_on": born_on})


def check_text(field: str, text: str, *, code: str) -> Iterator[Problem]:
    """Yield a problem for words left out; spaces are no words."""
    if not text.strip():
        yield Problem(code, field)
