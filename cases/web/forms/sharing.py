"""The forms that bring a team or a person into a case, and name the co-ordinator."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.statuses import Level
from cpr.clock import today
from cpr.ui import forms as ui

OPENS = {
    Level.SUMMARY: _("Who the child is, whether on the register, and whom to call"),
    Level.ACTIONS: _("The summary, and the actions that are theirs"),
    Level.PLAN: _("Also the plan, its dates, the family, and who works with the child"),
    Level.NOTES: _("Also the notes that are written for everyone or for their team"),
    Level.FULL: _("Also conferences, decisions, visits and enquiries"),
}


NAMES_THEM = _("The record is restricted: whoever you choose is named on it, and can open it")


class ChooseTeamForm(ui.Form):
    """First, whom to share with."""

    team = ui.SelectField(
        label=_("Agency and team"),
        choices=[],
        empty_label=_("Choose an agency and team"),
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]


class ShareForm(ui.Form):
    """Then how much, why, and until when."""

    membership = ui.RadiosField(label=_("With the whole team, or one person of it?"), choices=[])
    level = ui.RadiosField(
        label=_("How much do they need to see?"),
        choices=[
            ui.Choice(level.value, labels.LABELS[level], hint=OPENS[level]) for level in OPENS
        ],
    )
    purpose = ui.TextField(
        label=_("What for?"),
        max_length=300,
        hint=_("What they will do for the child; it is kept with the share"),
    )
    ends_on = ui.DateField(
        label=_("Last day"),
        required=False,
        earliest=today,
        hint=_("The share ends by itself after this day. Leave empty if the end is not known"),
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        is_restricted: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["membership"]
        if is_restricted:
            chosen.label, chosen.help_text = _("With which person of it?"), NAMES_THEM
            chosen.choices = people  # type: ignore[attr-defined]
            return
        chosen.choices = [("team", _("The whole team")), *people]  # type: ignore[attr-defined]
        chosen.initial = "team"


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
