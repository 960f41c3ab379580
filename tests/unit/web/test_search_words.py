"""One box: numbers, a date of birth and a name are told apart, in any order."""

from __future__ import annotations

from datetime import date

import pytest

from cases.queries.search import LONGEST, read

TODAY = date(2026, 11, 22)
THIRD_OF_MAY = date(2022, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "3/5/2022",
        "03.05.2022",
        "3-5-22",
        "3 5 2022",
        "2022-05-03",
        "3 May 2022",
        "3rd May 2022",
        "3 Mai 2022",
        "3 may, 2022",
    ],
)
def test_a_date_is_read_in_common_forms(text: str) -> None:
    assert read(text, TODAY).day == THIRD_OF_MAY
    around = read(f"Efa {text} Lloyd", TODAY)
    assert (around.name, around.day) == ("Efa Lloyd", THIRD_OF_MAY)


@pytest.mark.parametrize("text", ["999 123 4567", "999-123-4567", "9991234567"])
def test_an_nhs_number_is_read_as_people_write_it(text: str) -> None:
    assert read(text, TODAY).national_numbers == ("9991234567",)


def test_a_pupil_number_and_a_local_number() -> None:
    assert read("a66812345678b", TODAY).national_numbers == ("A66812345678B",)
    local = read("CF/1234", TODAY)
    assert (local.national_numbers, local.numbers) == ((), ("CF/1234",))
    assert "AB 12" in read("AB 12", TODAY).numbers


def test_two_digits_of_a_year_are_never_far_ahead() -> None:
    assert read("1/2/27", TODAY).day == date(2027, 2, 1)
    assert read("1/2/98", TODAY).day == date(1998, 2, 1)


@pytest.mark.parametrize("text", ["31/02/2022", "3 Nonsense 2022", "0/0/0000"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert read(text, TODAY).day is None


def test_a_question_is_cut_and_cleaned() -> None:
    assert read("  Efa \0 Lloyd, ", TODAY).name == "Efa Lloyd"
    assert len(read("x" * 999, TODAY).text) == LONGEST
    assert read(" \0 ", TODAY).is_empty
