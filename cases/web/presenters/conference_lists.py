"""Words for the lists of conferences: their rows, states and tabs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.statuses import ConferenceStatus
from cases.queries.conferences import ConferenceRow, Stage, Whose
from cases.web.presenters import days
from cases.web.presenters.conferences import clock_time, title


def list_table(rows: Sequence[ConferenceRow], stage: Stage, today: date) -> dict[str, Any]:
    """This will lay out a list of conferences."""
    captions = {
        Stage.COMING: _("Conferences coming up"),
        Stage.UNDECIDED: _("Conferences held, with a child still to be decided"),
        Stage.RECENT: _("Conferences decided or cancelled, the latest first"),
    }
    return {
        "caption": captions[stage],
        "hide_caption": True,
        "columns": [
            {"label": _("Conference")},
            {"label": _("Day")},
            {"label": _("Place")},
            {"label": _("Chair")},
            {"label": _("Children"), "numeric": True},
            {"label": _("State")},
        ],
        "rows": [_list_row(row, today) for row in rows],
        "empty": _("No conferences here."),
    }


def _list_row(row: ConferenceRow, today: date) -> list[Any]:
    when = row.held_on or row.planned_on
    time_of_day = clock_time(row.planned_time)
    return [
        {"text": title(row.kind, row.families), "url": reverse("cases:conference", args=[row.id])},
        days.long(when) + (f", {time_of_day}" if time_of_day else ""),
        row.place,
        row.chair,
        row.children,
        _list_state(row, today),
    ]


def _list_state(row: ConferenceRow, today: date) -> dict[str, str]:
    if row.status is ConferenceStatus.CANCELLED:
        return {"text": _("Cancelled"), "tag": "grey"}
    if row.status is ConferenceStatus.HELD:
        if not row.undecided:
            return {"text": _("Decided"), "tag": "green"}
        words_ = ngettext("%(n)d to decide", "%(n)d to decide", row.undecided)
        return {"text": words_ % {"n": row.undecided}, "tag": "amber"}
    if row.planned_on < today:
        return {"text": _("Not recorded as held"), "tag": "red"}
    if row.due_on is not None and row.planned_on > row.due_on:
        return {
            "text": _("After the latest day, %(day)s") % {"day": days.short(row.due_on, today)},
            "tag": "red",
        }
    return {"text": days.until(row.planned_on, today), "tag": "blue"}


def tabs(stage: Stage, whose: Whose, counts: dict[Stage, int]) -> list[dict[str, Any]]:
    """This will give the three lists as tabs."""
    named = {
        Stage.COMING: _("Coming up"),
        Stage.UNDECIDED: _("To be decided"),
        Stage.RECENT: _("Recent"),
    }
    base = reverse("cases:conferences")
    return [
        {
            "label": named[each],
            "url": f"{base}?stage={each}&whose={whose}",
            "current": each is stage,
            "count": counts.get(each, 0),
        }
        for each in Stage
    ]
