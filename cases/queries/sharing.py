"""Who can see a case now and by what, who is to, who could: the page "who can see this, and why".

What opens what is decided by ``cases.access_explained``, as for ``manage.py explain_access``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from agencies.actors import Actor
from agencies.roles import ROLES, Reach
from cases import access
from cases.access_explained import Standing, level_granted, level_of, standings
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Case, Exclusion, Involvement
from cpr.clock import now

ENDED_SHOWN = 50
"""How many ended shares the page lists, latest first; a named default."""
ORDER = {role: place for place, role in enumerate(InvolvementRole)}


@dataclass(frozen=True)
class Seer:
    """A person who can see the case by one of its ways in, and how much by that one."""

    membership_id: uuid.UUID
    name: str
    role_key: str
    team: str
    sees: Level


@dataclass(frozen=True)
class Way:
    """One way in: an involvement of a team or a person. ``people`` are those whom it lets in."""

    involvement_id: uuid.UUID
    agency: str
    team: str
    person: str
    role: InvolvementRole
    level: Level
    purpose: str
    legal_basis: LegalBasis | None
    is_named: bool
    starts_at: datetime
    ends_at: datetime | None
    ended_reason: str = ""
    was_changed: bool = False
    """Ended because a newer share with the same people stands beside it from that moment."""
    people: tuple[Seer, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it can be changed and ended here."""
        return self.role is InvolvementRole.PARTNER


@dataclass(frozen=True)
class Reached:
    """People whose role reaches the case without a part of their own in it."""

    reach: Reach
    role_key: str
    level: Level
    people: tuple[Seer, ...]


@dataclass(frozen=True)
class Barred:
    """A person who may never open the case."""

    name: str
    since: datetime


@dataclass(frozen=True)
class Sharing:
    """The whole answer. ``excluded`` is None where the reader may not know of exclusions."""

    ways: tuple[Way, ...]
    reached: tuple[Reached, ...]
    shut: tuple[Way, ...]
    """Parts in the case that open nothing while it is restricted."""
    to_come: tuple[Way, ...]
    ended: tuple[Way, ...]
    excluded: tuple[Barred, ...] | None
    is_restricted: bool
    sees: dict[uuid.UUID, Level] = field(default_factory=dict)
    """By membership: how much everybody who can see the case sees, all ways together."""


def who_can_see(actor: Actor, case: Case, held: frozenset[P]) -> Sharing:
    """This will say who can see a case that the gate has opened to the actor for this."""
    found = standings(case)
    moment = now()
    rows = {grant.involvement_id: grant.involvement for one in found for grant in one.grants}
    others = _others(actor, case, moment)
    for row in others:
        if row.starts_at <= moment and (row.ends_at is None or row.ends_at > moment):
            rows.setdefault(
                row.pk, row
            )  # a part of nobody who is live: it stands there all the same
    barred = {grant.involvement_id for one in found for grant in one.grants if grant.is_barred}
    if case.is_restricted:
        barred |= {pk for pk, row in rows.items() if not row.is_named}
    ways = [_way(row, _let_in(row, found, case)) for row in rows.values()]
    ways.sort(key=lambda way: (ORDER[way.role], way.agency, way.team, way.person, way.starts_at))
    return Sharing(
        ways=tuple(way for way in ways if way.involvement_id not in barred),
        reached=_reached(found, case),
        shut=tuple(way for way in ways if way.involvement_id in barred),
        to_come=tuple(_way(row) for row in others if row.starts_at > moment and not _is_over(row)),
        ended=_ended(others, moment),
        excluded=_excluded(actor, case, moment) if P.RESTRICT in held else None,
        is_restricted=case.is_restricted,
        sees={one.membership.pk: one.sees for one in found if one.sees is not None},
    )


def _others(actor: Actor, case: Case, moment: datetime) -> list[Involvement]:
    """Every share of the case, and whatever else is in force, the latest first."""
    return list(
        access.visible(actor, P.VIEW_SHARING, Involvement)
        .filter(Q(role=InvolvementRole.PARTNER) | Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
        .filter(case=case)
        .select_related("team__agency", "membership__user")
        .order_by("-starts_at", "-pk")
    )


def _is_over(row: Involvement) -> bool:
    """Taken back before it began."""
    return row.ends_at is not None and row.ends_at <= row.starts_at


def _ended(rows: list[Involvement], moment: datetime) -> tuple[Way, ...]:
    over = [
        row
        for row in rows
        if row.role == InvolvementRole.PARTNER
        and row.ends_at is not None
        and (row.ends_at <= moment or _is_over(row))
    ]
    over.sort(key=lambda row: (row.ends_at, row.pk), reverse=True)
    begun = {(row.team_id, row.membership_id, row.starts_at, row.pk) for row in rows}
    return tuple(
        replace(_way(row), was_changed=_is_followed(row, begun)) for row in over[:ENDED_SHOWN]
    )


def _is_followed(row: Involvement, begun: Iterable[tuple[object, ...]]) -> bool:
    return any(
        (team, person, start) == (row.team_id, row.membership_id, row.ends_at) and pk != row.pk
        for team, person, start, pk in begun
    )


def _let_in(row: Involvement, found: Iterable[Standing], case: Case) -> tuple[Seer, ...]:
    """Those to whom an involvement opens something, and what, whatever else they have."""
    seers = []
    for one in found:
        grant = next((each for each in one.opening if each.involvement_id == row.pk), None)
        if grant is not None:
            seers.append(_seer(one, case, frozenset(_levels_under(level_granted(grant)))))
    return tuple(seer for seer in seers if seer is not None)


def _reached(found: Iterable[Standing], case: Case) -> tuple[Reached, ...]:
    """Those whose role reaches the case, by role; managers each with the level that they have."""
    by_role: dict[tuple[Reach, str], list[Seer]] = {}
    for one in found:
        if one.reach is None or one.is_excluded:
            continue
        seer = _seer(one, case, frozenset(Level))
        if seer is not None:
            by_role.setdefault((one.reach, one.membership.role), []).append(seer)
    return tuple(
        Reached(reach, role, max((s.sees for s in seers), key=list(Level).index), tuple(seers))
        for (reach, role), seers in sorted(by_role.items())
    )


def _seer(one: Standing, case: Case, levels: frozenset[Level]) -> Seer | None:
    member = one.membership
    is_own = member.team.agency_id == case.authority_id
    sees = level_of(access.allowed(ROLES[member.role], levels, is_own=is_own))
    if sees is None:
        return None
    return Seer(member.pk, member.user.full_name, member.role, member.team.name, sees)


def _levels_under(granted: Level) -> Iterable[Level]:
    return (level for level in Level if granted in Level.at_least(level))


def _excluded(actor: Actor, case: Case, moment: datetime) -> tuple[Barred, ...]:
    rows = (
        access.visible(actor, P.RESTRICT, Exclusion)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), case=case, starts_at__lte=moment)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
    return tuple(Barred(row.user.full_name, row.starts_at) for row in rows)


def _way(row: Involvement, people: tuple[Seer, ...] = ()) -> Way:
    return Way(
        involvement_id=row.pk,
        agency=row.team.agency.name,
        team=row.team.name,
        person=row.membership.user.full_name if row.membership else "",
        role=InvolvementRole(row.role),
        level=Level(row.level),
        purpose=row.purpose,
        legal_basis=LegalBasis(row.legal_basis) if row.legal_basis else None,
        is_named=row.is_named,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ended_reason=row.ended_reason,
        people=people,
    )
