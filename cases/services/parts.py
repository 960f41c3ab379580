"""Who may chair a conference and keep its record: nobody with another part in the case."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from agencies.actors import teams_above
from agencies.models import Membership
from cases.domain.errors import Problem
from cases.domain.rules import calling as rules
from cases.domain.statuses import InvolvementRole
from cases.models import Case, Involvement
from cpr.clock import now, today

MANAGING = frozenset({"team_manager", "senior_manager"})
NO_OTHER_PART = frozenset({InvolvementRole.MINUTE_TAKER, InvolvementRole.EMERGENCY})


def in_line(cases: Iterable[Case], user_id: uuid.UUID) -> set[uuid.UUID]:
    """This will name the cases that a person works on or is in the line of management of.

    That is whoever co-ordinates the plan, is in the lead team, or manages it or a team above it,
    in whichever of their memberships.
    """
    cases = list(cases)
    held = Membership.objects.live(today()).filter(user_id=user_id)
    places = set(held.values_list("team_id", "role"))
    teams = {team for team, _ in places}
    managed = {team for team, role in places if role in MANAGING}
    above = {team: set(teams_above(team)) for team in {case.lead_team_id for case in cases}}
    found = {
        case.pk
        for case in cases
        if case.lead_team_id in teams or managed & above[case.lead_team_id]
    }
    co_ordinated = _in_force(cases).filter(
        role=InvolvementRole.CO_ORDINATOR, membership__user_id=user_id
    )
    return found | set(co_ordinated.values_list("case_id", flat=True))


def with_a_part(cases: Iterable[Case], user_id: uuid.UUID) -> set[uuid.UUID]:
    """This will name the cases that a person works with by name or by team, in whatever part but
    that of a minute taker."""
    cases = list(cases)
    teams = Membership.objects.live(today()).filter(user_id=user_id).values("team_id")
    theirs = Q(membership__user_id=user_id) | Q(membership__isnull=True, team_id__in=teams)
    rows = _in_force(cases).filter(theirs).exclude(role__in=NO_OTHER_PART)
    return in_line(cases, user_id) | set(rows.values_list("case_id", flat=True))


def _in_force(cases: list[Case]) -> QuerySet[Involvement]:
    moment = now()
    return Involvement.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), case__in=cases, starts_at__lte=moment
    )


def officer_problems(
    cases: list[Case], chair: Membership, minute_taker: Membership | None
) -> Iterable[Problem]:
    """Yield what is wrong with who chairs and who keeps the record: each of the authority, in that
    role and at work, and independent of the case (c3pt2-p8, c3pt2-p14)."""
    if not cases:
        return
    if not _is_live(chair, cases[0].authority_id, "conference_chair"):
        yield Problem("not_a_chair_of_authority", "chair")
    line = in_line(cases, chair.user_id)
    for case in cases:
        yield from rules.check_chair_is_independent(
            chair=chair.user.full_name, child=case.child.full_name, is_in_line=case.pk in line
        )
    if minute_taker is None:
        return
    if not _is_live(minute_taker, cases[0].authority_id, "minute_taker"):
        yield Problem("not_a_minute_taker_of_authority", "minute_taker")
    if minute_taker.user_id == chair.user_id:
        yield Problem("minute_taker_chairs", "minute_taker")
    engaged = with_a_part(cases, minute_taker.user_id)
    for case in cases:
        yield from rules.check_minute_taker_has_no_other_part(
            name=minute_taker.user.full_name,
            child=case.child.full_name,
            has_part=case.pk in engaged,
        )


def _is_live(member: Membership, authority_id: uuid.UUID, role: str) -> bool:
    live = Membership.objects.live(today()).filter(pk=member.pk, role=role)
    return live.filter(team__agency_id=authority_id).exists()
