"""A child's record goes on: the birth of an unborn child, and a new case after a closed one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from agencies.roles import Duty
from cases import access
from cases.domain.errors import DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import Sex
from cases.models import Case
from cases.services import children
from cases.web.forms.children import BirthForm
from cases.web.presenters import days
from cases.web.views.base import put_errors
from cases.web.views.record_forms import RecordFormView
from cpr.clock import today
from cpr.ui import forms as ui


class ChildBirth(RecordFormView):
    """Record that an unborn child was born."""

    permission = P.RECORD_WORK
    part = "birth"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        born_on = self.load().child.born_on
        if born_on is not None:
            text = _("The birth is already recorded: %(day)s.") % {"day": days.long(born_on)}
            messages.info(request, text)
            return redirect("cases:case", case_id=case_id)
        return self.show(request, self.make_form())

    def make_form(self, data: Any = None) -> BirthForm:
        return BirthForm(data)

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        child = children.record_birth(
            by=self.actor,
            case=self.case,
            born_on=typed["born_on"],
            given_names=typed["given_names"],
            sex=Sex(typed["sex"]),
            nhs_number=typed["nhs_number"],
            today=today(),
        )
        return _("The birth of %(name)s is recorded.") % {"name": child.full_name}

    def words(self) -> dict[str, Any]:
        expected_on = self.case.child.expected_on
        lede = ""
        if expected_on is not None:
            is_past = expected_on < today()
            words = (
                _("The baby was expected on %(day)s.")
                if is_past
                else _("The baby is expected on %(day)s.")
            )
            lede = words % {"day": days.long(expected_on)}
        return {
            "page_title": _("Record the birth"),
            "page_lede": lede,
            "submit_label": _("Record the birth"),
        }


class NewEpisode(RecordFormView):
    """Open a new case of a child whose case is closed: one question, with what it means."""

    permission = P.RECORD_WORK
    part = "new_episode"
    template = "cases/record/new_episode.html"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        closed_on = self.load().closed_on
        access.require_duty(self.actor, Duty.ADD_CHILD)
        if closed_on is None:
            messages.info(request, _("This case is still open."))
            return redirect("cases:case", case_id=case_id)
        return self.show(request, self.make_form())

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.case = access.get_for(self.actor, self.permission, case_id)
        form = self.make_form(request.POST)
        try:
            opened = self._opened()
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self.show(request, form, status=put_errors(form, error))
        done = _("A new episode is open for %(name)s.") % {"name": opened.child.full_name}
        messages.success(request, done)
        return redirect("cases:case", case_id=opened.pk)

    def _opened(self) -> Case:
        return children.open_new_episode(by=self.actor, case=self.case, on=today())

    def make_form(self, data: Any = None) -> ui.Form:
        return ui.Form(data)

    def words(self) -> dict[str, Any]:
        closed_on = self.case.closed_on
        return {
            "page_title": _("Open a new episode for %(name)s?")
            % {"name": self.case.child.full_name},
            "closed_on": days.long(closed_on) if closed_on else "",
            "submit_label": _("Open a new episode"),
        }


urlpatterns = [
    path("cases/<uuid:case_id>/birth/", ChildBirth.as_view(), name="child_birth"),
    path("cases/<uuid:case_id>/new-episode/", NewEpisode.as_view(), name="case_new_episode"),
]
