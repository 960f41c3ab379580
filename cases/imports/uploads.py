"""Taking in a file that somebody uploaded: looked at by its content, kept, and handed to a worker.

Only its first bytes are judged here; everything else is found out by the preview.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import BinaryIO

from agencies.actors import Actor
from cases.imports.detect import open_return
from cases.models import ImportBatch
from cases.services import imported_batches, imported_files

CHUNK = 1024 * 1024


def receive(*, by: Actor, file: BinaryIO, name: str, today: date) -> ImportBatch:
    """This will keep an uploaded return and ask for its preview.

    Raises: UnreadableFile for what is certainly no return; NotAllowed.
    """
    reader = open_return(file, today=today)
    sha256, size = _weighed(file)
    stored_as = imported_files.keep(file)
    try:
        return imported_batches.upload(
            by=by,
            stored_as=stored_as,
            file_name=_plain(name),
            file_size=size,
            format=reader.header.format,
            sha256=sha256,
        )
    except BaseException:
        imported_files.drop(stored_as)
        raise


def _weighed(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _plain(name: str) -> str:
    """A name to show: what cannot be printed is left out."""
    return "".join(letter for letter in name if letter.isprintable()).strip() or "return"
