"""What a reading comes to on a day: every state, and the day on either side of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.domain.deadlines import (
    ClockReading,
    State,
    days_late,
    is_late,
    state,
    working_days_late,
)
from tests.unit.domain.builders import CALENDAR

DUE = date(2026, 11, 20)  # a Friday
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)
FAR = date(2030, 1, 1)


def reading(*, met: date | None = None, stopped: date | None = None) -> ClockReading:
    return ClockReading(date(2026, 11, 6), "seen_alone", "registration:r", DUE, met, stopped)


@pytest.mark.parametrize(
    ("met", "stopped", "today", "expected"),
    [
        (None, None, BEFORE, State.DUE),
        (None, None, DUE, State.DUE),  # "within" and "by" include the day itself
        (None, None, AFTER, State.OVERDUE),
        (BEFORE, None, FAR, State.MET_IN_TIME),
        (DUE, None, FAR, State.MET_IN_TIME),
        (AFTER, None, FAR, State.MET_LATE),
        (None, BEFORE, FAR, State.STOPPED_IN_TIME),
        (None, DUE, FAR, State.STOPPED_IN_TIME),
        (None, AFTER, FAR, State.STOPPED_LATE),
    ],
)
def test_states(met: date | None, stopped: date | None, today: date, expected: State) -> None:
    found = reading(met=met, stopped=stopped)
    assert state(found, today) is expected
    late = {State.OVERDUE, State.MET_LATE, State.STOPPED_LATE}
    assert is_late(found, today) == (expected in late)
    assert (days_late(found, today) > 0) == (expected in late)


def test_lateness_stops_growing_when_the_step_is_taken() -> None:
    assert days_late(reading(met=date(2026, 11, 24)), FAR) == 4
    assert working_days_late(reading(met=date(2026, 11, 24)), FAR, CALENDAR) == 2
    assert days_late(reading(stopped=date(2026, 11, 24)), FAR) == 4


def test_due_on_friday_is_late_on_saturday_by_no_working_day() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    assert state(reading(), saturday) is State.OVERDUE
    assert working_days_late(reading(), saturday, CALENDAR) == 0
    assert working_days_late(reading(), monday, CALENDAR) == 1


def test_in_time_is_no_days_late() -> None:
    assert days_late(reading(), BEFORE) == 0
    assert working_days_late(reading(), BEFORE, CALENDAR) == 0
