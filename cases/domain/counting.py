"""How a reading is kept and counted: its dates, the meeting it belongs to, whether one is booked.

Conferences are counted apart from children: the readings of one meeting share its number.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from cases.domain.clocks.reading import ClockReading
from cases.domain.facts import CaseFacts
from cases.domain.statuses import REGISTERING_KINDS, ConferenceKind

CONFERENCE_CLOCKS = {
    "initial_conference": REGISTERING_KINDS,
    "first_review": frozenset({ConferenceKind.REVIEW}),
    "later_review": frozenset({ConferenceKind.REVIEW}),
}
OF_ONE_CONFERENCE = frozenset({"outline_plan_sent", "conference_record_sent"})


@dataclass(frozen=True)
class Counted:
    """A deadline as the facts have it, beside its clock, subject and start."""

    due_on: date
    met_on: date | None
    stopped_on: date | None
    meeting: uuid.UUID | None
    is_booked: bool


def counted(reading: ClockReading, facts: CaseFacts, family: uuid.UUID) -> Counted:
    """Give what is kept of a reading; ``family`` is the sibling group, or the case without one."""
    meeting, is_booked = _meeting(reading, facts, family)
    return Counted(reading.due_on, reading.met_on, reading.stopped_on, meeting, is_booked)


def _meeting(
    reading: ClockReading, facts: CaseFacts, family: uuid.UUID
) -> tuple[uuid.UUID | None, bool]:
    """Which meeting a reading is counted under, and whether it is booked.

    A conference that is yet to be called is counted as one per sibling group.
    """
    if reading.clock in OF_ONE_CONFERENCE:
        return uuid.UUID(reading.subject.partition(":")[2]), False
    kinds = CONFERENCE_CLOCKS.get(reading.clock)
    if kinds is None:
        return None, False
    of_kind = [c for c in facts.conferences if c.kind in kinds and not c.is_cancelled]
    if reading.met_on is not None:
        held = [c for c in of_kind if c.held_on == reading.met_on]
        if held:
            return uuid.UUID(held[0].id), False
    booked = [c for c in of_kind if c.held_on is None and c.planned_on >= reading.starts_on]
    if booked and reading.stopped_on is None:
        return uuid.UUID(min(booked, key=lambda c: c.planned_on).id), True
    return family, False
