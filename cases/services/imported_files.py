"""The uploaded file of a return: kept under a name of ours while it is needed, and never served.

Where it is kept is the storage that the setting ``RETURNS_STORAGE`` names.
"""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction

from cpr.ids import new_id


def storage() -> Storage:
    """This will give the storage for returns."""
    return storages[settings.RETURNS_STORAGE]


def keep(file: BinaryIO) -> str:
    """This will keep a file and give its name, which says nothing of whose it is."""
    file.seek(0)
    return storage().save(f"{new_id()}.return", File(file))


def opened(name: str) -> BinaryIO:
    """This will open a kept file.

    Raises: FileNotFoundError.
    """
    return cast("BinaryIO", storage().open(name, "rb"))


def drop(name: str) -> None:
    """This will delete a kept file at once."""
    storage().delete(name)


def drop_once_committed(name: str) -> None:
    """This will delete a kept file when the present transaction has ended well."""
    if name:
        transaction.on_commit(lambda: drop(name), robust=True)  # what stays is a stray


def strays(known: set[str], *, older_than: datetime) -> list[str]:
    """This will list the files that no loading knows and that are older than a moment."""
    kept = storage()
    try:
        _folders, names = kept.listdir("")
    except FileNotFoundError:  # nothing was ever uploaded
        return []
    return [
        name for name in names if name not in known and kept.get_modified_time(name) < older_than
    ]
