"""The lists of the overdue board as a file: which rows, whose cases, and the cells of a part."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.labels import clock_label
from cases.queries import overdue_list
from cases.queries.overdue_list import Entry
from cases.queries.overdue_scope import Chosen, Scope


@dataclass(frozen=True)
class OfDates:
    """A list of due dates, by what one of its rows stands for."""

    scope: Scope
    chosen: Chosen

    def found(self, ordered: Any) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
        """This will give the rows of a list in their order, and every case they are of."""
        keys = [row["key"] for row in ordered]
        return keys, overdue_list.cases_of(self.scope, self.chosen, keys)

    def headings(self) -> list[str]:
        """This will name the columns."""
        return [
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

    def cells(self, keys: Sequence[uuid.UUID]) -> list[list[object]]:
        """This will give the rows of some keys."""
        return [self._cells(each) for each in overdue_list.entries(self.scope, self.chosen, keys)]

    def _cells(self, entry: Entry) -> list[object]:
        first = entry.first
        return [
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


@dataclass(frozen=True)
class OfNames:
    """A list of names on the register."""

    scope: Scope
    chosen: Chosen

    def found(self, ordered: Any) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
        """This will give the rows of a list in their order, and every case they are of."""
        rows = list(ordered.values_list("pk", "case_id"))
        return [pk for pk, _case in rows], [case_id for _pk, case_id in rows]

    def headings(self) -> list[str]:
        """This will name the columns."""
        return [_("Child"), _("Born"), _("Registered"), _("Who"), _("Team")]

    def cells(self, keys: Sequence[uuid.UUID]) -> list[list[object]]:
        """This will give the rows of some keys."""
        rows = {
            row.pk: row
            for row in overdue_list.registered(self.scope, self.chosen).filter(pk__in=keys)
        }
        some = [rows[key] for key in keys if key in rows]
        return [
            [
                row.child.name,
                row.born_on.isoformat() if row.born_on else "",
                row.registered_on.isoformat(),
                row.co_ordinator,
                row.team,
            ]
            for row in overdue_list.registered_entries(self.scope, some)
        ]


def _listed(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))
