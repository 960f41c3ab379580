"""What stands at the top of a child's record: identity, register, clocks, people, family.

Each part asks the gate with its own permission; the number of queries does not grow with rows.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from cases import access
from cases.bank_holidays import calendar_of
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus, IdentifierScheme, Nation
from cases.models import (
    Case,
    ChildIdentifier,
    Conference,
    ConferenceChild,
    CoreGroupMeeting,
    Deadline,
    Note,
    Registration,
    Visit,
)
from cases.queries.days_left import working_days_left
from cases.queries.people import WorkingWith, working_with
from cpr.audit.models import AuditEvent

SOON_WORKING_DAYS = 5
"""From how many working days before its due day a clock is shown as due soon; a named default."""


@dataclass(frozen=True)
class OnRegister:
    """The latest registration: current while ``ended_on`` is None."""

    registration_id: uuid.UUID
    registered_on: date
    ended_on: date | None
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Clock:
    """One clock today; ``state`` is late, soon, ok or done, ``subject`` what it runs for."""

    clock: str
    starts_on: date
    due_on: date
    met_on: date | None
    booked_on: date | None
    state: str
    working_days_late: int
    working_days_left: int | None = None
    """Given for what is counted in working days, and is not late."""
    subject: str = ""


@dataclass(frozen=True)
class ChildRecord:
    """The head of the record."""

    case_id: uuid.UUID
    child_id: uuid.UUID
    name: str
    first_name: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    nhs_number: str
    language: str
    nation: Nation
    authority: str
    closed_on: date | None
    is_restricted: bool
    register: OnRegister | None
    clocks: tuple[Clock, ...]
    people: WorkingWith
    held: frozenset[P]

    @property
    def is_registered(self) -> bool:
        """Whether the name is on the register."""
        return self.register is not None and self.register.ended_on is None

    @property
    def is_unborn(self) -> bool:
        """Whether no birth is recorded."""
        return self.born_on is None


@dataclass(frozen=True)
class Number:
    """A number the child is known by."""

    scheme: IdentifierScheme
    value: str


@dataclass(frozen=True)
class Sibling:
    """A brother or sister whom the viewer may see too."""

    case_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None
    authority: str
    is_registered: bool
    is_restricted: bool


def child_record(actor: Actor, case: Case, today: date) -> ChildRecord:
    """This will gather the head of the record of a case that the gate has opened."""
    child = case.child
    held = access.held(actor, case)
    register = _register(actor, case)
    return ChildRecord(
        case_id=case.pk,
        child_id=child.pk,
        name=child.full_name,
        first_name=child.known_as or child.given_names.split(" ")[0] or child.full_name,
        born_on=child.born_on,
        expected_on=child.expected_on,
        died_on=child.died_on,
        nhs_number=next((n.value for n in numbers(case) if n.scheme is IdentifierScheme.NHS), ""),
        language=child.home_language,
        nation=Nation(case.authority.nation),
        authority=case.authority.name,
        closed_on=case.closed_on,
        is_restricted=case.is_restricted,
        register=register,
        clocks=_clocks(actor, case, register, today),
        people=working_with(
            actor, case, held=held, since=register.registered_on if register else None
        ),
        held=held,
    )


def numbers(case: Case) -> list[Number]:
    """This will list the child's numbers: the national ones and those of the case's authority."""
    rows = ChildIdentifier.objects.filter(
        Q(authority__isnull=True) | Q(authority_id=case.authority_id), child_id=case.child_id
    ).order_by("scheme", "value")
    return [Number(IdentifierScheme(row.scheme), row.value) for row in rows]


def siblings(actor: Actor, case: Case, permission: P = P.VIEW_SUMMARY) -> list[Sibling]:
    """This will list the open cases of brothers and sisters on which the actor has a permission."""
    group = case.child.sibling_group_id
    if group is None:
        return []
    cases = list(
        access.visible(actor, permission)
        .filter(child__sibling_group_id=group, closed_on__isnull=True)
        .exclude(child_id=case.child_id)
        .select_related("child", "authority")
        .order_by("child__born_on", "child__given_names", "pk")
    )
    registered = set(
        access.visible(actor, P.VIEW_SUMMARY, Registration)
        .filter(case__in=cases, ended_on__isnull=True)
        .values_list("case_id", flat=True)
    )
    return [
        Sibling(
            row.pk,
            row.child.full_name,
            row.child.born_on,
            row.child.expected_on,
            row.authority.name,
            row.pk in registered,
            row.is_restricted,
        )
        for row in cases
    ]


def visits(actor: Actor, case: Case) -> QuerySet[Visit]:
    """This will give the visits, newest first."""
    return (
        access.visible(actor, P.VIEW_RECORD, Visit)
        .filter(case=case)
        .select_related("recorded_by__user")
        .order_by("-visited_on", "-pk")
    )


def core_groups(actor: Actor, case: Case) -> QuerySet[CoreGroupMeeting]:
    """This will give the core group meetings, newest first."""
    return (
        access.visible(actor, P.VIEW_RECORD, CoreGroupMeeting)
        .filter(case=case)
        .select_related("recorded_by__user")
        .order_by("-held_on", "-pk")
    )


def notes(actor: Actor, case: Case) -> QuerySet[Note]:
    """This will give the notes written for the viewer or by the viewer's team, newest first."""
    return (
        access.visible(actor, P.VIEW_NOTES, Note)
        .filter(case=case)
        .select_related("author__user", "author_team__agency")
        .prefetch_related("teams__agency")
        .order_by("-happened_on", "-pk")
    )


def conferences(actor: Actor, case: Case) -> QuerySet[ConferenceChild]:
    """This will give the child's part in each conference, latest first."""
    return (
        access.visible(actor, P.VIEW_RECORD, ConferenceChild)
        .filter(case=case)
        .exclude(conference__status=ConferenceStatus.CANCELLED)
        .select_related("conference__chair__user")
        .order_by("-conference__planned_on", "-pk")
    )


def readings(actor: Actor, case: Case, *, reads_only: bool = True) -> QuerySet[AuditEvent]:
    """This will give who has looked at the record (or did anything with it), latest first."""
    events = access.visible(actor, P.VIEW_ACCESS_LOG, AuditEvent).filter(case_id=case.pk)
    if reads_only:
        events = events.filter(action__in=["record.read", "record.exported", "child.sought"])
    return events.order_by("-at", "-pk")


def _register(actor: Actor, case: Case) -> OnRegister | None:
    latest = (
        access.visible(actor, P.VIEW_SUMMARY, Registration)
        .filter(case=case)
        .prefetch_related("categories")
        .order_by("-registered_on")
        .first()
    )
    if latest is None:
        return None
    held = sorted(latest.categories.all(), key=lambda row: (row.started_on, row.category))
    if latest.ended_on is None:
        held = [row for row in held if row.ended_on is None]
    categories = tuple(row.category for row in held)
    return OnRegister(latest.pk, latest.registered_on, latest.ended_on, categories)


def _clocks(
    actor: Actor, case: Case, register: OnRegister | None, today: date
) -> tuple[Clock, ...]:
    """The earliest open reading of each clock, and the bedroom once it has been seen."""
    rows = list(
        access.visible(actor, P.VIEW_PLAN, Deadline)
        .filter(
            Q(met_on__isnull=True) | Q(clock="bedroom_seen"), case=case, stopped_on__isnull=True
        )
        .order_by("due_on", "clock")
    )
    shown: dict[str, Deadline] = {}
    for row in rows:
        if row.met_on is None:
            shown.setdefault(row.clock, row)
    done = [row for row in rows if row.met_on is not None]
    if done and register and register.ended_on is None:
        latest = max(done, key=lambda row: row.starts_on)
        if latest.subject == f"registration:{register.registration_id}":
            shown.setdefault(latest.clock, latest)
    meetings = [row.meeting for row in shown.values() if row.meeting and row.is_booked]
    booked = _booked(actor, meetings)
    clocks = [
        _clock(row, booked.get(row.meeting) if row.meeting else None, case, today)
        for row in shown.values()
    ]
    order = ("late", "soon", "ok", "done")
    return tuple(sorted(clocks, key=lambda clock: (order.index(clock.state), clock.due_on)))


def _booked(actor: Actor, meetings: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    planned = access.visible(actor, P.VIEW_PLAN, Conference).filter(pk__in=meetings)
    return dict(planned.values_list("pk", "planned_on"))


def _clock(row: Deadline, booked_on: date | None, case: Case, today: date) -> Clock:
    calendar = calendar_of(Nation(case.authority.nation))
    late = calendar.working_days_after(row.due_on, today) if row.met_on is None else 0
    if row.met_on is not None:
        state = "done"
    elif row.due_on < today:
        state = "late"
    elif calendar.working_days_after(today, row.due_on) <= SOON_WORKING_DAYS and not booked_on:
        state = "soon"
    else:
        state = "ok"
    left = working_days_left(row, Nation(case.authority.nation), today)
    dates = (row.starts_on, row.due_on, row.met_on)
    return Clock(row.clock, *dates, booked_on, state, late, left, row.subject)
