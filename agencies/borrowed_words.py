"""Sentences of Django and django-allauth that reach a person and have no Welsh of their own there.

Nothing reads this list: it is here so that our catalogue holds them, which is asked before theirs.
A test checks that each still is a sentence of theirs.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

BORROWED: tuple[str, ...] = (
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("Forgot your password?"),
    _("You must type the same password each time."),
    _("You have signed out."),
    _("Password successfully changed."),
)

JULY = (_("July"), pgettext_lazy("alt. month", "July"))
"""Django’s own Welsh writes this month with one letter too few."""

TOO_SHORT = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
