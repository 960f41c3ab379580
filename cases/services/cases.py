"""Who works with a case: co-ordinator, lead team, sharing with another agency, and its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agencies.actors import Actor
from agencies.models import Membership, Team
from cases import access, grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import episodes as rules
from cases.domain.rules.restrictions import involving_problems
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Exclusion, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import notices
from cpr.audit import writer as audit
from cpr.clock import now, today


def lock(by: Actor, permission: P, case: Case) -> Case:
    """This will pass the gate and lock the root row for the rest of the transaction.

    Raises: NotFound, NotAllowed.
    """
    access.require(by, permission, case)
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("child", "authority")
        .get(pk=case.pk)
    )


def lock_all(by: Actor, permission: P, cases: list[Case]) -> list[Case]:
    """This will pass the gate for several cases and lock them, always in the same order.

    Raises: NotFound, NotAllowed.
    """
    access.require_all(by, permission, cases)
    return list(
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("child", "authority")
        .filter(pk__in=[case.pk for case in cases])
        .order_by("pk")
    )


def require_open(cases: Iterable[Case]) -> None:
    """This will do nothing if every case is open; the caller has locked them.

    Raises: RuleBroken.
    """
    RuleBroken.raise_if(
        problem for case in cases for problem in rules.open_case_problems(closed_on=case.closed_on)
    )


def involve(
    *,
    case: Case,
    team: Team,
    role: InvolvementRole,
    level: Level,
    purpose: str,
    membership: Membership | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Involvement:
    """This will add an involvement and its grant; the caller has gate, lock and audit.

    On a restricted case it names the person.

    Raises: RuleBroken for a whole team on a restricted case, or a person who is excluded from it.
    """
    RuleBroken.raise_if(_involving_problems(case, membership))
    involvement = Involvement.objects.create(
        case=case,
        team=team,
        membership=membership,
        role=role,
        level=level,
        purpose=purpose,
        is_named=case.is_restricted,
        starts_at=starts_at or now(),
        ends_at=ends_at,
    )
    grants.sync([case.pk])
    return involvement


@transaction.atomic
def assign_co_ordinator(*, by: Actor, case: Case, membership: Membership) -> Involvement:
    """This will name the plan co-ordinator, ending the one before at this moment (c4-p3).

    Raises: NotFound, NotAllowed; RuleBroken if the person is not a live member of the authority.
    """
    case = lock(by, P.ASSIGN, case)
    _require_live_member_of(case, membership)
    moment = now()
    current = (
        case.involvements.filter(role=InvolvementRole.CO_ORDINATOR)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
        .first()
    )
    if current is not None and current.membership_id == membership.pk:
        return current
    if current is not None:
        current.ends_at = moment
        current.save(update_fields=["ends_at"])
    involvement = involve(
        case=case,
        team=membership.team,
        membership=membership,
        role=InvolvementRole.CO_ORDINATOR,
        level=Level.LEAD,
        purpose="plan co-ordinator",
        starts_at=moment,
    )
    notices.send_soon()
    Notice.objects.create(
        membership=membership, case=case, kind=NoticeKind.CO_ORDINATOR, created_at=moment
    )
    audit.record(
        by=by,
        action="co_ordinator.assigned",
        subject=involvement,
        case_id=case.pk,
        child_id=case.child_id,
        co_ordinator=str(membership),
        child=case.child.full_name,
    )
    return involvement


@transaction.atomic
def share(
    *,
    by: Actor,
    case: Case,
    team: Team,
    membership: Membership | None = None,
    level: Level,
    purpose: str,
    ends_at: datetime | None = None,
) -> Involvement:
    """This will let a team, or one member of it, of any agency, work with a case at a level.

    Raises: NotFound, NotAllowed; RuleBroken for a blank purpose, an end in the past, a level above
    ``full``, or a person who is not of that team; Conflict if the same share is in force.
    """
    case = lock(by, P.SHARE, case)
    moment = now()
    RuleBroken.raise_if(_share_problems(team, membership, level, purpose, ends_at, moment))
    in_force = case.involvements.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        team=team,
        membership=membership,
        role=InvolvementRole.PARTNER,
    )
    if in_force.exists():
        raise Conflict(Problem("already_shared", "team"))
    involvement = involve(
        case=case,
        team=team,
        membership=membership,
        role=InvolvementRole.PARTNER,
        level=level,
        purpose=purpose.strip(),
        starts_at=moment,
        ends_at=ends_at,
    )
    notices.send_soon()
    members = team.memberships.live(today())
    recipients = [membership] if membership else list(notices.may_hear(case, members))
    Notice.objects.bulk_create(
        [
            Notice(membership=m, case=case, kind=NoticeKind.CASE_SHARED, created_at=moment)
            for m in recipients
        ]
    )
    audit.record(
        by=by,
        action="case.shared",
        subject=involvement,
        case_id=case.pk,
        child_id=case.child_id,
        team=str(team),
        person=str(membership) if membership else "",
        level=level.value,
        purpose=purpose,
        ends_at=ends_at.isoformat() if ends_at else "",
        child=case.child.full_name,
    )
    return involvement


@transaction.atomic
def end_share(*, by: Actor, involvement: Involvement) -> Involvement:
    """This will end a partner's involvement at this moment.

    Raises: NotFound, NotAllowed; RuleBroken if it is no partner's; Conflict if it has ended.
    """
    case = lock(by, P.SHARE, involvement.case)
    locked = Involvement.objects.select_for_update(no_key=True).get(pk=involvement.pk)
    moment = now()
    if locked.role != InvolvementRole.PARTNER:
        raise RuleBroken(Problem("not_a_share"))
    if locked.ends_at is not None and locked.ends_at <= moment:
        raise Conflict(Problem("share_already_ended"))
    locked.ends_at = moment
    locked.save(update_fields=["ends_at"])
    grants.sync([case.pk])
    audit.record(
        by=by,
        action="share.ended",
        subject=locked,
        case_id=case.pk,
        child_id=case.child_id,
        team=str(locked.team),
        child=case.child.full_name,
    )
    return locked


def _share_problems(
    team: Team,
    membership: Membership | None,
    level: Level,
    purpose: str,
    ends_at: datetime | None,
    moment: datetime,
) -> list[Problem]:
    problems = []
    if not purpose.strip():
        problems.append(Problem("purpose_missing", "purpose"))
    if level is Level.LEAD:
        problems.append(Problem("level_not_for_partners", "level"))
    if ends_at is not None and ends_at <= moment:
        problems.append(Problem("share_ends_in_past", "ends_on"))
    if membership is not None and membership.team_id != team.pk:
        problems.append(Problem("person_not_in_team", "team"))
    return problems


def _involving_problems(case: Case, membership: Membership | None) -> list[Problem]:
    problems = list(
        involving_problems(is_restricted=case.is_restricted, is_whole_team=membership is None)
    )
    if membership is not None:
        excluded = Exclusion.objects.filter(case=case, user=membership.user_id, ends_at=None)
        if excluded.exists():
            name = {"name": membership.user.full_name}
            problems.append(Problem("person_is_excluded", "membership", name))
    return problems


def _require_live_member_of(case: Case, membership: Membership) -> None:
    live = Membership.objects.live(today()).filter(
        pk=membership.pk,
        team__agency_id=case.authority_id,
        role__in=["social_worker", "team_manager"],
    )
    if not live.exists():
        raise RuleBroken(Problem("not_a_worker_of_authority", "co_ordinator"))
