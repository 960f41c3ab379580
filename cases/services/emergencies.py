"""Emergency access: opening what one has no part in, and its end.

The access is an involvement that ends by itself. Reviewing it is in ``emergency_reviews``, the way
to a restricted case in ``emergency_officers``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import ROLES, Duty
from cases import access, access_openings, access_sought, grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import emergencies as rules
from cases.domain.statuses import EmergencyReason, InvolvementRole, LegalBasis
from cases.models import Case, EmergencyAccess, Exclusion, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import emergency_limits, notices
from cases.services.act import act
from cases.services.cases import lock
from cpr import acting
from cpr.audit import writer as audit
from cpr.clock import now, today


class CaseIsRestricted(RuleBroken):
    """A restricted case is opened only through the senior officer named on it."""


class AlreadyOpen(Conflict):
    """It is open to them in an emergency already: a further reason is kept by ``add_reason``."""


@act
def open_in_emergency(
    *, by: Actor, case: Case, kind: EmergencyReason, reason: str, hours: int
) -> EmergencyAccess:
    """This will open a case that the actor may not see, for some hours, and tell who must know.

    ``case`` comes from the door. The co-ordinator, or else the managers of the lead team, and the
    reviewer hear at once. With nobody to review it is opened all the same: a child is at risk.

    Raises: NotAllowed; NotFound, also for an excluded person; CaseIsRestricted; RuleBroken;
    TooManyOpened; Conflict where it is open to the actor already: nothing is made longer.
    """
    case = access_sought.sought(by, case.pk, Duty.EMERGENCY_ACCESS, locked=True)
    if case.is_restricted:
        raise CaseIsRestricted(Problem("emergency_case_restricted"))
    _require_not_open(by.acting_membership, case)
    if access.can(by, P.VIEW_SUMMARY, case):
        raise Conflict(Problem("record_open_to_you"))
    _require_rules(reason, hours)
    emergency_limits.require_below(by)
    member = Membership.objects.select_related("user", "team").get(pk=by.acting_membership)
    return _open(by, case, member, kind, reason, hours, authorised_by=None)


@act
def open_for(
    *,
    by: Actor,
    case: Case,
    membership: Membership,
    kind: EmergencyReason,
    reason: str,
    hours: int,
) -> EmergencyAccess:
    """This will open a restricted case to one named person for some hours, by its senior officer.

    Raises: NotFound, NotAllowed; RuleBroken for a case that is not restricted, a person who could
    not open any case in an emergency, or who is excluded; Conflict where it is open already.
    """
    case = lock(by, P.RESTRICT, case)
    access.require_duty(by, Duty.AUTHORISE_EMERGENCY)
    if not case.is_restricted:
        raise RuleBroken(Problem("emergency_not_restricted"))
    _require_may_be_opened_to(case, membership, by)
    _require_not_open(membership.pk, case)
    _require_rules(reason, hours)
    officer = Membership.objects.get(pk=by.acting_membership)
    return _open(by, case, membership, kind, reason, hours, authorised_by=officer)


@act
def add_reason(*, by: Actor, case: Case, kind: EmergencyReason, reason: str) -> EmergencyAccess:
    """This will keep a further reason for what the actor has open in an emergency already: the
    reviewer reads it beside the first. Nothing is made longer.

    Raises: NotAllowed; NotFound; RuleBroken for a reason that says too little; Conflict where the
    access has ended meanwhile.
    """
    case = access_sought.sought(by, case.pk, Duty.EMERGENCY_ACCESS, locked=True)
    opening = _running(by.acting_membership, case)
    if opening is None:
        raise Conflict(Problem("emergency_has_ended"))
    RuleBroken.raise_if(rules.reason_problems(reason=reason))
    audit.record(
        by=by,
        action="emergency.reason_added",
        subject=opening,
        case_id=case.pk,
        child_id=case.child_id,
        kind=kind.value,
        reason=reason.strip(),
        child=case.child.full_name,
    )
    return opening


@act
def end_own(*, by: Actor, involvement_id: uuid.UUID) -> EmergencyAccess:
    """This will end, at this moment, what the actor opened in an emergency.

    Raises: NotFound, also for somebody else's; Conflict where it has ended.
    """
    row = access_openings.lock_own_opening(by, involvement_id)
    end(row, by=by, reason=access_openings.BY_ONESELF)
    return row


@acting.as_job("emergency-end")
def end(opening: EmergencyAccess, *, by: Actor, reason: str) -> None:
    """This will end an opening that the caller has locked, and record it.

    As a job of the system: the case may be hidden by now from whoever ends it.

    Raises: Conflict where it has ended.
    """
    part = Involvement.objects.select_for_update(no_key=True).get(pk=opening.involvement_id)
    moment = now()
    if part.ends_at is None or part.ends_at <= moment:
        raise Conflict(Problem("emergency_has_ended"))
    audit.record(  # first, while it is in force: the end is done under it too
        by=by,
        action="emergency.ended",
        subject=opening,
        case_id=opening.case_id,
        child_id=opening.case.child_id,
        reason=reason,
        child=opening.case.child.full_name,
    )
    part.ends_at, part.ended_reason = moment, reason
    part.save(update_fields=["ends_at", "ended_reason"])
    grants.sync([opening.case_id])


def _open(
    by: Actor,
    case: Case,
    member: Membership,
    kind: EmergencyReason,
    reason: str,
    hours: int,
    *,
    authorised_by: Membership | None,
) -> EmergencyAccess:
    moment = now()
    part = Involvement.objects.create(
        case=case,
        team_id=member.team_id,
        membership=member,
        role=InvolvementRole.EMERGENCY,
        level=rules.EMERGENCY_LEVEL,
        purpose=f"emergency: {kind.value}",
        legal_basis=LegalBasis.SAFEGUARDING,
        is_named=case.is_restricted,
        starts_at=moment,
        ends_at=moment + timedelta(hours=hours),
    )
    grants.sync([case.pk])
    reviewer = access_sought.reviewer(case, of=member, authorised_by=authorised_by)
    opening = EmergencyAccess.objects.create(
        case=case,
        membership=member,
        involvement=part,
        reason_kind=kind,
        reason=reason.strip(),
        opened_at=moment,
        authorised_by=authorised_by,
        reviewer=reviewer,
    )
    hear = [each for each in access_sought.leading(case) if each.user_id != member.user_id]
    hear += [member] if authorised_by else []
    tell(case=case, hear=hear, review=[reviewer] if reviewer else [], moment=moment)
    audit.record(
        by=by,
        action="emergency.authorised" if authorised_by else "emergency.opened",
        subject=opening,
        case_id=case.pk,
        child_id=case.child_id,
        kind=kind.value,
        reason=opening.reason,
        until=part.ends_at.isoformat() if part.ends_at else "",
        person=str(member),
        reviewer=str(reviewer) if reviewer else "",
        is_reviewer_authoriser=_is_the_same(reviewer, authorised_by),
        child=case.child.full_name,
    )
    return opening


def _is_the_same(reviewer: Membership | None, officer: Membership | None) -> bool:
    """Whether nobody else named on a restricted record could review what its officer opened."""
    return reviewer is not None and officer is not None and reviewer.user_id == officer.user_id


def _require_rules(reason: str, hours: int) -> None:
    longest = settings.EMERGENCY_HOURS
    RuleBroken.raise_if(rules.opening_problems(reason=reason, hours=hours, longest=longest))


def _require_not_open(membership_id: uuid.UUID, case: Case) -> None:
    """The caller holds the case's lock, so that two at once are one after the other."""
    running = _running(membership_id, case)
    if running is not None:
        until = date_format(localtime(running.involvement.ends_at), "H:i")
        raise AlreadyOpen(Problem("emergency_is_open", params={"until": until}))


@acting.as_job("rules")
def _running(membership_id: uuid.UUID, case: Case) -> EmergencyAccess | None:
    moment = now()
    opened = EmergencyAccess.objects.filter(
        case=case,
        membership_id=membership_id,
        involvement__starts_at__lte=moment,
        involvement__ends_at__gt=moment,
    )
    return opened.select_related("involvement").first()


def _require_may_be_opened_to(case: Case, member: Membership, by: Actor) -> None:
    live = Membership.objects.live(today()).filter(pk=member.pk).exclude(pk=by.acting_membership)
    may_open = Duty.EMERGENCY_ACCESS in ROLES[member.role].duties
    if not may_open or not live.exists():
        raise RuleBroken(Problem("emergency_not_for_them", "membership"))
    moment = now()
    out = Exclusion.objects.filter(case=case, user_id=member.user_id, starts_at__lte=moment)
    if any(each.ends_at is None or each.ends_at > moment for each in out):
        raise RuleBroken(Problem("emergency_person_excluded", "membership"))


def tell(
    *,
    case: Case,
    hear: Iterable[Membership],
    review: Iterable[Membership],
    moment: datetime,
) -> None:
    """This will write one notice a person; who is to review hears that, and nothing twice."""
    kinds = {each.pk: NoticeKind.EMERGENCY_OPENED for each in hear}
    kinds |= {each.pk: NoticeKind.EMERGENCY_TO_REVIEW for each in review}
    Notice.objects.bulk_create(
        [
            Notice(membership_id=pk, case=case, kind=kind, created_at=moment)
            for pk, kind in kinds.items()
        ]
    )
    notices.send_soon()
