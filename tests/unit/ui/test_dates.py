"""A typed date is read as its writer meant it, or the wrong part is named."""

from __future__ import annotations

from datetime import date

import pytest

from cpr.ui.dates import DateProblem, month_number, read_parts

ENGLISH = "January February March April May June July August September October November December"
WELSH = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"


@pytest.mark.parametrize("names", [ENGLISH, WELSH])
def test_every_month_is_known_by_its_whole_name_and_by_three_letters(names):
    for number, name in enumerate(names.split(), start=1):
        assert month_number(name) == number
        assert month_number(name.upper()) == number
        assert month_number(name[:3]) == number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("9", "11", "2026"), date(2026, 11, 9)),
        ((" 09 ", "Nov.", "2026"), date(2026, 11, 9)),
        (("29", "chwefror", "2028"), date(2028, 2, 29)),
        (("", "", ""), None),
    ],
)
def test_reads(typed, expected):
    assert read_parts(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code", "parts"),
    [
        (("9", "11", ""), "missing", ("year",)),
        (("", "", "2026"), "missing", ("day", "month")),
        (("31", "2", "2026"), "unreal", ("day",)),
        (("29", "2", "2027"), "unreal", ("day",)),
        (("9", "13", "2026"), "unreal", ("month",)),
        (("x", "y", "2026"), "unreal", ("day", "month")),
        (("9", "11", "26"), "short_year", ("year",)),
        (("9", "11", "0026"), "unreal", ("year",)),
        (("9", "ma", "2026"), "unreal", ("month",)),
        (("١", "11", "2026"), "ok", ()),
        (("9", "11", "20266"), "unreal", ("year",)),
        (("-9", "11", "2026"), "unreal", ("day",)),
    ],
)
def test_names_the_wrong_part(typed, code, parts):
    if code == "ok":  # digits of another script are digits
        assert read_parts(typed) == date(2026, 11, 1)
        return
    with pytest.raises(DateProblem) as caught:
        read_parts(typed)
    assert (caught.value.code, caught.value.parts) == (code, parts)
