"""Everything that happened to a child, of all agencies, as far as the viewer may see it.

One query orders what happened across all the kinds and takes a page of it; one more a kind reads
what is on the page. So the number of queries depends on the kinds shown, never on the rows.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Now, TruncDate

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus, NoteKind, Section47Outcome
from cases.models import (
    Case,
    ConferenceChild,
    CoreGroupMeeting,
    Involvement,
    Note,
    OverdueFlag,
    Registration,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)
from cases.queries.chronology_facts import FACTS


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


FILTERS: dict[str, frozenset[EntryKind]] = {
    "notes": frozenset({EntryKind.NOTE}),
    "visits": frozenset({EntryKind.VISIT, EntryKind.CORE_GROUP}),
    "conferences": frozenset({EntryKind.CONFERENCE, EntryKind.REGISTERED, EntryKind.REMOVED}),
    "enquiries": frozenset({EntryKind.STRATEGY, EntryKind.SECTION_47, EntryKind.SECTION_47_ENDED}),
    "late": frozenset({EntryKind.OVERDUE}),
    "people": frozenset({EntryKind.JOINED, EntryKind.LEFT}),
}
SIGNIFICANT = "significant"


@dataclass(frozen=True)
class Source:
    """Where entries of one kind come from; ``significant`` narrows them to those that matter most,
    and is None where none of them does."""

    model: type[Model]
    permission: P
    day: str
    case: str = "case"
    is_moment: bool = False
    only: Q = field(default_factory=Q)
    significant: Q | None = None
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


SOURCES: dict[EntryKind, Source] = {
    EntryKind.NOTE: Source(
        Note,
        P.VIEW_NOTES,
        "happened_on",
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
        "raised_at",
        case="deadline__case",
        is_moment=True,
        related=("deadline",),
    ),
    EntryKind.JOINED: Source(
        Involvement,
        P.VIEW_RECORD,
        "starts_at",
        is_moment=True,
        related=("team__agency", "membership__user"),
    ),
    EntryKind.LEFT: Source(
        Involvement,
        P.VIEW_RECORD,
        "ends_at",
        is_moment=True,
        only=Q(ends_at__lte=Now()),
        related=("team__agency", "membership__user"),
    ),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened: its kind, its day, and the facts its presenter needs."""

    kind: EntryKind
    day: date
    is_significant: bool
    facts: dict[str, Any]


def keys(actor: Actor, case: Case, wanted: str = "") -> QuerySet[Any, tuple[date, str, uuid.UUID]]:
    """This will give (day, kind, id) of what happened, newest first, to be cut into pages.

    ``wanted`` is a name of ``FILTERS``, ``SIGNIFICANT``, or anything else for everything.
    """
    kinds = FILTERS.get(wanted, frozenset(EntryKind))
    parts = []
    for kind in EntryKind:
        source = SOURCES[kind]
        if kind not in kinds or (wanted == SIGNIFICANT and source.significant is None):
            continue
        parts.append(_part(actor, case, kind, wanted == SIGNIFICANT))
    return parts[0].union(*parts[1:], all=True).order_by("-entry_day", "-entry_id")


def entries(actor: Actor, case: Case, page: Iterable[tuple[date, str, uuid.UUID]]) -> list[Entry]:
    """This will read what is on a page, in its order: one query a kind, plus its prefetches."""
    wanted: dict[EntryKind, list[uuid.UUID]] = defaultdict(list)
    order = [(day, EntryKind(kind), pk) for day, kind, pk in page]
    for _day, kind, pk in order:
        wanted[kind].append(pk)
    found = {kind: _rows(actor, case, kind, ids) for kind, ids in wanted.items()}
    return [_entry(kind, day, found[kind][pk]) for day, kind, pk in order if pk in found[kind]]


def _part(actor: Actor, case: Case, kind: EntryKind, significant_only: bool) -> QuerySet[Any, Any]:  # noqa: FBT001
    source = SOURCES[kind]
    rows = _seen(actor, case, source).filter(source.only)
    if significant_only and source.significant is not None:
        rows = rows.filter(source.significant)
    day = TruncDate(source.day) if source.is_moment else F(source.day)
    cut: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            entry_day=day,
            entry_kind=Value(kind.value, output_field=CharField()),
            entry_id=F("pk"),
        )
        .values_list("entry_day", "entry_kind", "entry_id")
    )
    return cut


def _seen(actor: Actor, case: Case, source: Source) -> QuerySet[Any]:
    rows: QuerySet[Any] = access.visible(actor, source.permission, source.model)
    return rows.filter(**{source.case: case})


def _rows(actor: Actor, case: Case, kind: EntryKind, ids: list[uuid.UUID]) -> dict[uuid.UUID, Any]:
    source = SOURCES[kind]
    rows = _seen(actor, case, source).filter(pk__in=ids)
    if source.significant is not None:
        rows = rows.annotate(is_weighty=source.significant) if source.significant else rows
    if source.model is Registration:  # that it was, and when, is summary; why is not
        why = access.visible(actor, P.VIEW_RECORD, Registration).filter(pk=OuterRef("pk"))
        rows = rows.annotate(may_see_why=Exists(why))
    if source.related:  # called with nothing, select_related would follow every key there is
        rows = rows.select_related(*source.related)
    rows = rows.prefetch_related(*source.prefetch)
    return {row.pk: row for row in rows}


def _entry(kind: EntryKind, day: date, row: Any) -> Entry:
    source = SOURCES[kind]
    every = source.significant is not None and not source.significant
    return Entry(
        kind, day, every or bool(getattr(row, "is_weighty", False)), FACTS[kind.value](row)
    )
