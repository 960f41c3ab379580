"""Who can be on the register: names, birth, expected birth, death, and coming of age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cases.domain.calendar import years_between
from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_in_future, check_order, check_text

ADULT_YEARS = 18
LONGEST_NAME = 200
EXPECTED_WITHIN_WEEKS = 42
"""How far ahead a birth can be expected; a named default, no Welsh figure was found."""
BIRTH_OVERDUE_WEEKS = 4
"""How long after the expected date the register asks what happened; a named default."""
BIRTH_EARLY_WEEKS = 20
"""How long before the expected date a birth can have been; a named default."""


def new_child_problems(
    *, family_name: str, born_on: date | None, expected_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield everything wrong with what is said of a child who is to be added.

    The family name is enough: given names may not be known, and an unborn child has none.
    """
    yield from check_text("family_name", family_name, code="family_name_missing")
    yield from check_birth(born_on, expected_on, today)


def check_birth(born_on: date | None, expected_on: date | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the date of birth, or with the expected one of an unborn child.

    The register is of children, born or unborn (c2-p10). Once a birth is recorded the expected
    date is history and is not judged again.
    """
    if born_on is not None:
        yield from check_not_in_future("born_on", born_on, today)
        yield from check_is_child("born_on", born_on, today)
    elif expected_on is None:
        yield Problem("birth_or_expected_date_missing", "born_on")
    elif expected_on > today + timedelta(weeks=EXPECTED_WITHIN_WEEKS):
        yield Problem("expected_on_too_far", "expected_on", {"weeks": EXPECTED_WITHIN_WEEKS})
    elif expected_on < today - timedelta(weeks=BIRTH_OVERDUE_WEEKS):
        yield Problem("expected_on_long_past", "expected_on", {"weeks": BIRTH_OVERDUE_WEEKS})


def recorded_birth_problems(
    *, born_on: date, expected_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield everything wrong with the birth of a child who was on record before it (c2-p10).

    A birth far from the day it was expected on is more likely a slip, or another child.
    """
    yield from check_not_in_future("born_on", born_on, today, code="birth_in_future")
    yield from check_is_child("born_on", born_on, today)
    if expected_on is None:
        return
    earliest = expected_on - timedelta(weeks=BIRTH_EARLY_WEEKS)
    latest = expected_on + timedelta(weeks=BIRTH_OVERDUE_WEEKS)
    if born_on < earliest:
        params = {"weeks": BIRTH_EARLY_WEEKS, "expected_on": expected_on}
        yield Problem("born_long_before_expected", "born_on", params)
    elif born_on > latest:
        params = {"weeks": BIRTH_OVERDUE_WEEKS, "expected_on": expected_on}
        yield Problem("born_long_after_expected", "born_on", params)


def other_name_problems(names: str, *, recorded: str) -> Iterator[Problem]:
    """Yield what is wrong with another name of a child; letter for letter the same is none."""
    yield from check_text("names", names, code="other_name_missing")
    if len(names) > LONGEST_NAME:
        yield Problem("other_name_too_long", "names", {"most": LONGEST_NAME})
    is_spelt_so = names.casefold() == " ".join(recorded.split()).casefold()
    if names and is_spelt_so:
        yield Problem("other_name_is_recorded", "names", {"name": recorded.strip()})


def death_problems(*, died_on: date, born_on: date | None, today: date) -> Iterator[Problem]:
    """Yield everything wrong with a date of death."""
    yield from check_not_in_future("died_on", died_on, today)
    yield from check_order("died_on", died_on, "born_on", born_on, code="died_on_before_birth")


def check_is_child(field: str, born_on: date | None, on: date) -> Iterator[Problem]:
    """Yield a problem for a person of 18 or more: a child is a person under 18."""
    if born_on is not None and has_come_of_age(born_on, on):
        yield Problem("child_is_adult", field, {"eighteenth_on": eighteenth_birthday(born_on)})


def has_come_of_age(born_on: date, on: date) -> bool:
    """Say whether somebody is 18 or over on a day."""
    return years_between(born_on, on) >= ADULT_YEARS


def eighteenth_birthday(born_on: date) -> date:
    """Give the first day on which somebody is 18; 1 March for a birth on 29 February."""
    year = born_on.year + ADULT_YEARS
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
