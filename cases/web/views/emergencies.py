"""Opening a record in an emergency: the way to it, the form, its end, and through an officer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agencies.models import Membership
from agencies.roles import Duty
from cases import access
from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyReason
from cases.labels import problem_text
from cases.models import Case
from cases.queries import emergencies as queries
from cases.queries import people
from cases.services import emergencies as services
from cases.services import emergency_limits, reading
from cases.services import emergency_officers as officers
from cases.web import door
from cases.web.forms.emergencies import OpenForForm, OpenForm
from cases.web.forms.sharing import ChooseTeamForm
from cases.web.presenters import emergencies as shown
from cases.web.throttle import is_too_often
from cases.web.views.base import ActorView, CaseView, answer, put_errors
from cpr.clock import today
from cpr.ui import typed

A_MINUTE = 20
"""A named default of ours, a person: no emergency asks at more doors than that."""


class EmergencyView(ActorView):
    """From the door of a search to a record; without a door, how one comes to it."""

    permission = Duty.EMERGENCY_ACCESS
    asks = (OpenForm,)

    def get(self, request: HttpRequest) -> HttpResponse:
        token = request.GET.get("door", "")
        if not token:
            return self._find()
        if is_too_often("emergency", self.actor, most=A_MINUTE):
            return self._too_often()
        case = door.case_of(self.actor, token)
        if case.is_restricted:
            found = officers.look_for_officers(by=self.actor, case=case)
            return self._restricted(case, found)
        return self._show(case, OpenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_too_often("emergency", self.actor, most=A_MINUTE):
            return self._too_often()
        case = door.case_of(self.actor, request.POST.get("door", ""))
        if case.is_restricted:
            return self._tell_officers(case)
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._show(case, form, 422)
        return self._open(case, form)

    def _open(self, case: Case, form: OpenForm) -> HttpResponse:
        asked = form.cleaned_data
        try:
            opening = services.open_in_emergency(
                by=self.actor,
                case=case,
                kind=EmergencyReason(asked["kind"]),
                reason=asked["reason"],
                hours=asked["hours"],
            )
        except services.CaseIsRestricted:
            return self._tell_officers(case)
        except services.AlreadyOpen as error:
            return self._add_reason(case, form, error)
        except Conflict as error:  # it may be seen by now, and not in an emergency
            messages.info(self.request, " ".join(problem_text(each) for each in error.problems))
            return redirect("cases:case", case_id=case.pk)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            if isinstance(error, emergency_limits.TooManyOpened):
                emergency_limits.stopped(by=self.actor, case=case)
            return self._show(case, form, put_errors(form, error))
        when = shown.until(opening.involvement.ends_at or opening.opened_at)
        messages.success(
            self.request, _("The record is open to you until %(when)s.") % {"when": when}
        )
        return redirect("cases:case", case_id=case.pk)

    def _add_reason(self, case: Case, form: OpenForm, is_open: DomainError) -> HttpResponse:
        """Open already: nothing is made longer, and what was typed is kept for the reviewer."""
        asked = form.cleaned_data
        kind = EmergencyReason(asked["kind"])
        try:
            services.add_reason(by=self.actor, case=case, kind=kind, reason=asked["reason"])
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(case, form, put_errors(form, error))
        said = " ".join(problem_text(each) for each in is_open.problems)
        kept = _("The reviewer reads what you wrote now beside what you wrote first.")
        messages.info(self.request, f"{said}. {kept}")
        return redirect("cases:case", case_id=case.pk)

    def _find(self) -> HttpResponse:
        found = queries.own(self.actor)
        reading.record_listing(
            by=self.actor,
            action="emergencies.own_listed",
            asked={},
            cases=[each.case_id for each in found if each.case_id],
        )
        context = {"page_title": _("Emergency access"), "table": shown.own(found)}
        return answer(self.request, "cases/emergencies/find.html", context)

    def _show(self, case: Case, form: OpenForm, status: int = 200) -> HttpResponse:
        context = {
            "page_title": _("Open a record in an emergency"),
            "call": shown.whom_to_call(case.authority),
            "form": form,
            "door": door.token_for(self.actor, case.pk),  # fresh: long typing loses nothing
            "submit_label": _("Open the record"),
            "submit_warning": True,
            "cancel_url": reverse("cases:children"),
            "form_action": reverse("cases:emergency"),
        }
        return answer(self.request, "cases/emergencies/open.html", context, status)

    def _tell_officers(self, case: Case) -> HttpResponse:
        """Only this rings; what was typed for an opening that cannot be is given back.

        Where there is nobody to tell, nobody is said to have been told.
        """
        found = officers.ask_officers(by=self.actor, case=case)
        written = typed.given_back(self.request)
        if written or not found:
            return self._restricted(case, found, written)
        messages.success(self.request, _("They have been told that you need this record."))
        there = {"door": door.token_for(self.actor, case.pk)}
        return redirect(f"{reverse('cases:emergency')}?{urlencode(there)}")

    def _restricted(
        self, case: Case, found: list[Membership], written: list[dict[str, Any]] | None = None
    ) -> HttpResponse:
        context = {
            "page_title": _("This record cannot be opened here"),
            "officers": shown.officers(found),
            "call": shown.whom_to_call(case.authority),
            "back_url": reverse("cases:children"),
            "door": door.token_for(self.actor, case.pk),
            "typed": written,
        }
        return answer(self.request, "cases/emergencies/restricted.html", context)

    def _too_often(self) -> HttpResponse:
        said = _("You have asked very often within a minute. Wait a moment, or call.")
        context = {"page_title": _("Open a record in an emergency"), "said": said}
        return answer(self.request, "cases/emergencies/too_often.html", context, 429)


class EmergencyEnd(ActorView):
    """Ending what one opened oneself."""

    permission = Duty.EMERGENCY_ACCESS

    def post(self, request: HttpRequest, involvement_id: uuid.UUID) -> HttpResponse:
        try:
            services.end_own(by=self.actor, involvement_id=involvement_id)
        except Conflict as error:
            messages.info(request, " ".join(problem_text(each) for each in error.problems))
        else:
            messages.success(request, _("Your emergency access has ended."))
        return redirect("cases:emergency")


class EmergencyFor(CaseView):
    """A restricted record, opened to one person by the senior officer named on it."""

    permission = P.RESTRICT
    part = "emergency_for"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._require(case_id)
        if not self.load().is_restricted:
            return self._not_restricted()
        return self._ask()

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.case = self._require(case_id)
        if not self.case.is_restricted:
            return self._not_restricted()
        offered = self._offered()
        form = OpenForForm(request.POST, people=offered)
        if not form.is_valid():
            return self._show(form, 422)
        asked = form.cleaned_data
        chosen = people.member(asked["membership"])
        try:
            opening = services.open_for(
                by=self.actor,
                case=self.case,
                membership=chosen,
                kind=EmergencyReason(asked["kind"]),
                reason=asked["reason"],
                hours=asked["hours"],
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        said = _("The record is open to %(name)s until %(when)s, and they have been told.")
        if queries.is_of_authoriser(opening):
            said += " " + _("Nobody else named on it can review this: you review it yourself.")
        when = shown.until(opening.involvement.ends_at or opening.opened_at)
        messages.success(request, said % {"name": chosen.user.full_name, "when": when})
        return redirect("cases:case", case_id=case_id)

    def _require(self, case_id: uuid.UUID) -> Case:
        """The permission on the case and the duty too; an unseen case is an unknown one."""
        case = access.get_for(self.actor, self.permission, case_id)
        access.require_duty(self.actor, Duty.AUTHORISE_EMERGENCY)
        return case

    def _offered(self) -> list[tuple[str, str]]:
        """Who asked at the door lately; or the members of a team that was chosen."""
        team = people.open_team(self.request.GET.get("team", ""), today())
        if team is not None:
            return people.members(team, today())
        return queries.asked_lately(self.actor, self.case)

    def _ask(self) -> HttpResponse:
        offered = self._offered()
        if offered and "choose" not in self.request.GET:
            return self._show(OpenForForm(people=offered))
        is_wrong = "team" in self.request.GET
        teams = people.teams_to_share_with(self.case, today())
        form = ChooseTeamForm({"team": ""} if is_wrong else None, teams=teams)
        context = {
            **self._frame(),
            "form": form,
            "submit_label": _("Continue"),
            "form_method": "get",
        }
        status = 422 if is_wrong else 200
        return answer(self.request, "cases/record/choose_team.html", context, status)

    def _show(self, form: OpenForForm, status: int = 200) -> HttpResponse:
        here = reverse("cases:emergency_for", args=[self.case.pk])
        context = {
            **self._frame(),
            "form": form,
            "submit_label": _("Open it to them"),
            "submit_warning": True,
            "choose_url": f"{here}?choose=team",
        }
        return answer(self.request, "cases/emergencies/open_for.html", context, status)

    def _frame(self) -> dict[str, Any]:
        back, title = (
            reverse("cases:case", args=[self.case.pk]),
            _("Open it to somebody in an emergency"),
        )
        name = self.case.child.full_name
        return {
            "page_title": title,
            "page_caption": name,
            "breadcrumbs": [{"label": name, "url": back}, {"label": title}],
            "cancel_url": back,
        }

    def _not_restricted(self) -> HttpResponse:
        messages.info(self.request, _("This record is not restricted: share it instead."))
        return redirect("cases:case", case_id=self.case.pk)


urlpatterns = [
    path("emergency/", EmergencyView.as_view(), name="emergency"),
    path(
        "emergency/<uuid:involvement_id>/end/",
        EmergencyEnd.as_view(),
        name="emergency_end",
    ),
    path("cases/<uuid:case_id>/emergency/", EmergencyFor.as_view(), name="emergency_for"),
]
