"""My work, the first page: what a person with this membership has to do, most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from agencies.roles import Duty, Reach
from cases.domain.permissions import P
from cases.queries import my_work, overdue, overdue_list
from cases.queries.my_work import Work
from cases.queries.overdue_list import Entry
from cases.queries.overdue_scope import Scope
from cases.services import reading
from cases.web.presenters import board as figures
from cases.web.presenters import work as shown
from cases.web.views.base import ActorView, answer
from cpr.clock import today

CO_ORDINATING = frozenset({"social_worker", "team_manager", "register_custodian"})
LONGEST = 5


class HomeView(ActorView):
    """My children or the children I work with, dates, conferences, news; figures for a manager."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        is_own = self.actor.role_key in CO_ORDINATING
        cases = my_work.co_ordinated_by(self.actor) if is_own else my_work.worked_on_by(self.actor)
        is_over = self._is_over_others()
        work = my_work.work(self.actor, cases, today=today(), is_over_others=is_over)
        context: dict[str, Any] = {
            "page_title": _("My work"),
            "page_lede": f"{self.actor.team_name}, {self.actor.agency_name}",
            "sides": self._sides(work, is_over=is_over),
        }
        if work.children or not is_over:
            context["children"] = shown.children(work, self.actor, is_own=is_own)
        longest: list[Entry] = []
        if is_over:
            scope = Scope.of(self.actor, today=today(), memberships=request.memberships)  # type: ignore[attr-defined]
            longest = overdue_list.longest(scope, LONGEST)
            context |= self._figures(scope, longest)
        late = [child.case_id for entry in longest for child in entry.children]
        reading.record_listing(
            by=self.actor, action="work.listed", asked={}, cases=[*work.cases, *late]
        )
        return answer(request, "cases/work/home.html", context)

    def _is_over_others(self) -> bool:
        """Whether this is somebody who answers for the work of others: manager, custodian."""
        role = self.actor.role
        has_reach = role is not None and role.reach is not Reach.INVOLVED
        return has_reach and self.actor.has_duty(Duty.OVERDUE_BOARD)

    def _figures(self, scope: Scope, worst: list[Entry]) -> dict[str, Any]:
        return {
            "figures": figures.tiles(overdue.board(scope), scope.base),
            "longest": figures.longest(worst, scope.today),
        }

    def _sides(self, work: Work, *, is_over: bool) -> list[dict[str, Any]]:
        if not self.actor.holds(P.VIEW_SUMMARY):
            return []
        sides = [shown.conferences(work)]
        if self.actor.holds(P.VIEW_OVERDUE) and (work.children or not is_over):
            sides.insert(0, shown.this_week(work))
        if self.actor.holds(P.VIEW_NOTES) and (work.children or not is_over):
            sides.append(shown.news(work))
        return sides


urlpatterns = [path("", HomeView.as_view(), name="home")]
