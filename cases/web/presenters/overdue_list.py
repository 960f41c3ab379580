"""The lists behind the board's figures as plain data: a heading in words, and the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries import overdue_list
from cases.queries.overdue_list import Date, Entry, Kid, Registered
from cases.queries.overdue_scope import AHEAD_DAYS, Chosen, Counted, Scope, Show
from cases.web.forms.overdue import WhoseFilters
from cases.web.lists import Column, ListOf
from cases.web.presenters.numbers import grouped
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
    if chosen.is_of_registrations:
        return {
            Show.REGISTER: _("Children on the register"),
            Show.NO_CO_ORDINATOR: _("Children on the register with no co-ordinator"),
            Show.NO_VISIT: _("Children on the register with no visit recorded since registration"),
            Show.NO_CORE_GROUP: _(
                "Children on the register with no core group recorded since registration"
            ),
        }[chosen.show]
    words = {
        Show.OVERDUE: _("Overdue") if chosen.clock else _("Everything overdue"),
        Show.SOON: _("Due in the next 5 working days, nothing booked"),
        Show.AHEAD: _("Due in the next %(weeks)s weeks, not called") % {"weeks": AHEAD_DAYS // 7},
        Show.WEEK: _("Falling due in the week of %(day)s")
        % {"day": day(chosen.week or scope.today)},
        Show.RATE: _judged(chosen),
    }[chosen.show]
    return f"{words}: {clock_words(chosen.clock).lower()}" if chosen.clock else words


def _judged(chosen: Chosen) -> str:
    if chosen.month is not None:
        month = {"month": date_format(chosen.month, "F Y")}
        return {
            None: _("Fell due in %(month)s") % month,
            True: _("Done in time, %(month)s") % month,
            False: _("Not done in time, %(month)s") % month,
        }[chosen.in_time]
    return {
        None: _("Fell due in the last 12 months"),
        True: _("Done in time, last 12 months"),
        False: _("Not done in time, last 12 months"),
    }[chosen.in_time]


def details(chosen: Chosen, total: int) -> str:
    """This will say how many rows of what there are, and the other filters."""
    counted = {
        Counted.DATES: ngettext("%(n)s date", "%(n)s dates", total),
        Counted.CHILDREN: ngettext("%(n)s child", "%(n)s children", total),
        Counted.FAMILIES: ngettext("%(n)s family", "%(n)s families", total),
        Counted.CONFERENCES: ngettext("%(n)s conference", "%(n)s conferences", total),
    }[Counted.CHILDREN if chosen.is_of_registrations else chosen.count] % {"n": grouped(total)}
    parts = [counted]
    if chosen.band:
        parts.append(
            _("longest late by %(band)s working days")
            % {"band": {"1-5": _("up to 5")}.get(chosen.band) or str(BAND_WORDS[chosen.band])}
        )
    if chosen.is_unbooked:
        parts.append(_("conferences with nothing booked"))
    return " · ".join(parts)


def dates_list(chosen: Chosen) -> ListOf:
    """This will say how a list of due dates is ordered and what its columns are."""
    names = {Counted.FAMILIES: _("Family"), Counted.CONFERENCES: _("Conference")}
    return ListOf(
        name="overdue",
        columns=(
            Column(names.get(chosen.count, _("Child")), "child"),
            Column(_("What")),
            Column(_("Due"), "due"),
            Column(_("Late by")),
            Column(_("Who")),
            Column(_("Team"), "team"),
            Column(_("Done") if chosen.show is Show.RATE else _("Told")),
        ),
        orders=overdue_list.DATE_ORDERS,
        default="due",
        filters=WhoseFilters,
        count_up_to=None,  # the figure that led here is exact
        remembers_filters=False,  # a figure's list is the figure's, not what was last looked at
    )


def names_list() -> ListOf:
    """This will say how a list of names on the register is ordered and what its columns are."""
    return ListOf(
        name="overdue-names",
        columns=(
            Column(_("Child"), "child"),
            Column(_("Born")),
            Column(_("Registered"), "due"),
            Column(_("Who")),
            Column(_("Team"), "team"),
        ),
        orders=overdue_list.NAME_ORDERS,
        default="due",
        filters=WhoseFilters,
        count_up_to=None,
        remembers_filters=False,
    )


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


def table(
    chosen: Chosen, entries: Iterable[Entry], columns: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    """This will give the table of a page of a list."""
    return {
        "caption": _("The list"),
        "stacked": "wide",
        "hide_caption": True,
        "columns": columns,
        "rows": [_row(chosen, entry, today) for entry in entries],
        "empty": _("Nothing here: the figure is 0."),
        "empty_action": {"label": _("Back to the board"), "url": reverse("cases:overdue")},
    }


def registered_table(rows: Iterable[Registered], columns: list[dict[str, Any]]) -> dict[str, Any]:
    """This will give the table of names on the register."""
    return {
        "caption": _("The list"),
        "stacked": "wide",
        "hide_caption": True,
        "columns": columns,
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
