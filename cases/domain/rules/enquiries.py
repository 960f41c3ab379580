"""Strategy discussions and section 47 enquiries: their dates, outcomes and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import (
    check_not_before,
    check_not_before_birth,
    check_not_in_future,
    check_reasons,
)
from cases.domain.statuses import Section47Outcome, StrategyOutcome


def strategy_problems(
    *,
    decided_on: date | None,
    held_on: date,
    outcome: StrategyOutcome | None,
    reasons: str,
    born_on: date | None,
    expected_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with a strategy discussion.

    It is recorded on each child's record with the decisions and the reasons (c3pt1-p8).
    """
    for field, day in (("decided_on", decided_on), ("held_on", held_on)):
        yield from check_not_in_future(field, day, today)
        yield from check_not_before_birth(
            field, day, born_on, may_precede_birth=expected_on is not None
        )
    yield from check_not_before("held_on", held_on, "decided_on", decided_on)
    if outcome is None:
        yield Problem("outcome_missing", "outcome")
    yield from check_reasons(reasons)


def section_47_problems(
    *,
    started_on: date,
    ended_on: date | None,
    outcome: Section47Outcome | None,
    is_conference_not_required: bool,
    reasons: str,
    strategy_held_on: date | None,
    born_on: date | None,
    expected_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with a section 47 enquiry.

    An enquiry follows a strategy discussion (c3pt1-p8) and ends in one of three determinations
    (c3pt2-p3), recorded with reasons; a continuing risk leads to a conference.
    """
    for field, day in (("started_on", started_on), ("ended_on", ended_on)):
        yield from check_not_in_future(field, day, today)
        yield from check_not_before_birth(
            field, day, born_on, may_precede_birth=expected_on is not None
        )
    yield from check_not_before("started_on", started_on, "strategy_held_on", strategy_held_on)
    yield from check_not_before("ended_on", ended_on, "started_on", started_on)
    yield from check_determination(
        ended_on, outcome, is_conference_not_required=is_conference_not_required
    )
    if ended_on is not None or outcome is not None:
        yield from check_reasons(reasons)


def check_determination(
    ended_on: date | None, outcome: Section47Outcome | None, *, is_conference_not_required: bool
) -> Iterator[Problem]:
    """Yield a problem where end, outcome and need for a conference do not agree (c3pt2-p3)."""
    if outcome is None and ended_on is not None:
        yield Problem("section_47_end_without_outcome", "outcome")
    if outcome is Section47Outcome.NOT_STATED:
        yield Problem("outcome_missing", "outcome")
    if outcome is not None and ended_on is None:
        yield Problem("section_47_outcome_without_end", "ended_on")
    if outcome is Section47Outcome.CONTINUING_RISK and is_conference_not_required:
        yield Problem("conference_needed_after_continuing_risk", "outcome")
