"""Conferences: the lists, the page of one, and every address under them.

Calling one, the acts on a whole conference, and the decision for one child are next door.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.labels import clock_label
from cases.queries import conferences as lists
from cases.queries.conference_room import Room
from cases.queries.conferences import Stage, Whose
from cases.queries.people import working_at
from cases.services import reading
from cases.web.lists import Asked
from cases.web.presenters import conference_lists as listed
from cases.web.presenters import conferences as words
from cases.web.presenters import days
from cases.web.views.acts import Cancel, Hold, Papers, RoomView
from cases.web.views.base import ActorView, answer
from cases.web.views.calling import ConferenceCall
from cases.web.views.decisions import Decision
from cpr import clock


class Conferences(ActorView):
    """The conferences that I may see: coming up, to be decided, recent."""

    permission = P.VIEW_RECORD

    def get(self, request: HttpRequest) -> HttpResponseBase:
        stage = _choice(Stage, request.GET.get("stage"), Stage.COMING)
        chairs = self.actor.role_key == "conference_chair"
        first = Whose.MINE if chairs else Whose.ALL
        asked = listed.list_of(stage).read(
            request, self.actor, kept={"stage": stage.value}, initial={"whose": first.value}
        )
        whose: Whose = asked.chosen["whose"] or first
        found = lists.listed(self.actor, stage, whose, asked.chosen["kind"])
        if asked.wants_file:
            return self._file(asked, found)
        page = asked.page(found)
        rows = lists.rows(self.actor, page.object_list)
        reading.record_listing(
            by=self.actor,
            action="conferences.listed",
            asked=asked.question(page),
            cases=[case_id for row in rows for case_id in row.cases],
        )
        context = {
            "page_title": _("Conferences"),
            "tabs": listed.tabs(stage, whose, lists.counts(self.actor, whose)),
            "table": listed.list_table(rows, stage, asked.headings(), clock.today()),
            **asked.context(page),
        }
        return answer(request, "cases/conferences/list.html", context)

    def _file(self, asked: Asked, found: Any) -> HttpResponseBase:
        keys = list(asked.ordered(found).values_list("pk", flat=True))
        reading.record_export(
            by=self.actor,
            action="conferences.exported",
            asked=asked.question(),
            rows=len(keys),
            cases=lists.cases_at(self.actor, keys),
        )

        def cells(some: Sequence[Any]) -> list[list[object]]:
            rows = lists.rows(self.actor, asked.ordered(found.filter(pk__in=some)))
            return listed.cells(rows, clock.today())

        return asked.file(keys, cells, headings=listed.headings(), name="conferences")


def _choice(values: Any, given: str | None, default: Any) -> Any:
    return values(given) if given in [v.value for v in values] else default


class ConferencePage(RoomView):
    """One conference: where it stands, the children, the papers, what can be done."""

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        found = self.open(conference_id)
        today = clock.today()
        conference = found.conference
        day = days.long(conference.held_on or conference.planned_on)
        context = self.frame(self.heading) | {
            "room": found,
            "page_lede": words.meta(found),
            "band": words.band(found, today),
            "children": words.children_table(found, today),
            "people": words.people_table(found, working_at(self.actor, self.cases)),
            "papers": words.paper_clocks(found, today),
            "is_due": conference.planned_on <= today,
            "breadcrumbs": [
                {"label": _("Conferences"), "url": reverse("cases:conferences")},
                {"label": day},
            ],
            "day": day,
            "checks": self._checks(found),
        }
        return answer(request, "cases/conferences/conference.html", context)

    def _checks(self, found: Room) -> list[dict[str, Any]]:
        """What a conference needs, in order, each done or with the link to do it."""
        conference = found.conference
        if found.status is ConferenceStatus.CANCELLED:
            return []
        held = found.status is ConferenceStatus.HELD
        hold = reverse("cases:conference_hold", args=[conference.pk])
        papers = reverse("cases:conference_papers", args=[conference.pk])
        return [
            {"label": _("Called"), "done": True},
            {"label": _("Recorded as held"), "done": held, "url": hold if found.may_hold else ""},
            {"label": _("Every child decided"), "done": held and not found.undecided},
            *(
                {
                    "label": clock_label(paper.clock),
                    "done": paper.met_on is not None,
                    "url": papers if found.may_send_papers and paper.met_on is None else "",
                }
                for paper in found.papers
            ),
        ]


urlpatterns = [
    path("conferences/", Conferences.as_view(), name="conferences"),
    path(
        "cases/<uuid:case_id>/conferences/call/", ConferenceCall.as_view(), name="conference_call"
    ),
    path("conferences/<uuid:conference_id>/", ConferencePage.as_view(), name="conference"),
    path("conferences/<uuid:conference_id>/hold/", Hold.as_view(), name="conference_hold"),
    path("conferences/<uuid:conference_id>/cancel/", Cancel.as_view(), name="conference_cancel"),
    path("conferences/<uuid:conference_id>/papers/", Papers.as_view(), name="conference_papers"),
    path(
        "conferences/<uuid:conference_id>/decisions/<uuid:at_id>/",
        Decision.as_view(),
        name="decision",
    ),
]
