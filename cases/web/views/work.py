"""My work, the first page: what a person with this membership has to do, most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from agencies.roles import Duty, Reach
from cases.domain.permissions import P
from cases.queries import emergencies, my_work, overdue, overdue_list, overdue_whose, share_requests
from cases.queries import work_of_roles as roles
from cases.queries.my_work import Work
from cases.queries.overdue_counts import Whose
from cases.queries.overdue_scope import Scope
from cases.services import reading
from cases.web.presenters import board as figures
from cases.web.presenters import board_whose
from cases.web.presenters import emergencies as of_emergencies
from cases.web.presenters import share_requests as asked
from cases.web.presenters import work as shown
from cases.web.presenters import work_of_roles as of_roles
from cases.web.views.base import ActorView, answer
from cpr.clock import today

CO_ORDINATING = frozenset({"social_worker", "team_manager", "register_custodian"})
CHAIR, DUTY = "conference_chair", "emergency_duty"
LONGEST = 5
WORKERS = 6


class HomeView(ActorView):
    """What to do today: my children or those I work with, dates, conferences, news; each role's."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        role = self.actor.role_key
        is_own = role in CO_ORDINATING
        cases = my_work.co_ordinated_by(self.actor) if is_own else my_work.worked_on_by(self.actor)
        is_over = self._is_over_others()
        work = my_work.work(self.actor, cases, today=today(), is_over_others=is_over)
        self.named = list(work.cases)
        context: dict[str, Any] = {
            "page_title": _("My work"),
            "page_lede": f"{self.actor.team_name}, {self.actor.agency_name}",
            "sides": self._sides(work, is_over=is_over),
            "is_on_duty": role == DUTY,
        }
        if role == CHAIR:
            found = roles.chaired(self.actor, today())
            self.named += [case_id for each in found for case_id in each.row.cases]
            context["chaired"] = of_roles.chaired(found, today())
        if work.children or not (is_over or role in (CHAIR, DUTY)):
            context["children"] = shown.children(work, self.actor, is_own=is_own)
        unheld, is_cut = my_work.without_co_ordinator(self.actor, today=today())
        self.named += [child.case_id for child in unheld]
        context["unheld"] = shown.without_co_ordinator(
            unheld, team=self.actor.team_name, is_cut=is_cut
        )
        if is_over:
            context |= self._over_others(request)
        reading.record_listing(by=self.actor, action="work.listed", asked={}, cases=self.named)
        return answer(request, "cases/work/home.html", context)

    def _is_over_others(self) -> bool:
        """Whether this is somebody who answers for the work of others: manager, custodian."""
        role = self.actor.role
        has_reach = role is not None and role.reach is not Reach.INVOLVED
        return has_reach and self.actor.has_duty(Duty.OVERDUE_BOARD)

    def _over_others(self, request: HttpRequest) -> dict[str, Any]:
        """The figures, the longest overdue, and who has something overdue or nothing booked."""
        scope = Scope.of(self.actor, today=today(), memberships=request.memberships)  # type: ignore[attr-defined]
        longest = overdue_list.longest(scope, LONGEST)
        self.named += [child.case_id for entry in longest for child in entry.children]
        head = overdue.summary(scope, whose=Whose.WORKER)
        parts = overdue_whose.parts(head, Whose.WORKER)[:WORKERS]
        return {
            "figures": figures.tiles(head, scope.base),
            "longest": figures.longest(longest, scope.today),
            "nothing_booked": board_whose.nothing_booked(head, scope.base)[:2],
            "whose": board_whose.whose(parts, scope.base, is_by_worker=True) if parts else None,
            "whose_url": board_whose.board_url(scope.base, by="worker") + "#whose",
        }

    def _sides(self, work: Work, *, is_over: bool) -> list[dict[str, Any]]:
        """The side lists, the most pressing first."""
        actor, role = self.actor, self.actor.role_key
        if not actor.holds(P.VIEW_SUMMARY):
            return []
        sides = self._opened() if actor.has_duty(Duty.EMERGENCY_ACCESS) else []
        if actor.has_duty(Duty.REVIEW_EMERGENCY):
            sides += self._reviews()
        if role == DUTY:
            sides.append(of_roles.asked(roles.asked_lately(actor)))
        if actor.holds(P.VIEW_OVERDUE) and (work.children or not (is_over or self._chairs)):
            sides.append(shown.next_days(work))
        if actor.has_duty(Duty.IMPORT_REGISTER):
            sides += [self._changes(work), of_roles.uploads(roles.uploads(actor), today())]
        if not self._chairs and actor.holds(P.VIEW_RECORD):
            sides.append(shown.conferences(work))
        if actor.holds(P.VIEW_NOTES) and (work.children or not (is_over or role == DUTY)):
            sides.append(shown.news(work))
        if not actor.holds(P.RECORD_WORK):
            sides.append(self._changes(work))
        requests = self._requests()
        return [requests, *sides] if requests else sides

    def _requests(self) -> dict[str, Any] | None:
        """Requests to share that wait for the actor, and the actor's own of late."""
        waiting, own = share_requests.of_late(self.actor)
        self.named += [each.case_id for each in own if each.case_id]
        return asked.side(waiting, own)

    def _opened(self) -> list[dict[str, Any]]:
        """What this person opened in an emergency and can still read, if anything."""
        found = [each for each in emergencies.own(self.actor, is_open=True) if each.case_id]
        self.named += [each.case_id for each in found if each.case_id]
        return [of_emergencies.open_now(found)] if found else []

    def _reviews(self) -> list[dict[str, Any]]:
        """What was opened in an emergency and waits for this person's review, if anything does."""
        found = emergencies.to_review(self.actor, mine_only=True)
        self.named += [each.case_id for each in found]
        return [of_emergencies.side(found)] if found else []

    @property
    def _chairs(self) -> bool:
        return self.actor.role_key == CHAIR

    def _changes(self, work: Work) -> dict[str, Any]:
        """Names on and off the register lately: of the whole authority for who sees all of it."""
        role = self.actor.role
        is_register = role is not None and role.reach is Reach.AUTHORITY
        cases = None if is_register else [child.case_id for child in work.children]
        found = roles.changes(self.actor, today(), cases=cases)
        self.named += [each.case_id for each in found]
        has_board = self.actor.has_duty(Duty.OVERDUE_BOARD)
        return of_roles.changes(found, today(), is_register=is_register, has_board=has_board)


urlpatterns = [path("", HomeView.as_view(), name="home")]
