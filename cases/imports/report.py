"""What a loading did: counts that reconcile, and every finding, to print or to keep as CSV."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.utils.translation import gettext

from cases.domain.cells import harmless
from cases.domain.imports import ImportState
from cases.imports.records import COUNTED, Finding, Kind, Place, Severity
from cases.imports.wording import KINDS, SEVERITIES, finding_text, place_text
from cases.models import ImportBatch

KEPT_FINDINGS = 100_000


@dataclass(slots=True)
class Outcome:
    """What became of the records of one kind."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def balances(self) -> bool:
        """Whether everything read is accounted for."""
        return self.read == self.created + self.changed + self.unchanged + self.refused


@dataclass(slots=True)
class ImportReport:
    """The result of a loading or of a preview."""

    file_name: str
    authority: str
    format: str
    is_dry_run: bool
    outcomes: dict[Kind, Outcome] = field(
        default_factory=lambda: {kind: Outcome() for kind in COUNTED}
    )
    findings: list[Finding] = field(default_factory=list)
    cases_opened: int = 0
    teams_opened: int = 0
    sought: dict[uuid.UUID, str] = field(default_factory=dict)
    """Children of others whom a number of the return hit; never shown, never kept."""
    batch_id: uuid.UUID | None = None
    """The loading that can be undone; none of a preview."""

    @property
    def refused(self) -> list[Finding]:
        """The findings that kept something out."""
        return [found for found in self.findings if found.severity is Severity.REFUSED]

    @property
    def warnings(self) -> list[Finding]:
        """The findings about what was loaded all the same."""
        return [found for found in self.findings if found.severity is Severity.WARNING]

    @property
    def has_refusals(self) -> bool:
        """Whether anything that was read is not in the register."""
        return any(outcome.refused for outcome in self.outcomes.values())

    def summary(self) -> list[tuple[str, Outcome]]:
        """This will give the counts of each kind that was met, with its words."""
        return [(str(KINDS[kind]), found) for kind, found in self.outcomes.items() if found.read]

    def as_json(self) -> dict[str, Any]:
        """This will give the report as kept with the batch; of a long one, its beginning."""
        return {
            "counts": {
                kind.value: {name: getattr(found, name) for name in Outcome.__slots__}
                for kind, found in self.outcomes.items()
                if found.read
            },
            "cases_opened": self.cases_opened,
            "teams_opened": self.teams_opened,
            "number_of_findings": len(self.findings),
            "findings": [_as_json(found) for found in self.findings[:KEPT_FINDINGS]],
        }

    def write_csv(self, stream: TextIO) -> None:
        """This will write one row a finding; no cell can be taken for a formula."""
        writer = csv.writer(stream)
        writer.writerow(
            [
                gettext("Place"),
                gettext("Child's number"),
                gettext("What"),
                gettext("Result"),
                gettext("Finding"),
                gettext("Code"),
            ]
        )
        for row in self.rows():
            writer.writerow([harmless(cell) for cell in row])

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """This will give each finding in words: place, child, kind, result, sentence, code."""
        for found in self.findings:
            yield (
                place_text(found.place),
                found.local_id,
                str(KINDS[found.kind]),
                str(SEVERITIES[found.severity]),
                finding_text(found),
                found.code,
            )


def kept_report(batch: ImportBatch) -> ImportReport:
    """This will give the report that is kept with a batch."""
    kept = batch.report
    report = ImportReport(
        batch.file_name,
        batch.authority.code,
        batch.format,
        is_dry_run=batch.state not in (ImportState.LOADED, ImportState.UNDONE),
    )
    for kind, counts in kept.get("counts", {}).items():
        report.outcomes[Kind(kind)] = Outcome(**counts)
    report.findings = [_from_json(row) for row in kept.get("findings", [])]
    report.cases_opened = kept.get("cases_opened", 0)
    report.teams_opened = kept.get("teams_opened", 0)
    return report


def _from_json(row: dict[str, Any]) -> Finding:
    return Finding(
        Place(row["line"], row["sheet"], row["row"]),
        Severity(row["severity"]),
        Kind(row["kind"]),
        row["code"],
        row["params"],
        row["child"],
    )


def _as_json(found: Finding) -> dict[str, Any]:
    return {
        "line": found.place.line,
        "sheet": found.place.sheet,
        "row": found.place.row,
        "severity": found.severity.value,
        "kind": found.kind.value,
        "code": found.code,
        "params": dict(found.params),
        "child": found.local_id,
    }
