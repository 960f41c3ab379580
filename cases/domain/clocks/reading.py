"""A reading of a clock, and the two ways of taking one: a single step and a rolling chain.

What counts as a step for which clock is decided by the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from cases.domain import procedures
from cases.domain.calendar import WorkingCalendar, add_months, add_weeks
from cases.domain.procedures.rows import Timescale, Unit
from cases.domain.statuses import Nation

HOURS_IN_A_DAY = 24


@dataclass(frozen=True, order=True)
class ClockReading:
    """One period of one clock: when it started, when it is due, and how it ended, if it did.

    (``clock``, ``subject``, ``starts_on``) names a reading within its case. At most one of
    ``met_on`` and ``stopped_on`` is set. A reading whose ``stopped_on`` is after its ``due_on``
    was late before anything stopped it: it stays a missed one.
    """

    starts_on: date
    clock: str
    subject: str
    due_on: date
    met_on: date | None = None
    stopped_on: date | None = None


@dataclass(frozen=True)
class Dial:
    """What every clock needs to be read: the nation's rows and its working days."""

    nation: Nation
    calendar: WorkingCalendar

    def due_on(self, clock: str, starts_on: date) -> date | None:
        """Give the due date by the row in force when the clock started; none if there is none."""
        row = procedures.timescale(self.nation, clock, starts_on)
        return None if row is None else due_on(row, starts_on, self.calendar)

    def has(self, clock: str, on: date) -> bool:
        """Say whether the nation has this clock on a day."""
        return procedures.timescale(self.nation, clock, on) is not None


def due_on(row: Timescale, starts_on: date, calendar: WorkingCalendar) -> date:
    """Give the last day on which a step is still in time.

    Hours are counted in whole days, rounded up, because only dates are recorded. "Within N"
    and "by N" both include day N.

    Raises:
        ValueError: for a row that is due once per interval; only its interval gives a date.

    """
    return _later(row.amount, row.unit, starts_on, calendar)


def soft_due_on(row: Timescale, starts_on: date, calendar: WorkingCalendar) -> date | None:
    """Give the day to aim at, where the procedures name one before the limit."""
    if row.soft_target is None:
        return None
    return _later(row.soft_target.amount, row.soft_target.unit, starts_on, calendar)


def _later(amount: int, unit: Unit, starts_on: date, calendar: WorkingCalendar) -> date:
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(starts_on, amount)
    if unit is Unit.MONTHS:
        return add_months(starts_on, amount)
    if unit is Unit.WEEKS:
        return add_weeks(starts_on, amount)
    if unit is Unit.DAYS:
        return starts_on + timedelta(days=amount)
    if unit is Unit.HOURS:
        return starts_on + timedelta(days=ceil(amount / HOURS_IN_A_DAY))
    if unit is Unit.IMMEDIATELY:
        return starts_on
    raise ValueError(f"a clock counted in {unit} has no date of its own")


def single(
    dial: Dial,
    clock: str,
    subject: str,
    starts_on: date,
    *,
    met_on: date | None,
    stop_on: date | None,
    due: date | None = None,
) -> Iterator[ClockReading]:
    """Yield the one reading of a clock that is met once.

    A step on the day the clock is stopped still meets it. Nothing is yielded where the nation
    has no such clock. ``due`` is given only for a clock whose row has no date of its own.
    """
    due = due or dial.due_on(clock, starts_on)
    if due is None:
        return
    if met_on is not None and (met_on < starts_on or (stop_on is not None and met_on > stop_on)):
        met_on = None
    if stop_on is not None:
        stop_on = max(stop_on, starts_on)
    yield ClockReading(
        starts_on, clock, subject, due, met_on=met_on, stopped_on=None if met_on else stop_on
    )


def rolling(
    dial: Dial,
    first: str,
    later: str,
    subject: str,
    starts_on: date,
    *,
    steps: Iterable[date],
    stop_on: date | None,
    unknown_before: Collection[date] = (),
) -> Iterator[ClockReading]:
    """Yield a whole chain: each reading starts at the step before and is met by the next.

    Steps on one day count once. Steps before ``starts_on`` or after ``stop_on`` do not count.
    A step on ``starts_on`` itself meets the first reading only where the later ones are another
    clock (a core group held straight after the conference); otherwise it changes nothing, since
    the clock starts that day anyhow. No reading starts on or after ``stop_on``.
    """
    clock = first
    for step in sorted(set(steps)):
        if step < starts_on or (step == starts_on and clock == later):
            continue
        if stop_on is not None and (starts_on >= stop_on or step > stop_on):
            break
        for reading in single(dial, clock, subject, starts_on, met_on=step, stop_on=None):
            if step <= reading.due_on or step not in unknown_before:
                yield reading
        clock, starts_on = later, step
    if stop_on is None or starts_on < stop_on:
        yield from single(dial, clock, subject, starts_on, met_on=None, stop_on=stop_on)


def earliest(*days: date | None) -> date | None:
    """Give the first of the days that are known, if any is."""
    return min((day for day in days if day is not None), default=None)
