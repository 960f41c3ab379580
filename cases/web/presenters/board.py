"""The overdue board as plain data: tiles, the table of how late, the longest, the weeks ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.roles import Reach
from cases.queries.overdue import Board, Row, Summary
from cases.queries.overdue_list import Entry
from cases.queries.overdue_scope import NOBODY, Chosen, Counted, Scope, Show
from cases.querysets import BANDS
from cases.web.presenters.numbers import grouped
from cases.web.presenters.overdue import (
    BAND_WORDS,
    clock_words,
    late_words,
    limit_words,
    list_url,
    near_day,
    told_role,
    who_words,
)
from cpr.ui import charts

GOOD_RATE = 0.9
"""At or above this a rate is drawn green: a named default of ours, no statutory figure."""


def whose(scope: Scope) -> str:
    """This will name whose children the board counts: the authority's, or those of a team."""
    chosen = next((t for t in scope.teams() if t.pk == scope.team), None) if scope.team else None
    if chosen is not None:
        return chosen.name
    worker = whom(scope)
    if worker:
        return worker
    is_whole = scope.reach is Reach.AUTHORITY
    return scope.authority.name if is_whole else scope.actor.team_name


def whom(scope: Scope) -> str:
    """This will name the worker whose children are counted, where one is chosen."""
    if scope.worker is None:
        return ""
    if scope.worker == NOBODY:
        return _("children with no co-ordinator")
    return scope.worker_name()


def lede(scope: Scope) -> str:
    """This will say which part of the authority is counted, where it is not the whole."""
    values = {"agency": scope.authority.name}
    if scope.reach is Reach.INVOLVED:
        return _("Children you work with, %(agency)s. Others are not counted here.") % values
    if scope.reach is Reach.TEAMS_BELOW:
        return _("Children of your team and the teams under it, %(agency)s.") % values
    return ""


def tiles(board: Summary, base: Chosen) -> list[dict[str, Any]]:
    """This will give the four tiles; every number in them is a link to its list."""
    late = base
    rate = replace(base, show=Show.RATE, clock="review_conference", count=Counted.CONFERENCES)
    soon = replace(base, show=Show.SOON, count=Counted.CONFERENCES)
    totals, reviews = board.totals, board.reviews
    return [
        {
            "number": ngettext("%(n)s child", "%(n)s children", totals.children)
            % {"n": grouped(totals.children)},
            "url": list_url(late),
            "state": "late" if totals.children else "ok",
            "words": _("with something overdue"),
            "more": [
                _link(
                    ngettext("%(n)s family", "%(n)s families", totals.families),
                    totals.families,
                    replace(late, count=Counted.FAMILIES),
                ),
                _link(
                    ngettext("%(n)s date", "%(n)s dates", totals.dates),
                    totals.dates,
                    replace(late, count=Counted.DATES),
                ),
            ]
            if totals.children
            else [],
        },
        {
            "number": per_cent(reviews.conferences_in_time, reviews.conferences),
            "url": list_url(rate),
            "words": _("of review conferences in time, 12 months"),
            "more": [
                _share(
                    reviews.conferences_in_time,
                    reviews.conferences,
                    rate,
                    _("conferences"),
                ),
                _share(
                    reviews.dates_in_time,
                    reviews.dates,
                    replace(rate, count=Counted.DATES),
                    _("children’s dates"),
                ),
            ],
        },
        {
            "number": grouped(totals.soon_conferences),
            "url": list_url(soon),
            "state": "soon" if totals.soon_conferences else "ok",
            "words": ngettext(
                "conference falls due in the next 5 working days with nothing booked",
                "conferences fall due in the next 5 working days with nothing booked",
                totals.soon_conferences,
            ),
            "more": [
                _link(
                    ngettext("for %(n)s child", "for %(n)s children", totals.soon_children),
                    totals.soon_children,
                    replace(soon, count=Counted.CHILDREN),
                )
            ]
            if totals.soon_conferences
            else [],
        },
        {
            "number": grouped(totals.no_co_ordinator),
            "url": list_url(replace(base, show=Show.NO_CO_ORDINATOR)),
            "state": "late" if totals.no_co_ordinator else "ok",
            "words": ngettext(
                "child on the register with no co-ordinator",
                "children on the register with no co-ordinator",
                totals.no_co_ordinator,
            ),
            "more": [],
        },
    ]


def how_late(board: Board, base: Chosen) -> dict[str, Any]:
    """This will give the table of each clock by how late its children are."""
    return {
        "caption": _("How late"),
        "columns": [
            {"label": _("What")},
            *({"label": str(BAND_WORDS[band.key]), "numeric": True} for band in BANDS),
            {"label": _("Children"), "numeric": True},
            {"label": _("Conferences"), "numeric": True},
            {"label": _("In time, 12 months")},
        ],
        "rows": [_row(row, base) for row in board.rows],
        "empty": _("No time limits are held for this nation yet."),
    }


def _row(row: Row, base: Chosen) -> list[Any]:
    late = replace(base, clock=row.key)
    limit = limit_words(row.limits)
    name = clock_words(row.key)
    number = partial(_number, name=name)
    return [
        {"text": name, "url": list_url(late), "after": f", {limit}" if limit else ""},
        *(
            number(
                n,
                replace(late, band=band.key),
                str(BAND_WORDS[band.key]),
                is_worst=band is BANDS[-1],
            )
            for n, band in zip(row.bands, BANDS, strict=True)
        ),
        number(row.children, late, _("children")),
        None
        if row.conferences is None
        else number(row.conferences, replace(late, count=Counted.CONFERENCES), _("conferences")),
        {"text": "-", "bar": _rate(row, base)} if row.judged else None,
    ]


def _number(
    n: int, chosen: Chosen, column: str, *, name: str, is_worst: bool = False
) -> dict[str, Any]:
    if not n:
        return {"text": "0"}  # nothing is behind it
    cell: dict[str, Any] = {
        "text": grouped(n),
        "url": list_url(chosen),
        "hidden": f"{name}, {column}",
    }
    if is_worst:
        cell["tag"] = "red"
    return cell


def _rate(row: Row, base: Chosen) -> Any:
    chosen = replace(base, show=Show.RATE, clock=row.key, count=Counted.DATES)
    state = "ok" if row.in_time >= GOOD_RATE * row.judged else "soon"
    return format_html(
        '<span class="app-rate">{} <span class="app-rate__words">{} {}</span></span>',
        charts.bar(row.in_time, row.judged, state=state, label=per_cent(row.in_time, row.judged)),
        _share_link(row.in_time, row.judged, chosen, clock_words(row.key)),
        # The tile above counts conferences; one late meeting can be several children's dates.
        _("dates") if row.conferences is None else _("children’s dates"),
    )


def _share_link(part: int, whole: int, chosen: Chosen, what: str = "") -> Any:
    return format_html(
        _('<a class="govuk-link" href="{}">{}{}</a> of <a class="govuk-link" href="{}">{}{}</a>'),
        list_url(replace(chosen, in_time=True)),
        grouped(part),
        _hidden(_("in time"), what),
        list_url(chosen),
        grouped(whole),
        _hidden(_("fell due"), what),
    )


def _hidden(words: str, what: str) -> Any:
    text = f"{words}, {what}" if what else words
    return format_html('<span class="govuk-visually-hidden"> {}</span>', text)


def _share(part: int, whole: int, chosen: Chosen, after: str = "") -> dict[str, Any]:
    text = _share_link(part, whole, chosen, after)
    return {"html": format_html("{} {}", text, after) if after else text}


def _link(words: str, n: int, chosen: Chosen) -> dict[str, Any]:
    return {
        "html": format_html(
            '<a class="govuk-link" href="{}">{}</a>', list_url(chosen), words % {"n": grouped(n)}
        )
    }


def per_cent(part: int, whole: int) -> str:
    """This will give a share in per cent; a dash where there is nothing to share."""
    if not whole:
        return "–"
    share = f"{part / whole * 100:.1f}".removesuffix(".0")
    return _("%(figure)s%%") % {"figure": share}


def _who(name: str) -> str:
    """The co-ordinator; "No co-ordinator" does not break at its hyphen."""
    words = who_words(name)
    return words if name else format_html('<span class="app-whole">{}</span>', words)


def longest(entries: list[Entry], today: date) -> dict[str, Any]:
    """This will give the table of the dates that passed longest ago."""
    return {
        "caption": _("Longest overdue"),
        "columns": [
            {"label": _("Child")},
            {"label": _("What")},
            {"label": _("Due")},
            {"label": _("Late by")},
            {"label": _("Who")},
            {"label": _("Told")},
        ],
        "rows": [
            [
                {
                    "text": date_.child.name,
                    "url": reverse("cases:case", args=[date_.child.case_id]),
                },
                clock_words(date_.clock),
                near_day(date_.due_on, today),
                {"text": late_words(date_.working_days_late), "tag": "red"},
                _who(date_.co_ordinator),
                told_role(date_.told),
            ]
            for date_ in (entry.first for entry in entries)
        ],
        "empty": _("Nothing is overdue."),
    }
