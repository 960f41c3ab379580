"""Calling a conference for a child and chosen brothers and sisters."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Membership
from cases.domain.errors import DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, Nation
from cases.domain.taking_part import ConferenceLanguage
from cases.labels import label
from cases.models import Case, Conference
from cases.queries import calling as asked
from cases.queries import conferences as lists
from cases.queries import next_steps
from cases.services import calling, reading
from cases.web.forms.calling import CallForm
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
KEPT = ("kind", "planned_time", "place", "video_link", "language", "interpretation")
"""What a conference that takes up another again has from it; and its chair and minute taker."""


class ConferenceCall(CaseView):
    """Call a conference; the kinds offered follow from where the children stand.

    ``?follows=`` names the cancelled or inquorate conference that it is called in place of.
    """

    permission = P.CALL_CONFERENCE
    part = "conference_call"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        return self._show(self._form(None, self._suggested()))

    def post(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self._open()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        chosen = [case for case in self.siblings if str(case.pk) in given["cases"]]
        try:
            conference = self._call(form, chosen)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        self._tell(chosen, given)
        return HttpResponseRedirect(reverse("cases:conference", args=[conference.pk]))

    def _call(self, form: CallForm, chosen: list[Case]) -> Conference:
        given = form.cleaned_data
        return calling.call_conference(
            by=self.actor,
            cases=chosen,
            kind=ConferenceKind(given["kind"]),
            planned_on=given["planned_on"],
            planned_time=given["planned_time"],
            place=given["place"],
            video_link=given["video_link"],
            language=ConferenceLanguage(given["language"]),
            interpretation=given["interpretation"],
            chair=next(c for c in self.chairs if str(c.pk) == given["chair"]),
            minute_taker=next((m for m in self.takers if str(m.pk) == given["minute_taker"]), None),
            left_out=form.reasons(),
            follows=self.follows,
        )

    def _open(self) -> None:
        case = self.load()
        self.siblings = reading.open_siblings(
            by=self.actor, case=case, permission=self.permission, part=self.part
        )
        self.registered = lists.registered_since(self.actor, self.siblings)
        self.dues = next_steps.conferences_due(self.actor, self.siblings)
        self.chairs = lists.chairs(case.authority_id, clock.today())
        self.takers = asked.minute_takers(case.authority_id, clock.today())
        self.nation = Nation(case.authority.nation)
        self.follows = self._followed()

    def _followed(self) -> Conference | None:
        """The earlier conference that the address names, opened through the gate."""
        given = self.request.GET.get("follows")
        if not given:
            return None
        try:
            key = uuid.UUID(given)
        except ValueError as error:
            raise NotFound(Problem("not_found")) from error
        opened = reading.open_conference(
            by=self.actor, conference_id=key, permission=P.VIEW_RECORD, part=self.part
        )
        self.were_there = {str(case.pk) for case in opened.cases}
        return opened.conference

    def _suggested(self) -> dict[str, Any]:
        """The conference that is due for this child, for those in the same state; or the earlier
        one again."""
        if self.follows is not None:
            return self._as_before(self.follows)
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

    def _as_before(self, earlier: Conference) -> dict[str, Any]:
        return {
            **{name: getattr(earlier, name) for name in KEPT},
            "cases": [str(c.pk) for c in self.siblings if str(c.pk) in self.were_there],
            "chair": str(earlier.chair_id or ""),
            "minute_taker": str(earlier.minute_taker_id or ""),
        }

    def _form(self, data: Any, initial: dict[str, Any] | None = None) -> CallForm:
        today = clock.today()
        hints = words.child_hints(self.siblings, self.registered, self.dues, today)
        form = CallForm(
            data,
            kinds=words.kinds(self.siblings, self.registered),
            children=children_choices(self.siblings, today, hints),
            chairs=_by_name(self.chairs),
            minute_takers=_by_name(self.takers),
            left=self._left(data, initial),
            initial=initial,
        )
        due = min((d.due_on for d in self.dues.values()), default=None)
        form.fields["planned_on"].help_text = words.closed_days(self.nation, today, due, today)
        if any(case.is_restricted for case in self.siblings):
            form.fields["chair"].help_text = words.chair_is_named()
        return form

    def _left(self, data: Any, initial: dict[str, Any] | None) -> list[Case]:
        """Those of the household who are not chosen; of no choice at all, those with a reason."""
        chosen = set(data.getlist("cases") if data is not None else (initial or {})["cases"])
        rest = [case for case in self.siblings if str(case.pk) not in chosen]
        if chosen:
            return rest
        return [c for c in rest if data and data.get(calling.REASON_FIELD.format(case=c.pk))]

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
            "follows": words.in_place_of(self.follows) if self.follows else "",
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


def _by_name(people: list[Membership]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.user.full_name) for each in people]
