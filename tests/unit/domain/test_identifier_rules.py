"""NHS numbers and unique pupil numbers, against published examples and every slip of a digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.errors import Problem
from cases.domain.rules import identifiers as rules
from cases.domain.statuses import IdentifierScheme

NINE = st.text("0123456789", min_size=9, max_size=9)
TWELVE = st.text("0123456789", min_size=12, max_size=12)


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", ["9434765919", "6541003238", "9990000018", "9991234561"])
def test_true_nhs_numbers(value: str) -> None:
    expected = rules.nhs_check_digit(value[:9])
    assert (codes(rules.nhs_number_problems(value)) == []) == (expected == int(value[9]))


@pytest.mark.parametrize("value", ["9434765919", "6541003238"])
def test_published_nhs_numbers_pass(value: str) -> None:
    assert codes(rules.nhs_number_problems(value)) == []


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("943 476 5919", "9434765919"),
        (" 943-476-5919 ", "9434765919"),
        ("943\u00a0476\u20115919", "9434765919"),
        ("9434765919", "9434765919"),
    ],
)
def test_people_write_nhs_numbers_with_spaces(written: str, stored: str) -> None:
    assert rules.normalise_nhs_number(written) == stored
    assert codes(rules.nhs_number_problems(written)) == []
    assert rules.format_nhs_number(stored) == "943 476 5919"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "nhs_number_not_ten_digits"),
        ("943476591", "nhs_number_not_ten_digits"),
        ("94347659190", "nhs_number_not_ten_digits"),
        ("943476591X", "nhs_number_not_ten_digits"),
        ("٩٤٣٤٧٦٥٩١٩", "nhs_number_not_ten_digits"),  # digits, of another script
        ("9434765918", "nhs_number_check_digit"),
        ("0000000000", "nhs_number_placeholder"),
        ("4444444444", "nhs_number_placeholder"),
    ],
)
def test_what_is_no_nhs_number(value: str, code: str) -> None:
    assert codes(rules.nhs_number_problems(value)) == [code]


@given(NINE)
def test_every_slip_of_one_digit_is_caught(nine: str) -> None:
    check = rules.nhs_check_digit(nine)
    if check is None or len(set(nine + str(check))) == 1:
        return
    number = nine + str(check)
    assert codes(rules.nhs_number_problems(number)) == []
    for place in range(10):
        for digit in "0123456789":
            slipped = number[:place] + digit + number[place + 1 :]
            if digit != number[place]:
                assert codes(rules.nhs_number_problems(slipped)) != []


@given(NINE, st.integers(0, 8))
def test_every_swap_of_two_neighbours_is_caught(nine: str, place: int) -> None:
    check = rules.nhs_check_digit(nine)
    if check is None:
        return
    number = nine + str(check)
    signs = list(number)
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    if "".join(signs) != number:
        assert codes(rules.nhs_number_problems("".join(signs))) != []


def test_nine_digits_that_can_belong_to_nobody() -> None:
    nine = next(
        str(n) for n in range(100000000, 100000100) if rules.nhs_check_digit(str(n)) is None
    )
    for digit in "0123456789":
        assert codes(rules.nhs_number_problems(nine + digit)) == ["nhs_number_check_digit"]


def test_the_range_kept_for_made_up_people() -> None:
    assert rules.is_test_nhs_number("9991234567")
    assert not rules.is_test_nhs_number("9434765919")


def test_what_is_no_nhs_number_is_shown_as_it_is() -> None:
    assert rules.format_nhs_number("12345") == "12345"


def test_published_pupil_numbers() -> None:
    assert codes(rules.upn_problems("B801200005001")) == []
    assert codes(rules.upn_problems("A801200005001")) == ["upn_check_letter"]
    assert rules.upn_check_letter("207000016049") == "P"  # 4 + 28 + 9 + 60 + 48 + 117 = 266


def test_temporary_pupil_numbers_count_their_last_letter() -> None:
    last_twelve = "66040000120A"
    permanent_like = "660400001200"
    assert rules.upn_check_letter(last_twelve) == rules.upn_check_letter(permanent_like)
    number = rules.upn_check_letter(last_twelve) + last_twelve
    assert codes(rules.upn_problems(number)) == []
    assert rules.is_temporary_upn(number)
    assert not rules.is_temporary_upn("B801200005001")


def test_a_letter_counts_by_its_place_among_the_23() -> None:
    z, y = rules.upn_check_letter("66040000120Z"), rules.upn_check_letter("66040000120Y")
    letters = rules.UPN_LETTERS
    assert (letters.index(z) - letters.index(y)) % 23 == 13


@pytest.mark.parametrize("code", [660, 671, 681])
def test_welsh_pupil_numbers_are_as_good_as_any(code: int) -> None:
    last_twelve = f"{code}400025001"
    number = rules.upn_check_letter(last_twelve) + last_twelve
    assert codes(rules.upn_problems(number)) == []
    assert rules.is_welsh_upn(number)
    assert not rules.is_welsh_upn("B801200005001")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "B80120000500",
        "B8012000050011",
        "1801200005001",
        "I801200005001",
        "B80120000500I",
        "B80120000A001",
        "B801200005O01",
    ],
)
def test_what_has_not_the_shape_of_a_pupil_number(value: str) -> None:
    assert codes(rules.upn_problems(value)) == ["upn_wrong_shape"]


def test_people_write_pupil_numbers_in_small_letters() -> None:
    assert rules.normalise_upn(" b801 2000 05001 ") == "B801200005001"
    assert codes(rules.upn_problems("b801 2000 05001")) == []


@given(TWELVE)
def test_exactly_one_letter_belongs_to_twelve_digits(last_twelve: str) -> None:
    fitting = [
        letter for letter in rules.UPN_LETTERS if not list(rules.upn_problems(letter + last_twelve))
    ]
    assert fitting == [rules.upn_check_letter(last_twelve)]


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    for scheme in IdentifierScheme:
        value = rules.normalise(scheme, text)
        assert rules.normalise(scheme, value) == value
        assert all(isinstance(p, Problem) for p in rules.identifier_problems(scheme, value))


def test_local_numbers_are_as_they_are() -> None:
    assert rules.normalise(IdentifierScheme.LOCAL, " RND 1 ") == "RND 1"
    assert list(rules.identifier_problems(IdentifierScheme.LOCAL, "RND 1")) == []
    assert codes(rules.identifier_problems(IdentifierScheme.FORMER_UPN, "x")) == ["upn_wrong_shape"]
