"""The questions of a conference: calling, holding, cancelling it, its papers, and each decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.statuses import ConferenceDecision, DeregistrationReason
from cases.labels import LABELS
from cpr import clock
from cpr.ui import forms as ui

REASONS_OF_REVIEW = (
    DeregistrationReason.NO_CONTINUING_RISK,
    DeregistrationReason.MOVED_PERMANENTLY,
)


FURTHEST = timedelta(days=366)
"""How far ahead a conference can be called: a named default, to catch a mistyped year."""


class CallForm(ui.Form):
    """Which conference, for whom, when, where and with whom in the chair."""

    kind = ui.RadiosField(
        label=_("Which conference?"), required_message=_("Choose which conference")
    )
    cases = ui.CheckboxesField(
        label=_("Which children is it about?"),
        hint=_("Every child of the household is considered; each is decided on separately."),
        required_message=_("Choose at least one child"),
    )
    planned_on = ui.DateField(label=_("Day"), required_message=_("Enter the day of the conference"))
    planned_time = ui.TimeField(label=_("Time"), required=False, hint=_("For example 10:00"))
    place = ui.TextField(
        label=_("Place"),
        required=False,
        max_length=300,
        hint=_("A room, by video, or both"),
        width="two-thirds",
    )
    chair = ui.SelectField(
        label=_("Chair"),
        hint=_("Independent of the case and of those who manage it."),
        required_message=_("Choose who chairs the conference"),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[ui.Choice],
        children: Sequence[ui.Choice],
        chairs: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("cases", children), ("chair", chairs)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["planned_on"].latest = clock.today() + FURTHEST  # type: ignore[attr-defined]


class HoldForm(ui.Form):
    """That the conference took place, and on which day."""

    held_on = ui.DateField(
        label=_("Day it was held"),
        required_message=_("Enter the day it was held"),
        latest=clock.today,
    )


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


class DecisionForm(ui.Form):
    """What is asked whatever the decision: reasons, and the child's own views."""

    decision = ui.RadiosField(
        label=_("What did the conference decide?"),
        required_message=_("Choose what the conference decided for this child"),
    )
    categories = ui.CheckboxesField(
        label=_("Categories"),
        hint=_("One or more. The main concerns for this child at this conference."),
        required_message=_("Choose at least one category"),
    )
    reasons = ui.TextareaField(
        label=_("Reasons for the decision"),
        required_message=_("Enter the reasons for the decision"),
        rows=5,
        max_length=10000,
    )
    childs_views = ui.TextareaField(
        label=_("The child’s views"),
        hint=_("In the child’s own words where there are any, or how the child was heard."),
        rows=3,
        max_length=5000,
        required=False,
    )

    def __init__(
        self, *args: Any, categories: Sequence[tuple[str, str]], several: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        field.choices = categories  # type: ignore[attr-defined]
        if not several:
            field.help_text = _("Choose one.")


class RegisteringDecisionForm(DecisionForm):
    """The decision of an initial, pre-birth or transfer-in conference."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ui.Choice(
                ConferenceDecision.REGISTER.value,
                LABELS[ConferenceDecision.REGISTER],
                hint=_("Harm was shown or is likely, and the risk of significant harm continues."),
                reveals=["categories"],
            ),
            ui.Choice(
                ConferenceDecision.DO_NOT_REGISTER.value,
                LABELS[ConferenceDecision.DO_NOT_REGISTER],
                hint=_("No continuing risk of significant harm. Care and support is offered."),
            ),
        ]


class ReviewDecisionForm(DecisionForm):
    """The decision of a review conference; taking a name off asks for its evidence."""

    reason = ui.RadiosField(
        label=_("Why does the name come off?"),
        choices=[ui.Choice(value.value, LABELS[value]) for value in REASONS_OF_REVIEW],
        required_message=_("Choose why the name comes off"),
    )
    evidence = ui.TextareaField(
        label=_("What has changed for the child, and how do we know?"),
        hint=_("Answer each concern that put the name on. Say what was seen, by whom and when."),
        required_message=_("Enter what has changed for the child and how you know"),
        rows=8,
        max_length=20000,
    )
    field_order = ("decision", "categories", "reason", "evidence", "reasons", "childs_views")

    def __init__(self, *args: Any, given_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].label = _("What has changed for %(name)s, and how do we know?") % {
            "name": given_name
        }
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ui.Choice(ConferenceDecision.CONTINUE.value, LABELS[ConferenceDecision.CONTINUE]),
            ui.Choice(
                ConferenceDecision.CHANGE_CATEGORIES.value,
                LABELS[ConferenceDecision.CHANGE_CATEGORIES],
                reveals=["categories"],
            ),
            ui.Choice(
                ConferenceDecision.REMOVE.value,
                LABELS[ConferenceDecision.REMOVE],
                reveals=["reason", "evidence"],
            ),
        ]
