"""How far off a due date is, in the unit its clock is counted in."""

from __future__ import annotations

from datetime import date

from cases.bank_holidays import calendar_of
from cases.domain import procedures
from cases.domain.procedures import Unit
from cases.domain.statuses import Nation
from cases.models import Deadline


def working_days_left(row: Deadline, nation: Nation, today: date) -> int | None:
    """This will count the working days to a due date; None where its clock counts otherwise.

    Needs no query: nation and row are loaded.
    """
    limit = procedures.timescale(nation, row.clock, row.starts_on)
    if limit is None or limit.unit is not Unit.WORKING_DAYS:
        return None
    return calendar_of(nation).working_days_after(today, row.due_on)
