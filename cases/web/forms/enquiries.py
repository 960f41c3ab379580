"""The questions of a strategy discussion and of the end of a section 47 enquiry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.statuses import Section47Outcome, StrategyOutcome
from cases.labels import LABELS
from cpr import clock
from cpr.ui import forms as ui


class StrategyDiscussionForm(ui.Form):
    """One discussion, recorded on the case of each child chosen."""

    cases = ui.CheckboxesField(
        label=_("Which children was it about?"),
        required_message=_("Choose at least one child"),
    )
    held_on = ui.DateField(
        label=_("Day it was held"),
        required_message=_("Enter the day it was held"),
        latest=clock.today,
    )
    decided_on = ui.DateField(
        label=_("Day it was decided to hold it"),
        hint=_("Its own time limit is counted from this day."),
        required=False,
        latest=clock.today,
    )
    agencies_present = ui.TextareaField(
        label=_("Which agencies took part?"),
        required_message=_("Enter which agencies took part"),
        hint=_("Children’s services and the police at the least, each able to decide."),
        rows=2,
        max_length=2000,
    )
    outcome = ui.RadiosField(
        label=_("What was decided?"),
        required_message=_("Choose what was decided"),
        choices=[ui.Choice(value.value, LABELS[value]) for value in StrategyOutcome],
    )
    reasons = ui.TextareaField(
        label=_("Reasons"),
        required_message=_("Enter the reasons"),
        hint=_("What was shared, what was decided, and why."),
        rows=6,
        max_length=10000,
    )

    def __init__(self, *args: Any, children: Sequence[ui.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = children  # type: ignore[attr-defined]


class Section47Form(ui.Form):
    """How an enquiry ended."""

    ended_on = ui.DateField(
        label=_("Day the enquiry ended"),
        required_message=_("Enter the day the enquiry ended"),
        latest=clock.today,
    )
    outcome = ui.RadiosField(
        label=_("What was determined?"),
        required_message=_("Choose what was determined"),
        choices=[
            ui.Choice(
                Section47Outcome.NOT_SUBSTANTIATED.value,
                LABELS[Section47Outcome.NOT_SUBSTANTIATED],
                hint=_("Ratified by the social services manager. No conference follows."),
            ),
            ui.Choice(
                Section47Outcome.NO_CONTINUING_RISK.value,
                LABELS[Section47Outcome.NO_CONTINUING_RISK],
                hint=_("Care and support may be needed. No conference follows."),
            ),
            ui.Choice(
                Section47Outcome.CONTINUING_RISK.value,
                LABELS[Section47Outcome.CONTINUING_RISK],
                hint=_("A conference must be called."),
            ),
        ],
    )
    reasons = ui.TextareaField(
        label=_("Reasons"),
        required_message=_("Enter the reasons"),
        hint=_("What was found, from whom, and why it leads to this determination."),
        rows=6,
        max_length=10000,
    )
