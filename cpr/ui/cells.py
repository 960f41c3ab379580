"""Cells of a data table: from the plain facts a page gives to their few lines of HTML."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

NOTHING = "–"
_LINK = '<a class="govuk-link" href="{}">{}</a>'
_TAG = '<strong class="app-tag app-tag--{}">{}</strong>'
_HEAD = '<th scope="row" class="app-table__cell app-table__cell--head">{}</th>'
_CELL = '<td class="app-table__cell" data-label="{}"><span class="app-table__value">{}</span></td>'
_NUMERIC = _CELL.replace("app-table__cell", "app-table__cell app-table__cell--numeric")
_HIDDEN = '{}<span class="govuk-visually-hidden"> {}</span>'


def row(given: Any, headings: Iterable[Mapping[str, Any]]) -> SafeString:
    """This will render the cells of one row: its header, then each value under its column.

    In Python rather than in the template: a board has three hundred cells, and the template took
    three times as long over each.

    Raises: ValueError where a row has more or fewer cells than the table has columns.
    """
    values = given["cells"] if isinstance(given, Mapping) else given
    cells = [
        format_html(_HEAD, content(value))
        if index == 0
        else format_html(
            _NUMERIC if heading.get("numeric") else _CELL, heading.get("label", ""), content(value)
        )
        for index, (value, heading) in enumerate(zip(values, headings, strict=True))
    ]
    return mark_safe("".join(cells))  # noqa: S308 (each has been escaped)


def content(value: Any) -> SafeString:
    """This will render plain text, or {text, url, hidden, tag, after, after_tag, bar}."""
    cell: Mapping[str, Any] = value if isinstance(value, Mapping) else {"text": value}
    if cell.get("bar"):
        return conditional_escape(cell["bar"])
    text = cell.get("text")
    shown = conditional_escape(NOTHING if text is None or text == "" else text)
    if cell.get("tag"):
        shown = format_html(_TAG, cell["tag"], shown)
    if cell.get("hidden"):
        shown = format_html(_HIDDEN, shown, cell["hidden"])
    if cell.get("url"):
        link = _LINK.replace("govuk-link", "app-tag-link") if cell.get("tag") else _LINK
        shown = format_html(link, cell["url"], shown)
    if cell.get("after"):
        shown = format_html("{}{}", shown, cell["after"])
    after = cell.get("after_tag")
    if after:
        tag = format_html(_TAG, after.get("kind") or "grey", after["text"])
        shown = format_html("{} {}", shown, tag)
    return shown
