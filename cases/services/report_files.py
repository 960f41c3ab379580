"""A file attached to a report: judged by its bytes, kept under a name of ours, given out whole.

Where it is kept is the storage that the setting ``REPORTS_STORAGE`` names: never a folder that a
web server serves. What a file may be is decided here, whatever it is called.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction

from cases.domain.errors import NotFound, Problem, RuleBroken
from cases.domain.reports import MEGABYTES, FileKind
from cpr.ids import new_id

log = logging.getLogger(__name__)

MOST_BYTES = MEGABYTES * 1024 * 1024
TAIL = 2048
CHUNK = 1024 * 1024
MOST_PARTS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_OF_A_PART = 1024 * 1024
"""Of the one part of a Word document that is looked into."""

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
STARTS = {
    b"%PDF-": FileKind.PDF,
    b"PK\x03\x04": FileKind.WORD,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
}
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
PARTS_OF_WORD = {"[Content_Types].xml", "word/document.xml"}
MAIN_PART = b"wordprocessingml.document.main+xml"
MACROS = (b"macroEnabled", b"vbaProject")


def storage() -> Storage:
    """This will give the storage for attachments."""
    return storages[settings.REPORTS_STORAGE]


def keep(file: BinaryIO) -> str:
    """This will keep a file and give its name, which says nothing of whose it is."""
    file.seek(0)
    return storage().save(f"{new_id()}.attachment", File(file))


def drop_once_committed(name: str) -> None:
    """This will delete a kept file when the present transaction has ended well."""
    transaction.on_commit(lambda: storage().delete(name), robust=True)  # what stays is a stray


def drop(name: str) -> None:
    """This will delete a kept file at once."""
    storage().delete(name)


def content_of(name: str, sha256: str) -> bytes:
    """This will give a kept file whole, if it is still the one that was attached.

    Raises: NotFound, which is told in the log: a file that is gone or altered is given to nobody.
    """
    try:
        with storage().open(name, "rb") as kept:
            content: bytes = kept.read(MOST_BYTES + 1)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        log.error("an attachment is gone or altered: %s", name)
        raise NotFound(Problem("not_found"))
    return content


def weighed(file: BinaryIO) -> tuple[str, int]:
    """This will give the fingerprint of a file and its size.

    Raises: RuleBroken for an empty one or one that is too big.
    """
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise _refused("attachment_too_big", megabytes=MEGABYTES)
    if not size:
        raise _refused("attachment_empty")
    return digest.hexdigest(), size


def kind_of(file: BinaryIO) -> FileKind:
    """This will say what a file is by its bytes; its name is not asked.

    Raises: RuleBroken for what is none of the kinds, damaged, or hides something.
    """
    file.seek(0)
    head = file.read(64)
    kind = next((kind for start, kind in STARTS.items() if head.startswith(start)), None)
    if kind is None:
        raise _refused("attachment_wrong_type")
    if kind is FileKind.WORD:
        _look_into_word(file)
        return kind
    if zipfile.is_zipfile(file):
        raise _refused("attachment_is_two_things")
    file.seek(0, 2)
    file.seek(max(0, file.tell() - TAIL))
    tail = file.read(TAIL)
    ends_well = {
        FileKind.PDF: b"%%EOF" in tail,
        FileKind.PNG: tail.endswith(PNG_END),
        FileKind.JPEG: b"\xff\xd9" in tail,
    }[kind]
    if not ends_well:
        raise _refused("attachment_damaged")
    return kind


def _look_into_word(file: BinaryIO) -> None:
    """A document of Word, whole, without macros, and not far larger than it seems.

    Nothing is unpacked but the list of what the parts are, and of that no more than its limit.
    """
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if not names >= PARTS_OF_WORD:
                raise _refused("attachment_wrong_type")
            if len(names) != len(parts) or any(_is_odd(part) for part in parts):
                raise _refused("attachment_damaged")
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                raise _refused("attachment_grows")
            with archive.open("[Content_Types].xml") as listed:
                types = listed.read(MOST_OF_A_PART)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _refused("attachment_damaged") from None
    if any(mark in types for mark in MACROS) or any("vbaProject" in name for name in names):
        raise _refused("attachment_has_macros")
    if MAIN_PART not in types:
        raise _refused("attachment_wrong_type")


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """Locked, or with a name that leads out of its own archive."""
    steps = part.filename.replace("\\", "/").split("/")
    return bool(part.flag_bits & 1) or ".." in steps or part.filename.startswith(("/", "\\"))


def _refused(code: str, **params: object) -> RuleBroken:
    return RuleBroken(Problem(code, "file", dict(params)))
