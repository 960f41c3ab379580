"""A telephone number as a link that a telephone can call, alone or within a sentence."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

FEWEST_DIGITS = 3
EXTENSION = re.compile(r"[^\d\s+()./-].*", re.DOTALL)


def link(number: str) -> SafeString:
    """This will give a number as a link; what holds no number is given as it is, escaped."""
    dialled = EXTENSION.sub("", number)
    digits = re.sub(r"\D", "", dialled)
    if len(digits) < FEWEST_DIGITS:
        return conditional_escape(number)
    plus = "+" if dialled.strip().startswith("+") else ""
    return format_html(
        '<a class="govuk-link app-phone" href="tel:{}">{}</a>', plus + digits, number
    )


def said(words: str, **facts: str) -> SafeString:
    """This will put facts, of which some are links, into a translated sentence, safely."""
    safe = {name: conditional_escape(fact) for name, fact in facts.items()}
    return mark_safe(conditional_escape(words) % safe)  # noqa: S308 (each part has been escaped)


def with_number(name: str, number: str) -> SafeString:
    """This will set a name and its number side by side, leaving out what is empty."""
    parts = ([name] if name else []) + ([link(number)] if number else [])
    return format_html_join(", ", "{}", ((part,) for part in parts))
