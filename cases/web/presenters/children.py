"""The list of children, and possible matches, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import labels
from cases.access_sought import Contact
from cases.models import Case
from cases.queries.children import ChildRow
from cases.queries.matches import Match
from cases.web.presenters import days, telephones
from cases.web.presenters.found import why


def table(
    rows: Iterable[ChildRow], today: date, *, columns: list[dict[str, Any]], empty: str
) -> dict[str, Any]:
    """This will give the table of children."""
    return {
        "caption": _("Children"),
        "hide_caption": True,
        "columns": columns,
        "rows": [_row(row, today) for row in rows],
        "empty": empty,
    }


def nobody(*, is_narrowed: bool) -> str:
    """This will say why the list is empty, and what to do."""
    if is_narrowed:
        return _("Nobody among these. Clear the choice to see every child you may.")
    return _("You work with no children at present. Find a child above, or add one.")


def lately(cases: Iterable[Case], today: date) -> list[dict[str, Any]]:
    """This will list the records opened lately, each a link."""
    return [
        {
            "title": case.child.full_name,
            "url": reverse("cases:case", args=[case.pk]),
            "detail": days.born(case.child.born_on, case.child.expected_on, today),
        }
        for case in cases
    ]


def headings() -> list[str]:
    """This will give the columns of the file."""
    return [
        _("Child"),
        _("Date of birth"),
        _("Date the baby is expected"),
        _("On the register since"),
        _("Categories"),
        _("Case closed"),
        _("Plan co-ordinator"),
        _("Authority"),
    ]


def cells(rows: Iterable[ChildRow], today: date) -> list[list[object]]:
    """This will give each child as a row of the file; days as a spreadsheet reads them."""
    return [
        [
            row.name,
            row.born_on or "",
            row.expected_on or "",
            row.registered_on or "",
            ", ".join(_categories(row)),
            row.closed_on or "",
            row.co_ordinator,
            row.authority,
        ]
        for row in rows
    ]


def contact(found: Contact, ways: Iterable[Mapping[str, str]] = ()) -> dict[str, Any]:
    """This will say whom to call about a child whom the searcher may not see, and other ways on."""
    return {"said": _whom_to_call(found), "ways": list(ways)}


def known_by_name(case: Case, ways: Iterable[Mapping[str, str]] = ()) -> dict[str, Any]:
    """This will name a child whose record is restricted, whom to call, and other ways on."""
    agency = case.authority
    whom = Contact(agency.name, agency.phone, agency.phone_out_of_hours)
    return {"name": case.child.full_name, **contact(whom, ways)}


def _whom_to_call(found: Contact) -> SafeString:
    return telephones.whom(found.agency, found.phone, found.phone_out_of_hours)


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
            "detail": " · ".join(
                [days.born(match.born_on, match.expected_on, today), *why(match.reasons)]
            ),
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
        since = _("since %(day)s") % {"day": days.short(row.registered_on, today)}
        text = " · ".join([since, *_categories(row)])
        return {"text": _("Yes"), "tag": "red", "after": f" {text}"}
    if row.closed_on is not None:
        return _("No; case closed %(day)s") % {"day": days.long(row.closed_on)}
    if row.was_registered_until is not None:
        return _("No; came off %(day)s") % {"day": days.long(row.was_registered_until)}
    return _("No")


def _categories(row: ChildRow) -> list[str]:
    if row.registered_on is None:
        return []
    return [labels.category_label(row.nation, key, row.registered_on) for key in row.categories]


def _due(row: ChildRow, today: date) -> Any:
    if row.next_due_on is None:
        return ""
    words = f"{labels.clock_label(row.next_clock)}, {days.short(row.next_due_on, today)}"
    if row.next_due_on < today:
        return {"text": words, "after_tag": {"text": _("late"), "kind": "red"}}
    return words
