"""Strategy discussions and section 47 enquiries: recording them, and what follows from them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import Section47Outcome, StrategyOutcome
from cases.labels import label
from cases.models import Section47Enquiry
from cases.queries import next_steps
from cases.services import enquiries, reading
from cases.web.forms.enquiries import Section47Form, StrategyDiscussionForm
from cases.web.presenters import days
from cases.web.presenters import enquiries as words
from cases.web.views.base import CaseView, answer, put_errors
from cpr import clock


class StrategyAdd(CaseView):
    """Record a strategy discussion about a child and chosen brothers and sisters."""

    permission = P.RECORD_WORK
    part = "strategy_discussion"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        return self._show(self._form(initial={"cases": [str(c.pk) for c in self.siblings]}))

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        chosen = [case for case in self.siblings if str(case.pk) in given["cases"]]
        try:
            enquiries.record_strategy_discussion(
                by=self.actor,
                cases=chosen,
                held_on=given["held_on"],
                decided_on=given["decided_on"],
                outcome=StrategyOutcome(given["outcome"]),
                agencies_present=given["agencies_present"],
                reasons=given["reasons"],
                today=clock.today(),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        done = _("The strategy discussion of %(day)s is recorded for %(names)s.") % {
            "day": days.long(given["held_on"]),
            "names": words.names([case.child.full_name for case in chosen]),
        }
        due = words.due_sentence(next_steps.due_now(self.actor, chosen), clock.today())
        messages.success(request, f"{done} {due}")
        return HttpResponseRedirect(reverse("cases:case", args=[case_id]))

    def _open(self) -> None:
        case = self.load()
        self.siblings = reading.open_siblings(
            by=self.actor, case=case, permission=self.permission, part=self.part
        )

    def _form(self, *args: Any, **kwargs: Any) -> StrategyDiscussionForm:
        children = words.children_choices(self.siblings, clock.today(), {})
        return StrategyDiscussionForm(*args, children=children, **kwargs)

    def _show(self, form: StrategyDiscussionForm, status: int = 200) -> HttpResponse:
        back = reverse("cases:case", args=[self.case.pk])
        context = {
            "page_title": _("Record a strategy discussion"),
            "form": form,
            "breadcrumbs": [
                {"label": self.case.child.full_name, "url": back},
                {"label": _("Strategy discussion")},
            ],
            "submit_label": _("Record the discussion"),
            "cancel_url": back,
        }
        return answer(self.request, "cases/enquiries/strategy_form.html", context, status)


class Section47Conclude(CaseView):
    """Record how an enquiry ended; once it has, show the determination and the next step."""

    permission = P.RECORD_WORK
    part = "section_47"

    def get(self, request: HttpRequest, case_id: uuid.UUID, enquiry_id: uuid.UUID) -> HttpResponse:
        self._open(enquiry_id)
        if self.enquiry.ended_on is not None:
            return self._concluded()
        return self._show(Section47Form())

    def post(self, request: HttpRequest, case_id: uuid.UUID, enquiry_id: uuid.UUID) -> HttpResponse:
        self._open(enquiry_id)
        form = Section47Form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        try:
            enquiries.conclude_section47(
                by=self.actor,
                enquiry=self.enquiry,
                ended_on=given["ended_on"],
                outcome=Section47Outcome(given["outcome"]),
                reasons=given["reasons"],
                today=clock.today(),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            self.enquiry.refresh_from_db()
            return self._show(form, put_errors(form, error))
        due = words.due_sentence(next_steps.due_now(self.actor, [self.case]), clock.today())
        done = _("The outcome of the enquiry about %(name)s is recorded.") % {
            "name": self.case.child.full_name
        }
        messages.success(request, f"{done} {due}")
        return HttpResponseRedirect(request.path)

    def _open(self, enquiry_id: uuid.UUID) -> None:
        case = self.load()
        self.enquiry = access.get_for(self.actor, self.permission, enquiry_id, Section47Enquiry)
        if self.enquiry.case_id != case.pk:
            raise NotFound(Problem("not_found"))

    def _frame(self, title: str) -> dict[str, Any]:
        back = reverse("cases:case", args=[self.case.pk])
        return {
            "page_title": title,
            "case": self.case,
            "enquiry": self.enquiry,
            "started_on": days.long(self.enquiry.started_on),
            "breadcrumbs": [
                {"label": self.case.child.full_name, "url": back},
                {"label": _("Section 47 enquiry")},
            ],
            "cancel_url": back,
        }

    def _show(self, form: Section47Form, status: int = 200) -> HttpResponse:
        title = _("How did the enquiry about %(name)s end?") % {"name": self.case.child.full_name}
        context = self._frame(title) | {
            "form": form,
            "submit_label": _("Record the outcome"),
            "is_concluded": self.enquiry.ended_on is not None,
            "recorded": self._rows(),
        }
        return answer(self.request, "cases/enquiries/section47_form.html", context, status)

    def _concluded(self) -> HttpResponse:
        today = clock.today()
        siblings = reading.open_siblings(
            by=self.actor, case=self.case, permission=self.permission, part=self.part
        )
        outcome = Section47Outcome(self.enquiry.outcome or Section47Outcome.NOT_STATED)
        due = next_steps.conferences_due(self.actor, [self.case]).get(self.case.pk)
        context = self._frame(
            _("The enquiry about %(name)s has ended") % {"name": self.case.child.full_name}
        ) | {
            "recorded": self._rows(),
            "needs_conference": outcome is Section47Outcome.CONTINUING_RISK and due is not None,
            "is_booked": due is not None and due.is_booked,
            "latest": words.latest_day(due, today) if due else None,
            "call_url": reverse("cases:conference_call", args=[self.case.pk]),
            "others": words.sibling_enquiries(siblings, next_steps.open_enquiries(siblings)),
        }
        return answer(self.request, "cases/enquiries/section47_concluded.html", context)

    def _rows(self) -> list[dict[str, Any]]:
        if self.enquiry.ended_on is None:
            return []
        outcome = Section47Outcome(self.enquiry.outcome or Section47Outcome.NOT_STATED)
        recorder = self.enquiry.recorded_by
        return [
            {"label": _("Started"), "value": days.long(self.enquiry.started_on)},
            {"label": _("Ended"), "value": days.long(self.enquiry.ended_on)},
            {"label": _("Determination"), "value": label(outcome)},
            {"label": _("Reasons"), "value": self.enquiry.reasons},
            {"label": _("Enquiry recorded by"), "value": str(recorder) if recorder else ""},
        ]


urlpatterns = [
    path(
        "cases/<uuid:case_id>/strategy-discussions/add/",
        StrategyAdd.as_view(),
        name="strategy_add",
    ),
    path(
        "cases/<uuid:case_id>/section-47/<uuid:enquiry_id>/conclude/",
        Section47Conclude.as_view(),
        name="section47_conclude",
    ),
]
