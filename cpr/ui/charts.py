"""Small pictures as SVG with a text beside each. Shapes through attributes and classes only, so
that they need no inline style and follow forced colours and print."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

STATES = ("ok", "soon", "late", "plain")
_HEIGHT = 120
_WIDTH = 40


@dataclass(frozen=True)
class Column:
    """One column: `lower` and, above it, `upper`; `words` says the same to those who listen."""

    label: str
    lower: int
    upper: int = 0
    url: str = ""
    words: str = ""

    @property
    def total(self) -> int:
        """Both parts together."""
        return self.lower + self.upper


@dataclass(frozen=True)
class Rate:
    """A part of a whole in one stretch of time; ``words`` says which, and how many of how many."""

    part: int
    whole: int
    words: str
    url: str = ""


def rates(entries: Iterable[Rate], *, good: float) -> SafeString:
    """This will draw one small column a stretch, as high as its share, each a link to its list.

    From ``good`` upwards a column is green. A stretch with nothing in it has a base and no column.
    """
    # A board has more than a hundred of these: each is one call, and its shape is drawn once.
    items = mark_safe("".join(_rate(each, good) for each in entries))  # noqa: S308 (escaped there)
    return format_html('<ol class="app-rates">{}</ol>', items)


_SHAPE = (
    '<svg class="app-rates__picture" viewBox="0 0 20 40" preserveAspectRatio="none"'
    ' aria-hidden="true" focusable="false">{columns}<rect class="app-rates__base" y="39" width="20"'
    ' height="1"/></svg>'
)
_COLUMNS = (
    '<rect class="app-rates__track" width="20" height="40"/>'
    '<rect class="app-rates__fill app-rates__fill--{state}" y="{top}" width="20"'
    ' height="{height}"/>'
)
_WORDS = '{}<span class="govuk-visually-hidden">{}</span>'
_RATE = f'<li><span class="app-rates__item">{_WORDS}</span></li>'
_LINKED_RATE = f'<li><a class="app-rates__item" href="{{}}">{_WORDS}</a></li>'


def _rate(each: Rate, good: float) -> SafeString:
    shape = _shape(_share(each.part, each.whole), good, is_empty=not each.whole)
    if not each.url:
        return format_html(_RATE, shape, each.words)
    return format_html(_LINKED_RATE, each.url, shape, each.words)


@lru_cache(maxsize=1024)
def _shape(share: float, good: float, *, is_empty: bool) -> SafeString:
    columns = format_html(
        _COLUMNS,
        state="ok" if share >= good else "soon",
        top=f"{40 - share * 40:.1f}",
        height=f"{share * 40:.1f}",
    )
    return format_html(_SHAPE, columns="" if is_empty else columns)


def bar(value: float, maximum: float = 100, *, state: str = "ok", label: str = "") -> SafeString:
    """This will draw a horizontal bar and print its figure after it; `state` is one of STATES.

    `label` is what is printed; without it, the share in per cent.
    """
    share = _share(value, maximum)
    return format_html(
        '<span class="app-bar app-bar--{}"><svg class="app-bar__picture" viewBox="0 0 100 10"'
        ' preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="app-bar__track" width="100" height="10"/>'
        '<rect class="app-bar__fill" width="{}" height="10"/></svg>'
        '<span class="app-bar__text">{}</span></span>',
        state if state in STATES else "plain",
        f"{share * 100:.1f}",
        label or _("%(figure)s%%") % {"figure": f"{share * 100:.0f}"},
    )


def columns(entries: Iterable[Column], *, legend: str = "") -> SafeString:
    """This will draw stacked columns side by side, each a link where it has a URL.

    `legend` says in words what the upper, orange part means.
    """
    shown = list(entries)
    highest = max([column.total for column in shown], default=0) or 1
    items = format_html_join("", "<li>{}</li>", ((_column(c, highest),) for c in shown))
    note = format_html('<p class="app-chart__legend">{}</p>', legend) if legend else ""
    return format_html(
        '<div class="app-chart"><ol class="app-chart__list">{}</ol>{}</div>', items, note
    )


def _column(column: Column, highest: int) -> SafeString:
    lower = _share(column.lower, highest) * _HEIGHT
    upper = _share(column.upper, highest) * _HEIGHT
    picture = format_html(
        '<svg class="app-chart__column" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' aria-hidden="true" focusable="false">'
        '<rect class="app-chart__upper" y="{uy}" width="{w}" height="{uh}"/>'
        '<rect class="app-chart__lower" y="{ly}" width="{w}" height="{lh}"/></svg>',
        w=_WIDTH,
        h=_HEIGHT,
        uy=f"{_HEIGHT - lower - upper:.1f}",
        uh=f"{upper:.1f}",
        ly=f"{_HEIGHT - lower:.1f}",
        lh=f"{lower:.1f}",
    )
    text = format_html(
        '<span class="app-chart__figure">{}</span>{}<span class="app-chart__label">{}</span>',
        column.total,
        picture,
        column.label,
    )
    if column.words:
        text = format_html('{}<span class="govuk-visually-hidden">: {}</span>', text, column.words)
    if not column.url:
        return format_html('<span class="app-chart__item">{}</span>', text)
    return format_html(
        '<a class="app-chart__item app-chart__item--link" href="{}">{}</a>', column.url, text
    )


def _share(value: float, maximum: float) -> float:
    if maximum <= 0:
        return 0.0
    return min(max(value / maximum, 0.0), 1.0)
