"""Strategy discussions and section 47 enquiries: recorded on each child's own case."""

from __future__ import annotations

from datetime import date

from agencies.actors import Actor
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import enquiries as rules
from cases.domain.statuses import Section47Outcome, StrategyOutcome
from cases.models import Case, Section47Enquiry, StrategyDiscussion
from cases.services import deadlines
from cases.services.act import act
from cases.services.cases import lock, lock_all, require_open
from cpr.audit import writer as audit

STARTS_ENQUIRY = frozenset({StrategyOutcome.SECTION_47_JOINT, StrategyOutcome.SECTION_47_SINGLE})


@act
def record_strategy_discussion(
    *,
    by: Actor,
    cases: list[Case],
    held_on: date,
    outcome: StrategyOutcome,
    agencies_present: str,
    reasons: str,
    today: date,
    decided_on: date | None = None,
) -> list[StrategyDiscussion]:
    """This will record a strategy discussion on each child's case, and start the enquiries it
    decided on; an enquiry already under way goes on (c3pt1-p8).

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if one is recorded for that day.
    """
    cases = lock_all(by, P.RECORD_WORK, cases)
    require_open(cases)
    RuleBroken.raise_if(
        _strategy_problems(cases, held_on, decided_on, agencies_present, reasons, today)
    )
    if StrategyDiscussion.objects.filter(case__in=cases, held_on=held_on).exists():
        raise Conflict(Problem("strategy_discussion_already_recorded", "held_on"))
    recorded = []
    for case in cases:
        discussion = StrategyDiscussion.objects.create(
            case=case,
            held_on=held_on,
            decided_on=decided_on,
            outcome=outcome,
            agencies_present=agencies_present,
            reasons=reasons,
            recorded_by_id=by.membership_id,
        )
        audit.record(
            by=by,
            action="strategy_discussion.recorded",
            subject=discussion,
            case_id=case.pk,
            child_id=case.child_id,
            held_on=held_on.isoformat(),
            outcome=outcome.value,
            child=case.child.full_name,
        )
        if outcome in STARTS_ENQUIRY:
            _start_enquiry(by, case, discussion)
        recorded.append(discussion)
    deadlines.recompute([case.pk for case in cases])
    return recorded


def _strategy_problems(
    cases: list[Case],
    held_on: date,
    decided_on: date | None,
    agencies_present: str,
    reasons: str,
    today: date,
) -> list[Problem]:
    if not cases:
        return [Problem("no_children_at_conference", "cases")]
    return [
        problem
        for case in cases
        for problem in rules.strategy_discussion_problems(
            held_on=held_on,
            decided_on=decided_on,
            agencies_present=agencies_present,
            reasons=reasons,
            born_on=case.child.born_on,
            expected_on=case.child.expected_on,
            today=today,
        )
    ]


def _start_enquiry(by: Actor, case: Case, discussion: StrategyDiscussion) -> None:
    if case.section47_enquiries.filter(ended_on__isnull=True).exists():
        return
    enquiry = Section47Enquiry.objects.create(
        case=case,
        strategy_discussion=discussion,
        started_on=discussion.held_on,
        recorded_by_id=by.membership_id,
    )
    audit.record(
        by=by,
        action="section47.started",
        subject=enquiry,
        case_id=case.pk,
        child_id=case.child_id,
        started_on=discussion.held_on.isoformat(),
        child=case.child.full_name,
    )


@act
def conclude_section47(
    *,
    by: Actor,
    enquiry: Section47Enquiry,
    ended_on: date,
    outcome: Section47Outcome,
    reasons: str,
    today: date,
) -> Section47Enquiry:
    """This will record the determination of a section 47 enquiry (c3pt2-p3).

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was concluded meanwhile.
    """
    case = lock(by, P.RECORD_WORK, Case(pk=enquiry.case_id))
    locked = Section47Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry.pk)
    if locked.ended_on is not None:
        raise Conflict(Problem("section47_already_concluded"))
    require_open([case])
    RuleBroken.raise_if(
        rules.section47_problems(
            started_on=locked.started_on,
            ended_on=ended_on,
            outcome=outcome,
            reasons=reasons,
            strategy_on=locked.strategy_discussion.held_on if locked.strategy_discussion else None,
            born_on=case.child.born_on,
            expected_on=case.child.expected_on,
            today=today,
        )
    )
    locked.ended_on, locked.outcome, locked.reasons = ended_on, outcome, reasons
    locked.save(update_fields=["ended_on", "outcome", "reasons"])
    audit.record(
        by=by,
        action="section47.concluded",
        subject=locked,
        case_id=case.pk,
        child_id=case.child_id,
        ended_on=ended_on.isoformat(),
        outcome=outcome.value,
        child=case.child.full_name,
    )
    deadlines.recompute([case.pk])
    return locked
