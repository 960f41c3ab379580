"""One loading of a return under way, and what became of each record of a child."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agencies.models import Agency, Team
from cases.domain.returned import Finding, Kind, Place, Severity
from cases.domain.statuses import Nation
from cases.models import ImportBatch
from cpr.audit.writer import Entry


@dataclass(slots=True)
class Loading:
    """One loading under way: for which authority, as of which day, and the teams already met."""

    batch: ImportBatch
    authority: Agency
    today: date
    known_on: date
    """The day the return speaks of; what it does not date was so on this day at the latest."""
    teams: dict[str, Team] = field(default_factory=dict)
    touched: set[uuid.UUID] = field(default_factory=set)
    """The cases whose grants and deadlines have yet to follow; see ``settle``."""
    children: set[uuid.UUID] = field(default_factory=set)
    """The children that this loading wrote to."""
    opened_cases: set[uuid.UUID] = field(default_factory=set)
    """The cases opened for the referral that is being written: nothing is on record of them."""
    told: list[Entry] = field(default_factory=list)
    """What the audit has yet to be told of children; see ``settle``."""
    sought: dict[uuid.UUID, str] = field(default_factory=dict)
    """Children that this authority does not know and a number of the return hit, with the number's
    name; to be told to the audit even where all else is taken back. See ``tell_sought``."""
    opened: set[uuid.UUID] = field(default_factory=set)
    """The teams that this loading opened; one opened for a child that was refused is not there."""

    @property
    def nation(self) -> Nation:
        """The nation whose procedure judges these children."""
        return Nation(self.authority.nation)


@dataclass(slots=True)
class Written:
    """What became of each record of one child; ``remarks`` say why where that is not plain."""

    local_id: str = ""
    created: Counter[Kind] = field(default_factory=Counter)
    changed: Counter[Kind] = field(default_factory=Counter)
    unchanged: Counter[Kind] = field(default_factory=Counter)
    refused: Counter[Kind] = field(default_factory=Counter)
    cases_opened: int = 0
    teams_opened: int = 0
    remarks: list[Finding] = field(default_factory=list)

    def child_changed(self) -> None:
        """This will count a child that was known, and unchanged so far, as changed."""
        if self.unchanged[Kind.CHILD]:
            self.unchanged[Kind.CHILD] -= 1
            self.changed[Kind.CHILD] += 1

    def refuse(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will count one record as refused and say why."""
        self.refused[kind] += 1
        self._remark(Severity.REFUSED, kind, place, code, params)

    def warn(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will remark on a record that was loaded all the same."""
        self._remark(Severity.WARNING, kind, place, code, params)

    def _remark(
        self, severity: Severity, kind: Kind, place: Place, code: str, params: dict[str, Any]
    ) -> None:
        values = {name: str(value) for name, value in params.items()}
        self.remarks.append(Finding(place, severity, kind, code, values, self.local_id))
