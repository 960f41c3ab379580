"""Emergency access: how much is opened, for how long at the most, and what reason it needs.

Own rules, named defaults: minimum necessary (DOMAIN 5.2, Caldicott), a reason that can be reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator

from cases.domain.errors import Problem
from cases.domain.statuses import Level

EMERGENCY_LEVEL = Level.NOTES
"""Summary, plan and notes: what keeps a child safe tonight, and no decisions or visits."""

MINIMUM_REASON_WORDS = 6
"""As many as the evidence for taking a name off the register: a reviewer must be able to judge."""

OFFERED_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)


def hours_offered(longest: int) -> tuple[int, ...]:
    """This will list for how many hours a case can be opened, the longest last."""
    return (*(hours for hours in OFFERED_HOURS if hours < longest), longest)


def opening_problems(*, reason: str, hours: int, longest: int) -> Iterator[Problem]:
    """Yield a problem for a reason that says too little, and for a time that is not offered."""
    words = sum(any(sign.isalnum() for sign in word) for word in reason.split())
    if words == 0:
        yield Problem("emergency_reason_missing", "reason")
    elif words < MINIMUM_REASON_WORDS:
        yield Problem("emergency_reason_too_short", "reason", {"words": MINIMUM_REASON_WORDS})
    if not 1 <= hours <= longest:
        yield Problem("emergency_too_long", "hours", {"hours": longest})


def review_problems(*, note: str) -> Iterator[Problem]:
    """Yield a problem for a review without words: a finding alone tells nobody why."""
    if not any(sign.isalnum() for sign in note):
        yield Problem("review_note_missing", "note")


def taking_over_problems(*, note: str) -> Iterator[Problem]:
    """Yield a problem where nobody says why another than the named reviewer reviews."""
    if not any(sign.isalnum() for sign in note):
        yield Problem("taking_over_note_missing", "note")
