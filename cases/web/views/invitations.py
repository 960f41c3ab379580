"""One invitation to a conference: its reply, its withdrawal, and whom its chair keeps out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.errors import NotAllowed, Problem
from cases.domain.taking_part import (
    ConferenceLanguage,
    Invitee,
    KeptOut,
    Reply,
)
from cases.models import Conference
from cases.queries import invited
from cases.queries.conference_room import Room
from cases.services import invitations, replies
from cases.web.forms.invitations import (
    NOBODY_OUT,
    KeepOutForm,
    RecordReplyForm,
    RelativeReplyForm,
    VersionedForm,
    WithdrawForm,
)
from cases.web.presenters import invitations as words
from cases.web.presenters.readiness import who
from cases.web.views.versioned import VersionedAct
from cpr.clock import today


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

    def shows_recorded(self) -> bool:
        return True

    def frame(self, title: str) -> dict[str, Any]:
        is_chair = self.room.conference.chair_id == self.actor.membership_id
        links = words.links(self.room.conference.pk, self.each, is_chair=is_chair)
        return super().frame(title) | {"links": links}


class InvitationPage(OnInvitation):
    """What somebody who is invited answered, and how one of the family was invited."""

    submit_label = gettext_lazy("Save")

    def question(self) -> str:
        return who(self.each)

    def shows_recorded(self) -> bool:
        return self.each.kept_out_of is not None

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


_ONE = "conferences/<uuid:conference_id>/invitations/<uuid:invitation_id>/"
urlpatterns = [
    path(_ONE, InvitationPage.as_view(), name="invitation"),
    path(f"{_ONE}withdraw/", Withdraw.as_view(), name="invitation_withdraw"),
    path(f"{_ONE}keep-out/", KeepOut.as_view(), name="keep_out"),
]
