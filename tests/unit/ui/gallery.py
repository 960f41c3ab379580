"""Pages that show every component with made-up facts. A URLconf for tests only, never routed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from cpr.ui import charts
from cpr.ui import forms as ui

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 11, 22)
ACTOR = SimpleNamespace(name="Aisha Rahman", agency_name="Cardiff children's services")
NAVIGATION = ["My work", "Children", "Conferences", "Overdue", "Reports", "Administration"]
FRAME = {
    "notifications_count": 4,
    "notifications_url": "/child/",
    "search_url": "/child/",
    "account_url": "/child/",
}


class VisitForm(ui.Form):
    """One field of each kind."""

    seen_on = ui.DateField(
        label=_("Date of the visit"), hint=_("For example, 9 November 2026"), latest=lambda: TODAY
    )
    started_at = ui.TimeField(label=_("Time"), required=False)
    purpose = ui.SelectField(
        label=_("Kind of visit"),
        choices=[("planned", _("Planned")), ("surprise", _("Unannounced"))],
    )
    seen_alone = ui.RadiosField(
        label=_("Was the child seen alone?"),
        choices=[
            ui.Choice("yes", _("Yes")),
            ui.Choice("no", _("No"), hint=_("You will be asked why"), reveals=["why_not_alone"]),
        ],
    )
    why_not_alone = ui.TextareaField(label=_("Why not?"), rows=2, max_length=200, count=True)
    present = ui.CheckboxesField(
        label=_("Who else was there"),
        required=False,
        choices=[("parent", _("A parent")), ("other", _("Somebody else"))],
    )
    words = ui.TextareaField(label=_("In the child's words"), required=False)
    miles = ui.IntegerField(label=_("Distance"), suffix=_("miles"), required=False)
    email = ui.EmailField(label=_("Email address"), required=False, width="20")
    paper = ui.FileField(label=_("Photograph of the drawing"), required=False, accept=".png")
    told = ui.CheckboxField(label=_("The family has been told"))
    carried = ui.HiddenField(initial="x", required=False)


class FilterForm(ui.Form):
    """What a list can be narrowed by."""

    what = ui.SelectField(
        label=_("What"),
        label_size="",
        mark_optional=False,
        required=False,
        choices=[("alone", _("Seen alone"))],
    )
    since = ui.DateField(label=_("Due since"), label_size="", mark_optional=False, required=False)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """This will show one page of the gallery, as Aisha sees it."""
    request.actor = ACTOR  # type: ignore[attr-defined]
    facts = _form(request) if name == "form" else _facts(name)
    if name == "child":
        messages.success(request, "The visit of 9 November is recorded.")
    here = facts.pop("at")
    facts["nav_items"] = [
        {"label": label, "url": "#", "current": label == here} for label in NAVIGATION
    ]
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    return HttpResponse(template.render({**FRAME, **facts}, request))


def error(request: HttpRequest, status: int) -> HttpResponse:
    """This will show the page of an error, signed out and with a reason."""
    return render(request, f"{status}.html", {"reasons": ["The conference is closed."]})


def _facts(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text())
    for row in facts.get("how_late", {}).get("rows", []):
        row[-1] = {"bar": charts.bar(row[-1]["share"], state=row[-1]["state"])}
    if "falling_due" in facts:
        facts["falling_due"] = [charts.Column(*column) for column in facts["falling_due"]]
        facts["filter_form"] = FilterForm()
        facts["page_obj"] = Paginator(range(480), 25).get_page(3)
    return facts


def _form(request: HttpRequest) -> dict[str, Any]:
    form = VisitForm(
        request.POST or None, request.FILES or None, initial={"seen_on": date(2026, 11, 9)}
    )
    return {
        "at": "Children",
        "page_title": "Record a visit to Efa",
        "back_url": "#",
        "form": form,
        "submit_label": "Record the visit",
        "cancel_url": "#",
    }


urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("error/<int:status>/", error),
    path("<str:name>/", page, name="gallery"),
]
