"""The children in need census of England (XML), read one child at a time.

This module knows the shape of the file: header, children, what stands where. What one child's
branch means is in ``census_child``; dates are judged in ``judge``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from cases.imports.census_child import read_child
from cases.imports.errors import UnreadableFile
from cases.imports.ledger import Ledger
from cases.imports.markup import Node, Outside, branches
from cases.imports.records import Finding, Header, Kind, Place, ReturnedChild, Tally
from cases.imports.values import NotUnderstood, read_date, shown

FORMAT = "census"
ROOT = "Message"
HEADER = ("Message", "Header")
CHILD = ("Message", "Children", "Child")
WANTED = frozenset({HEADER, CHILD})
MAX_BYTES = 300 * 1024 * 1024


class CensusReader:
    """Reads a census: iterate for the children; ``header``, ``findings`` and ``tallies`` follow."""

    def __init__(self, stream: BinaryIO, *, today: date) -> None:
        self.stream = stream
        self.today = today
        self.header = Header(format=FORMAT)
        self._ledger = Ledger()
        size = stream.seek(0, 2)
        if size > MAX_BYTES:
            raise UnreadableFile("too_big", megabytes=MAX_BYTES // 1024 // 1024)

    @property
    def findings(self) -> list[Finding]:
        """Everything odd, in the order of the file; complete after an iteration."""
        return self._ledger.findings

    @property
    def tallies(self) -> dict[Kind, Tally]:
        """What was read, understood and refused; complete after an iteration."""
        return self._ledger.tallies

    def __iter__(self) -> Iterator[ReturnedChild]:
        """This will read the file from its beginning and give each child it can.

        Raises: UnreadableFile when the file turns out not to be a census, or to be broken.
        """
        ledger = self._ledger = Ledger()
        self.header = Header(format=FORMAT)
        local_ids: dict[str, Place] = {}
        upns: dict[str, Place] = {}
        for found in branches(self.stream, root=ROOT, wanted=WANTED):
            if isinstance(found, Outside):
                self._outside(found)
            elif found.tag == "Header":
                self._read_header(found)
            else:
                if not self.header.reference_on and not ledger.tallies[Kind.CHILD].read:
                    ledger.warn(Kind.FILE, Place(line=found.line), "no_reference_date")
                child = read_child(
                    ledger,
                    found,
                    today=self.today,
                    reference_on=self.header.reference_on,
                    local_ids=local_ids,
                    upns=upns,
                )
                if child is not None:
                    yield child
        if not ledger.tallies[Kind.CHILD].read:
            ledger.warn(Kind.FILE, Place(), "no_children")
        ledger.close()

    def _outside(self, found: Outside) -> None:
        place = Place(line=found.line)
        if found.is_element:
            self._ledger.once("unknown_element", found.text, place)
        else:
            self._ledger.warn(Kind.FILE, place, "stray_text", value=found.text)

    def _read_header(self, node: Node) -> None:
        ledger, place = self._ledger, Place(line=node.line)
        details = node.child("CollectionDetails")
        collection = details.value("Collection") if details else ""
        if collection.upper() != "CIN":
            raise UnreadableFile("wrong_collection", name=shown(collection), line=node.line)
        for part in node.walk():
            for line, text in part.stray:
                ledger.warn(Kind.FILE, Place(line=line), "stray_text", value=text)
        source = node.child("Source")
        self.header.authority_code = source.value("LEA") if source else ""
        try:
            self.header.reference_on = (
                read_date(details.value("ReferenceDate")) if details else None
            )
            made_on = read_date(source.value("DateTime")[:10]) if source else None
        except NotUnderstood:
            ledger.warn(Kind.FILE, place, "header_date_not_understood")
            return
        reference_on = self.header.reference_on
        year = details.value("Year") if details else ""
        if reference_on and year and year != str(reference_on.year):
            ledger.warn(
                Kind.FILE, place, "year_differs", value=shown(year), reference_on=reference_on
            )
        if reference_on and made_on and made_on < reference_on:
            ledger.warn(
                Kind.FILE, place, "made_before_reference", on=made_on, reference_on=reference_on
            )
