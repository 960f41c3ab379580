"""What a conference is called and moved with: minute takers, who authorises, who was left out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agencies.actors import Actor
from agencies.models import Membership
from cases import access
from cases.domain.permissions import P
from cases.models import Case, Conference, ConferenceChild, Postponement

AUTHORISING = ("senior_manager", "team_manager")


@dataclass(frozen=True)
class Moved:
    """One postponement: from which day to which, why, by whose leave, and what protects."""

    from_on: date
    to_on: date
    reason: str
    authorised_by: str
    protection: str
    recorded_by: str


def minute_takers(authority_id: uuid.UUID, today: date) -> list[Membership]:
    """This will list the people who keep the record of conferences of an authority, by name."""
    return list(
        Membership.objects.live(today)
        .filter(team__agency_id=authority_id, role="minute_taker")
        .select_related("user", "team")
        .order_by("user__full_name", "pk")
    )


def may_authorise(conference: Conference, today: date) -> list[Membership]:
    """This will list who may authorise that a conference is moved: its chair first, then the
    senior and team managers of its authority by name."""
    managing = Q(role__in=AUTHORISING, team__agency_id=conference.authority_id)
    found = (
        Membership.objects.live(today)
        .filter(Q(pk=conference.chair_id) | managing)
        .select_related("user", "team")
        .order_by("user__full_name", "pk")
    )
    return sorted(found, key=lambda each: each.pk != conference.chair_id)


def postponements(conference: Conference) -> tuple[Moved, ...]:
    """This will list how often and why an opened conference was moved, the first time first."""
    rows = Postponement.objects.filter(conference=conference).select_related(
        "authorised_by__user", "recorded_by__user"
    )
    return tuple(
        Moved(
            row.from_on,
            row.to_on,
            row.reason,
            row.authorised_by.user.full_name,
            row.protection,
            row.recorded_by.user.full_name,
        )
        for row in rows.order_by("recorded_at", "pk")
    )


def taken_up_by(actor: Actor, conference: Conference) -> Conference | None:
    """This will give the conference that was called in place of this one, if the actor sees it."""
    rows = access.visible(actor, P.VIEW_RECORD, Conference)
    return rows.filter(follows=conference).first()


def cases_of(actor: Actor, conference: Conference) -> set[uuid.UUID]:
    """This will name the cases at a conference for which the actor may call another."""
    at = ConferenceChild.objects.filter(conference=conference).values("case_id")
    rows = access.visible(actor, P.CALL_CONFERENCE, Case).filter(pk__in=at)
    return set(rows.values_list("pk", flat=True))
