"""The words a form says when an answer is missing or wrong. What was asked for, in plain terms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cpr.ui.choices import Words

_PART_NAMES = {
    "day": gettext_lazy("a day"),
    "month": gettext_lazy("a month"),
    "year": gettext_lazy("a year"),
}


def lower_first(text: Words) -> str:
    """This will give a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    words = str(text)
    if len(words) > 1 and words[1].isupper():
        return words
    return words[:1].lower() + words[1:]


def enter(label: Words) -> str:
    """This will ask for a missing typed answer."""
    if str(label).rstrip().endswith("?"):
        return _("Answer the question “%(label)s”") % {"label": label}
    return _("Enter %(label)s") % {"label": lower_first(label)}


def select(label: Words) -> str:
    """This will ask for a missing choice."""
    if str(label).rstrip().endswith("?"):
        return _("Choose an answer to “%(label)s”") % {"label": label}
    return _("Select %(label)s") % {"label": lower_first(label)}


def tick(label: Words) -> str:
    """This will ask for a box that must be ticked."""
    return _("Tick the box “%(label)s”") % {"label": label}


def choose_file(label: Words) -> str:
    """This will ask for a missing file."""
    return _("Choose a file: %(label)s") % {"label": lower_first(label)}


def too_long(label: Words, limit: int) -> str:
    """This will say how long an answer may be."""
    return _("%(label)s must be %(limit)d characters or fewer") % {"label": label, "limit": limit}


def date_problem(label: Words, code: str, parts: Sequence[str]) -> str:
    """This will say what is wrong with a typed date."""
    if code == "missing":
        names = [str(_PART_NAMES[part]) for part in parts]
        return _("%(label)s must include %(parts)s") % {
            "label": label,
            "parts": _(" and ").join(names),
        }
    if code == "short_year":
        return _("%(label)s: the year must have 4 numbers") % {"label": label}
    return _("%(label)s must be a real date") % {"label": label}


def date_too_late(label: Words, latest: date, today: date | None = None) -> str:
    """This will say which day is the last one allowed."""
    if latest == today:
        return _("%(label)s must be today or in the past") % {"label": label}
    return _("%(label)s must be %(day)s or earlier") % {"label": label, "day": _long(latest)}


def date_too_early(label: Words, earliest: date, today: date | None = None) -> str:
    """This will say which day is the first one allowed."""
    if earliest == today:
        return _("%(label)s must be today or in the future") % {"label": label}
    return _("%(label)s must be %(day)s or later") % {"label": label, "day": _long(earliest)}


def optional(label: Any) -> Any:
    """This will mark a label as one that may be left empty."""
    return format_lazy("{} {}", label, gettext_lazy("(optional)"))


def _long(day: date) -> str:
    return date_format(day, "j F Y")
