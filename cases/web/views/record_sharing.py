"""Who works with the child: sharing with a team or person, its change and end; the co-ordinator."""

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
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Involvement
from cases.queries import people
from cases.services import cases as services
from cases.services import shares
from cases.web.forms.sharing import (
    ChooseAgencyForm,
    CoOrdinatorForm,
    EndShareForm,
    ShareForm,
    TeamOfAgencyForm,
    TermsForm,
    end_of,
    last_day_of,
    start_of,
)
from cases.web.presenters import days
from cases.web.views.base import answer
from cases.web.views.record_forms import RecordFormView
from cpr.clock import now, today
from cpr.ui import forms as ui


class CaseShare(RecordFormView):
    """Sharing: first the agency (``?agency=``) and its team (``?team=``), then how much, why and
    until when."""

    permission = P.SHARE
    part = "share"
    team: Team

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.load()
        chosen = request.GET.get("team")
        team = people.open_team(chosen, today()) if chosen else None
        if team is None:
            return self._choose(request, is_wrong=bool({"team", "asked"} & request.GET.keys()))
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
        shares.share(
            by=self.actor,
            case=self.case,
            team=self.team,
            membership=None if chosen == "team" else people.member(chosen),
            level=Level(typed["level"]),
            purpose=typed["purpose"],
            legal_basis=LegalBasis(typed["legal_basis"]),
            starts_at=start_of(typed["starts_on"]),
            ends_at=end_of(typed["ends_on"]),
        )
        words = {"team": f"{self.team.agency.name}, {self.team.name}"}
        if typed["starts_on"] > today():
            words["day"] = days.long(typed["starts_on"])
            return _("Shared with %(team)s from %(day)s.") % words
        return _("Shared with %(team)s.") % words

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
        chosen, own = request.GET.get("agency", "").lower(), str(self.case.authority_id)
        agencies = {
            pk: _("Another team of %(agency)s") % {"agency": name} if pk == own else name
            for pk, name in people.agencies_to_share_with(self.case, today())
        }
        form: ui.Form
        if chosen in agencies:
            teams = people.teams_of(chosen, self.case, today())
            typed = {"agency": chosen, "asked": "team", "team": ""}
            form = TeamOfAgencyForm(
                typed if is_wrong else None, initial=typed, agency=agencies[chosen], teams=teams
            )
        else:
            is_wrong = is_wrong or "agency" in request.GET
            offered = list(agencies.items())
            form = ChooseAgencyForm({"agency": ""} if is_wrong else None, agencies=offered)
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


class ShareView(RecordFormView):
    """A form about one share that is in force or to come."""

    back_to = "cases:case_sharing"
    row: Involvement

    def get(  # type: ignore[override]
        self, request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID
    ) -> HttpResponse:
        self.load()
        self.row = self._share(involvement_id)
        if self.row.ends_at is not None and self.row.ends_at <= max(now(), self.row.starts_at):
            messages.info(request, _("This share has already ended."))
            return redirect(self.back_to, case_id=case_id)
        return self.show(request, self.make_form())

    def post(  # type: ignore[override]
        self, request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID
    ) -> HttpResponse:
        self.case = access.get_for(self.actor, P.SHARE, case_id)
        self.row = self._share(involvement_id)
        return super().post(request, case_id)

    def _share(self, pk: uuid.UUID) -> Involvement:
        row = (
            access.visible(self.actor, P.SHARE, Involvement)
            .filter(case=self.case, pk=pk, role=InvolvementRole.PARTNER)
            .select_related("team__agency", "membership__user", "case__child")
            .first()
        )
        if row is None:
            raise NotFound(Problem("not_found"))
        return row

    @property
    def who(self) -> str:
        """With whom it is shared."""
        person, team = self.row.membership, self.row.team
        return f"{person.user.full_name}, {team.name}" if person else team.name


class ShareChange(ShareView):
    """Another level, purpose, law or last day, from this moment."""

    permission = P.SHARE
    part = "share_change"
    template = "cases/record/share_change.html"

    def make_form(self, data: Any = None) -> TermsForm:
        row = self.row
        return TermsForm(
            data,
            initial={
                "level": row.level,
                "purpose": row.purpose,
                "legal_basis": row.legal_basis,
                "ends_on": last_day_of(row.ends_at),
            },
        )

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        ends_on = typed["ends_on"]
        is_same_day = ends_on == last_day_of(self.row.ends_at)
        shares.change_share(
            by=self.actor,
            involvement=self.row,
            level=Level(typed["level"]),
            purpose=typed["purpose"],
            legal_basis=LegalBasis(typed["legal_basis"]),
            ends_at=self.row.ends_at if is_same_day else end_of(ends_on),
        )
        return _("What is shared with %(team)s is changed.") % {"team": self.who}

    def words(self) -> dict[str, Any]:
        return {
            "page_title": _("Change what is shared with %(team)s") % {"team": self.who},
            "submit_label": _("Change"),
        }


class ShareEnd(ShareView):
    """Ending a share, after saying what that means, with the reason."""

    permission = P.SHARE
    part = "share_end"
    template = "cases/record/share_end.html"

    def make_form(self, data: Any = None) -> EndShareForm:
        return EndShareForm(data)

    def save(self, form: ui.Form) -> str:
        shares.end_share(by=self.actor, involvement=self.row, reason=form.cleaned_data["reason"])
        return _("The share with %(agency)s has ended.") % {"agency": self.row.team.agency.name}

    def words(self) -> dict[str, Any]:
        agency = self.row.team.agency.name
        return {
            "page_title": _("Stop sharing with %(agency)s?") % {"agency": agency},
            "who": self.who,
            "first_name": self.case.child.full_name,
            "is_to_come": self.row.starts_at > now(),
            "submit_label": _("Stop sharing"),
            "submit_warning": True,
        }


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
        "cases/<uuid:case_id>/shares/<uuid:involvement_id>/change/",
        ShareChange.as_view(),
        name="share_change",
    ),
    path(
        "cases/<uuid:case_id>/shares/<uuid:involvement_id>/end/",
        ShareEnd.as_view(),
        name="share_end",
    ),
    path("cases/<uuid:case_id>/co-ordinator/", CoOrdinator.as_view(), name="co_ordinator"),
]
