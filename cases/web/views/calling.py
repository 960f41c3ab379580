"""Calling a conference for a child and chosen brothers and sisters."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.errors import DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, Nation
from cases.labels import label
from cases.models import Case
from cases.queries import conferences as lists
from cases.queries import next_steps
from cases.services import conferences, reading
from cases.web.forms.conferences import CallForm
from cases.web.presenters import calling as words
from cases.web.presenters import days
from cases.web.presenters.enquiries import children_choices, latest_day, names
from cases.web.views.base import CaseView, answer, put_errors
from cpr import clock

KIND_OF_CLOCK = {
    "initial_conference": ConferenceKind.INITIAL,
    "first_review": ConferenceKind.REVIEW,
    "later_review": ConferenceKind.REVIEW,
}


class ConferenceCall(CaseView):
    """Call a conference; the kinds offered follow from where the children stand."""

    permission = P.CALL_CONFERENCE
    part = "conference_call"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        return self._show(self._form(initial=self._suggested()))

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        chosen = [case for case in self.siblings if str(case.pk) in given["cases"]]
        try:
            conference = conferences.call_conference(
                by=self.actor,
                cases=chosen,
                kind=ConferenceKind(given["kind"]),
                planned_on=given["planned_on"],
                planned_time=given["planned_time"],
                place=given["place"],
                chair=next(c for c in self.chairs if str(c.pk) == given["chair"]),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        self._tell(chosen, given)
        return HttpResponseRedirect(reverse("cases:conference", args=[conference.pk]))

    def _open(self) -> None:
        case = self.load()
        self.siblings = reading.open_siblings(
            by=self.actor, case=case, permission=self.permission, part=self.part
        )
        self.registered = lists.registered_since(self.actor, self.siblings)
        self.dues = next_steps.conferences_due(self.actor, self.siblings)
        self.chairs = lists.chairs(case.authority_id, clock.today())
        self.nation = Nation(case.authority.nation)

    def _suggested(self) -> dict[str, Any]:
        """The conference that is due for this child, for those in the same state."""
        due = self.dues.get(self.case.pk)
        is_on = self.case.child_id in self.registered
        kind = ConferenceKind.REVIEW if is_on else ConferenceKind.INITIAL
        if due is not None:
            kind = KIND_OF_CLOCK[due.clock]
        alike = [c for c in self.siblings if (c.child_id in self.registered) == is_on]
        if kind is ConferenceKind.INITIAL and all(c.child.is_unborn for c in alike):
            kind = ConferenceKind.PRE_BIRTH
        return {
            "kind": kind.value,
            "cases": [str(c.pk) for c in alike],
            "chair": str(self.chairs[0].pk) if len(self.chairs) == 1 else "",
        }

    def _form(self, *args: Any, **kwargs: Any) -> CallForm:
        today = clock.today()
        hints = words.child_hints(self.siblings, self.registered, self.dues, today)
        form = CallForm(
            *args,
            kinds=words.kinds(self.siblings, self.registered),
            children=children_choices(self.siblings, today, hints),
            chairs=[(str(c.pk), c.user.full_name) for c in self.chairs],
            **kwargs,
        )
        due = min((d.due_on for d in self.dues.values()), default=None)
        form.fields["planned_on"].help_text = words.closed_days(self.nation, today, due, today)
        if any(case.is_restricted for case in self.siblings):
            form.fields["chair"].help_text = words.chair_is_named()
        return form

    def _show(self, form: CallForm, status: int = 200) -> HttpResponse:
        today = clock.today()
        back = reverse("cases:case", args=[self.case.pk])
        first = min(self.dues.values(), key=lambda d: d.due_on, default=None)
        context = {
            "page_title": _("Call a conference"),
            "form": form,
            "breadcrumbs": [
                {"label": self.case.child.full_name, "url": back},
                {"label": _("Call a conference")},
            ],
            "latest": latest_day(first, today) if first else None,
            "has_chairs": bool(self.chairs),
            "submit_label": _("Call the conference"),
            "cancel_url": back,
        }
        return answer(self.request, "cases/conferences/call.html", context, status)

    def _tell(self, chosen: list[Case], given: dict[str, Any]) -> None:
        due = min((self.dues[c.pk].due_on for c in chosen if c.pk in self.dues), default=None)
        done = _("%(kind)s called for %(names)s on %(day)s.") % {
            "kind": label(ConferenceKind(given["kind"])),
            "names": names([case.child.full_name for case in chosen]),
            "day": days.long(given["planned_on"]),
        }
        if due is not None:
            done += " " + _("The latest day is %(day)s.") % {"day": days.long(due)}
        messages.success(self.request, done)
        for text in words.warnings(self.nation, given["planned_on"], due):
            messages.warning(self.request, text)
