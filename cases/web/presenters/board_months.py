"""The rates of twelve months as small pictures, one a clock, each month a link to its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.queries.overdue import Board, Month, Row
from cases.queries.overdue_scope import Chosen, Counted, Show
from cases.web.presenters.board import GOOD_RATE, per_cent
from cases.web.presenters.numbers import grouped
from cases.web.presenters.overdue import clock_words, list_url
from cpr.ui import charts


def month_by_month(board: Board, base: Chosen) -> list[dict[str, Any]]:
    """This will give each clock that was judged: its name, its rate, its picture, its ends."""
    judged = [row for row in board.rows if row.judged]
    names = {
        month.starts_on: date_format(month.starts_on, "F Y")
        for row in judged[:1]
        for month in row.months
    }
    ends = [
        date_format(month.starts_on, "M Y")
        for row in judged[:1]
        for month in (row.months[0], row.months[-1])
    ]
    said = _("%(month)s: %(part)s of %(whole)s in time")  # looked up once, for 120 months
    return [_picture(row, base, names, ends, said) for row in judged]


def _picture(
    row: Row, base: Chosen, names: dict[date, str], ends: list[str], said: str
) -> dict[str, Any]:
    chosen = replace(base, show=Show.RATE, clock=row.key, count=Counted.DATES)
    return {
        "name": clock_words(row.key),
        "url": list_url(chosen),
        "rate": per_cent(row.in_time, row.judged),
        "of": _("%(part)s of %(whole)s dates")
        % {"part": grouped(row.in_time), "whole": grouped(row.judged)},
        "picture": charts.rates(
            [_month(month, chosen, names, said) for month in row.months], good=GOOD_RATE
        ),
        "first": ends[0],
        "last": ends[1],
    }


def _month(month: Month, chosen: Chosen, names: dict[date, str], said: str) -> charts.Rate:
    words = said % {
        "month": names[month.starts_on],
        "part": grouped(month.in_time),
        "whole": grouped(month.judged),
    }
    url = list_url(replace(chosen, month=month.starts_on)) if month.judged else ""
    return charts.Rate(part=month.in_time, whole=month.judged, words=words, url=url)
