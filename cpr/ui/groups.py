"""A drop-down list in groups: `<optgroup>`, which the GOV.UK macro does not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

OPTION = "<option"


def sizes(choices: Iterable[tuple[Any, Any]]) -> list[tuple[str, int]]:
    """This will give each group's name and number of lines; a line of no group has no name."""
    found: list[tuple[str, int]] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            found.append((str(value), len(label)))
        else:
            found.append(("", 1))
    return found


def put(select: SafeString, groups: list[tuple[str, int]]) -> SafeString:
    """This will put the lines of a rendered drop-down list into their groups, from the last back.

    What stands before the first line of a group, as the empty line does, stays outside.
    """
    head, *lines = select.split(OPTION)
    lines = [OPTION + line for line in lines]
    last, end, tail = lines[-1].partition("</select>")
    lines[-1] = last
    at = len(lines)
    for name, size in reversed(groups):
        first = at - size
        if name:
            label = format_html('<optgroup label="{}">', name)
            lines[first:at] = [f"{label}{''.join(lines[first:at])}</optgroup>"]
        at = first
    # Every part came out of the macro, or is escaped above.
    return mark_safe("".join([head, *lines, end, tail]))  # noqa: S308
