"""The children: the list, the search, and what is suggested while somebody types."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.actors import Actor
from agencies.roles import Duty
from cases.models import Case
from cases.queries import children as queries
from cases.queries import search
from cases.queries.matches import Matches
from cases.services import reading
from cases.web import door
from cases.web.forms.children import ChildFilters
from cases.web.lists import Asked, Column, ListOf
from cases.web.presenters import children as presenter
from cases.web.presenters import found as words
from cases.web.throttle import is_too_often
from cases.web.views.base import ActorView, answer
from cpr.clock import today

PAGE = 25
SUGGESTED = 8
LATELY = 5
SHORTEST = 2
"""Fewer letters than this are no question yet."""
SUGGESTIONS_A_MINUTE = 90
"""A named default of ours, a person: quick typing asks four times a second at the most."""
SHOWS = ("mine", "register")

CHILDREN = ListOf(
    name="children",
    columns=(
        Column(gettext_lazy("Child"), "name"),
        Column(gettext_lazy("Born"), "born"),
        Column(gettext_lazy("On the register")),
        Column(gettext_lazy("Plan co-ordinator")),
        Column(gettext_lazy("Authority")),
        Column(gettext_lazy("Next due")),
    ),
    orders=queries.ORDERS,
    default="name",
    filters=ChildFilters,
    more_orders=(("opened", gettext_lazy("Day the case was opened")),),
)


def _asks_too_often(actor: Actor) -> bool:
    """Suggestions, and questions about children whom the actor may not see, count together."""
    return is_too_often("suggestions", actor, most=SUGGESTIONS_A_MINUTE)


class ChildrenView(ActorView):
    """The children whom the actor works with; with a question, those who answer it."""

    permission = Duty.SEARCH

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = search.read(request.GET.get("q", ""), today())
        return self._list(request) if asked.is_empty else self._search(request, asked)

    def _list(self, request: HttpRequest) -> HttpResponseBase:
        asked = CHILDREN.read(request, self.actor)
        cases = queries.cases_for(
            self.actor, show=asked.chosen["show"], closed_too=bool(asked.chosen["closed"])
        )
        if asked.wants_file:
            return self._file(asked, cases)
        page = asked.page(cases)
        rows = queries.rows(self.actor, list(page.object_list))
        lately = queries.lately(self.actor, LATELY)
        reading.record_listing(
            by=self.actor,
            action="children.listed",
            asked=asked.question(page),
            cases=[*(row.case_id for row in rows), *(case.pk for case in lately)],
        )
        nobody = presenter.nobody(is_narrowed=asked.is_narrowed)
        table = presenter.table(rows, today(), columns=asked.headings(), empty=nobody)
        context = {
            "table": table,
            "lately": presenter.lately(lately, today()),
            "is_narrowed": asked.is_narrowed,
            **asked.context(page),
        }
        return self._answer(request, search.Asked(), context)

    def _search(self, request: HttpRequest, asked: search.Asked) -> HttpResponse:
        chosen = request.GET.get("show", "")
        show = chosen if chosen in SHOWS else None
        found = queries.answers(self.actor, asked, show=show)
        page = Paginator(found.cases, PAGE).get_page(request.GET.get("page"))
        sought = queries.sought_elsewhere(self.actor, asked)
        too_often = sought is not None and _asks_too_often(self.actor)
        elsewhere = None
        if sought and not too_often:
            elsewhere = reading.ask_elsewhere(by=self.actor, sought=sought)
        rows = queries.found_rows(self.actor, found, asked, list(page.object_list))
        by_name = queries.known_by_name(self.actor, asked, found) if show is None else []
        reading.record_listing(
            by=self.actor,
            action="children.listed",
            asked={"q": asked.text, "show": show or "", "page": page.number},
            cases=[*(row.child.case_id for row in rows), *(case.pk for case in by_name)],
        )
        is_known = elsewhere is not None or bool(by_name)
        context = {
            "results": words.results(rows, today()),
            "summary": words.summary(page.paginator.count, is_cut=found.is_cut),
            "shows": words.shows(asked.text, show),
            "nobody": words.nobody(asked, show, is_known_elsewhere=is_known, is_cut=found.is_cut),
            "is_narrowed": show is not None,
            "page_obj": page,
            "query": words.query(asked.text, show),
            **self._elsewhere(elsewhere, by_name),
            "is_known": is_known,
            "too_often": words.too_often() if too_often else "",
        }
        return self._answer(request, asked, context, status=429 if too_often else 200)

    def _elsewhere(self, found: Matches | None, by_name: list[Case]) -> dict[str, Any]:
        """Whom to call, and the ways on from there: only where it is clear which child is meant.

        A restricted child who is named is told of once, with the ways on.
        """
        all_contacts = found.contacts if found else ()
        ways = {each.case_id: door.ways(self.actor, each) for each in all_contacts if each.is_one}
        named = {case.pk for case in by_name}
        contacts = [each for each in all_contacts if each.case_id not in named]
        return {
            "restricted": [presenter.known_by_name(one, ways.get(one.pk, ())) for one in by_name],
            "is_known_elsewhere": found is not None and (bool(contacts) or not all_contacts),
            "contacts": [presenter.contact(each, ways.get(each.case_id, ())) for each in contacts],
            "may_go_on": any(ways.values()),
            "is_to_narrow": not all(each.is_one for each in contacts),
        }

    def _answer(
        self,
        request: HttpRequest,
        asked: search.Asked,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        own = {"page_title": _("Children"), "asked": asked}
        may_add = self.actor.has_duty(Duty.ADD_CHILD)
        name = "cases/children/list.html" if asked.is_empty else "cases/children/found.html"
        return answer(request, name, {**own, "may_add": may_add, **context}, status)

    def _file(self, asked: Asked, cases: Any) -> HttpResponseBase:
        ids = list(asked.ordered(cases).values_list("pk", flat=True))
        reading.record_export(
            by=self.actor,
            action="children.exported",
            asked=asked.question(),
            rows=len(ids),
            cases=ids,
        )

        def cells(keys: Sequence[uuid.UUID]) -> list[list[object]]:
            return presenter.cells(
                queries.rows(self.actor, queries.in_order(self.actor, keys)), today()
            )

        return asked.file(ids, cells, headings=presenter.headings())


class SuggestionsView(ActorView):
    """What is suggested while somebody types: through the gate, recorded, nobody hidden told of."""

    permission = Duty.SEARCH

    def get(self, request: HttpRequest) -> HttpResponse:
        if _asks_too_often(self.actor):
            return JsonResponse({"said": words.too_often()}, status=429)
        asked = search.read(request.GET.get("q", ""), today())
        if len(asked.text) < SHORTEST:
            return JsonResponse({"said": "", "items": []})
        found = queries.answers(self.actor, asked)
        rows = queries.found_rows(self.actor, found, asked, found.cases[:SUGGESTED])
        reading.record_listing(
            by=self.actor,
            action="children.suggested",
            asked={"q": asked.text},
            cases=[row.child.case_id for row in rows],
        )
        count = len(rows)
        said = ngettext("%(n)d child found", "%(n)d children found", count) % {"n": count}
        if len(found.cases) > count:
            said = _("The first %(n)d children. Press Enter to see all.") % {"n": count}
        if not count:
            said = _("Nobody found. Press Enter to search.")
            said = words.more_letters() if found.is_cut else said
        return JsonResponse({"said": said, "items": words.suggestions(rows, today())})


urlpatterns = [
    path("children/", ChildrenView.as_view(), name="children"),
    path("children/suggestions/", SuggestionsView.as_view(), name="children_suggestions"),
]
