"""Visits to a child: their day, and what can have been seen."""

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
    is_bedroom_seen: bool,
    is_at_home: bool,
    is_refused: bool,
    is_unborn: bool,
    born_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with a visit to a child (c4-p7).

    A child seen alone has been seen; a bedroom is seen at home; a refused visit saw nobody; an
    unborn child cannot be visited.
    """
    yield from check_not_in_future("visited_on", visited_on, today)
    yield from check_not_before_birth("visited_on", visited_on, born_on, may_precede_birth=False)
    if is_unborn:
        yield Problem("visit_to_unborn_child", "visited_on")
    if is_seen_alone and not is_seen:
        yield Problem("seen_alone_but_not_seen", "was_seen_alone")
    if is_bedroom_seen and not is_at_home:
        yield Problem("bedroom_seen_away_from_home", "was_bedroom_seen")
    if is_refused and is_seen:
        yield Problem("refused_but_seen", "was_refused")
