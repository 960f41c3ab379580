"""Ofsted's Annex A workbook: List 5 (section 47, initial conferences) and List 7 (plans).

Rows are gathered by the child's number across both lists, then judged like any other return.
Where the lists stand is found by ``columns``; the workbook is opened by ``workbook``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from cases.imports.annex_a_child import Row, read_child
from cases.imports.columns import LISTS, Sheet, find_sheets
from cases.imports.errors import UnreadableFile
from cases.imports.ledger import Ledger
from cases.imports.records import Finding, Header, Kind, Place, ReturnedChild, Tally
from cases.imports.workbook import opened, rows

FORMAT = "annex_a"
PART_OF_LIST = {"section_47": Kind.SECTION_47, "plans": Kind.PLAN}


@dataclass(slots=True)
class AnnexAReader:
    """Reads the workbook: iterate for the children; ``findings`` and ``tallies`` follow."""

    stream: BinaryIO
    today: date
    header: Header
    _ledger: Ledger

    def __init__(self, stream: BinaryIO, *, today: date) -> None:
        self.stream = stream
        self.today = today
        self.header = Header(format=FORMAT)
        self._ledger = Ledger()

    @property
    def findings(self) -> list[Finding]:
        """Everything odd; complete after an iteration."""
        return self._ledger.findings

    @property
    def tallies(self) -> dict[Kind, Tally]:
        """What was read, understood and refused; complete after an iteration."""
        return self._ledger.tallies

    def __iter__(self) -> Iterator[ReturnedChild]:
        """This will read the workbook from its beginning and give each child it can.

        Raises: UnreadableFile when it is no workbook, may do harm, or holds neither list.
        """
        ledger = self._ledger = Ledger()
        by_child: dict[str, list[Row]] = {}
        with opened(self.stream) as book:
            sheets, others = find_sheets(book)
            if not sheets:
                raise UnreadableFile("no_lists_found")
            self._tell_sheets(sheets, others)
            for sheet in sheets:
                for number, values in rows(book, sheet.name):
                    if number > sheet.heading_row:
                        row = Row(ledger, sheet, number, values, PART_OF_LIST[sheet.shape.key])
                        by_child.setdefault(row.local_id, []).append(row)
        upns: dict[str, Place] = {}
        has_plans = any(sheet.shape.key == "plans" for sheet in sheets)
        for found in by_child.values():
            child = read_child(ledger, found, today=self.today, upns=upns, has_plans=has_plans)
            if child is not None:
                yield child
        if not by_child:
            ledger.warn(Kind.FILE, Place(), "no_children")
        ledger.close()

    def _tell_sheets(self, sheets: list[Sheet], others: list[str]) -> None:
        """This will say which lists are missing and what of the workbook is left unread."""
        ledger = self._ledger
        present = {sheet.shape.key for sheet in sheets}
        for shape in LISTS:
            if shape.key not in present:
                ledger.warn(Kind.FILE, Place(), f"no_{shape.key}_list")
        for name in others:
            ledger.warn(Kind.FILE, Place(sheet=name), "sheet_not_read")
        for sheet in sheets:
            place = Place(sheet=sheet.name, row=sheet.heading_row)
            for heading in sheet.not_loaded:
                ledger.warn(Kind.FILE, place, "column_not_loaded", name=heading)
            for heading in sheet.unknown:
                ledger.warn(Kind.FILE, place, "column_unknown", name=heading)
            for heading in sheet.repeated:
                ledger.warn(Kind.FILE, place, "column_repeated", name=heading)
            for item in ("sex", "born", "ethnicity"):
                if item not in sheet.columns:
                    ledger.warn(Kind.FILE, place, "column_missing", name=item)
