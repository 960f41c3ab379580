"""Checks that any date of a record must pass, written once.

Which dates are checked against which is decided by the rules of each subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cases.domain.errors import Problem

PREGNANCY_WEEKS = 42
"""The longest time before birth at which anything can be known of a child; a named default."""


def check_not_in_future(field: str, day: date | None, today: date) -> Iterator[Problem]:
    """Yield a problem for a day after today: what has happened lies in the past."""
    if day is not None and day > today:
        yield Problem("date_in_future", field, {"field_name": field})


def check_not_before(
    field: str, day: date | None, other_name: str, other: date | None
) -> Iterator[Problem]:
    """Yield a problem for a day before another it cannot precede."""
    if day is not None and other is not None and day < other:
        yield Problem(
            "date_before_other",
            field,
            {"field_name": field, "other_name": other_name, "other": other},
        )


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
        yield Problem("date_before_birth", field, {"field_name": field, "born_on": born_on})
    elif day < born_on - timedelta(weeks=PREGNANCY_WEEKS):
        yield Problem(
            "date_before_pregnancy", field, {"field_name": field, "weeks": PREGNANCY_WEEKS}
        )


def check_reasons(text: str, field: str = "reasons") -> Iterator[Problem]:
    """Yield a problem for reasons left blank: a decision is recorded with its reasons."""
    if not text.strip():
        yield Problem("reasons_missing", field)
