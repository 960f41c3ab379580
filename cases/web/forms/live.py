"""The small questions of a conference's live page: who was there, what was said of a child."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.taking_part import Invitee, Opinion, Presence
from cases.labels import LABELS, choices
from cpr.ui import forms as ui

GUESTS = (Invitee.PARENT, Invitee.CHILD, Invitee.ADVOCATE, Invitee.SUPPORTER)


class PresenceForm(ui.Form):
    """How somebody on the list took part."""

    presence = ui.RadiosField(
        label=_("Were they there?"),
        choices=choices(Presence),
        required_message=_("Choose how they took part, or that they were not there"),
    )
    came_instead = ui.TextField(
        label=_("Who came instead, if somebody else did"),
        required=False,
        max_length=200,
        width="two-thirds",
    )
    version = ui.HiddenField(required=False)

    def __init__(self, *args: Any, is_agency: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_agency:
            del self.fields["came_instead"]


class GuestForm(ui.Form):
    """Somebody who came without being invited."""

    kind = ui.RadiosField(label=_("Who came?"), required_message=_("Choose who came"))
    team = ui.SelectField(
        label=_("Which team?"),
        hint=_("Teams that work with the children and are not on the list yet."),
        required_message=_("Choose a team that works with one of the children"),
    )
    person = ui.TextField(
        label=_("Name of the person who came"), required=False, max_length=200, width="two-thirds"
    )
    guest = ui.RadiosField(
        label=_("As whom?"),
        choices=[ui.Choice(kind.value, LABELS[kind]) for kind in GUESTS],
        required_message=_("Choose as whom they came"),
    )
    name = ui.TextField(
        label=_("Name"),
        required_message=_("Enter the name of the person who came"),
        max_length=200,
        width="two-thirds",
    )
    relation = ui.TextField(
        label=_("Who they are to the child"),
        hint=_("For example mother, uncle, solicitor of the father"),
        required=False,
        max_length=100,
        width="one-half",
    )
    presence = ui.RadiosField(
        label=_("How did they take part?"),
        choices=choices(Presence, without=frozenset({Presence.ABSENT})),
        required_message=_("Choose how they took part"),
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("team", list(teams))
        team = ui.Choice("team", _("An agency that works with a child"), reveals=["team", "person"])
        family = ui.Choice(
            "family", _("One of the family, or beside it"), reveals=["guest", "name", "relation"]
        )
        self.set_choices("kind", [team, family] if teams else [family])
        if not teams:
            del self.fields["team"], self.fields["person"]


class ViewForm(ui.Form):
    """What an agency thinks of one child's name on the register; once decided, also a dissent."""

    opinion = ui.RadiosField(
        label=_("What is the agency’s view?"), required_message=_("Choose the agency’s view")
    )
    categories = ui.CheckboxesField(
        label=_("In which categories, if they named any"), required=False
    )
    reasons = ui.TextareaField(
        label=_("Why?"),
        hint=_("Their reasons in short; needed with every view but “no view given”."),
        rows=4,
        max_length=5000,
        required=False,
    )
    is_dissent = ui.CheckboxField(
        label=_("They dissent from what was decided, and want that on record"), required=False
    )
    version = ui.HiddenField(required=False)

    def __init__(
        self,
        *args: Any,
        categories: Sequence[tuple[str, str]],
        is_decided: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_decided:
            del self.fields["is_dissent"]
        self.set_choices("categories", list(categories))
        self.set_choices(
            "opinion",
            [
                ui.Choice(
                    value.value,
                    LABELS[value],
                    reveals=["categories"] if value is Opinion.ON else [],
                )
                for value in Opinion
            ],
        )


class WordsForm(ui.Form):
    """What the child and the parents said."""

    childs_views = ui.TextareaField(
        label=_("The child’s views"),
        hint=_("In the child’s own words where there are any, or how the child was heard."),
        rows=5,
        max_length=5000,
        required=False,
    )
    parents_views = ui.TextareaField(
        label=_("The parents’ views"),
        hint=_("In their own words, and whose they are."),
        rows=5,
        max_length=5000,
        required=False,
    )
    version = ui.HiddenField(required=False)
