"""Words for the page of letters to the family."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.taking_part import LetterState
from cases.labels import label
from cases.queries.conference_letters import Letter, ToInvite
from cases.web.forms.conference_letters import LANGUAGES
from cases.web.presenters import days
from cpr.ui import forms as ui


def people(found: Sequence[ToInvite]) -> list[ui.Choice]:
    """This will offer the people whom a letter can be written to, with the language they chose."""
    languages = {each.value: str(each.label) for each in LANGUAGES}
    return [
        ui.Choice(
            str(each.id),
            f"{each.name}, {each.relation or label(each.kind)}",
            hint=_("Asked for: %(language)s") % {"language": languages[each.language.value]}
            if each.language
            else _("Not asked yet for a language"),
        )
        for each in found
    ]


def table(conference_id: uuid.UUID, letters: Sequence[Letter]) -> dict[str, Any]:
    """This will list the letters so far, each with its file once it is made."""
    languages = {each.value: str(each.label) for each in LANGUAGES}
    return {
        "caption": _("Letters so far"),
        "columns": [
            {"label": _("To")},
            {"label": _("Language")},
            {"label": _("Made")},
            {"label": _("By")},
        ],
        "rows": [
            [_to(conference_id, each), languages[each.language.value], _made(each), each.by]
            for each in letters
        ],
        "empty": _("No letter has been made yet."),
    }


def progress_words(letters: Sequence[Letter]) -> str:
    """This will say how many letters are still to be made."""
    waiting = sum(each.state is LetterState.ASKED for each in letters)
    return ngettext("%(n)d letter is being made.", "%(n)d letters are being made.", waiting) % {
        "n": waiting
    }


def _to(conference_id: uuid.UUID, letter: Letter) -> dict[str, str] | str:
    if letter.state is not LetterState.MADE:
        return letter.to
    page = reverse("cases:conference_letter", args=[conference_id, letter.id])
    return {"text": _("%(name)s (PDF)") % {"name": letter.to}, "url": page}


def _made(letter: Letter) -> str:
    if letter.state is LetterState.FAILED:
        return _("Could not be made")
    if letter.state is LetterState.ASKED:
        return _("Being made")
    at = days.moment(letter.at)
    if letter.is_outdated:
        return _("%(when)s. The conference has changed since: make a new letter.") % {"when": at}
    return at
