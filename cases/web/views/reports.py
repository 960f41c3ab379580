"""Agencies' reports for a conference: their list, each of them, its form, its files.

How one was shared with the family is in ``report_sharing``.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, ConferenceStatus
from cases.models import Conference
from cases.queries import reports as queries
from cases.services import reading, report_attachments, report_reading
from cases.services.reading import OpenConference
from cases.web.presenters import conferences as conference_words
from cases.web.presenters import reports as words
from cases.web.views.base import ActorView, answer
from cpr import clock


def heading(opened: OpenConference) -> str:
    """This will give a conference's heading, by the families its reader knows of."""
    names = sorted({case.child.family_name for case in opened.cases})
    return conference_words.title(ConferenceKind(opened.conference.kind), names)


class ConferenceReports(ActorView):
    """The list of reports: what is due when, in, late, and shared with the family."""

    permission = P.VIEW_PLAN

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        opened = reading.open_conference(
            by=self.actor, conference_id=conference_id, permission=self.permission, part="reports"
        )
        conference, today = opened.conference, clock.today()
        reads_all = access.can(self.actor, P.VIEW_RECORD, conference)
        context = {
            "page_title": heading(opened),
            "page_lede": words.when(conference),
            "breadcrumbs": [
                {"label": _("Conferences"), "url": reverse("cases:conferences")},
                {"label": words.when(conference)},
            ],
            "tabs": words.tabs(conference, "conference_reports") if reads_all else [],
            "hidden_words": conference_words.hidden_words(opened.hidden),
            "table": words.table(
                queries.asked_of(self.actor, conference),
                queries.reports_of(self.actor, conference),
                queries.open_to(self.actor, conference),
                today,
                may_enter=not opened.hidden and access.can(self.actor, P.RECORD_WORK, conference),
            ),
        }
        return answer(request, "cases/conferences/reports.html", context)


class ReportView(ActorView):
    """A page about one agency's report. ``part`` names it in the audit."""

    part: ClassVar[str]
    to_write: ClassVar[bool] = True

    def open(self) -> None:
        """This will open the report through the gate and record the reading.

        Raises: NotFound, NotAllowed.
        """
        opened = report_reading.open_report(
            by=self.actor,
            conference_id=self.kwargs["conference_id"],
            invitation_id=self.kwargs["invitation_id"],
            part=self.part,
            to_write=self.to_write,
        )
        self.at, self.invitation, self.is_writer = opened.at, opened.invitation, opened.is_writer
        self.conference: Conference = opened.at.conference
        self.keys = [self.conference.pk, self.invitation.pk]
        self.is_wanted = (
            self.conference.status != ConferenceStatus.CANCELLED
            and self.invitation.withdrawn_at is None
        )
        self.versions = queries.versions(self.actor, self.invitation)
        self.submitted = [each for each in self.versions if each.submitted_at]
        self.draft = next((each for each in self.versions if not each.submitted_at), None)

    def frame(self, title: str) -> dict[str, Any]:
        """This will give what the pages about one report have in common."""
        listed = reverse("cases:conference_reports", args=[self.conference.pk])
        report = reverse("cases:report", args=self.keys)
        return {
            "page_title": title,
            "page_caption": heading(self.at),
            "page_lede": words.who(self.invitation),
            "breadcrumbs": [{"label": _("Reports"), "url": listed}, {"label": title}],
            "report_url": report,
            "cancel_url": report if self.submitted else listed,
            "hidden_words": conference_words.hidden_words(self.at.hidden),
        }

    def refused_at_once(self, text: str) -> HttpResponse:
        """This will lead back to the report with a word on why."""
        messages.info(self.request, text)
        return redirect("cases:report", *self.keys)


class ReportPage(ReportView):
    """A submitted report as its readers see it; ``?version=1`` for an earlier one."""

    permission = P.VIEW_RECORD
    part = "report"
    to_write = False

    def get(self, request: HttpRequest, **_keys: uuid.UUID) -> HttpResponse:
        self.open()
        today = clock.today()
        wanted = request.GET.get("version", "")
        shown = next((r for r in self.submitted if str(r.number) == wanted), None)
        shown = shown or (self.submitted[0] if self.submitted else None)
        state = queries.reports_of(self.actor, self.conference).get(self.invitation.pk)
        context = self.frame(_("Report")) | {
            "state": words.tag(state, today) if state else None,
            "is_writer": self.is_writer and self.is_wanted,
            "has_draft": self.draft is not None,
            "shown": shown,
            "is_hidden": shown is None and state is not None and state.number > 0,
        }
        if shown is not None:
            newest = self.submitted[0].number
            context |= {
                "is_newest": shown.number == newest,
                "parts": words.parts(shown),
                "facts": words.facts(shown, state, today),
                "files": words.files(list(shown.attachments.all()), self.invitation),
                "earlier": words.versions(self.submitted, shown),
                "sharings": words.sharings(
                    queries.sharings(self.actor, self.invitation), newest, today
                ),
            }
        return answer(request, "cases/conferences/report.html", context)


class ReportAttachmentFile(ActorView):
    """A file of a report: always to be saved, never shown in the browser's own window."""

    permission = P.VIEW_RECORD

    def get(
        self,
        request: HttpRequest,
        conference_id: uuid.UUID,
        invitation_id: uuid.UUID,
        attachment_id: uuid.UUID,
    ) -> HttpResponse:
        name, content_type, content = report_attachments.open_attachment(
            by=self.actor,
            conference_id=conference_id,
            invitation_id=invitation_id,
            attachment_id=attachment_id,
        )
        response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
