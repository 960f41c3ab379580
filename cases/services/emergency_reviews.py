"""Reviewing what was opened in an emergency: by the named reviewer, or who takes it over."""

from __future__ import annotations

import uuid

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access, access_sought
from cases.domain.errors import Conflict, NotAllowed, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import emergencies as rules
from cases.domain.statuses import EmergencyFinding
from cases.models import EmergencyAccess, Involvement
from cases.models.notice import NoticeKind
from cases.services import emergencies, notices
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now


@act
def open_review(*, by: Actor, opening_id: uuid.UUID) -> EmergencyAccess:
    """This will give an opening to be looked at by who reviews, and record the reading.

    Raises: NotAllowed, also where it is the actor's own; NotFound.
    """
    opening = _reviewable(by, opening_id)
    _record(by, "emergency.read", opening)
    return opening


@act
def take_over(*, by: Actor, opening_id: uuid.UUID, note: str) -> EmergencyAccess:
    """This will make the actor the named reviewer in place of whoever it is, and say why.

    Raises: NotFound; NotAllowed; RuleBroken without a note; Conflict where it is the actor's
    already, or reviewed.
    """
    opening = _locked(by, opening_id)
    if opening.reviewer_id == by.acting_membership:
        raise Conflict(Problem("review_yours_already"))
    RuleBroken.raise_if(rules.taking_over_problems(note=note))
    _require_not_authorised(by, opening)
    before = str(opening.reviewer) if opening.reviewer else ""
    opening.reviewer_id = by.acting_membership
    opening.save(update_fields=["reviewer"])
    _record(by, "emergency.taken_over", opening, note=note.strip(), instead_of=before)
    return opening


@act
def close_review(
    *, by: Actor, opening_id: uuid.UUID, finding: EmergencyFinding, note: str
) -> EmergencyAccess:
    """This will close a review, once; what is found not justified and is open still, ends.

    Raises: NotFound; NotAllowed; RuleBroken without a note; Conflict where somebody has closed it,
    or somebody else than the actor is named to review it by now.
    """
    opening = _locked(by, opening_id)
    if opening.reviewer_id != by.acting_membership:
        raise Conflict(Problem("review_is_anothers"))
    RuleBroken.raise_if(rules.review_problems(note=note))
    opening.reviewed_at, opening.reviewed_by_id = now(), by.acting_membership
    opening.finding, opening.review_note = finding, note.strip()
    opening.save(update_fields=["reviewed_at", "reviewed_by", "finding", "review_note"])
    others = EmergencyAccess.objects.filter(case_id=opening.case_id, reviewed_at__isnull=True)
    if not others.filter(reviewer_id=by.acting_membership).exists():
        notices.settle(by=by, case_id=opening.case_id, kind=NoticeKind.EMERGENCY_TO_REVIEW)
    _record(by, "emergency.reviewed", opening, finding=finding.value)
    if finding is EmergencyFinding.NOT_JUSTIFIED and _is_open(opening):
        emergencies.end(opening, by=by, reason="found not justified")
    return opening


@act
def end_now(*, by: Actor, opening_id: uuid.UUID, reason: str) -> EmergencyAccess:
    """This will end somebody else's emergency access at this moment, with a reason, reviewed or
    not: whoever may review it may end it.

    Raises: NotFound; NotAllowed, also where it is the actor's own; RuleBroken without a reason;
    Conflict where it has ended.
    """
    found = _reviewable(by, opening_id)
    RuleBroken.raise_if(rules.ending_problems(reason=reason))
    opening = (
        EmergencyAccess.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__child")
        .get(pk=found.pk)
    )
    emergencies.end(opening, by=by, reason=reason.strip())
    return opening


def _require_not_authorised(by: Actor, opening: EmergencyAccess) -> None:
    """Who authorised an opening takes its review over only where nobody else could have it."""
    officer = opening.authorised_by
    if officer is None or officer.user_id != by.user_id:
        return
    best = access_sought.reviewer(opening.case, of=opening.membership, authorised_by=officer)
    if best is not None and best.user_id != by.user_id:
        raise RuleBroken(Problem("review_of_what_you_authorised"))


def _locked(by: Actor, opening_id: uuid.UUID) -> EmergencyAccess:
    """The opening, locked and not yet reviewed."""
    found = _reviewable(by, opening_id)
    opening = (
        EmergencyAccess.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__child", "reviewer__user", "reviewer__team", "membership")
        .select_related("authorised_by")
        .get(pk=found.pk)
    )
    if opening.reviewed_at is not None:
        raise Conflict(Problem("emergency_reviewed_already"))
    return opening


def _reviewable(by: Actor, opening_id: uuid.UUID) -> EmergencyAccess:
    access.get_for(by, P.VIEW_ACCESS_LOG, opening_id, EmergencyAccess)
    access.require_duty(by, Duty.REVIEW_EMERGENCY)
    opening = EmergencyAccess.objects.select_related(
        "case__child",
        "case__authority",
        "membership__user",
        "membership__team__agency",
        "involvement",
        "reviewer__user",
        "reviewed_by__user",
        "authorised_by__user",
    ).get(pk=opening_id)
    if opening.membership.user_id == by.user_id:
        raise NotAllowed(Problem("emergency_is_own"))
    return opening


def _is_open(opening: EmergencyAccess) -> bool:
    part = Involvement.objects.get(pk=opening.involvement_id)
    return part.ends_at is not None and part.ends_at > now()


def _record(by: Actor, action: str, opening: EmergencyAccess, **details: object) -> None:
    audit.record(
        by=by,
        action=action,
        subject=opening,
        case_id=opening.case_id,
        child_id=opening.case.child_id,
        child=opening.case.child.full_name,
        **details,
    )
