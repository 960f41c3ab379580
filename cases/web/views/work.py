"""My work, the first page: what a person with this membership has to do, most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from agencies.roles import Duty, Reach
from cases.queries import my_work, overdue
from cases.queries.overdue import Scope
from cases.web.presenters import board as tiles
from cases.web.presenters import work as shown
from cases.web.views.base import ActorView, answer
from cpr.clock import today

CO_ORDINATING = frozenset({"social_worker", "team_manager", "register_custodian"})


class HomeView(ActorView):
    """My children or the children I work with, dates, conferences, news; figures for a manager."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        is_own = self.actor.role_key in CO_ORDINATING
        cases = my_work.co_ordinated_by(self.actor) if is_own else my_work.worked_on_by(self.actor)
        work = my_work.work(self.actor, cases, today=today())
        figures = self._figures()
        return answer(
            request,
            "cases/work/home.html",
            {
                "page_title": _("My work"),
                "page_lede": f"{self.actor.team_name}, {self.actor.agency_name}",
                "figures": figures,
                # A manager, who has figures, sees a table only if there are own children.
                "children": shown.children(work, self.actor, is_own=is_own)
                if work.children or not figures
                else None,
                "sides": self._sides(work, has_figures=bool(figures)),
            },
        )

    def _figures(self) -> list[dict[str, Any]]:
        role = self.actor.role
        if role is None or role.reach is Reach.INVOLVED:
            return []
        if not self.actor.has_duty(Duty.OVERDUE_BOARD):
            return []
        return tiles.tiles(overdue.board(Scope.of(self.actor, today=today())), None)

    def _sides(self, work: my_work.Work, *, has_figures: bool) -> list[dict[str, Any]]:
        sides = [shown.conferences(work)]
        if self.actor.holds("view_overdue") and (work.children or not has_figures):
            sides.insert(0, shown.this_week(work))
        if self.actor.holds("view_notes"):
            sides.append(shown.news(work))
        return sides if self.actor.holds("view_summary") else []


urlpatterns = [path("", HomeView.as_view(), name="home")]
