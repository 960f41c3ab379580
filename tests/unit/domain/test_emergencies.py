"""The rules of emergency access: reasons, hours, reviews."""

from __future__ import annotations

import pytest

from cases.domain.rules import emergencies as rules
from cases.domain.statuses import Level

SIX = "one two three four five six"


def codes(reason: str = SIX, hours: int = 1, longest: int = 3) -> list[str]:
    found = rules.opening_problems(reason=reason, hours=hours, longest=longest)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        (SIX, []),
        ("  one\ttwo\nthree four five 6  ", []),
        ("one two three four five", ["emergency_reason_too_short"]),
        ("one - two . three ! four ? five", ["emergency_reason_too_short"]),
        ("", ["emergency_reason_missing"]),
        (" . - ! ? … – ", ["emergency_reason_missing"]),
        ("mae’r plentyn yn cael ei drin", []),
    ],
)
def test_a_reason_is_words_and_six_of_them(reason: str, wanted: list[str]) -> None:
    assert codes(reason) == wanted


@pytest.mark.parametrize("hours", range(-1, 7))
def test_hours_are_one_to_the_longest(hours: int) -> None:
    assert codes(hours=hours) == ([] if 1 <= hours <= 3 else ["emergency_too_long"])


def test_every_reason_is_given_at_once() -> None:
    assert codes(reason="", hours=9) == ["emergency_reason_missing", "emergency_too_long"]


@pytest.mark.parametrize("longest", [1, 2, 3, 5, 24, 48])
def test_what_is_offered_is_allowed_rises_and_ends_at_the_longest(longest: int) -> None:
    offered = rules.hours_offered(longest)
    assert offered[-1] == longest
    assert list(offered) == sorted(set(offered))
    assert all(codes(hours=hours, longest=longest) == [] for hours in offered)


def test_it_opens_no_more_than_notes() -> None:
    assert rules.EMERGENCY_LEVEL is Level.NOTES


@pytest.mark.parametrize("note", ["", "  ", "- –"])
def test_a_review_and_a_taking_over_need_words(note: str) -> None:
    assert [p.code for p in rules.review_problems(note=note)] == ["review_note_missing"]
    assert [p.code for p in rules.taking_over_problems(note=note)] == ["taking_over_note_missing"]
    assert [p.code for p in rules.ending_problems(reason=note)] == ["ending_reason_missing"]


def test_a_review_is_a_real_sentence_and_the_others_a_few_words() -> None:
    for note in ("x", "seen", "one two three four - five"):
        assert [p.code for p in rules.review_problems(note=note)] == ["review_note_too_short"]
    assert list(rules.review_problems(note=SIX)) == []
    assert [p.code for p in rules.taking_over_problems(note="on leave")] == [
        "taking_over_note_too_short"
    ]
    assert [p.code for p in rules.ending_problems(reason="no . need")] == [
        "ending_reason_too_short"
    ]
    assert list(rules.taking_over_problems(note="Huw is away")) == []
    assert list(rules.ending_problems(reason="home and safe")) == []
