"""Writing what somebody saw or knows: a note, a visit, a core group meeting."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import NoteAudience, NoteKind
from cases.models import Case
from cases.queries import child_record, people
from cases.services import notes, visits
from cases.web.forms.notes import NoteForm, submission_of
from cases.web.forms.visits import CoreGroupForm, VisitForm, seen_of
from cases.web.views.base import CaseView, answer, put_errors
from cpr.clock import today
from cpr.ui import forms as ui


class RecordFormView(CaseView):
    """One form about one case: shown after an audited opening, then one service call."""

    permission: ClassVar[P]
    template: ClassVar[str] = "cases/record/form.html"
    back_to: ClassVar[str] = "cases:case"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.load()
        return self.show(request, self.make_form())

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.case = access.get_for(self.actor, self.permission, case_id)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        try:
            done = self.save(form)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self.show(request, form, status=self.refused(form, error))
        messages.success(request, done)
        return self.after(request, case_id)

    def refused(self, form: ui.Form, error: DomainError) -> int:
        """This will put what was refused on the form, and give the status."""
        return put_errors(form, error)

    def after(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        """This will lead on from what was saved."""
        return redirect(self.back_to, case_id=case_id)

    def show(self, request: HttpRequest, form: ui.Form, status: int = 200) -> HttpResponse:
        """This will show the form, with what was typed."""
        back = reverse(self.back_to, args=[self.case.pk])
        words, name = self.words(), self.case.child.full_name
        context = {
            "form": form,
            "page_caption": name,
            "breadcrumbs": [{"label": name, "url": back}, {"label": words["page_title"]}],
            "cancel_url": back,
            **words,
        }
        return answer(request, self.template, context, status)

    def submission(self, typed: dict[str, Any]) -> uuid.UUID | None:
        """This will name this filling-in of the form, so that sending it twice is one act."""
        return submission_of(typed["submission"], self.case.pk, self.actor.membership_id)

    def make_form(self, data: Any = None) -> ui.Form:
        """This will make the form, empty or with what was sent."""
        raise NotImplementedError

    def save(self, form: ui.Form) -> str:
        """This will make the one service call and give the words that confirm it."""
        raise NotImplementedError

    def words(self) -> dict[str, Any]:
        """This will give the title and the button."""
        raise NotImplementedError


class NoteAdd(RecordFormView):
    """A note, by anybody who works with the child."""

    permission = P.ADD_NOTE
    asks = (NoteForm,)
    part = "note_add"
    back_to = "cases:case_notes"

    def make_form(self, data: Any = None) -> NoteForm:
        held = access.held(self.actor, self.case)
        return NoteForm(
            data,
            initial={"happened_on": today()},
            teams=people.teams_on_case(self.actor, self.case, held=held),
            is_of_lead_agency=self.actor.agency_id == self.case.authority_id,
        )

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        audience = NoteAudience(typed["audience"])
        named = typed.get("teams") if audience is NoteAudience.NAMED_TEAMS else None
        notes.add_note(
            by=self.actor,
            case=self.case,
            kind=NoteKind(typed["kind"]),
            happened_on=typed["happened_on"],
            text=typed["text"],
            audience=audience,
            today=today(),
            teams=people.teams(named or ()),
            is_significant=typed["is_significant"],
            submission=self.submission(typed),
        )
        return _("The note is added.")

    def words(self) -> dict[str, Any]:
        return {"page_title": _("Add a note"), "submit_label": _("Add the note")}


class VisitAdd(RecordFormView):
    """A visit, recorded in under a minute."""

    permission = P.RECORD_WORK
    asks = (VisitForm,)
    part = "visit_add"

    def make_form(self, data: Any = None) -> VisitForm:
        return VisitForm(data, initial={"visited_on": today()})

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        visits.record_visit(
            by=self.actor,
            case=self.case,
            visited_on=typed["visited_on"],
            seen=seen_of(typed),
            account=typed["account"],
            childs_words=typed["childs_words"],
            today=today(),
            submission=self.submission(typed),
        )
        return _("The visit is recorded.")

    def words(self) -> dict[str, Any]:
        return {"page_title": _("Record a visit"), "submit_label": _("Record the visit")}


class CoreGroupAdd(RecordFormView):
    """A core group meeting, on the record of each child it was about."""

    permission = P.RECORD_WORK
    asks = (CoreGroupForm,)
    part = "core_group_add"

    def make_form(self, data: Any = None) -> CoreGroupForm:
        siblings = child_record.siblings(self.actor, self.case, P.RECORD_WORK)
        return CoreGroupForm(
            data,
            initial={"held_on": today()},
            siblings=[(str(s.case_id), s.name) for s in siblings if s.is_registered],
        )

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        others = access.visible(self.actor, P.RECORD_WORK).filter(pk__in=typed.get("cases") or [])
        cases: list[Case] = [self.case, *others]
        visits.record_core_group(
            by=self.actor,
            cases=cases,
            held_on=typed["held_on"],
            account=typed["account"],
            today=today(),
        )
        return _("The core group meeting is recorded.")

    def words(self) -> dict[str, Any]:
        return {"page_title": _("Record a core group"), "submit_label": _("Record the meeting")}


urlpatterns = [
    path("cases/<uuid:case_id>/notes/add/", NoteAdd.as_view(), name="note_add"),
    path("cases/<uuid:case_id>/visits/add/", VisitAdd.as_view(), name="visit_add"),
    path("cases/<uuid:case_id>/core-groups/add/", CoreGroupAdd.as_view(), name="core_group_add"),
]
