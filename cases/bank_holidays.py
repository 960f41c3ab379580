"""The working calendars of the four nations, from the ``holidays`` library.

The domain takes a calendar as an argument; this is where the product gets one.
"""

from __future__ import annotations

from functools import cache

import holidays

from cases.domain.calendar import WorkingCalendar
from cases.domain.statuses import Nation

FIRST_YEAR = 1990
LAST_YEAR = 2050
SUBDIVISIONS = {
    Nation.WALES: "WLS",
    Nation.ENGLAND: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@cache
def calendar_of(nation: Nation) -> WorkingCalendar:
    """This will give a nation's working calendar, bank holidays from 1990 to 2050.

    Holidays proclaimed for one year (a coronation) are as good as the installed library is recent.
    """
    days = holidays.country_holidays(
        "GB", subdiv=SUBDIVISIONS[nation], years=range(FIRST_YEAR, LAST_YEAR + 1)
    )
    return WorkingCalendar(frozenset(days.keys()))
