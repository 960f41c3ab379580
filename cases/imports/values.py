"""Text and cells of a return turned into dates, answers and numbers, or into "not understood".

Pure and strict: a value is read only when there is one way to read it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

EARLIEST_YEAR = 1900
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:Z|T00:00:00(?:\.0+)?Z?)?$")
_BRITISH = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_YES = frozenset({"true", "1", "yes", "y"})
_NO = frozenset({"false", "0", "no", "n"})


class NotUnderstood(ValueError):
    """The value is there but says nothing that can be read."""


def read_date(value: object, *, british: bool = False) -> date | None:
    """This will give the date in ``value``, or None when the value is empty.

    ISO dates and real dates are read; ``31/01/2024`` only with ``british``, as workbooks have it.

    Raises: NotUnderstood for anything else.
    """
    if isinstance(value, datetime):
        return _sensible(value.date())
    if isinstance(value, date):
        return _sensible(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise NotUnderstood
    text = value.strip()
    if not text:
        return None
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif british and (found := _BRITISH.match(text)):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise NotUnderstood
    try:
        return _sensible(date(year, month, day))
    except ValueError:
        raise NotUnderstood from None


def _sensible(on: date) -> date:
    if on.year < EARLIEST_YEAR:
        raise NotUnderstood
    return on


def read_yes_no(text: str) -> bool | None:
    """This will give the answer in ``text``, or None when it is empty.

    Raises: NotUnderstood for any other word.
    """
    word = text.strip().lower()
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise NotUnderstood


def read_count(value: object) -> int | None:
    """This will give the whole number in ``value``, or None when it is empty.

    Raises: NotUnderstood for a fraction, a negative number or words.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    text = re.sub(r"\.0+$", "", text)
    if not re.fullmatch(r"\d{1,4}", text):
        raise NotUnderstood
    return int(text)


def shown(value: object) -> str:
    """This will give a value as it may be quoted in a finding: one line, not too long."""
    return " ".join(str(value).split())[:80]
