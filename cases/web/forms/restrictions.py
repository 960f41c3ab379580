"""The forms that restrict a record to named people, change who they are, and exclude somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cpr.ui import forms as ui

MOST_TEAMS = 8
"""Other teams whose people stand in one list to choose from: a named default."""
LONGEST_REASON = 2000
Teams = list[tuple[str, list[tuple[str, str]]]]
"""By agency."""


class OtherTeamForm(ui.Form):
    """A question only, inside the form about people: who of which other team stands there too."""

    other_team = ui.SelectField(
        label=_("Somebody of another team or agency?"),
        hint=_("Choose the team and show its people; what you have entered stays"),
        choices=[],
        required=False,
        empty_label=_("Choose an agency and team"),
    )

    def __init__(self, *args: Any, teams: Teams, is_full: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_team"].choices = teams  # type: ignore[attr-defined]
        self.is_full = is_full

    def clean_other_team(self) -> str:
        """This will refuse a question without a team, and one more team than a list can hold."""
        team: str = self.cleaned_data["other_team"]
        if not team:
            raise ValidationError(_("Choose the team whose people are to be shown"))
        if self.is_full:
            full = _("The people of %(count)s other teams are shown, and no more can be")
            raise ValidationError(full, params={"count": MOST_TEAMS})
        return team


class NamedForm(ui.Form):
    """Who is named on a restricted record; ``seen`` is who was named when the page was opened."""

    named = ui.CheckboxesField(
        label=_("Who may open the record?"),
        hint=_(
            "At least one person who works with the child, and a senior safeguarding manager. "
            "Everybody keeps what they see now; who sees nothing yet gets the summary, or in the "
            "authority what their role works with"
        ),
        required_message=_("Choose who may open the record"),
    )
    seen = ui.HiddenField(required=False)

    def __init__(self, *args: Any, people: Sequence[ui.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = people  # type: ignore[attr-defined]


class RestrictForm(NamedForm):
    """Why, who is named, and whether others may know that it is this child."""

    reason = ui.TextareaField(
        label=_("Why is the record restricted?"),
        hint=_("For example a worker’s own family, a witness or a public figure"),
        max_length=LONGEST_REASON,
        required_message=_("Enter the reason"),
    )
    shows = ui.RadiosField(
        label=_("What may others know?"),
        required_message=_("Choose what others may know"),
        choices=[
            ui.Choice(
                "nothing",
                _("Not the name"),
                hint=_("A search says only that somebody knows this child, and whom to call"),
            ),
            ui.Choice(
                "name",
                _("The name, inside the authority"),
                hint=_("Colleagues find the name, that the record is restricted, and whom to call"),
            ),
        ],
    )
    field_order = ("reason", "named", "shows", "seen")


class EndForm(ui.Form):
    """Why it ends."""

    reason = ui.TextareaField(
        label=_("Why does it end?"),
        max_length=LONGEST_REASON,
        required_message=_("Enter the reason"),
    )


class ExcludeForm(ui.Form):
    """Who may not open the record, whatever else would let them in, and why."""

    person = ui.SelectField(
        label=_("Who is to be excluded?"),
        choices=[],
        empty_label=_("Choose a person"),
        required_message=_("Choose a person"),
    )
    reason = ui.TextareaField(
        label=_("Why?"), max_length=LONGEST_REASON, required_message=_("Enter the reason")
    )

    knows_it_is_oneself = ui.CheckboxField(
        label=_("I exclude myself, and know that only somebody else can end it"),
        hint=_(
            "You have chosen yourself. From that moment you can neither find nor open this record, "
            "and cannot take the exclusion back"
        ),
        required_message=_("Confirm that you exclude yourself, or choose somebody else"),
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], is_oneself: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        if not is_oneself:
            del self.fields["knows_it_is_oneself"]


def ids_of(values: Iterable[str]) -> list[uuid.UUID]:
    """This will read identifiers; what is none is left out."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
