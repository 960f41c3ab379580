"""A conference that was called: held on a day or cancelled, its papers sent.

Calling one is in ``calling``, moving it to a later day in ``postponing``.
"""

from __future__ import annotations

from datetime import date

from agencies.actors import Actor
from cases import access, access_whole
from cases.domain.errors import Conflict, NotAllowed, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import conferences as rules
from cases.domain.statuses import CONFERENCE_TRANSITIONS, ConferenceStatus
from cases.models import Case, Conference
from cases.services import deadlines, holding, invited, notices
from cases.services.act import act
from cases.services.calling import let_out
from cases.services.cases import require_open
from cpr.audit import writer as audit


def lock_conference(by: Actor, permission: P, conference: Conference) -> Conference:
    """This will pass the gate and lock a conference, to change it for every child at it.

    The cases of its children are locked first, in the order of ``lock_all``: whoever records
    something on one of them holds that case and may go on to the conference.

    Raises: NotFound; NotAllowed, also where the actor may not do this for one of the children.
    """
    access.require(by, permission, conference)
    cases = conference.children.values("case_id")
    seen = access.visible(by, permission).filter(pk__in=cases).count()
    whole = access_whole.children_at(conference)
    if seen != whole:
        raise NotAllowed(Problem("not_allowed"))
    locked = Case.objects.select_for_update(no_key=True).filter(pk__in=cases).order_by("pk")
    if len(locked.values_list("pk")) != whole:  # one was closed to the actor during the wait
        raise NotAllowed(Problem("not_allowed"))
    return Conference.objects.select_for_update(of=("self",), no_key=True).get(pk=conference.pk)


@act
def hold_conference(
    *, by: Actor, conference: Conference, held_on: date, today: date, quorum_reason: str = ""
) -> Conference:
    """This will record that a called conference took place; who came is recorded before.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was recorded or cancelled meanwhile.
    """
    locked = lock_conference(by, P.RECORD_DECISION, conference)
    require_transition(locked, ConferenceStatus.HELD)
    cases = [at.case for at in locked.children.select_related("case__child")]
    require_open(cases)
    quorum = holding.settle(by, locked, quorum_reason)
    RuleBroken.raise_if([*holding.problems(locked, cases, held_on, today), *quorum])
    locked.status, locked.held_on = ConferenceStatus.HELD, held_on
    locked.version += 1
    locked.save(update_fields=["status", "held_on", "quorum_reason", "version"])
    details = {"held_on": held_on.isoformat(), "quorum_reason": locked.quorum_reason}
    record_for_each(by, locked, "conference.held", **details)
    return locked


@act
def cancel_conference(*, by: Actor, conference: Conference, reason: str) -> Conference:
    """This will cancel a called conference; the clock it was called for goes on.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was held or cancelled meanwhile.
    """
    locked = lock_conference(by, P.CALL_CONFERENCE, conference)
    require_transition(locked, ConferenceStatus.CANCELLED)
    if not reason.strip():
        raise RuleBroken(Problem("reason_missing", "reason"))
    locked.status, locked.version = ConferenceStatus.CANCELLED, locked.version + 1
    locked.save(update_fields=["status", "version"])
    record_for_each(by, locked, "conference.cancelled", reason=reason)
    invited.tell_invited(by=by, conference=locked)
    notices.send_soon()
    let_out(locked)
    return locked


@act
def record_papers_sent(
    *,
    by: Actor,
    conference: Conference,
    outline_sent_on: date | None,
    record_sent_on: date | None,
    today: date,
) -> Conference:
    """This will record the day the outline plan and the full record were circulated (c3pt2-p14).

    Raises: NotFound, NotAllowed; RuleBroken.
    """
    locked = lock_conference(by, P.RECORD_DECISION, conference)
    RuleBroken.raise_if(
        rules.papers_problems(
            held_on=locked.held_on,
            outline_sent_on=outline_sent_on,
            record_sent_on=record_sent_on,
            today=today,
        )
    )
    locked.outline_sent_on, locked.record_sent_on = outline_sent_on, record_sent_on
    locked.version += 1
    locked.save(update_fields=["outline_sent_on", "record_sent_on", "version"])
    record_for_each(
        by,
        locked,
        "conference.papers_sent",
        outline_sent_on=str(outline_sent_on or ""),
        record_sent_on=str(record_sent_on or ""),
    )
    return locked


def require_transition(conference: Conference, to: ConferenceStatus) -> None:
    """This will do nothing if a conference can go to a status from where it stands.

    Raises: Conflict.
    """
    if to not in CONFERENCE_TRANSITIONS[ConferenceStatus(conference.status)]:
        raise Conflict(Problem("conference_already_closed"))


def record_for_each(by: Actor, conference: Conference, action: str, **details: str) -> None:
    """This will record an act on a conference in the audit of each child, and count anew."""
    rows = list(conference.children.select_related("case__child"))
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                action,
                conference,
                at.case_id,
                at.case.child_id,
                {**details, "child": at.case.child.full_name, "kind": conference.kind},
            )
            for at in rows
        ],
    )
    deadlines.recompute([at.case_id for at in rows])
