"""The figures of the overdue board, counted in four queries.

Lateness is read from dates and today. Children, families and conferences are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from cases import querysets as rows_that_are
from cases.domain import procedures
from cases.domain.procedures import Timescale
from cases.domain.statuses import Nation
from cases.queries.overdue_scope import FAMILY, Chosen, Scope, Show
from cases.querysets import BANDS, GROUPS
from cpr.clock import now


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


@dataclass(frozen=True)
class Week:
    """What falls due in a week: dates in all, and conferences' dates with nothing booked."""

    starts_on: date
    dates: int
    unbooked: int


@dataclass(frozen=True)
class Totals:
    """The figures above the table."""

    children: int
    families: int
    dates: int
    soon_conferences: int
    soon_children: int
    on_register: int
    no_co_ordinator: int


@dataclass(frozen=True)
class Reviews:
    """How many review conferences of the last twelve months were in time; children's dates too."""

    conferences: int
    conferences_in_time: int
    dates: int
    dates_in_time: int


@dataclass(frozen=True)
class Board:
    """Everything that the board shows but the longest overdue."""

    totals: Totals
    reviews: Reviews
    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]


def board(scope: Scope) -> Board:
    """This will count the board in four queries, whatever the number of children."""
    rates = _rates(scope)
    reviews = rates.get("review_conference", {})
    weeks, totals = _totals(scope)
    return Board(
        totals=totals,
        reviews=Reviews(
            conferences=reviews.get("meetings", 0),
            conferences_in_time=reviews.get("meetings", 0) - reviews.get("meetings_missed", 0),
            dates=reviews.get("dates", 0),
            dates_in_time=reviews.get("dates", 0) - reviews.get("missed", 0),
        ),
        rows=_rows(scope, rates),
        weeks=weeks,
    )


def _rows(scope: Scope, rates: dict[str, dict[str, Any]]) -> tuple[Row, ...]:
    late = _late(scope)
    limits = {
        key: tuple(
            row
            for clock in clocks
            if (row := procedures.timescale(Nation(scope.authority.nation), clock, scope.today))
        )
        for key, clocks in GROUPS.items()
    }
    keys = [key for key in GROUPS if limits[key] or key in late or key in rates]
    return tuple(_row(key, limits[key], late.get(key), rates.get(key)) for key in keys)


def _row(
    key: str,
    limits: tuple[Timescale, ...],
    late: dict[str, Any] | None,
    rate: dict[str, Any] | None,
) -> Row:
    at_least = [late[f"from_{n}"] if late else 0 for n, _ in enumerate(BANDS)] + [0]
    has_meetings = set(GROUPS[key]) <= set(rows_that_are.MEETING_CLOCKS)
    return Row(
        key=key,
        limits=limits,
        bands=tuple(at_least[n] - at_least[n + 1] for n, _ in enumerate(BANDS)),
        children=at_least[0],
        conferences=(late["meetings"] if late else 0) if has_meetings else None,
        judged=rate["dates"] if rate else 0,
        in_time=rate["dates"] - rate["missed"] if rate else 0,
    )


def _late(scope: Scope) -> dict[str, dict[str, Any]]:
    """Each child counts once in a row, in the band of the longest overdue date of that row.

    So the children "at least n late" are counted, and a band is the difference of two such counts.
    """
    counts: dict[str, Any] = {"meetings": Count("meeting", distinct=True)}
    for n, band in enumerate(BANDS):
        until = band.span(scope.calendar, scope.today)[1]
        clause = Q(due_on__lte=until) if until else None
        counts[f"from_{n}"] = Count("case__child_id", distinct=True, filter=clause)
    rows = scope.deadlines().filter(scope.clause(Chosen())).annotate(group=rows_that_are.group())
    counted: Any = rows.values("group").annotate(**counts).order_by()
    return {row["group"]: row for row in counted}


def _rates(scope: Scope) -> dict[str, dict[str, Any]]:
    rows = scope.deadlines().filter(scope.clause(Chosen(show=Show.RATE)))
    counted: Any = (
        rows.annotate(group=rows_that_are.group())
        .values("group")
        .annotate(
            dates=Count("pk"),
            missed=Count("pk", filter=rows_that_are.missed()),
            meetings=Count("meeting", distinct=True),
            meetings_missed=Count("meeting", distinct=True, filter=rows_that_are.missed()),
        )
    )
    return {row["group"]: row for row in counted.order_by()}


def _totals(scope: Scope) -> tuple[tuple[Week, ...], Totals]:
    late, soon = scope.clause(Chosen()), scope.clause(Chosen(show=Show.SOON))
    counts: dict[str, Any] = {
        "children": Count("case__child_id", distinct=True, filter=late),
        "families": Count(FAMILY, distinct=True, filter=late),
        "dates": Count("pk", filter=late),
        "soon_conferences": Count("meeting", distinct=True, filter=soon),
        "soon_children": Count("case__child_id", distinct=True, filter=soon),
    }
    weeks = scope.weeks()
    for n, start in enumerate(weeks):
        week = Chosen(show=Show.WEEK, week=start)
        counts[f"week_{n}"] = Count("pk", filter=scope.clause(week))
        counts[f"bare_{n}"] = Count("pk", filter=scope.clause(replace(week, is_unbooked=True)))
    found = scope.deadlines().filter(rows_that_are.running()).aggregate(**counts)
    register = (
        scope.registrations()
        .annotate(has_co_ordinator=rows_that_are.co_ordinated(now(), scope.today))
        .aggregate(
            on_register=Count("pk"), no_co_ordinator=Count("pk", filter=Q(has_co_ordinator=False))
        )
    )
    totals = {key: found[key] for key in Totals.__dataclass_fields__ if key in found}
    return (
        tuple(Week(day, found[f"week_{n}"], found[f"bare_{n}"]) for n, day in enumerate(weeks)),
        Totals(**totals, **register),
    )
