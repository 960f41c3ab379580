"""The figures of the overdue board, counted in two queries.

Lateness is read from dates and today. Children, families and conferences are counted apart.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import querysets as rows_that_are
from cases.domain import procedures
from cases.domain.procedures import Timescale
from cases.domain.statuses import Nation
from cases.queries.overdue_counts import (
    DATES_OF,
    MEETINGS,
    NAMES_OF,
    REGISTER,
    REVIEWS,
    TOTALS,
    Count,
    Counted,
    Whose,
    at_least,
    by_month,
    by_week,
    counted,
)
from cases.queries.overdue_scope import NOBODY, Scope
from cases.querysets import BANDS, GROUPS

Found = Mapping[str, list[Counted]]
Figures = dict[str, int]
DATES, NAMES = ("children", "dates", "unbooked"), ("on_register", "no_visit")
"""What a team or a worker has of dates, and of names on the register."""

GROUP_OF = {clock: key for key, clocks in GROUPS.items() for clock in clocks}
"""The row of the board that a clock is counted in."""


@dataclass(frozen=True)
class Month:
    """What fell due in a month of the twelve that are judged, and how much of it was in time."""

    starts_on: date
    judged: int
    in_time: int


@dataclass(frozen=True)
class Row:
    """One clock of the board: children by how late, conferences, and the rate of twelve months."""

    key: str
    limits: tuple[Timescale, ...]
    bands: tuple[int, ...]
    children: int
    conferences: int | None
    judged: int
    in_time: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Week:
    """What falls due in a week: dates in all, and conferences' dates with nothing booked."""

    starts_on: date
    dates: int
    unbooked: int


@dataclass(frozen=True)
class Ahead:
    """One clock's dates in each of the weeks ahead."""

    key: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True)
class Totals:
    """The figures above the table."""

    children: int
    families: int
    dates: int
    soon_conferences: int
    soon_children: int
    ahead_conferences: int
    ahead_children: int
    late_conferences: int
    late_children: int
    on_register: int
    no_co_ordinator: int
    no_visit: int
    no_core_group: int


@dataclass(frozen=True)
class Reviews:
    """How many review conferences of the last twelve months were in time; children's dates too."""

    conferences: int
    conferences_in_time: int
    dates: int
    dates_in_time: int


@dataclass(frozen=True)
class Summary:
    """The figures at the head of the board, which stand on a manager's first page too."""

    totals: Totals
    reviews: Reviews
    parted: Mapping[uuid.UUID, Figures]


@dataclass(frozen=True)
class Board(Summary):
    """Everything that the board shows but the longest overdue."""

    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    ahead: tuple[Ahead, ...]


def summary(scope: Scope, *, whose: Whose | None = None) -> Summary:
    """This will count the head of the board alone, in two queries; ``whose`` parts it too."""
    return Summary(**_head(counted(scope, _of_head(whose))))


def board(scope: Scope, *, whose: Whose | None = None) -> Board:
    """This will count the board in two queries, whatever the number of children."""
    found = counted(
        scope,
        {
            **_of_head(whose),
            "meetings": MEETINGS,
            "at_least": at_least(scope),
            "weeks": by_week(scope),
            "months": by_month(scope),
        },
    )
    weeks, ahead = _weeks(scope, found["weeks"])
    return Board(**_head(found), rows=_rows(scope, found), weeks=weeks, ahead=ahead)


def _of_head(whose: Whose | None) -> dict[str, Count]:
    parted = {"dates_of": DATES_OF[whose], "names_of": NAMES_OF[whose]} if whose else {}
    return {"totals": TOTALS, "register": REGISTER, "reviews": REVIEWS, **parted}


def _head(found: Found) -> dict[str, Any]:
    totals = [*_only(found["totals"], 9), *_only(found["register"], 4)]
    conferences, late, dates, missed = _only(found["reviews"], 4)
    parted: dict[uuid.UUID, Figures] = {}
    for name, words in (("dates_of", DATES), ("names_of", NAMES)):
        for row in found.get(name, []):
            key = uuid.UUID(row.key) if row.key else NOBODY
            parted.setdefault(key, dict.fromkeys((*DATES, *NAMES), 0)).update(
                zip(words, row.figures, strict=True)
            )
    return {
        "totals": Totals(*totals),
        "reviews": Reviews(conferences, conferences - late, dates, dates - missed),
        "parted": {key: each for key, each in parted.items() if any(each.values())},
    }


def _only(rows: list[Counted], figures: int) -> list[int]:
    return rows[0].figures if rows else [0] * figures


def _rows(scope: Scope, found: Found) -> tuple[Row, ...]:
    rates = _rates(scope, found["months"])
    meetings = {row.key: row.figures[0] for row in found["meetings"]}
    late: dict[str, list[int]] = {key: [0] * (len(BANDS) + 1) for key in meetings}
    for count in found["at_least"]:
        late[count.key][count.n - 1] = count.figures[0]
    limits = {
        key: tuple(
            row
            for clock in clocks
            if (row := procedures.timescale(Nation(scope.authority.nation), clock, scope.today))
        )
        for key, clocks in GROUPS.items()
    }
    keys = [key for key in GROUPS if limits[key] or key in late or key in rates]
    months = [first for first, _until in scope.months()]
    nothing = [0] * (len(BANDS) + 1)
    return tuple(
        _row(
            key,
            limits[key],
            late.get(key, nothing),
            meetings.get(key, 0),
            [rates[key].get(first) or Month(first, 0, 0) for first in months]
            if key in rates
            else [],
        )
        for key in keys
    )


def _row(
    key: str,
    limits: tuple[Timescale, ...],
    at_least: list[int],
    meetings: int,
    months: list[Month],
) -> Row:
    has_meetings = set(GROUPS[key]) <= set(rows_that_are.MEETING_CLOCKS)
    return Row(
        key=key,
        limits=limits,
        bands=tuple(at_least[n] - at_least[n + 1] for n, _ in enumerate(BANDS)),
        children=at_least[0],
        conferences=meetings if has_meetings else None,
        judged=sum(month.judged for month in months),
        in_time=sum(month.in_time for month in months),
        months=tuple(months),
    )


def _rates(scope: Scope, rows: list[Counted]) -> dict[str, dict[date, Month]]:
    """What was judged, by row and month; what nothing fell due in is not there."""
    firsts = [first for first, _until in scope.months()]
    found: dict[str, dict[date, Month]] = {}
    for row in rows:
        first, (dates, missed) = firsts[row.n - 1], row.figures
        months = found.setdefault(GROUP_OF.get(row.key, row.key), {})
        other = months.get(first, Month(first, 0, 0))
        months[first] = Month(first, other.judged + dates, other.in_time + dates - missed)
    return found


def _weeks(scope: Scope, rows: list[Counted]) -> tuple[tuple[Week, ...], tuple[Ahead, ...]]:
    """The weeks ahead of each row of the board, and of all together."""
    starts = scope.weeks()
    by_key: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for row in rows:
        by_key[row.key][row.n] = row.figures
    ahead = tuple(
        Ahead(key, tuple(Week(day, *by_key[key].get(n, (0, 0))) for n, day in enumerate(starts, 1)))
        for key in GROUPS
        if key in by_key
    )
    together = tuple(
        Week(
            day,
            sum(each.weeks[n].dates for each in ahead),
            sum(each.weeks[n].unbooked for each in ahead),
        )
        for n, day in enumerate(starts)
    )
    return together, ahead
