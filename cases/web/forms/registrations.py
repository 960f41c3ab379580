"""The questions when a name comes off without a conference."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.domain.statuses import REASONS_WITHOUT_CONFERENCE, DeregistrationReason
from cases.labels import LABELS
from cpr import clock
from cpr.ui import forms as ui


class EndForm(ui.Form):
    """18th birthday, death, or leaving the country for good."""

    reason = ui.RadiosField(
        label=_("Why does the name come off?"),
        choices=[
            ui.Choice(
                value.value,
                LABELS[value],
                reveals=["died_on"] if value is DeregistrationReason.DIED else (),
            )
            for value in DeregistrationReason
            if value in REASONS_WITHOUT_CONFERENCE
        ],
        required_message=_("Choose why the name comes off"),
    )
    died_on = ui.DateField(
        label=_("Date of death"),
        required_message=_("Enter the date of death"),
        latest=clock.today,
    )
    ended_on = ui.DateField(
        label=_("First day off the register"),
        required_message=_("Enter the first day off the register"),
        latest=clock.today,
    )
    evidence = ui.TextareaField(
        label=_("How do we know?"),
        required_message=_("Enter how you know"),
        hint=_("Who told us, when, and what was seen."),
        rows=3,
        max_length=5000,
    )
