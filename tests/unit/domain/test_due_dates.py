"""Every time limit of every nation, from every awkward day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.domain import procedures
from cases.domain.calendar import WorkingCalendar, add_months
from cases.domain.clocks.reading import due_on, soft_due_on
from cases.domain.procedures import Timescale, Unit
from cases.domain.statuses import Nation

BANK_HOLIDAYS = frozenset(
    {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 1, 1),
        date(2028, 1, 3),
        date(2028, 4, 14),
        date(2028, 4, 17),
    }
)
CALENDAR = WorkingCalendar(BANK_HOLIDAYS)
ROWS = [
    row
    for nation in procedures.nations()
    for row in procedures.clocks(nation, date(2026, 1, 1))
    if row.unit is not Unit.ONCE_PER_INTERVAL
]
MONTH_ENDS = [add_months(date(2026, 1, 31), n) for n in range(30)]
LEAP_DAYS = [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2027, 8, 29)]
AROUND_BANK_HOLIDAYS = [
    day + timedelta(days=n) for day in sorted(BANK_HOLIDAYS) for n in (-1, 0, 1)
]
AWKWARD = sorted({*MONTH_ENDS, *LEAP_DAYS, *AROUND_BANK_HOLIDAYS})


def walked(row: Timescale, start: date) -> date:
    """Work a due date out the slow way."""
    if row.unit is Unit.MONTHS:
        month = (start.month - 1 + row.amount) % 12 + 1
        year = start.year + (start.month - 1 + row.amount) // 12
        for last in (31, 30, 29, 28):
            try:
                return date(year, month, min(start.day, last))
            except ValueError:
                continue
    if row.unit is Unit.WORKING_DAYS:
        day, left = start, row.amount
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day not in BANK_HOLIDAYS
        return day
    days = {
        Unit.WEEKS: row.amount * 7,
        Unit.DAYS: row.amount,
        Unit.HOURS: -(-row.amount // 24),
        Unit.IMMEDIATELY: 0,
    }
    return start + timedelta(days=days[row.unit])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.nation}-{row.key}")
def test_every_time_limit_from_every_awkward_day(row: Timescale) -> None:
    for start in AWKWARD:
        assert due_on(row, start, CALENDAR) == walked(row, start), start


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.nation}-{row.key}")
def test_a_later_start_is_never_due_sooner(row: Timescale) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(900)]
    due = [due_on(row, day, CALENDAR) for day in days]
    assert due == sorted(due)
    assert all(d >= day for d, day in zip(due, days, strict=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.nation}-{row.key}")
def test_a_time_limit_in_working_days_ends_on_one(row: Timescale) -> None:
    if row.unit is Unit.WORKING_DAYS:
        assert all(CALENDAR.is_working_day(due_on(row, day, CALENDAR)) for day in AWKWARD)


def test_more_bank_holidays_never_make_a_step_due_sooner() -> None:
    bare = WorkingCalendar(frozenset())
    for row in ROWS:
        assert all(due_on(row, d, bare) <= due_on(row, d, CALENDAR) for d in AWKWARD)


def test_once_in_an_interval_has_no_date_of_its_own() -> None:
    row = procedures.timescale(Nation.WALES, "bedroom_seen", date(2026, 1, 1))
    assert row is not None
    with pytest.raises(ValueError, match="no date of its own"):
        due_on(row, date(2026, 1, 1), CALENDAR)


def test_core_groups_aim_at_a_month_before_the_six_weeks() -> None:
    row = procedures.timescale(Nation.WALES, "later_core_group", date(2026, 1, 1))
    assert row is not None
    assert soft_due_on(row, date(2026, 10, 14), CALENDAR) == date(2026, 11, 14)
    assert due_on(row, date(2026, 10, 14), CALENDAR) == date(2026, 11, 25)
    for start in AWKWARD:
        soft = soft_due_on(row, start, CALENDAR)
        assert soft is not None
        assert soft < due_on(row, start, CALENDAR)


def test_a_row_without_a_soft_target_has_no_day_to_aim_at() -> None:
    row = procedures.timescale(Nation.WALES, "first_review", date(2026, 1, 1))
    assert row is not None
    assert soft_due_on(row, date(2026, 1, 1), CALENDAR) is None
