"""The figures of the overdue board, and the one clause that both a figure and its list use.

Lateness is read from dates and today. Children, families and conferences are counted apart.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team
from cases import access
from cases import querysets as rows_that_are
from cases.bank_holidays import calendar_of
from cases.domain import procedures
from cases.domain.calendar import WorkingCalendar, add_months
from cases.domain.permissions import P
from cases.domain.procedures import Timescale
from cases.domain.statuses import Nation
from cases.models import Case, Deadline, Registration
from cases.querysets import BANDS, GROUPS
from cpr.clock import now

SOON_WORKING_DAYS = 5
WEEKS_AHEAD = 5
RATE_MONTHS = 12
FAMILY = Coalesce("case__child__sibling_group_id", "case__child_id")


class Show(StrEnum):
    """What a list, or a figure, is about."""

    OVERDUE = "overdue"
    SOON = "soon"
    WEEK = "week"
    RATE = "rate"
    REGISTER = "register"
    NO_CO_ORDINATOR = "no_co_ordinator"


class Counted(StrEnum):
    """What one row of a list stands for."""

    DATES = "dates"
    CHILDREN = "children"
    FAMILIES = "families"
    CONFERENCES = "conferences"


@dataclass(frozen=True)
class Chosen:
    """The filters behind one figure; the list takes the same."""

    show: Show = Show.OVERDUE
    count: Counted = Counted.CHILDREN
    clock: str = ""
    band: str = ""
    week: date | None = None
    is_unbooked: bool = False
    in_time: bool | None = None
    team: uuid.UUID | None = None

    @property
    def is_of_registrations(self) -> bool:
        """Whether the rows are names on the register rather than due dates."""
        return self.show in (Show.REGISTER, Show.NO_CO_ORDINATOR)


@dataclass(frozen=True)
class Scope:
    """Whose rows, of which authority and team, on which day: what every figure has in common."""

    actor: Actor
    authority: Agency
    today: date
    team: uuid.UUID | None = None
    calendar: WorkingCalendar = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", calendar_of(Nation(self.authority.nation)))

    @classmethod
    def of(
        cls,
        actor: Actor,
        *,
        today: date,
        team: uuid.UUID | None = None,
        memberships: Iterable[Membership] = (),
    ) -> Scope:
        """This will take the actor's own authority; its nation gives the calendar.

        ``memberships`` saves a query where the actor's own has been loaded with its agency.
        """
        loaded = (m.team.agency for m in memberships if m.pk == actor.membership_id)
        return cls(actor, next(loaded, None) or Agency.objects.get(pk=actor.agency_id), today, team)

    @property
    def rate_since(self) -> date:
        """The first day of the twelve months that are judged."""
        return add_months(self.today, -RATE_MONTHS)

    @property
    def soon_until(self) -> date:
        """The last of the next five working days."""
        return self.calendar.add_working_days(self.today, SOON_WORKING_DAYS)

    def deadlines(self) -> QuerySet[Deadline]:
        """This will give every deadline that the figures may count."""
        return self._within(access.visible(self.actor, P.VIEW_OVERDUE, Deadline))

    def registrations(self) -> QuerySet[Registration]:
        """This will give the names on the register today."""
        rows = self._within(access.visible(self.actor, P.VIEW_OVERDUE, Registration))
        return rows.filter(rows_that_are.current(self.today))

    def teams(self) -> list[Team]:
        """This will list the lead teams one can choose between."""
        cases = access.visible(self.actor, P.VIEW_OVERDUE, Case).filter(authority=self.authority)
        return list(Team.objects.filter(pk__in=cases.values("lead_team_id")))

    def weeks(self) -> list[date]:
        """This will give the first days of this week's rest and of the weeks that follow."""
        monday = self.today - timedelta(days=self.today.weekday())
        return [self.today] + [monday + timedelta(weeks=n) for n in range(1, WEEKS_AHEAD)]

    def clause(self, chosen: Chosen) -> Q:
        """This will give the one clause for what a figure counts and its list shows."""
        clause = rows_that_are.of_clock(chosen.clock) if chosen.clock else Q()
        if chosen.is_unbooked or chosen.show is Show.SOON:
            clause &= rows_that_are.unbooked()
        if chosen.show is Show.SOON:
            return clause & rows_that_are.due(self.today, self.soon_until)
        if chosen.show is Show.WEEK:
            return clause & rows_that_are.due(*self._week(chosen.week or self.today))
        if chosen.show is Show.RATE:
            return clause & rows_that_are.judged(self.rate_since, self.today)
        return clause & rows_that_are.overdue(self.today)

    def _week(self, day: date) -> tuple[date, date]:
        monday = day - timedelta(days=day.weekday())
        return max(monday, self.today), monday + timedelta(days=6)

    def _within(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.filter(case__authority_id=self.authority.pk)
        return rows.filter(case__lead_team_id=self.team) if self.team else rows


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
    return {row["group"]: row for row in rows.values("group").annotate(**counts).order_by()}


def _rates(scope: Scope) -> dict[str, dict[str, Any]]:
    rows = scope.deadlines().filter(scope.clause(Chosen(show=Show.RATE)))
    counted = (
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


KEYS: dict[Counted, Any] = {
    Counted.DATES: F("pk"),
    Counted.CHILDREN: F("case__child_id"),
    Counted.FAMILIES: FAMILY,
    Counted.CONFERENCES: F("meeting"),
}
"""What one row of a list is grouped by."""
