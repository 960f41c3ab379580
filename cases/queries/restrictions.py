"""Who could be named on a restricted record, who is, and who may end it; and who is excluded.

Of a case that the gate has opened for somebody who may restrict it. What must hold of these people
is in ``cases.domain.rules.restrictions``.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.actors import teams_above
from agencies.models import Membership
from agencies.roles import ROLES, Duty, Reach
from cases import access
from cases.access_explained import level_of
from cases.domain.permissions import P
from cases.domain.rules.restrictions import Standing
from cases.domain.statuses import ConferenceStatus, InvolvementRole, Level
from cases.models import Case, Conference, Exclusion, Involvement, Restriction

ROLES_THAT_RESTRICT = tuple(k for k, r in ROLES.items() if P.RESTRICT.value in r.permissions)
ROLES_THAT_AUTHORISE = tuple(k for k, r in ROLES.items() if Duty.AUTHORISE_EMERGENCY in r.duties)
ROLES_THAT_WORK = tuple(k for k, r in ROLES.items() if P.RECORD_WORK.value in r.permissions)
REACH_ALL = tuple(k for k, r in ROLES.items() if r.reach is Reach.AUTHORITY)
REACH_BELOW = tuple(k for k, r in ROLES.items() if r.reach is Reach.TEAMS_BELOW)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be named: what opens the record to them now, and how far.

    ``level`` is what is opened to them as things are, or would be once named; ``sees`` how much of
    that their role may see, None for nothing; ``parts`` their own parts.
    """

    member: Membership
    level: Level
    sees: Level | None
    works_with_it: bool
    parts: tuple[InvolvementRole, ...]
    is_needed: bool
    is_senior: bool
    is_named: bool


def restriction(case: Case) -> Restriction | None:
    """This will give the restriction in force, if there is one."""
    return (
        Restriction.objects.filter(case=case, ends_at__isnull=True)
        .select_related("restricted_by__user", "restricted_by__team")
        .first()
    )


def in_force(case: Case, moment: datetime) -> QuerySet[Involvement]:
    """This will give the parts that people have in a case at a moment."""
    return not_over(case, moment).filter(starts_at__lte=moment)


def not_over(case: Case, moment: datetime) -> QuerySet[Involvement]:
    """This will give the same, and the parts that begin later."""
    return Involvement.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), case=case)


def named(case: Case, moment: datetime) -> list[Involvement]:
    """This will give the parts by which people are named; emergency access names nobody."""
    rows = in_force(case, moment).filter(is_named=True).exclude(role=InvolvementRole.EMERGENCY)
    return list(rows.select_related("membership__user", "membership__team__agency").order_by("pk"))


def excluded_users(case: Case) -> set[uuid.UUID]:
    """This will list the people who are excluded from a case now."""
    rows = Exclusion.objects.filter(case=case, ends_at__isnull=True)
    return set(rows.values_list("user_id", flat=True))


def needed(case: Case, moment: datetime) -> list[Membership]:
    """This will list who must not lose the record: the co-ordinator, who chairs what is called."""
    co_ordinators = in_force(case, moment).filter(role=InvolvementRole.CO_ORDINATOR)
    called = Conference.objects.filter(children__case=case, status=ConferenceStatus.CALLED)
    return list(
        Membership.objects.filter(
            Q(pk__in=co_ordinators.values("membership_id")) | Q(pk__in=called.values("chair_id"))
        ).select_related("user", "team__agency")
    )


def standing(
    member: Membership, case: Case, *, day: datetime, excluded: Collection[uuid.UUID]
) -> Standing:
    """This will say how somebody stands to the rules of restriction."""
    own = member.team.agency_id == case.authority_id
    on = localdate(day)
    is_live = member.suspended_at is None and member.user.is_active and member.started_on <= on
    return Standing(
        person=member.user_id,
        name=member.user.full_name,
        seat=member.pk,
        works=own and member.role in ROLES_THAT_WORK,
        is_senior=own and member.role in ROLES_THAT_AUTHORISE,
        may_restrict=own and member.role in ROLES_THAT_RESTRICT,
        is_excluded=member.user_id in excluded,
        is_live=is_live and (member.ended_on is None or member.ended_on > on),
        opens=bool(ROLES[member.role].permissions),
    )


def able(case: Case, moment: datetime) -> list[Standing]:
    """This will list who could end a restriction or an exclusion of this case at a moment."""
    excluded = excluded_users(case)
    parts = in_force(case, moment).filter(level=Level.LEAD)
    reach = Q(pk__in=[])
    if case.is_restricted:
        parts = parts.filter(is_named=True).exclude(role=InvolvementRole.EMERGENCY)
    else:
        reach = Q(role__in=REACH_ALL) | Q(
            role__in=REACH_BELOW, team__in=teams_above(case.lead_team_id)
        )
    of_person = Q(pk__in=parts.filter(membership__isnull=False).values("membership_id"))
    of_team = Q(team__in=parts.filter(membership__isnull=True).values("team_id"))
    people = (
        Membership.objects.live(localdate(moment))
        .filter(reach | of_person | of_team)
        .filter(team__agency_id=case.authority_id, role__in=ROLES_THAT_RESTRICT)
        .exclude(user_id__in=excluded)
        .select_related("user", "team")
    )
    return [standing(each, case, day=moment, excluded=excluded) for each in people]


def candidates(
    case: Case, moment: datetime, *, teams: Iterable[uuid.UUID] = (), people: Iterable[str] = ()
) -> list[Candidate]:
    """This will list who could be named: all to whom the record would be open without a
    restriction, and the members of other ``teams``; ``people`` narrows it to some memberships."""
    parts = list(in_force(case, moment).exclude(role=InvolvementRole.EMERGENCY))
    above = teams_above(case.lead_team_id)
    theirs = Q(pk__in=[p.membership_id for p in parts if p.membership_id]) | Q(
        team__in=[p.team_id for p in parts if p.membership_id is None]
    )
    reach = Q(team__agency_id=case.authority_id) & (
        Q(role__in=REACH_ALL) | Q(role__in=REACH_BELOW, team__in=above)
    )
    rows = Membership.objects.live(localdate(moment)).select_related("user", "team__agency")
    chosen = list(people)
    rows = rows.filter(pk__in=chosen) if chosen else rows.filter(theirs | reach | Q(team__in=teams))
    rows = rows.filter(role__in=[k for k, r in ROLES.items() if r.permissions])
    must = {member.pk for member in needed(case, moment)}
    excluded = excluded_users(case)
    found = [
        _candidate(member, case, parts, above, is_needed=member.pk in must)
        for member in rows.order_by("user__full_name", "pk")
        if member.user_id not in excluded
    ]
    return sorted(found, key=_first)


def members(ids: Iterable[str | uuid.UUID]) -> list[Membership]:
    """This will give chosen memberships as they are stored now."""
    rows = Membership.objects.filter(pk__in=list(ids)).select_related("user", "team__agency")
    return list(rows.order_by("pk"))


def _candidate(
    member: Membership,
    case: Case,
    parts: list[Involvement],
    above: list[uuid.UUID],
    *,
    is_needed: bool,
) -> Candidate:
    own = [part for part in parts if part.membership_id == member.pk]
    theirs = [part for part in parts if part.membership_id is None]
    levels = [Level(p.level) for p in own]
    levels += [Level(p.level) for p in theirs if p.team_id == member.team_id]
    is_own = member.team.agency_id == case.authority_id
    reaches = member.role in REACH_ALL or (member.role in REACH_BELOW and member.team_id in above)
    if is_own and reaches:
        levels.append(Level.LEAD)
    level = max(levels, key=list(Level).index) if levels else at_first(member, case)
    return Candidate(
        member=member,
        level=level,
        sees=seen_by(member, level, case.authority_id),
        works_with_it=bool(levels),
        parts=tuple(InvolvementRole(part.role) for part in own),
        is_needed=is_needed,
        is_senior=is_own and member.role in ROLES_THAT_AUTHORISE,
        is_named=any(part.is_named for part in own),
    )


def seen_by(member: Membership, level: Level, authority_id: uuid.UUID) -> Level | None:
    """This will say how much somebody sees to whom a level is open: the role may be for less."""
    levels = frozenset(one for one in Level if level in Level.at_least(one))
    is_own = member.team.agency_id == authority_id
    return level_of(access.allowed(ROLES[member.role], levels, is_own=is_own))


def at_first(member: Membership, case: Case) -> Level:
    """This will give the level of somebody named who has no part in the case: a named default.

    Of the authority, what the role works with; of another agency the summary, and a share with
    the person by name opens more.
    """
    if member.team.agency_id != case.authority_id:
        return Level.SUMMARY
    return Level.LEAD if member.role in ROLES_THAT_WORK else Level.FULL


def _first(one: Candidate) -> tuple[bool, ...]:
    return (not one.is_needed, not one.is_senior, not one.parts, not one.works_with_it)
