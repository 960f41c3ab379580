"""Numbers in words' company: large ones with their thousands apart."""

from __future__ import annotations

from django.utils.formats import number_format


def grouped(n: int) -> str:
    """This will write a count as people read it: 1,343."""
    return str(n) if 0 <= n < 1000 else number_format(n, force_grouping=True)
