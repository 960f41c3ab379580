"""Strategy discussions and section 47 enquiries: their dates, outcomes and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import (
    check_not_before_birth,
    check_not_in_future,
    check_order,
    check_text,
)
from cases.domain.statuses import Section47Outcome


def strategy_discussion_problems(
    *,
    held_on: date,
    decided_on: date | None,
    agencies_present: str,
    reasons: str,
    today: date,
    born_on: date | None = None,
    expected_on: date | None = None,
) -> Iterator[Problem]:
    """Yield everything wrong with a strategy discussion.

    Who took part, what was decided and why go on each child's record (c3pt1-p8).
    """
    yield from check_not_in_future("decided_on", decided_on, today)
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_not_before_birth(
        "held_on", held_on, born_on, may_precede_birth=expected_on is not None
    )
    yield from check_order(
        "held_on", held_on, "decided_on", decided_on, code="strategy_before_its_decision"
    )
    yield from check_text("agencies_present", agencies_present, code="agencies_missing")
    yield from check_text("reasons", reasons, code="reasons_missing")


def section47_problems(
    *,
    started_on: date,
    ended_on: date | None,
    outcome: Section47Outcome | None,
    reasons: str,
    today: date,
    is_conference_not_required: bool = False,
    strategy_on: date | None = None,
    born_on: date | None = None,
    expected_on: date | None = None,
) -> Iterator[Problem]:
    """Yield everything wrong with a section 47 enquiry.

    An enquiry follows a strategy discussion (c3pt1-p8) and ends in one of three determinations
    (c3pt2-p3), recorded with reasons; a continuing risk leads to a conference.
    """
    yield from check_not_in_future("started_on", started_on, today)
    yield from check_not_before_birth(
        "started_on", started_on, born_on, may_precede_birth=expected_on is not None
    )
    yield from check_order(
        "started_on", started_on, "strategy_on", strategy_on, code="started_before_strategy"
    )
    yield from check_not_in_future("ended_on", ended_on, today, code="enquiry_ended_on_in_future")
    yield from check_order(
        "ended_on", ended_on, "started_on", started_on, code="enquiry_ended_before_start"
    )
    yield from check_determination(
        ended_on, outcome, is_conference_not_required=is_conference_not_required
    )
    if ended_on is not None or outcome is not None:
        yield from check_text("reasons", reasons, code="reasons_missing")


def check_determination(
    ended_on: date | None, outcome: Section47Outcome | None, *, is_conference_not_required: bool
) -> Iterator[Problem]:
    """Yield a problem where end, outcome and need for a conference do not agree (c3pt2-p3)."""
    if outcome is Section47Outcome.NOT_STATED:
        yield Problem("outcome_missing", "outcome")
    elif outcome is None and ended_on is not None:
        yield Problem("end_without_outcome", "outcome")
    elif outcome is not None and ended_on is None:
        yield Problem("outcome_without_end", "ended_on")
    if outcome is Section47Outcome.CONTINUING_RISK and is_conference_not_required:
        yield Problem("conference_needed_after_continuing_risk", "outcome")
