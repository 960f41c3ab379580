"""GOV.UK component macros, through one Jinja environment that compiles each of them once.

What lives here: names, parameters and escaping. What does not: Django forms (see rendering.py).
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

_PACKAGE = "govuk_frontend_jinja"
_VERBATIM = frozenset({"attributes"})
"""Parameters whose keys are HTML attribute names and so keep their spelling."""


@cache
def environment() -> Environment:
    """This will return the process's one environment; templates compile once and stay."""
    env = Environment(
        loader=PrefixLoader({_PACKAGE: PackageLoader(_PACKAGE)}),
        autoescape=True,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The macros indent nested HTML for show; that would add spaces inside a nested <textarea>.
    env.filters["indent"] = lambda text, *_args, **_kwargs: text
    return env


@cache
def _macro(component: str) -> Any:
    template = environment().get_template(f"{_PACKAGE}/components/{component}/macro.html")
    return getattr(template.module, "govuk" + _pascal(component))


def render(component: str, params: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """This will render one GOV.UK component, `render("button", text="Save")`.

    Keys may be snake_case at any depth. An `html` value that is not marked safe is escaped, so
    a plain string can never inject markup.

    Raises: `jinja2.TemplateNotFound` for an unknown component.
    """
    merged = {**(params or {}), **more}
    # Every value was escaped by Jinja or by `_plain`.
    return mark_safe(str(_macro(component)(_plain(merged))).strip())  # noqa: S308


def _plain(value: Any, key: str = "") -> Any:
    """Turn parameters into what the macros want: camelCase keys, no lazy text, safe HTML."""
    if isinstance(value, Mapping):
        if key in _VERBATIM:
            return {name: _plain(inner) for name, inner in value.items()}
        return {camel(name): _plain(inner, camel(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Promise):
        value = str(value)
    if key == "html" and value is not None:
        return conditional_escape(value)
    return value


@cache
def camel(name: str) -> str:
    """This will turn `summary_text` into `summaryText` and leave `summaryText` alone."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def _pascal(component: str) -> str:
    return "".join(part.capitalize() for part in component.split("-"))
