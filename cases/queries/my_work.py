"""What the acting membership has to do: my children and what is due for each, conferences, news.

Everything through the gate, in a number of queries that does not grow with the work.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from agencies.actors import Actor
from cases import access
from cases import querysets as rows_that_are
from cases.bank_holidays import calendar_of
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, Nation
from cases.models import (
    Case,
    Deadline,
    Involvement,
    Note,
    Registration,
)
from cases.queries.called import Coming, called
from cases.queries.days_left import working_days_left
from cpr.clock import now

NEWS_DAYS = 28
NEXT_DAYS = 7
MOST_NOTES = 10
MOST_UNHELD = 20


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
    next_days: tuple[Due, ...]
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
    held = list(own.values_list("case_id", flat=True))
    # A manager holds none as a rule: to ask the gate which of none are open costs as much.
    return _open(actor).filter(pk__in=held) if held else Case.objects.none()


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
    children, due = _children(actor, rows, today)
    soon = [d for d in due if not d.is_late and d.due_on < today + timedelta(days=NEXT_DAYS)]
    return Work(
        children=tuple(children),
        next_days=tuple(sorted(soon, key=lambda d: (d.due_on, d.child, d.clock))),
        conferences=called(actor, rows, today, is_over_others=is_over_others),
        news=_news(actor, rows, today),
    )


def without_co_ordinator(actor: Actor, *, today: date) -> tuple[list[MyChild], bool]:
    """This will list the children whom the actor's team leads and nobody co-ordinates, the most
    urgent first, and say whether there are more; for those who record work in that team."""
    if not actor.holds(P.RECORD_WORK):
        return [], False
    # To order cases by that the gate has given for more than their dates.
    dates = Deadline.objects.filter(rows_that_are.running(), case_id=OuterRef("pk"))
    held = rows_that_are.co_ordinators(now(), today).filter(case_id=OuterRef("pk"))
    cases = (
        access.visible(actor, P.RECORD_WORK)
        .filter(~Exists(held), lead_team_id=actor.team_id, closed_on__isnull=True)
        .annotate(nearest=Subquery(dates.order_by("due_on").values("due_on")[:1]))
        .select_related("child", "authority")
        .order_by(F("nearest").asc(nulls_last=True), "opened_on", "pk")
    )
    found = list(cases[: MOST_UNHELD + 1])
    children, _due_then = _children(actor, found[:MOST_UNHELD], today)
    return children, len(found) > MOST_UNHELD


def _in_force(rows: QuerySet[Involvement]) -> QuerySet[Involvement]:
    moment = now()
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


def _open(actor: Actor) -> QuerySet[Case]:
    return access.visible(actor, P.VIEW_SUMMARY).filter(closed_on__isnull=True)


def _children(actor: Actor, rows: Sequence[Case], today: date) -> tuple[list[MyChild], list[Due]]:
    """The children of some cases, the most urgent first, and every date that runs for them."""
    if not rows:  # a manager, a chair: to compose what finds nothing takes as long as any other
        return [], []
    due = _due(actor, rows, today)
    registered = dict(
        access.visible(actor, P.VIEW_SUMMARY, Registration)
        .filter(rows_that_are.current(today), case_id__in=[case.pk for case in rows])
        .values_list("case_id", "registered_on")
    )
    children = [_child(case, due[case.pk], registered.get(case.pk)) for case in rows]
    children.sort(key=_urgency)
    return children, [each for dates in due.values() for each in dates]


def _due(actor: Actor, cases: Sequence[Case], today: date) -> dict[uuid.UUID, list[Due]]:
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


def _news(actor: Actor, cases: list[Case], today: date) -> tuple[News, ...]:
    if not cases:
        return ()
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
