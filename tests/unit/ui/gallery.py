"""Pages that show every component with made-up facts. A URLconf for tests only, never routed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from cpr.ui import charts
from cpr.ui import forms as ui

PAGES = Path(__file__).parent / "pages"
ACTOR = SimpleNamespace(name="Aisha Rahman", agency_name="Cardiff children's services")
NAVIGATION = ["My work", "Children", "Conferences", "Register check", "Overdue", "Reports", "Administration"]


class VisitForm(ui.Form):
    """One field of each kind."""

    seen_on = ui.DateField(label=_("Date of the visit"), hint=_("For example, 9 November 2026"), latest=date(2026, 11, 22))
    started_at = ui.TimeField(label=_("Time"), required=False)
    purpose = ui.SelectField(label=_("Kind of visit"), choices=[("planned", _("Planned")), ("surprise", _("Unannounced"))])
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


def page(request: HttpRequest, name: str) -> HttpResponse:
    """This will show one page of the gallery."""
    request.actor = ACTOR  # type: ignore[attr-defined]
    context: dict[str, Any] = FACTS[name](request)
    here = context.pop("at")
    nav = [{"label": label, "url": "#", "current": label == here} for label in NAVIGATION]
    frame = {"nav_items": nav, "notifications_count": 4, "notifications_url": "/child/", "search_url": "/child/", "account_url": "/child/"}
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text())
    return HttpResponse(template.render({**frame, **context}, request))


def _child(request: HttpRequest) -> dict[str, Any]:
    messages.success(request, "The visit of 9 November is recorded.")
    return {
        "at": "Children",
        "page_title": "",
        "breadcrumbs": [{"label": "Children", "url": "#"}, {"label": "Efa Lloyd"}],
        "identity": {
            "name": "Efa Lloyd",
            "state": "late",
            "tags": [
                {"text": "On the register", "kind": "red"},
                {"text": "Neglect", "kind": "blue"},
                {"text": "Emotional or psychological abuse", "kind": "blue"},
            ],
            "facts": [
                {"label": "Born", "value": "3 May 2022, 4 years"},
                {"label": "NHS number", "value": "999 476 5919"},
                {"label": "Registered", "value": "12 August 2026, day 102"},
                {"label": "Authority", "value": "Cardiff"},
                {"label": "Plan co-ordinator", "value": "Aisha Rahman, 029 2000 0000"},
                {"label": "Language", "value": "Welsh at home"},
            ],
            "actions": [
                {"label": "Record a visit", "url": "#", "primary": True},
                {"label": "Add a note", "url": "#"},
            ],
        },
        "clocks": [
            {"rule": "Seen alone, every 10 working days", "state": "late", "headline": "2 working days late", "detail": "was due 18 November", "url": "#"},
            {"rule": "Core group, at most 6 weeks apart", "state": "soon", "headline": "in 3 days", "detail": "25 November, Ysgol y Graig"},
            {"rule": "Seen at home, every 4 weeks", "state": "ok", "headline": "in 11 days", "detail": "by 3 December"},
            {"rule": "Bedroom seen since last conference", "state": "done", "headline": "Done", "detail": "9 November"},
            {"rule": "Review conference, 6 months", "state": "ok", "headline": "in 79 days", "detail": "booked 4 February 2027"},
        ],
        "tabs": [
            {"label": label, "url": "#", "current": label == "Chronology"}
            for label in ["Overview", "Chronology", "Conferences", "Plan", "Core group", "Visits", "Notes", "Family", "Documents", "Who has looked"]
        ],
        "entries": [
            {"when": "20 November 2026, 21:40", "important": True, "tags": [{"text": "Register check"}, {"text": "University Hospital of Wales, emergency department"}], "body": "Attended with bruising to the upper arm. Told: on the register, co-ordinator and out-of-hours number. Co-ordinator and emergency duty team notified 21:40; acknowledged 21:52."},
            {"when": "17 November 2026", "tags": [{"text": "School"}], "body": "Third morning late this fortnight; tired, no coat. Shared with the core group.", "note": "Read by 4 of 5 members"},
            {"when": "9 November 2026", "tags": [{"text": "Visit, at home"}], "body": "Seen, bedroom seen, not alone: grandmother present throughout. In her words: “Nain makes the porridge now.”", "url": "#"},
            {"when": "12 August 2026", "at": date(2026, 8, 12), "important": True, "tags": [{"text": "Initial conference"}], "body": "Registered: neglect; emotional or psychological abuse. Four agencies in favour, one dissent recorded (probation). Outline plan sent to 7 of 7 within 4 working days."},
        ],
        "people": [
            {"title": "Cardiff children's services", "tag": {"text": "lead", "kind": "blue"}, "detail": "Aisha Rahman, co-ordinator since 12 August (2nd since registration)"},
            {"title": "Cardiff and Vale health board", "detail": "Carys Puw, health visitor · full plan"},
            {"title": "Ysgol y Graig", "detail": "Dafydd Owen, designated safeguarding person · plan and notes"},
            {"title": "South Wales Police", "detail": "Public protection unit · summary and actions"},
            {"title": "Probation", "detail": "until 30 November · own actions only"},
        ],
        "share": {"label": "Share with another agency", "url": "#"},
    }


def _overdue(request: HttpRequest) -> dict[str, Any]:
    numbers = ["1–5 working days", "6–10", "11–20", "over 20", "Children", "Conferences"]
    rows = [
        ("Initial conference", ", 15 working days", [1, 0, 0, 0, 3, 1], 93, "ok"),
        ("Review conference", ", 3 then 6 months", [2, 1, 0, 0, 5, 3], 94, "ok"),
        ("Core group", ", 10 working days then 6 weeks", [3, 1, 1, 0, 6, None], 88, "ok"),
        ("Seen alone", ", 10 working days", [4, 2, 0, {"text": "1", "tag": "red", "url": "#"}, 7, None], 83, "soon"),
        ("Conference record sent", ", 20 working days", [2, 0, 0, 0, 2, 2], 96, "ok"),
    ]
    return {
        "at": "Overdue",
        "page_title": "Overdue: Cardiff children's services",
        "page_lede": "Checked 22 November 2026 06:00, next check 07:00 · 214 children on the register",
        "figures": [
            {"number": "17 children", "words": "11 families, something overdue", "url": "#", "state": "late"},
            {"number": "94.1%", "words": "of reviews in time this quarter, 32 of 34", "url": "#"},
            {"number": "9", "words": "fall due in the next 5 working days with nothing booked", "url": "#"},
            {"number": "2", "words": "children with no co-ordinator", "url": "#"},
        ],
        "how_late": {
            "caption": "How late",
            "columns": [{"label": "What"}, *({"label": n, "numeric": True} for n in numbers), {"label": "In time, 12 months"}],
            "rows": [
                [{"text": name, "url": "#", "after": after}, *cells, {"bar": charts.bar(share, state=state)}]
                for name, after, cells, share, state in rows
            ],
        },
        "longest": {
            "caption": "Longest overdue",
            "columns": [{"label": "Child", "sort_url": "?sort=child"}, {"label": "What"}, {"label": "Due", "sort_url": "?sort=due", "sorted": "ascending"}, {"label": "Late by"}, {"label": "Who"}, {"label": "Told"}],
            "rows": [
                [{"text": "Iwan Jones", "url": "#"}, "Seen alone", "22 October", {"text": "22 working days", "tag": "red"}, "No co-ordinator", "Head of service, 12 Nov"],
                [{"text": "Mali Hughes", "url": "#"}, "Core group", "4 November", {"text": "13 working days", "tag": "red"}, "S. Evans", "Team manager, 11 Nov"],
            ],
        },
        "nothing": {"caption": "Nothing", "columns": [], "rows": [], "empty": "Nobody in this team has anything overdue.", "empty_action": {"label": "See the whole authority", "url": "#"}},
        "falling_due": [
            charts.Column("this wk", 7, 2, "#", "7 booked, 2 with nothing booked"),
            charts.Column("30 Nov", 10, 2, "#", "10 booked, 2 with nothing booked"),
            charts.Column("7 Dec", 5, 0, "#", "5 booked"),
            charts.Column("14 Dec", 6, 0, "#", "6 booked"),
            charts.Column("21 Dec", 3, 0, "", "3 booked"),
        ],
        "page_obj": Paginator(range(480), 25).get_page(3),
    }


def _decision(request: HttpRequest) -> dict[str, Any]:
    return {
        "at": "Conferences",
        "page_title": "Should Efa's name come off the register?",
        "page_lede": "Only this review conference can decide. Each concern that put her on must be answered with what has changed for her.",
        "breadcrumbs": [{"label": "Review conference, 4 February 2027", "url": "#"}, {"label": "Efa Lloyd"}],
        "views": {
            "caption": "Views, for Efa only",
            "columns": [{"label": "Who"}, {"label": "Come off?"}, {"label": "Why"}],
            "rows": [
                ["Children's services", "Yes", "Plan met 4 of 5 outcomes"],
                ["Health board", {"text": "No", "after_tag": {"text": "dissent", "kind": "amber"}}, "Bruising 20 Nov unexplained"],
                ["Mother", "Yes", ""],
            ],
        },
        "findings": [
            {"state": "late", "title": "Emergency department check 20 November", "detail": "not yet discussed by the core group"},
            {"state": "late", "title": "Seen alone 1 of the last 4 times due"},
            {"state": "soon", "title": "First review", "detail": "names do not normally come off at the first review"},
            {"state": "ok", "title": "All 5 reports in"},
        ],
        "c1_label": {"text": "What has changed for Efa, and how do we know?"},
        "checks": [{"label": "Interpreter booked", "done": True}, {"label": "Police reply", "done": False, "url": "#"}],
        "rows": [
            {"label": "Name", "value": "Efa Lloyd", "actions": [{"label": "Change", "url": "#"}]},
            {"label": "State", "value": "On the register", "tag": "red"},
        ],
    }


def _form(request: HttpRequest) -> dict[str, Any]:
    form = VisitForm(request.POST or None, initial={"seen_on": date(2026, 11, 9)})
    if form.is_bound:
        form.is_valid()
    return {
        "at": "Children",
        "page_title": "Record a visit to Efa",
        "back_url": "#",
        "form": form,
        "submit_label": "Record the visit",
        "cancel_url": "#",
    }


FACTS = {"child": _child, "overdue": _overdue, "decision": _decision, "form": _form}

urlpatterns = [
    path("<str:name>/", page, name="gallery"),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
urlpatterns = [*urlpatterns[1:], urlpatterns[0]]
