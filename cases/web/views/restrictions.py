"""Who may open a record while it is restricted, and who may not open it at all."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import Conflict, DomainError
from cases.domain.permissions import P
from cases.models import Case, Exclusion, Restriction
from cases.queries import people
from cases.queries import restrictions as queries
from cases.queries.child_record import Sibling
from cases.services import reading, restrictions
from cases.web.forms.restrictions import (
    MOST_TEAMS,
    EndForm,
    NamedForm,
    OtherTeamForm,
    RestrictForm,
    ids_of,
)
from cases.web.presenters import restrictions as words
from cases.web.views.base import CaseView, answer, put_errors
from cases.web.views.record_forms import RecordFormView
from cpr.clock import now, today
from cpr.ui import forms as ui


class NamesSiblings(CaseView):
    """A page that says of brothers and sisters who may restrict them: the reading names them."""

    permission = P.RESTRICT
    siblings: list[Sibling]

    def load(self) -> Case:
        self.case, self.siblings = reading.open_record_naming_siblings(
            by=self.actor,
            case_id=self.kwargs["case_id"],
            permission=self.permission,
            part=self.part,
            siblings_with=P.RESTRICT,
        )
        return self.case


class RestrictionPage(NamesSiblings):
    """The restriction in force with its named people, who is excluded, and what came before."""

    part = "restriction"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        case = self.load()
        name = case.child.full_name
        row = queries.restriction(case)
        barred = access.visible(self.actor, P.RESTRICT, Exclusion).filter(case=case)
        barred = barred.select_related("user", "ended_by__user").order_by("-starts_at", "pk")
        past = access.visible(self.actor, P.RESTRICT, Restriction).filter(case=case)
        past = past.exclude(ends_at=None).select_related("ended_by__user")
        context = {
            "page_title": _("Who may open this record"),
            "page_caption": name,
            "breadcrumbs": [
                {"label": name, "url": reverse("cases:case", args=[case_id])},
                {"label": _("Who may open this record")},
            ],
            "case_id": case_id,
            "rows": words.summary(row) if row else [],
            "named": words.named(queries.named(case, now()), case) if row else None,
            "siblings": words.siblings(self.siblings),
            "excluded": words.exclusions([one for one in barred if one.ends_at is None], case_id),
            "history": words.history(past, [one for one in barred if one.ends_at is not None]),
        }
        return answer(request, "cases/restriction/restriction.html", context)


ADDS_TEAM = "adds_team"
"""The button that only shows more people to choose from."""


class OfRestriction(RecordFormView):
    """A form behind that page, where whoever saves it may lose sight of the record by it."""

    permission = P.RESTRICT
    back_to = "cases:case_restriction"

    def after(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        """This will lead back to that page, or away where it is not open any more."""
        if access.can(self.actor, self.permission, self.case):
            return super().after(request, case_id)
        messages.info(request, _("The record is not open to you any more."))
        return redirect("cases:home")


class ChoosesPeople(OfRestriction):
    """A form with people to choose, those of other teams (``?team=``) among them.

    Another team is chosen in the form itself, by a button of its own: nothing typed is lost.
    """

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        if ADDS_TEAM not in request.POST:
            return super().post(request, case_id)
        self.load()
        return self.show(request, self.with_typed(request.POST))

    def candidates(self) -> list[queries.Candidate]:
        """This will list whom the form offers."""
        asked = self.request.GET.getlist("team")
        if ADDS_TEAM in self.request.POST:
            asked.append(self.request.POST.get("other_team", ""))
        teams = list(dict.fromkeys(ids_of(asked)))
        self.teams, self.more = teams[:MOST_TEAMS], teams[MOST_TEAMS:]
        return queries.candidates(self.case, now(), teams=self.teams)

    def with_typed(self, typed: QueryDict) -> ui.Form:
        """This will make the form anew with what was typed, and complain of nothing yet."""
        form = self.make_form()
        for name, field in form.fields.items():
            several = isinstance(field, forms.MultipleChoiceField)
            form.initial[name] = typed.getlist(name) if several else typed.get(name, "")
        return form

    def show(self, request: HttpRequest, form: ui.Form, status: int = 200) -> HttpResponse:
        teams = people.teams_to_share_with(self.case, today())
        self.other = OtherTeamForm(teams=teams)
        if ADDS_TEAM in request.POST:
            asked = OtherTeamForm(request.POST, teams=teams, is_full=bool(self.more))
            if not asked.is_valid():
                self.other, status = asked, 422
        return super().show(request, form, status)

    def words(self) -> dict[str, Any]:
        return {
            "other_form": self.other,
            "teams": self.teams,
            "form_action": f"?{urlencode([('team', team) for team in self.teams])}",
        }


class Restrict(NamesSiblings, ChoosesPeople):
    """Restrict the record: why, who is named, what others may know."""

    permission = P.RESTRICT

    part = "restrict"
    template = "cases/restriction/restrict.html"

    def make_form(self, data: Any = None) -> RestrictForm:
        found = self.candidates()
        return RestrictForm(
            data,
            people=words.choices(found, self.actor.membership_id),
            initial={"named": words.first_chosen(found), "shows": "nothing"},
        )

    def show(self, request: HttpRequest, form: ui.Form, status: int = 200) -> HttpResponse:
        if form.is_bound:
            self.load()  # what was refused is shown anew, with the brothers and sisters
        return super().show(request, form, status)

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        restrictions.restrict(
            by=self.actor,
            case=self.case,
            named=queries.members(typed["named"]),
            reason=typed["reason"],
            hides_name=typed["shows"] == "nothing",
        )
        return _("The record is restricted to the people you named. They have been told.")

    def words(self) -> dict[str, Any]:
        title = _("Restrict the record to named people")
        return {
            **super().words(),
            "page_title": title,
            "submit_label": _("Restrict the record"),
            "siblings": words.siblings(self.siblings),
        }


class NamedPeople(ChoosesPeople):
    """Change who is named; a second saver is told, and keeps what they chose."""

    part = "restriction_people"
    template = "cases/restriction/people.html"
    is_news = False

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        if not self.load().is_restricted:
            return redirect(self.back_to, case_id=case_id)
        return self.show(request, self.make_form())

    def make_form(self, data: Any = None) -> NamedForm:
        found = self.candidates()
        named = [str(one.member.pk) for one in found if one.is_named]
        return NamedForm(
            data,
            people=words.choices(found, self.actor.membership_id),
            initial={"named": named, "seen": self._named_now()},
        )

    def _named_now(self) -> str:
        rows = queries.named(self.case, now())
        return ",".join(sorted({str(row.membership_id) for row in rows}))

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        restrictions.change_named(
            by=self.actor,
            case=self.case,
            named=queries.members(typed["named"]),
            seen=ids_of(typed["seen"].split(",")),
        )
        return _("The named people are changed. Whoever is new has been told.")

    def refused(self, form: ui.Form, error: DomainError) -> int:
        """The people named by somebody else meanwhile are shown, and a second try is knowing."""
        if isinstance(error, Conflict):
            self.is_news = True
            typed = self.request.POST.copy()
            typed["seen"] = self._named_now()
            form.data = typed
        return put_errors(form, error)

    def words(self) -> dict[str, Any]:
        rows = queries.named(self.case, now()) if self.is_news else []
        return {
            **super().words(),
            "named": words.named(rows, self.case) if rows else None,
            "page_title": _("Change who is named"),
            "submit_label": _("Save"),
        }


class RestrictionEnd(OfRestriction):
    """End the restriction, after saying what that means."""

    part = "restriction_end"
    template = "cases/restriction/end.html"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        if not self.load().is_restricted:
            return redirect(self.back_to, case_id=case_id)
        return self.show(request, self.make_form())

    def make_form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def save(self, form: ui.Form) -> str:
        reason = form.cleaned_data["reason"]
        restrictions.end_restriction(by=self.actor, case=self.case, reason=reason)
        return _("The restriction has ended.")

    def words(self) -> dict[str, Any]:
        return {"page_title": _("End the restriction?"), "submit_label": _("End the restriction")}


OF = "cases/<uuid:case_id>"
urlpatterns = [
    path(f"{OF}/restriction/", RestrictionPage.as_view(), name="case_restriction"),
    path(f"{OF}/restriction/new/", Restrict.as_view(), name="restrict"),
    path(f"{OF}/restriction/people/", NamedPeople.as_view(), name="restriction_people"),
    path(f"{OF}/restriction/end/", RestrictionEnd.as_view(), name="restriction_end"),
]
