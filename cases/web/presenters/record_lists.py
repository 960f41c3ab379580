"""The lists of one record: how each is ordered and narrowed, and its rows as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.roles import ROLES
from cases import labels
from cases.domain.statuses import NoteKind
from cases.models import Note, Visit
from cases.queries import record_lists
from cases.web.forms.record_lists import NoteFilters, ReadingFilters, VisitFilters
from cases.web.lists import Column, ListOf
from cases.web.presenters import parts
from cpr.audit.models import AuditEvent

# What hides a part of one child's record must not hide another's unasked: only the order is kept.
VISITS = ListOf(
    name="visits",
    columns=(
        Column(gettext_lazy("Day"), "day"),
        Column(gettext_lazy("Recorded"), "recorded"),
    ),
    orders=record_lists.VISIT_ORDERS,
    default="-day",
    filters=VisitFilters,
    remembers_filters=False,
)
NOTES = ListOf(
    name="notes",
    columns=(
        Column(gettext_lazy("Day"), "day"),
        Column(gettext_lazy("Written"), "written"),
    ),
    orders=record_lists.NOTE_ORDERS,
    default="-day",
    filters=NoteFilters,
    remembers_filters=False,
)
READINGS = ListOf(
    name="readings",
    columns=(
        Column(gettext_lazy("Who"), "who"),
        Column(gettext_lazy("Agency"), "agency"),
        Column(gettext_lazy("In what role")),
        Column(gettext_lazy("What")),
        Column(gettext_lazy("When"), "at"),
    ),
    orders=record_lists.READING_ORDERS,
    default="-at",
    filters=ReadingFilters,
    remembers_filters=False,
)


def visit_headings() -> list[str]:
    """This will name the columns of the visits as a file."""
    return [
        _("Day"),
        _("Seen"),
        _("Seen alone"),
        _("At home"),
        _("Bedroom seen"),
        _("Refused"),
        _("What was seen and said"),
        _("The child’s words"),
        _("Recorded by"),
    ]


def visit_cells(rows: Iterable[Visit]) -> list[list[object]]:
    """This will give visits as the rows of a file."""
    return [
        [
            row.visited_on.isoformat(),
            _yes(is_so=row.was_seen),
            _yes(is_so=row.was_seen_alone),
            _yes(is_so=row.was_at_home),
            _yes(is_so=row.was_bedroom_seen),
            _yes(is_so=row.was_refused),
            row.account,
            row.childs_words,
            row.recorded_by.user.full_name if row.recorded_by else _("From a return"),
        ]
        for row in rows
    ]


def note_headings() -> list[str]:
    """This will name the columns of the notes as a file."""
    return [
        _("Day"),
        _("Kind"),
        _("Agency"),
        _("Written by"),
        _("Significant"),
        _("Note"),
        _("Written"),
    ]


def note_cells(rows: Iterable[Note]) -> list[list[object]]:
    """This will give notes as the rows of a file."""
    return [
        [
            row.happened_on.isoformat(),
            labels.label(NoteKind(row.kind)),
            row.author_team.agency.name,
            row.author.user.full_name,
            _yes(is_so=row.is_significant),
            row.text,
            f"{localtime(row.written_at):%Y-%m-%d %H:%M}",
        ]
        for row in rows
    ]


def reading_cells(rows: Iterable[AuditEvent]) -> list[list[object]]:
    """This will give readings as the rows of a file, under the headings of the page."""
    return [
        [
            row.actor_name,
            row.agency_name,
            ROLES[row.actor_role].label if row.actor_role in ROLES else row.actor_role,
            parts.what_was_read(row),
            f"{localtime(row.at):%Y-%m-%d %H:%M}",
        ]
        for row in rows
    ]


def _yes(*, is_so: bool) -> str:
    return _("Yes") if is_so else _("No")
