"""Due dates from facts: every reading of every clock of one case, and what each comes to today.

A pure function of the facts, the nation's rows and its working days. Nothing is counted up from
night to night, so a missed night changes nothing. Facts live in ``facts``, clocks in ``clocks``.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from cases.domain.calendar import WorkingCalendar
from cases.domain.clocks import conference, enquiry, registration
from cases.domain.clocks.reading import ClockReading, Dial, due_on, soft_due_on
from cases.domain.facts import (
    CaseFacts,
    ConferenceFact,
    CoreGroupFact,
    RegistrationFact,
    Section47Fact,
    StrategyFact,
    VisitFact,
)

__all__ = [
    "CaseFacts",
    "ClockReading",
    "ConferenceFact",
    "CoreGroupFact",
    "RegistrationFact",
    "Section47Fact",
    "State",
    "StrategyFact",
    "VisitFact",
    "days_late",
    "due_on",
    "is_late",
    "readings",
    "soft_due_on",
    "state",
    "working_days_late",
]


class State(StrEnum):
    """What a reading comes to on a given day."""

    MET_IN_TIME = "met_in_time"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    DUE = "due"
    STOPPED_IN_TIME = "stopped_in_time"
    STOPPED_LATE = "stopped_late"


def readings(facts: CaseFacts, calendar: WorkingCalendar) -> tuple[ClockReading, ...]:
    """Give every reading of every clock of a case, oldest first.

    The order of the facts does not matter. No two readings share clock, subject and start. A
    reading that a new fact makes impossible is simply no longer among them.
    """
    dial = Dial(facts.nation, calendar)
    found = (
        *enquiry.readings(facts, dial),
        *conference.readings(facts, dial),
        *registration.readings(facts, dial),
    )
    return tuple(sorted(found, key=lambda r: (r.starts_on, r.clock, r.subject)))


def state(reading: ClockReading, today: date) -> State:
    """Say how a reading stands on a day; the due date itself is still in time."""
    if reading.met_on is not None:
        return State.MET_IN_TIME if reading.met_on <= reading.due_on else State.MET_LATE
    if reading.stopped_on is not None:
        in_time = reading.stopped_on <= reading.due_on
        return State.STOPPED_IN_TIME if in_time else State.STOPPED_LATE
    return State.DUE if today <= reading.due_on else State.OVERDUE


def is_late(reading: ClockReading, today: date) -> bool:
    """Say whether the due date passed before the step was taken, stopped, or today came."""
    return _settled_on(reading, today) > reading.due_on


def days_late(reading: ClockReading, today: date) -> int:
    """Count the calendar days past the due date; 0 while in time."""
    return max(0, (_settled_on(reading, today) - reading.due_on).days)


def working_days_late(reading: ClockReading, today: date, calendar: WorkingCalendar) -> int:
    """Count the working days past the due date.

    A step due on a Friday is late on Saturday, and 0 working days late until Monday.
    """
    return calendar.working_days_after(reading.due_on, _settled_on(reading, today))


def _settled_on(reading: ClockReading, today: date) -> date:
    return reading.met_on or reading.stopped_on or today
