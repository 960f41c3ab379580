"""`{% load ui %}`: GOV.UK components, forms and small pictures inside Django templates."""

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from cpr.ui import cells, charts, macros, problems, rendering

register = template.Library()


@register.simple_tag
def govuk(component: str, params: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """This will render a GOV.UK component: `{% govuk "tag" text=_("Late") %}`."""
    return macros.render(component, params, **more)


class _GovukBlock(Node):
    def __init__(
        self, component: FilterExpression, params: dict[str, FilterExpression], body: NodeList
    ) -> None:
        self.component = component
        self.params = params
        self.nodelist = body

    def render(self, context: Context) -> SafeString:
        params = {name: value.resolve(context) for name, value in self.params.items()}
        # The body is template output: already escaped.
        body = mark_safe(self.nodelist.render(context))  # noqa: S308
        return macros.render(self.component.resolve(context), params, html=body)


@register.tag
def govukblock(parser: Parser, token: Token) -> Node:
    """This will render a component around a body: `{% govukblock "details" summary_text=… %}`."""
    _tag, component, *pairs = token.split_contents()
    params = template.base.token_kwargs(pairs, parser)
    body = parser.parse(("endgovukblock",))
    parser.delete_first_token()
    return _GovukBlock(parser.compile_filter(component), params, body)


@register.simple_tag
def form_errors(form: Any = None) -> SafeString:
    """This will render the error summary of a form, or nothing where there is no form."""
    return rendering.error_summary(form) if isinstance(form, forms.BaseForm) else SafeString("")


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """This will render every field of a form in order."""
    return rendering.fields(form)


@register.simple_tag
def form_field(bound: BoundField, **overrides: Any) -> SafeString:
    """This will render one field; keywords override the macro's parameters."""
    return rendering.field(bound, **overrides)


@register.simple_tag
def bar(value: float, maximum: float = 100, *, state: str = "ok", label: str = "") -> SafeString:
    """This will draw a horizontal bar with its words for those who cannot see it."""
    return charts.bar(value, maximum, state=state, label=label)


@register.simple_tag
def columns(entries: list[charts.Column], legend: str = "") -> SafeString:
    """This will draw stacked columns, each a link to what it counts."""
    return charts.columns(entries, legend=legend)


@register.filter
def cells_of(row: Any, headings: list[Mapping[str, Any]]) -> SafeString:
    """This will render the cells of one table row under their columns, for table.html."""
    return cells.row(row, headings)


@register.filter
def page_range(page: Page[Any]) -> list[int | str]:
    """This will list the page numbers worth showing, with … for the gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def is_number(value: Any) -> bool:
    """This will tell a page number from the gap between two."""
    return isinstance(value, int)


@register.filter
def problem_texts(found: Any) -> list[str]:
    """This will put the problems of a domain error into words, for an error page."""
    return problems.texts(found)


@register.filter
def machine_time(moment: Any) -> str:
    """This will give a date or a time for a `datetime` attribute; ISO text stays as it is."""
    return str(moment.isoformat() if hasattr(moment, "isoformat") else moment)
