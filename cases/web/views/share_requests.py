"""Requests to share: asking with the case in sight or through the door, the inbox, the answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.roles import Duty
from cases import access
from cases.access_explained import SEES
from cases.domain.errors import DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.rules.sharing import levels_within
from cases.domain.statuses import LegalBasis, Level, RequestStatus
from cases.models import Case
from cases.queries import share_requests as asked
from cases.services import reading
from cases.services import share_requests as services
from cases.web import door
from cases.web.forms.share_requests import AnswerForm, AskForm
from cases.web.forms.sharing import end_of
from cases.web.presenters import share_requests as shown
from cases.web.presenters import telephones
from cases.web.presenters.in_welsh import after_preposition
from cases.web.views.base import ActorView, answer, put_errors
from cases.web.views.record_forms import RecordFormView
from cpr.ui import forms as ui


class CaseAsk(RecordFormView):
    """Asking for more of a record that one sees a part of."""

    permission = P.VIEW_SUMMARY
    part = "share_ask"
    template = "cases/sharing/ask.html"

    def make_form(self, data: Any = None) -> AskForm:
        held = access.held(self.actor, self.case)
        levels = [each for each in levels_within(Level.FULL) if SEES[each] not in held]
        self.is_all_seen = not levels
        return AskForm(data, levels=levels)

    def save(self, form: ui.Form) -> str:
        services.ask(by=self.actor, case=self.case, **_asked(form))
        return _("Your request is sent. You are told when it is answered.")

    def words(self) -> dict[str, Any]:
        return {
            "page_title": _("Ask to see more"),
            "submit_label": _("Ask"),
            "is_all_seen": self.is_all_seen,
            "waiting": shown.waiting(asked.waiting_for(self.actor, self.case.pk)),
        }


class ShareAsk(ActorView):
    """Asking for a case that a search led to, of which nothing may be shown: only whose it is."""

    permission = Duty.SEARCH

    def get(self, request: HttpRequest) -> HttpResponse:
        case = self._case(request)
        return self._show(request, case, AskForm(levels=levels_within(Level.FULL)))

    def post(self, request: HttpRequest) -> HttpResponse:
        case = self._case(request)
        form = AskForm(request.POST, levels=levels_within(Level.FULL))
        if not form.is_valid():
            return self._show(request, case, form, 422)
        try:
            services.ask(by=self.actor, case=case, is_sought=True, **_asked(form))
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(request, case, form, put_errors(form, error))
        messages.success(request, _("Your request is sent. You are told when it is answered."))
        return redirect("cases:share_requests")

    def _case(self, request: HttpRequest) -> Case:
        return door.case_of(self.actor, request.GET.get("door", ""), Duty.SEARCH)

    def _show(
        self, request: HttpRequest, case: Case, form: AskForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "page_title": _("Ask for a record to be shared"),
            "authority": after_preposition(case.authority.name),
            "whom": telephones.whom(
                case.authority.name, case.authority.phone, case.authority.phone_out_of_hours
            ),
            "waiting": shown.waiting(asked.waiting_for(self.actor, case.pk)),
            "submit_label": _("Ask"),
            "cancel_url": reverse("cases:children"),
            "breadcrumbs": [
                {"label": _("Children"), "url": reverse("cases:children")},
                {"label": _("Ask for a record to be shared")},
            ],
        }
        return answer(request, "cases/sharing/ask_unseen.html", context, status)


class ShareRequests(ActorView):
    """The inbox of those who may answer, and the list of one's own requests with the answers."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = asked.to_answer(self.actor)
        own = asked.of_ones_own(self.actor)
        named = [each.case_id for each in (*waiting, *own) if each.case_id]
        reading.record_listing(by=self.actor, action="share_requests.listed", asked={}, cases=named)
        context = {
            "page_title": _("Requests to share"),
            "table": shown.to_answer(waiting) if waiting or self.actor.holds(P.SHARE) else None,
            "own": shown.own(own),
        }
        return answer(request, "cases/sharing/requests.html", context)


class ShareRequestAnswer(ActorView):
    """One request, answered by those who may share the case."""

    permission = P.SHARE

    def get(self, request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
        self.row, self.asked = asked.one(self.actor, request_id)
        reading.open_record(
            by=self.actor, case_id=self.row.case_id, permission=P.SHARE, part="share_request"
        )
        return self._show(request, self._form())

    def post(self, request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
        self.row, self.asked = asked.one(self.actor, request_id)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        try:
            done = self._answer(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(request, form, put_errors(form, error))
        messages.success(request, done)
        return redirect("cases:share_requests")

    def _form(self, data: Any = None) -> AnswerForm:
        whom = [("person", self.asked.who)]
        if self.asked.for_whole_team and not self.row.case.is_restricted:
            whom.append(("team", _("The whole team")))
        return AnswerForm(data, asked=self.asked.level, whom=whom)

    def _answer(self, typed: dict[str, Any]) -> str:
        words = {"name": self.asked.who}
        if typed["answer"] == "refuse":
            services.refuse(by=self.actor, request=self.row, reason=typed["reason"])
            return _("The request is refused, and %(name)s is told.") % words
        services.grant(
            by=self.actor,
            request=self.row,
            level=Level(typed["level"]),
            ends_at=end_of(typed["ends_on"]),
            with_whole_team=typed["whom"] == "team",
        )
        return _("The record is shared, and %(name)s is told.") % words

    def _show(self, request: HttpRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
        is_open = self.asked.status is RequestStatus.ASKED
        context = {
            "form": form,
            "is_open": is_open or status != 200,
            "rows": shown.facts(self.asked),
            "said": shown.own([self.asked])[0],
            "page_title": _("Share with %(name)s?") % {"name": self.asked.who},
            "page_caption": self.asked.child,
            "submit_label": _("Answer"),
            "cancel_url": reverse("cases:share_requests"),
            "breadcrumbs": [
                {"label": _("Requests to share"), "url": reverse("cases:share_requests")},
                {"label": self.asked.child},
            ],
        }
        return answer(request, "cases/sharing/answer.html", context, status)


class ShareRequestWithdraw(ActorView):
    """Taking back a request of one's own."""

    permission = None

    def post(self, request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
        services.withdraw(by=self.actor, request_id=request_id)
        messages.success(request, _("Your request is withdrawn."))
        return redirect("cases:share_requests")


def _asked(form: ui.Form) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "level": Level(typed["level"]),
        "purpose": typed["purpose"],
        "legal_basis": LegalBasis(typed["legal_basis"]),
        "for_whole_team": typed["whom"] == "team",
    }


urlpatterns = [
    path("cases/<uuid:case_id>/ask/", CaseAsk.as_view(), name="case_ask"),
    path("share-requests/", ShareRequests.as_view(), name="share_requests"),
    path("share-requests/ask/", ShareAsk.as_view(), name="share_ask"),
    path("share-requests/<uuid:request_id>/", ShareRequestAnswer.as_view(), name="share_request"),
    path(
        "share-requests/<uuid:request_id>/withdraw/",
        ShareRequestWithdraw.as_view(),
        name="share_request_withdraw",
    ),
]
