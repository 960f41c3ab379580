"""What Welsh asks of a name in a sentence, and the name of a language in the reader's own."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.domain import names

LANGUAGES = {
    "english": _("English"),
    "saesneg": _("English"),
    "welsh": _("Welsh"),
    "cymraeg": _("Welsh"),
    "polish": _("Polish"),
    "pwyleg": _("Polish"),
    "arabic": _("Arabic"),
    "arabeg": _("Arabic"),
    "bengali": _("Bengali"),
    "bengaleg": _("Bengali"),
    "urdu": _("Urdu"),
    "wrdw": _("Urdu"),
    "ukrainian": _("Ukrainian"),
    "wcreineg": _("Ukrainian"),
    "romanian": _("Romanian"),
    "rwmaneg": _("Romanian"),
    "somali": _("Somali"),
    "somalieg": _("Somali"),
    "british sign language": _("British Sign Language"),
    "iaith arwyddion prydain": _("British Sign Language"),
}
"""Languages as they are written on a record, in English or Welsh. Any other stays as written."""


def after_preposition(authority: str) -> str:
    """This will give an authority's name as Welsh writes it after i, o or gan; else as it is.

    For the register's own authorities, whose names in Welsh are Welsh.
    """
    return names.softened(authority) if get_language() == "cy" else authority


def language(written: str) -> str:
    """This will name a language that somebody wrote down, in the language of the moment."""
    return str(LANGUAGES.get(names.fold(written), written))
