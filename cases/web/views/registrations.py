"""A name that comes off without a conference: 18th birthday, death, leaving the country."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import DomainError, NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.rules.people import eighteenth_birthday
from cases.domain.statuses import DeregistrationReason, Nation
from cases.models import Registration
from cases.queries import conference_room, next_steps
from cases.services import reading, registrations
from cases.web.forms.registrations import EndForm
from cases.web.presenters import conferences as conference_words
from cases.web.presenters import days
from cases.web.presenters import decisions as words
from cases.web.presenters.enquiries import due_sentence
from cases.web.views.base import ActorView, answer, put_errors
from cpr import clock


class RegistrationEnd(ActorView):
    """Take a name off for one of the three reasons that need no conference."""

    permission = P.RECORD_DECISION
    part = "registration_end"

    def get(self, request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
        self._open(registration_id)
        return self._show(EndForm())

    def post(self, request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
        self._open(registration_id)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        try:
            registrations.deregister_without_conference(
                by=self.actor,
                registration=self.registration,
                reason=DeregistrationReason(given["reason"]),
                evidence=given["evidence"],
                ended_on=given["ended_on"],
                died_on=given["died_on"],
                today=clock.today(),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            status = put_errors(form, error)
            self.registration.refresh_from_db()
            return self._show(form, status)
        done = _("%(name)s’s name came off the register on %(day)s.") % {
            "name": self.case.child.full_name,
            "day": days.long(given["ended_on"]),
        }
        due = due_sentence(next_steps.due_now(self.actor, [self.case]), clock.today())
        messages.success(request, f"{done} {due}")
        return HttpResponseRedirect(reverse("cases:case", args=[self.case.pk]))

    def _open(self, registration_id: uuid.UUID) -> None:
        self.registration = access.get_for(
            self.actor, self.permission, registration_id, Registration
        )
        self.case = reading.open_record(
            by=self.actor,
            case_id=self.registration.case_id,
            permission=self.permission,
            part=self.part,
        )

    def _show(self, form: EndForm, status: int = 200) -> HttpResponse:
        back = reverse("cases:case", args=[self.case.pk])
        child = self.case.child
        context: dict[str, Any] = {
            "page_title": _("Take %(name)s’s name off without a conference")
            % {"name": child.full_name},
            "form": form,
            "is_ended": self.registration.ended_on is not None,
            "stands": self._stands(),
            "breadcrumbs": [
                {"label": child.full_name, "url": back},
                {"label": _("Take the name off")},
            ],
            "submit_label": _("Take the name off"),
            "submit_warning": True,
            "cancel_url": back,
        }
        if child.born_on is not None:
            context["eighteenth"] = days.long(eighteenth_birthday(child.born_on))
        if self.registration.ended_on is not None:
            decision = self.registration.deregistration
            context["recorded"] = words.removal_rows(decision)
            context["decided_by"] = decision.decided_by_name
        return answer(self.request, "cases/registrations/end.html", context, status)

    def _stands(self) -> str:
        now = conference_room.current(self.actor, [self.case]).get(self.case.child_id)
        if now is None:
            return ""
        nation = Nation(self.case.authority.nation)
        return conference_words.on_register(now, nation, clock.today())


urlpatterns = [
    path(
        "registrations/<uuid:registration_id>/end/",
        RegistrationEnd.as_view(),
        name="registration_end",
    ),
]
