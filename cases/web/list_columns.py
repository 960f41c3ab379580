"""A column of a list: its heading, and the link of a heading that orders the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """A heading; with ``key``, one of the list's orders, a link that orders by it."""

    label: str | Promise
    key: str = ""
    numeric: bool = False
    hide_label: bool = False

    def heading(self, sort: str, url: Callable[[str], str]) -> dict[str, Any]:
        """This will give the heading as ``components/table.html`` takes it.

        ``sort`` is the order in force; pressed again, a heading turns it about.
        """
        shown = {"label": self.label, "numeric": self.numeric, "hide_label": self.hide_label}
        if not self.key:
            return shown
        is_up, is_down = sort == self.key, sort == f"-{self.key}"
        return {
            **shown,
            "sort_url": url(f"-{self.key}" if is_up else self.key),
            "sorted": "ascending" if is_up else "descending" if is_down else "",
        }
