"""What the gate says of emergency openings to whom the case itself may be hidden by now.

Part of the gate. Whoever opened a case is told of the opening, never of the child; a privacy
officer counts, and sees nothing of any case.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Func, Q, QuerySet, UUIDField

from agencies.actors import Actor
from agencies.models import Agency
from agencies.roles import Duty
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.models import EmergencyAccess, Exclusion
from cpr import acting
from cpr.audit.models import AuditEvent
from cpr.clock import now

LATELY = timedelta(hours=24)
"""A named default: how long after its end somebody is told of it where they ask for the record."""
MOST_STOPS = 500


@dataclass(frozen=True)
class Ended:
    """An emergency access of one's own that has ended, and whose record it was: whom to call."""

    ended_at: datetime
    is_by_itself: bool
    is_by_another: bool
    authority: Agency


@acting.as_job("sought")
def ended_lately(actor: Actor, case_id: uuid.UUID) -> Ended | None:
    """This will say that the actor's own emergency access to a case has ended lately, if it has.

    Nothing from whose case the person is excluded since: it is an unknown one, with one query as
    of such. Nothing either where another opening of theirs is in force, or where the case is seen
    all the same, as by a share granted meanwhile: something else was refused then.
    """
    moment = now()
    barred = Exclusion.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, user=actor.user_id
    )
    own = openings_of_own(actor).filter(case_id=case_id)
    ended = own.filter(involvement__ends_at__lte=moment, involvement__ends_at__gt=moment - LATELY)
    open_still = own.filter(involvement__starts_at__lte=moment, involvement__ends_at__gt=moment)
    rows = ended.exclude(case_id__in=barred.values("case_id"))
    rows = rows.exclude(case_id__in=open_still.values("case_id"))
    row = (
        rows.select_related("involvement", "case__authority")
        .order_by("-involvement__ends_at")
        .first()
    )
    if row is None or row.involvement.ends_at is None:
        return None
    if access.can(actor, P.VIEW_SUMMARY, row.case):
        return None
    why = row.involvement.ended_reason
    return Ended(
        row.involvement.ends_at,
        is_by_itself=not why,
        is_by_another=why not in ("", BY_ONESELF),
        authority=row.case.authority,
    )


BY_ONESELF = "ended by who opened it"
"""Written where somebody ends what they opened themselves; anything else is another's reason."""


@acting.as_job("sought")
def lock_own_opening(actor: Actor, involvement_id: uuid.UUID) -> EmergencyAccess:
    """This will lock what the actor opened in an emergency, also where the case is hidden by now.

    Raises: NotFound, also for somebody else's.
    """
    rows = openings_of_own(actor).filter(involvement_id=involvement_id)
    row = rows.select_for_update(of=("self",), no_key=True).select_related("case__child").first()
    if row is None:
        raise NotFound(Problem("not_found"))
    return row


def openings_of_own(actor: Actor) -> QuerySet[EmergencyAccess]:
    """This will give what the actor opened in an emergency, also what has ended: never the child.

    A page names the child only where the gate lets the actor see the case.
    """
    return EmergencyAccess.objects.filter(membership_id=actor.membership_id or access.NOBODY)


def openings_counted(actor: Actor) -> QuerySet[EmergencyAccess]:
    """This will give the openings that a privacy officer counts; nothing of the case is for them.

    Of cases of the officer's own authority, and by staff of the officer's own agency.

    Raises: NotAllowed.
    """
    access.require_duty(actor, Duty.COUNT_EMERGENCIES)
    its_authority = Func(
        F("case_id"), function="register_authority_of", output_field=UUIDField()
    )  # the case itself is not for the officer to see
    return EmergencyAccess.objects.annotate(authority=its_authority).filter(
        Q(authority=actor.agency_id) | Q(membership__team__agency_id=actor.agency_id)
    )


def opened_by_person(actor: Actor, *, since: datetime) -> int:
    """This will count what a person opened since a moment, in all memberships; what a senior
    officer opened to them is the officer's doing and is left out."""
    mine = EmergencyAccess.objects.filter(membership__user_id=actor.user_id or access.NOBODY)
    return mine.filter(opened_at__gt=since, authorised_by__isnull=True).count()


@dataclass(frozen=True)
class Stop:
    """Somebody was stopped before one more record: who, when, whose record; never which child."""

    user_id: uuid.UUID
    who: str
    agency_name: str
    at: datetime
    authority: uuid.UUID
    agency: uuid.UUID


@acting.as_job("sought")
def stopped_people(*, since: datetime) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """This will give who was stopped since a moment with each agency that is to know: of the
    record, and of the person. Each once, however often one person was stopped."""
    rows = _stops(since=since).values_list("user_id", "details__authority", "details__agency")
    found = rows.order_by().distinct()
    return {(user, uuid.UUID(agency)) for user, *both in found for agency in both}


@acting.as_job("sought")
def _stops_of(agency: uuid.UUID, *, since: datetime) -> list[Stop]:
    of_it = Q(details__authority=str(agency)) | Q(details__agency=str(agency))
    return [
        Stop(
            user_id=row.user_id,
            who=row.actor_name,
            agency_name=row.agency_name,
            at=row.at,
            authority=uuid.UUID(row.details["authority"]),
            agency=uuid.UUID(row.details["agency"]),
        )
        for row in _stops(since=since).filter(of_it).order_by("-at", "-pk")[:MOST_STOPS]
        if row.user_id is not None
    ]


def _stops(*, since: datetime) -> QuerySet[AuditEvent]:
    """Whoever was stopped opened something the day before: so few people's events are read."""
    begun = EmergencyAccess.objects.filter(opened_at__gt=since - LATELY)
    people = set(begun.values_list("membership__user_id", flat=True))
    if not people:
        return AuditEvent.objects.none()
    return AuditEvent.objects.filter(user_id__in=people, action="emergency.stopped", at__gt=since)


def stops_counted(actor: Actor, *, since: datetime) -> list[Stop]:
    """This will list the stops that a privacy officer counts, as the openings are, the latest
    first; two queries, or one. The stops of others push none out of the list.

    Raises: NotAllowed.
    """
    access.require_duty(actor, Duty.COUNT_EMERGENCIES)
    return _stops_of(actor.agency_id or access.NOBODY, since=since)
