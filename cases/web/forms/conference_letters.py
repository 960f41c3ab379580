"""The form of a letter to somebody of the family: to whom, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.taking_part import ConferenceLanguage
from cpr.ui import forms as ui

LANGUAGES = (
    ui.Choice(ConferenceLanguage.BOTH.value, _("Both, Welsh first")),
    ui.Choice(ConferenceLanguage.WELSH.value, _("Welsh")),
    ui.Choice(ConferenceLanguage.ENGLISH.value, _("English")),
)


class LetterForm(ui.Form):
    """Whom the letter is to and its language; who was not asked has both."""

    invitation = ui.RadiosField(
        label=_("Who is the letter to?"), required_message=_("Choose who the letter is to")
    )
    language = ui.RadiosField(
        label=_("In which language?"),
        hint=_("The one they asked for. Where nobody has asked them yet: both."),
        choices=list(LANGUAGES),
        required_message=_("Choose the language of the letter"),
    )

    def __init__(self, *args: Any, people: Sequence[ui.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invitation"].choices = people  # type: ignore[attr-defined]
