"""The forms of an agency's report: what it says, why it is corrected, how the family came to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.reports import MEGABYTES, MOST_LETTERS, PARTS, Content, FamilyShare, ShareWay
from cpr.clock import today
from cpr.ui import forms as ui


class ReportForm(ui.Form):
    """The report, part by part; nothing is asked before it is submitted, so that it can wait."""

    facts = ui.TextareaField(
        label=_("The facts"),
        hint=_("What your agency knows first hand, and how. Say what is somebody else’s account."),
        required=False,
        mark_optional=False,
        rows=8,
        max_length=MOST_LETTERS,
    )
    chronology = ui.TextareaField(
        label=_("Chronology"),
        hint=_("The days that matter, the earliest first: what happened, and what was done."),
        required=False,
        rows=8,
        max_length=MOST_LETTERS,
    )
    strengths = ui.TextareaField(
        label=_("Strengths"),
        hint=_("What protects the children, and what goes well."),
        required=False,
        rows=5,
        max_length=MOST_LETTERS,
    )
    risks = ui.TextareaField(
        label=_("Risks"),
        hint=_("What could harm each child, how likely that is, and what is not known."),
        required=False,
        mark_optional=False,
        rows=6,
        max_length=MOST_LETTERS,
    )
    lived_experience = ui.TextareaField(
        label=_("What life is like for the child"),
        hint=_("A day as each child lives it, in the child’s own words where there are any."),
        required=False,
        mark_optional=False,
        rows=6,
        max_length=MOST_LETTERS,
    )
    view = ui.TextareaField(
        label=_("Your agency’s view"),
        hint=_("What you make of it, and whether each child’s name should be on the register."),
        required=False,
        mark_optional=False,
        rows=5,
        max_length=MOST_LETTERS,
    )
    file = ui.FileField(
        label=_("Attach a file"),
        required=False,
        accept=".pdf,.docx,.png,.jpg,.jpeg",
        allow_empty_file=True,
    )
    version = ui.HiddenField(required=False, initial="0")

    def __init__(self, *args: Any, is_lead: bool, is_too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_big = is_too_big
        self.fields["file"].help_text = _(
            "PDF, Word (.docx), PNG or JPEG, at most %(most)s MB. It is added when you save."
        ) % {"most": MEGABYTES}
        if is_lead:
            del self.fields["view"]

    def clean(self) -> dict[str, Any]:
        """This will say that a file was left out for its size, instead of that there is none."""
        cleaned = super().clean()
        if self.is_too_big:
            self.add_error("file", _("This file is larger than %(most)s MB") % {"most": MEGABYTES})
        return cleaned

    def content(self) -> Content:
        """This will give what was typed."""
        return Content(**{part: self.cleaned_data.get(part) or "" for part in PARTS})

    def seen_version(self) -> int:
        """This will give the version the form was opened on; nonsense is none."""
        given = self.cleaned_data.get("version") or "0"
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


class CorrectForm(ui.Form):
    """Why a submitted report gets another version."""

    correction = ui.TextareaField(
        label=_("What is corrected, and why?"),
        hint=_("Everybody who reads the new version sees this. The one before stays as it is."),
        required_message=_("Enter what is corrected, and why"),
        rows=3,
        max_length=2000,
    )


class SharingForm(ui.Form):
    """How a report was shared with the family."""

    extent = ui.RadiosField(
        label=_("How much was shared?"),
        choices=[
            ui.Choice(FamilyShare.WHOLE.value, labels.LABELS[FamilyShare.WHOLE]),
            ui.Choice(
                FamilyShare.PART.value, labels.LABELS[FamilyShare.PART], reveals=["withheld"]
            ),
        ],
        required_message=_("Choose how much was shared"),
    )
    withheld = ui.TextareaField(
        label=_("What was held back, and why?"),
        hint=_("For example, what a third party said, or what would put somebody at risk."),
        required_message=_("Enter what was held back, and why"),
        rows=3,
        max_length=2000,
    )
    with_whom = ui.TextField(
        label=_("With whom?"),
        hint=_("For example, mother, or mother and child with the advocate"),
        required_message=_("Enter with whom the report was shared"),
        max_length=200,
    )
    way = ui.RadiosField(
        label=_("How?"),
        choices=labels.choices(ShareWay),
        required_message=_("Choose how it was shared"),
    )
    shared_on = ui.DateField(label=_("On which day?"), latest=today)
    number = ui.HiddenField(required=False)
