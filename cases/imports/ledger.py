"""The book kept while a return is read: every finding, and counts that must balance.

Whatever is read is entered, and leaves as understood or refused; a total that does not
reconcile is a fault of ours, and tests look for it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from cases.imports.records import COUNTED, Finding, Kind, Place, Severity, Tally


class Ledger:
    """Findings and tallies of one reading."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.tallies: dict[Kind, Tally] = {kind: Tally() for kind in COUNTED}
        self.local_id = ""
        """The child being read; copied onto each finding."""
        self._once: dict[tuple[str, str], tuple[Place, int]] = {}
        self._not_loaded: Counter[str] = Counter()
        self._not_loaded_at: dict[str, Place] = {}

    def read(self, kind: Kind) -> None:
        """This will enter one record of ``kind`` as read."""
        self.tallies[kind].read += 1

    def understood(self, kind: Kind) -> None:
        """This will enter one record of ``kind`` as understood."""
        self.tallies[kind].understood += 1

    def refuse(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will enter one record of ``kind`` as refused, with the reason."""
        self.tallies[kind].refused += 1
        self._add(Severity.REFUSED, kind, place, code, params)

    def refuse_part(self, kind: Kind) -> None:
        """This will enter as refused a record that fell with the one above it, already told."""
        self.tallies[kind].refused += 1

    def warn(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will note an oddity of a record that is loaded all the same."""
        self._add(Severity.WARNING, kind, place, code, params)

    def once(self, code: str, name: str, place: Place) -> None:
        """This will note an oddity that is told once for the file, with how often it stood."""
        first, times = self._once.get((code, name), (place, 0))
        self._once[(code, name)] = (first, times + 1)

    def not_loaded(self, name: str, place: Place) -> None:
        """This will count an item of the return that this register has no place for."""
        self._not_loaded[name] += 1
        self._not_loaded_at.setdefault(name, place)

    def close(self) -> None:
        """This will write what was told once for the file to the end of the findings."""
        self.local_id = ""
        for (code, name), (place, times) in self._once.items():
            self.warn(Kind.FILE, place, code, name=name, times=times)
        for name, times in self._not_loaded.items():
            place = self._not_loaded_at[name]
            self.warn(Kind.FILE, place, "item_not_loaded", name=name, times=times)
        self._once.clear()
        self._not_loaded.clear()

    def _add(
        self, severity: Severity, kind: Kind, place: Place, code: str, params: dict[str, Any]
    ) -> None:
        values = {name: str(value) for name, value in params.items()}
        self.findings.append(Finding(place, severity, kind, code, values, self.local_id))
