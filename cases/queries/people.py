"""Who works with a child, who could, and who could co-ordinate."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.models import Membership, Team
from agencies.roles import ROLES
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Involvement
from cases.queries.named_people import to_choose
from cpr.clock import now

LEADING = {"lead_team": 0, "co_ordinator": 1, "chair": 2}
"""Who stands first where those who work with a child are listed."""

CO_ORDINATING_ROLES = ("social_worker", "team_manager")


@dataclass(frozen=True)
class Person:
    """Somebody one can call."""

    membership_id: uuid.UUID
    name: str
    phone: str
    role_key: str


@dataclass(frozen=True)
class Working:
    """One team or person who works with the child."""

    involvement_id: uuid.UUID
    agency: str
    team: str
    team_id: uuid.UUID
    person: Person | None
    role: InvolvementRole
    level: Level
    purpose: str
    team_phone: str
    phone_out_of_hours: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class WorkingWith:
    """Everybody who works with the child, lead first; ``co_ordinators_so_far`` counts changes."""

    rows: tuple[Working, ...]
    co_ordinators_so_far: int
    emergencies: tuple[Working, ...] = ()
    """What was opened in an emergency, ended or not: what was written then is marked."""
    own_emergency: Working | None = None
    """The viewer's own, while it is in force."""

    def in_emergency(self, membership_id: uuid.UUID, at: datetime) -> bool:
        """Whether a membership did something under emergency access at a moment."""
        return any(
            row.person is not None
            and row.person.membership_id == membership_id
            and row.starts_at <= at
            and (row.ends_at is None or at < row.ends_at)
            for row in self.emergencies
        )

    @property
    def co_ordinator(self) -> Working | None:
        """The plan co-ordinator, if there is one."""
        return self._one(InvolvementRole.CO_ORDINATOR)

    @property
    def lead_team(self) -> Working | None:
        """The team that leads."""
        return self._one(InvolvementRole.LEAD_TEAM)

    @property
    def partners(self) -> tuple[Working, ...]:
        """Everybody else."""
        lead = {InvolvementRole.CO_ORDINATOR, InvolvementRole.LEAD_TEAM}
        return tuple(row for row in self.rows if row.role not in lead)

    def _one(self, role: InvolvementRole) -> Working | None:
        return next((row for row in self.rows if row.role is role), None)


def working_with(
    actor: Actor, case: Case, *, held: frozenset[P], since: date | None
) -> WorkingWith:
    """This will list those who work with the child; lead team and co-ordinator alone to a viewer
    who may not see the plan. ``since`` is the day from which changes of co-ordinator are counted.
    """
    moment = now()
    everybody = list(
        access.visible(actor, P.VIEW_SUMMARY, Involvement)
        .filter(case=case)
        .select_related("team__agency", "membership__user")
        .order_by("starts_at", "pk")
    )
    rows = [
        _working(row)
        for row in everybody
        if row.starts_at <= moment and (row.ends_at is None or row.ends_at > moment)
    ]
    if P.VIEW_PLAN not in held:
        rows = [
            r for r in rows if r.role in {InvolvementRole.LEAD_TEAM, InvolvementRole.CO_ORDINATOR}
        ]
    so_far = [
        row
        for row in everybody
        if row.role == InvolvementRole.CO_ORDINATOR
        and (since is None or row.ends_at is None or localdate(row.ends_at) > since)
    ]
    opened = [_working(row) for row in everybody if row.role == InvolvementRole.EMERGENCY]
    own = [
        row
        for row in opened
        if row.person is not None
        and row.person.membership_id == actor.membership_id
        and row.starts_at <= moment
        and (row.ends_at is None or row.ends_at > moment)
    ]
    return WorkingWith(
        rows=tuple(rows),
        co_ordinators_so_far=len(so_far),
        emergencies=tuple(opened),
        own_emergency=own[0] if own else None,
    )


def working_at(actor: Actor, cases: Iterable[Case]) -> list[tuple[Working, list[uuid.UUID]]]:
    """This will list who works with these children, each once, with the cases; the lead first."""
    moment = now()
    rows = (
        access.visible(actor, P.VIEW_PLAN, Involvement)
        .filter(case__in=list(cases), starts_at__lte=moment)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
        .select_related("team__agency", "membership__user")
        .order_by("team__agency__name_en", "team__name_en", "pk")
    )
    found: dict[tuple[object, ...], tuple[Working, list[uuid.UUID]]] = {}
    for row in sorted(rows, key=lambda each: LEADING.get(each.role, len(LEADING))):
        key = (row.team_id, row.membership_id, row.role)
        found.setdefault(key, (_working(row), []))[1].append(row.case_id)
    return list(found.values())


def teams_on_case(actor: Actor, case: Case, *, held: frozenset[P]) -> list[tuple[str, str]]:
    """This will list the teams a note can be for, as (id, words), the own team left out."""
    people = working_with(actor, case, held=held, since=None)
    words = {str(row.team_id): f"{row.agency}, {row.team}" for row in people.rows}
    words.pop(str(actor.team_id), None)
    return sorted(words.items(), key=lambda pair: pair[1])


def teams_to_share_with(case: Case, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """This will list every open team but the leading one by agency, as (id, words); the teams of
    the authority itself come last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for team in _others(case, on):
        found.setdefault(team.agency.name, []).append((str(team.pk), team.name))
    return list(found.items())


def agencies_to_share_with(case: Case, on: date) -> list[tuple[str, str]]:
    """This will list every agency with a team to share with, as (id, words), the own one last."""
    return list({str(team.agency_id): team.agency.name for team in _others(case, on)}.items())


def teams_of(agency_id: str, case: Case, on: date) -> list[tuple[str, str]]:
    """This will list the teams of one agency to share with; none for what is no agency."""
    return [
        (str(team.pk), team.name) for team in _others(case, on) if str(team.agency_id) == agency_id
    ]


def _others(case: Case, on: date) -> list[Team]:
    """In the authority itself only what its roles do not reach needs a share: it stands last."""
    teams = (
        Team.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .exclude(pk=case.lead_team_id)
        .select_related("agency")
    )
    return sorted(
        teams,
        key=lambda one: (
            one.agency_id == case.authority_id,
            one.agency.name.casefold(),
            one.name.casefold(),
        ),
    )


def open_team(team_id: str, on: date) -> Team | None:
    """This will give an open team, or None for anything else that was sent."""
    try:
        key = uuid.UUID(team_id)
    except ValueError:
        return None
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Team.objects.filter(open_then, pk=key).select_related("agency").first()


def members(team: Team, on: date) -> list[tuple[str, str]]:
    """This will list the live members of a team, as (id, words)."""
    live = Membership.objects.live(on).filter(team=team).select_related("user")
    return [
        (str(member.pk), f"{member.user.full_name}, {ROLES[member.role].label}")
        for member in live.order_by("user__full_name", "pk")
    ]


def member(member_id: str) -> Membership:
    """This will give a member whom a form offered."""
    return Membership.objects.select_related("user", "team").get(pk=member_id)


def teams(team_ids: Iterable[str]) -> list[Team]:
    """This will give the teams of those that a form offered."""
    return list(Team.objects.filter(pk__in=list(team_ids)))


def could_co_ordinate(actor: Actor, case: Case, on: date) -> list[tuple[str, str]]:
    """This will list the live social workers and managers of the case's authority, the actor's
    own team first."""
    live = (
        Membership.objects.live(on)
        .filter(team__agency_id=case.authority_id, role__in=CO_ORDINATING_ROLES)
        .select_related("user", "team")
        .order_by("user__full_name", "pk")
    )
    return [(str(pk), words) for pk, words in to_choose(live, actor.team_id)]


def _working(row: Involvement) -> Working:
    member = row.membership
    return Working(
        involvement_id=row.pk,
        agency=row.team.agency.name,
        team=row.team.name,
        team_id=row.team_id,
        person=Person(
            member.pk, member.user.full_name, member.user.phone or row.team.phone, member.role
        )
        if member
        else None,
        role=InvolvementRole(row.role),
        level=Level(row.level),
        purpose=row.purpose,
        team_phone=row.team.phone or row.team.agency.phone,
        phone_out_of_hours=row.team.agency.phone_out_of_hours,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
