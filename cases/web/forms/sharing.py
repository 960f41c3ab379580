"""The forms that share a case, change or end a share, and name the co-ordinator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.rules import sharing
from cases.domain.statuses import LegalBasis, Level
from cpr.clock import today
from cpr.ui import forms as ui

OPENS = {
    Level.SUMMARY: _("Who the child is, whether on the register, and whom to call"),
    Level.ACTIONS: _("The summary, and the actions that are theirs"),
    Level.PLAN: _("Also the plan, its dates, the family, and who works with the child"),
    Level.NOTES: _("Also the notes that are written for everyone or for their team"),
    Level.FULL: _("Also conferences, decisions, visits and enquiries"),
}


def latest_day() -> date:
    """This will give the latest day that a share may begin or end on."""
    return sharing.latest_day(today(), settings.SHARE_LONGEST_YEARS)


NAMES_THEM = _("The record is restricted: whoever you choose is named on it, and can open it")


class ChooseTeamForm(ui.Form):
    """First, whom to share with: a team, in the group of its agency."""

    team = ui.SelectField(
        label=_("Agency and team"),
        choices=[],
        empty_label=_("Choose an agency and team"),
    )

    def __init__(
        self, *args: Any, teams: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]


class ChooseAgencyForm(ui.Form):
    """Or the agency first, and then one of its teams."""

    agency = ui.SelectField(label=_("Which agency?"), choices=[], empty_label=_("Choose an agency"))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class TeamOfAgencyForm(ui.Form):
    """The team of an agency that was chosen."""

    agency = ui.HiddenField()
    asked = ui.HiddenField()
    team = ui.RadiosField(label=_("Team"), choices=[])

    def __init__(
        self, *args: Any, agency: str, teams: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["team"]
        chosen.label = format_lazy(_("Which team? ({agency})"), agency=agency)
        chosen.choices = teams  # type: ignore[attr-defined]


LAWS = {
    LegalBasis.SAFEGUARDING: _(
        "UK GDPR Articles 6(1)(e) and 9(2)(g), with the Data Protection Act 2018, Schedule 1, "
        "paragraph 18"
    ),
    LegalBasis.CO_OPERATION: _("Social Services and Well-being (Wales) Act 2014, section 162"),
    LegalBasis.INFORMATION: _("Social Services and Well-being (Wales) Act 2014, section 164"),
    LegalBasis.ENQUIRY: _("Children Act 1989, section 47"),
    LegalBasis.BOARD: _("Social Services and Well-being (Wales) Act 2014, section 137"),
}


LAW_CHOICES = [ui.Choice(law.value, labels.LABELS[law], hint=LAWS[law]) for law in LAWS]


def level_choices(levels: Iterable[Level]) -> list[ui.Choice]:
    """This will give levels to choose from, each with what it opens."""
    return [ui.Choice(one.value, labels.LABELS[one], hint=OPENS[one]) for one in levels]


class LastDayForm(ui.Form):
    """Until when, in any form that makes or changes a share."""

    ends_on = ui.DateField(
        label=_("Last day"),
        required=False,
        earliest=today,
        hint=_("The share ends by itself after this day. Leave empty if the end is not known"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].latest = latest_day()  # type: ignore[attr-defined]


class TermsForm(LastDayForm):
    """How much, why, under which law, and until when."""

    level = ui.RadiosField(label=_("How much do they need to see?"), choices=level_choices(OPENS))
    purpose = ui.TextField(
        label=_("What for?"),
        max_length=300,
        hint=_("What they will do for the child; it is kept with the share"),
    )
    legal_basis = ui.RadiosField(
        label=_("Under which law?"),
        choices=LAW_CHOICES,
        required_message=_("Choose the law under which it is shared"),
    )
    field_order: Sequence[str] = ("level", "purpose", "legal_basis", "ends_on")


class ShareForm(TermsForm):
    """With whom of the chosen team; and from when."""

    membership = ui.RadiosField(label=_("With the whole team, or one person of it?"), choices=[])
    starts_on = ui.DateField(label=_("First day"), earliest=today, hint=_("Today or later"))
    field_order = ("membership", "level", "purpose", "legal_basis", "starts_on", "ends_on")

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        is_restricted: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].latest = latest_day()  # type: ignore[attr-defined]
        chosen = self.fields["membership"]
        if is_restricted:
            chosen.label, chosen.help_text = _("With which person of it?"), NAMES_THEM
            chosen.choices = people  # type: ignore[attr-defined]
            return
        chosen.choices = [("team", _("The whole team")), *people]  # type: ignore[attr-defined]
        chosen.initial = "team"


class EndShareForm(ui.Form):
    """Why a share ends."""

    reason = ui.TextField(
        label=_("Why does it end?"),
        max_length=300,
        required_message=_("Enter the reason"),
    )


def start_of(first_day: date) -> datetime | None:
    """This will give the first moment of a share; None is at once."""
    if first_day <= today():
        return None
    return datetime.combine(first_day, time.min, tzinfo=get_current_timezone())


def last_day_of(ends_at: datetime | None) -> date | None:
    """This will give the last day of a share that ends at a moment."""
    return localdate(ends_at - timedelta(microseconds=1)) if ends_at else None


def end_of(last_day: date | None) -> datetime | None:
    """This will give the first moment without a share whose last day was chosen."""
    if last_day is None:
        return None
    return datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=get_current_timezone())


class CoOrdinatorForm(ui.Form):
    """Who co-ordinates the plan from now on."""

    co_ordinator = ui.SelectField(label=_("Co-ordinator"), choices=[])

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        is_restricted: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_ordinator"].choices = people  # type: ignore[attr-defined]
        if is_restricted:
            self.fields["co_ordinator"].help_text = NAMES_THEM
