"""Whose calendar is to be told of a conference that is still to come, and who was told before."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from agencies.models import Membership
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import KeptOut
from cases.models import CalendarEntry, Case, Child, ChildName, Conference, Invitation

Pair = tuple[uuid.UUID, uuid.UUID]
"""A conference and a membership."""

MOST = 500


def to_tell(today: date) -> list[Pair]:
    """This will list whose calendar does not hold a conference as it is planned now.

    Those whose membership has ended are not among them; so many at a time, the nearest first.
    """
    live = Membership.objects.live(today).values("pk")
    invited = _coming(_invited(), today, "conference__").filter(membership__in=live)
    found: list[Pair] = list(
        invited.filter(~_told("conference_id", "membership_id", "conference__version"))
        .order_by("conference__planned_on", "pk")
        .values_list("conference_id", "membership_id")[:MOST]
    )
    for part in ("chair", "minute_taker"):
        rows = _coming(Conference.objects.all(), today).filter(**{f"{part}__in": live})
        found += list(
            rows.filter(~_told("pk", f"{part}_id", "version"))
            .order_by("planned_on", "pk")
            .values_list("pk", f"{part}_id")[:MOST]
        )
    return list(dict.fromkeys(found))


def to_take_back(today: date) -> list[Pair]:
    """This will list whose calendar holds a conference that is cancelled, or theirs no more."""
    theirs = _invited().filter(
        conference=OuterRef("conference_id"), membership=OuterRef("membership_id")
    )
    is_part = Q(conference__chair=F("membership")) | Q(conference__minute_taker=F("membership"))
    no_more = Q(conference__status=ConferenceStatus.CALLED) & ~Exists(theirs)
    kept = CalendarEntry.objects.filter(is_cancelled=False, conference__planned_on__gte=today)
    rows = kept.filter(Q(conference__status=ConferenceStatus.CANCELLED) | (no_more & ~is_part))
    return list(rows.order_by("pk").values_list("conference_id", "membership_id")[:MOST])


def is_theirs(conference: Conference, membership_id: uuid.UUID) -> bool:
    """This will say if somebody chairs a conference, takes its minutes or is invited to it."""
    if membership_id in (conference.chair_id, conference.minute_taker_id):
        return True
    return _invited().filter(conference=conference, membership=membership_id).exists()


def is_invited(conference_id: uuid.UUID, membership_id: uuid.UUID, team_id: uuid.UUID) -> bool:
    """This will say if somebody is invited to a conference by name, or with their whole team."""
    by_name = Q(membership=membership_id) | Q(membership=None, team=team_id)
    return _invited().filter(by_name, conference=conference_id).exists()


def names_at(conference: Conference) -> list[str]:
    """This will list every name of the children at a conference, for what is not to say one."""
    at = Case.objects.filter(at_conferences__conference=conference)
    children = Child.objects.filter(pk__in=at.values("child_id"))
    found = [
        name
        for names in children.values_list("given_names", "family_name", "known_as")
        for name in names
    ]
    return found + list(
        ChildName.objects.filter(child__in=children).values_list("names", flat=True)
    )


def _coming(rows: QuerySet, today: date, path: str = "") -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(
        **{f"{path}status": ConferenceStatus.CALLED, f"{path}planned_on__gte": today}
    )


def _invited() -> QuerySet[Invitation]:
    """Who is invited and was neither uninvited nor kept out of the whole conference."""
    return Invitation.objects.filter(withdrawn_at=None).exclude(kept_out_of=KeptOut.WHOLE)


def _told(conference: str, membership: str, version: str) -> Exists:
    return Exists(
        CalendarEntry.objects.filter(
            conference=OuterRef(conference),
            membership=OuterRef(membership),
            version__gte=OuterRef(version),
            is_cancelled=False,
        )
    )
