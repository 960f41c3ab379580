"""Working days: the fast arithmetic against a loop that counts days one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.domain.calendar import WorkingCalendar, add_months, add_weeks, years_between

DAYS = st.dates(date(2019, 12, 1), date(2032, 2, 1))
HOLIDAYS = st.frozensets(st.dates(date(2019, 11, 1), date(2032, 3, 1)), max_size=60)
CHRISTMAS = WorkingCalendar(
    frozenset(
        {
            date(2026, 12, 25),  # a Friday
            date(2026, 12, 26),  # a Saturday: itself no working day anyhow
            date(2026, 12, 28),  # the Monday in lieu
            date(2027, 1, 1),
        }
    )
)


def counted(calendar: WorkingCalendar, start: date, end: date) -> int:
    """Count working days one by one."""
    days = (start + timedelta(days=n) for n in range(1, max(0, (end - start).days) + 1))
    return sum(calendar.is_working_day(day) for day in days)


def added(calendar: WorkingCalendar, start: date, n: int) -> date:
    """Walk to working day ``n`` one day at a time."""
    day = start
    while n:
        day += timedelta(days=1)
        n -= calendar.is_working_day(day)
    return day


@given(HOLIDAYS, DAYS, DAYS)
@settings(max_examples=100, deadline=None)
def test_counting_agrees_with_the_loop(holidays: frozenset[date], start: date, end: date) -> None:
    calendar = WorkingCalendar(holidays)
    assert calendar.working_days_after(start, end) == counted(calendar, start, end)


@given(HOLIDAYS, DAYS, st.integers(0, 90))
@example(frozenset({date(2026, 12, 25), date(2026, 12, 28)}), date(2026, 12, 24), 1)
@example(frozenset({date(2026, 12, 26), date(2026, 12, 27)}), date(2026, 12, 25), 1)
def test_adding_agrees_with_the_loop(holidays: frozenset[date], start: date, n: int) -> None:
    calendar = WorkingCalendar(holidays)
    assert calendar.add_working_days(start, n) == added(calendar, start, n)


@given(HOLIDAYS, DAYS, st.integers(1, 60))
def test_the_cut_off_is_the_latest_day_that_is_at_least_so_late(
    holidays: frozenset[date], today: date, n: int
) -> None:
    calendar = WorkingCalendar(holidays)
    cut_off = calendar.subtract_working_days(today, n)
    assert calendar.working_days_after(cut_off, today) >= n
    assert calendar.working_days_after(cut_off + timedelta(days=1), today) < n


@given(HOLIDAYS, DAYS, DAYS, st.integers(1, 40))
def test_a_cut_off_sorts_due_dates_as_counting_does(
    holidays: frozenset[date], due: date, today: date, n: int
) -> None:
    calendar = WorkingCalendar(holidays)
    late_enough = calendar.working_days_after(due, today) >= n
    assert (due <= calendar.subtract_working_days(today, n)) == late_enough


@given(HOLIDAYS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_due_dates_never_go_backwards(
    holidays: frozenset[date], start: date, n: int, more: int
) -> None:
    calendar = WorkingCalendar(holidays)
    later = start + timedelta(days=more)
    assert calendar.add_working_days(start, n) <= calendar.add_working_days(start, n + more)
    if n:
        assert calendar.add_working_days(start, n) <= calendar.add_working_days(later, n)


@given(HOLIDAYS, DAYS, st.integers(1, 60))
def test_working_day_n_is_a_working_day_n_away(
    holidays: frozenset[date], start: date, n: int
) -> None:
    calendar = WorkingCalendar(holidays)
    day = calendar.add_working_days(start, n)
    assert calendar.is_working_day(day)
    assert calendar.working_days_after(start, day) == n


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),  # day 0 is the event's own day
        (date(2026, 11, 22), 0, date(2026, 11, 22)),  # even a Sunday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
        (date(2026, 11, 22), 1, date(2026, 11, 23)),  # Sunday to Monday
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas and the day in lieu
        (date(2026, 12, 25), 1, date(2026, 12, 29)),  # from a bank holiday
        (date(2026, 12, 24), 4, date(2027, 1, 4)),  # over the New Year
        (date(2026, 12, 17), 15, date(2027, 1, 12)),
    ],
)
def test_adding_over_weekends_and_christmas(start: date, n: int, expected: date) -> None:
    assert CHRISTMAS.add_working_days(start, n) == expected


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        (date(2026, 11, 18), date(2026, 11, 22), 2),  # Wednesday, seen on Sunday
        (date(2026, 11, 20), date(2026, 11, 21), 0),  # late, by no working day yet
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), 0),  # never negative
        (date(2026, 12, 24), date(2026, 12, 28), 0),
    ],
)
def test_counting_over_weekends_and_christmas(due: date, today: date, late: int) -> None:
    assert CHRISTMAS.working_days_after(due, today) == late


def test_a_bank_holiday_at_a_weekend_takes_no_working_day() -> None:
    assert CHRISTMAS.working_days_after(date(2026, 12, 21), date(2026, 12, 31)) == 6


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CHRISTMAS.add_working_days(date(2026, 11, 20), -1)
    with pytest.raises(ValueError, match="backwards"):
        CHRISTMAS.subtract_working_days(date(2026, 11, 20), -1)


def test_subtracting_nothing_changes_nothing() -> None:
    assert CHRISTMAS.subtract_working_days(date(2026, 11, 22), 0) == date(2026, 11, 22)


def test_decades_cost_no_more_than_days() -> None:
    every_monday = frozenset(date(1990, 1, 1) + timedelta(weeks=n) for n in range(3000))
    calendar = WorkingCalendar(every_monday)
    assert calendar.add_working_days(date(1990, 1, 1), 4 * 3000) == date(2047, 6, 28)
    assert calendar.working_days_after(date(1990, 1, 1), date(2047, 6, 28)) == 12000


def test_calendars_of_the_same_holidays_are_equal() -> None:
    assert WorkingCalendar(CHRISTMAS.holidays) == CHRISTMAS
    assert hash(CHRISTMAS) == hash(WorkingCalendar(CHRISTMAS.holidays))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 12), 3, date(2026, 11, 12)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_stop_at_the_end_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 24), st.integers(0, 400))
def test_months_never_go_backwards(day: date, months: int, more: int) -> None:
    assert add_months(day, months) <= add_months(day + timedelta(days=more), months)


def test_weeks_keep_the_day_of_the_week() -> None:
    assert add_weeks(date(2026, 10, 14), 6) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_ages(born: date, on: date, age: int) -> None:
    assert years_between(born, on) == age
