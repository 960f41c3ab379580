"""What somebody typed into the one search box, read as numbers, a date of birth and a name.

Pure: no database, no clock of its own. What is done with it is in ``children``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cases.domain import names
from cases.domain.rules import identifiers
from cpr.ui.dates import month_number

LONGEST = 200
EARLIEST_YEAR = 1900
MOST_WORDS = 8

_NHS = re.compile(r"(?<![0-9])[0-9]{3}[ \-]?[0-9]{3}[ \-]?[0-9]{4}(?![0-9])")
_UPN = re.compile(r"\b[A-Za-z][0-9]{11}[0-9A-Za-z]\b")
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_NUMERIC = re.compile(r"\b([0-9]{1,2})[/. \-]([0-9]{1,2})[/. \-]([0-9]{4}|[0-9]{2})\b")
_WORDED = re.compile(
    r"\b([0-9]{1,2})(?:st|nd|rd|th|fed|ain|af|eg)?[ \-]+([^\W\d_]{3,})\.?,?[ \-]+([0-9]{4})\b"
)


@dataclass(frozen=True)
class Asked:
    """A question as read: ``national_numbers`` are NHS numbers and UPNs, stored form.

    ``words`` are the folded words of names and addresses, those with digits too.
    """

    text: str = ""
    name: str = ""
    day: date | None = None
    national_numbers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.text


def read(text: str, today: date) -> Asked:
    """This will read what was typed; whatever is no number and no date is a name."""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    left = text
    national = []
    for pattern, normalise in (
        (_UPN, identifiers.normalise_upn),
        (_NHS, identifiers.normalise_nhs_number),
    ):
        for found in pattern.findall(left):
            national.append(normalise(found))
            left = left.replace(found, " ")
    day, left = _take_day(left, today)
    tokens = left.split()
    local = [token for token in tokens if any(sign.isdigit() for sign in token)]
    return Asked(
        text=text,
        name=" ".join(token for token in tokens if token not in local).strip(" ,;"),
        day=day,
        national_numbers=tuple(national),
        numbers=tuple(dict.fromkeys([*national, *local, *([text] if local else [])])),
        words=tuple(names.words(left)[:MOST_WORDS]),
    )


def near_days(day: date) -> list[date]:
    """This will list the days easily written for another: a day or a year beside, or exchanged."""
    beside = [day - timedelta(days=1), day + timedelta(days=1)]
    for year, month, number in (
        (day.year, day.day, day.month),
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
    ):
        try:
            beside.append(date(year, month, number))
        except ValueError:
            continue
    return [each for each in dict.fromkeys(beside) if each != day]


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    for pattern, order in ((_ISO, (2, 1, 0)), (_NUMERIC, (0, 1, 2)), (_WORDED, (0, 1, 2))):
        found = pattern.search(text)
        if found is None:
            continue
        day, month, year = (found.groups()[place] for place in order)
        read_day = _day(day, month, year, today)
        if read_day is not None:
            return read_day, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _day(day: str, month: str, year: str, today: date) -> date | None:
    number = month_number(month)
    if number is None:
        return None
    full_year = int(year)
    if len(year) == 4 and not EARLIEST_YEAR <= full_year <= today.year + 2:
        return None
    if len(year) == 2:
        full_year += today.year // 100 * 100
        if full_year > today.year + 1:
            full_year -= 100
    try:
        return date(full_year, number, int(day))
    except ValueError:
        return None
