"""The lists behind the board's figures as plain data: a heading in words, and the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.overdue_list import Date, Entry, Kid, Registered
from cases.queries.overdue_scope import Chosen, Counted, Scope, Show
from cases.web.presenters.overdue import (
    BAND_WORDS,
    clock_words,
    day,
    late_words,
    list_url,
    near_day,
    told_words,
    who_words,
)


def heading(scope: Scope, chosen: Chosen) -> str:
    """This will say what the list is of, with every filter in it."""
    if chosen.show is Show.REGISTER:
        return _("Children on the register")
    if chosen.show is Show.NO_CO_ORDINATOR:
        return _("Children on the register with no co-ordinator")
    words = {
        Show.OVERDUE: _("Overdue") if chosen.clock else _("Everything overdue"),
        Show.SOON: _("Due in the next 5 working days, nothing booked"),
        Show.WEEK: _("Falling due in the week of %(day)s")
        % {"day": day(chosen.week or scope.today)},
        Show.RATE: {
            None: _("Fell due in the last 12 months"),
            True: _("Done in time, last 12 months"),
            False: _("Not done in time, last 12 months"),
        }[chosen.in_time],
    }[chosen.show]
    return f"{words}: {clock_words(chosen.clock).lower()}" if chosen.clock else words


def details(chosen: Chosen, total: int) -> str:
    """This will say how many rows of what there are, and the other filters."""
    counted = {
        Counted.DATES: ngettext("%(n)s date", "%(n)s dates", total),
        Counted.CHILDREN: ngettext("%(n)s child", "%(n)s children", total),
        Counted.FAMILIES: ngettext("%(n)s family", "%(n)s families", total),
        Counted.CONFERENCES: ngettext("%(n)s conference", "%(n)s conferences", total),
    }[Counted.CHILDREN if chosen.is_of_registrations else chosen.count] % {"n": total}
    parts = [counted]
    if chosen.band:
        parts.append(
            _("longest late by %(band)s working days")
            % {"band": {"1-5": _("up to 5")}.get(chosen.band) or str(BAND_WORDS[chosen.band])}
        )
    if chosen.is_unbooked:
        parts.append(_("conferences with nothing booked"))
    return " · ".join(parts)


def ways_of_counting(chosen: Chosen) -> list[dict[str, Any]]:
    """This will give the tabs that show the same filter counted otherwise."""
    if chosen.is_of_registrations:
        return []
    words = {
        Counted.CHILDREN: _("Children"),
        Counted.FAMILIES: _("Families"),
        Counted.CONFERENCES: _("Conferences"),
        Counted.DATES: _("Every date"),
    }
    return [
        {
            "label": label,
            "url": list_url(replace(chosen, count=counted)),
            "current": counted is chosen.count,
        }
        for counted, label in words.items()
    ]


def table(chosen: Chosen, entries: Iterable[Entry], sort: str, today: date) -> dict[str, Any]:
    """This will give the table of a page of a list."""
    names = {
        Counted.DATES: _("Child"),
        Counted.CHILDREN: _("Child"),
        Counted.FAMILIES: _("Family"),
        Counted.CONFERENCES: _("Conference"),
    }
    last = _("Done") if chosen.show is Show.RATE else _("Told")
    return {
        "caption": _("The list"),
        "stacked": "wide",
        "hide_caption": True,
        "columns": [
            _sortable(chosen, names[chosen.count], "child", sort),
            {"label": _("What")},
            _sortable(chosen, _("Due"), "due", sort),
            {"label": _("Late by")},
            {"label": _("Who")},
            {"label": _("Team")},
            {"label": last},
        ],
        "rows": [_row(chosen, entry, today) for entry in entries],
        "empty": _("Nothing here: the figure is 0."),
        "empty_action": {"label": _("Back to the board"), "url": reverse("cases:overdue")},
    }


def registered_table(chosen: Chosen, rows: Iterable[Registered], sort: str) -> dict[str, Any]:
    """This will give the table of names on the register."""
    return {
        "caption": _("The list"),
        "stacked": "wide",
        "hide_caption": True,
        "columns": [
            _sortable(chosen, _("Child"), "child", sort),
            {"label": _("Born")},
            _sortable(chosen, _("Registered"), "due", sort),
            {"label": _("Who")},
            {"label": _("Team")},
        ],
        "rows": [
            [
                {"text": row.child.name, "url": _case_url(row.child)},
                day(row.born_on) or _("expected %(day)s") % {"day": day(row.expected_on)},
                day(row.registered_on),
                who_words(row.co_ordinator),
                row.team,
            ]
            for row in rows
        ],
        "empty": _("Nothing here: the figure is 0."),
        "empty_action": {"label": _("Back to the board"), "url": reverse("cases:overdue")},
    }


def _row(chosen: Chosen, entry: Entry, today: date) -> list[Any]:
    first = entry.first
    return [
        _who(chosen, entry),
        _what(entry),
        near_day(first.due_on, today),
        _late(first),
        _one_or_several(who_words(each.co_ordinator) for each in entry.dates),
        _one_or_several(each.team for each in entry.dates),
        _done(first, today) if chosen.show is Show.RATE else _told(first),
    ]


def _who(chosen: Chosen, entry: Entry) -> dict[str, Any]:
    children = entry.children
    links = format_html_join(
        ", ",
        '<a class="govuk-link" href="{}">{}</a>',
        ((_case_url(child), child.name) for child in children),
    )
    if chosen.count is Counted.FAMILIES and len(children) > 1:
        return {"text": format_html("{}: {}", entry.name, links)}
    return {"text": links}


def _what(entry: Entry) -> str:
    clocks = list(dict.fromkeys(clock_words(each.clock) for each in entry.dates))
    if len(clocks) == 1:
        return clocks[0]
    others = len(clocks) - 1
    return ngettext("%(first)s and %(n)s other", "%(first)s and %(n)s others", others) % {
        "first": clocks[0],
        "n": others,
    }


def _late(each: Date) -> dict[str, Any] | str:
    if each.is_late:
        return {"text": late_words(each.working_days_late), "tag": "red"}
    return ""


def _told(each: Date) -> str:
    return told_words(each.told) if each.is_late else ""


def _done(each: Date, today: date) -> str:
    return near_day(each.met_on, today) if each.met_on else _("Not done")


def _one_or_several(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _case_url(child: Kid) -> str:
    return reverse("cases:case", args=[child.case_id])


def _sortable(chosen: Chosen, label: str, key: str, sort: str) -> dict[str, Any]:
    is_up, is_down = sort == key, sort == f"-{key}"
    return {
        "label": label,
        "sort_url": list_url(chosen, sort=f"-{key}" if is_up else key),
        "sorted": "ascending" if is_up else "descending" if is_down else "",
    }
