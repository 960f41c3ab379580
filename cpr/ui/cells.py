"""Cells of a data table: from the plain facts a page gives to their few lines of HTML."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

NOTHING = "–"
_LINK = '<a class="govuk-link" href="{}">{}</a>'
_TAG = '<strong class="app-tag app-tag--{}">{}</strong>'
_HIDDEN = '{}<span class="govuk-visually-hidden"> {}</span>'


def pair(row: Any, headings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """This will pair each cell of a row with its column: {column, content, is_header}.

    Raises: ValueError where a row has more or fewer cells than the table has columns.
    """
    given = row["cells"] if isinstance(row, Mapping) else row
    return [
        {"column": heading, "content": content(value), "is_header": index == 0}
        for index, (value, heading) in enumerate(zip(given, headings, strict=True))
    ]


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
    shown = format_html("{}{}", shown, cell.get("after") or "")
    after = cell.get("after_tag")
    if after:
        tag = format_html(_TAG, after.get("kind") or "grey", after["text"])
        shown = format_html("{} {}", shown, tag)
    return shown
