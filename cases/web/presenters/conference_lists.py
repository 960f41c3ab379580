"""Words for the lists of conferences: their rows, states and tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.statuses import ConferenceStatus
from cases.labels import label
from cases.queries import conferences
from cases.queries.conferences import ConferenceRow, Stage, Whose
from cases.web.forms.conference_lists import ConferenceFilters
from cases.web.lists import Column, ListOf
from cases.web.presenters import days
from cases.web.presenters.conferences import clock_time, title


def list_of(stage: Stage) -> ListOf:
    """This will say how one of the three lists is ordered and narrowed; each is remembered."""
    return ListOf(
        name=f"conferences-{stage}",
        columns=(
            Column(_("Conference")),
            Column(_("Day"), "day"),
            Column(_("Place"), "place"),
            Column(_("Chair"), "chair"),
            Column(_("Children"), numeric=True),
            Column(_("State")),
        ),
        orders=conferences.ORDERS,
        default="-day" if stage is Stage.RECENT else "day",
        filters=ConferenceFilters,
    )


def headings() -> list[str]:
    """This will name the columns of the list as a file."""
    return [
        _("Conference"),
        _("Families"),
        _("Day"),
        _("Time"),
        _("Place"),
        _("Chair"),
        _("Children"),
        _("To be decided"),
        _("State"),
    ]


def cells(rows: Iterable[ConferenceRow], today: date) -> list[list[object]]:
    """This will give the conferences as the rows of a file."""
    return [
        [
            label(row.kind),
            "; ".join(row.families),
            (row.held_on or row.planned_on).isoformat(),
            clock_time(row.planned_time),
            row.place,
            row.chair,
            row.children,
            row.undecided,
            _list_state(row, today)["text"],
        ]
        for row in rows
    ]


def list_table(
    rows: Sequence[ConferenceRow], stage: Stage, columns: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    """This will lay out a list of conferences."""
    captions = {
        Stage.COMING: _("Conferences coming up"),
        Stage.UNDECIDED: _("Conferences held, with a child still to be decided"),
        Stage.RECENT: _("Conferences decided or cancelled, the latest first"),
    }
    empty = {
        Stage.COMING: _(
            "There is no conference coming up that you may open. One is called from a child’s"
            " record."
        ),
        Stage.UNDECIDED: _("Every child is decided at the conferences held that you may open."),
        Stage.RECENT: _("There is no conference decided or cancelled that you may open."),
    }
    return {
        "caption": captions[stage],
        "hide_caption": True,
        "columns": columns,
        "rows": [_list_row(row, today) for row in rows],
        "empty": empty[stage],
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
