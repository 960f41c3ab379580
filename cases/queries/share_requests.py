"""Requests to share: those that wait for the actor's answer, and the actor's own with theirs.

Of an own request about a case that the actor may not see, only what the actor wrote is told, whom
it went to, and the answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level, RequestStatus
from cases.models import ShareRequest
from cpr import acting
from cpr.clock import now

LATELY_DAYS = 14
MOST_OF_LATE = 5
MOST = 100
"""How many of each a page lists; a named default."""


@dataclass(frozen=True)
class Asked:
    """A request as somebody reads it; ``child`` and ``case_id`` only where the case may be seen."""

    request_id: uuid.UUID
    case_id: uuid.UUID | None
    child: str
    authority: str
    who: str
    role_key: str
    team: str
    agency: str
    for_whole_team: bool
    level: Level
    given: Level | None
    purpose: str
    legal_basis: LegalBasis
    asked_at: datetime
    status: RequestStatus
    decided_at: datetime | None
    reason: str


def waiting(actor: Actor) -> QuerySet[ShareRequest]:
    """This will give the open requests that the actor may answer, the oldest first."""
    return (
        access.visible(actor, P.SHARE, ShareRequest)
        .filter(status=RequestStatus.ASKED)
        .exclude(membership_id=actor.acting_membership)
        .order_by("asked_at", "pk")
    )


def own(actor: Actor) -> QuerySet[ShareRequest]:
    """This will give what the acting membership asked for, the latest first."""
    seen = access.visible(actor, P.VIEW_SUMMARY).filter(pk=OuterRef("case_id"))
    return (
        ShareRequest.objects.filter(membership_id=actor.acting_membership)
        .annotate(is_seen=Exists(seen))
        .order_by("-asked_at", "-pk")
    )


def to_answer(actor: Actor) -> list[Asked]:
    """This will list what waits for the actor."""
    return [_asked(row, is_seen=True) for row in _whole(waiting(actor))[:MOST]]


def of_ones_own(actor: Actor) -> list[Asked]:
    """This will list what the actor asked for, with the answers."""
    return _own(actor)


def waiting_for(actor: Actor, case_id: uuid.UUID) -> datetime | None:
    """This will say when the actor asked for a case, where the answer is still to come."""
    open_one = own(actor).filter(case_id=case_id, status=RequestStatus.ASKED)
    asked_at: datetime | None = open_one.values_list("asked_at", flat=True).first()
    return asked_at


@acting.as_job("sought")
def answers(
    actor: Actor, told: Iterable[tuple[uuid.UUID, datetime]]
) -> dict[tuple[uuid.UUID, datetime], Asked]:
    """This will give the actor's own requests that were answered, by case and moment."""
    wanted = set(told)
    rows = own(actor).filter(
        case_id__in=[case_id for case_id, _at in wanted],
        decided_at__in=[at for _case_id, at in wanted],
    )
    found: Iterable[Any] = _whole(rows) if wanted else ()
    return {(row.case_id, row.decided_at): _asked(row, is_seen=row.is_seen) for row in found}


def of_late(actor: Actor) -> tuple[int, list[Asked]]:
    """This will count what waits for the actor, and list the actor's own that are open or were
    answered lately.
    """
    lately = Q(decided_at__isnull=True) | Q(decided_at__gte=now() - timedelta(days=LATELY_DAYS))
    of_actor = ShareRequest.objects.filter(lately, membership_id=actor.acting_membership)
    # Most days there is none, and the whole of one costs ten times as much to ask for.
    latest = of_actor.order_by("-asked_at", "-pk").values_list("pk", flat=True)[:MOST_OF_LATE]
    found = list(latest)
    mine = _own(actor, only=found) if found else []
    is_any = ShareRequest.objects.filter(status=RequestStatus.ASKED).exists
    return (waiting(actor).count() if actor.holds(P.SHARE) and is_any() else 0), mine


def one(actor: Actor, request_id: uuid.UUID) -> tuple[ShareRequest, Asked]:
    """This will give a request that the actor may answer, whatever became of it.

    Raises: NotFound, NotAllowed.
    """
    row = access.get_for(actor, P.SHARE, request_id, ShareRequest)
    [whole] = _whole(ShareRequest.objects.filter(pk=row.pk))
    return whole, _asked(whole, is_seen=True)


def _whole(rows: QuerySet[ShareRequest]) -> QuerySet[ShareRequest]:
    return rows.select_related(
        "case__child", "case__authority", "membership__user", "team__agency", "involvement"
    )


@acting.as_job("sought")
def _own(actor: Actor, *, only: Iterable[uuid.UUID] | None = None) -> list[Asked]:
    """The actor's own, which say of each case whether it is seen; ``only``: of these."""
    rows = own(actor) if only is None else own(actor).filter(pk__in=list(only))
    found: Iterable[Any] = _whole(rows)[:MOST]
    return [_asked(row, is_seen=row.is_seen) for row in found]


def _asked(row: ShareRequest, *, is_seen: bool) -> Asked:
    return Asked(
        request_id=row.pk,
        case_id=row.case_id if is_seen else None,
        child=row.case.child.full_name if is_seen else "",
        authority=row.case.authority.name,
        who=row.membership.user.full_name,
        role_key=row.membership.role,
        team=row.team.name,
        agency=row.team.agency.name,
        for_whole_team=row.for_whole_team,
        level=Level(row.level),
        given=Level(row.involvement.level) if row.involvement else None,
        purpose=row.purpose,
        legal_basis=LegalBasis(row.legal_basis),
        asked_at=row.asked_at,
        status=RequestStatus(row.status),
        decided_at=row.decided_at,
        reason=row.decision_reason,
    )
