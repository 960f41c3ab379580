"""The questions of the decision about one child: the threshold, the decision, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.rules.threshold import Threshold
from cases.domain.statuses import ConferenceDecision, DeregistrationReason
from cases.domain.taking_part import Harm
from cases.labels import LABELS
from cases.services.decisions import Weighed
from cpr.ui import forms as ui

LONGEST = 9
REASONS_OF_REVIEW = (
    DeregistrationReason.NO_CONTINUING_RISK,
    DeregistrationReason.MOVED_PERMANENTLY,
)


class DecisionForm(ui.Form):
    """What is asked whatever the decision: reasons, and what child and parents said.

    ``version`` is of the child's row as the page showed it. Why the chair decided so is asked where
    agencies gave their views.
    """

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

    parents_views = ui.TextareaField(
        label=_("The parents’ views"),
        hint=_("In their own words, and whose they are."),
        rows=3,
        max_length=5000,
        required=False,
    )
    chairs_reason = ui.TextareaField(
        label=_("Why did the chair decide so, where agencies do not agree?"),
        hint=_("Asked where an agency’s view is another than the decision."),
        rows=3,
        max_length=5000,
        required=False,
    )
    version = ui.HiddenField(required=False)

    def __init__(
        self,
        *args: Any,
        categories: Sequence[tuple[str, str]],
        several: bool,
        with_views: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not with_views:
            del self.fields["chairs_reason"]
        field = self.fields["categories"]
        field.choices = categories  # type: ignore[attr-defined]
        if not several:
            field.help_text = _("Choose one.")


class RegisteringDecisionForm(DecisionForm):
    """The decision of an initial, pre-birth or transfer-in conference, after the threshold."""

    harm = ui.RadiosField(
        label=_("Has the child suffered harm, or is harm likely?"),
        choices=[ui.Choice(value.value, LABELS[value]) for value in Harm],
        required_message=_("Choose whether the child has suffered harm or is likely to"),
    )
    harm_evidence = ui.TextareaField(
        label=_("What does the answer on harm rest on?"),
        hint=_("What was seen or found, by whom and when."),
        required_message=_("Enter what the answer on harm rests on"),
        rows=3,
        max_length=5000,
    )
    is_risk_continuing = ui.RadiosField(
        label=_("Does the risk of significant harm continue?"),
        choices=[ui.Choice("yes", _("Yes")), ui.Choice("no", _("No"))],
        required_message=_("Choose whether the risk of significant harm continues"),
        inline=True,
    )
    risk_evidence = ui.TextareaField(
        label=_("What does the answer on the risk rest on?"),
        required_message=_("Enter what the answer on the risk rests on"),
        rows=3,
        max_length=5000,
    )
    support = ui.TextareaField(
        label=_("What care and support is offered instead?"),
        required_message=_("Enter what care and support is offered instead"),
        rows=3,
        max_length=5000,
    )
    field_order = (
        *("harm", "harm_evidence", "is_risk_continuing", "risk_evidence", "decision"),
        *("categories", "support", "chairs_reason", "reasons", "childs_views", "parents_views"),
    )

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
                reveals=["support"],
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
    field_order = (
        *("decision", "categories", "reason", "evidence", "chairs_reason", "reasons"),
        *("childs_views", "parents_views"),
    )

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


def weighed(given: dict[str, Any]) -> Weighed:
    """This will give what was weighed, from the answers of a form about a decision."""
    harm, risk = given.get("harm"), given.get("is_risk_continuing")
    return Weighed(
        threshold=Threshold(
            harm=Harm(harm) if harm else None,
            harm_evidence=given.get("harm_evidence") or "",
            is_risk_continuing=risk == "yes" if risk else None,
            risk_evidence=given.get("risk_evidence") or "",
        ),
        support=given.get("support") or "",
        chairs_reason=given.get("chairs_reason") or "",
        parents_views=given["parents_views"],
        version=version_of(given) if given.get("version") else None,
    )


def version_of(given: dict[str, Any]) -> int:
    """This will give the version that a page showed; what is no number is none that there was."""
    typed = str(given.get("version") or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST else -1


def with_version(form: Any, version: int) -> Any:
    """This will let a form that was overtaken be sent again knowingly: what was typed stays."""
    form.data = form.data.copy()
    form.data["version"] = str(version)
    return form
