"""The lists of the overdue board as a CSV file, through the list's own queryset, audited.

A cell that a spreadsheet could take for a formula is given a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.labels import clock_label
from cases.queries import overdue_list
from cases.queries.overdue_scope import Chosen, Scope
from cpr.audit import writer as audit

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # also full width


@transaction.atomic
def export(scope: Scope, chosen: Chosen, *, sort: str = "due") -> str:
    """This will write a list out and record who took it, how many rows and which cases."""
    cases: dict[uuid.UUID, None] = {}
    rows = list(
        _registered(scope, chosen, sort, cases)
        if chosen.is_of_registrations
        else _dates(scope, chosen, sort, cases)
    )
    audit.record(
        by=scope.actor,
        action="overdue.exported",
        subject=scope.authority,
        rows=len(rows) - 1,
        show=chosen.show.value,
        count=chosen.count.value,
        clock=chosen.clock,
        band=chosen.band,
        team=str(chosen.team or ""),
        cases=[str(case_id) for case_id in cases],
    )
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    # The mark lets spreadsheets read Welsh letters.
    return "\ufeff" + written.getvalue()


def safe(cell: str) -> str:
    """This will make a cell's text harmless to a spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def _dates(
    scope: Scope, chosen: Chosen, sort: str, cases: dict[uuid.UUID, None]
) -> Iterator[list[str]]:
    yield [
        _("Children"),
        _("What"),
        _("What, as a key"),
        _("Due"),
        _("Done"),
        _("Working days late"),
        _("Who"),
        _("Team"),
        _("Last told"),
    ]
    found = overdue_list.entries(scope, chosen, overdue_list.keys(scope, chosen, sort))
    for entry in found:
        first = entry.first
        cases.update(dict.fromkeys(child.case_id for child in entry.children))
        yield [
            _listed(child.name for child in entry.children),
            _listed(clock_label(each.clock) for each in entry.dates),
            _listed(each.clock for each in entry.dates),
            first.due_on.isoformat(),
            first.met_on.isoformat() if first.met_on else "",
            str(first.working_days_late) if first.is_late else "",
            _listed(each.co_ordinator for each in entry.dates),
            _listed(each.team for each in entry.dates),
            f"{first.told.name} {localtime(first.told.at):%Y-%m-%d}" if first.told else "",
        ]


def _registered(
    scope: Scope, chosen: Chosen, sort: str, cases: dict[uuid.UUID, None]
) -> Iterator[list[str]]:
    yield [_("Child"), _("Born"), _("Registered"), _("Who"), _("Team")]
    rows = overdue_list.registered(scope, chosen, sort)
    for row in overdue_list.registered_entries(scope, rows):
        cases[row.child.case_id] = None
        yield [
            row.child.name,
            row.born_on.isoformat() if row.born_on else "",
            row.registered_on.isoformat(),
            row.co_ordinator,
            row.team,
        ]


def _listed(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))
