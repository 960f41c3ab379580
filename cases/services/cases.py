"""Who works with a case: its lock, its parts, its co-ordinator. Sharing is in ``shares``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from agencies.actors import Actor
from agencies.models import Membership, Team
from cases import access, grants
from cases.domain.errors import NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import episodes as rules
from cases.domain.rules.restrictions import involving_problems
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Case, Exclusion, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import notices
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now, today


def lock(by: Actor, permission: P, case: Case) -> Case:
    """This will pass the gate and lock the root row for the rest of the transaction.

    Raises: NotFound, also where it was closed to the actor during the wait; NotAllowed.
    """
    access.require(by, permission, case)
    [locked] = _locked([case])
    access.require(by, permission, locked)  # once more: it may have been closed during the wait
    return locked


def lock_all(by: Actor, permission: P, cases: list[Case]) -> list[Case]:
    """This will pass the gate for several cases and lock them, always in the same order.

    Raises: NotFound, NotAllowed.
    """
    access.require_all(by, permission, cases)
    locked = _locked(cases)
    access.require_all(by, permission, locked)
    return locked


def _locked(cases: list[Case]) -> list[Case]:
    """All of them, or NotFound: row-level security may have closed one since the gate was asked."""
    wanted = {case.pk for case in cases}
    found = list(
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("child", "authority")
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    if len(found) != len(wanted):
        raise NotFound(Problem("not_found"))
    return found


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
    legal_basis: LegalBasis | None = None,
) -> Involvement:
    """This will add an involvement and its grant; the caller has gate, lock and audit.

    On a restricted case it names the person.

    Raises: RuleBroken for a whole team on a restricted case, or a person who is excluded from it.
    """
    RuleBroken.raise_if(joining_problems(case, membership))
    involvement = Involvement.objects.create(
        case=case,
        team=team,
        membership=membership,
        role=role,
        level=level,
        purpose=purpose,
        legal_basis=legal_basis,
        is_named=case.is_restricted,
        starts_at=starts_at or now(),
        ends_at=ends_at,
    )
    grants.sync([case.pk])
    return involvement


@act
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
    notices.tell_of_naming(by=by, case=case, newcomers=[membership])
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


def joining_problems(case: Case, membership: Membership | None) -> list[Problem]:
    """This will list why a person, or None for a whole team, may not come to work with a case."""
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
