"""The overdue board of an authority, and the list behind each of its figures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.actors import Actor
from agencies.roles import Duty
from cases.domain.errors import NotFound, Problem
from cases.exports import overdue as export
from cases.queries import overdue, overdue_list, sweeps
from cases.queries.overdue_list import Entry
from cases.queries.overdue_scope import Chosen, Counted, Scope, Show
from cases.services import reading
from cases.web.forms.overdue import read
from cases.web.presenters import board as shown
from cases.web.presenters import overdue_list as listed
from cases.web.presenters.falling_due import falling_due
from cases.web.presenters.overdue import list_url, parameters
from cases.web.views.base import ActorView, answer
from cpr.clock import now, today

LONGEST = 10
PAGE = 25
LATE_CHECK = timedelta(hours=2)


class BoardView(ActorView):
    """The board: each figure links to exactly the list behind it."""

    permission = Duty.OVERDUE_BOARD

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen, _sort = read(request.GET)
        scope = _scope(request, self.actor, chosen)
        board = overdue.board(scope)
        late = Chosen(count=Counted.DATES, team=scope.team)
        worst = overdue_list.longest(scope, LONGEST)
        _record(self.actor, {"page": "board", **parameters(late)}, _named(worst))
        checked = sweeps.timetable()
        return answer(
            request,
            "cases/board/board.html",
            {
                "page_title": _("Overdue: %(agency)s") % {"agency": shown.whose(scope)},
                "page_lede": shown.lede(scope),
                "checked": checked,
                "is_check_late": checked.last_at is None or now() - checked.last_at > LATE_CHECK,
                "totals": board.totals,
                "register_url": list_url(Chosen(show=Show.REGISTER, team=scope.team)),
                "teams": _teams(scope),
                "export_url": list_url(late, format="csv"),
                "tiles": shown.tiles(board, scope.team),
                "how_late": shown.how_late(board, scope.team),
                "longest": shown.longest(worst, scope.today),
                "all_url": list_url(late),
                "has_more": board.totals.dates > len(worst),
                "falling_due": falling_due(board, scope.today, scope.team),
            },
        )


class OverdueListView(ActorView):
    """The list behind one figure, on pages or as a file."""

    permission = Duty.OVERDUE_BOARD

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen, sort = read(request.GET)
        scope = _scope(request, self.actor, chosen)
        if request.GET.get("format") == "csv":
            return _file(scope, chosen, sort)
        rows: Any = (
            overdue_list.registered(scope, chosen, sort)
            if chosen.is_of_registrations
            else overdue_list.keys(scope, chosen, sort)
        )
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        if chosen.is_of_registrations:
            names = overdue_list.registered_entries(scope, page.object_list)
            table = listed.registered_table(chosen, names, sort)
            shown_cases = [each.child.case_id for each in names]
        else:
            entries = overdue_list.entries(scope, chosen, page.object_list)
            table = listed.table(chosen, entries, sort, scope.today)
            shown_cases = _named(entries)
        _record(self.actor, {**parameters(chosen), "page": page.number}, shown_cases)
        title = listed.heading(scope, chosen)
        return answer(
            request,
            "cases/board/list.html",
            {
                "page_title": title,
                "page_caption": shown.whose(scope),
                "breadcrumbs": [
                    {"label": _("Overdue"), "url": _board_url(scope)},
                    {"label": title},
                ],
                "details": listed.details(chosen, page.paginator.count),
                "tabs": listed.ways_of_counting(chosen),
                "table": table,
                "page_obj": page,
                "query": urlencode({**parameters(chosen), "sort": sort}),
                "teams": _teams(scope),
                "kept": {k: v for k, v in parameters(chosen).items() if k != "team"},
                "export_url": list_url(chosen, sort=sort, format="csv"),
            },
        )


def _named(entries: Iterable[Entry]) -> list[uuid.UUID]:
    return [child.case_id for entry in entries for child in entry.children]


def _record(actor: Actor, asked: dict[str, Any], cases: list[uuid.UUID]) -> None:
    reading.record_listing(by=actor, action="overdue.listed", asked=asked, cases=cases)


def _scope(request: HttpRequest, actor: Actor, chosen: Chosen) -> Scope:
    memberships = request.memberships  # type: ignore[attr-defined]
    scope = Scope.of(actor, today=today(), team=chosen.team, memberships=memberships)
    if not scope.has_team():
        raise NotFound(Problem("not_found"))
    return scope


def _file(scope: Scope, chosen: Chosen, sort: str) -> HttpResponse:
    response = HttpResponse(
        export.export(scope, chosen, sort=sort), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="overdue-{scope.today}.csv"'
    return response


def _teams(scope: Scope) -> list[dict[str, Any]]:
    return [
        {"id": team.pk, "name": team.name, "selected": team.pk == scope.team}
        for team in scope.teams()
    ]


def _board_url(scope: Scope) -> str:
    return reverse("cases:overdue") + (f"?team={scope.team}" if scope.team else "")


urlpatterns = [
    path("overdue/", BoardView.as_view(), name="overdue"),
    path("overdue/list/", OverdueListView.as_view(), name="overdue_list"),
]
