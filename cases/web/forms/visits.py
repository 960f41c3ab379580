"""The forms that record a visit and a core group meeting; short enough for a telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.services.visits import Seen
from cases.web.forms.notes import new_submission
from cpr.clock import today
from cpr.ui import forms as ui


class VisitForm(ui.Form):
    """One visit, or the attempt."""

    visited_on = ui.DateField(label=_("Date of the visit"), latest=today)
    was_seen = ui.RadiosField(
        label=_("Did you see the child?"),
        choices=[
            ui.Choice("yes", pgettext_lazy("Did you?", "Yes"), reveals=["was_seen_alone"]),
            ui.Choice("no", _("No, the child was not there")),
            ui.Choice("refused", _("No, the visit was refused")),
        ],
    )
    was_seen_alone = ui.CheckboxField(label=_("Seen alone"), required=False)
    was_at_home = ui.CheckboxField(label=_("At the child’s home"), required=False)
    was_bedroom_seen = ui.CheckboxField(label=_("The child’s bedroom was seen"), required=False)
    childs_words = ui.TextareaField(
        label=_("In the child’s own words"),
        rows=3,
        max_length=5000,
        required=False,
        hint=_("What the child said, as the child said it"),
    )
    account = ui.TextareaField(label=_("What you saw and did"), rows=6, max_length=20000)
    submission = ui.HiddenField(required=False, initial=new_submission)


def seen_of(typed: Mapping[str, Any]) -> Seen:
    """This will give what a visit saw, as the service takes it."""
    answer = typed["was_seen"]
    return Seen(
        was_seen=answer == "yes",
        was_seen_alone=bool(typed.get("was_seen_alone")),
        was_at_home=typed["was_at_home"],
        was_bedroom_seen=typed["was_bedroom_seen"],
        was_refused=answer == "refused",
    )


class CoreGroupForm(ui.Form):
    """A core group meeting, for one child or for brothers and sisters together."""

    held_on = ui.DateField(label=_("Date of the meeting"), latest=today)
    account = ui.TextareaField(
        label=_("What the group agreed"),
        rows=8,
        max_length=20000,
        hint=_("Who came, what has changed for the child, what happens next and who does it"),
    )
    cases = ui.CheckboxesField(
        label=_("Was it also about a brother or sister?"),
        choices=[],
        required=False,
    )

    def __init__(self, *args: Any, siblings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if siblings:
            self.fields["cases"].choices = siblings  # type: ignore[attr-defined]
        else:
            del self.fields["cases"]
