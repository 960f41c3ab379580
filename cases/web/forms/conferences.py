"""The questions of a conference: holding, cancelling it, its papers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cpr import clock
from cpr.ui import forms as ui


class HoldForm(ui.Form):
    """That the conference took place, and on which day."""

    held_on = ui.DateField(
        label=_("Day it was held"),
        required_message=_("Enter the day it was held"),
        latest=clock.today,
    )
    quorum_reason = ui.TextareaField(
        label=_("Why did the chair go on with too few agencies?"),
        hint=_("Or record who came first. The reason stays in the record of the conference."),
        required_message=_("Enter why it went ahead, or record who came first"),
        rows=3,
        max_length=2000,
    )

    def __init__(self, *args: Any, is_quorate: bool, may_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_quorate or not may_override:
            del self.fields["quorum_reason"]


class CancelForm(ui.Form):
    """Why a conference is not to take place."""

    reason = ui.TextareaField(
        label=_("Why is it cancelled?"),
        required_message=_("Enter why it is cancelled"),
        rows=3,
        max_length=2000,
    )


class PapersForm(ui.Form):
    """When the papers of a held conference went out."""

    outline_sent_on = ui.DateField(
        label=_("Outline plan and summary of decisions sent on"), required=False, latest=clock.today
    )
    record_sent_on = ui.DateField(
        label=_("Full record sent on"), required=False, latest=clock.today
    )

    def clean(self) -> dict[str, Any]:
        """This will ask for one date at the least: without any there is nothing to record."""
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error("outline_sent_on", _("Enter at least one of the two dates"))
        return cleaned
