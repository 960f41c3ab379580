"""The overdue board of an authority, and the list behind each of its figures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from agencies.actors import Actor
from agencies.roles import Duty
from cases.domain.errors import NotFound, Problem
from cases.exports.overdue import OfDates, OfNames
from cases.queries import overdue, overdue_list, overdue_whose, sweeps
from cases.queries.named_people import to_choose
from cases.queries.overdue import Board
from cases.queries.overdue_counts import Whose
from cases.queries.overdue_list import Entry
from cases.queries.overdue_scope import NOBODY, Chosen, Counted, Scope, Show
from cases.services import reading
from cases.web.forms.overdue import NONE, read
from cases.web.lists import Asked
from cases.web.presenters import board as shown
from cases.web.presenters import board_whose
from cases.web.presenters import overdue_list as listed
from cases.web.presenters.board_months import month_by_month
from cases.web.presenters.falling_due import falling_due
from cases.web.presenters.overdue import list_url, parameters
from cases.web.views.base import ActorView, answer
from cpr.clock import now, today

LONGEST = 10
LATE_CHECK = timedelta(hours=2)


class BoardView(ActorView):
    """The board: each figure links to exactly the list behind it."""

    permission = Duty.OVERDUE_BOARD

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = _scope(request, self.actor, read(request.GET))
        whose = _parted_by(request, scope)
        board = overdue.board(scope, whose=whose)
        base = scope.base
        late = Chosen(count=Counted.DATES, team=scope.team, worker=scope.worker)
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
                "register_url": list_url(base.showing(Show.REGISTER)),
                "teams": _teams(scope),
                "kept": {k: v for k, v in parameters(base).items() if k == "worker"},
                "whole_url": board_whose.board_url(Chosen()) if base != Chosen() else "",
                "export_url": list_url(late, format="csv"),
                "tiles": shown.tiles(board, base),
                "how_late": shown.how_late(board, base),
                "months": month_by_month(board, base),
                "nothing_booked": board_whose.nothing_booked(board, base),
                "longest": shown.longest(worst, scope.today),
                "all_url": list_url(late),
                "has_more": board.totals.dates > len(worst),
                "falling_due": falling_due(board, scope.today, base),
                **(_whose(request, scope, board, whose) if whose else {}),
            },
        )


def _parted_by(request: HttpRequest, scope: Scope) -> Whose | None:
    """By team or by worker; one worker's board is not parted further."""
    if scope.worker is not None:
        return None
    return Whose.WORKER if request.GET.get("by") == "worker" else Whose.TEAM


def _whose(request: HttpRequest, scope: Scope, board: Board, whose: Whose) -> dict[str, Any]:
    parts, is_by_worker = overdue_whose.parts(board, whose), whose is Whose.WORKER
    most = len(parts) if request.GET.get("all") else board_whose.MOST_SHOWN
    everybody = board_whose.board_url(scope.base, by=request.GET.get("by", ""), all="1")
    return {
        "whose": board_whose.whose(parts[:most], scope.base, is_by_worker=is_by_worker),
        "whose_tabs": board_whose.tabs(scope.base, is_by_worker=is_by_worker),
        "whose_all_url": f"{everybody}#whose" if len(parts) > most else "",
        "whose_count": len(parts),
    }


class OverdueListView(ActorView):
    """The list behind one figure, on pages or as a file."""

    permission = Duty.OVERDUE_BOARD

    def get(self, request: HttpRequest) -> HttpResponseBase:
        chosen = read(request.GET)
        scope = _scope(request, self.actor, chosen)
        list_of = listed.names_list() if chosen.is_of_registrations else listed.dates_list(chosen)
        kept = {k: v for k, v in parameters(chosen).items() if k not in ("team", "worker")}
        asked = list_of.read(request, self.actor, kept=kept, choices=_choices(scope))
        rows: Any = (
            overdue_list.registered(scope, chosen)
            if chosen.is_of_registrations
            else overdue_list.keys(scope, chosen)
        )
        if asked.wants_file:
            return _file(asked, scope, chosen, rows)
        page = asked.page(rows)
        table = self._table(scope, chosen, asked, page)
        title = listed.heading(scope, chosen)
        return answer(
            request,
            "cases/board/list.html",
            {
                "page_title": title,
                "page_caption": shown.whose(scope),
                "breadcrumbs": [
                    {"label": _("Overdue"), "url": board_whose.board_url(scope.base)},
                    {"label": title},
                ],
                "tabs": listed.ways_of_counting(chosen),
                "table": table,
                **asked.context(page),
                "list_total": listed.details(chosen, page.paginator.count),
            },
        )

    def _table(self, scope: Scope, chosen: Chosen, asked: Asked, page: Any) -> dict[str, Any]:
        """The table of a page; who stands in it is recorded."""
        if chosen.is_of_registrations:
            names = overdue_list.registered_entries(scope, page.object_list)
            table = listed.registered_table(names, asked.headings())
            cases = [each.child.case_id for each in names]
        else:
            wanted = [row["key"] for row in page.object_list]
            entries = overdue_list.entries(scope, chosen, wanted)
            table = listed.table(chosen, entries, asked.headings(), scope.today)
            cases = _named(entries)
        sort = asked.sort if asked.sort != "due" else ""
        _record(self.actor, {**parameters(chosen), "sort": sort, "page": page.number}, cases)
        return table


def _file(asked: Asked, scope: Scope, chosen: Chosen, rows: Any) -> HttpResponseBase:
    file: OfNames | OfDates = (
        OfNames(scope, chosen) if chosen.is_of_registrations else OfDates(scope, chosen)
    )
    keys, cases = file.found(asked.ordered(rows))
    reading.record_export(
        by=scope.actor,
        action="overdue.exported",
        asked={**parameters(chosen), "sort": asked.sort},
        rows=len(keys),
        cases=cases,
    )
    return asked.file(keys, file.cells, headings=file.headings(), name="overdue")


def _named(entries: Iterable[Entry]) -> list[uuid.UUID]:
    return [child.case_id for entry in entries for child in entry.children]


def _record(actor: Actor, asked: dict[str, Any], cases: list[uuid.UUID]) -> None:
    reading.record_listing(by=actor, action="overdue.listed", asked=asked, cases=cases)


def _scope(request: HttpRequest, actor: Actor, chosen: Chosen) -> Scope:
    memberships = request.memberships  # type: ignore[attr-defined]
    scope = Scope.of(
        actor, today=today(), team=chosen.team, worker=chosen.worker, memberships=memberships
    )
    if not scope.has_team() or not scope.has_worker():
        raise NotFound(Problem("not_found"))
    return scope


def _choices(scope: Scope) -> dict[str, list[tuple[str, str]]]:
    teams = {team.pk: team.name for team in scope.teams()}
    if scope.team is not None:  # one without children can be asked for too
        teams.setdefault(scope.team, shown.whose(scope))
    workers = dict(to_choose(scope.workers(), scope.actor.team_id))
    if board_whose.is_somebodys(scope.worker):
        workers.setdefault(scope.worker or NOBODY, scope.worker_name())
    return {
        "team": [(str(pk), name) for pk, name in teams.items()],
        "worker": [
            *((str(pk), name) for pk, name in workers.items()),
            (NONE, _("No co-ordinator")),
        ],
    }


def _teams(scope: Scope) -> list[dict[str, Any]]:
    return [
        {"id": team.pk, "name": team.name, "selected": team.pk == scope.team}
        for team in scope.teams()
    ]


urlpatterns = [
    path("overdue/", BoardView.as_view(), name="overdue"),
    path("overdue/list/", OverdueListView.as_view(), name="overdue_list"),
]
