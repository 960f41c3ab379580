"""Which format a file is, by what it holds and never by its name.

The one door for callers: ``open_return`` gives the reader of whatever the file is.
"""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from cases.imports.annex_a import AnnexAReader
from cases.imports.census import CensusReader
from cases.imports.errors import UnreadableFile
from cases.imports.records import Reader

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
HEAD = 4096


def open_return(stream: BinaryIO, *, today: date) -> Reader:
    """This will give the reader for a return; nothing is read of it but its first bytes.

    Raises: UnreadableFile for an empty file or one of no format known here.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip():
        raise UnreadableFile("empty")
    if head.startswith((ZIP, EMPTY_ZIP)):
        return AnnexAReader(stream, today=today)
    if head.startswith(OLD_OFFICE):
        raise UnreadableFile("old_or_locked_workbook")
    if _looks_like_markup(head):
        return CensusReader(stream, today=today)
    raise UnreadableFile("unknown_format")


def _looks_like_markup(head: bytes) -> bool:
    for mark in MARKS:
        head = head.removeprefix(mark)
    return head.lstrip(b" \t\r\n\x00").startswith(b"<")
