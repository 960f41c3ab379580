"""Why somebody has what they have on a case, and who else has: the clauses of the gate, told.

Part of the gate: the page "who can see this" and ``manage.py explain_access`` both ask here. A
test holds that for everybody this says what ``access.held`` says.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import ROLES, Reach
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import Level
from cases.models import Case, CaseGrant, Exclusion, Involvement
from cpr.clock import now

FAR = [key for key, role in ROLES.items() if role.reach is Reach.AUTHORITY]
OVER_TEAMS = [key for key, role in ROLES.items() if role.reach is Reach.TEAMS_BELOW]
SEES = {
    Level.SUMMARY: P.VIEW_SUMMARY,
    Level.ACTIONS: P.VIEW_ACTIONS,
    Level.PLAN: P.VIEW_PLAN,
    Level.NOTES: P.VIEW_NOTES,
    Level.FULL: P.VIEW_RECORD,
    Level.LEAD: P.RECORD_WORK,
}
"""By what permission each level is told; whoever leads works on the record."""

TEAMS_ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM agencies_team WHERE id = %s
    UNION
    SELECT team.id, team.parent_id FROM agencies_team AS team
    JOIN above ON team.id = above.parent_id
)
SELECT id FROM above
"""


@dataclass(frozen=True)
class Standing:
    """One live membership before one case: by what it is opened, or why it is not.

    ``grants`` are those of its team and its own, in force, those barred by a restriction too;
    ``reach`` is set where the role reaches the case without an involvement.
    """

    membership: Membership
    grants: tuple[CaseGrant, ...]
    reach: Reach | None
    is_excluded: bool
    allowed: frozenset[P]

    @property
    def sees(self) -> Level | None:
        """The highest level of the record that the person can open; ``lead`` is to work on it."""
        return level_of(self.allowed)

    @property
    def opening(self) -> tuple[CaseGrant, ...]:
        """The grants that open something."""
        return () if self.is_excluded else tuple(g for g in self.grants if not g.is_barred)


def level_of(allowed: frozenset[P]) -> Level | None:
    """This will name the highest level that some permissions open; None where they open none."""
    return next((level for level in reversed(Level) if SEES[level] in allowed), None)


def standings(case: Case, *, only: Membership | None = None) -> list[Standing]:
    """This will tell of every live membership that anything connects with a case at this moment.

    Of one alone, whatever connects it, where ``only`` says which. Constant queries.
    """
    moment = now()
    grants = _grants(case, moment)
    above = [] if case.is_restricted else _teams_above(case.lead_team_id)
    barred = set(
        Exclusion.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=moment), case=case, starts_at__lte=moment
        ).values_list("user_id", flat=True)
    )
    people = Membership.objects.live(localdate(moment)).select_related("user", "team__agency")
    if only is None:
        groups = [grant.group_id for grant in grants]
        connected = Q(principal_id__in=groups) | Q(team__principal_id__in=groups)
        if not case.is_restricted:
            connected |= Q(team__agency_id=case.authority_id, role__in=FAR)
            connected |= Q(team_id__in=above, role__in=OVER_TEAMS)
        people = people.filter(connected)
    else:
        people = people.filter(pk=only.pk)
    ordered = people.order_by("user__full_name", "pk")
    return [_standing(case, member, grants, above, barred) for member in ordered]


def explain(actor: Actor, case: Case) -> list[str]:
    """This will say, clause by clause, why an actor has what they have on a case.

    The last line is the answer of the gate itself. For ``manage.py explain_access``.
    """
    member = Membership.objects.filter(pk=actor.membership_id or access.NOBODY).first()
    found = standings(case, only=member) if member else []
    lines = [f"membership is live: {'yes' if found else 'no'}"]
    lines.append(f"role: {actor.role_key or 'none'}")
    if case.is_restricted:
        lines.append("the case is restricted: it opens to named people alone")
    for standing in found:
        lines += [_told(grant) for grant in standing.grants]
        if standing.reach is not None:
            lines.append("the role reaches this case inside its own authority")
        if standing.is_excluded:
            lines.append("this person is excluded from the case, whatever else would open it")
        if not standing.grants and standing.reach is None:
            lines.append("no involvement of the person or the team is in force, nor any reach")
    allowed = sorted(access.held(actor, case))
    lines.append(f"allowed: {', '.join(allowed) if allowed else 'nothing'}")
    return lines


def _grants(case: Case, moment: datetime) -> list[CaseGrant]:
    """Every grant of the case in force, with what the involvement says, barred ones too."""
    in_force = case.grants.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment
    )
    return list(
        in_force.select_related(
            "permission", "involvement__team__agency", "involvement__membership__user"
        ).order_by("starts_at", "pk")
    )


def _standing(
    case: Case,
    member: Membership,
    grants: Iterable[CaseGrant],
    above: list[uuid.UUID],
    barred: set[uuid.UUID],
) -> Standing:
    own = {member.principal_id, member.team.principal_id}
    held = tuple(grant for grant in grants if grant.group_id in own)
    reach = _reach(case, member, above)
    is_excluded = member.user_id in barred
    granted = {level_granted(grant) for grant in held if not grant.is_barred}
    levels = frozenset(
        level for level in Level if reach is not None or granted & set(Level.at_least(level))
    )
    return Standing(
        membership=member,
        grants=held,
        reach=reach,
        is_excluded=is_excluded,
        allowed=access.allowed(
            ROLES[member.role],
            frozenset() if is_excluded else levels,
            is_own=member.team.agency_id == case.authority_id,
        ),
    )


def _reach(case: Case, member: Membership, above: list[uuid.UUID]) -> Reach | None:
    """How the role reaches the case; a restricted case is outside every reach."""
    reach = ROLES[member.role].reach
    if case.is_restricted or member.team.agency_id != case.authority_id:
        return None
    if reach is Reach.AUTHORITY or (reach is Reach.TEAMS_BELOW and member.team_id in above):
        return reach
    return None


def level_granted(grant: CaseGrant) -> Level:
    """This will give the level that a grant stands for; its permission is to be loaded with it."""
    return Level(grant.permission.codename.removeprefix("case_"))


def _told(grant: CaseGrant) -> str:
    row: Involvement = grant.involvement
    until = f" until {localtime(grant.ends_at):%Y-%m-%d %H:%M}" if grant.ends_at else ""
    whose = "the person" if row.membership_id else "the team"
    named = ", named on the restriction" if row.is_named else ""
    law = f" [{row.legal_basis}]" if row.legal_basis else ""
    barred = "; barred: the case is restricted" if grant.is_barred else ""
    return (
        f"granted {grant.permission.codename} to {whose} as {row.role}{named}"
        f" since {localtime(grant.starts_at):%Y-%m-%d}{until}: {row.purpose}{law}{barred}"
    )


def _teams_above(team_id: uuid.UUID) -> list[uuid.UUID]:
    """The team and every team above it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(TEAMS_ABOVE, [team_id])
        return [row[0] for row in cursor.fetchall()]
