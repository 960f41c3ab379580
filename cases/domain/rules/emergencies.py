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

MINIMUM_WORDS_OF_AN_ACT = 3
"""What is done in a moment and seen by others needs a sentence, not an argument."""

OFFERED_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)


def hours_offered(longest: int) -> tuple[int, ...]:
    """This will list for how many hours a case can be opened, the longest last."""
    return (*(hours for hours in OFFERED_HOURS if hours < longest), longest)


def opening_problems(*, reason: str, hours: int, longest: int) -> Iterator[Problem]:
    """Yield a problem for a reason that says too little, and for a time that is not offered."""
    yield from reason_problems(reason=reason)
    if not 1 <= hours <= longest:
        yield Problem("emergency_too_long", "hours", {"hours": longest})


def reason_problems(*, reason: str) -> Iterator[Problem]:
    """Yield a problem for a reason that says too little for somebody to judge it by."""
    yield from _too_few("emergency_reason", "reason", reason, MINIMUM_REASON_WORDS)


def review_problems(*, note: str) -> Iterator[Problem]:
    """Yield a problem for a review that says too little: a finding alone tells nobody why."""
    yield from _too_few("review_note", "note", note, MINIMUM_REASON_WORDS)


def taking_over_problems(*, note: str) -> Iterator[Problem]:
    """Yield a problem where nobody says why another than the named reviewer reviews."""
    yield from _too_few("taking_over_note", "note", note, MINIMUM_WORDS_OF_AN_ACT)


def ending_problems(*, reason: str) -> Iterator[Problem]:
    """Yield a problem where nobody says why somebody else's access is ended before its time."""
    yield from _too_few("ending_reason", "reason", reason, MINIMUM_WORDS_OF_AN_ACT)


def _too_few(code: str, field: str, text: str, fewest: int) -> Iterator[Problem]:
    words = sum(any(sign.isalnum() for sign in word) for word in text.split())
    if words == 0:
        yield Problem(f"{code}_missing", field)
    elif words < fewest:
        yield Problem(f"{code}_too_short", field, {"words": fewest})
