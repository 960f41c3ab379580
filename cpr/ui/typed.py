"""What somebody typed into a form that was refused, for the page that says so.

Only what was sent is given back, never anything that the form knew; and only by pages of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest

from cpr.ui.fields import DateField

NEVER = ("csrfmiddlewaretoken", "password")
MOST_ROWS = 20
LINE = 40
TYPED_IN = (forms.CharField, forms.TimeField, forms.IntegerField, DateField)


def given_back(request: HttpRequest) -> list[dict[str, Any]]:
    """This will list what was typed: its label, where the page's form is known, its text and rows.

    What was chosen is left out. Of an unknown form, what has a space is somebody's words; of a page
    that declares its forms (``asks``) every text and date is given.
    """
    page = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    if request.method != "POST" or not hasattr(page, "permission"):
        return []
    found = list(_of_forms(request, getattr(page, "asks", ())))
    known = {name for name, _label, _text in found}
    for name in request.POST:
        value = str(request.POST[name]).strip()
        if name not in known and not name.startswith(NEVER) and len(value.split()) > 1:
            found.append((name, "", value))
    return [
        {"name": name, "label": label, "text": text, "rows": _rows(text)}
        for name, label, text in found
    ]


def _of_forms(
    request: HttpRequest, asks: tuple[type[forms.Form], ...]
) -> Iterator[tuple[str, str, str]]:
    fields: dict[str, Any] = {
        name: field for form in asks for name, field in form.base_fields.items()
    }
    for name, field in fields.items():
        if not isinstance(field, TYPED_IN) or field.widget.is_hidden:
            continue
        widget: Any = field.widget
        sent = widget.value_from_datadict(request.POST, request.FILES, name)
        text = " ".join(map(str, sent)) if isinstance(sent, list | tuple) else str(sent or "")
        if text.strip():
            yield name, str(field.label), text.strip()


def _rows(text: str) -> int:
    return min(MOST_ROWS, sum(1 + len(line) // LINE for line in text.splitlines()) + 1)
