"""Noting another name of a child, on the part of the record about the family."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _

from cases.domain.permissions import P
from cases.domain.statuses import NameKind
from cases.services import names
from cases.web.forms.children import NameForm
from cases.web.views.record_forms import RecordFormView
from cpr.ui import forms as ui


class NameAdd(RecordFormView):
    """Another name that the child is, or was, known by."""

    permission = P.RECORD_WORK
    part = "name_add"
    back_to = "cases:case_family"

    def make_form(self, data: Any = None) -> NameForm:
        return NameForm(data)

    def save(self, form: ui.Form) -> str:
        typed = form.cleaned_data
        row = names.add_name(
            by=self.actor, case=self.case, names=typed["names"], kind=NameKind(typed["kind"])
        )
        return _("%(name)s is noted. The child is found by this name from now on.") % {
            "name": row.names
        }

    def words(self) -> dict[str, Any]:
        return {"page_title": _("Note another name"), "submit_label": _("Note the name")}


urlpatterns = [
    path("cases/<uuid:case_id>/names/add/", NameAdd.as_view(), name="name_add"),
]
