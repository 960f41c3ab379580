"""What the overdue board and its lists have in common: words of clocks, and links to lists."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agencies.roles import ROLES
from cases.domain.procedures import Timescale, Unit
from cases.labels import CLOCKS
from cases.queries.overdue_list import Told
from cases.queries.overdue_scope import NOBODY, Chosen, Counted, Show

GROUP_WORDS: dict[str, str | Promise] = {
    "review_conference": _("Review conference"),
    "core_group": _("Core group"),
}
BAND_WORDS: dict[str, str | Promise] = {
    "1-5": _("up to 5 working days"),
    "6-10": _("6–10"),
    "11-20": _("11–20"),
    "over-20": _("over 20"),
}


def clock_words(key: str) -> str:
    """This will name a row of the board, or a clock."""
    return str(GROUP_WORDS.get(key) or CLOCKS.get(key) or key)


def limit_words(limits: tuple[Timescale, ...]) -> str:
    """This will say a row's limit: "15 working days", "3 then 6 months"."""
    if not limits:
        return ""
    first, later = limits[0], limits[-1]
    if first.unit is Unit.ONCE_PER_INTERVAL:
        return gettext("once between conferences")
    if first is later:
        return amount_words(first)
    if first.unit is later.unit:
        return gettext("%(first)s then %(later)s") % {
            "first": first.amount,
            "later": amount_words(later),
        }
    return gettext("%(first)s then %(later)s") % {
        "first": amount_words(first),
        "later": amount_words(later),
    }


def amount_words(row: Timescale) -> str:
    """This will say an amount with its unit."""
    n = row.amount
    words = {
        Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", n),
        Unit.DAYS: ngettext("%(n)s day", "%(n)s days", n),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", n),
        Unit.WEEKS: ngettext("%(n)s week", "%(n)s weeks", n),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", n),
        Unit.IMMEDIATELY: gettext("at once"),
        Unit.ONCE_PER_INTERVAL: gettext("once between conferences"),
    }
    text = words[row.unit]
    return text % {"n": n} if "%(n)s" in text else text


def late_words(working_days: int) -> str:
    """This will say how late; what fell due on a Friday is late on Saturday by no working day."""
    if working_days < 1:
        return gettext("less than 1 working day")
    return ngettext("%(n)s working day", "%(n)s working days", working_days) % {"n": working_days}


def day(value: date | None) -> str:
    """This will write a date out."""
    return date_format(value, "j F Y") if value else ""


def near_day(value: date, today: date) -> str:
    """This will write a date out; a date of this year goes without its year."""
    return date_format(value, "j\xa0F" if value.year == today.year else "j\xa0F Y")


def told_role(told: Told | None) -> str:
    """This will say the role that heard last, and when."""
    if told is None:
        return gettext("Nobody yet")
    role = ROLES[told.role].label if told.role in ROLES else told.role
    return gettext("%(role)s, %(day)s") % {
        "role": role,
        "day": date_format(localtime(told.at), "j\xa0M"),
    }


def told_words(told: Told | None) -> str:
    """This will say who heard last, in which role, and when."""
    if told is None:
        return gettext("Nobody yet")
    role = ROLES[told.role].label if told.role in ROLES else told.role
    return gettext("%(name)s, %(role)s, %(day)s") % {
        "name": told.name,
        "role": str(role).lower(),
        "day": date_format(localtime(told.at), "j\xa0M"),
    }


def who_words(name: str) -> str:
    """This will name the co-ordinator, or say that there is none."""
    return name or gettext("No co-ordinator")


def parameters(chosen: Chosen) -> dict[str, str]:
    """This will give the query string's parts for a choice; what is not chosen is left out."""
    in_time = {True: "yes", False: "no", None: ""}[chosen.in_time]
    given = {
        "show": "" if chosen.show is Show.OVERDUE else chosen.show.value,
        "count": "" if chosen.count is Counted.CHILDREN else chosen.count.value,
        "clock": chosen.clock,
        "band": chosen.band,
        "week": chosen.week.isoformat() if chosen.week else "",
        "month": f"{chosen.month:%Y-%m}" if chosen.month else "",
        "booked": "no" if chosen.is_unbooked else "",
        "in_time": in_time,
        "team": str(chosen.team or ""),
        "worker": "none" if chosen.worker == NOBODY else str(chosen.worker or ""),
    }
    return {key: value for key, value in given.items() if value}


def list_url(chosen: Chosen, **more: str) -> str:
    """This will give the address of the list behind a figure."""
    query = urlencode({**parameters(chosen), **more}) if more else _query(chosen)
    address = _address(get_script_prefix())
    return f"{address}?{query}" if query else address


@lru_cache(maxsize=4096)
def _query(chosen: Chosen) -> str:
    """A board has three hundred links, and the same ones the next time: a choice is no data."""
    return urlencode(parameters(chosen))


@cache
def _address(_prefix: str) -> str:
    return reverse("cases:overdue_list")
