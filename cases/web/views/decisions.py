"""The decision of a conference for one child: placing on the register, reviewing, taking off."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain import procedures
from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    DeregistrationReason,
    Nation,
)
from cases.labels import label
from cases.models import ConferenceChild, Registration
from cases.queries import conference_room, next_steps, record_says
from cases.services import reading, registrations
from cases.web.forms.conferences import (
    DecisionForm,
    RegisteringDecisionForm,
    ReviewDecisionForm,
)
from cases.web.presenters import days
from cases.web.presenters import decisions as words
from cases.web.presenters.enquiries import due_sentence
from cases.web.views.base import ActorView, answer, put_errors
from cpr import clock
from cpr.ui import forms as ui


class Decision(ActorView):
    """What a conference decided for one child: asked once, shown ever after.

    Deciding needs ``permission``; whoever may read the record may read a decision that stands.
    """

    permission = P.RECORD_DECISION
    part = "decision"

    def get(self, request: HttpRequest, conference_id: uuid.UUID, at_id: uuid.UUID) -> HttpResponse:
        self._open(conference_id, at_id, P.VIEW_RECORD)
        if self.child.decision is not None:
            return self._decided()
        if self.conference.status != ConferenceStatus.HELD:
            return self._not_held()
        return self._show(self._form(initial=self._suggested()))

    def post(
        self, request: HttpRequest, conference_id: uuid.UUID, at_id: uuid.UUID
    ) -> HttpResponse:
        self._open(conference_id, at_id, self.permission)
        form = self._form(request.POST)
        if not form.is_valid():
            if self.child.decision is not None:
                return self._show(form, 409)
            return self._show(form, 422)
        given = form.cleaned_data
        reason = given.get("reason")
        try:
            registrations.record_decision(
                by=self.actor,
                at=self.at,
                decision=ConferenceDecision(given["decision"]),
                reasons=given["reasons"],
                childs_views=given["childs_views"],
                categories=given["categories"] or (),
                evidence=given.get("evidence") or "",
                removal_reason=DeregistrationReason(reason) if reason else None,
                today=clock.today(),
            )
        except (NotFound, NotAllowed):
            raise
        except Conflict as error:
            self._open(conference_id, at_id, self.permission)
            return self._show(form, put_errors(form, error))
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        self._tell(given)
        return HttpResponseRedirect(reverse("cases:conference", args=[conference_id]))

    def _open(self, conference_id: uuid.UUID, at_id: uuid.UUID, permission: P) -> None:
        at = access.get_for(self.actor, permission, at_id, ConferenceChild)
        if at.conference_id != conference_id:
            raise NotFound(Problem("not_found"))
        if at.decision is None:
            access.require(self.actor, self.permission, at)
        self.case = reading.open_record(
            by=self.actor, case_id=at.case_id, permission=permission, part=self.part
        )
        self.at = (
            access.visible(self.actor, permission, ConferenceChild)
            .select_related("conference__authority", "decided_by__user")
            .get(pk=at_id)
        )
        self.conference = self.at.conference
        self.kind = ConferenceKind(self.conference.kind)
        self.nation = Nation(self.case.authority.nation)
        self.on = self.conference.held_on or self.conference.planned_on
        self.now = conference_room.current(self.actor, [self.case]).get(self.case.child_id)
        self.child = conference_room.child_here(self.at, self.case, self.now, may_decide=True)

    def _form(self, *args: Any, **kwargs: Any) -> DecisionForm:
        options = {
            "categories": words.category_choices(self.nation, self.on),
            "several": procedures.are_several_categories_allowed(self.nation),
        }
        if self.kind is ConferenceKind.REVIEW:
            return ReviewDecisionForm(*args, given_name=self._given_name(), **options, **kwargs)
        return RegisteringDecisionForm(*args, **options, **kwargs)

    def _given_name(self) -> str:
        child = self.case.child
        return child.known_as or child.given_names or child.full_name

    def _suggested(self) -> dict[str, Any]:
        wanted = self.request.GET.get("decision", "")
        return {
            "decision": wanted if wanted in list(ConferenceDecision) else None,
            "categories": list(self.now.categories) if self.now else [],
        }

    def _frame(self, title: str) -> dict[str, Any]:
        url = reverse("cases:conference", args=[self.conference.pk])
        room = _("%(kind)s, %(day)s") % {"kind": label(self.kind), "day": days.long(self.on)}
        return {
            "page_title": title,
            "conference_url": url,
            "cancel_url": url,
            "breadcrumbs": [{"label": room, "url": url}, {"label": self.case.child.full_name}],
            "child": self.child,
            "born": days.born(self.child.born_on, self.child.expected_on, clock.today()),
        }

    def _not_held(self) -> HttpResponse:
        context = self._frame(words.question(self.kind, self._given_name())) | {
            "hold_url": reverse("cases:conference_hold", args=[self.conference.pk])
        }
        return answer(self.request, "cases/conferences/not_held.html", context)

    def _decided(self) -> HttpResponse:
        title = _("What was decided for %(name)s") % {"name": self.case.child.full_name}
        context = self._frame(title) | {"recorded": words.decided_rows(self.child)}
        off = (
            access.visible(self.actor, P.VIEW_RECORD, Registration)
            .filter(deregistration__decision=self.at)
            .select_related("deregistration")
            .first()
        )
        if off is not None:
            context["recorded"] += words.removal_rows(off.deregistration)
            then = record_says.said_then(self.actor, self.at)
            context["findings"] = words.findings(then, clock.today())
        return answer(self.request, "cases/conferences/decided.html", context)

    def _show(self, form: ui.Form, status: int = 200) -> HttpResponse:
        is_removal = form["decision"].value() == ConferenceDecision.REMOVE
        title = words.question(self.kind, self._given_name(), is_removal=is_removal)
        context = self._frame(title) | {
            "form": form,
            "page_lede": words.lede(self.kind),
            "is_decided": self.child.decision is not None,
            "is_review": self.kind is ConferenceKind.REVIEW,
        }
        if self.child.decision is not None:
            context |= {
                "overtaken": words.overtaken(self.child),
                "recorded": words.decided_rows(self.child),
            }
        context |= self._record_says()
        return answer(self.request, "cases/conferences/decision.html", context, status)

    def _record_says(self) -> dict[str, Any]:
        """What stands on record beside a review's decision; nothing for the others."""
        if self.kind is not ConferenceKind.REVIEW or self.now is None:
            return {}
        registration = access.get_for(self.actor, P.VIEW_RECORD, self.now.id, Registration)
        today = clock.today()
        found = record_says.findings(self.actor, self.case, self.conference, registration, today)
        return {
            "findings": words.findings(found, today),
            "open_points": sum(1 for finding in found if finding.is_open),
            "registered": words.registered_rows(self.now, self.nation, registration.reasons),
        }

    def _tell(self, given: dict[str, Any]) -> None:
        done = words.done(
            self.case.child.full_name,
            ConferenceDecision(given["decision"]),
            given["categories"] or (),
            self.nation,
            self.on,
        )
        due = due_sentence(next_steps.due_now(self.actor, [self.case]), clock.today())
        messages.success(self.request, f"{done} {due}")
