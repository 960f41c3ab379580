"""What nothing is booked for, and whose: the board's tiles and table by team and by worker."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.queries.overdue import Summary
from cases.queries.overdue_scope import AHEAD_DAYS, NOBODY, Chosen, Counted, Show
from cases.queries.overdue_whose import Part
from cases.web.presenters.numbers import grouped
from cases.web.presenters.overdue import list_url, parameters

MOST_SHOWN = 10


def nothing_booked(board: Summary, base: Chosen) -> list[dict[str, Any]]:
    """This will give the tiles of what has nothing booked; every number is a link to its list."""
    totals = board.totals
    ahead = replace(base, show=Show.AHEAD)
    late = replace(base, is_unbooked=True)
    return [
        _meetings(
            totals.ahead_conferences,
            totals.ahead_children,
            ahead,
            ngettext(
                "conference falls due in the next %(weeks)s weeks and is not called",
                "conferences fall due in the next %(weeks)s weeks and are not called",
                totals.ahead_conferences,
            )
            % {"weeks": AHEAD_DAYS // 7},
            "soon",
        ),
        _meetings(
            totals.late_conferences,
            totals.late_children,
            late,
            ngettext(
                "conference is overdue and not called",
                "conferences are overdue and not called",
                totals.late_conferences,
            ),
            "late",
        ),
        _names(
            totals.no_visit,
            replace(base, show=Show.NO_VISIT),
            ngettext(
                "child on the register with no visit recorded since registration",
                "children on the register with no visit recorded since registration",
                totals.no_visit,
            ),
        ),
        _names(
            totals.no_core_group,
            replace(base, show=Show.NO_CORE_GROUP),
            ngettext(
                "child on the register with no core group recorded since registration",
                "children on the register with no core group recorded since registration",
                totals.no_core_group,
            ),
        ),
    ]


def _meetings(n: int, children: int, chosen: Chosen, words: str, state: str) -> dict[str, Any]:
    said = ngettext("for %(n)s child", "for %(n)s children", children) % {"n": children}
    return {
        "number": grouped(n),
        "url": list_url(replace(chosen, count=Counted.CONFERENCES)),
        "state": state if n else "ok",
        "words": words,
        "more": [
            {"html": format_html('<a class="govuk-link" href="{}">{}</a>', list_url(chosen), said)}
        ]
        if n
        else [],
    }


def _names(n: int, chosen: Chosen, words: str) -> dict[str, Any]:
    return {
        "number": grouped(n),
        "url": list_url(chosen),
        "state": "soon" if n else "ok",
        "words": words,
        "more": [],
    }


def tabs(base: Chosen, *, is_by_worker: bool) -> list[dict[str, Any]]:
    """This will give the two ways to part the board."""
    return [
        {"label": _("By team"), "url": board_url(base, by="team"), "current": not is_by_worker},
        {"label": _("By worker"), "url": board_url(base, by="worker"), "current": is_by_worker},
    ]


def whose(parts: Sequence[Part], base: Chosen, *, is_by_worker: bool) -> dict[str, Any]:
    """This will give the table of whose the figures are, each figure a link to its list."""
    return {
        "caption": _("By worker") if is_by_worker else _("By team"),
        "hide_caption": True,
        "columns": [
            {"label": _("Co-ordinator") if is_by_worker else _("Team")},
            {"label": _("On the register"), "numeric": True},
            {"label": _("Children with something overdue"), "numeric": True},
            {"label": _("Dates overdue"), "numeric": True},
            {
                "label": _("Conferences due in %(weeks)s weeks, not called")
                % {"weeks": AHEAD_DAYS // 7},
                "numeric": True,
            },
            {"label": _("Registered, no visit recorded"), "numeric": True},
        ],
        "rows": [_row(part, base, is_by_worker=is_by_worker) for part in parts],
        "empty": _("No child is on the register here, and nothing is overdue or falls due."),
    }


def _row(part: Part, base: Chosen, *, is_by_worker: bool) -> list[Any]:
    own = replace(base, worker=part.key) if is_by_worker else replace(base, team=part.key)
    name = part.name or _("No co-ordinator")
    return [
        {
            "text": name,
            "url": board_url(own, by="worker"),
            "after": f", {part.team}" if part.team else "",
        },
        _number(part.on_register, replace(own, show=Show.REGISTER), name),
        _number(part.children, own, name, is_late=True),
        _number(part.dates, replace(own, count=Counted.DATES), name),
        _number(part.unbooked, replace(own, show=Show.AHEAD, count=Counted.CONFERENCES), name),
        _number(part.no_visit, replace(own, show=Show.NO_VISIT), name),
    ]


def _number(n: int, chosen: Chosen, name: str, *, is_late: bool = False) -> Any:
    if not n:
        return {"text": "0"}
    cell = {"text": grouped(n), "url": list_url(chosen), "hidden": name}
    return {**cell, "tag": "red"} if is_late else cell


def board_url(base: Chosen, **more: str) -> str:
    """This will give the address of the board, narrowed to a team or a worker."""
    kept = {k: v for k, v in parameters(base).items() if k in ("team", "worker")}
    query = urlencode({key: value for key, value in {**kept, **more}.items() if value})
    return reverse("cases:overdue") + (f"?{query}" if query else "")


def is_somebodys(worker: uuid.UUID | None) -> bool:
    """Whether one worker's children are counted alone."""
    return worker is not None and worker != NOBODY
