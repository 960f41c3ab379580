"""The figures of the overdue board, counted in seven queries.

Lateness is read from dates and today. Children, families and conferences are counted apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, F, Func, IntegerField, Q, Value

from cases import querysets as rows_that_are
from cases.domain import procedures
from cases.domain.procedures import Timescale
from cases.domain.statuses import Nation
from cases.queries.overdue_scope import AHEAD_DAYS, FAMILY, Chosen, Scope, Show
from cases.querysets import BANDS, GROUPS
from cpr.clock import now

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


@dataclass(frozen=True)
class Board(Summary):
    """Everything that the board shows but the longest overdue."""

    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    ahead: tuple[Ahead, ...]


def summary(scope: Scope) -> Summary:
    """This will count the head of the board alone, in four queries."""
    return Summary(totals=_totals(scope), reviews=_reviews(scope))


def board(scope: Scope) -> Board:
    """This will count the board in seven queries, whatever the number of children."""
    weeks, ahead = _weeks(scope)
    return Board(
        totals=_totals(scope),
        reviews=_reviews(scope),
        rows=_rows(scope, _rates(scope)),
        weeks=weeks,
        ahead=ahead,
    )


def _rows(scope: Scope, rates: dict[str, dict[date, Month]]) -> tuple[Row, ...]:
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
    months = [first for first, _until in scope.months()]
    return tuple(_row(key, limits[key], late.get(key), rates.get(key), months) for key in keys)


def _row(
    key: str,
    limits: tuple[Timescale, ...],
    late: dict[str, Any] | None,
    rate: dict[date, Month] | None,
    months: list[date],
) -> Row:
    at_least = [late[f"from_{n}"] if late else 0 for n, _ in enumerate(BANDS)] + [0]
    shown = tuple(rate.get(first) or Month(first, 0, 0) for first in months) if rate else ()
    has_meetings = set(GROUPS[key]) <= set(rows_that_are.MEETING_CLOCKS)
    return Row(
        key=key,
        limits=limits,
        bands=tuple(at_least[n] - at_least[n + 1] for n, _ in enumerate(BANDS)),
        children=at_least[0],
        conferences=(late["meetings"] if late else 0) if has_meetings else None,
        judged=sum(month.judged for month in shown),
        in_time=sum(month.in_time for month in shown),
        months=shown,
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
    rows = scope.dates(Chosen()).annotate(group=rows_that_are.group())
    counted: Any = rows.values("group").annotate(**counts).order_by()
    return {row["group"]: row for row in counted}


def _rates(scope: Scope) -> dict[str, dict[date, Month]]:
    """What was judged, by clock and month, in one query; what nothing fell due in is not there."""
    rows = scope.dates(Chosen(show=Show.RATE))
    firsts = [first for first, _until in scope.months()]
    counted: Any = (
        rows.annotate(month=_place_among(firsts))
        .values("clock", "month")
        .annotate(dates=Count("due_on"), missed=Count("due_on", filter=rows_that_are.missed()))
    )
    found: dict[str, dict[date, Month]] = {}
    for row in counted.order_by():
        first = firsts[row["month"] - 1]
        months = found.setdefault(GROUP_OF.get(row["clock"], row["clock"]), {})
        other = months.get(first, Month(first, 0, 0))
        in_time = other.in_time + row["dates"] - row["missed"]
        months[first] = Month(first, other.judged + row["dates"], in_time)
    return found


def _place_among(firsts: list[date]) -> Func:
    """Which month a date is in, from 1: a search among twelve, where a day's month is worked out
    by way of a time zone."""
    days = Value(firsts, output_field=ArrayField(DateField()))
    return Func(F("due_on"), days, function="width_bucket", output_field=IntegerField())


def _reviews(scope: Scope) -> Reviews:
    reviews = Chosen(show=Show.RATE, clock="review_conference")
    missed = rows_that_are.missed()
    found = scope.dates(reviews).aggregate(
        dates=Count("due_on"),
        missed=Count("due_on", filter=missed),
        conferences=Count("meeting", distinct=True),
        late=Count("meeting", distinct=True, filter=missed),
    )
    return Reviews(
        conferences=found["conferences"],
        conferences_in_time=found["conferences"] - found["late"],
        dates=found["dates"],
        dates_in_time=found["dates"] - found["missed"],
    )


def _weeks(scope: Scope) -> tuple[tuple[Week, ...], tuple[Ahead, ...]]:
    """The weeks ahead by clock, in one query, and all clocks together."""
    starts = scope.weeks()
    counts: dict[str, Any] = {}
    for n, start in enumerate(starts):
        week = Chosen(show=Show.WEEK, week=start)
        counts[f"week_{n}"] = Count("pk", filter=scope.when(week))
        counts[f"bare_{n}"] = Count("pk", filter=scope.when(replace(week, is_unbooked=True)))
    last = starts[-1] + timedelta(days=6)
    rows = scope.running().filter(rows_that_are.between(scope.today, last))
    by_key: dict[str, Counter[str]] = {}
    counted: Any = rows.values("clock").annotate(**counts).order_by()
    for row in counted:
        figures = by_key.setdefault(GROUP_OF.get(row["clock"], row["clock"]), Counter())
        figures.update({name: row[name] for name in counts})
    ahead = tuple(
        Ahead(
            key,
            tuple(
                Week(day, by_key[key][f"week_{n}"], by_key[key][f"bare_{n}"])
                for n, day in enumerate(starts)
            ),
        )
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


def _totals(scope: Scope) -> Totals:
    late, soon = scope.when(Chosen()), scope.when(Chosen(show=Show.SOON))
    ahead = scope.when(Chosen(show=Show.AHEAD))
    late_unbooked = scope.when(Chosen(is_unbooked=True))
    found = (
        scope.running()
        .filter(due_on__lte=scope.today + timedelta(days=AHEAD_DAYS))
        .aggregate(
            children=Count("case__child_id", distinct=True, filter=late),
            families=Count(FAMILY, distinct=True, filter=late),
            dates=Count("pk", filter=late),
            soon_conferences=Count("meeting", distinct=True, filter=soon),
            soon_children=Count("case__child_id", distinct=True, filter=soon),
            ahead_conferences=Count("meeting", distinct=True, filter=ahead),
            ahead_children=Count("case__child_id", distinct=True, filter=ahead),
            late_conferences=Count("meeting", distinct=True, filter=late_unbooked),
            late_children=Count("case__child_id", distinct=True, filter=late_unbooked),
        )
    )
    register = (
        scope.registrations()
        .annotate(
            has_co_ordinator=rows_that_are.co_ordinated(now(), scope.today),
            is_unvisited=rows_that_are.unvisited(),
            is_without_core_group=rows_that_are.without_core_group(),
        )
        .aggregate(
            on_register=Count("pk"),
            no_co_ordinator=Count("pk", filter=Q(has_co_ordinator=False)),
            no_visit=Count("pk", filter=Q(is_unvisited=True)),
            no_core_group=Count("pk", filter=Q(is_without_core_group=True)),
        )
    )
    return Totals(**found, **register)
