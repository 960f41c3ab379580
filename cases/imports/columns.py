"""Finding the lists of Annex A in a workbook by the words of their headings.

Sheets may have any name, stand in any order and start with title rows; headings may differ in
case, spaces, line breaks and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.workbook.workbook import Workbook

from cases.imports.workbook import rows

HEADING_ROWS = 15

_COMMON = {
    "childuniqueid": "local_id",
    "childid": "local_id",
    "gender": "sex",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "dateofbirth": "born",
    "expecteddateofbirth": "expected",
    "dateofdeath": "died",
    "uniquepupilnumber": "upn",
    "upn": "upn",
    "allocatedteam": "team",
    "allocatedworker": "worker",
}
_NUMBERS = {heading for heading, item in _COMMON.items() if item == "local_id"}
_NOT_LOADED = {
    "age",
    "doesthechildhaveadisability",
    "numberofsection47enquiriesinthelast12months",
    "numberoficpcsinthelast12months",
    "subjecttoemergencyprotectionorderorprotectedunderpolicepowersinlastsixmonthsyn",
}


@dataclass(frozen=True, slots=True)
class ListOfColumns:
    """One list of Annex A: which headings it must have and what each heading means."""

    key: str
    required: frozenset[str]
    headings: dict[str, str]


SECTION_47 = ListOfColumns(
    "section_47",
    frozenset({"local_id", "started"}),
    {
        **_COMMON,
        "strategydiscussioninitiatingsection47enquirystartdate": "started",
        "section47enquirystartdate": "started",
        "wasaninitialchildprotectionconferencedeemedunnecessary": "not_required",
        "dateofinitialchildprotectionconference": "conference",
        "didtheinitialchildprotectionconferenceresultinachildprotectionplan": "has_plan",
    },
)
PLANS = ListOfColumns(
    "plans",
    frozenset({"local_id", "started"}),
    {
        **_COMMON,
        "childprotectionplanstartdate": "started",
        "initialcategoryofabuse": "initial_category",
        "latestcategoryofabuse": "latest_category",
        "dateofthelaststatutoryvisit": "visit",
        "wasthechildseenalone": "seen_alone",
        "dateoflatestreviewconference": "review",
        "childprotectionplanenddate": "ended",
        "numberofpreviouschildprotectionplans": "number_of_previous",
        "sumofnumberofpreviouschildprotectionplans": "number_of_previous",
    },
)
LISTS = (SECTION_47, PLANS)
_STARTS = {
    shape.key: {heading for heading, item in shape.headings.items() if item == "started"}
    for shape in LISTS
}


@dataclass(slots=True)
class Sheet:
    """A sheet recognised as a list: where its headings stand and what its columns hold."""

    name: str
    shape: ListOfColumns
    heading_row: int
    columns: dict[str, int]
    headings: dict[str, str]
    not_loaded: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    def value(self, values: tuple[object, ...], item: str) -> object:
        """The cell of ``item`` in a row, or None where there is no such column."""
        index = self.columns.get(item)
        return values[index] if index is not None and index < len(values) else None

    def name_of(self, item: str) -> str:
        """The heading under which ``item`` stands in this file."""
        return self.headings.get(item, "")


def plain(heading: object) -> str:
    """This will reduce a heading to its letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", str(heading or "").casefold())


def find_sheets(book: Workbook) -> tuple[list[Sheet], list[str]]:
    """This will give the sheets that are one of the lists, and the names of all others."""
    found: list[Sheet] = []
    others: list[str] = []
    for name in book.sheetnames:
        sheet = _recognised(name, _first_rows(book, name))
        if sheet:
            found.append(sheet)
        else:
            others.append(name)
    return found, others


def _first_rows(book: Workbook, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    for number, values in rows(book, name):
        if number > HEADING_ROWS:
            return
        yield number, values


def _recognised(name: str, first: Iterator[tuple[int, tuple[object, ...]]]) -> Sheet | None:
    for number, values in first:
        words = [plain(value) for value in values]
        for shape in LISTS:
            if _NUMBERS & set(words) and _STARTS[shape.key] & set(words):
                return _sheet(name, shape, number, values, words)
    return None


def _sheet(
    name: str, shape: ListOfColumns, number: int, values: tuple[object, ...], words: list[str]
) -> Sheet:
    sheet = Sheet(name, shape, number, {}, {})
    for index, word in enumerate(words):
        heading = " ".join(str(values[index] or "").split())
        item = shape.headings.get(word)
        if not word:
            continue
        if item is None:
            (sheet.not_loaded if word in _NOT_LOADED else sheet.unknown).append(heading)
        elif item in sheet.columns:
            sheet.repeated.append(heading)
        else:
            sheet.columns[item] = index
            sheet.headings[item] = heading
    return sheet
