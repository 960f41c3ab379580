"""Calling a conference for the children of a household, and who is let into their cases for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, time

from agencies.actors import Actor
from agencies.models import Membership
from cases import access, grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import calling as rules
from cases.domain.rules.conferences import calling_problems
from cases.domain.statuses import ConferenceKind, ConferenceStatus, InvolvementRole, Level
from cases.domain.taking_part import ConferenceLanguage
from cases.models import Case, ChildLeftOut, Conference, ConferenceChild, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import deadlines, notices, parts
from cases.services.act import act
from cases.services.cases import involve, joining_problems, lock_all, require_open
from cases.services.child_facts import child_facts
from cpr.audit import writer as audit
from cpr.clock import now

PURPOSE = {
    InvolvementRole.CHAIR: "chair of the conference",
    InvolvementRole.MINUTE_TAKER: "minute taker of the conference",
}
REASON_FIELD = "left_out_{case}"
"""The name of what says why a case of the household is left out."""


@act
def call_conference(
    *,
    by: Actor,
    cases: list[Case],
    kind: ConferenceKind,
    planned_on: date,
    chair: Membership,
    minute_taker: Membership | None = None,
    planned_time: time | None = None,
    place: str = "",
    video_link: str = "",
    language: ConferenceLanguage | None = None,
    interpretation: str = "",
    left_out: Mapping[uuid.UUID, str] | None = None,
    follows: Conference | None = None,
) -> Conference:
    """This will call a conference for one or several children of one authority.

    Chair and minute taker are let into each case. Every child is decided on their own afterwards;
    ``left_out`` says, by case, why another child of the household is not considered. ``follows``
    is the cancelled or inquorate conference that this one takes up again.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict if one is called already.
    """
    cases = lock_all(by, P.CALL_CONFERENCE, cases)
    require_open(cases)
    others = others_of_household(by, cases)
    reasons = {case.pk: (left_out or {}).get(case.pk, "") for case in others}
    RuleBroken.raise_if(
        [
            *_calling_problems(cases, kind, planned_on),
            *parts.officer_problems(cases, chair, minute_taker),
            *_left_out_problems(others, reasons),
            *rules.check_video_link(video_link),
        ]
    )
    _require_none_called(cases)
    conference = Conference.objects.create(
        authority=cases[0].authority,
        kind=kind,
        planned_on=planned_on,
        planned_time=planned_time,
        place=place,
        video_link=video_link,
        language=language,
        interpretation=interpretation,
        chair=chair,
        minute_taker=minute_taker,
        follows=_followed(by, follows, cases),
    )
    ConferenceChild.objects.bulk_create(
        [ConferenceChild(conference=conference, case=case) for case in cases]
    )
    ChildLeftOut.objects.bulk_create(
        [ChildLeftOut(conference=conference, case=o, reason=reasons[o.pk]) for o in others]
    )
    _record(by, conference, cases, others, reasons)
    _let_in(by, conference, cases)
    deadlines.recompute([case.pk for case in cases])
    return conference


def others_of_household(by: Actor, cases: list[Case]) -> list[Case]:
    """This will list the open cases of brothers and sisters, beside those given, that the actor
    could call a conference for as well."""
    groups = {case.child.sibling_group_id for case in cases} - {None}
    if not groups:
        return []
    return list(
        access.visible(by, P.CALL_CONFERENCE)
        .filter(
            child__sibling_group_id__in=groups,
            authority_id__in={case.authority_id for case in cases},
            closed_on__isnull=True,
        )
        .exclude(pk__in=[case.pk for case in cases])
        .select_related("child")
        .order_by("pk")
    )


def let_out(conference: Conference) -> None:
    """This will let the chair and the minute taker of a cancelled conference out of the cases of
    which they have no other conference, in the same part, that stands."""
    officers = {
        InvolvementRole.CHAIR: ("chair", conference.chair_id),
        InvolvementRole.MINUTE_TAKER: ("minute_taker", conference.minute_taker_id),
    }
    for role, (column, member) in officers.items():
        if member is None:
            continue
        kept = ConferenceChild.objects.filter(**{f"conference__{column}": member}).exclude(
            conference__status=ConferenceStatus.CANCELLED
        )
        cases = list(
            conference.children.exclude(case_id__in=kept.values("case_id")).values_list(
                "case_id", flat=True
            )
        )
        Involvement.objects.filter(
            case_id__in=cases, membership=member, role=role, ends_at__isnull=True
        ).update(ends_at=now())
        grants.sync(cases)


def _let_in(by: Actor, conference: Conference, cases: list[Case]) -> None:
    """Into each case, the chair and the minute taker; both are told."""
    officers = (
        (conference.chair, InvolvementRole.CHAIR, NoticeKind.CONFERENCE_CALLED),
        (conference.minute_taker, InvolvementRole.MINUTE_TAKER, NoticeKind.CONFERENCE_INVITED),
    )
    told = [(member, role, kind) for member, role, kind in officers if member is not None]
    for member, role, _kind in told:
        for case in cases:
            _let_officer_in(by, case, member, role)
    Notice.objects.bulk_create(
        [
            Notice(membership=member, case=case, kind=kind, created_at=now())
            for member, _role, kind in told
            for case in cases
        ]
    )
    notices.send_soon()


def _let_officer_in(by: Actor, case: Case, member: Membership, role: InvolvementRole) -> None:
    """Who had this part before is in already; on a restricted case they are named all the same."""
    current = case.involvements.filter(membership=member, role=role, ends_at__isnull=True)
    if current.exists():
        RuleBroken.raise_if(joining_problems(case, member))
        if case.is_restricted and current.filter(is_named=False).update(is_named=True):
            grants.sync([case.pk])
            notices.tell_of_naming(by=by, case=case, newcomers=[member])
        return
    involve(
        case=case,
        team=member.team,
        membership=member,
        role=role,
        level=Level.FULL,
        purpose=PURPOSE[role],
    )
    notices.tell_of_naming(by=by, case=case, newcomers=[member])


def _calling_problems(
    cases: list[Case], kind: ConferenceKind, planned_on: date
) -> Iterable[Problem]:
    if not cases:
        yield Problem("no_children_at_conference", "cases")
        return
    if len({case.authority_id for case in cases}) > 1:
        yield Problem("children_of_several_authorities", "cases")
    known = child_facts(cases)
    for case in cases:
        yield from calling_problems(
            kind=kind,
            planned_on=planned_on,
            child=case.child.full_name,
            is_unborn=case.child.is_unborn,
            registered_on=known[case.pk].registered_for(kind),
            last_strategy_on=known[case.pk].last_strategy_on,
        )


def _left_out_problems(others: list[Case], reasons: Mapping[uuid.UUID, str]) -> Iterable[Problem]:
    for case in others:
        field = REASON_FIELD.format(case=case.pk)
        yield from rules.check_left_out(
            child=case.child.full_name, reason=reasons[case.pk], field=field
        )


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


def _followed(by: Actor, follows: Conference | None, cases: list[Case]) -> Conference | None:
    """The conference that is taken up again, locked so that only one takes it up."""
    if follows is None:
        return None
    access.require(by, P.VIEW_RECORD, follows)
    earlier = Conference.objects.select_for_update(of=("self",), no_key=True).get(pk=follows.pk)
    RuleBroken.raise_if(
        rules.follow_problems(
            status=ConferenceStatus(earlier.status),
            was_quorate=not earlier.quorum_reason,
            is_of_same_children=earlier.children.filter(case__in=cases).exists(),
        )
    )
    if Conference.objects.filter(follows=earlier).exists():
        raise Conflict(Problem("already_taken_up"))
    return earlier


def _record(
    by: Actor,
    conference: Conference,
    cases: list[Case],
    others: list[Case],
    reasons: Mapping[uuid.UUID, str],
) -> None:
    told = {
        "kind": ConferenceKind(conference.kind).value,
        "planned_on": conference.planned_on.isoformat(),
        "chair": str(conference.chair),
        "minute_taker": str(conference.minute_taker or ""),
    }
    entries = [
        audit.Entry("conference.called", conference, c.pk, c.child_id, told | _named(c))
        for c in cases
    ]
    entries += [
        audit.Entry(
            "conference.left_out",
            conference,
            c.pk,
            c.child_id,
            {"reason": reasons[c.pk], "planned_on": told["planned_on"]} | _named(c),
        )
        for c in others
    ]
    audit.record_many(by=by, entries=entries)


def _named(case: Case) -> dict[str, str]:
    return {"child": case.child.full_name}
