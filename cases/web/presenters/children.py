"""The list of children, and possible matches, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import labels
from cases.access import Contact
from cases.queries.children import ChildRow
from cases.queries.matches import Match
from cases.web.presenters import days


def table(rows: Iterable[ChildRow], today: date, *, empty: str) -> dict[str, Any]:
    """This will give the table of children."""
    words = (
        _("Child"),
        _("Born"),
        _("On the register"),
        _("Plan co-ordinator"),
        _("Authority"),
        _("Next due"),
    )
    return {
        "caption": _("Children"),
        "hide_caption": True,
        "columns": [{"label": text} for text in words],
        "rows": [_row(row, today) for row in rows],
        "empty": empty,
    }


def contact(found: Contact) -> str:
    """This will say whom to call about a child whom the searcher may not see."""
    if found.phone and found.phone_out_of_hours:
        return _("Call %(agency)s on %(phone)s, out of hours %(night)s.") % {
            "agency": found.agency,
            "phone": found.phone,
            "night": found.phone_out_of_hours,
        }
    if found.phone or found.phone_out_of_hours:
        return _("Call %(agency)s on %(phone)s.") % {
            "agency": found.agency,
            "phone": found.phone or found.phone_out_of_hours,
        }
    return _("Call %(agency)s.") % {"agency": found.agency}


def matches(
    found: Iterable[Match], cases: Mapping[uuid.UUID, uuid.UUID], today: date
) -> list[dict[str, Any]]:
    """This will list possible matches that may be shown, each a link to its record."""
    return [
        {
            "title": match.name,
            "url": reverse("cases:case", args=[cases[match.child_id]])
            if match.child_id in cases
            else "",
            "detail": days.born(match.born_on, match.expected_on, today),
        }
        for match in found
    ]


def _row(row: ChildRow, today: date) -> list[Any]:
    return [
        {"text": row.name, "url": reverse("cases:case", args=[row.case_id])},
        days.born(row.born_on, row.expected_on, today),
        _register(row, today),
        row.co_ordinator or (_("Nobody yet") if row.registered_on else ""),
        row.authority,
        _due(row, today),
    ]


def _register(row: ChildRow, today: date) -> Any:
    if row.registered_on is not None:
        names = [
            labels.category_label(row.nation, key, row.registered_on) for key in row.categories
        ]
        since = _("since %(day)s") % {"day": days.short(row.registered_on, today)}
        text = " · ".join([since, *names])
        return {"text": _("Yes"), "tag": "red", "after": f" {text}"}
    if row.closed_on is not None:
        return _("No; case closed %(day)s") % {"day": days.long(row.closed_on)}
    if row.was_registered_until is not None:
        return _("No; came off %(day)s") % {"day": days.long(row.was_registered_until)}
    return _("No")


def _due(row: ChildRow, today: date) -> Any:
    if row.next_due_on is None:
        return ""
    words = f"{labels.clock_label(row.next_clock)}, {days.short(row.next_due_on, today)}"
    if row.next_due_on < today:
        return {"text": words, "after_tag": {"text": _("late"), "kind": "red"}}
    return words
