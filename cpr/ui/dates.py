"""Reading a date that a person typed as three parts. Pure: no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

PARTS = ("day", "month", "year")

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth"),
    ("april", "ebrill"),
    ("may", "mai"),
    ("june", "mehefin"),
    ("july", "gorffennaf"),
    ("august", "awst"),
    ("september", "medi"),
    ("october", "hydref"),
    ("november", "tachwedd"),
    ("december", "rhagfyr"),
)
_SHORTEST_NAME = 3
_YEAR_DIGITS = 4
_EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class DateProblem(Exception):
    """What is wrong with the typed parts: `code`, and which `parts` to mark."""

    code: str
    parts: tuple[str, ...]


def read_parts(raw: Sequence[str]) -> date | None:
    """This will read (day, month, year) as typed; all blank is None.

    A month may be a number or its name in English or Welsh, whole or from three letters on.

    Raises: DateProblem with code `missing`, `short_year` or `unreal`.
    """
    day, month, year = (part.strip() for part in raw)
    missing = tuple(name for name, part in zip(PARTS, (day, month, year), strict=True) if not part)
    if len(missing) == len(PARTS):
        return None
    if missing:
        raise DateProblem("missing", missing)
    numbers = (_number(day), month_number(month), _number(year))
    wrong = _out_of_range(numbers)
    if wrong:
        raise DateProblem("unreal", wrong)
    if not (year.isdecimal() and len(year) == _YEAR_DIGITS):
        raise DateProblem("short_year", ("year",))
    if numbers[2] is not None and numbers[2] < _EARLIEST_YEAR:
        raise DateProblem("unreal", ("year",))
    try:
        return date(numbers[2] or 0, numbers[1] or 0, numbers[0] or 0)
    except ValueError as error:
        raise DateProblem("unreal", ("day",)) from error


def month_number(text: str) -> int | None:
    """This will give 1 to 12 for a number or a month's name, None for anything else."""
    number = _number(text)
    if number is not None:
        return number
    start = text.casefold().rstrip(".")
    if len(start) < _SHORTEST_NAME:
        return None
    found = {
        index
        for index, names in enumerate(_MONTHS, start=1)
        if any(name.startswith(start) for name in names)
    }
    return found.pop() if len(found) == 1 else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _YEAR_DIGITS else None


def _out_of_range(numbers: tuple[int | None, int | None, int | None]) -> tuple[str, ...]:
    limits = (31, 12, 9999)
    return tuple(
        name
        for name, number, limit in zip(PARTS, numbers, limits, strict=True)
        if number is None or not 1 <= number <= limit
    )
