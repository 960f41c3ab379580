"""Emergency access as it is looked at: what waits for review, what was done, what is one's own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from agencies.actors import Actor
from agencies.models import Membership
from cases import access, access_openings
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.models import Case, EmergencyAccess
from cpr import acting
from cpr.audit.models import AuditEvent
from cpr.clock import now, today

MOST_OWN = 25
MOST_OTHERS = 50
MOST_EVENTS = 500
ASKED = ("emergency.refused", "emergency.officers_read")
SAYING = ("emergency.reason_added", "emergency.ended")
"""What is done under an opening of which the reason is shown to whoever reviews it."""


@dataclass(frozen=True)
class Waiting:
    """An opening whose review is not closed, as its list shows it."""

    opening_id: uuid.UUID
    case_id: uuid.UUID
    child: str
    who: str
    agency: str
    kind: EmergencyReason
    opened_at: datetime
    ends_at: datetime
    reviewer: str
    is_mine: bool
    is_of_authoriser: bool


@dataclass(frozen=True)
class Own:
    """What a person opened; ``child`` and ``case_id`` only while the gate shows the case."""

    opening_id: uuid.UUID
    kind: EmergencyReason
    opened_at: datetime
    ends_at: datetime
    is_open: bool
    finding: EmergencyFinding | None
    case_id: uuid.UUID | None
    child: str


@dataclass(frozen=True)
class Done:
    """One thing that was done under an emergency access, or to it.

    ``who`` where it was not whoever opened it; ``said``: a further reason, or why it was ended.
    """

    at: datetime
    action: str
    part: str
    who: str = ""
    said: str = ""


def to_review(actor: Actor, *, mine_only: bool = False) -> list[Waiting]:
    """This will list the openings that wait for a review, the longest waiting first.

    The actor's own to review and those that nobody is there to review; and, unless ``mine_only``,
    those of others on cases whose readings the actor may see, which can be taken over. Nobody is
    shown what they opened themselves.
    """
    rows = (
        access.visible(actor, P.VIEW_ACCESS_LOG, EmergencyAccess)
        .filter(reviewed_at__isnull=True)
        .exclude(membership__user_id=actor.user_id or access.NOBODY)
        .order_by("opened_at", "pk")
    )
    there = Membership.objects.live(today()).values("pk")  # who was named may have left since
    mine = Q(reviewer_id=actor.membership_id or access.NOBODY)
    waits = rows.filter(mine | Q(reviewer__isnull=True) | ~Q(reviewer__in=there))
    found = list(waits.values_list("pk", flat=True)[:MOST_OWN])
    if not mine_only:
        found += rows.exclude(pk__in=found).values_list("pk", flat=True)[:MOST_OTHERS]
    if not found:  # as on most days: who and whom of it is eleven tables
        return []
    whole = (  # those that the gate has given, whole
        EmergencyAccess.objects.filter(pk__in=found)
        .select_related("case__child", "membership__user", "membership__team__agency")
        .select_related("involvement", "reviewer__user", "authorised_by")
    )
    by_id = {row.pk: row for row in whole}
    return [_waiting(by_id[pk], actor) for pk in found if pk in by_id]


@acting.as_job("sought")
def done_under(opening: EmergencyAccess) -> list[Done]:
    """This will list what was done under an opening that the caller has opened, in its order.

    By the mark that each event carries; of a list that showed the child, only that it was read.
    """
    marked = Q(membership_id=opening.membership_id, details__emergency=str(opening.pk))
    ended = Q(subject_id=opening.pk, action="emergency.ended")  # by whomever
    of_case = AuditEvent.objects.filter(marked | ended, case_id=opening.case_id)
    of_lists = AuditEvent.objects.filter(
        user_id=opening.membership.user_id,
        membership_id=opening.membership_id,
        case_id__isnull=True,
        at__gte=opening.opened_at,
        details__emergencies__contains=[str(opening.pk)],
    )
    events = sorted(
        [*of_case.order_by("at")[:MOST_EVENTS], *of_lists.order_by("at")[:MOST_EVENTS]],
        key=lambda event: (event.at, event.pk),
    )
    return [_done(row, opening) for row in events]


def openings_of(actor: Actor, case: Case) -> list[EmergencyAccess]:
    """This will list who opened a case in an emergency and why, the latest first."""
    rows = access.visible(actor, P.VIEW_ACCESS_LOG, EmergencyAccess).filter(case=case)
    people = rows.select_related("membership__user", "membership__team__agency", "involvement")
    return list(people.order_by("-opened_at", "-pk")[:MOST_OTHERS])


@acting.as_job("sought")
def own(actor: Actor, *, is_open: bool = False) -> list[Own]:
    """This will list what the actor opened lately; the child is named only where still seen.

    With ``is_open`` only what is open at this moment.
    """
    opened = access_openings.openings_of_own(actor)
    if is_open:
        opened = opened.filter(involvement__ends_at__gt=now())
    rows = list(opened.select_related("involvement").order_by("-opened_at", "-pk")[:MOST_OWN])
    if not rows:
        return []
    cases = access.visible(actor, P.VIEW_SUMMARY).select_related("child")
    seen = cases.in_bulk([row.case_id for row in rows])
    return [_own(row, seen.get(row.case_id)) for row in rows]


def asked_lately(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """This will list who asked for a restricted case in an emergency lately, as (id, words)."""
    asked = (
        access.visible(actor, P.VIEW_ACCESS_LOG, AuditEvent)
        .filter(case_id=case.pk, action__in=ASKED, at__gte=now() - access_openings.LATELY)
        .values_list("membership_id", flat=True)
    )
    live = Membership.objects.live(today()).filter(pk__in=[pk for pk in asked if pk])
    live = live.select_related("user", "team__agency").order_by("user__full_name", "pk")
    return [
        (str(each.pk), f"{each.user.full_name}, {each.team.agency.name}, {each.team.name}")
        for each in live
    ]


def _done(row: AuditEvent, opening: EmergencyAccess) -> Done:
    is_own = row.membership_id == opening.membership_id
    says = row.action in SAYING and not (is_own and row.action == "emergency.ended")
    said = str(row.details.get("reason", "")) if says else ""
    part = str(row.details.get("part", ""))
    return Done(row.at, row.action, part, "" if is_own else row.actor_name, said)


def is_of_authoriser(row: EmergencyAccess) -> bool:
    """This will say whether who is to review an opening, or did, is who authorised it."""
    officer, reviewer = row.authorised_by, row.reviewer
    return bool(officer and reviewer and officer.user_id == reviewer.user_id)


def _waiting(row: EmergencyAccess, actor: Actor) -> Waiting:
    return Waiting(
        opening_id=row.pk,
        case_id=row.case_id,
        child=row.case.child.full_name,
        who=row.membership.user.full_name,
        agency=row.membership.team.agency.name,
        kind=EmergencyReason(row.reason_kind),
        opened_at=row.opened_at,
        ends_at=row.involvement.ends_at or row.opened_at,
        reviewer=row.reviewer.user.full_name if row.reviewer else "",
        is_mine=row.reviewer_id == actor.membership_id,
        is_of_authoriser=is_of_authoriser(row),
    )


def _own(row: EmergencyAccess, seen: Case | None) -> Own:
    ends_at = row.involvement.ends_at or row.opened_at
    return Own(
        opening_id=row.pk,
        kind=EmergencyReason(row.reason_kind),
        opened_at=row.opened_at,
        ends_at=ends_at,
        is_open=ends_at > now(),
        finding=EmergencyFinding(row.finding) if row.finding else None,
        case_id=seen.pk if seen else None,
        child=seen.child.full_name if seen else "",
    )
