"""The lists of one record: visits and core groups, notes, who has looked. Pages, or a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases.domain.permissions import P
from cases.queries import child_record, emergencies
from cases.queries import record_lists as narrowed
from cases.services import reading
from cases.web.lists import Asked
from cases.web.presenters import emergencies as opened
from cases.web.presenters import parts
from cases.web.presenters import record_lists as listed
from cases.web.views.record import RecordView, link
from cpr.clock import today

CORE_GROUPS = 25


class RecordListView(RecordView):
    """A part of the record that is a list: ``asked`` and ``rows`` are made by each."""

    asked: Asked
    rows: Any

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponseBase:  # type: ignore[override]
        """This will show the page, or send the file where that is asked for."""
        self.load()
        self.asked, self.rows = self.ask(request)
        return self.file() if self.asked.wants_file else self.shown(request)

    def ask(self, request: HttpRequest) -> tuple[Asked, Any]:
        """This will read what is asked of the list, and give its rows."""
        raise NotImplementedError

    def file(self) -> HttpResponseBase:
        """This will send the rows as a file."""
        raise NotImplementedError

    def sent(
        self, cells: Callable[[Iterable[Any]], list[list[object]]], headings: list[str] | None
    ) -> HttpResponseBase:
        """This will record that the list is taken away, and send it."""
        keys = list(self.asked.ordered(self.rows).values_list("pk", flat=True))
        reading.record_export_of(by=self.actor, case=self.case, part=self.part, rows=len(keys))

        def some(part: Sequence[Any]) -> list[list[object]]:
            return cells(self.asked.ordered(self.rows.filter(pk__in=part)))

        return self.asked.file(keys, some, headings=headings)


class CaseVisits(RecordListView):
    """The visits and the core groups."""

    permission = P.VIEW_RECORD
    part = "visits"
    template = "cases/record/visits.html"

    def ask(self, request: HttpRequest) -> tuple[Asked, Any]:
        rows = child_record.visits(self.actor, self.case)
        asked = listed.VISITS.read(request, self.actor, choices={"by": narrowed.visitors(rows)})
        return asked, narrowed.visits(rows, **asked.chosen)

    def file(self) -> HttpResponseBase:
        return self.sent(listed.visit_cells, listed.visit_headings())

    def own(self, request: HttpRequest) -> dict[str, Any]:
        page = self.asked.page(self.rows)
        may_record = P.RECORD_WORK in self.record.held and not self.case.closed_on
        core_groups = child_record.core_groups(self.actor, self.case)[:CORE_GROUPS]
        return {
            **self.asked.context(page),
            "is_narrowed": self.asked.is_narrowed,
            "entries": parts.visits(page.object_list),
            "core_groups": parts.core_groups(core_groups, today()),
            "visit_url": reverse("cases:visit_add", args=[self.case.pk])
            if may_record and not self.record.is_unborn
            else "",
            "core_group_action": link(
                _("Record a core group"),
                reverse("cases:core_group_add", args=[self.case.pk]),
                is_shown=may_record,
            ),
        }


class CaseNotes(RecordListView):
    """The notes written for the viewer, or by the viewer's own team."""

    permission = P.VIEW_SUMMARY
    part = "notes"
    template = "cases/record/notes.html"

    def ask(self, request: HttpRequest) -> tuple[Asked, Any]:
        rows = child_record.notes(self.actor, self.case)
        choices = {"agency": narrowed.note_agencies(rows), "by": narrowed.note_writers(rows)}
        asked = listed.NOTES.read(request, self.actor, choices=choices)
        chosen = asked.chosen
        return asked, narrowed.notes(
            rows,
            kind=chosen["kind"],
            agency=chosen["agency"],
            by=chosen["by"],
            significant_only=bool(chosen["significant"]),
        )

    def file(self) -> HttpResponseBase:
        return self.sent(listed.note_cells, listed.note_headings())

    def own(self, request: HttpRequest) -> dict[str, Any]:
        page = self.asked.page(self.rows)
        return {
            **self.asked.context(page),
            "is_narrowed": self.asked.is_narrowed,
            "entries": parts.notes(page.object_list, self.record.people),
            "own_only": P.VIEW_NOTES not in self.record.held,
            "note_url": reverse("cases:note_add", args=[self.case.pk])
            if P.ADD_NOTE in self.record.held
            else "",
        }


class CaseAccess(RecordListView):
    """Who has looked at this record."""

    permission = P.VIEW_ACCESS_LOG
    part = "access"
    template = "cases/record/access.html"

    def ask(self, request: HttpRequest) -> tuple[Asked, Any]:
        rows = child_record.readings(self.actor, self.case)
        choices = {"who": narrowed.reader_names(rows), "agency": narrowed.reader_agencies(rows)}
        asked = listed.READINGS.read(request, self.actor, choices=choices)
        return asked, narrowed.readings(rows, **asked.chosen)

    def file(self) -> HttpResponseBase:
        return self.sent(listed.reading_cells, None)

    def own(self, request: HttpRequest) -> dict[str, Any]:
        page = self.asked.page(self.rows)
        return {
            **self.asked.context(page),
            "table": parts.readings(page.object_list, self.asked.headings()),
            "emergencies": opened.of_case(emergencies.openings_of(self.actor, self.case)),
        }


urlpatterns = [
    path("cases/<uuid:case_id>/visits/", CaseVisits.as_view(), name="case_visits"),
    path("cases/<uuid:case_id>/notes/", CaseNotes.as_view(), name="case_notes"),
    path("cases/<uuid:case_id>/access/", CaseAccess.as_view(), name="case_access"),
]
