"""Uploads end at the size the settings name: what is beyond it is neither kept nor held in memory.

The form that asks for the file says so in words; it finds out from ``was_too_big``.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MARK = "register.upload_too_big"


class LimitedUploadHandler(FileUploadHandler):
    """Skips the rest of a file as soon as it is larger than the setting allows."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """This will hand a piece on to the next handler, unless it is beyond the limit."""
        if start + len(raw_data) > settings.UPLOAD_MEGABYTES * 1024 * 1024:
            if self.request is not None:
                self.request.META[MARK] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """This will leave the finished file to the next handler."""
        return None


def was_too_big(request: HttpRequest) -> bool:
    """This will say whether a file of this request was left out for its size."""
    request.FILES  # noqa: B018 (the body is read on first access)
    return bool(request.META.get(MARK))
