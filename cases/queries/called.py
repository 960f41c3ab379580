"""The conferences of the acting membership's day: called, and not yet recorded as held.

Through the gate, in a fixed number of queries; of one that may not be opened, day and kind alone.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.models import Case, Conference, ConferenceChild

MOST_CONFERENCES = 20
MOST_OF_OTHERS = 6


@dataclass(frozen=True)
class Coming:
    """A conference that was called and not yet recorded as held; without an id where the actor
    may know its day and kind, from a child's plan, and open no record of it."""

    conference_id: uuid.UUID | None
    kind: str
    planned_on: date
    planned_time: time | None
    place: str
    children: tuple[str, ...]
    cases: tuple[uuid.UUID, ...]
    is_past: bool


def called(
    actor: Actor, cases: list[Case], today: date, *, is_over_others: bool
) -> tuple[Coming, ...]:
    """This will list those the actor chairs, and those about the actor's children.

    Other children are unnamed. For somebody over others they are those of the own authority about
    any child they see.
    """
    about = ConferenceChild.objects.filter(case_id__in=[case.pk for case in cases])
    mine = Q(chair_id=actor.membership_id) | Q(pk__in=about.values("conference_id"))
    at = access.visible(actor, P.VIEW_RECORD, ConferenceChild)
    # A conference opens with any child at it. Asked for the children at those that are called, the
    # gate answers for some hundreds; asked for the conferences, for all that its cases ever had.
    opened = at.filter(conference__status=ConferenceStatus.CALLED).values("conference_id")
    rows = list(
        Conference.objects.filter(
            Q(authority_id=actor.agency_id) if is_over_others else mine,
            status=ConferenceStatus.CALLED,
            pk__in=opened,
        ).order_by("planned_on", "planned_time", "pk")[
            : MOST_OF_OTHERS if is_over_others else MOST_CONFERENCES
        ]
    )
    named: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = defaultdict(list)
    for each in at.filter(conference__in=rows).select_related("case__child"):
        named[each.conference_id].append((each.case.child.full_name, each.case_id))
    openable = tuple(
        Coming(
            conference_id=row.pk,
            kind=row.kind,
            planned_on=row.planned_on,
            planned_time=row.planned_time,
            place=row.place,
            children=tuple(name for name, _case_id in sorted(named[row.pk])),
            cases=tuple(case_id for _name, case_id in sorted(named[row.pk])),
            is_past=row.planned_on < today,
        )
        for row in rows
    )
    others = () if is_over_others else _of_plans(actor, cases, today)
    return tuple(sorted((*openable, *others), key=lambda each: each.planned_on))


def _of_plans(actor: Actor, cases: list[Case], today: date) -> tuple[Coming, ...]:
    """Day and kind of those that the actor knows from a child's plan and may not open."""
    opened = access.visible(actor, P.VIEW_RECORD, Conference).values("pk")
    rows = (
        access.visible(actor, P.VIEW_PLAN, ConferenceChild)
        .filter(
            case_id__in=[case.pk for case in cases],
            conference__status=ConferenceStatus.CALLED,
            conference__planned_on__gte=today,
        )
        .exclude(conference_id__in=opened)
        .select_related("conference", "case__child")
        .order_by("conference__planned_on", "pk")[:MOST_CONFERENCES]
    )
    return tuple(
        Coming(
            conference_id=None,
            kind=row.conference.kind,
            planned_on=row.conference.planned_on,
            planned_time=None,
            place="",
            children=(row.case.child.full_name,),
            cases=(row.case_id,),
            is_past=False,
        )
        for row in rows
    )
