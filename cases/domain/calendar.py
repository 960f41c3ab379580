"""Working days over a supplied set of bank holidays, and the other arithmetic of time limits.

Dates only. Which days are bank holidays of a nation is told from outside; nothing here knows today.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


def add_months(day: date, months: int) -> date:
    """Give the same day of the month ``months`` later, or that month's last day.

    31 January and one month is 28 or 29 February: a time limit in months never runs into
    the month after.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_weeks(day: date, weeks: int) -> date:
    """Give the same day of the week ``weeks`` later."""
    return day + timedelta(weeks=weeks)


def years_between(start: date, end: date) -> int:
    """Give the whole years from ``start`` to ``end``: a person's age in years.

    Somebody born on 29 February is a year older on 1 March of a common year, not on
    28 February: the stricter reading, so that nobody counts as 18 a day too soon.
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


@dataclass(frozen=True)
class WorkingCalendar:
    """Mondays to Fridays that are no bank holiday.

    Day 0 is the day of the event itself, whatever day of the week; day 1 is the next working
    day. The Welsh procedures do not define "within N working days"; this is our named default
    (DOMAIN 6.3). Every answer takes logarithmic time in the number of bank holidays.
    """

    holidays: frozenset[date]
    _holiday_ordinals: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _working_days_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay out the bank holidays that fall on a weekday, for bisection."""
        ordinals = tuple(sorted(d.toordinal() for d in self.holidays if d.weekday() < SATURDAY))
        before = tuple(_weekdays_until(o) - 1 - index for index, o in enumerate(ordinals))
        object.__setattr__(self, "_holiday_ordinals", ordinals)
        object.__setattr__(self, "_working_days_before", before)

    def is_working_day(self, day: date) -> bool:
        """Say whether ``day`` is a weekday and no bank holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_days_after(self, start: date, end: date) -> int:
        """Count the working days d with start < d <= end; 0 when end is not later."""
        return max(0, self._number_of(end) - self._number_of(start))

    def add_working_days(self, start: date, n: int) -> date:
        """Give working day ``n`` after ``start``; day 0 is ``start`` itself."""
        if n < 0:
            raise ValueError("working days are added forwards; use subtract_working_days")
        if n == 0:
            return start
        return self._working_day_numbered(self._number_of(start) + n)

    def subtract_working_days(self, day: date, n: int) -> date:
        """Give the latest date d with ``working_days_after(d, day) >= n``.

        So "at least n working days late on ``day``" is exactly "due on or before this date",
        which a query can compare without counting days row by row.
        """
        if n < 0:
            raise ValueError("working days are subtracted backwards; use add_working_days")
        if n == 0:
            return day
        return self._working_day_numbered(self._number_of(day) - n + 1) - timedelta(days=1)

    def _number_of(self, day: date) -> int:
        """Count the working days up to and including ``day`` since year 1."""
        ordinal = day.toordinal()
        return _weekdays_until(ordinal) - bisect_right(self._holiday_ordinals, ordinal)

    def _working_day_numbered(self, number: int) -> date:
        """Find the working day that ``_number_of`` counts as ``number``."""
        weekday_number = number + bisect_left(self._working_days_before, number)
        weeks, weekday = divmod(weekday_number - 1, SATURDAY)
        return date.fromordinal(weeks * 7 + weekday + 1)


def _weekdays_until(ordinal: int) -> int:
    """Count the Mondays to Fridays up to ``ordinal``; ordinal 1 is a Monday."""
    weeks, days = divmod(ordinal, 7)
    return weeks * SATURDAY + min(days, SATURDAY)
