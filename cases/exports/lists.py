"""A list as a CSV file, sent as it is made: which rows is fixed first, their cells come in parts.

A cell that a spreadsheet could take for a formula is made harmless: ``cases.domain.cells``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils import translation

from cases.domain.cells import harmless

MARK = "\ufeff"
"""Lets spreadsheets read Welsh letters."""
PART = 500
"""Rows whose details are asked for at once."""

Cells = Iterable[Sequence[object]]


def lines(
    headings: Sequence[object], keys: Sequence[Any], cells: Callable[[Sequence[Any]], Cells]
) -> Iterator[bytes]:
    """This will write a list out, some hundred rows at a time, in the language of its asking.

    ``keys`` says which rows, in order, and was recorded before; ``cells`` gives the rows of some
    keys through the gate, so that what has been closed since is left out.
    """
    return _lines(headings, keys, cells, translation.get_language() or "en")


def _lines(
    headings: Sequence[object],
    keys: Sequence[Any],
    cells: Callable[[Sequence[Any]], Cells],
    language: str,
) -> Iterator[bytes]:
    # Not held over a yield: what else the thread does meanwhile is in a language of its own.
    with translation.override(language):
        start = MARK + _written([headings])
    yield start.encode()
    for first in range(0, len(keys), PART):
        with translation.override(language):
            part = _written(cells(keys[first : first + PART]))
        yield part.encode()


def _written(rows: Cells) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue()
