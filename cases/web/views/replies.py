"""The own team's invitation to a conference: what one needs to come, and the answer to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, ConferenceStatus
from cases.domain.taking_part import Reply
from cases.labels import label
from cases.models import Invitation
from cases.queries.invited import own_invitation
from cases.services import reading, replies
from cases.web.forms.invitations import ReplyForm
from cases.web.presenters import days
from cases.web.presenters import invitations as words
from cases.web.views.base import ActorView, answer, put_errors
from cpr.clock import today


class ReplyPage(ActorView):
    """Day, time, place, language and the children one may see: nothing else of the conference."""

    permission = P.CONTRIBUTE

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        self._open(conference_id)
        return self._show(self._form(None))

    def post(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        self._open(conference_id)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        try:
            replies.answer_for_team(
                by=self.actor,
                conference=self.conference,
                version=form.seen_version,
                answer=replies.Answer(Reply(given["reply"]), given["note"]),
                today=today(),
            )
        except (NotFound, NotAllowed):
            raise
        except Conflict as error:
            self.own = self._own()
            form.take_version(self.own.version)
            self.is_overtaken = True
            return self._show(form, put_errors(form, error))
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        messages.success(
            request,
            _("Your answer is recorded: %(reply)s.") % {"reply": label(Reply(given["reply"]))},
        )
        return HttpResponseRedirect(reverse("cases:home"))

    def _open(self, conference_id: uuid.UUID) -> None:
        opened = reading.open_conference(
            by=self.actor,
            conference_id=conference_id,
            permission=self.permission,
            part="conference_reply",
        )
        self.conference, self.cases = opened.conference, opened.cases
        self.own = self._own()
        self.is_overtaken = False

    def _own(self) -> Invitation:
        found = own_invitation(self.actor, self.conference)
        if found is None:
            raise NotAllowed(Problem("not_invited"))
        return found

    def _form(self, data: Any) -> ReplyForm:
        initial = {
            "version": self.own.version,
            "reply": self.own.reply or "",
            "note": self.own.reply_note,
        }
        return ReplyForm(data, initial=initial)

    def _show(self, form: ReplyForm, status: int = 200) -> HttpResponse:
        conference = self.conference
        day = days.long(conference.planned_on)
        title = _("%(kind)s, %(day)s") % {
            "kind": label(ConferenceKind(conference.kind)),
            "day": day,
        }
        context = {
            "page_title": title,
            "page_caption": _("You are invited"),
            "form": form,
            "breadcrumbs": [
                {"label": _("My work"), "url": reverse("cases:home")},
                {"label": title},
            ],
            "details": words.details(conference, [case.child.full_name for case in self.cases]),
            "answered": words.answered(self.own),
            "is_overtaken": self.is_overtaken,
            "is_open": conference.status == ConferenceStatus.CALLED,
            "submit_label": _("Send the answer"),
            "cancel_url": reverse("cases:home"),
        }
        return answer(self.request, "cases/conferences/reply.html", context, status)


urlpatterns = [
    path("conferences/<uuid:conference_id>/reply/", ReplyPage.as_view(), name="conference_reply")
]
