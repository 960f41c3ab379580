"""The lists behind the board's figures: the same clause, grouped by what is counted, with details.

The keys of a list are one queryset that can be counted, paged and exported; details of a page
come in three more queries.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from cases import querysets as rows_that_are
from cases.models import Deadline, Notice, Registration
from cases.models.notice import NoticeKind
from cases.queries.overdue_scope import KEYS, Chosen, Counted, Scope, Show
from cases.querysets import BANDS
from cpr.clock import now

DATE_ORDERS = {
    "due": ("first_due", "key"),
    "child": ("family_name__alphabet", "given_names__alphabet", "first_due", "key"),
    "team": ("team_name", "first_due", "key"),
}
NAME_ORDERS = {
    "due": ("registered_on", "pk"),
    "child": ("child__family_name__alphabet", "child__given_names__alphabet", "pk"),
    "team": ("case__lead_team__name_en", "registered_on", "pk"),
}


@dataclass(frozen=True)
class Told:
    """Who heard last that a date had passed, in which role, and when."""

    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Kid:
    """A child as a list names one."""

    child_id: uuid.UUID
    case_id: uuid.UUID
    name: str


@dataclass(frozen=True)
class Date:
    """One due date of one child."""

    deadline_id: uuid.UUID
    child: Kid
    clock: str
    starts_on: date
    due_on: date
    met_on: date | None
    working_days_late: int
    is_late: bool
    is_booked: bool
    meeting: uuid.UUID | None
    team: str
    co_ordinator: str
    told: Told | None


@dataclass(frozen=True)
class Entry:
    """One row of a list: a child, a family, a conference or a date, with its due dates."""

    key: uuid.UUID
    name: str
    dates: tuple[Date, ...]

    @property
    def first(self) -> Date:
        """The date that fell due first, by which the list is ordered."""
        return self.dates[0]

    @property
    def children(self) -> tuple[Kid, ...]:
        """The children of the row, each once."""
        return tuple({each.child.child_id: each.child for each in self.dates}.values())


@dataclass(frozen=True)
class Registered:
    """One name on the register."""

    child: Kid
    born_on: date | None
    expected_on: date | None
    registered_on: date
    team: str
    co_ordinator: str


def keys(scope: Scope, chosen: Chosen) -> QuerySet[Deadline, dict[str, Any]]:
    """This will give the rows of a list as {key, first_due}; its count is the board's figure.

    Ordered by due day; ``DATE_ORDERS`` names what else they can be ordered by.
    """
    rows = scope.dates(chosen)
    if chosen.count is Counted.CONFERENCES:
        rows = rows.filter(meeting__isnull=False)
    grouped = (
        rows.annotate(key=KEYS[chosen.count])
        .values("key")
        .annotate(
            first_due=Min("due_on"),
            family_name=Min("case__child__family_name"),
            given_names=Min("case__child__given_names"),
            team_name=Min("case__lead_team__name_en"),
            missed_dates=Count("pk", filter=rows_that_are.missed()),
        )
    )
    band = next((b for b in BANDS if b.key == chosen.band), None)
    if band is not None and chosen.show is Show.OVERDUE:
        after, until = band.span(scope.calendar, scope.today)
        grouped = grouped.filter(first_due__gt=after) if after else grouped
        grouped = grouped.filter(first_due__lte=until) if until else grouped
    if chosen.in_time is not None and chosen.show is Show.RATE:
        least = {"missed_dates": 0} if chosen.in_time else {"missed_dates__gt": 0}
        grouped = grouped.filter(**least)
    return grouped.order_by(*DATE_ORDERS["due"])  # type: ignore[return-value]


def entries(scope: Scope, chosen: Chosen, wanted: Iterable[uuid.UUID]) -> list[Entry]:
    """This will give the details of some keys of a list, in their order, in three queries."""
    ordered = list(wanted)
    found = _entries(scope, chosen, _rows(scope, chosen).filter(key__in=ordered))
    return [found[key] for key in ordered if key in found]


def longest(scope: Scope, most: int) -> list[Entry]:
    """This will give the dates that passed longest ago, one entry each, in three queries."""
    chosen = Chosen(count=Counted.DATES)
    return list(_entries(scope, chosen, _rows(scope, chosen)[:most]).values())


def _rows(scope: Scope, chosen: Chosen) -> QuerySet[Any]:
    family = ["case__child__sibling_group"] if chosen.count is Counted.FAMILIES else []
    return (
        scope.dates(chosen)
        .annotate(key=KEYS[chosen.count])
        .select_related("case__child", "case__lead_team", *family)
        .order_by("due_on", "pk")
    )


def _entries(scope: Scope, chosen: Chosen, rows: Iterable[Any]) -> dict[uuid.UUID, Entry]:
    by_key: dict[uuid.UUID, list[Deadline]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    found = [row for each in by_key.values() for row in each]
    who, told = co_ordinators(scope, found), told_of(found)
    return {
        key: Entry(
            key=key,
            name=_name(each[0], chosen.count),
            dates=tuple(_date(scope, row, who, told) for row in each),
        )
        for key, each in by_key.items()
    }


def cases_of(scope: Scope, chosen: Chosen, wanted: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """This will name the cases behind some keys of a list, in one query."""
    found = _rows(scope, chosen).order_by().values_list("key", "case_id")
    keep = set(wanted)
    return [case_id for key, case_id in found if key in keep]


def registered(scope: Scope, chosen: Chosen) -> QuerySet[Registration]:
    """This will give the names on the register, or those who lack something, oldest first."""
    rows = scope.registrations()
    if chosen.show is Show.NO_CO_ORDINATOR:
        rows = rows.exclude(rows_that_are.co_ordinated(now(), scope.today))
    if chosen.show is Show.NO_VISIT:
        rows = rows.filter(rows_that_are.unvisited())
    if chosen.show is Show.NO_CORE_GROUP:
        rows = rows.filter(rows_that_are.without_core_group())
    return rows.select_related("child", "case__lead_team").order_by(*NAME_ORDERS["due"])


def registered_entries(scope: Scope, rows: Iterable[Registration]) -> list[Registered]:
    """This will give the details of some names on the register, in one query more."""
    found = list(rows)
    who = co_ordinators(scope, found)
    return [
        Registered(
            child=Kid(row.child_id, row.case_id, row.child.full_name),
            born_on=row.child.born_on,
            expected_on=row.child.expected_on,
            registered_on=row.registered_on,
            team=row.case.lead_team.name,
            co_ordinator=who.get(row.case_id, ""),
        )
        for row in found
    ]


def co_ordinators(scope: Scope, rows: Iterable[Any]) -> dict[uuid.UUID, str]:
    """This will name the co-ordinator of each row's case that has one, in one query."""
    held = rows_that_are.co_ordinators(now(), scope.today).filter(
        case_id__in={row.case_id for row in rows}
    )
    return dict(held.values_list("case_id", "membership__user__full_name"))


def told_of(rows: Iterable[Deadline]) -> dict[uuid.UUID, Told]:
    """This will say who heard last of each date that has passed, in one query."""
    notices = (
        Notice.objects.filter(
            flag__deadline_id__in=[row.pk for row in rows],
            kind__in=[NoticeKind.OVERDUE, NoticeKind.OVERDUE_MANAGER],
        )
        .order_by("created_at", "kind", "pk")
        .values_list(
            "flag__deadline_id", "membership__user__full_name", "membership__role", "created_at"
        )
    )
    return {deadline: Told(name, role, at) for deadline, name, role, at in notices}


def _name(row: Deadline, counted: Counted) -> str:
    child = row.case.child
    if counted is Counted.FAMILIES and child.sibling_group is not None:
        return child.family_name  # not the group's: it is named after whom this reader may not see
    return child.full_name


def _date(
    scope: Scope, row: Deadline, who: dict[uuid.UUID, str], told: dict[uuid.UUID, Told]
) -> Date:
    settled = row.met_on or row.stopped_on or scope.today
    return Date(
        deadline_id=row.pk,
        child=Kid(row.case.child_id, row.case_id, row.case.child.full_name),
        clock=row.clock,
        starts_on=row.starts_on,
        due_on=row.due_on,
        met_on=row.met_on,
        working_days_late=scope.calendar.working_days_after(row.due_on, settled),
        is_late=settled > row.due_on,
        is_booked=row.is_booked,
        meeting=row.meeting,
        team=row.case.lead_team.name,
        co_ordinator=who.get(row.case_id, ""),
        told=told.get(row.pk),
    )
