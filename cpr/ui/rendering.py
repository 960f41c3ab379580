"""From a bound form field to a GOV.UK component. Works for plain Django fields too (sign-in).

What lives here: the mapping of widgets to macros. What does not: checking answers.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cpr.ui import groups, macros, words
from cpr.ui.choices import Choice
from cpr.ui.dates import PARTS
from cpr.ui.fields import Look
from cpr.ui.widgets import DateInput

Params = dict[str, Any]

_PART_LABELS = {
    "day": gettext_lazy("Day"),
    "month": gettext_lazy("Month"),
    "year": gettext_lazy("Year"),
}
_PART_WIDTHS = {"day": "2", "month": "3", "year": "4"}


def field(bound: BoundField, **overrides: Any) -> SafeString:
    """This will render one field: label, hint, error, input.

    Overrides are macro parameters; `label` and `hint` are plain text (an empty hint takes it away).
    """
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    component, params = _describe(bound)
    label, hint = overrides.pop("label", None), overrides.pop("hint", None)
    if label:
        named = params["label"] if "label" in params else params["fieldset"]["legend"]
        named["text"] = label
    if hint is not None:
        params["hint"] = {"text": hint} if hint else None
    rendered = macros.render(component, {**params, **overrides})
    named_groups = groups.sizes(bound.field.choices) if component == "select" else []  # type: ignore[attr-defined]
    return groups.put(rendered, named_groups) if any(n for n, _size in named_groups) else rendered


def fields(form: forms.BaseForm) -> SafeString:
    """This will render every field in order; revealed ones stand inside what reveals them."""
    inner = form.revealed_fields() if hasattr(form, "revealed_fields") else set()
    parts = [field(bound) for bound in form if bound.name not in inner]
    return mark_safe("\n".join(parts))  # noqa: S308 - each part came out of a macro


def error_summary(form: forms.BaseForm) -> SafeString:
    """This will render the list of errors that links to each field; nothing without errors."""
    if not form.errors:
        return SafeString("")
    entries: list[Params] = [{"text": message} for message in form.non_field_errors()]
    for bound in form:
        entries += [{"text": text, "href": f"#{first_input_id(bound)}"} for text in bound.errors]
    return macros.render(
        "error-summary", {"title_text": _("There is a problem"), "error_list": entries}
    )


def first_input_id(bound: BoundField) -> str:
    """This will name the input that an error of this field should lead to."""
    if isinstance(bound.field.widget, DateInput):
        return f"{bound.auto_id}-{(_wrong_parts(bound) or PARTS)[0]}"
    return bound.auto_id


def _describe(bound: BoundField) -> tuple[str, Params]:
    """Name the component and its parameters by the widget, the most particular kind first."""
    for widget, component, describe in _COMPONENTS:
        if isinstance(bound.field.widget, widget):
            params = describe(bound)
            return ("character-count" if "maxlength" in params else component), params
    return "input", _input(bound)


def _look(bound: BoundField) -> Look:
    return getattr(bound.field, "look", None) or Look()


def _label(bound: BoundField) -> Any:
    label = bound.label
    look = _look(bound)
    if not bound.field.required and look.mark_optional:
        return words.optional(label)
    return label


def _common(bound: BoundField) -> Params:
    params: Params = {"id": bound.auto_id, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"html": conditional_escape(bound.help_text)}
    if bound.errors:
        lines = format_html_join(mark_safe("<br>"), "{}", ((text,) for text in bound.errors))
        params["error_message"] = {"html": lines, "visually_hidden_text": _("Error")}
    return params


def _labelled(bound: BoundField) -> Params:
    look = _look(bound)
    classes = [f"govuk-label--{look.label_size}"] if look.label_size else []
    if look.hide_label:
        classes = ["govuk-visually-hidden"]
    return _common(bound) | {"label": {"text": _label(bound), "classes": " ".join(classes)}}


def _grouped(bound: BoundField) -> Params:
    look = _look(bound)
    classes = [f"govuk-fieldset__legend--{look.label_size}"] if look.label_size else []
    if look.hide_label:
        classes = ["govuk-visually-hidden"]
    legend = {"text": _label(bound), "classes": " ".join(classes)}
    return _common(bound) | {"fieldset": {"legend": legend}}


def _shown(bound: BoundField) -> Any:
    value = bound.value()
    return "" if value is None else value


def _attributes(bound: BoundField, *names: str) -> Params:
    attrs = bound.field.widget.attrs
    return {name: attrs[name] for name in names if name in attrs}


def _input(bound: BoundField) -> Params:
    look = _look(bound)
    kind = getattr(bound.field.widget, "input_type", "text")
    params = _labelled(bound) | {
        "type": "text" if kind == "number" else kind,
        "value": str(_shown(bound)),
        "classes": f"govuk-input--width-{look.width}" if look.width.isdigit() else "",
    }
    if look.width and not look.width.isdigit():
        params["classes"] = f"govuk-!-width-{look.width}"
    autocomplete = look.autocomplete or bound.field.widget.attrs.get("autocomplete")
    params |= {"autocomplete": autocomplete} if autocomplete else {}
    params |= {"inputmode": look.inputmode} if look.inputmode else {}
    params |= {"spellcheck": look.spellcheck} if look.spellcheck is not None else {}
    params |= {"prefix": {"text": look.prefix}} if look.prefix else {}
    params |= {"suffix": {"text": look.suffix}} if look.suffix else {}
    return params


def _password(bound: BoundField) -> Params:
    return _labelled(bound) | {
        "autocomplete": bound.field.widget.attrs.get("autocomplete", "current-password"),
        "show_password_text": _("Show"),
        "hide_password_text": _("Hide"),
        "show_password_aria_label_text": _("Show password"),
        "hide_password_aria_label_text": _("Hide password"),
        "password_shown_announcement_text": _("Your password is visible"),
        "password_hidden_announcement_text": _("Your password is hidden"),
    }


def _textarea(bound: BoundField) -> Params:
    look = _look(bound)
    params = _labelled(bound) | {"value": str(_shown(bound)), "rows": look.rows}
    limit = getattr(bound.field, "max_length", None)
    return params | _count_words(limit) if look.count and limit else params


def _file(bound: BoundField) -> Params:
    return _labelled(bound) | {"attributes": _attributes(bound, "accept")}


def _count_words(limit: int) -> Params:
    return {
        "maxlength": limit,
        "textarea_description_text": _("You can enter up to %%{count} characters") % (),
        "characters_at_limit_text": _("You have 0 characters left"),
        "characters_under_limit_text": {
            "one": _("You have %%{count} character left") % (),
            "other": _("You have %%{count} characters left") % (),
        },
        "characters_over_limit_text": {
            "one": _("You have %%{count} character too many") % (),
            "other": _("You have %%{count} characters too many") % (),
        },
    }


def _select(bound: BoundField) -> Params:
    chosen = str(_shown(bound))
    items = [
        {"value": value, "text": text, "selected": str(value) == chosen}
        for value, text in _flat(bound.field.choices)  # type: ignore[attr-defined]
    ]
    empty = getattr(bound.field, "empty_label", None)
    if empty is not None and not any(item["value"] == "" for item in items):
        items.insert(0, {"value": "", "text": empty, "selected": not chosen})
    return _labelled(bound) | {"items": items}


def _options(bound: BoundField) -> Params:
    look = _look(bound)
    value = bound.value()
    chosen = (
        {str(item) for item in value} if isinstance(value, list | tuple | set) else {str(value)}
    )
    details: dict[str, Choice] = getattr(bound.field, "details", {})
    kind = "radios" if isinstance(bound.field.widget, forms.RadioSelect) else "checkboxes"
    classes = [f"govuk-{kind}--{mark}" for mark in ("inline", "small") if getattr(look, mark)]
    items = [
        _option(bound, str(key), text, details.get(str(key)), chosen)
        for key, text in _flat(bound.field.choices)  # type: ignore[attr-defined]
    ]
    return _grouped(bound) | {
        "id_prefix": bound.auto_id,
        "items": items,
        "classes": " ".join(classes),
    }


def _option(
    bound: BoundField, value: str, text: Any, detail: Choice | None, chosen: set[str]
) -> Params:
    item: Params = {"value": value, "text": text, "checked": value in chosen}
    if detail and detail.hint:
        item["hint"] = {"text": detail.hint}
    if detail and detail.reveals:
        item["conditional"] = {"html": _revealed(bound, tuple(detail.reveals))}
    return item


def _one_checkbox(bound: BoundField) -> Params:
    params = _common(bound)
    item: Params = {"value": "True", "text": bound.label, "checked": bool(bound.value())}
    hint = params.pop("hint", None)
    if hint:
        item["hint"] = hint
    reveals = getattr(bound.field, "reveals", ())
    if reveals:
        item["conditional"] = {"html": _revealed(bound, reveals)}
    classes = "govuk-checkboxes--small" if _look(bound).small else ""
    return params | {"id_prefix": bound.auto_id, "items": [item], "classes": classes}


def _revealed(bound: BoundField, names: tuple[str, ...]) -> SafeString:
    return mark_safe("".join(field(bound.form[name]) for name in names))  # noqa: S308


def _date(bound: BoundField) -> Params:
    typed = DateInput.split(bound.value())
    wrong = _wrong_parts(bound)
    items = [
        {
            "name": f"{bound.html_name}-{part}",
            "id": f"{bound.auto_id}-{part}",
            "label": _PART_LABELS[part],
            "value": value,
            "inputmode": "text" if part == "month" else "numeric",
            "autocomplete": "off",
            "classes": f"govuk-input--width-{_PART_WIDTHS[part]}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, value in zip(PARTS, typed, strict=True)
    ]
    return _grouped(bound) | {"items": items}


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    problems = bound.form.errors.as_data().get(bound.name, [])
    for problem in problems:
        parts = (problem.params or {}).get("parts")
        if parts:
            return tuple(parts)
    return PARTS if problems else ()


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, text in choices:
        pairs += list(text) if isinstance(text, list | tuple) else [(value, text)]
    return pairs


_COMPONENTS: tuple[tuple[type[forms.Widget], str, Callable[[BoundField], Params]], ...] = (
    (DateInput, "date-input", _date),
    (forms.CheckboxSelectMultiple, "checkboxes", _options),
    (forms.RadioSelect, "radios", _options),
    (forms.Select, "select", _select),
    (forms.CheckboxInput, "checkboxes", _one_checkbox),
    (forms.Textarea, "textarea", _textarea),
    (forms.FileInput, "file-upload", _file),
    (forms.PasswordInput, "password-input", _password),
)
