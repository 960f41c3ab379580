"""Excluding a person from a record, and ending that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.models import Exclusion
from cases.queries import restrictions as queries
from cases.services import exclusions
from cases.web.forms.restrictions import EndForm, ExcludeForm
from cases.web.presenters import restrictions as words
from cases.web.views.restrictions import ChoosesPeople, OfRestriction
from cpr.ui import forms as ui


class Exclude(ChoosesPeople):
    """Exclude a person from the record."""

    part = "exclude"
    template = "cases/restriction/exclude.html"

    def make_form(self, data: Any = None) -> ExcludeForm:
        found = self.candidates()
        mine = {str(one.member.pk) for one in found if one.member.user_id == self.actor.user_id}
        chosen = data.get("person") if data else ""
        return ExcludeForm(data, people=words.pairs(found), is_oneself=chosen in mine)

    def save(self, form: ui.Form) -> str:
        [member] = queries.members([form.cleaned_data["person"]])
        exclusions.exclude(
            by=self.actor,
            case=self.case,
            membership=member,
            reason=form.cleaned_data["reason"],
            knows_it_is_oneself=bool(form.cleaned_data.get("knows_it_is_oneself")),
        )
        if member.user_id == self.actor.user_id:
            return _("You are excluded from this record now. Only somebody else can end that.")
        return _("%(name)s is excluded from this record, and has not been told.") % {
            "name": member.user.full_name
        }

    def words(self) -> dict[str, Any]:
        title = _("Exclude a person from the record")
        return {**super().words(), "page_title": title, "submit_label": _("Exclude this person")}


class ExclusionEnd(OfRestriction):
    """End an exclusion."""

    part = "exclusion_end"
    template = "cases/restriction/exclusion_end.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        del kwargs["exclusion_id"]  # read from the address by ``make_form``, once the case is open
        return super().dispatch(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> EndForm:
        rows = access.visible(self.actor, P.RESTRICT, Exclusion).filter(case=self.case)
        row = rows.filter(pk=self.kwargs["exclusion_id"]).select_related("user", "case").first()
        if row is None:
            raise NotFound(Problem("not_found"))
        self.row = row
        return EndForm(data)

    def save(self, form: ui.Form) -> str:
        exclusions.end_exclusion(
            by=self.actor, exclusion=self.row, reason=form.cleaned_data["reason"]
        )
        return _("The exclusion of %(name)s has ended.") % {"name": self.row.user.full_name}

    def words(self) -> dict[str, Any]:
        name = self.row.user.full_name
        return {
            "page_title": _("End the exclusion of %(name)s?") % {"name": name},
            "name": name,
            "submit_label": _("End the exclusion"),
        }


OF = "cases/<uuid:case_id>/exclusions"
urlpatterns = [
    path(f"{OF}/new/", Exclude.as_view(), name="exclude"),
    path(f"{OF}/<uuid:exclusion_id>/end/", ExclusionEnd.as_view(), name="exclusion_end"),
]
