"""One conference as its page shows it: children its reader may see, clocks, what is allowed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.actors import Actor
from cases import access
from cases.domain import procedures
from cases.domain.permissions import P
from cases.domain.procedures import Timescale
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    Nation,
)
from cases.models import Case, Conference, ConferenceChild, Deadline, Registration
from cases.queries.next_steps import CALLED_FOR

PAPER_CLOCKS = ("outline_plan_sent", "conference_record_sent")


@dataclass(frozen=True)
class Now:
    """A current registration."""

    id: uuid.UUID
    registered_on: date
    categories: tuple[str, ...]


@dataclass(frozen=True)
class ChildHere:
    """One child at the conference, and what was decided for this child."""

    at_id: uuid.UUID
    case_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None
    now: Now | None
    decision: ConferenceDecision | None
    reasons: str
    childs_views: str
    decided_at: datetime | None
    decided_by: str
    may_decide: bool


@dataclass(frozen=True)
class RoomClock:
    """One clock of the conference: the one it was called for, or one of its papers."""

    clock: str
    starts_on: date
    due_on: date
    met_on: date | None
    stopped_on: date | None
    row: Timescale | None


@dataclass(frozen=True)
class Room:
    """A conference and everything its page needs."""

    conference: Conference
    nation: Nation
    children: tuple[ChildHere, ...]
    hidden: int
    undecided: int
    called_for: RoomClock | None
    papers: tuple[RoomClock, ...]
    may_hold: bool
    may_cancel: bool
    may_send_papers: bool

    @property
    def kind(self) -> ConferenceKind:
        """Which conference this is."""
        return ConferenceKind(self.conference.kind)

    @property
    def status(self) -> ConferenceStatus:
        """Where it stands."""
        return ConferenceStatus(self.conference.status)


def room(actor: Actor, conference: Conference, cases: Sequence[Case], hidden: int) -> Room:
    """This will gather a conference that the caller has opened, in constant queries."""
    nation = Nation(conference.authority.nation)
    status = ConferenceStatus(conference.status)
    ids = [case.pk for case in cases]
    may_decide = _allowed(actor, P.RECORD_DECISION, ids)
    may_call = _allowed(actor, P.CALL_CONFERENCE, ids)
    decides_all, calls_all = (not hidden and len(s) == len(ids) for s in (may_decide, may_call))
    at = {a.case_id: a for a in _at(conference)}
    now = current(actor, cases)
    clocks = _clocks(conference, ids, nation)
    return Room(
        conference=conference,
        nation=nation,
        children=tuple(
            child_here(at[case.pk], case, now.get(case.child_id), may_decide=case.pk in may_decide)
            for case in cases
        ),
        hidden=hidden,
        undecided=sum(1 for a in at.values() if a.decision is None),
        called_for=next((c for c in clocks if c.clock in CALLED_FOR), None),
        papers=_papers(clocks),
        may_hold=decides_all and status is ConferenceStatus.CALLED,
        may_cancel=calls_all and status is ConferenceStatus.CALLED,
        may_send_papers=decides_all and status is ConferenceStatus.HELD,
    )


def current(actor: Actor, cases: Sequence[Case]) -> dict[uuid.UUID, Now]:
    """This will give, by child, the registration in force with its categories; two queries."""
    rows = (
        access.visible(actor, P.VIEW_RECORD, Registration)
        .filter(child_id__in=[case.child_id for case in cases], ended_on__isnull=True)
        .prefetch_related("categories")
    )
    return {
        r.child_id: Now(
            r.pk,
            r.registered_on,
            tuple(sorted(c.category for c in r.categories.all() if c.ended_on is None)),
        )
        for r in rows
    }


def child_here(at: ConferenceChild, case: Case, now: Now | None, *, may_decide: bool) -> ChildHere:
    """This will put together one child's line of a conference."""
    return ChildHere(
        at_id=at.pk,
        case_id=case.pk,
        name=case.child.full_name,
        born_on=case.child.born_on,
        expected_on=case.child.expected_on,
        now=now,
        decision=ConferenceDecision(at.decision) if at.decision else None,
        reasons=at.reasons,
        childs_views=at.childs_views,
        decided_at=at.decided_at,
        decided_by=at.decided_by.user.full_name if at.decided_by else "",
        may_decide=may_decide,
    )


def _at(conference: Conference) -> list[ConferenceChild]:
    return list(
        ConferenceChild.objects.filter(conference=conference).select_related("decided_by__user")
    )


def _allowed(actor: Actor, permission: P, cases: list[uuid.UUID]) -> set[uuid.UUID]:
    rows = access.visible(actor, permission).filter(pk__in=cases)
    return set(rows.values_list("pk", flat=True))


def _clocks(conference: Conference, cases: list[uuid.UUID], nation: Nation) -> list[RoomClock]:
    """The clocks that are counted under this meeting, the most pressing child's first."""
    rows = Deadline.objects.filter(
        meeting=conference.pk, case_id__in=cases, clock__in=(*CALLED_FOR, *PAPER_CLOCKS)
    ).order_by("due_on", "clock")
    return [
        RoomClock(
            d.clock,
            d.starts_on,
            d.due_on,
            d.met_on,
            d.stopped_on,
            procedures.timescale(nation, d.clock, d.starts_on),
        )
        for d in rows
    ]


def _papers(clocks: list[RoomClock]) -> tuple[RoomClock, ...]:
    found: dict[str, RoomClock] = {}
    for clock in clocks:
        if clock.clock in PAPER_CLOCKS and (clock.stopped_on is None or clock.clock not in found):
            found[clock.clock] = clock
    return tuple(found[key] for key in PAPER_CLOCKS if key in found)
