"""Opening a workbook that somebody else made: looked at as a zip first, read as values only.

Refuses what is not a workbook, what unpacks beyond reason, and what carries a document type.
Formulas are never calculated, links never followed, macros never run.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.workbook.workbook import Workbook

from cases.imports.errors import UnreadableFile

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
RATIO_MATTERS_FROM = 5 * 1024 * 1024
MAX_SHEETS = 100
MAX_ROWS = 50_000
MAX_COLUMNS = 100
LAST_ROW_OF_A_SHEET = 1_048_576
CHUNK = 256 * 1024
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST = max(len(word) for word in FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula, whose result is never asked for, or an error like #N/A."""

    text: str


@contextmanager
def opened(stream: BinaryIO) -> Iterator[Workbook]:
    """This will open a workbook for reading, after looking at it as an archive.

    Raises: UnreadableFile when it is not a workbook or may do harm.
    """
    _look_at_archive(stream)
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of drawings, styles and filters we never read
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        except Exception as error:  # any fault of a stranger's file ends here, whatever its class
            raise UnreadableFile("not_a_workbook", reason=type(error).__name__) from error
        try:
            if len(book.sheetnames) > MAX_SHEETS:
                raise UnreadableFile("too_many_sheets", limit=MAX_SHEETS)
            yield book
        finally:
            book.close()


def rows(book: Workbook, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    """This will give each row of a sheet that is not blank: its number and its values.

    Raises: UnreadableFile for a sheet longer than the limit, or one that cannot be read.
    """
    sheet = book[name]
    if not hasattr(sheet, "reset_dimensions"):  # a sheet that is only a chart has no rows
        return
    sheet.reset_dimensions()
    try:
        yield from _numbered(sheet, name)
    except UnreadableFile:
        raise
    except Exception as error:  # as above: one door for whatever a broken sheet provokes
        reason = type(error).__name__
        raise UnreadableFile("sheet_unreadable", sheet=name, reason=reason) from error


def _numbered(sheet: Any, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > LAST_ROW_OF_A_SHEET:
            raise UnreadableFile("too_many_rows", sheet=name, limit=MAX_ROWS)
        if number > MAX_ROWS and all(cell is EMPTY_CELL for cell in cells):
            continue
        values = tuple(
            Formula(str(cell.value)) if cell.data_type in {"f", "e"} else cell.value
            for cell in cells
        )
        if all(value is None or value == "" for value in values):
            continue
        if number > MAX_ROWS:
            raise UnreadableFile("too_many_rows", sheet=name, limit=MAX_ROWS)
        yield number, values


def _look_at_archive(stream: BinaryIO) -> None:
    """Sizes come first: nothing is unpacked before the archive has said how big it would be."""
    if stream.seek(0, 2) > MAX_BYTES:
        raise UnreadableFile("too_big", megabytes=MAX_BYTES // 1024 // 1024)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _look_at_parts(archive)
    except UnreadableFile:
        raise
    except Exception as error:  # as above: a password, a damaged or odd archive, bad compression
        raise UnreadableFile("not_a_workbook", reason=type(error).__name__) from error


def _look_at_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    _look_at_sizes(parts)
    if "xl/workbook.xml" not in archive.namelist():
        raise UnreadableFile("not_a_workbook", reason="xl/workbook.xml")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _look_for_entities(archive, part)


def _look_at_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise UnreadableFile("unpacks_too_big")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFile("unpacks_too_big")
    for part in parts:
        big = part.file_size > RATIO_MATTERS_FROM
        if big and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise UnreadableFile("unpacks_too_big")


def _look_for_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part of a workbook needs a document type; one that has it wants to do harm."""
    tail = b""
    with archive.open(part) as content:
        while chunk := content.read(CHUNK):
            if not tail and chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")):
                raise UnreadableFile("not_a_workbook", reason="UTF-16")
            window = tail + chunk
            if any(word in window for word in FORBIDDEN):
                raise UnreadableFile("document_type", line=part.filename)
            tail = window[-_LONGEST:]
