"""Lists of conferences, and what one can be called with: chairs, and each child's state."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agencies.actors import Actor
from agencies.models import Membership
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, ConferenceStatus
from cases.models import Case, Conference, ConferenceChild, Deadline, Registration
from cases.queries.next_steps import CALLED_FOR
from cpr import acting

ORDERS = {
    "day": ("planned_on", "planned_time", "pk"),
    "place": ("place", "planned_on", "pk"),
    "chair": ("chair__user__full_name", "planned_on", "pk"),
}


class Stage(StrEnum):
    """The three lists."""

    COMING = "coming"
    UNDECIDED = "undecided"
    RECENT = "recent"


class Whose(StrEnum):
    """All that the actor may see, those the actor chairs, or those of the actor's team's cases."""

    ALL = "all"
    MINE = "mine"
    TEAM = "team"


@dataclass(frozen=True)
class ConferenceRow:
    """One conference in a list; the families and cases are of children the reader may see."""

    id: uuid.UUID
    kind: ConferenceKind
    status: ConferenceStatus
    families: tuple[str, ...]
    cases: tuple[uuid.UUID, ...]
    children: int
    undecided: int
    planned_on: date
    planned_time: time | None
    held_on: date | None
    place: str
    chair: str
    due_on: date | None


def listed(
    actor: Actor, stage: Stage, whose: Whose, kind: ConferenceKind | None = None
) -> QuerySet[Conference]:
    """This will give the conferences of a list, in no order; ``ORDERS`` names some."""
    found = _listed(actor, stage, whose)
    return found.filter(kind=kind) if kind else found


def mine(actor: Actor) -> QuerySet[Conference]:
    """This will give the conferences that the actor chairs, at whatever stage, in no order."""
    rows = access.visible(actor, P.VIEW_RECORD, Conference).filter(chair_id=actor.membership_id)
    return rows.select_related("chair__user")


def rows(actor: Actor, some: Iterable[Conference]) -> list[ConferenceRow]:
    """This will give the details of some conferences, in their order, in three queries."""
    conferences = list(some)
    ids = [c.pk for c in conferences]
    families: dict[uuid.UUID, dict[str, None]] = defaultdict(dict)
    cases: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for conference_id, case_id, name in _seen(actor, ids).values_list(
        "conference_id", "case_id", "case__child__family_name"
    ):
        families[conference_id][name] = None
        cases[conference_id].append(case_id)
    due, children = _due_days(actor, ids), _children(ids)
    return [
        _row(
            c, tuple(families[c.pk]), tuple(cases[c.pk]), children.get(c.pk, (0, 0)), due.get(c.pk)
        )
        for c in conferences
    ]


def cases_at(actor: Actor, conferences: list[uuid.UUID]) -> list[uuid.UUID]:
    """This will name the cases that a list of conferences shows, in one query."""
    return list(_seen(actor, conferences).values_list("case_id", flat=True))


def _seen(actor: Actor, conferences: list[uuid.UUID]) -> QuerySet[ConferenceChild]:
    seen = access.visible(actor, P.VIEW_RECORD).values("pk")
    return ConferenceChild.objects.filter(conference_id__in=conferences, case_id__in=seen).order_by(
        "case__child__family_name", "pk"
    )


def counts(actor: Actor, whose: Whose) -> dict[Stage, int]:
    """This will count the two lists that ask for something to be done."""
    return {
        stage: _listed(actor, stage, whose).count() for stage in (Stage.COMING, Stage.UNDECIDED)
    }


def chairs(authority_id: uuid.UUID, today: date) -> list[Membership]:
    """This will list the people who chair conferences of an authority, by name."""
    return list(
        Membership.objects.live(today)
        .filter(team__agency_id=authority_id, role="conference_chair")
        .select_related("user", "team")
        .order_by("user__full_name", "pk")
    )


def registered_since(actor: Actor, cases: Sequence[Case]) -> dict[uuid.UUID, date]:
    """This will give, by child, since when the name is on the register."""
    rows = access.visible(actor, P.VIEW_RECORD, Registration).filter(
        child_id__in=[case.child_id for case in cases], ended_on__isnull=True
    )
    return dict(rows.values_list("child_id", "registered_on"))


def _listed(actor: Actor, stage: Stage, whose: Whose) -> QuerySet[Conference]:
    rows = access.visible(actor, P.VIEW_RECORD, Conference)
    if whose is Whose.MINE:
        rows = rows.filter(chair_id=actor.membership_id)
    elif whose is Whose.TEAM:
        team = Case.objects.filter(lead_team_id=actor.team_id)
        rows = rows.filter(
            pk__in=ConferenceChild.objects.filter(case__in=team).values("conference_id")
        )
    waiting = Exists(
        ConferenceChild.objects.filter(conference=OuterRef("pk"), decision__isnull=True)
    )
    rows = rows.select_related("chair__user")
    if stage is Stage.COMING:
        return rows.filter(status=ConferenceStatus.CALLED)
    held = Q(status=ConferenceStatus.HELD)
    if stage is Stage.UNDECIDED:
        return rows.filter(held, waiting)
    return rows.filter((held & ~waiting) | Q(status=ConferenceStatus.CANCELLED))


@acting.as_job("figures")
def _children(conferences: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How many children each conference is about, seen or not, and how many are undecided."""
    counted = (
        ConferenceChild.objects.filter(conference_id__in=conferences)
        .values("conference_id")
        .annotate(total=Count("pk"), undecided=Count("pk", filter=Q(decision__isnull=True)))
        .order_by()
    )
    return {row["conference_id"]: (row["total"], row["undecided"]) for row in counted}


def _due_days(actor: Actor, conferences: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    rows = access.visible(actor, P.VIEW_RECORD, Deadline).filter(
        meeting__in=conferences, clock__in=CALLED_FOR, met_on__isnull=True, stopped_on__isnull=True
    )
    found: dict[uuid.UUID, date] = {}
    for meeting, due_on in rows.order_by("due_on").values_list("meeting", "due_on"):
        if meeting is not None:
            found.setdefault(meeting, due_on)
    return found


def _row(
    conference: Any,
    families: tuple[str, ...],
    cases: tuple[uuid.UUID, ...],
    children: tuple[int, int],
    due_on: date | None,
) -> ConferenceRow:
    return ConferenceRow(
        id=conference.pk,
        kind=ConferenceKind(conference.kind),
        status=ConferenceStatus(conference.status),
        families=families,
        cases=cases,
        children=children[0],
        undecided=children[1],
        planned_on=conference.planned_on,
        planned_time=conference.planned_time,
        held_on=conference.held_on,
        place=conference.place,
        chair=conference.chair.user.full_name if conference.chair else "",
        due_on=due_on,
    )
