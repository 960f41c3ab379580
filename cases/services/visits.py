"""Visits and core groups: recorded in under a minute, and the clocks follow."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import plan as rules
from cases.models import Case, CoreGroupMeeting, Registration, Visit
from cases.services import deadlines
from cases.services.act import act
from cases.services.cases import lock, lock_all, require_open
from cpr.audit import writer as audit


@dataclass(frozen=True)
class Seen:
    """What a visit saw."""

    was_seen: bool
    was_seen_alone: bool = False
    was_at_home: bool = False
    was_bedroom_seen: bool = False
    was_refused: bool = False


@act
def record_visit(
    *,
    by: Actor,
    case: Case,
    visited_on: date,
    seen: Seen,
    account: str,
    childs_words: str = "",
    today: date,
    submission: uuid.UUID | None = None,
) -> Visit:
    """This will record one visit. The same ``submission`` twice gives the first one back.

    Raises: NotFound, NotAllowed; RuleBroken.
    """
    case = lock(by, P.RECORD_WORK, case)
    already = Visit.objects.filter(submission=submission, case=case).first() if submission else None
    if already is not None:
        return already
    require_open([case])
    RuleBroken.raise_if(
        rules.visit_problems(
            visited_on=visited_on,
            today=today,
            born_on=case.child.born_on,
            account=account,
            **vars(seen),
        )
    )
    visit = Visit.objects.create(
        case=case,
        visited_on=visited_on,
        account=account,
        childs_words=childs_words,
        recorded_by_id=by.membership_id,
        submission=submission,
        **vars(seen),
    )
    audit.record(
        by=by,
        action="visit.recorded",
        subject=visit,
        case_id=case.pk,
        child_id=case.child_id,
        visited_on=visited_on.isoformat(),
        child=case.child.full_name,
        **vars(seen),
    )
    deadlines.recompute([case.pk])
    return visit


@act
def record_core_group(
    *, by: Actor, cases: list[Case], held_on: date, account: str, today: date
) -> list[CoreGroupMeeting]:
    """This will record a core group meeting on each child's case.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if one is recorded for that day.
    """
    cases = lock_all(by, P.RECORD_WORK, cases)
    require_open(cases)
    RuleBroken.raise_if(_core_group_problems(cases, held_on, account, today))
    if CoreGroupMeeting.objects.filter(case__in=cases, held_on=held_on).exists():
        raise Conflict(Problem("core_group_already_recorded", "held_on"))
    meetings = []
    for case in cases:
        meeting = CoreGroupMeeting.objects.create(
            case=case, held_on=held_on, account=account, recorded_by_id=by.membership_id
        )
        audit.record(
            by=by,
            action="core_group.recorded",
            subject=meeting,
            case_id=case.pk,
            child_id=case.child_id,
            held_on=held_on.isoformat(),
            child=case.child.full_name,
        )
        meetings.append(meeting)
    deadlines.recompute([case.pk for case in cases])
    return meetings


def _core_group_problems(
    cases: list[Case], held_on: date, account: str, today: date
) -> list[Problem]:
    if not cases:
        return [Problem("no_children_at_conference", "cases")]
    problems = list(rules.core_group_problems(held_on=held_on, today=today, account=account))
    on_register: dict[uuid.UUID, list[tuple[date, date | None]]] = {case.pk: [] for case in cases}
    for row in Registration.objects.filter(case__in=cases):
        on_register[row.case_id].append((row.registered_on, row.ended_on))
    for case in cases:
        problems += rules.core_group_child_problems(
            held_on=held_on, child=case.child.full_name, registrations=on_register[case.pk]
        )
    return problems
