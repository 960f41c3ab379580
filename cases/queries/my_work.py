"""What the acting membership has to do: my children and what is due for each, conferences, news.

Everything through the gate, in a number of queries that does not grow with the work.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from cases import access
from cases import querysets as rows_that_are
from cases.bank_holidays import calendar_of
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus, InvolvementRole, Nation
from cases.models import (
    Case,
    Conference,
    ConferenceChild,
    Deadline,
    Involvement,
    Note,
    Registration,
)
from cases.queries.days_left import working_days_left
from cpr.clock import now

NEWS_DAYS = 28
MOST_CONFERENCES = 20
MOST_OF_OTHERS = 6
MOST_NOTES = 10


@dataclass(frozen=True)
class Due:
    """One date that runs for one of my children."""

    case_id: uuid.UUID
    child: str
    clock: str
    due_on: date
    is_booked: bool
    working_days_late: int
    is_late: bool
    days_left: int
    working_days_left: int | None


@dataclass(frozen=True)
class MyChild:
    """A child I co-ordinate or work with: registered or not, what is late, what is next."""

    case_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None
    authority: str
    registered_on: date | None
    late: tuple[Due, ...]
    following: Due | None


@dataclass(frozen=True)
class Coming:
    """A conference that was called and not yet recorded as held; without an id where the actor
    may know its day and kind, from a child's plan, and open no record of it."""

    conference_id: uuid.UUID | None
    kind: str
    planned_on: date
    planned_time: time | None
    place: str
    children: tuple[str, ...]
    cases: tuple[uuid.UUID, ...]
    is_past: bool


@dataclass(frozen=True)
class News:
    """A note written lately by another team."""

    case_id: uuid.UUID
    child: str
    agency: str
    happened_on: date
    written_at: datetime
    is_significant: bool


@dataclass(frozen=True)
class Work:
    """A membership's work."""

    children: tuple[MyChild, ...]
    this_week: tuple[Due, ...]
    conferences: tuple[Coming, ...]
    news: tuple[News, ...]

    @property
    def cases(self) -> list[uuid.UUID]:
        """Every case that names a child here."""
        own = [each.case_id for each in self.children] + [each.case_id for each in self.news]
        return own + [case_id for each in self.conferences for case_id in each.cases]


def co_ordinated_by(actor: Actor) -> QuerySet[Case]:
    """This will give the cases that the actor co-ordinates at present."""
    own = _in_force(
        Involvement.objects.filter(
            Q(membership_id=actor.membership_id), role=InvolvementRole.CO_ORDINATOR
        )
    )
    return _open(actor).filter(pk__in=own.values("case_id"))


def worked_on_by(actor: Actor) -> QuerySet[Case]:
    """This will give the cases that the actor, or the actor's team, works with at present."""
    own = _in_force(
        Involvement.objects.filter(
            Q(membership_id=actor.membership_id) | Q(team_id=actor.team_id, membership__isnull=True)
        )
    )
    return _open(actor).filter(pk__in=own.values("case_id"))


def work(actor: Actor, cases: QuerySet[Case], *, today: date, is_over_others: bool = False) -> Work:
    """This will gather the work on some cases: late first, then by what is due next.

    For somebody over others the conferences are those of every case they see.
    """
    rows = list(cases.select_related("child", "authority"))
    due = _due(actor, rows, today)
    registered = dict(
        access.visible(actor, P.VIEW_SUMMARY, Registration)
        .filter(rows_that_are.current(today), case_id__in=[case.pk for case in rows])
        .values_list("case_id", "registered_on")
    )
    children = [_child(case, due[case.pk], registered.get(case.pk)) for case in rows]
    children.sort(key=_urgency)
    sunday = today + timedelta(days=6 - today.weekday())
    this_week = [d for dates in due.values() for d in dates if not d.is_late and d.due_on <= sunday]
    return Work(
        children=tuple(children),
        this_week=tuple(sorted(this_week, key=lambda d: (d.due_on, d.child, d.clock))),
        conferences=_conferences(actor, rows, today, is_over_others=is_over_others),
        news=_news(actor, rows, today),
    )


def _in_force(rows: QuerySet[Involvement]) -> QuerySet[Involvement]:
    moment = now()
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


def _open(actor: Actor) -> QuerySet[Case]:
    return access.visible(actor, P.VIEW_SUMMARY).filter(closed_on__isnull=True)


def _due(actor: Actor, cases: list[Case], today: date) -> dict[uuid.UUID, list[Due]]:
    by_id = {case.pk: case for case in cases}
    found: dict[uuid.UUID, list[Due]] = defaultdict(list)
    rows = (
        access.visible(actor, P.VIEW_OVERDUE, Deadline)
        .filter(rows_that_are.running(), case_id__in=list(by_id))
        .order_by("due_on", "clock")
    )
    for row in rows:
        case = by_id[row.case_id]
        nation = Nation(case.authority.nation)
        calendar = calendar_of(nation)
        found[row.case_id].append(
            Due(
                case_id=row.case_id,
                child=case.child.full_name,
                clock=row.clock,
                due_on=row.due_on,
                is_booked=row.is_booked,
                working_days_late=calendar.working_days_after(row.due_on, today),
                is_late=row.due_on < today,
                days_left=(row.due_on - today).days,
                working_days_left=working_days_left(row, nation, today),
            )
        )
    return found


def _child(case: Case, due: list[Due], registered_on: date | None) -> MyChild:
    return MyChild(
        case_id=case.pk,
        name=case.child.full_name,
        born_on=case.child.born_on,
        expected_on=case.child.expected_on,
        authority=case.authority.name,
        registered_on=registered_on,
        late=tuple(d for d in due if d.is_late),
        following=next((d for d in due if not d.is_late), None),
    )


def _urgency(child: MyChild) -> tuple[bool, date, str]:
    nearest = child.late[0] if child.late else child.following
    return not child.late, nearest.due_on if nearest else date.max, child.name


def _conferences(
    actor: Actor, cases: list[Case], today: date, *, is_over_others: bool
) -> tuple[Coming, ...]:
    """Those the actor chairs, and those about the actor's children; other children are unnamed."""
    about = ConferenceChild.objects.filter(case_id__in=[case.pk for case in cases])
    mine = Q(chair_id=actor.membership_id) | Q(pk__in=about.values("conference_id"))
    rows = list(
        access.visible(actor, P.VIEW_RECORD, Conference)
        .filter(Q() if is_over_others else mine, status=ConferenceStatus.CALLED)
        .order_by("planned_on", "planned_time", "pk")[
            : MOST_OF_OTHERS if is_over_others else MOST_CONFERENCES
        ]
    )
    named: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = defaultdict(list)
    at = access.visible(actor, P.VIEW_RECORD, ConferenceChild).filter(conference__in=rows)
    for each in at.select_related("case__child"):
        named[each.conference_id].append((each.case.child.full_name, each.case_id))
    openable = tuple(
        Coming(
            conference_id=row.pk,
            kind=row.kind,
            planned_on=row.planned_on,
            planned_time=row.planned_time,
            place=row.place,
            children=tuple(name for name, _case_id in sorted(named[row.pk])),
            cases=tuple(case_id for _name, case_id in sorted(named[row.pk])),
            is_past=row.planned_on < today,
        )
        for row in rows
    )
    others = () if is_over_others else _of_plans(actor, cases, today)
    return tuple(sorted((*openable, *others), key=lambda each: each.planned_on))


def _of_plans(actor: Actor, cases: list[Case], today: date) -> tuple[Coming, ...]:
    """Day and kind of those that the actor knows from a child's plan and may not open."""
    opened = access.visible(actor, P.VIEW_RECORD, Conference).values("pk")
    rows = (
        access.visible(actor, P.VIEW_PLAN, ConferenceChild)
        .filter(
            case_id__in=[case.pk for case in cases],
            conference__status=ConferenceStatus.CALLED,
            conference__planned_on__gte=today,
        )
        .exclude(conference_id__in=opened)
        .select_related("conference", "case__child")
        .order_by("conference__planned_on", "pk")[:MOST_CONFERENCES]
    )
    return tuple(
        Coming(
            conference_id=None,
            kind=row.conference.kind,
            planned_on=row.conference.planned_on,
            planned_time=None,
            place="",
            children=(row.case.child.full_name,),
            cases=(row.case_id,),
            is_past=False,
        )
        for row in rows
    )


def _news(actor: Actor, cases: list[Case], today: date) -> tuple[News, ...]:
    rows = (
        access.visible(actor, P.VIEW_NOTES, Note)
        .filter(
            case_id__in=[case.pk for case in cases],
            written_at__date__gte=today - timedelta(days=NEWS_DAYS),
        )
        .exclude(author_team_id=actor.team_id)
        .select_related("case__child", "author_team__agency")
        .order_by("-written_at", "-pk")[:MOST_NOTES]
    )
    return tuple(
        News(
            case_id=row.case_id,
            child=row.case.child.full_name,
            agency=row.author_team.agency.name,
            happened_on=row.happened_on,
            written_at=row.written_at,
            is_significant=row.is_significant,
        )
        for row in rows
    )
