"""What each nation's procedures say, looked up by day: clocks, categories, quorum, words.

One module a nation holds the rows. A nation without a module here has no clocks and no
categories yet: a look-up of either answers with nothing, never with another nation's row.
"""

from __future__ import annotations

from datetime import date

from cases.domain.procedures.england import ENGLAND
from cases.domain.procedures.rows import (
    EFFECTIVE_FROM_NOT_ESTABLISHED,
    Binding,
    Category,
    Procedure,
    Quorum,
    Responsible,
    SoftTarget,
    StartEvent,
    Terms,
    Timescale,
    Unit,
    Words,
)
from cases.domain.procedures.wales import WALES
from cases.domain.statuses import Nation

__all__ = [
    "EFFECTIVE_FROM_NOT_ESTABLISHED",
    "Binding",
    "Category",
    "Procedure",
    "Quorum",
    "Responsible",
    "SoftTarget",
    "StartEvent",
    "Terms",
    "Timescale",
    "Unit",
    "Words",
    "are_several_categories_allowed",
    "categories",
    "category",
    "clocks",
    "nations",
    "procedure",
    "quorum",
    "terms",
    "timescale",
]

_PROCEDURES: dict[Nation, Procedure] = {each.nation: each for each in (WALES, ENGLAND)}
_CLOCKS: dict[tuple[Nation, str], list[Timescale]] = {}
for _each in _PROCEDURES.values():
    for _row in _each.timescales:
        _CLOCKS.setdefault((_row.nation, _row.key), []).append(_row)

NOT_SEPARATED = "not_separated"
"""The category of a loaded record whose return says only "more than one"."""


def nations() -> tuple[Nation, ...]:
    """List the nations whose procedures are held here."""
    return tuple(_PROCEDURES)


def procedure(nation: Nation) -> Procedure | None:
    """Give everything held about one nation, or ``None``."""
    return _PROCEDURES.get(nation)


def clocks(nation: Nation, on: date) -> tuple[Timescale, ...]:
    """List the time limits in force in a nation on a day."""
    held = procedure(nation)
    return tuple(row for row in held.timescales if row.is_in_force(on)) if held else ()


def timescale(nation: Nation, key: str, on: date) -> Timescale | None:
    """Give the time limit ``key`` for a clock that starts ``on`` this day.

    ``None`` means that this nation has no such clock, not that it never runs out.
    """
    return next((row for row in _CLOCKS.get((nation, key), ()) if row.is_in_force(on)), None)


def categories(nation: Nation, on: date) -> tuple[Category, ...]:
    """List the categories a conference held ``on`` this day may choose from."""
    held = procedure(nation)
    return tuple(row for row in held.categories if row.is_in_force(on)) if held else ()


def category(nation: Nation, key: str, on: date) -> Category | None:
    """Give one category, also one that no form offers (``NOT_SEPARATED``)."""
    if key == NOT_SEPARATED:
        return _not_separated(nation)
    return next((row for row in categories(nation, on) if row.key == key), None)


def are_several_categories_allowed(nation: Nation) -> bool:
    """Say whether one child may be registered under more than one category."""
    held = procedure(nation)
    return held is not None and held.are_several_categories_allowed


def quorum(nation: Nation) -> Quorum | None:
    """Say who must be at a conference for it to decide."""
    held = procedure(nation)
    return held.quorum if held else None


def terms(nation: Nation) -> Terms:
    """Give a nation's words; Wales's where a nation's own are not held yet."""
    return _PROCEDURES.get(nation, WALES).terms


def _not_separated(nation: Nation) -> Category:
    return Category(
        key=NOT_SEPARATED,
        nation=nation,
        words=Words("More than one, not said which", "Mwy nag un, heb ddweud pa rai", "O"),
        source="Code MUL of the children in need census",
        is_offered=False,
    )
