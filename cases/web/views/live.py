"""The live page of a conference: who is there, and what each says of each child.

What is recorded row by row is in ``attending`` and ``heard``.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.rules.attendance import live_problems
from cases.domain.statuses import ConferenceStatus
from cases.labels import problem_text
from cases.models import ConferenceChild
from cases.queries import agency_views, attendance
from cases.queries.conference_room import Room
from cases.web.forms.decisions import version_of, with_version
from cases.web.presenters import agency_views as heard_words
from cases.web.presenters import conferences as words
from cases.web.presenters import guests as guests_words
from cases.web.presenters.weighing import words_rows
from cases.web.views.acts import RoomView
from cases.web.views.base import answer, put_errors
from cpr import clock
from cpr.ui import forms as ui


class LiveView(RoomView):
    """A page of a conference that takes place or took place, for who records all its children."""

    permission = P.RECORD_CONFERENCE
    part = "conference_live"

    def open(self, conference_id: uuid.UUID) -> Room:
        """This will open the conference and its list of guests.

        Raises: NotFound; NotAllowed, also where one of the children is hidden.
        """
        found = super().open(conference_id)
        if found.hidden:
            raise NotAllowed(Problem("not_allowed"))
        self.guests = attendance.guests(self.actor, found.conference)
        return found

    def stop(self) -> HttpResponse | None:
        """This will lead back to the conference where nothing can be recorded, and say why."""
        conference = self.room.conference
        problems = live_problems(
            status=ConferenceStatus(conference.status),
            planned_on=conference.planned_on,
            today=clock.today(),
        )
        for problem in problems:
            messages.info(self.request, problem_text(problem))
            return HttpResponseRedirect(reverse("cases:conference", args=[conference.pk]))
        return None

    def one(self, invitation_id: uuid.UUID) -> attendance.Guest:
        """This will give one of the list.

        Raises: NotFound.
        """
        found = next((guest for guest in self.guests if guest.id == invitation_id), None)
        if found is None:
            raise NotFound(Problem("not_found"))
        return found

    def children(self) -> dict[uuid.UUID, ConferenceChild]:
        """This will give each child's row at this conference, by its identifier."""
        rows = access.visible(self.actor, self.permission, ConferenceChild)
        return {at.pk: at for at in rows.filter(conference=self.room.conference)}


class Live(LiveView):
    """Who is there, whether they are enough, and what was said of each child so far."""

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        found = self.open(conference_id)
        stopped = self.stop()
        if stopped is not None:
            return stopped
        conference = found.conference
        heard = agency_views.views(self.actor, [child.at_id for child in found.children])
        lacking = attendance.quorum_problems(conference, self.guests, "")
        back = reverse("cases:conference", args=[conference.pk])
        context = self.frame(_("Record the conference")) | {
            "page_caption": self.heading,
            "page_lede": words.meta(found),
            "breadcrumbs": [{"label": self.heading, "url": back}, {"label": _("Record")}],
            "quorum": guests_words.quorum_band(conference, self.guests, lacking),
            "guests": guests_words.attendance_table(conference, self.guests),
            "children": self._children(found, heard),
            "may_hold": found.may_hold,
        }
        return answer(request, "cases/conferences/live.html", context)

    def _children(self, found: Room, heard: list[agency_views.View]) -> list[dict[str, Any]]:
        asked = [guest for guest in self.guests if guest.is_asked]
        rows, pk = self.children(), found.conference.pk
        is_held = found.status is ConferenceStatus.HELD
        return [
            {
                "name": child.name,
                "views": heard_words.live_table(pk, child.at_id, asked, heard),
                "words": words_rows(rows[child.at_id]),
                "words_url": reverse("cases:conference_words", args=[pk, child.at_id]),
                "decision_url": reverse("cases:decision", args=[pk, child.at_id])
                if is_held and (child.may_decide or child.decision)
                else "",
                "is_decided": child.decision is not None,
            }
            for child in found.children
        ]


class LiveFormView(LiveView):
    """One row of the live page as a small form: the second of two is told and keeps what they
    typed, beside what the first recorded."""

    def get(self, request: HttpRequest, **ids: uuid.UUID) -> HttpResponse:
        self.load(**ids)
        return self.stop() or self.show(self.make_form(None))

    def post(self, request: HttpRequest, **ids: uuid.UUID) -> HttpResponse:
        self.load(**ids)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            self.act(form.cleaned_data)
        except (NotFound, NotAllowed):
            raise
        except Conflict as error:
            self.load(**ids)
            form = with_version(form, self.version())
            return self.show(form, put_errors(form, error), stands=self.stands())
        except DomainError as error:
            return self.show(form, put_errors(form, error))
        messages.success(request, _("Recorded."))
        live = reverse("cases:conference_live", args=[self.room.conference.pk])
        return HttpResponseRedirect(live)

    def show(
        self, form: ui.Form, status: int = 200, *, stands: list[dict[str, Any]] | None = None
    ) -> HttpResponse:
        """This will show the form, and beside it what somebody else recorded meanwhile."""
        conference, question = self.room.conference, self.question()
        live = reverse("cases:conference_live", args=[conference.pk])
        context = self.frame(question) | {
            "form": form,
            "breadcrumbs": [
                {"label": self.heading, "url": reverse("cases:conference", args=[conference.pk])},
                {"label": _("Record the conference"), "url": live},
                {"label": question},
            ],
            "cancel_url": live,
            "submit_label": _("Record"),
            "stands": stands,
        }
        return answer(self.request, "cases/conferences/live_form.html", context, status)

    def seen(self, given: dict[str, Any]) -> int:
        """This will give the version that the page showed."""
        return version_of(given)

    def load(self, **ids: uuid.UUID) -> None:
        """This will open the conference and the row.

        Raises: NotFound, NotAllowed.
        """
        raise NotImplementedError

    def question(self) -> str:
        """This will give the page's heading."""
        raise NotImplementedError

    def make_form(self, data: Any) -> ui.Form:
        """This will make the form, bound to ``data`` if there is any."""
        raise NotImplementedError

    def act(self, given: dict[str, Any]) -> None:
        """This will make the one service call."""
        raise NotImplementedError

    def version(self) -> int:
        """This will give the version of the row as it stands now."""
        raise NotImplementedError

    def stands(self) -> list[dict[str, Any]]:
        """This will show what is recorded now."""
        raise NotImplementedError
