"""The forms that ask for a case to be shared, and answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.rules.sharing import levels_within
from cases.domain.statuses import Level
from cases.web.forms.sharing import LAW_CHOICES, LastDayForm, level_choices
from cpr.ui import forms as ui


class AskForm(ui.Form):
    """How much somebody needs to see, what for, under which law, and for whom."""

    level = ui.RadiosField(label=_("How much do you need to see?"), choices=[])
    purpose = ui.TextField(
        label=_("What for?"),
        max_length=300,
        hint=_("What you will do for the child; it is kept with the request"),
    )
    legal_basis = ui.RadiosField(
        label=_("Under which law?"),
        choices=LAW_CHOICES,
        required_message=_("Choose the law under which it is to be shared"),
    )
    whom = ui.RadiosField(
        label=_("For whom?"),
        choices=[("me", _("For me alone")), ("team", _("For my whole team"))],
        initial="me",
    )

    def __init__(self, *args: Any, levels: Iterable[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("level", level_choices(levels))


class AnswerForm(LastDayForm):
    """Share it, perhaps less than was asked for; or refuse, with the reason."""

    answer = ui.RadiosField(
        label=_("What is your answer?"),
        choices=[
            ui.Choice("share", _("Share the record"), reveals=["level", "whom", "ends_on"]),
            ui.Choice("refuse", _("Refuse"), reveals=["reason"]),
        ],
        required_message=_("Choose your answer"),
    )
    level = ui.RadiosField(label=_("How much do they need to see?"), choices=[])
    whom = ui.RadiosField(label=_("With whom?"), choices=[], initial="person")
    reason = ui.TextareaField(
        label=_("Why not?"),
        max_length=2000,
        rows=4,
        required_message=_("Enter the reason"),
        hint=_("Whoever asked will read this. Say nothing of the child here"),
    )
    field_order = ("answer", "level", "whom", "ends_on", "reason")

    def __init__(
        self, *args: Any, asked: Level, whom: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("level", level_choices(levels_within(asked)))
        self.fields["level"].initial = asked.value
        self.set_choices("whom", whom)
