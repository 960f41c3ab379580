"""One invitation to a conference: its reply, its withdrawal, keeping out; the offer of an advocate
and what else is done before the day. Whoever saves second is told, with what they typed kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import access
from cases.domain.errors import Conflict, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.taking_part import (
    AdvocateAnswer,
    ConferenceLanguage,
    Invitee,
    KeptOut,
    Reply,
)
from cases.models import Conference, ConferenceChild
from cases.queries import invited
from cases.queries.conference_room import Room
from cases.services import invitations, preparation, replies
from cases.web.forms.invitations import (
    NOBODY_OUT,
    AdvocateForm,
    KeepOutForm,
    PreparationForm,
    RecordReplyForm,
    RelativeReplyForm,
    VersionedForm,
    WithdrawForm,
)
from cases.web.presenters import invitations as words
from cases.web.presenters.readiness import who
from cases.web.views.acts import ActOnConference
from cpr.clock import today


class VersionedAct(ActOnConference):
    """An act on a row that somebody else may be changing at the same time."""

    permission = P.RECORD_CONFERENCE
    template = "cases/conferences/versioned.html"
    overtaken: list[dict[str, Any]] | None = None
    form: VersionedForm

    def get(self, request: HttpRequest, conference_id: uuid.UUID, **_ids: uuid.UUID) -> Any:
        return super().get(request, conference_id)

    def post(self, request: HttpRequest, conference_id: uuid.UUID, **_ids: uuid.UUID) -> Any:
        return super().post(request, conference_id)

    def make_form(self, data: Any) -> VersionedForm:
        self.form = self.versioned_form(data)
        return self.form

    def act(self, given: dict[str, Any]) -> None:
        try:
            self.save(given, self.form.seen_version)
        except Conflict:
            self.form.take_version(self.read_again())
            self.overtaken = self.recorded()
            raise

    def frame(self, title: str) -> dict[str, Any]:
        return super().frame(title) | {"overtaken": self.overtaken, "recorded": self.recorded()}

    def versioned_form(self, data: Any) -> VersionedForm:
        """This will make the form, with the version that is stored."""
        raise NotImplementedError

    def save(self, given: dict[str, Any], version: int) -> None:
        """This will make the one service call."""
        raise NotImplementedError

    def read_again(self) -> int:
        """This will read the row as it is stored now, and give its version."""
        raise NotImplementedError

    def recorded(self) -> list[dict[str, Any]]:
        """This will say what is stored."""
        raise NotImplementedError


class OnInvitation(VersionedAct):
    """An act on one invitation that stands."""

    def open(self, conference_id: uuid.UUID) -> Room:
        found = super().open(conference_id)
        self.read_again()
        return found

    def get(self, request: HttpRequest, conference_id: uuid.UUID, **_ids: uuid.UUID) -> Any:
        shown = super().get(request, conference_id)
        if self.row.withdrawn_at is not None:
            messages.info(request, _("This invitation has been withdrawn."))
            return HttpResponseRedirect(reverse("cases:conference", args=[conference_id]))
        return shown

    def read_again(self) -> int:
        conference: Conference = self.room.conference
        self.row = invited.stored(
            self.actor, self.permission, conference, self.kwargs["invitation_id"]
        )
        self.each = invited.shown(self.row)
        return self.row.version

    def recorded(self) -> list[dict[str, Any]]:
        return words.recorded(self.each, today())

    def frame(self, title: str) -> dict[str, Any]:
        is_chair = self.room.conference.chair_id == self.actor.membership_id
        links = words.links(self.room.conference.pk, self.each, is_chair=is_chair)
        return super().frame(title) | {"links": links}


class InvitationPage(OnInvitation):
    """What somebody who is invited answered, and how one of the family was invited."""

    submit_label = gettext_lazy("Save")

    def question(self) -> str:
        return who(self.each)

    def versioned_form(self, data: Any) -> VersionedForm:
        each = self.each
        initial = {
            "version": each.version,
            "reply": each.reply.value if each.reply else "none",
            "note": each.note,
            "told_on": each.told_on,
            "written_on": each.written_on,
            "language": each.language or "",
        }
        is_worker = each.kind is Invitee.PRACTITIONER
        return (RecordReplyForm if is_worker else RelativeReplyForm)(data, initial=initial)

    def save(self, given: dict[str, Any], version: int) -> None:
        reply = None if given["reply"] == "none" else Reply(given["reply"])
        asked = None
        if self.each.kind is not Invitee.PRACTITIONER:
            language = ConferenceLanguage(given["language"]) if given["language"] else None
            asked = replies.Asked(given["told_on"], given["written_on"], language)
        replies.record_invitation(
            by=self.actor,
            invitation=self.row,
            version=version,
            answer=replies.Answer(reply, given["note"]),
            asked=asked,
            today=today(),
        )

    def done(self, given: dict[str, Any]) -> str:
        return _("Saved: %(who)s.") % {"who": who(self.each)}


class Withdraw(OnInvitation):
    """Withdraw an invitation; it stays on record."""

    submit_label = gettext_lazy("Withdraw the invitation")
    is_warning = True

    def question(self) -> str:
        return _("Withdraw this invitation?")

    def frame(self, title: str) -> dict[str, Any]:
        is_team = self.each.team_id is not None
        return super().frame(title) | {"links": [], "tells_of_sharing": is_team}

    def versioned_form(self, data: Any) -> VersionedForm:
        return WithdrawForm(data, initial={"version": self.row.version})

    def save(self, given: dict[str, Any], version: int) -> None:
        invitations.withdraw(by=self.actor, invitation=self.row, version=version)

    def done(self, given: dict[str, Any]) -> str:
        return _("The invitation is withdrawn: %(who)s.") % {"who": who(self.each)}


class KeepOut(OnInvitation):
    """Keep somebody out of the conference, or let them in again: for its chair alone."""

    submit_label = gettext_lazy("Save")

    def open(self, conference_id: uuid.UUID) -> Room:
        found = super().open(conference_id)
        if found.conference.chair_id != self.actor.membership_id:
            raise NotAllowed(Problem("only_the_chair"))
        return found

    def question(self) -> str:
        return _("Keep %(name)s out of the conference?") % {
            "name": self.each.name or who(self.each)
        }

    def frame(self, title: str) -> dict[str, Any]:
        return super().frame(title) | {"links": []}

    def versioned_form(self, data: Any) -> VersionedForm:
        initial = {
            "version": self.row.version,
            "of": self.each.kept_out_of or "",
            "reason": self.each.kept_out_reason,
        }
        return KeepOutForm(data, initial=initial)

    def save(self, given: dict[str, Any], version: int) -> None:
        of = None if given["of"] == NOBODY_OUT else KeptOut(given["of"])
        replies.keep_out(
            by=self.actor, invitation=self.row, version=version, of=of, reason=given["reason"]
        )

    def done(self, given: dict[str, Any]) -> str:
        if given["of"] == NOBODY_OUT:
            return _("%(who)s may take part again.") % {"who": who(self.each)}
        return _("The chair keeps out: %(who)s.") % {"who": who(self.each)}


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


_ONE = "conferences/<uuid:conference_id>/invitations/<uuid:invitation_id>/"
urlpatterns = [
    path(_ONE, InvitationPage.as_view(), name="invitation"),
    path(f"{_ONE}withdraw/", Withdraw.as_view(), name="invitation_withdraw"),
    path(f"{_ONE}keep-out/", KeepOut.as_view(), name="keep_out"),
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
