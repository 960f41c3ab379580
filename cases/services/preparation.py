"""What is done before the day: the interpreter, the chair and the family, an advocate's offer."""

from __future__ import annotations

from datetime import date

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import taking_part as rules
from cases.domain.taking_part import AdvocateAnswer
from cases.models import Conference, ConferenceChild
from cases.services.act import act
from cases.services.taking_part import lock_called, record, save
from cpr.audit import writer as audit


@act
def record_preparation(
    *,
    by: Actor,
    conference: Conference,
    version: int,
    interpreter_booked_on: date | None,
    family_met_on: date | None,
    today: date,
) -> Conference:
    """This will record when the interpreter was booked and when the chair met the family.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if the conference was changed meanwhile.
    """
    locked = lock_called(by, P.RECORD_CONFERENCE, conference)
    if locked.version != version:
        raise Conflict(Problem("invitation_changed"))
    RuleBroken.raise_if(
        rules.preparation_problems(
            interpretation=locked.interpretation,
            interpreter_booked_on=interpreter_booked_on,
            family_met_on=family_met_on,
            today=today,
        )
    )
    locked.interpreter_booked_on, locked.family_met_on = interpreter_booked_on, family_met_on
    save(locked, "interpreter_booked_on", "family_met_on")
    record(
        by,
        locked,
        "conference.prepared",
        interpreter_booked_on=str(interpreter_booked_on or ""),
        family_met_on=str(family_met_on or ""),
    )
    return locked


@act
def record_advocate(
    *,
    by: Actor,
    at: ConferenceChild,
    version: int,
    offered_on: date | None,
    answer: AdvocateAnswer | None,
    today: date,
) -> ConferenceChild:
    """This will record the active offer of an advocate to one child, and its answer (c4-p7).

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was changed meanwhile.
    """
    access.require(by, P.RECORD_CONFERENCE, at)
    locked = lock_called(by, P.RECORD_CONFERENCE, at.conference)
    row = (
        ConferenceChild.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__child")
        .get(pk=at.pk)
    )
    if row.version != version:
        raise Conflict(Problem("invitation_changed"))
    RuleBroken.raise_if(rules.advocate_problems(offered_on=offered_on, answer=answer, today=today))
    row.advocate_offered_on, row.advocate_answer = offered_on, answer
    save(row, "advocate_offered_on", "advocate_answer")
    audit.record(
        by=by,
        action="conference.advocate_offered",
        subject=locked,
        case_id=row.case_id,
        child_id=row.case.child_id,
        child=row.case.child.full_name,
        offered_on=str(offered_on or ""),
        answer=answer.value if answer else "",
    )
    return row
