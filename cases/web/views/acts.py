"""Acts on a whole conference: that it was held, cancelled, its papers sent.

Each changes the record of every child at it, so each needs the permission for every child.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.errors import DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.queries import next_steps
from cases.queries.conference_room import Room, room
from cases.services import conferences, reading
from cases.web.forms.conferences import CancelForm, HoldForm, PapersForm
from cases.web.presenters import conferences as words
from cases.web.presenters import days
from cases.web.presenters.enquiries import due_sentence
from cases.web.views.base import ActorView, answer, put_errors
from cpr import clock
from cpr.ui import forms as ui


class RoomView(ActorView):
    """A page of one conference, opened through the gate; each child shown is recorded as read."""

    permission = P.VIEW_RECORD
    part = "conference"

    def open(self, conference_id: uuid.UUID) -> Room:
        """This will open the conference for the page.

        Raises: NotFound, NotAllowed.
        """
        opened = reading.open_conference(
            by=self.actor, conference_id=conference_id, permission=self.permission, part=self.part
        )
        self.cases = opened.cases
        self.room = room(self.actor, opened.conference, opened.cases, opened.hidden)
        self.heading = words.title(
            self.room.kind, sorted({case.child.family_name for case in opened.cases})
        )
        return self.room

    def frame(self, title: str) -> dict[str, Any]:
        """This will give what the pages about one conference have in common."""
        conference = self.room.conference
        return {
            "page_title": title,
            "conference": conference,
            "conference_title": self.heading,
            "meta": words.meta(self.room),
            "cancel_url": reverse("cases:conference", args=[conference.pk]),
            "hidden_words": words.hidden_words(self.room.hidden),
        }


class ActOnConference(RoomView):
    """One act on a whole conference, which needs the permission on every child at it."""

    template = "cases/conferences/act.html"
    submit_label: str | Promise = ""
    is_warning = False
    needs = ConferenceStatus.CALLED
    too_late: str | Promise = gettext_lazy("This conference has already been held or cancelled.")

    def open(self, conference_id: uuid.UUID) -> Room:
        """This will open the conference, for somebody who may act for every child at it.

        Raises: NotFound, NotAllowed.
        """
        found = super().open(conference_id)
        if found.hidden:
            raise NotAllowed(Problem("not_allowed"))
        return found

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        found = self.open(conference_id)
        if found.status is not self.needs:
            messages.info(request, str(self.too_late))
            return HttpResponseRedirect(reverse("cases:conference", args=[conference_id]))
        return self._show(self.make_form(None))

    def post(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        self.open(conference_id)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            self.act(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        messages.success(request, self.done(form.cleaned_data))
        return HttpResponseRedirect(reverse("cases:conference", args=[conference_id]))

    def _show(self, form: ui.Form, status: int = 200) -> HttpResponse:
        question = self.question()
        conference = reverse("cases:conference", args=[self.room.conference.pk])
        context = self.frame(question) | {
            "form": form,
            "breadcrumbs": [{"label": self.heading, "url": conference}, {"label": question}],
            "names": [child.name for child in self.room.children],
            "submit_label": self.submit_label,
            "submit_warning": self.is_warning,
        }
        return answer(self.request, self.template, context, status)

    def question(self) -> str:
        """This will give the page's heading."""
        raise NotImplementedError

    def make_form(self, data: Any) -> ui.Form:
        """This will make the form, bound to ``data`` if there is any."""
        raise NotImplementedError

    def act(self, given: dict[str, Any]) -> None:
        """This will make the one service call."""
        raise NotImplementedError

    def done(self, given: dict[str, Any]) -> str:
        """This will say what was done."""
        raise NotImplementedError

    def due(self) -> str:
        """This will say what is due on the children's cases now."""
        return due_sentence(next_steps.due_now(self.actor, self.cases), clock.today())


class Hold(ActOnConference):
    """Record that the conference took place."""

    permission = P.RECORD_DECISION
    submit_label = gettext_lazy("Record that it was held")

    def question(self) -> str:
        return _("Was the conference held?")

    def make_form(self, data: Any) -> ui.Form:
        planned = self.room.conference.planned_on
        return HoldForm(data, initial={"held_on": planned if planned <= clock.today() else None})

    def act(self, given: dict[str, Any]) -> None:
        conferences.hold_conference(
            by=self.actor,
            conference=self.room.conference,
            held_on=given["held_on"],
            today=clock.today(),
        )

    def done(self, given: dict[str, Any]) -> str:
        text = _("The conference was held on %(day)s. Record the decision for each child now.")
        return text % {"day": days.long(given["held_on"])}


class Cancel(ActOnConference):
    """Cancel a called conference, with the reason."""

    permission = P.CALL_CONFERENCE
    submit_label = gettext_lazy("Cancel the conference")
    is_warning = True
    template = "cases/conferences/cancel.html"

    def question(self) -> str:
        return _("Cancel this conference?")

    def make_form(self, data: Any) -> ui.Form:
        return CancelForm(data)

    def act(self, given: dict[str, Any]) -> None:
        conferences.cancel_conference(
            by=self.actor, conference=self.room.conference, reason=given["reason"]
        )

    def done(self, given: dict[str, Any]) -> str:
        return _("The conference is cancelled. The time limit goes on.") + " " + self.due()


class Papers(ActOnConference):
    """Record the days the outline plan and the full record were sent."""

    permission = P.RECORD_DECISION
    submit_label = gettext_lazy("Record the papers")
    needs = ConferenceStatus.HELD
    too_late = gettext_lazy("Papers follow a conference that was held.")

    def question(self) -> str:
        return _("When were the papers sent?")

    def make_form(self, data: Any) -> ui.Form:
        conference = self.room.conference
        return PapersForm(
            data,
            initial={
                "outline_sent_on": conference.outline_sent_on,
                "record_sent_on": conference.record_sent_on,
            },
        )

    def act(self, given: dict[str, Any]) -> None:
        conferences.record_papers_sent(
            by=self.actor,
            conference=self.room.conference,
            today=clock.today(),
            outline_sent_on=given["outline_sent_on"],
            record_sent_on=given["record_sent_on"],
        )

    def done(self, given: dict[str, Any]) -> str:
        return _("The papers are recorded.") + " " + self.due()
