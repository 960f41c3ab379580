"""Taking a name off the register: for which reason, on what evidence, on which day.

A name comes off by a review conference, or because the child turned 18, died or left the UK
permanently, and for no other reason (Wales Safeguarding Procedures, c4-p9).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_in_future, check_order
from cases.domain.rules.people import eighteenth_birthday, has_come_of_age
from cases.domain.statuses import REASONS_WITHOUT_CONFERENCE, DeregistrationReason

MINIMUM_EVIDENCE_WORDS = 6
"""More than a few words; a named default, the procedures ask for evidence and give no measure."""


def deregistration_problems(
    *,
    reason: DeregistrationReason | None,
    evidence: str,
    ended_on: date,
    today: date,
    registered_on: date,
    born_on: date | None,
    is_review_conference: bool,
    died_on: date | None = None,
    is_transfer_conference_held: bool | None = None,
    categories_on: date | None = None,
    latest_review_on: date | None = None,
) -> Iterator[Problem]:
    """Yield everything that stands against taking a name off the register.

    ``is_transfer_conference_held`` is ``None`` where this register cannot know of the
    conference in the new area; then the evidence must tell of it. ``categories_on`` is the last
    day on which the categories changed: a name does not come off before what is recorded of it.
    """
    yield from check_reason(reason, is_review_conference=is_review_conference)
    if reason is DeregistrationReason.MOVED_PERMANENTLY and is_transfer_conference_held is False:
        yield Problem("moved_before_transfer_conference", "reason")
    if reason is DeregistrationReason.EIGHTEENTH_BIRTHDAY:
        yield from check_eighteenth_birthday(born_on, ended_on)
    if reason is DeregistrationReason.DIED:
        if died_on is None:
            yield Problem("death_date_missing", "died_on")
        yield from check_order("ended_on", ended_on, "died_on", died_on, code="off_before_death")
    yield from check_evidence(reason, evidence)
    yield from check_not_in_future("ended_on", ended_on, today, code="deregistered_on_in_future")
    yield from check_order(
        "ended_on",
        ended_on,
        "registered_on",
        registered_on,
        code="deregistered_before_registration",
    )
    yield from check_order(
        "ended_on", ended_on, "category_on", categories_on, code="off_before_category_change"
    )
    yield from check_order(
        "ended_on", ended_on, "review_on", latest_review_on, code="off_before_review"
    )


def check_reason(
    reason: DeregistrationReason | None, *, is_review_conference: bool
) -> Iterator[Problem]:
    """Yield a problem for no reason, or one that only a review conference can decide (c4-p9)."""
    if reason is None or reason is DeregistrationReason.NOT_STATED:
        yield Problem("deregistration_reason_missing", "reason")
    elif not is_review_conference and reason not in REASONS_WITHOUT_CONFERENCE:
        yield Problem("deregistration_needs_review", "reason")


def check_eighteenth_birthday(born_on: date | None, ended_on: date) -> Iterator[Problem]:
    """Yield a problem unless the child is 18 on the day the name comes off (c4-p9)."""
    if born_on is None:
        yield Problem("birth_date_needed_for_eighteenth", "reason")
    elif not has_come_of_age(born_on, ended_on):
        params = {"eighteenth_on": eighteenth_birthday(born_on)}
        yield Problem("not_yet_eighteen", "ended_on", params)


def check_evidence(reason: DeregistrationReason | None, evidence: str) -> Iterator[Problem]:
    """Yield a problem for evidence left out or too thin.

    Evidence of change in the child's lived experience must be recorded (c4-p9). At 18, on death
    or on leaving the country the fact itself is the evidence and a few words will do.
    """
    words = sum(any(sign.isalnum() for sign in word) for word in evidence.split())
    if words == 0:
        yield Problem("evidence_missing", "evidence")
    elif reason not in REASONS_WITHOUT_CONFERENCE and words < MINIMUM_EVIDENCE_WORDS:
        yield Problem("evidence_too_short", "evidence", {"words": MINIMUM_EVIDENCE_WORDS})


def points_to_answer(*, reviews_held_before: int) -> Iterator[Problem]:
    """Yield what does not forbid the decision but must be answered in it.

    Names do not normally come off at the first review (c4-p9).
    """
    if reviews_held_before == 0:
        yield Problem("first_review", "evidence")
