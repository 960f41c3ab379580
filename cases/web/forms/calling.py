"""The questions of calling a conference, and of moving one to a later day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.taking_part import ConferenceLanguage
from cases.models import Case
from cases.services.calling import REASON_FIELD
from cpr import clock
from cpr.ui import forms as ui

FURTHEST = timedelta(days=366)
"""How far ahead a conference can be called: a named default, to catch a mistyped year."""


def set_furthest(field: forms.Field) -> None:
    """This will refuse a day further ahead than a conference can be called for."""
    field.latest = clock.today() + FURTHEST  # type: ignore[attr-defined]


class CallForm(ui.Form):
    """Which conference, for whom, when, where, in which language, who chairs and keeps the record.

    ``left``: the children of the household who are not chosen, each of whom it asks why.
    """

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
    video_link = ui.TextField(
        label=_("Link for those who join by video"),
        required=False,
        max_length=500,
        hint=_("It begins with https://"),
        spellcheck=False,
        autocomplete="off",
        inputmode="url",
    )
    language = ui.RadiosField(
        label=_("In which language is it held?"),
        hint=_("As the family wishes."),
        choices=labels.choices(ConferenceLanguage),
        required_message=_("Choose in which language it is held"),
    )
    interpretation = ui.TextField(
        label=_("Interpretation"),
        required=False,
        max_length=200,
        hint=_("For whom, and between which languages. Leave empty if none is needed."),
        width="two-thirds",
    )
    chair = ui.SelectField(
        label=_("Chair"),
        hint=_("Independent of the case and of those who manage it."),
        required_message=_("Choose who chairs the conference"),
    )
    minute_taker = ui.SelectField(
        label=_("Minute taker"),
        hint=_("Somebody without another part in the conference or the case."),
        empty_label=_("Nobody yet"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[ui.Choice],
        children: Sequence[ui.Choice],
        chairs: Sequence[tuple[str, str]],
        minute_takers: Sequence[tuple[str, str]],
        left: Sequence[Case] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        set_furthest(self.fields["planned_on"])
        self.set_choices("kind", kinds)
        self.set_choices("cases", children)
        self.set_choices("chair", chairs)
        self.set_choices("minute_taker", minute_takers)
        self.left = {case.pk: REASON_FIELD.format(case=case.pk) for case in left}
        for case in left:
            self.fields[self.left[case.pk]] = _why_left(case.child.full_name)
        self.order_fields(["kind", "cases", *self.left.values()])

    def reasons(self) -> dict[Any, str]:
        """This will give, by case, why each child who is not chosen is not considered."""
        return {case: self.cleaned_data[name] for case, name in self.left.items()}


def _why_left(name: str) -> ui.TextField:
    return ui.TextField(
        label=format_lazy(_("Why is {name} not considered?"), name=name),
        hint=_("Needed for each child of the household who is not chosen above."),
        required_message=format_lazy(_("Enter why {name} is not considered"), name=name),
        max_length=500,
    )


class PostponeForm(ui.Form):
    """To which day, why, by whose leave, and what protects the children until then."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to_on = ui.DateField(label=_("New day"), required_message=_("Enter the new day"))
    to_time = ui.TimeField(label=_("Time"), required=False, hint=_("For example 10:00"))
    reason = ui.TextareaField(
        label=_("Why is it postponed?"),
        required_message=_("Enter why it is postponed"),
        rows=3,
        max_length=2000,
    )
    authorised_by = ui.SelectField(
        label=_("Who authorised it?"),
        hint=_("The chair, or a manager of the authority."),
        required_message=_("Choose who authorised it"),
    )
    protection = ui.TextareaField(
        label=_("How is each child protected until then?"),
        hint=_("Who does what, and how the family knows."),
        required_message=_("Enter how each child is protected until then"),
        rows=4,
        max_length=5000,
    )

    def __init__(self, *args: Any, authorising: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_furthest(self.fields["to_on"])
        self.set_choices("authorised_by", authorising)
