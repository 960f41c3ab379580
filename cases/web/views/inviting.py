"""Inviting to a conference: those who work with the children, another team, the family."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Team
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus, InvolvementRole, Level
from cases.domain.taking_part import ConferenceLanguage, Invitee
from cases.labels import label
from cases.models import Case
from cases.queries import invited, people
from cases.queries.invited import Invited
from cases.queries.people import Working
from cases.services import invitations
from cases.services.invitations import Guest, Relative
from cases.web.forms.invitations import InviteForm, InviteTeamForm, RelativeForm
from cases.web.forms.sharing import ChooseAgencyForm, TeamOfAgencyForm
from cases.web.presenters import days
from cases.web.views.acts import ActOnConference
from cases.web.views.base import answer
from cpr.clock import today
from cpr.ui import forms as ui

TOO_LATE = gettext_lazy("Nobody is invited to a conference that was held or cancelled.")


class Invite(ActOnConference):
    """Invite those who work with a child at the conference."""

    permission = P.CALL_CONFERENCE
    template = "cases/conferences/invite.html"
    submit_label = gettext_lazy("Invite")
    too_late = TOO_LATE

    def question(self) -> str:
        return _("Invite agencies")

    def make_form(self, data: Any) -> InviteForm:
        conference = self.room.conference
        known = invited.invited(self.actor, conference, self.cases)
        other_parts = {conference.chair_id, conference.minute_taker_id}
        self.offered = {
            f"{row.team_id}:{row.person.membership_id if row.person else ''}": row
            for row in invited.could_invite(self.actor, self.cases, known, other_parts)
        }
        choices = [
            ui.Choice(key, _words(row), hint=_hint(row)) for key, row in self.offered.items()
        ]
        return InviteForm(data, guests=choices, initial={"guests": self._first_choice(known)})

    def _first_choice(self, known: Iterable[Invited]) -> list[str]:
        """All, but for a whole team of which somebody is invited or offered by name."""
        named = {row.team_id for row in self.offered.values() if row.person}
        named |= {each.team_id for each in known if each.team_id}
        return [key for key, row in self.offered.items() if row.person or row.team_id not in named]

    def frame(self, title: str) -> dict[str, Any]:
        return super().frame(title) | {"is_offered": bool(self.offered)}

    def act(self, given: dict[str, Any]) -> None:
        rows = [self.offered[key] for key in given["guests"]]
        teams = {team.pk: team for team in people.teams({str(row.team_id) for row in rows})}
        invitations.invite(
            by=self.actor,
            conference=self.room.conference,
            guests=[
                Guest(
                    teams[row.team_id],
                    people.member(str(row.person.membership_id)) if row.person else None,
                )
                for row in rows
            ],
            today=today(),
        )

    def done(self, given: dict[str, Any]) -> str:
        n = len(given["guests"])
        return ngettext("%(n)d invited, and told.", "%(n)d invited, and told.", n) % {"n": n}


def _words(row: Working) -> str:
    return ", ".join(filter(None, (row.agency, row.team, row.person.name if row.person else "")))


def _hint(row: Working) -> str:
    """What they do; and that they cannot answer by themselves, where they see too little."""
    sees = row.level in Level.at_least(Level.PLAN)
    told = "" if sees else _("They do not see the plan: record their reply for them.")
    part = row.purpose if row.role is InvolvementRole.PARTNER else label(row.role)
    return " · ".join(filter(None, (part, told)))


class InviteTeam(ActOnConference):
    """Invite a team that may not work with the children yet: the agency, the team, then whom."""

    permission = P.CALL_CONFERENCE
    submit_label = gettext_lazy("Invite")
    too_late = TOO_LATE
    team: Team

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        if not self._find_team():
            found = self.open(conference_id)
            if found.status is ConferenceStatus.CALLED:
                return self._choose(is_wrong=bool({"team", "asked"} & request.GET.keys()))
        return super().get(request, conference_id)

    def post(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        if not self._find_team():
            self.open(conference_id)
            return self._choose(is_wrong=True)
        return super().post(request, conference_id)

    def _find_team(self) -> bool:
        team = people.open_team(self.request.GET.get("team", ""), today())
        if team is not None:
            self.team = team
        return team is not None

    def question(self) -> str:
        return _("Invite %(team)s") % {"team": f"{self.team.agency.name}, {self.team.name}"}

    def make_form(self, data: Any) -> InviteTeamForm:
        is_own = self.team.agency_id == self.room.conference.authority_id
        working = {case_id for row, ids in self._working() for case_id in ids}
        children = [] if is_own else [case for case in self.cases if case.pk not in working]
        return InviteTeamForm(
            data,
            people=people.members(self.team, today()),
            children=_children(children),
            is_restricted=any(case.is_restricted for case in self.cases),
        )

    def _working(self) -> list[tuple[Working, list[uuid.UUID]]]:
        """The parts of the whole team: one person's own part opens nothing to the others."""
        rows = people.working_at(self.actor, self.cases)
        return [
            (row, ids) for row, ids in rows if row.team_id == self.team.pk and row.person is None
        ]

    def act(self, given: dict[str, Any]) -> None:
        chosen = given["membership"]
        day = days.long(self.room.conference.planned_on)
        invitations.invite(
            by=self.actor,
            conference=self.room.conference,
            guests=[Guest(self.team, None if chosen == "team" else people.member(chosen))],
            opens=[uuid.UUID(key) for key in given.get("opens") or ()],
            purpose=_("Invited to the conference of %(day)s") % {"day": day},
            today=today(),
        )

    def done(self, given: dict[str, Any]) -> str:
        return _("%(team)s is invited, and told.") % {
            "team": f"{self.team.agency.name}, {self.team.name}"
        }

    def _choose(self, *, is_wrong: bool) -> HttpResponse:
        case: Case = self.cases[0]
        chosen = self.request.GET.get("agency", "").lower()
        agencies = dict(people.agencies_to_share_with(case, today()))
        form: ui.Form
        if chosen in agencies:
            teams = people.teams_of(chosen, case, today())
            typed = {"agency": chosen, "asked": "team", "team": ""}
            form = TeamOfAgencyForm(
                typed if is_wrong else None, initial=typed, agency=agencies[chosen], teams=teams
            )
        else:
            is_wrong = is_wrong or "agency" in self.request.GET
            form = ChooseAgencyForm(
                {"agency": ""} if is_wrong else None, agencies=list(agencies.items())
            )
        title = _("Invite another team")
        context = self.frame(title) | {
            "form": form,
            "page_caption": self.heading,
            "submit_label": _("Continue"),
            "breadcrumbs": [
                {
                    "label": self.heading,
                    "url": reverse("cases:conference", args=[self.room.conference.pk]),
                },
                {"label": title},
            ],
        }
        status = 422 if is_wrong else 200
        return answer(self.request, "cases/record/choose_team.html", context, status)


class InviteFamily(ActOnConference):
    """Invite a parent, a child, an advocate or a supporter by name."""

    permission = P.RECORD_CONFERENCE
    submit_label = gettext_lazy("Record the invitation")
    too_late = TOO_LATE

    def question(self) -> str:
        return _("Invite the family")

    def make_form(self, data: Any) -> RelativeForm:
        language = self.room.conference.language
        return RelativeForm(
            data, children=_children(self.cases), initial={"language": language or ""}
        )

    def act(self, given: dict[str, Any]) -> None:
        child = given["child"]
        language = given["language"]
        invitations.invite_relative(
            by=self.actor,
            conference=self.room.conference,
            relative=Relative(
                kind=Invitee(given["kind"]),
                name=given["name"],
                relation=given["relation"],
                case=next((case for case in self.cases if str(case.pk) == child), None),
                language=ConferenceLanguage(language) if language else None,
                told_on=given["told_on"],
                written_on=given["written_on"],
            ),
            today=today(),
        )

    def done(self, given: dict[str, Any]) -> str:
        return _("The invitation is recorded.")


def _children(cases: Sequence[Case]) -> list[tuple[str, str]]:
    return [(str(case.pk), case.child.full_name) for case in cases]


urlpatterns = [
    path("conferences/<uuid:conference_id>/invite/", Invite.as_view(), name="invite"),
    path("conferences/<uuid:conference_id>/invite/team/", InviteTeam.as_view(), name="invite_team"),
    path(
        "conferences/<uuid:conference_id>/invite/family/",
        InviteFamily.as_view(),
        name="invite_family",
    ),
]
