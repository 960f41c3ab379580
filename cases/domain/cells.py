"""What a spreadsheet must not take for a formula, in every file of cells that is taken away."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # also full width


def harmless(cell: object) -> str:
    """This will give a cell that no spreadsheet calculates: a leading sign gets an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
