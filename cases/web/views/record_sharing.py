"""Who works with the child: sharing with a team or person, its end, and the co-ordinator."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.models import Team
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Involvement
from cases.queries import people
from cases.services import cases as services
from cases.web.forms.sharing import ChooseTeamForm, CoOrdinatorForm, ShareForm, end_of
from cases.web.views.base import CaseView, answer
from cases.web.views.record_forms import RecordFormView
from cpr.clock import today
from cpr.ui import forms as ui


class CaseShare(RecordFormView):
    """Sharing: first the team is chosen (``?team=``), then how much, why and until when."""

    permission = P.SHARE
    part = "share"
    team: Team

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.load()
        chosen = request.GET.get("team")
        team = people.open_team(chosen, today()) if chosen else None
        if team is None:
            return self._choose(request, is_wrong="team" in request.GET)
        self.team = team
        return self.show(request, self.make_form())

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.case = access.get_for(self.actor, P.SHARE, case_id)
        team = people.open_team(request.GET.get("team", ""), today())
        if team is None:
            return self._choose(request, is_wrong=True)
        self.team = team
        return super().post(request, case_id)

    def make_form(self, data: Any = None) -> ShareForm:
        return ShareForm(
            data,
            people=people.members(self.team, today()),
            is_restricted=self.case.is_restricted,
        )

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        chosen = typed["membership"]
        services.share(
            by=self.actor,
            case=self.case,
            team=self.team,
            membership=None if chosen == "team" else people.member(chosen),
            level=Level(typed["level"]),
            purpose=typed["purpose"],
            ends_at=end_of(typed["ends_on"]),
        )
        return _("Shared with %(team)s.") % {"team": f"{self.team.agency.name}, {self.team.name}"}

    def words(self) -> dict[str, Any]:
        team = f"{self.team.agency.name}, {self.team.name}"
        return {
            "page_title": _("Share with %(team)s") % {"team": team},
            "submit_label": _("Share"),
            "breadcrumbs": [
                {
                    "label": self.case.child.full_name,
                    "url": reverse("cases:case", args=[self.case.pk]),
                },
                {
                    "label": _("Choose another team"),
                    "url": reverse("cases:case_share", args=[self.case.pk]),
                },
                {"label": team},
            ],
        }

    def _choose(self, request: HttpRequest, *, is_wrong: bool) -> HttpResponse:
        teams = people.teams_to_share_with(self.case, today())
        form = ChooseTeamForm({"team": ""} if is_wrong else None, teams=teams)
        back = reverse("cases:case", args=[self.case.pk])
        context = {
            "form": form,
            "page_title": _("Share with another agency"),
            "page_caption": self.case.child.full_name,
            "submit_label": _("Continue"),
            "form_method": "get",
            "breadcrumbs": [
                {"label": self.case.child.full_name, "url": back},
                {"label": _("Share with another agency")},
            ],
            "cancel_url": back,
        }
        return answer(request, "cases/record/choose_team.html", context, 422 if is_wrong else 200)


class ShareEnd(CaseView):
    """Ending a share, after saying what that means."""

    permission = P.SHARE
    part = "share_end"

    def get(
        self, request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID
    ) -> HttpResponse:
        self.load()
        row = self._involvement(involvement_id)
        back = reverse("cases:case", args=[self.case.pk])
        context = {
            "page_title": _("Stop sharing with %(agency)s?") % {"agency": row.team.agency.name},
            "page_caption": self.case.child.full_name,
            "who": row.membership.user.full_name if row.membership else row.team.name,
            "first_name": self.case.child.full_name,
            "submit_label": _("Stop sharing"),
            "submit_warning": True,
            "breadcrumbs": [
                {"label": self.case.child.full_name, "url": back},
                {"label": _("Stop sharing")},
            ],
            "cancel_url": back,
        }
        return answer(request, "cases/record/share_end.html", context)

    def post(
        self, request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID
    ) -> HttpResponse:
        self.case = access.get_for(self.actor, P.SHARE, case_id)
        row = self._involvement(involvement_id)
        services.end_share(by=self.actor, involvement=row)
        messages.success(
            request, _("The share with %(agency)s has ended.") % {"agency": row.team.agency.name}
        )
        return redirect("cases:case", case_id=case_id)

    def _involvement(self, pk: uuid.UUID) -> Involvement:
        row = (
            access.visible(self.actor, P.SHARE, Involvement)
            .filter(case=self.case, pk=pk, role=InvolvementRole.PARTNER)
            .select_related("team__agency", "membership__user", "case__child")
            .first()
        )
        if row is None:
            raise NotFound(Problem("not_found"))
        return row


class CoOrdinator(RecordFormView):
    """Naming the plan co-ordinator."""

    permission = P.ASSIGN
    part = "co_ordinator"

    def make_form(self, data: Any = None) -> CoOrdinatorForm:
        current = self.case.involvements.filter(
            role=InvolvementRole.CO_ORDINATOR, ends_at=None
        ).first()
        return CoOrdinatorForm(
            data,
            initial={"co_ordinator": str(current.membership_id) if current else ""},
            people=people.could_co_ordinate(self.actor, self.case, today()),
            is_restricted=self.case.is_restricted,
        )

    def save(self, form: ui.Form) -> str:
        chosen = people.member(form.cleaned_data["co_ordinator"])
        services.assign_co_ordinator(by=self.actor, case=self.case, membership=chosen)
        return _("%(name)s is the co-ordinator now, and has been told.") % {
            "name": chosen.user.full_name
        }

    def words(self) -> dict[str, Any]:
        return {"page_title": _("Who co-ordinates the plan?"), "submit_label": _("Save")}


urlpatterns = [
    path("cases/<uuid:case_id>/share/", CaseShare.as_view(), name="case_share"),
    path(
        "cases/<uuid:case_id>/shares/<uuid:involvement_id>/end/",
        ShareEnd.as_view(),
        name="share_end",
    ),
    path("cases/<uuid:case_id>/co-ordinator/", CoOrdinator.as_view(), name="co_ordinator"),
]
