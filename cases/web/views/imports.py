"""Returns in the browser: upload, preview, load or discard, the report, and undo of a loading."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.roles import Duty
from cases.domain.errors import Conflict, NotAllowed, NotFound, Problem, RuleBroken
from cases.domain.imports import UNDER_WAY, ImportState
from cases.imports import progress
from cases.imports.errors import UnreadableFile
from cases.imports.report import kept_report
from cases.imports.uploads import receive
from cases.imports.wording import failure_text, unreadable_text
from cases.labels import problem_text
from cases.models import ImportBatch
from cases.queries import imports as queries
from cases.services import imported_batches, imported_undo
from cases.web.forms.imports import LoadForm, UndoForm, UploadForm
from cases.web.presenters import foreign_return
from cases.web.presenters import imports as words
from cases.web.views.base import ActorView, answer, put_errors
from cpr.clock import today
from cpr.uploads import was_too_big

PAGE = 25
WITH_REPORT = frozenset({ImportState.PREVIEWED, ImportState.LOADED, ImportState.UNDONE})


class ImportView(ActorView):
    """A page about returns, for the register custodian of an authority."""

    permission = Duty.IMPORT_REGISTER


class Imports(ImportView):
    """The form to upload a return, and the returns of this authority so far."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, is_too_big=was_too_big(request))
        if not form.is_valid():
            return self.show(request, form, 422)
        file = form.cleaned_data["file"]
        try:
            batch = receive(by=self.actor, file=file, name=file.name or "", today=today())
        except UnreadableFile as error:
            form.add_error("file", unreadable_text(error))
            return self.show(request, form, 422)
        return redirect("cases:import", batch_id=batch.pk)

    def show(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        rows = Paginator(queries.loadings(self.actor), PAGE).get_page(request.GET.get("page"))
        return answer(
            request,
            "cases/imports/imports.html",
            {
                "page_title": _("Upload a return"),
                "page_caption": self.actor.agency_name,
                "form": form,
                "kept_days": settings.RETURN_KEPT_DAYS,
                "table": words.table(queries.entries(rows.object_list)),
                "page_obj": rows,
            },
            status,
        )


class Import(ImportView):
    """One return: how far it is, what it would do, what it did."""

    def get(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        return show_import(self, request, batch_id)


def show_import(
    view: ImportView,
    request: HttpRequest,
    batch_id: uuid.UUID,
    *,
    problem: str = "",
    form: LoadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """This will show a return as it stands; ``problem`` says why what was asked did not happen.

    ``form`` is the one to load it where it was not filled in.

    Raises: NotFound, NotAllowed.
    """
    batch = imported_batches.open_report(by=view.actor, batch_id=batch_id, part="page")
    state = ImportState(batch.state)
    context = {
        "page_title": batch.file_name,
        "breadcrumbs": [
            {"label": _("Upload a return"), "url": reverse("cases:imports")},
            {"label": batch.file_name},
        ],
        "batch": batch,
        "state": state.value,
        "problem": problem,
        "facts": words.facts(batch),
        "kept_days": settings.RETURN_KEPT_DAYS,
        "failure": failure_text(batch.failure),
    }
    if state in UNDER_WAY:
        found = progress.of(batch.pk)
        context["progress"] = found
        context["progress_words"] = words.progress_words(state, found)
    if state in WITH_REPORT:
        context |= _report(view, batch, state)
    if form is not None:
        context["form"] = form
    return answer(request, "cases/imports/import.html", context, status)


def _report(view: ImportView, batch: ImportBatch, state: ImportState) -> dict[str, Any]:
    report = kept_report(batch)
    is_preview = state is ImportState.PREVIEWED
    doubts = foreign_return.doubts(batch, report) if is_preview else ""
    same = queries.same_file(view.actor, batch) if is_preview else None
    check = _("Would be loaded, but please check") if is_preview else _("Loaded, but please check")
    return {
        "report": report,
        "counts": words.counts(report),
        "opened": words.opened(report),
        "refused": words.findings(report.refused, _("Not loaded")),
        "warnings": words.findings(report.warnings, check),
        "hidden_groups": words.hidden_groups(report.refused) + words.hidden_groups(report.warnings),
        "same": same,
        "same_by": words.loader(same.loaded_by_name) if same else "",
        "doubts": doubts,
        "form": LoadForm(authority=batch.authority.name) if doubts else None,
        "can_undo": state is ImportState.LOADED and queries.wrote_anything(batch),
        "is_new": any(found.created or found.changed for found in report.outcomes.values()),
    }


class ImportProgress(ImportView):
    """How far the work on a return is, for the page that waits for it."""

    def get(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        batch = queries.one(self.actor, batch_id)
        state, found = ImportState(batch.state), progress.of(batch.pk)
        return JsonResponse(
            {
                "state": state.value,
                "done": found.done,
                "total": found.total,
                "words": words.progress_words(state, found) if state in UNDER_WAY else "",
            }
        )


class ImportReportFile(ImportView):
    """Every finding of a return as a CSV file."""

    def get(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        batch = imported_batches.open_report(by=self.actor, batch_id=batch_id, part="file")
        if batch.state not in WITH_REPORT:
            raise NotFound(Problem("not_found"))
        stream = io.StringIO()
        kept_report(batch).write_csv(stream)
        # The mark lets spreadsheets read Welsh letters.
        response = HttpResponse(
            "\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8"
        )
        name = f"return-{batch.started_at:%Y-%m-%d}-findings.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class LoadImport(ImportView):
    """Load a return that was previewed; one that seems another's, once that is confirmed."""

    def post(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        batch = queries.one(self.actor, batch_id, with_report=True)
        is_preview = batch.state == ImportState.PREVIEWED
        if is_preview and foreign_return.doubts(batch, kept_report(batch)):
            form = LoadForm(request.POST, authority=batch.authority.name)
            if not form.is_valid():
                return show_import(self, request, batch_id, form=form, status=422)
        progress.forget(batch.pk)
        try:
            imported_batches.ask_to_load(by=self.actor, batch_id=batch_id)
        except Conflict as error:
            said = problem_text(error.problems[0])
            return show_import(self, request, batch_id, problem=said, status=409)
        return redirect("cases:import", batch_id=batch_id)


class DiscardImport(ImportView):
    """Throw a return away before it is loaded."""

    def post(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        try:
            imported_batches.discard(by=self.actor, batch_id=batch_id)
        except Conflict as error:
            said = problem_text(error.problems[0])
            return show_import(self, request, batch_id, problem=said, status=409)
        messages.success(request, _("The return is discarded and its file is deleted."))
        return redirect("cases:imports")


class UndoImport(ImportView):
    """Undo a whole loading: what would go, what stands against it, and why."""

    def get(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        batch = queries.one(self.actor, batch_id, with_report=True)
        return self.show(request, batch, UndoForm())

    def post(self, request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
        batch = queries.one(self.actor, batch_id, with_report=True)
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self.show(request, batch, form, 422)
        try:
            imported_undo.undo_loading(
                by=self.actor, batch_id=batch_id, reason=form.cleaned_data["reason"]
            )
        except (NotFound, NotAllowed):
            raise
        except (Conflict, RuleBroken) as error:
            return self.show(request, batch, form, put_errors(form, error))
        messages.success(request, _("The loading is undone. The register is as it was before it."))
        return redirect("cases:import", batch_id=batch_id)

    def show(
        self, request: HttpRequest, batch: ImportBatch, form: UndoForm, status: int = 200
    ) -> HttpResponse:
        stands = imported_undo.stands_against(by=self.actor, batch_id=batch.pk)
        report = kept_report(batch)
        return answer(
            request,
            "cases/imports/undo.html",
            {
                "page_title": _("Undo this loading?"),
                "page_caption": batch.file_name,
                "back_url": reverse("cases:import", args=[batch.pk]),
                "cancel_url": reverse("cases:import", args=[batch.pk]),
                "submit_label": _("Undo the loading"),
                "submit_warning": True,
                "form": form,
                "counts": words.counts(report),
                "opened": words.opened(report),
                "is_possible": stands.is_possible,
                "problem": problem_text(stands.problem) if stands.problem else "",
                "added": words.added(stands.added) if stands.added else None,
            },
            status,
        )


urlpatterns = [
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<uuid:batch_id>/", Import.as_view(), name="import"),
    path("imports/<uuid:batch_id>/progress/", ImportProgress.as_view(), name="import_progress"),
    path("imports/<uuid:batch_id>/report.csv", ImportReportFile.as_view(), name="import_report"),
    path("imports/<uuid:batch_id>/load/", LoadImport.as_view(), name="import_load"),
    path("imports/<uuid:batch_id>/discard/", DiscardImport.as_view(), name="import_discard"),
    path("imports/<uuid:batch_id>/undo/", UndoImport.as_view(), name="import_undo"),
]
