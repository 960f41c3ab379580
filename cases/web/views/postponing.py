"""Moving a called conference to a later day."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.permissions import P
from cases.queries import calling as asked
from cases.queries.next_steps import Due
from cases.services import postponing
from cases.web.forms.calling import PostponeForm
from cases.web.presenters import calling as words
from cases.web.presenters import days
from cases.web.presenters.enquiries import latest_day
from cases.web.views.acts import ActOnConference
from cpr import clock
from cpr.ui import forms as ui


class Postpone(ActOnConference):
    """Move a called conference: the reason, who authorised it, what protects, and the new day."""

    permission = P.CALL_CONFERENCE
    submit_label = gettext_lazy("Postpone the conference")
    template = "cases/conferences/postpone.html"

    def question(self) -> str:
        return _("Postpone this conference?")

    def make_form(self, data: Any) -> ui.Form:
        conference = self.room.conference
        self.people = asked.may_authorise(conference, clock.today())
        form = PostponeForm(
            data,
            authorising=[(str(m.pk), f"{m.user.full_name}, {m.team.name}") for m in self.people],
            initial={"version": conference.version, "to_time": conference.planned_time},
        )
        due = self.room.called_for.due_on if self.room.called_for else None
        form.fields["to_on"].help_text = words.closed_days(
            self.room.nation, clock.today(), due, clock.today()
        )
        return form

    def act(self, given: dict[str, Any]) -> None:
        postponing.postpone_conference(
            by=self.actor,
            conference=self.room.conference,
            version=given["version"],
            to_on=given["to_on"],
            to_time=given["to_time"],
            reason=given["reason"],
            authorised_by=next(m for m in self.people if str(m.pk) == given["authorised_by"]),
            protection=given["protection"],
        )

    def frame(self, title: str) -> dict[str, Any]:
        """This will give the page what all have, and the latest lawful day beside it."""
        due = self.room.called_for
        if due is None:
            return super().frame(title)
        first = Due(self.cases[0].pk, due.clock, due.starts_on, due.due_on, due.row)
        return super().frame(title) | {"latest": latest_day(first, clock.today())}

    def done(self, given: dict[str, Any]) -> str:
        due = self.room.called_for.due_on if self.room.called_for else None
        text = _("The conference is postponed to %(day)s. The time limit goes on.")
        odd = words.warnings(self.room.nation, given["to_on"], due)
        return " ".join([text % {"day": days.long(given["to_on"])}, *odd])

    def _show(self, form: ui.Form, status: int = 200) -> HttpResponse:
        """Who was second sees the conference as it is now, and sends what they typed for it."""
        if status == 409 and isinstance(form.data, QueryDict):
            kept = form.data.copy()
            kept["version"] = str(self.room.conference.version)
            form.data = kept
        return super()._show(form, status)
