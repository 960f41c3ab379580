"""Names on and off the register: the decision of a conference for one child, and what follows.

The database refuses the same things by itself; here they are said in words first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agencies.actors import Actor
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import people as people_rules
from cases.domain.statuses import (
    ConferenceDecision,
    DeregistrationReason,
)
from cases.models import (
    Case,
    Child,
    ConferenceChild,
    DeregistrationDecision,
    Registration,
    RegistrationCategory,
)
from cases.models.notice import NoticeKind
from cases.queries import record_says
from cases.services import deadlines, notices
from cases.services import registration_checks as checks
from cases.services.act import act
from cases.services.cases import lock, require_open
from cpr.audit import writer as audit
from cpr.clock import now


@act
def record_decision(
    *,
    by: Actor,
    at: ConferenceChild,
    decision: ConferenceDecision,
    reasons: str,
    today: date,
    categories: Sequence[str] = (),
    childs_views: str = "",
    removal_reason: DeregistrationReason | None = None,
    evidence: str = "",
) -> ConferenceChild:
    """This will record what a held conference decided for one child, and carry it out.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict if the decision for this
    child was recorded meanwhile.
    """
    case = lock(by, P.RECORD_DECISION, Case(pk=at.case_id))
    locked = (
        ConferenceChild.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference")
        .get(pk=at.pk)
    )
    if locked.decision is not None:
        raise Conflict(Problem("decision_already_recorded"))
    require_open([case])
    current = Registration.objects.filter(child_id=case.child_id, ended_on__isnull=True).first()
    RuleBroken.raise_if(
        checks.decision_problems(locked, case, decision, reasons, categories, today)
    )
    said = (
        record_says.findings(by, case, locked.conference, current, today)
        if decision is ConferenceDecision.REMOVE and current is not None
        else []
    )
    held_on = locked.conference.held_on
    if held_on is None:  # never: _decision_problems refuses a conference that was not held
        raise RuleBroken(Problem("conference_not_held"))
    locked.decision, locked.reasons, locked.childs_views = decision, reasons, childs_views
    locked.decided_at, locked.decided_by_id = now(), by.membership_id
    with checks.or_conflict():
        locked.save()
    audit.record(
        by=by,
        action="decision.recorded",
        subject=locked,
        case_id=case.pk,
        child_id=case.child_id,
        decision=decision.value,
        reasons=reasons,
        categories=list(categories),
        child=case.child.full_name,
        # What spoke against it on record at that moment, so that it can be read years later.
        open_points=[finding.plain() for finding in said if finding.is_open],
    )
    with checks.or_conflict():
        if decision is ConferenceDecision.REGISTER:
            _place_on_register(by, case, locked, categories, reasons, held_on)
        elif decision is ConferenceDecision.CHANGE_CATEGORIES and current is not None:
            _change_categories(by, case, current, categories, held_on)
        elif decision is ConferenceDecision.REMOVE and current is not None:
            _take_off(by, case, current, removal_reason, evidence, held_on, today, locked)
    deadlines.recompute([case.pk])
    return locked


@act
def deregister_without_conference(
    *,
    by: Actor,
    registration: Registration,
    reason: DeregistrationReason,
    evidence: str,
    ended_on: date,
    today: date,
    died_on: date | None = None,
) -> DeregistrationDecision:
    """This will take a name off at the 18th birthday, on death, or on leaving the country (c4-p9).

    ``died_on`` goes on the child's own record, where it is not there yet.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if the name came off meanwhile.
    """
    case = lock(by, P.RECORD_DECISION, Case(pk=registration.case_id))
    locked = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if locked.ended_on is not None:
        raise Conflict(Problem("already_off_the_register"))
    if reason is DeregistrationReason.DIED and died_on is not None:
        _record_death(case.child, died_on, today)
    with checks.or_conflict():
        row = _take_off(by, case, locked, reason, evidence, ended_on, today, None)
    deadlines.recompute([case.pk])
    return row


def _record_death(child: Child, died_on: date, today: date) -> None:
    RuleBroken.raise_if(
        people_rules.death_problems(died_on=died_on, born_on=child.born_on, today=today)
    )
    locked = Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    if locked.died_on is None:
        locked.died_on = died_on
        locked.version += 1
        locked.save(update_fields=["died_on", "version"])
    child.died_on = locked.died_on


def _place_on_register(
    by: Actor, case: Case, at: ConferenceChild, categories: Sequence[str], reasons: str, on: date
) -> Registration:
    registration = Registration.objects.create(
        child_id=case.child_id, case=case, decision=at, registered_on=on, reasons=reasons
    )
    RegistrationCategory.objects.bulk_create(
        [
            RegistrationCategory(registration=registration, category=c, started_on=on)
            for c in categories
        ]
    )
    audit.record(
        by=by,
        action="registration.placed",
        subject=registration,
        case_id=case.pk,
        child_id=case.child_id,
        registered_on=on.isoformat(),
        categories=list(categories),
        child=case.child.full_name,
    )
    notices.tell_involved(by=by, case=case, kind=NoticeKind.REGISTERED)
    return registration


def _change_categories(
    by: Actor, case: Case, registration: Registration, categories: Sequence[str], on: date
) -> None:
    current = {c.category: c for c in registration.categories.filter(ended_on__isnull=True)}
    for gone in current.keys() - set(categories):
        current[gone].ended_on = on
        current[gone].save(update_fields=["ended_on"])
    RegistrationCategory.objects.bulk_create(
        [
            RegistrationCategory(registration=registration, category=c, started_on=on)
            for c in categories
            if c not in current
        ]
    )
    audit.record(
        by=by,
        action="registration.categories_changed",
        subject=registration,
        case_id=case.pk,
        child_id=case.child_id,
        before=sorted(current),
        after=sorted(categories),
        child=case.child.full_name,
    )


def _take_off(
    by: Actor,
    case: Case,
    registration: Registration,
    reason: DeregistrationReason | None,
    evidence: str,
    ended_on: date,
    today: date,
    at: ConferenceChild | None,
) -> DeregistrationDecision:
    RuleBroken.raise_if(
        checks.removal_problems(registration, case, reason, evidence, ended_on, today, at)
    )
    if reason is None:  # never: the rules refuse an end without its reason
        raise RuleBroken(Problem("deregistration_reason_missing", "reason"))
    registration.ended_on = ended_on
    registration.version += 1
    registration.save(update_fields=["ended_on", "version"])
    registration.categories.filter(ended_on__isnull=True).update(ended_on=ended_on)
    row = DeregistrationDecision.objects.create(
        registration=registration,
        decision=at,
        reason=reason,
        evidence=evidence,
        ended_on=ended_on,
        decided_by_name=by.name,
    )
    audit.record(
        by=by,
        action="registration.ended",
        subject=registration,
        case_id=case.pk,
        child_id=case.child_id,
        ended_on=ended_on.isoformat(),
        reason=reason.value,
        evidence=evidence,
        died_on=str(case.child.died_on or ""),
        child=case.child.full_name,
    )
    notices.tell_involved(by=by, case=case, kind=NoticeKind.OFF_THE_REGISTER)
    return row
