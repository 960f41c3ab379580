"""What falls due in the weeks ahead, as columns and as the same table in words."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.overdue import Board, Week
from cases.queries.overdue_scope import Chosen, Counted, Show
from cases.web.presenters.overdue import list_url
from cpr.ui import charts


def falling_due(board: Board, today: date, team: uuid.UUID | None) -> dict[str, Any]:
    """This will give the columns of the weeks ahead, and the same as a table in words."""
    columns = [
        charts.Column(
            label=_week_label(week, today),
            lower=week.dates - week.unbooked,
            upper=week.unbooked,
            url=list_url(_of_week(week, team)),
            words=ngettext(
                "%(n)s conference with nothing booked",
                "%(n)s conferences with nothing booked",
                week.unbooked,
            )
            % {"n": week.unbooked},
        )
        for week in board.weeks
    ]
    table = {
        "caption": _("Falling due, week by week"),
        "columns": [
            {"label": _("Week")},
            {"label": _("Dates"), "numeric": True},
            {"label": _("Nothing booked"), "numeric": True},
        ],
        "rows": [
            [
                _week_words(week, today),
                {
                    "text": str(week.dates),
                    "url": list_url(_of_week(week, team)),
                    "hidden": _week_words(week, today),
                },
                {
                    "text": str(week.unbooked),
                    "url": list_url(replace(_of_week(week, team), is_unbooked=True)),
                    "hidden": _week_words(week, today),
                },
            ]
            for week in board.weeks
        ],
        "stacked": False,
    }
    return {
        "chart": charts.columns(columns, legend=_("Orange: a conference with nothing booked yet")),
        "table": table,
    }


def _of_week(week: Week, team: uuid.UUID | None) -> Chosen:
    return Chosen(show=Show.WEEK, week=week.starts_on, count=Counted.DATES, team=team)


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
