"""Placing a name on the register: on which day, and that it is not there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_before_birth, check_not_in_future
from cases.domain.rules.people import check_is_child

Period = tuple[date, date | None]
"""A registration: its first day and the first day off the register, if it ended."""


def registration_problems(
    *,
    registered_on: date,
    today: date,
    conference_on: date | None = None,
    born_on: date | None = None,
    expected_on: date | None = None,
    others: Iterable[Period] = (),
) -> Iterator[Problem]:
    """Yield everything wrong with placing a child's name on the register.

    Names are added only by a conference (c4-p12), so on the day of the conference. A child has
    one registration at a time.
    """
    yield from check_not_in_future("registered_on", registered_on, today)
    yield from check_not_before_birth(
        "registered_on", registered_on, born_on, may_precede_birth=expected_on is not None
    )
    yield from check_is_child("registered_on", born_on, registered_on)
    if conference_on is not None and registered_on != conference_on:
        params = {"conference_on": conference_on}
        yield Problem("registered_not_on_conference_day", "registered_on", params)
    yield from check_no_overlap((registered_on, None), others)


def check_no_overlap(period: Period, others: Iterable[Period]) -> Iterator[Problem]:
    """Yield a problem for each other registration that shares a day with this one.

    The first day off one and the first day of the next may be the same: a period includes its
    first day and not its last.
    """
    start, end = period
    for other_start, other_end in others:
        ends_before = other_end is not None and other_end <= start
        starts_after = end is not None and end <= other_start
        if not (ends_before or starts_after):
            params = {"registered_on": other_start}
            yield Problem("registration_overlaps", "registered_on", params)
