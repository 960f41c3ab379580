"""What the lists of one record can be narrowed to, and their orders: visits, notes, readings.

Each takes rows that came through the gate, and asks only those for the answers it offers.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from cases.domain.statuses import NoteKind
from cases.models import Note, Visit
from cpr.audit.models import AuditEvent

VISIT_ORDERS = {"day": ("visited_on", "pk"), "recorded": ("recorded_at", "pk")}
NOTE_ORDERS = {"day": ("happened_on", "pk"), "written": ("written_at", "pk")}
READING_ORDERS = {
    "at": ("at", "pk"),
    "who": ("actor_name", "at", "pk"),
    "agency": ("agency_name", "actor_name", "at", "pk"),
}
MOST_OFFERED = 200


class Seen(StrEnum):
    """What came of a visit."""

    ALONE = "alone"
    SEEN = "seen"
    AT_HOME = "at_home"
    NOT_SEEN = "not_seen"
    REFUSED = "refused"


SEEN: dict[Seen, Q] = {
    Seen.ALONE: Q(was_seen_alone=True),
    Seen.SEEN: Q(was_seen=True),
    Seen.AT_HOME: Q(was_at_home=True),
    Seen.NOT_SEEN: Q(was_seen=False),
    Seen.REFUSED: Q(was_refused=True),
}


def visits(
    rows: QuerySet[Visit], *, seen: Seen | None = None, by: uuid.UUID | None = None
) -> QuerySet[Visit]:
    """This will narrow visits to what came of them and to who recorded them."""
    rows = rows.filter(SEEN[seen]) if seen else rows
    return rows.filter(recorded_by__user_id=by) if by else rows


def visitors(rows: QuerySet[Visit]) -> list[tuple[str, str]]:
    """This will list those who recorded some visits, by name."""
    return _offered(rows, "recorded_by__user_id", "recorded_by__user__full_name")


def notes(
    rows: QuerySet[Note],
    *,
    kind: NoteKind | None = None,
    agency: uuid.UUID | None = None,
    by: uuid.UUID | None = None,
    significant_only: bool = False,
) -> QuerySet[Note]:
    """This will narrow notes to a kind, an agency, a writer, or those marked as significant."""
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(author_team__agency_id=agency) if agency else rows
    rows = rows.filter(author__user_id=by) if by else rows
    return rows.filter(is_significant=True) if significant_only else rows


def note_agencies(rows: QuerySet[Note]) -> list[tuple[str, str]]:
    """This will list the agencies that wrote some notes, by name."""
    return _offered(rows, "author_team__agency_id", "author_team__agency__name_en")


def note_writers(rows: QuerySet[Note]) -> list[tuple[str, str]]:
    """This will list the people who wrote some notes, by name."""
    return _offered(rows, "author__user_id", "author__user__full_name")


def readings(
    rows: QuerySet[AuditEvent],
    *,
    who: str | None = None,
    agency: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEvent]:
    """This will narrow readings to a person, an agency, and days; the last day is in it."""
    rows = rows.filter(actor_name=who) if who else rows
    rows = rows.filter(agency_name=agency) if agency else rows
    rows = rows.filter(at__gte=_midnight(since)) if since else rows
    return rows.filter(at__lt=_midnight(until + timedelta(days=1))) if until else rows


def reader_names(rows: QuerySet[AuditEvent]) -> list[tuple[str, str]]:
    """This will list the people who have looked, by name."""
    return _offered(rows, "actor_name", "actor_name")


def reader_agencies(rows: QuerySet[AuditEvent]) -> list[tuple[str, str]]:
    """This will list the agencies that have looked, by name."""
    return _offered(rows.exclude(agency_name=""), "agency_name", "agency_name")


def _offered(rows: QuerySet[Any], key: str, name: str) -> list[tuple[str, str]]:
    found = rows.order_by(name, key).values_list(key, name).distinct()[:MOST_OFFERED]
    return [(str(value), words) for value, words in found if value]


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
