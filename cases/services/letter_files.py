"""The file of a letter: a tagged PDF with its title and language, kept under a name of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Literal

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from cases.services.letter_words import Part
from cpr.ids import new_id

TEMPLATE = settings.BASE_DIR / "templates" / "letters" / "letter.typ"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: refused while it is made unless it is tagged, and has a title and a language."""


def storage() -> Storage:
    """This will give the storage for letters."""
    return storages["letters"]


def made(parts: Sequence[Part], *, author: str, at: datetime) -> bytes:
    """This will make the file of a letter in one or several languages, in the order given."""
    letter = {
        "title": " / ".join(dict.fromkeys(part.title for part in parts)),
        "author": author,
        "parts": [{**asdict(part), "from": part.source} for part in parts],
    }
    file: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"letter": json.dumps(letter)},
        timestamp=int(at.timestamp()),
    )
    return file


def keep(file: bytes) -> str:
    """This will keep a letter and give its name, which says nothing of whose it is."""
    return storage().save(f"{new_id()}.pdf", ContentFile(file))


def read(name: str) -> bytes:
    """This will read a kept letter.

    Raises: FileNotFoundError.
    """
    with storage().open(name, "rb") as file:
        return bytes(file.read())
