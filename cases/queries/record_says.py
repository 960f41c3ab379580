"""What the record itself says when a review decides about a name: plain facts, no judgement.

Keys and figures only; the words are the presenter's. Six queries, however long the record is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, ConferenceStatus, NoteKind
from cases.models import Case, Conference, ConferenceChild, Deadline, Note, Registration, Visit
from cpr.audit.models import AuditEvent

LAST_READINGS = 4
SEEING_CLOCKS = ("seen_alone", "seen")
"""Wales counts seeing the child alone, England seeing the child; a nation has one of them."""

SERIOUS = frozenset({"injury", "late", "bedroom_not_seen"})


class Weight(StrEnum):
    """How a finding stands: open and serious, open, or in order."""

    SERIOUS = "serious"
    OPEN = "open"
    IN_ORDER = "in_order"


@dataclass(frozen=True)
class Finding:
    """One thing the record says; ``values`` are the figures of its sentence."""

    key: str
    weight: Weight
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the decision must answer it."""
        return self.weight is not Weight.IN_ORDER

    def plain(self) -> dict[str, str]:
        """This will give the finding as it is kept in the audit."""
        return {"key": self.key, **{name: str(value) for name, value in self.values.items()}}


def findings(
    actor: Actor, case: Case, conference: Conference, registration: Registration, today: date
) -> list[Finding]:
    """This will list what the record of a registered child says, the most serious first."""
    on = conference.held_on or today
    held = _conferences(case, conference)
    since = max((day for day, _kind in held if day < on), default=registration.registered_on)
    reviews = [
        day
        for day, kind in held
        if kind == ConferenceKind.REVIEW and registration.registered_on < day < on
    ]
    deadlines = list(Deadline.objects.filter(case=case, starts_on__lte=on))
    visits = list(Visit.objects.filter(case=case, visited_on__range=(since, on)))
    found = [
        *_injuries(actor, case, since, on),
        *_seen(deadlines, registration, on),
        *_late(deadlines, today),
        *_refused(visits, since),
        *_bedroom(deadlines, visits, since),
        *_first_review(reviews),
        *_before(actor, case, registration),
    ]
    order = list(Weight)
    return sorted(found, key=lambda finding: order.index(finding.weight))


def said_then(actor: Actor, at: ConferenceChild) -> list[Finding]:
    """This will give the open points that were kept with a decision, as far as the actor may read.

    What an injury note or another registration told is left out for whoever may not see that row.
    """
    event = (
        access.visible(actor, P.VIEW_RECORD, AuditEvent)
        .filter(action="decision.recorded", subject_id=at.pk)
        .first()
    )
    points = [_read(dict(point)) for point in event.details.get("open_points", [])] if event else []
    if not points:
        return []
    notes = access.visible(actor, P.VIEW_NOTES, Note).filter(case=at.case_id, kind=NoteKind.INJURY)
    injuries = set(notes.values_list("happened_on", flat=True))
    names = access.visible(actor, P.VIEW_RECORD, Registration).filter(child=at.case.child_id)
    before = set(names.values_list("registered_on", flat=True))
    return [
        point
        for point in points
        if (point.key != "injury" or point.values["on"] in injuries)
        and (point.key != "registered_before" or point.values["from_on"] in before)
    ]


def _read(point: dict[str, str]) -> Finding:
    """The reverse of ``Finding.plain``."""
    key = point.pop("key")
    values: dict[str, Any] = {}
    for name, text in point.items():
        if name == "on" or name.endswith("_on") or name == "since":
            values[name] = None if text == "None" else date.fromisoformat(text)
        else:
            values[name] = text if name == "clock" else int(text)
    return Finding(key, Weight.SERIOUS if key in SERIOUS else Weight.OPEN, values)


def _conferences(case: Case, this: Conference) -> list[tuple[date, str]]:
    rows = ConferenceChild.objects.filter(
        case=case, conference__status=ConferenceStatus.HELD, conference__held_on__isnull=False
    ).exclude(conference=this)
    return [
        (day, kind)
        for day, kind in rows.values_list("conference__held_on", "conference__kind")
        if day is not None
    ]


def _seen(deadlines: Sequence[Deadline], registration: Registration, on: date) -> list[Finding]:
    """How many of the last times the child was to be seen (alone) were kept, in time."""
    readings = sorted(
        (
            d
            for d in deadlines
            if d.clock in SEEING_CLOCKS
            and d.starts_on >= registration.registered_on
            and (d.met_on is not None or d.due_on < on)
        ),
        key=lambda d: (d.due_on, d.starts_on),
    )[-LAST_READINGS:]
    if not readings:
        return []
    in_time = sum(1 for d in readings if d.met_on is not None and d.met_on <= d.due_on)
    missed = len(readings) - in_time
    weight = Weight.IN_ORDER if not missed else Weight.OPEN
    if missed * 2 > len(readings):
        weight = Weight.SERIOUS
    values = {"clock": readings[-1].clock, "in_time": in_time, "times": len(readings)}
    return [Finding("seen", weight, values)]


def _late(deadlines: Sequence[Deadline], today: date) -> list[Finding]:
    """What is late at this moment; the bedroom has a finding of its own."""
    still_open = [
        d
        for d in deadlines
        if d.met_on is None and d.stopped_on is None and d.clock != "bedroom_seen"
    ]
    late = sorted((d for d in still_open if d.due_on < today), key=lambda d: (d.due_on, d.clock))
    if not late:
        return [Finding("nothing_late", Weight.IN_ORDER)]
    return [Finding("late", Weight.SERIOUS, {"clock": d.clock, "due_on": d.due_on}) for d in late]


def _refused(visits: Sequence[Visit], since: date) -> list[Finding]:
    refused = sum(1 for visit in visits if visit.was_refused)
    return [Finding("refused", Weight.OPEN, {"times": refused, "since": since})] if refused else []


def _bedroom(deadlines: Sequence[Deadline], visits: Sequence[Visit], since: date) -> list[Finding]:
    if not any(d.clock == "bedroom_seen" for d in deadlines):
        return []  # this nation has no such rule, or the child is not born
    if any(visit.was_bedroom_seen for visit in visits):
        return [Finding("bedroom_seen", Weight.IN_ORDER, {"since": since})]
    return [Finding("bedroom_not_seen", Weight.SERIOUS, {"since": since})]


def _first_review(reviews: Sequence[date]) -> list[Finding]:
    if reviews:
        return [Finding("later_review", Weight.IN_ORDER, {"reviews": len(reviews)})]
    return [Finding("first_review", Weight.OPEN)]


def _injuries(actor: Actor, case: Case, since: date, on: date) -> list[Finding]:
    rows = (
        access.visible(actor, P.VIEW_NOTES, Note)
        .filter(case=case, kind=NoteKind.INJURY, happened_on__range=(since, on))
        .order_by("-happened_on")
        .values_list("happened_on", flat=True)
    )
    return [Finding("injury", Weight.SERIOUS, {"on": day}) for day in rows]


def _before(actor: Actor, case: Case, registration: Registration) -> list[Finding]:
    """Earlier registrations that the actor may know of, and those told of elsewhere."""
    rows = (
        access.visible(actor, P.VIEW_RECORD, Registration)
        .filter(child_id=case.child_id, registered_on__lt=registration.registered_on)
        .order_by("-registered_on")
    )
    found = [
        Finding(
            "registered_before", Weight.OPEN, {"from_on": r.registered_on, "until_on": r.ended_on}
        )
        for r in rows
    ]
    if registration.previous_elsewhere:
        values = {"times": registration.previous_elsewhere}
        found.append(Finding("registered_elsewhere", Weight.OPEN, values))
    return found
