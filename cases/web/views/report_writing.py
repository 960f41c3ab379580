"""Writing an agency's report: the draft, its files, submitting, correcting, sharing; addresses."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.reports import PARTS, FamilyShare, ShareWay
from cases.models import ConferenceReport
from cases.services import report_attachments, reports
from cases.web.forms.reports import CorrectForm, ReportForm, SharingForm
from cases.web.presenters import days
from cases.web.presenters import reports as words
from cases.web.views.base import answer, put_errors
from cases.web.views.reports import (
    ConferenceReports,
    ReportAttachmentFile,
    ReportPage,
    ReportView,
)
from cpr import clock
from cpr.ui import forms as ui
from cpr.uploads import was_too_big


class ReportEdit(ReportView):
    """The form of a report while it is a draft; of one submitted, the way to correct it."""

    permission = P.CONTRIBUTE
    part = "report_edit"
    asks = (ReportForm, CorrectForm)

    def get(self, request: HttpRequest, **_keys: uuid.UUID) -> HttpResponse:
        self.open()
        if not self.is_wanted:
            return self.refused_at_once(_("No report is needed any more."))
        if self.draft is None and self.submitted:
            return self._ask_why(CorrectForm())
        return self._show(self._form(initial=_held_by(self.draft)))

    def post(self, request: HttpRequest, **_keys: uuid.UUID) -> HttpResponse:
        self.open()
        if self.draft is None and self.submitted and "facts" not in request.POST:
            return self._correct(CorrectForm(request.POST))
        form = self._form(request.POST, request.FILES, is_too_big=was_too_big(request))
        if not form.is_valid():
            return self._show(form, 422)
        try:
            return self._done(form)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._refused(form, error)

    def _done(self, form: ReportForm) -> HttpResponse:
        """Save; then the file, or what is to go; then, if asked, submit. In that order."""
        by, invitation = self.actor, self.invitation
        file, removed = form.cleaned_data.get("file"), _key(self.request.POST.get("remove"))
        is_last = "submit" in self.request.POST
        content, self.saved = form.content(), form.seen_version()
        if file or removed or not is_last:
            self.saved = reports.save_draft(
                by=by, invitation=invitation, content=content, version=self.saved
            ).version
        if file:
            report_attachments.attach(by=by, invitation=invitation, file=file, name=file.name or "")
        if removed:
            report_attachments.remove(by=by, invitation=invitation, attachment_id=removed)
        if is_last:
            reports.submit(by=by, invitation=invitation, content=content, version=self.saved)
            messages.success(self.request, _("The report is submitted."))
            return redirect("cases:report", *self.keys)
        messages.success(self.request, _("The draft is saved. Only your own team sees it."))
        return redirect("cases:report_edit", *self.keys)

    def _refused(self, form: ReportForm, error: DomainError) -> HttpResponse:
        """Show the form again as it was typed, on the newest version, and theirs beside it."""
        self.open()
        theirs = self.draft if isinstance(error, Conflict) else None
        typed: QueryDict = self.request.POST.copy()
        version = self.draft.version if theirs and self.draft else self.saved
        typed["version"] = str(version)
        again = self._form(typed)
        again.is_valid()
        return self._show(again, put_errors(again, error), theirs=theirs)

    def _form(self, *args: Any, **kwargs: Any) -> ReportForm:
        return ReportForm(*args, is_lead=reports.is_of_lead(self.invitation), **kwargs)

    def _show(
        self, form: ReportForm, status: int = 200, *, theirs: ConferenceReport | None = None
    ) -> HttpResponse:
        held = list(self.draft.attachments.all()) if self.draft else []
        state = words.due_words(self.conference)
        context = self.frame(_("Write the report")) | {
            "form": form,
            "files": words.files(held, self.invitation),
            "is_lead": "view" not in form.fields,
            "due": state,
            "saved": words.saved(self.draft),
            "correction": self.draft.correction if self.draft else "",
            "theirs": words.parts(theirs) if theirs else None,
        }
        return answer(self.request, "cases/conferences/report_edit.html", context, status)

    def _correct(self, form: CorrectForm) -> HttpResponse:
        if not form.is_valid():
            return self._ask_why(form, 422)
        try:
            reports.correct(
                by=self.actor,
                invitation=self.invitation,
                reason=form.cleaned_data["correction"],
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._ask_why(form, put_errors(form, error))
        return redirect("cases:report_edit", *self.keys)

    def _ask_why(self, form: CorrectForm, status: int = 200) -> HttpResponse:
        context = self.frame(_("Correct this report?")) | {
            "form": form,
            "submit_label": _("Begin the correction"),
        }
        return answer(self.request, "cases/conferences/report_act.html", context, status)


class ReportShare(ReportView):
    """Record how a submitted report was shared with the family."""

    permission = P.CONTRIBUTE
    part = "report_share"
    asks = (SharingForm,)

    def get(self, request: HttpRequest, **_keys: uuid.UUID) -> HttpResponse:
        self.open()
        if not self.submitted or not self.is_wanted:
            return self.refused_at_once(_("Only a submitted report is shared with the family."))
        newest = self.submitted[0].number
        return self._show(SharingForm(initial={"number": newest, "shared_on": clock.today()}))

    def post(self, request: HttpRequest, **_keys: uuid.UUID) -> HttpResponse:
        self.open()
        form = SharingForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        if not self.submitted:
            return self.refused_at_once(_("Only a submitted report is shared with the family."))
        given = form.cleaned_data
        seen = [each for each in self.submitted if str(each.number) == given["number"]]
        report = (seen or self.submitted)[0]
        try:
            reports.record_sharing(
                by=self.actor,
                report=report,
                extent=FamilyShare(given["extent"]),
                way=ShareWay(given["way"]),
                with_whom=given["with_whom"],
                withheld=given["withheld"] or "",
                shared_on=given["shared_on"],
                today=clock.today(),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        done = _("Recorded: shared with the family on %(day)s.")
        messages.success(request, done % {"day": days.long(given["shared_on"])})
        return redirect("cases:report", *self.keys)

    def _show(self, form: ui.Form, status: int = 200) -> HttpResponse:
        context = self.frame(_("How was it shared with the family?")) | {
            "form": form,
            "submit_label": _("Record it"),
        }
        return answer(self.request, "cases/conferences/report_act.html", context, status)


def _held_by(draft: ConferenceReport | None) -> dict[str, Any]:
    if draft is None:
        return {}
    return {"version": draft.version, **{part: getattr(draft, part) for part in PARTS}}


def _key(given: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(given) if given else None
    except ValueError:
        return None


REPORT = "conferences/<uuid:conference_id>/report/<uuid:invitation_id>/"
urlpatterns = [
    path(
        "conferences/<uuid:conference_id>/reports/",
        ConferenceReports.as_view(),
        name="conference_reports",
    ),
    path(REPORT, ReportPage.as_view(), name="report"),
    path(f"{REPORT}edit/", ReportEdit.as_view(), name="report_edit"),
    path(f"{REPORT}family/", ReportShare.as_view(), name="report_share"),
    path(
        f"{REPORT}files/<uuid:attachment_id>/",
        ReportAttachmentFile.as_view(),
        name="report_attachment",
    ),
]
