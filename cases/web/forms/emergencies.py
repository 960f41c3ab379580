"""The questions when a record is opened in an emergency, when that is reviewed, and counted."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.domain.rules.emergencies import MINIMUM_REASON_WORDS, hours_offered
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.labels import LABELS
from cases.queries.emergency_counts import Review
from cases.web.presenters.emergencies import until
from cpr.clock import now
from cpr.ui import forms as ui


def _hours() -> list[tuple[str, str]]:
    """Each with the time at which it ends by itself, counted from the asking."""
    said = _("%(hours)s: ends by itself at %(when)s")
    return [
        (
            str(n),
            said
            % {
                "hours": ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n},
                "when": until(now() + timedelta(hours=n)),
            },
        )
        for n in hours_offered(settings.EMERGENCY_HOURS)
    ]


class OpenForm(ui.Form):
    """What kind of emergency, why, and for how long."""

    kind = ui.RadiosField(
        label=_("What is happening?"),
        choices=[(value.value, LABELS[value]) for value in EmergencyReason],
        required_message=_("Choose what is happening"),
    )
    reason = ui.TextareaField(
        label=_("Why do you need to see the record now?"),
        hint=_(
            "What you know, and what you will do with what you read. At least %(n)d words; the "
            "reviewer reads them."
        ),
        required_message=_("Enter why you need to see this record now"),
        rows=4,
        max_length=5000,
    )
    hours = ui.RadiosField(
        label=_("For how long?"),
        hint=_("No longer than you need: you can end it earlier, and can open it again."),
        choices=_hours,
        coerce=int,
        required_message=_("Choose for how long"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = str(settings.EMERGENCY_HOURS)
        hint = str(self.fields["reason"].help_text)
        self.fields["reason"].help_text = hint % {"n": MINIMUM_REASON_WORDS}


class OpenForForm(OpenForm):
    """The same, and for whom: asked of the senior officer of a restricted record."""

    membership = ui.RadiosField(
        label=_("For whom?"),
        choices=[],
        hint=_("Check that the person is who they say, for instance by calling back"),
        required_message=_("Choose for whom"),
    )
    field_order = ("membership", "kind", "reason", "hours")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("membership", people)
        self.fields["reason"].label = _("Why do they need to see the record now?")
        self.fields["reason"].help_text = _("What they told you. The reviewer reads it.")


class ReviewForm(ui.Form):
    """What the review found."""

    finding = ui.RadiosField(
        label=_("What do you find?"),
        choices=[(value.value, LABELS[value]) for value in EmergencyFinding],
        required_message=_("Choose what you find"),
    )
    note = ui.TextareaField(
        label=_("What did you look at, and why do you find so?"),
        hint=_("At least %(n)d words"),
        required_message=_("Enter what you looked at and why you come to this finding"),
        rows=4,
        max_length=5000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = str(self.fields["note"].help_text)
        self.fields["note"].help_text = hint % {"n": MINIMUM_REASON_WORDS}


class EndForm(ui.Form):
    """Why somebody else's access is ended before its time."""

    reason = ui.TextareaField(
        label=_("Why do you end it now?"),
        hint=_("A sentence; it is kept with the opening"),
        required_message=_("Enter why you end this now"),
        rows=2,
        max_length=300,
    )


class TakeOverForm(ui.Form):
    """Why somebody else than the named reviewer reviews."""

    note = ui.TextareaField(
        label=_("Why do you review this?"),
        hint=_("For instance that the person named is on leave"),
        required_message=_("Enter why you review this instead of the person named"),
        rows=2,
        max_length=1000,
    )


class CountFilters(ui.Form):
    """Month, agency of whoever opened, kind of reason, and where the review stands."""

    month = ui.SelectField(
        label=_("Month"), empty_label=_("Every month"), coerce=date.fromisoformat
    )
    agency = ui.SelectField(label=_("Agency"), empty_label=_("All agencies"), coerce=uuid.UUID)
    kind = ui.SelectField(
        label=_("Reason"),
        empty_label=_("Every reason"),
        choices=[(value.value, LABELS[value]) for value in EmergencyReason],
        coerce=EmergencyReason,
    )
    review = ui.SelectField(
        label=_("Review"),
        empty_label=_("Reviewed or not"),
        choices=[
            (Review.OPEN.value, _("Not reviewed yet")),
            (Review.UNNAMED.value, _("Nobody named to review")),
            (Review.AUTHORISER.value, _("Reviewed by who authorised it")),
            (Review.JUSTIFIED.value, LABELS[EmergencyFinding.JUSTIFIED]),
            (Review.ANOTHER_WAY.value, LABELS[EmergencyFinding.ANOTHER_WAY]),
            (Review.NOT_JUSTIFIED.value, LABELS[EmergencyFinding.NOT_JUSTIFIED]),
        ],
        coerce=Review,
    )
