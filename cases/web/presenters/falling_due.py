"""What falls due in the weeks ahead, as columns and as the same table in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.overdue import Ahead, Board, Week
from cases.queries.overdue_scope import Chosen, Counted, Show
from cases.web.presenters.overdue import clock_words, list_url
from cpr.ui import charts


def falling_due(board: Board, today: date, base: Chosen) -> dict[str, Any]:
    """This will give the columns of the weeks ahead, and the same as a table in words."""
    names = {week.starts_on: _week_words(week, today) for week in board.weeks}
    columns = [
        charts.Column(
            label=_week_label(week, today),
            lower=week.dates - week.unbooked,
            upper=week.unbooked,
            url=list_url(_of_week(week, base)),
            words=_unbooked(week),
        )
        for week in board.weeks
    ]
    table = {
        "caption": _("Falling due, week by week"),
        "hide_caption": True,
        "columns": [
            {"label": _("Children’s dates")},
            *({"label": names[week.starts_on], "numeric": True} for week in board.weeks),
        ],
        "rows": [
            *(_of_clock(ahead, base, names) for ahead in board.ahead),
            [_("Together"), *(_cell(week, base, names[week.starts_on]) for week in board.weeks)],
        ]
        if board.ahead
        else [],
        "empty": _("Nothing falls due in these weeks."),
    }
    return {
        "chart": charts.columns(
            columns, legend=_("Orange: children’s conference dates with nothing booked yet")
        ),
        "table": table,
    }


def _unbooked(week: Week) -> str:
    """Dates of children are counted here, as the columns count them, and not conferences."""
    words = ngettext(
        "%(n)s children’s conference date with nothing booked",
        "%(n)s children’s conference dates with nothing booked",
        week.unbooked,
    )
    return words % {"n": week.unbooked}


def _of_clock(ahead: Ahead, base: Chosen, names: dict[date, str]) -> list[Any]:
    clock = clock_words(ahead.key)
    chosen = replace(base, clock=ahead.key)
    return [
        clock,
        *(_cell(week, chosen, f"{clock}, {names[week.starts_on]}") for week in ahead.weeks),
    ]


def _cell(week: Week, base: Chosen, words: str) -> Any:
    if not week.dates:
        return "0"
    chosen = _of_week(week, base)
    all_ = format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        list_url(chosen),
        week.dates,
        words,
    )
    if not week.unbooked:
        return {"text": all_}
    bare = format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        list_url(replace(chosen, is_unbooked=True)),
        _("%(n)s not called") % {"n": week.unbooked},
        f"{_unbooked(week)}, {words}",
    )
    return {"text": format_html("{}, {}", all_, bare)}


def _of_week(week: Week, base: Chosen) -> Chosen:
    return replace(base, show=Show.WEEK, week=week.starts_on, count=Counted.DATES)


def _week_label(week: Week, today: date) -> str:
    return _("this wk") if week.starts_on == today else date_format(week.starts_on, "j M")


def _week_words(week: Week, today: date) -> str:
    ends_on = week.starts_on + timedelta(days=6 - week.starts_on.weekday())
    if week.starts_on == today:
        return _("this week, until %(day)s") % {"day": date_format(ends_on, "j M")}
    return _("%(first)s to %(last)s") % {
        "first": date_format(week.starts_on, "j M"),
        "last": date_format(ends_on, "j M"),
    }
