"""Reviewing emergency access; and how often there is any, for the privacy officer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.roles import Duty
from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyFinding
from cases.models import EmergencyAccess
from cases.queries import emergencies as queries
from cases.queries import emergency_counts as counted
from cases.services import emergency_reviews as services
from cases.services import reading
from cases.web.forms.emergencies import CountFilters, EndForm, ReviewForm, TakeOverForm
from cases.web.lists import Column, ListOf
from cases.web.presenters import emergencies as shown
from cases.web.presenters import emergency_counts as figures
from cases.web.views.base import ActorView, answer, put_errors
from cpr.clock import today
from cpr.ui import forms as ui

OPENINGS = ListOf(
    name="emergencies",
    columns=(
        Column(gettext_lazy("Opened by"), "who"),
        Column(gettext_lazy("Agency")),
        Column(gettext_lazy("Opened"), "opened"),
        Column(gettext_lazy("Until")),
        Column(gettext_lazy("Why")),
        Column(gettext_lazy("Review")),
    ),
    orders=counted.ORDERS,
    default="-opened",
    filters=CountFilters,
    remembers_filters=False,
)


class ReviewsView(ActorView):
    """What waits for a review: one's own first, then what could be taken over."""

    permission = Duty.REVIEW_EMERGENCY

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.to_review(self.actor)
        reading.record_listing(
            by=self.actor,
            action="emergencies.listed",
            asked={},
            cases=[each.case_id for each in found],
        )
        context = {
            "page_title": _("Emergency access to review"),
            "table": shown.waiting(found),
        }
        return answer(request, "cases/emergencies/reviews.html", context)


class ReviewView(ActorView):
    """One opening: its facts, everything done under it, and the review; asked by its service."""

    permission = P.VIEW_ACCESS_LOG
    asks = (ReviewForm, EndForm)

    def get(self, request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
        opening = services.open_review(by=self.actor, opening_id=opening_id)
        return self._show(opening, self._form(opening))

    def post(self, request: HttpRequest, opening_id: uuid.UUID) -> HttpResponse:
        opening = services.open_review(by=self.actor, opening_id=opening_id)
        step = request.POST.get("step", "")
        form = self._form(opening, step, request.POST)
        is_closed = opening.reviewed_at is not None and not isinstance(form, EndForm)
        if not form.is_valid() and not is_closed:
            return self._show(opening, form, 422)
        try:
            said = self._save(opening_id, form)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            status = put_errors(form, error)
            again = services.open_review(by=self.actor, opening_id=opening_id)
            return self._show(again, form, status, is_late=isinstance(error, Conflict))
        messages.success(request, said)
        if isinstance(form, ReviewForm):
            return redirect("cases:emergency_reviews")
        return redirect("cases:emergency_review", opening_id=opening_id)

    def _save(self, opening_id: uuid.UUID, form: ui.Form) -> str:
        typed = getattr(form, "cleaned_data", {})
        if isinstance(form, EndForm):
            services.end_now(by=self.actor, opening_id=opening_id, reason=typed["reason"])
            return _("The access has ended.")
        if isinstance(form, TakeOverForm):
            services.take_over(by=self.actor, opening_id=opening_id, note=typed.get("note", ""))
            return _("You are to review this now.")
        services.close_review(
            by=self.actor,
            opening_id=opening_id,
            finding=EmergencyFinding(typed.get("finding") or EmergencyFinding.JUSTIFIED),
            note=typed.get("note", ""),
        )
        return _("The review is closed.")

    def _form(self, opening: EmergencyAccess, step: str = "", data: Any = None) -> ui.Form:
        """The form that was sent; without one, the review where it is the reader's."""
        is_mine = opening.reviewer_id == self.actor.membership_id
        asked = {"end": EndForm, "take": TakeOverForm, "review": ReviewForm}
        kind: type[ui.Form] = asked.get(step) or (ReviewForm if is_mine else TakeOverForm)
        return kind(data)

    def _show(
        self, opening: EmergencyAccess, form: ui.Form, status: int = 200, *, is_late: bool = False
    ) -> HttpResponse:
        """``is_late``: somebody else was first; what was typed is shown beside what can be done."""
        is_ending = isinstance(form, EndForm)
        asked = self._form(opening) if is_late or is_ending else form
        is_taking = isinstance(asked, TakeOverForm)
        title = _("Emergency access to the record of %(name)s")
        named = opening.reviewer.user.full_name if opening.reviewer else ""
        name = opening.case.child.full_name
        context = {
            "page_title": title % {"name": name},
            "breadcrumbs": [
                {
                    "label": _("Emergency access to review"),
                    "url": reverse("cases:emergency_reviews"),
                },
                {"label": name},
            ],
            "facts": shown.opening(opening),
            "of_authoriser": shown.of_authoriser(opening),
            "done": shown.done(queries.done_under(opening)),
            "is_reviewed": opening.reviewed_at is not None,
            "form": form,
            "asked": asked,
            "ending": None if not shown.is_open(opening) else form if is_ending else EndForm(),
            "typed": form.data.get("reason" if is_ending else "note") if is_late else "",
            "step": "take" if is_taking else "review",
            "form_title": shown.take_over_title(named) if is_taking else _("Your review"),
            "submit_label": _("Take it over") if is_taking else _("Close the review"),
            "cancel_url": reverse("cases:emergency_reviews"),
            "record_url": reverse("cases:case", args=[opening.case_id]),
        }
        return answer(self.request, "cases/emergencies/review.html", context, status)


class CountsView(ActorView):
    """How often, by whom and for what kind of reason; every figure opens its list, no child."""

    permission = Duty.COUNT_EMERGENCIES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        since = _a_year_back(today())
        found = counted.counts(self.actor, since=since)
        stops = counted.stops(self.actor, since=since)
        asked = OPENINGS.read(request, self.actor, choices=figures.choices(found))
        rows = counted.with_people(counted.openings(self.actor, since=since, **asked.chosen))
        reading.record_listing(
            by=self.actor, action="emergencies.counted", asked=asked.question(), cases=[]
        )
        if asked.wants_file:
            keys = list(asked.ordered(rows).values_list("pk", flat=True))

            def cells(some: Sequence[Any]) -> list[list[object]]:
                part = asked.ordered(rows.filter(pk__in=some))
                return figures.cells(counted.rows_of(part))

            return asked.file(keys, cells)
        page = asked.page(rows)
        context = {
            "page_title": _("Emergency access"),
            "page_lede": figures.lede(since),
            "is_any": found.total > 0 or stops,
            "stops": figures.stops(stops),
            "figures": figures.figures(found),
            "tables": figures.tables(found),
            "openings": figures.openings(
                counted.rows_of(page.object_list), asked.headings(), is_narrowed=asked.is_narrowed
            ),
            **asked.context(page),
        }
        return answer(request, "cases/emergencies/counts.html", context)


def _a_year_back(day: date) -> date:
    """The first day of the same month a year ago, so that whole months are counted."""
    return date(day.year - 1, day.month, 1)


urlpatterns = [
    path("emergency/reviews/", ReviewsView.as_view(), name="emergency_reviews"),
    path(
        "emergency/reviews/<uuid:opening_id>/",
        ReviewView.as_view(),
        name="emergency_review",
    ),
    path("emergency/counts/", CountsView.as_view(), name="emergency_counts"),
]
