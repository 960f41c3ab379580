"""Visits to a child: their day and what can have been seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_before_birth, check_not_in_future


def visit_problems(
    *,
    visited_on: date,
    is_seen: bool,
    is_seen_alone: bool,
    is_unborn: bool,
    born_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with a visit (c4-p7): a child seen alone has been seen."""
    yield from check_not_in_future("visited_on", visited_on, today)
    yield from check_not_before_birth("visited_on", visited_on, born_on, may_precede_birth=False)
    if is_unborn:
        yield Problem("visit_to_unborn_child", "visited_on")
    if is_seen_alone and not is_seen:
        yield Problem("seen_alone_but_not_seen", "seen_alone")
