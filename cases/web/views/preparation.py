"""What is done before the day of a conference: interpreter, chair and family, advocates' offers."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.taking_part import AdvocateAnswer
from cases.models import ConferenceChild
from cases.queries.conference_room import Room
from cases.services import preparation
from cases.web.forms.invitations import AdvocateForm, PreparationForm, VersionedForm
from cases.web.presenters import invitations as words
from cases.web.views.versioned import VersionedAct
from cpr.clock import today


class Preparation(VersionedAct):
    """The days on which the interpreter was booked and the chair met the family."""

    submit_label = gettext_lazy("Save")

    def question(self) -> str:
        return _("Before the day")

    def versioned_form(self, data: Any) -> VersionedForm:
        conference = self.room.conference
        initial = {
            "version": conference.version,
            "interpreter_booked_on": conference.interpreter_booked_on,
            "family_met_on": conference.family_met_on,
        }
        form = PreparationForm(data, initial=initial)
        if not conference.interpretation:
            del form.fields["interpreter_booked_on"]
        return form

    def save(self, given: dict[str, Any], version: int) -> None:
        preparation.record_preparation(
            by=self.actor,
            conference=self.room.conference,
            version=version,
            interpreter_booked_on=given.get("interpreter_booked_on"),
            family_met_on=given["family_met_on"],
            today=today(),
        )

    def read_again(self) -> int:
        conference = self.room.conference
        conference.refresh_from_db(
            fields=["version", "interpreter_booked_on", "family_met_on", "interpretation"]
        )
        return conference.version

    def recorded(self) -> list[dict[str, Any]]:
        return words.prepared(self.room.conference)

    def done(self, given: dict[str, Any]) -> str:
        return _("Saved.")


class Advocate(VersionedAct):
    """The active offer of an advocate to one child, and its answer."""

    submit_label = gettext_lazy("Save")

    def open(self, conference_id: uuid.UUID) -> Room:
        found = super().open(conference_id)
        self.read_again()
        if self.at.conference_id != conference_id:
            raise NotFound(Problem("not_found"))
        return found

    def question(self) -> str:
        return _("Advocate for %(child)s") % {"child": self.at.case.child.full_name}

    def versioned_form(self, data: Any) -> VersionedForm:
        initial = {
            "version": self.at.version,
            "offered_on": self.at.advocate_offered_on,
            "answer": self.at.advocate_answer or "",
        }
        return AdvocateForm(data, initial=initial)

    def save(self, given: dict[str, Any], version: int) -> None:
        preparation.record_advocate(
            by=self.actor,
            at=self.at,
            version=version,
            offered_on=given["offered_on"],
            answer=AdvocateAnswer(given["answer"]) if given["answer"] else None,
            today=today(),
        )

    def read_again(self) -> int:
        self.at = access.get_for(
            self.actor,
            self.permission,
            self.kwargs["at_id"],
            ConferenceChild,
            "case__child",
            "conference",
        )
        return self.at.version

    def recorded(self) -> list[dict[str, Any]]:
        return words.offered(self.at)

    def done(self, given: dict[str, Any]) -> str:
        return _("Saved.")


urlpatterns = [
    path(
        "conferences/<uuid:conference_id>/before/",
        Preparation.as_view(),
        name="conference_before",
    ),
    path(
        "conferences/<uuid:conference_id>/advocates/<uuid:at_id>/",
        Advocate.as_view(),
        name="advocate",
    ),
]
