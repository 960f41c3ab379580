"""On and off the register: days, overlaps, reasons and evidence."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.rules import deregistration, registration
from cases.domain.rules.people import eighteenth_birthday, has_come_of_age
from cases.domain.statuses import REASONS_WITHOUT_CONFERENCE, DeregistrationReason
from tests.unit.domain.builders import day

TODAY = day("22 Nov")
EVIDENCE = "Nain moved in on 1 September and eleven visits found an adult present"
Reason = DeregistrationReason


def codes(problems: Any) -> list[str]:
    return [problem.code for problem in problems]


def registering(**changes: Any) -> list[str]:
    facts = {"registered_on": day("12 Aug"), "today": TODAY}
    return codes(registration.registration_problems(**{**facts, **changes}))


def taking_off(**changes: Any) -> list[str]:
    facts = {
        "reason": Reason.NO_CONTINUING_RISK,
        "evidence": EVIDENCE,
        "ended_on": day("20 Nov"),
        "today": TODAY,
        "registered_on": day("12 Aug"),
        "born_on": day("3 May 2022"),
        "is_review_conference": True,
    }
    return codes(deregistration.deregistration_problems(**{**facts, **changes}))


def test_a_plain_registration_and_a_plain_end_are_in_order() -> None:
    assert registering(conference_on=day("12 Aug"), born_on=day("3 May 2022")) == []
    assert taking_off() == []


def test_a_child_is_registered_on_the_day_of_the_conference() -> None:
    assert registering(conference_on=day("11 Aug")) == ["registered_not_on_conference_day"]
    assert registering(registered_on=day("23 Nov")) == ["registered_on_in_future"]


def test_registered_before_birth_only_while_unborn() -> None:
    assert registering(born_on=day("1 Sep")) == ["registered_on_before_birth"]
    assert registering(born_on=day("1 Sep"), expected_on=day("5 Sep")) == []
    assert registering(born_on=day("12 Aug 2027"), expected_on=day("5 Aug 2027")) == [
        "before_pregnancy"
    ]


def test_an_adult_is_not_registered() -> None:
    assert registering(born_on=day("12 Aug 2008")) == ["child_is_adult"]
    assert registering(born_on=day("13 Aug 2008")) == []


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (("1 Jan", "12 Aug"), False),  # off on the day the next begins
        (("1 Jan", "13 Aug"), True),
        (("1 Jan", None), True),
        (("1 Sep", "1 Oct"), True),  # an open period reaches over every later one
    ],
)
def test_one_registration_at_a_time(other: tuple[str, str | None], overlaps: bool) -> None:
    start, end = other
    period = (day(start), day(end) if end else None)
    assert registering(others=[period]) == (["registration_overlaps"] if overlaps else [])


PERIODS = st.tuples(
    st.dates(day("1 Jan"), day("1 Jul")), st.none() | st.dates(day("1 Jan"), day("1 Jul"))
).filter(lambda p: p[1] is None or p[0] < p[1])


@given(PERIODS, PERIODS)
def test_overlapping_is_sharing_a_day(one: Any, other: Any) -> None:
    def ends(period: Any) -> Any:
        return period[1] or day("1 Jan 2030")

    shares = max(one[0], other[0]) < min(ends(one), ends(other))
    assert bool(list(registration.check_no_overlap(one, [other]))) == shares
    assert bool(list(registration.check_no_overlap(other, [one]))) == shares


@pytest.mark.parametrize(("reason", "is_review"), list(product(Reason, [True, False])))
def test_every_reason_with_and_without_a_review(reason: Reason, is_review: bool) -> None:
    found = taking_off(
        reason=reason,
        is_review_conference=is_review,
        born_on=day("20 Nov 2008"),
        died_on=day("20 Nov"),
    )
    if reason is Reason.NOT_STATED:
        assert found == ["deregistration_reason_missing"]
    elif is_review or reason in REASONS_WITHOUT_CONFERENCE:
        assert found == []
    else:
        assert found == ["deregistration_needs_review"]


def test_no_reason_at_all() -> None:
    assert taking_off(reason=None) == ["deregistration_reason_missing"]


@pytest.mark.parametrize("evidence", ["", "  \n ", "- . -"])
def test_evidence_is_never_left_out(evidence: str) -> None:
    for reason in Reason:
        found = deregistration.check_evidence(reason, evidence)
        assert codes(found) == ["evidence_missing"], reason


def test_evidence_is_more_than_a_few_words() -> None:
    least = deregistration.MINIMUM_EVIDENCE_WORDS
    assert taking_off(evidence="word " * (least - 1)) == ["evidence_too_short"]
    assert taking_off(evidence="word " * least) == []
    assert taking_off(evidence="word - - - - - -") == ["evidence_too_short"]


def test_where_no_conference_decides_the_fact_is_the_evidence() -> None:
    facts = {"reason": Reason.LEFT_UK, "is_review_conference": False}
    assert taking_off(**facts, evidence="Emigrated to Canada") == []


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("20 Nov 2008", []),
        ("21 Nov 2008", ["not_yet_eighteen"]),
        ("19 Nov 2008", []),
    ],
)
def test_the_eighteenth_birthday_is_really_reached(born: str, expected: list[str]) -> None:
    facts = {"reason": Reason.EIGHTEENTH_BIRTHDAY, "is_review_conference": False}
    assert taking_off(**facts, born_on=day(born)) == expected


def test_without_a_date_of_birth_nobody_turns_18() -> None:
    found = taking_off(reason=Reason.EIGHTEENTH_BIRTHDAY, born_on=None)
    assert found == ["birth_date_needed_for_eighteenth"]


def test_a_leap_day_child_is_18_on_1_march() -> None:
    born = day("29 Feb 2008")
    assert eighteenth_birthday(born) == day("1 Mar")
    assert not has_come_of_age(born, day("28 Feb"))
    assert has_come_of_age(born, day("1 Mar"))


@given(st.dates(day("1 Jan 1990"), day("31 Dec 2026")))
def test_the_18th_birthday_is_the_first_day_of_age(born: Any) -> None:
    first = eighteenth_birthday(born)
    assert has_come_of_age(born, first)
    assert not has_come_of_age(born, first.fromordinal(first.toordinal() - 1))


def test_the_day_the_name_comes_off_can_have_been() -> None:
    assert taking_off(ended_on=day("23 Nov")) == ["deregistered_on_in_future"]
    assert taking_off(ended_on=day("11 Aug")) == ["deregistered_before_registration"]
    assert taking_off(ended_on=day("12 Aug")) == []


def test_a_name_comes_off_on_or_after_the_death() -> None:
    facts = {"reason": Reason.DIED, "is_review_conference": False}
    assert taking_off(**facts, died_on=day("21 Nov")) == ["off_before_death"]
    assert taking_off(**facts, died_on=day("20 Nov")) == []
    assert taking_off(**facts) == ["death_date_missing"]


def test_a_name_does_not_come_off_before_what_is_recorded_of_it() -> None:
    assert taking_off(categories_on=day("21 Nov")) == ["off_before_category_change"]
    assert taking_off(latest_review_on=day("21 Nov")) == ["off_before_review"]
    assert taking_off(categories_on=day("20 Nov"), latest_review_on=day("20 Nov")) == []


@pytest.mark.parametrize(
    ("is_held", "expected"),
    [(False, ["moved_before_transfer_conference"]), (True, []), (None, [])],
)
def test_a_child_who_moved_comes_off_after_the_transfer_conference(
    is_held: bool | None, expected: list[str]
) -> None:
    facts = {"reason": Reason.MOVED_PERMANENTLY, "is_transfer_conference_held": is_held}
    assert taking_off(**facts) == expected


def test_the_first_review_is_a_point_to_answer_and_no_bar() -> None:
    assert codes(deregistration.points_to_answer(reviews_held_before=0)) == ["first_review"]
    assert codes(deregistration.points_to_answer(reviews_held_before=1)) == []
