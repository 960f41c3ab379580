"""Of what a chronology is made: the kinds of entry, and the rows each kind comes from.

Which permission shows a kind stands here too; the gate itself is asked in ``chronology``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.db.models import DateField, DurationField, F, Model, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Now

from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceStatus,
    InvolvementRole,
    NoteKind,
    Section47Outcome,
)
from cases.models import (
    Case,
    ConferenceChild,
    CoreGroupMeeting,
    Involvement,
    Note,
    OverdueFlag,
    Registration,
    RegistrationCategory,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)
from cpr.audit.models import AuditEvent


class EntryKind(StrEnum):
    """What an entry of the chronology tells of."""

    NOTE = "note"
    VISIT = "visit"
    CORE_GROUP = "core_group"
    STRATEGY = "strategy"
    SECTION_47 = "section_47"
    SECTION_47_ENDED = "section_47_ended"
    CONFERENCE = "conference"
    REGISTERED = "registered"
    REMOVED = "removed"
    OVERDUE = "overdue"
    JOINED = "joined"
    LEFT = "left"
    CATEGORY_ADDED = "category_added"
    CATEGORY_ENDED = "category_ended"
    OUTLINE_SENT = "outline_sent"
    RECORD_SENT = "record_sent"
    CANCELLED = "cancelled"
    BORN = "born"
    DIED = "died"
    CLOSED = "closed"


FILTERS: dict[str, frozenset[EntryKind]] = {
    "notes": frozenset({EntryKind.NOTE}),
    "visits": frozenset({EntryKind.VISIT, EntryKind.CORE_GROUP}),
    "conferences": frozenset(
        {
            EntryKind.CONFERENCE,
            EntryKind.CANCELLED,
            EntryKind.OUTLINE_SENT,
            EntryKind.RECORD_SENT,
            EntryKind.REGISTERED,
            EntryKind.CATEGORY_ADDED,
            EntryKind.CATEGORY_ENDED,
            EntryKind.REMOVED,
        }
    ),
    "enquiries": frozenset({EntryKind.STRATEGY, EntryKind.SECTION_47, EntryKind.SECTION_47_ENDED}),
    "late": frozenset({EntryKind.OVERDUE}),
    "people": frozenset({EntryKind.JOINED, EntryKind.LEFT}),
}
SIGNIFICANT = "significant"
BECAME_LATE = Cast(F("deadline__due_on") + Value(timedelta(days=1), DurationField()), DateField())
"""The day after the due day: a fact, whenever the sweep came to see it."""
BEGAN = Q(starts_at__lte=Now()) & ~Q(role=InvolvementRole.PARTNER, ends_at=F("starts_at"))
"""What is to come has not happened; a share that was taken back before it began never did."""


def cancelling(of_event: str) -> Subquery:
    """This will give a fact of the event that cancelled a child's conference: no row holds it."""
    events = AuditEvent.objects.filter(
        action="conference.cancelled",
        case_id=OuterRef("case_id"),
        subject_id=OuterRef("conference_id"),
    )
    return Subquery(events.values(of_event)[:1])


@dataclass(frozen=True)
class Source:
    """Where entries of one kind come from; ``significant`` narrows them to those that matter most,
    and is None where none of them does; ``agency`` leads to whose it is, the case's authority where
    it is empty."""

    model: type[Model]
    permission: P
    day: str | Subquery | Cast
    agency: str = ""
    is_moment: bool = False
    only: Q = field(default_factory=Q)
    significant: Q | None = None
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    told: dict[str, Subquery] = field(default_factory=dict)


SOURCES: dict[EntryKind, Source] = {
    EntryKind.NOTE: Source(
        Note,
        P.VIEW_NOTES,
        "happened_on",
        agency="author_team__agency",
        significant=Q(is_significant=True) | Q(kind=NoteKind.INJURY),
        related=("author__user", "author_team__agency"),
    ),
    EntryKind.VISIT: Source(
        Visit,
        P.VIEW_RECORD,
        "visited_on",
        related=("recorded_by__user",),
        significant=Q(was_refused=True),
    ),
    EntryKind.CORE_GROUP: Source(
        CoreGroupMeeting, P.VIEW_RECORD, "held_on", related=("recorded_by__user",)
    ),
    EntryKind.STRATEGY: Source(StrategyDiscussion, P.VIEW_RECORD, "held_on"),
    EntryKind.SECTION_47: Source(Section47Enquiry, P.VIEW_RECORD, "started_on"),
    EntryKind.SECTION_47_ENDED: Source(
        Section47Enquiry,
        P.VIEW_RECORD,
        "ended_on",
        only=Q(ended_on__isnull=False),
        significant=Q(outcome=Section47Outcome.CONTINUING_RISK),
    ),
    EntryKind.CONFERENCE: Source(
        ConferenceChild,
        P.VIEW_RECORD,
        "conference__held_on",
        only=Q(conference__status=ConferenceStatus.HELD),
        significant=Q(),
        related=("conference__chair__user",),
    ),
    EntryKind.REGISTERED: Source(
        Registration, P.VIEW_SUMMARY, "registered_on", significant=Q(), prefetch=("categories",)
    ),
    EntryKind.REMOVED: Source(
        Registration,
        P.VIEW_SUMMARY,
        "ended_on",
        only=Q(ended_on__isnull=False),
        significant=Q(),
        related=("deregistration",),
    ),
    EntryKind.OVERDUE: Source(
        OverdueFlag,
        P.VIEW_OVERDUE,
        BECAME_LATE,
        related=("deadline",),
    ),
    EntryKind.JOINED: Source(
        Involvement,
        P.VIEW_RECORD,
        "starts_at",
        agency="team__agency",
        is_moment=True,
        only=BEGAN,
        related=("team__agency", "membership__user"),
    ),
    EntryKind.LEFT: Source(
        Involvement,
        P.VIEW_RECORD,
        "ends_at",
        agency="team__agency",
        is_moment=True,
        only=BEGAN & Q(ends_at__lte=Now()),
        related=("team__agency", "membership__user"),
    ),
    EntryKind.CATEGORY_ADDED: Source(
        RegistrationCategory,
        P.VIEW_SUMMARY,
        "started_on",
        only=Q(started_on__gt=F("registration__registered_on")),
        significant=Q(),
    ),
    EntryKind.CATEGORY_ENDED: Source(
        RegistrationCategory,
        P.VIEW_SUMMARY,
        "ended_on",
        only=Q(ended_on__lt=F("registration__ended_on"))
        | Q(ended_on__isnull=False, registration__ended_on__isnull=True),
        significant=Q(),
    ),
    EntryKind.OUTLINE_SENT: Source(
        ConferenceChild,
        P.VIEW_RECORD,
        "conference__outline_sent_on",
        only=Q(conference__outline_sent_on__isnull=False),
        related=("conference",),
    ),
    EntryKind.RECORD_SENT: Source(
        ConferenceChild,
        P.VIEW_RECORD,
        "conference__record_sent_on",
        only=Q(conference__record_sent_on__isnull=False),
        related=("conference",),
    ),
    EntryKind.CANCELLED: Source(
        ConferenceChild,
        P.VIEW_RECORD,
        cancelling("at"),
        is_moment=True,
        only=Q(conference__status=ConferenceStatus.CANCELLED),
        related=("conference",),
        told={"why": cancelling("details__reason")},
    ),
    EntryKind.BORN: Source(
        Case,
        P.VIEW_SUMMARY,
        "child__born_on",
        only=Q(child__born_on__gte=F("opened_on")),
        significant=Q(),
        related=("child",),
    ),
    EntryKind.DIED: Source(
        Case,
        P.VIEW_SUMMARY,
        "child__died_on",
        only=Q(child__died_on__isnull=False),
        significant=Q(),
    ),
    EntryKind.CLOSED: Source(
        Case,
        P.VIEW_SUMMARY,
        "closed_on",
        only=Q(closed_on__isnull=False),
        significant=Q(),
    ),
}
