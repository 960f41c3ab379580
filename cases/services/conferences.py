"""A conference: called for a sibling group, held on a day, its papers sent."""

from __future__ import annotations

from datetime import date, time

from agencies.actors import Actor
from agencies.models import Membership
from cases import access, access_whole, grants
from cases.domain.errors import Conflict, NotAllowed, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import conferences as rules
from cases.domain.statuses import (
    CONFERENCE_TRANSITIONS,
    ConferenceKind,
    ConferenceStatus,
    InvolvementRole,
    Level,
)
from cases.models import Case, Conference, ConferenceChild, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import deadlines, notices
from cases.services.act import act
from cases.services.cases import involve, joining_problems, lock_all, require_open
from cases.services.child_facts import child_facts
from cpr.audit import writer as audit
from cpr.clock import now
from cpr.clock import today as local_today


@act
def call_conference(
    *,
    by: Actor,
    cases: list[Case],
    kind: ConferenceKind,
    planned_on: date,
    chair: Membership,
    planned_time: time | None = None,
    place: str = "",
) -> Conference:
    """This will call a conference for one or several children of one authority.

    The chair is let into each case. Every child is decided on their own afterwards.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict if one is called already.
    """
    cases = lock_all(by, P.CALL_CONFERENCE, cases)
    require_open(cases)
    RuleBroken.raise_if(_calling_problems(cases, kind, planned_on, chair))
    _require_none_called(cases)
    conference = Conference.objects.create(
        authority=cases[0].authority,
        kind=kind,
        planned_on=planned_on,
        planned_time=planned_time,
        place=place,
        chair=chair,
    )
    ConferenceChild.objects.bulk_create(
        [ConferenceChild(conference=conference, case=case) for case in cases]
    )
    for case in cases:
        _let_chair_in(by, case, chair)
        audit.record(
            by=by,
            action="conference.called",
            subject=conference,
            case_id=case.pk,
            child_id=case.child_id,
            kind=kind.value,
            planned_on=planned_on.isoformat(),
            chair=str(chair),
            child=case.child.full_name,
        )
    Notice.objects.bulk_create(
        [
            Notice(membership=chair, case=case, kind=NoticeKind.CONFERENCE_CALLED, created_at=now())
            for case in cases
        ]
    )
    notices.send_soon()
    deadlines.recompute([case.pk for case in cases])
    return conference


def _let_chair_in(by: Actor, case: Case, chair: Membership) -> None:
    """Who chaired before is in already; on a restricted case the chair is named all the same."""
    current = case.involvements.filter(
        membership=chair, role=InvolvementRole.CHAIR, ends_at__isnull=True
    )
    if current.exists():
        RuleBroken.raise_if(joining_problems(case, chair))
        if case.is_restricted and current.filter(is_named=False).update(is_named=True):
            grants.sync([case.pk])
            notices.tell_of_naming(by=by, case=case, newcomers=[chair])
        return
    involve(
        case=case,
        team=chair.team,
        membership=chair,
        role=InvolvementRole.CHAIR,
        level=Level.FULL,
        purpose="chair of the conference",
    )
    notices.tell_of_naming(by=by, case=case, newcomers=[chair])


def _let_chair_out(conference: Conference) -> None:
    """The chair of a cancelled conference keeps only the cases of others they chair or chaired."""
    kept = ConferenceChild.objects.filter(conference__chair=conference.chair_id).exclude(
        conference__status=ConferenceStatus.CANCELLED
    )
    cases = list(
        conference.children.exclude(case_id__in=kept.values("case_id")).values_list(
            "case_id", flat=True
        )
    )
    Involvement.objects.filter(
        case_id__in=cases,
        membership=conference.chair_id,
        role=InvolvementRole.CHAIR,
        ends_at__isnull=True,
    ).update(ends_at=now())
    grants.sync(cases)


def _calling_problems(
    cases: list[Case], kind: ConferenceKind, planned_on: date, chair: Membership
) -> list[Problem]:
    if not cases:
        return [Problem("no_children_at_conference", "cases")]
    problems: list[Problem] = []
    if len({case.authority_id for case in cases}) > 1:
        problems.append(Problem("children_of_several_authorities", "cases"))
    live = Membership.objects.live(local_today()).filter(pk=chair.pk, role="conference_chair")
    if not live.filter(team__agency_id=cases[0].authority_id).exists():
        problems.append(Problem("not_a_chair_of_authority", "chair"))
    known = child_facts(cases)
    for case in cases:
        problems += rules.calling_problems(
            kind=kind,
            planned_on=planned_on,
            child=case.child.full_name,
            is_unborn=case.child.is_unborn,
            registered_on=known[case.pk].registered_for(kind),
            last_strategy_on=known[case.pk].last_strategy_on,
        )
    return problems


def _require_none_called(cases: list[Case]) -> None:
    """A child has one conference ahead at a time; the same form sent twice calls it once."""
    rows = ConferenceChild.objects.filter(
        case__in=cases, conference__status=ConferenceStatus.CALLED
    ).select_related("conference", "case__child")
    problems = [
        Problem(
            "conference_already_called",
            "cases",
            {"child": at.case.child.full_name, "planned_on": at.conference.planned_on},
        )
        for at in rows
    ]
    Conflict.raise_if(problems)


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
def hold_conference(*, by: Actor, conference: Conference, held_on: date, today: date) -> Conference:
    """This will record that a called conference took place; decisions per child follow.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was recorded or cancelled meanwhile.
    """
    locked = lock_conference(by, P.RECORD_DECISION, conference)
    _require_transition(locked, ConferenceStatus.HELD)
    cases = [at.case for at in locked.children.select_related("case__child")]
    require_open(cases)
    RuleBroken.raise_if(_holding_problems(locked, cases, held_on, today))
    locked.status, locked.held_on = ConferenceStatus.HELD, held_on
    locked.version += 1
    locked.save(update_fields=["status", "held_on", "version"])
    _record_for_each(by, locked, "conference.held", held_on=held_on.isoformat())
    return locked


@act
def cancel_conference(*, by: Actor, conference: Conference, reason: str) -> Conference:
    """This will cancel a called conference; the clock it was called for goes on.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was held or cancelled meanwhile.
    """
    locked = lock_conference(by, P.CALL_CONFERENCE, conference)
    _require_transition(locked, ConferenceStatus.CANCELLED)
    if not reason.strip():
        raise RuleBroken(Problem("reason_missing", "reason"))
    locked.status = ConferenceStatus.CANCELLED
    locked.version += 1
    locked.save(update_fields=["status", "version"])
    _record_for_each(by, locked, "conference.cancelled", reason=reason)
    _let_chair_out(locked)
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
    _record_for_each(
        by,
        locked,
        "conference.papers_sent",
        outline_sent_on=str(outline_sent_on or ""),
        record_sent_on=str(record_sent_on or ""),
    )
    return locked


def _require_transition(conference: Conference, to: ConferenceStatus) -> None:
    if to not in CONFERENCE_TRANSITIONS[ConferenceStatus(conference.status)]:
        raise Conflict(Problem("conference_already_closed"))


def _holding_problems(
    conference: Conference, cases: list[Case], held_on: date, today: date
) -> list[Problem]:
    known, kind = child_facts(cases), ConferenceKind(conference.kind)
    return [
        problem
        for case in cases
        for problem in rules.holding_problems(
            kind=kind,
            held_on=held_on,
            today=today,
            child=case.child.full_name,
            born_on=case.child.born_on,
            expected_on=case.child.expected_on,
            first_strategy_on=known[case.pk].first_strategy_on,
            registered_on=known[case.pk].registered_for(kind),
            registered_by_conference_on=known[case.pk].registered_by_conference_on,
        )
    ]


def _record_for_each(by: Actor, conference: Conference, action: str, **details: str) -> None:
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
