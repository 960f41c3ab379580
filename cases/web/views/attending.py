"""Who was at a conference: each on the list, and somebody who came uninvited."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from cases import access
from cases.domain.permissions import P
from cases.domain.taking_part import Invitee, Presence
from cases.models import Invitation
from cases.queries.people import open_team, working_at
from cases.services import attendance
from cases.services.attendance import Came
from cases.web.forms.live import GuestForm, PresenceForm
from cases.web.presenters import guests as words
from cases.web.views.live import LiveFormView
from cpr import clock
from cpr.ui import forms as ui


class Attendance(LiveFormView):
    """How one on the list took part, or who came instead."""

    asks = (PresenceForm,)

    def load(self, **ids: uuid.UUID) -> None:
        self.open(ids["conference_id"])
        self.invitation = access.get_for(
            self.actor, self.permission, ids["invitation_id"], Invitation
        )
        self.guest = self.one(self.invitation.pk)

    def question(self) -> str:
        return _("%(part)s: %(who)s") % {
            "part": words.part(self.guest),
            "who": words.who(self.guest),
        }

    def make_form(self, data: Any) -> ui.Form:
        return PresenceForm(
            data,
            initial={
                "presence": self.guest.presence,
                "came_instead": self.guest.came_instead,
                "version": self.guest.version,
            },
            is_agency=self.guest.kind is Invitee.PRACTITIONER,
        )

    def act(self, given: dict[str, Any]) -> None:
        attendance.record_presence(
            by=self.actor,
            invitation=self.invitation,
            presence=Presence(given["presence"]),
            came_instead=given.get("came_instead") or "",
            version=self.seen(given),
            today=clock.today(),
        )

    def version(self) -> int:
        return self.guest.version

    def stands(self) -> list[dict[str, Any]]:
        return [
            {"label": _("Were they there?"), "value": words.presence_tag(self.guest)["text"]},
            {"label": _("Who came instead"), "value": self.guest.came_instead},
        ]


class AddGuest(LiveFormView):
    """Somebody who came without being invited."""

    permission = P.RECORD_CONFERENCE
    asks = (GuestForm,)

    def load(self, **ids: uuid.UUID) -> None:
        self.open(ids["conference_id"])
        there = {guest.team_id for guest in self.guests}
        chair = self.room.conference.chair
        there.add(chair.team_id if chair else None)
        found = [row for row, _cases in working_at(self.actor, self.cases)]
        self.teams = {
            str(row.team_id): f"{row.agency}, {row.team}"
            for row in found
            if row.team_id not in there
        }

    def question(self) -> str:
        return _("Add somebody who came")

    def make_form(self, data: Any) -> ui.Form:
        return GuestForm(data, teams=list(self.teams.items()))

    def act(self, given: dict[str, Any]) -> None:
        is_team = given["kind"] == "team"
        attendance.add_guest(
            by=self.actor,
            conference=self.room.conference,
            came=Came(
                presence=Presence(given["presence"]),
                team=open_team(given["team"], clock.today()) if is_team else None,
                kind=Invitee.PRACTITIONER if is_team else Invitee(given["guest"]),
                name=given["name"] or "",
                relation=given["relation"] or "",
                person=given.get("person") or "",
            ),
            today=clock.today(),
        )

    def version(self) -> int:
        return 0

    def stands(self) -> list[dict[str, Any]]:
        return [
            {"label": words.part(guest), "value": f"{words.who(guest)}, {tag['text']}"}
            for guest in self.guests
            for tag in [words.presence_tag(guest)]
        ]
