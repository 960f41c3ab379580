"""Requests to share a case: asked, withdrawn, granted, refused. Each answer is a record.

Whoever asks may see nothing of the case, and learns nothing of it but the answer and its reason.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import Duty
from cases import access, access_sought
from cases.access_explained import SEES, Standing, standings
from cases.domain.errors import Conflict, NotAllowed, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import sharing as rules
from cases.domain.statuses import InvolvementRole, LegalBasis, Level, RequestStatus
from cases.models import Case, Notice, ShareRequest
from cases.models.notice import NoticeKind
from cases.services import notices, shares
from cases.services.act import act
from cases.services.cases import lock
from cpr import acting
from cpr.audit import writer as audit
from cpr.clock import now, today


@act
def ask(
    *,
    by: Actor,
    case: Case,
    level: Level,
    purpose: str,
    legal_basis: LegalBasis,
    for_whole_team: bool = False,
    is_sought: bool = False,
) -> ShareRequest:
    """This will ask those who may share a case to share it, with the actor or the actor's team.

    ``is_sought``: the actor does not see the case, and the caller knows by the door that the
    actor's own search led to it.

    Raises: NotFound, also for a person who is excluded; NotAllowed; RuleBroken for a blank purpose,
    or a level above ``full`` or that the actor has; Conflict while an earlier request is open.
    """
    if is_sought:
        access_sought.sought(by, case.pk, Duty.SEARCH)
    else:
        access.require(by, P.VIEW_SUMMARY, case)
    held = access.held(by, case)
    seen = frozenset(each for each in Level if SEES[each] in held)
    RuleBroken.raise_if(rules.request_problems(level=level, purpose=purpose, seen=seen))
    try:
        with transaction.atomic():
            made = ShareRequest.objects.create(
                case=case,
                membership_id=by.acting_membership,
                team_id=by.acting_team,
                for_whole_team=for_whole_team,
                level=level,
                purpose=purpose.strip(),
                legal_basis=legal_basis,
                asked_at=now(),
            )
    except IntegrityError as error:
        raise Conflict(Problem("request_is_open")) from error
    _tell(case, NoticeKind.SHARE_ASKED, deciders(case, without=by.acting_membership))
    _record(by, "share_request.asked", made)
    return made


@act
def withdraw(*, by: Actor, request_id: uuid.UUID) -> ShareRequest:
    """This will take back a request of the actor's own that is not answered yet.

    Raises: NotFound, also where it is somebody else's; Conflict if it has been answered.
    """
    own = ShareRequest.objects.filter(membership__in=access.live(by, now()), pk=request_id)
    row = own.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise NotFound(Problem("not_found"))
    _require_open(row)
    _answer(row, by, RequestStatus.WITHDRAWN, now())
    _record(by, "share_request.withdrawn", row)
    return row


@act
def grant(
    *,
    by: Actor,
    request: ShareRequest,
    level: Level,
    ends_at: datetime | None,
    with_whole_team: bool = False,
) -> ShareRequest:
    """This will share the case as was asked, or less of it, and tell whoever asked.

    What is shared with them at a lower level already ends, and the newer share stands beside it.

    Raises: NotFound, NotAllowed; RuleBroken where it is more than was asked for, whoever asked has
    left, or as in ``shares.share``; Conflict if somebody answered first.
    """
    case, row = _lock(by, request)
    moment = now()
    member = row.membership
    problems = list(rules.grant_problems(asked=Level(row.level), given=level))
    if with_whole_team and not row.for_whole_team:
        problems.append(Problem("more_than_asked", "whole_team"))
    if not Membership.objects.live(today()).filter(pk=member.pk).exists():
        problems.append(Problem("asker_has_left"))
    RuleBroken.raise_if(problems)
    whom = None if with_whole_team else member
    basis = LegalBasis(row.legal_basis)
    terms = shares.Terms(row.team, whom, level, row.purpose, basis, moment, ends_at)
    shares.require_terms(case, terms, moment)
    levels = list(Level)
    kind = NoticeKind.CASE_SHARED
    for old in shares.overlapping(case, terms).select_for_update(of=("self",), no_key=True):
        if levels.index(Level(old.level)) >= levels.index(level):
            raise Conflict(Problem("already_shared"))
        kind = NoticeKind.CASE_SHARED if old.starts_at > moment else NoticeKind.SHARE_CHANGED
        shares.end_at(old, moment)
    row.involvement = shares.make(case, terms)
    _answer(row, by, RequestStatus.GRANTED, moment)
    others = [each for each in shares.recipients(case, row.team, whom) if each.pk != member.pk]
    shares.tell(row.involvement, others, kind)
    _tell(case, NoticeKind.SHARE_ANSWERED, [member], moment)
    if whom is not None:
        notices.tell_of_naming(by=by, case=case, newcomers=[member])
    shares.record(by, "case.shared", case, row.involvement)
    _record(by, "share_request.granted", row)
    return row


@act
def refuse(*, by: Actor, request: ShareRequest, reason: str) -> ShareRequest:
    """This will refuse a request, with a reason that whoever asked will read, and tell them.

    Raises: NotFound, NotAllowed; RuleBroken for a blank reason; Conflict if it is answered.
    """
    case, row = _lock(by, request)
    if not reason.strip():
        raise RuleBroken(Problem("reason_missing", "reason"))
    row.decision_reason = reason.strip()
    moment = now()
    _answer(row, by, RequestStatus.REFUSED, moment)
    _tell(case, NoticeKind.SHARE_ANSWERED, [row.membership], moment)
    _record(by, "share_request.refused", row)
    return row


@acting.as_job("rules")
def deciders(case: Case, *, without: uuid.UUID) -> list[Membership]:
    """This will list who is told of a request: of those who may share the case, the co-ordinator;
    where there is none, the managers of the lead team and above; else all of them.

    Of a restricted case nobody may but named people, and so nobody else is told.
    """
    may = [
        one for one in standings(case) if P.SHARE in one.allowed and one.membership.pk != without
    ]
    co_ordinator = [
        one
        for one in may
        if any(
            each.involvement.role == InvolvementRole.CO_ORDINATOR
            and each.involvement.membership_id == one.membership.pk
            for each in one.opening
        )
    ]
    return [one.membership for one in co_ordinator or _managers(may) or may]


def _managers(may: list[Standing]) -> list[Standing]:
    return [one for one in may if one.membership.role == "team_manager"]


def _lock(by: Actor, request: ShareRequest) -> tuple[Case, ShareRequest]:
    """The case and its request, locked in this order; nobody answers a request of their own."""
    case = lock(by, P.SHARE, Case(pk=request.case_id))
    row = (
        ShareRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("membership__user", "membership__team", "team")
        .get(pk=request.pk)
    )
    if row.membership_id == by.membership_id:
        raise NotAllowed(Problem("not_allowed", params={"permission": P.SHARE.value}))
    _require_open(row)
    return case, row


def _require_open(row: ShareRequest) -> None:
    if row.status != RequestStatus.ASKED:
        raise Conflict(Problem("request_is_answered"))


def _answer(row: ShareRequest, by: Actor, status: RequestStatus, moment: datetime) -> None:
    """The notice of an answer is known by its moment, which is therefore the same."""
    row.status = status
    row.decided_at = moment
    row.decided_by_id = by.acting_membership
    row.save(update_fields=["status", "decided_at", "decided_by", "decision_reason", "involvement"])
    others = ShareRequest.objects.filter(case_id=row.case_id, status=RequestStatus.ASKED)
    if not others.exists():
        notices.settle(by=by, case_id=row.case_id, kind=NoticeKind.SHARE_ASKED)


def _tell(
    case: Case, kind: NoticeKind, people: list[Membership], moment: datetime | None = None
) -> None:
    moment = moment or now()
    Notice.objects.bulk_create(
        [Notice(membership=each, case=case, kind=kind, created_at=moment) for each in people]
    )
    notices.send_soon()


def _record(by: Actor, action: str, row: ShareRequest) -> None:
    audit.record(
        by=by,
        action=action,
        subject=row,
        case_id=row.case_id,
        child_id=access_sought.child_of(row.case_id),
        level=str(row.level),
        purpose=row.purpose,
        legal_basis=str(row.legal_basis),
        for_whole_team=row.for_whole_team,
        reason=row.decision_reason,
    )
