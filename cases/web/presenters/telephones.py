"""Whom to call instead of reading, or before: an authority's numbers by day and by night."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cpr.ui import phones


def whom(agency: str, phone: str, night: str) -> SafeString:
    """This will say whom to call, each number a link that a telephone can call."""
    if phone and night:
        words = _("Call %(agency)s on %(phone)s, out of hours %(night)s.")
        return phones.said(words, agency=agency, phone=phones.link(phone), night=phones.link(night))
    if phone or night:
        words = _("Call %(agency)s on %(phone)s.")
        return phones.said(words, agency=agency, phone=phones.link(phone or night))
    return phones.said(_("Call %(agency)s."), agency=agency)
