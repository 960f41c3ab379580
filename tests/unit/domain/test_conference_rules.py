"""Who can be at which conference, when, and what it can decide: each rule both ways."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from cases.domain import procedures
from cases.domain.errors import Problem, RuleBroken
from cases.domain.rules import conferences as rules
from cases.domain.statuses import DECISIONS_OF_KIND, ConferenceDecision, ConferenceKind, Nation
from tests.unit.domain.builders import day

TODAY = day("22 Nov")
INITIAL, REVIEW = ConferenceKind.INITIAL, ConferenceKind.REVIEW
WALES = [row.key for row in procedures.categories(Nation.WALES, TODAY)]


def codes(problems: Any) -> list[str]:
    return [problem.code for problem in problems]


def calling(**changes: Any) -> list[str]:
    facts = {
        "kind": INITIAL,
        "planned_on": day("26 Nov"),
        "child": "Efa Lloyd",
        "is_unborn": False,
        "registered_on": None,
        "last_strategy_on": day("11 Nov"),
    }
    return codes(rules.calling_problems(**{**facts, **changes}))


def holding(**changes: Any) -> list[str]:
    facts = {
        "kind": INITIAL,
        "held_on": day("20 Nov"),
        "today": TODAY,
        "child": "Efa Lloyd",
        "born_on": day("3 May 2022"),
        "first_strategy_on": day("11 Nov"),
        "registered_on": None,
    }
    return codes(rules.holding_problems(**{**facts, **changes}))


def deciding(**changes: Any) -> list[str]:
    facts = {
        "kind": INITIAL,
        "decision": ConferenceDecision.REGISTER,
        "categories": ["neglect"],
        "allowed_categories": WALES,
        "several_allowed": True,
        "reasons": "Left alone overnight three times in July",
        "held_on": day("20 Nov"),
        "today": TODAY,
        "registered_on": None,
        "child": "Efa Lloyd",
    }
    return codes(rules.decision_problems(**{**facts, **changes}))


REVIEWED = {"kind": REVIEW, "registered_on": day("12 Aug"), "categories": []}


def test_a_plain_conference_is_in_order() -> None:
    assert calling() == []
    assert holding() == []
    assert deciding() == []


# Calling


def test_a_conference_is_not_planned_before_the_strategy_discussion() -> None:
    assert calling(planned_on=day("10 Nov")) == ["planned_before_strategy"]
    assert calling(planned_on=day("11 Nov")) == []
    assert calling(planned_on=day("10 Nov"), last_strategy_on=None) == []
    transfer = calling(kind=ConferenceKind.TRANSFER_IN, planned_on=day("10 Nov"))
    assert transfer == []


def test_a_conference_held_already_may_be_recorded_afterwards() -> None:
    assert calling(planned_on=day("12 Nov")) == []


def test_an_unborn_child_may_be_at_its_siblings_conference() -> None:
    assert calling(is_unborn=True) == []
    assert calling(kind=ConferenceKind.PRE_BIRTH, is_unborn=True) == []
    assert calling(kind=ConferenceKind.PRE_BIRTH) == ["pre_birth_only_for_unborn"]


@pytest.mark.parametrize(("kind", "is_registered"), list(product(ConferenceKind, [True, False])))
def test_every_kind_for_a_child_on_the_register_and_not(
    kind: ConferenceKind, is_registered: bool
) -> None:
    found = calling(
        kind=kind, is_unborn=True, registered_on=day("12 Aug") if is_registered else None
    )
    if kind is REVIEW:
        assert found == ([] if is_registered else ["review_needs_registration"])
    else:
        assert found == (["child_already_registered"] if is_registered else [])


# Holding


def test_a_conference_was_held_today_or_before() -> None:
    assert holding(held_on=TODAY) == []
    assert holding(held_on=day("23 Nov")) == ["held_on_in_future"]


def test_a_conference_is_not_held_before_the_strategy_discussion() -> None:
    assert holding(held_on=day("10 Nov")) == ["held_before_strategy"]
    assert holding(held_on=day("11 Nov")) == []
    assert holding(held_on=day("10 Nov"), kind=ConferenceKind.TRANSFER_IN) == []


def test_a_conference_before_the_birth_was_for_an_unborn_child() -> None:
    born = {"born_on": day("21 Nov")}
    assert holding(**born) == ["held_on_before_birth"]
    assert holding(**born, expected_on=day("1 Dec")) == []
    assert holding(**born, kind=ConferenceKind.PRE_BIRTH) == []


def test_nobody_confers_on_a_child_before_the_pregnancy() -> None:
    found = holding(born_on=day("1 Dec 2027"), expected_on=day("1 Dec 2027"))
    assert found == ["before_pregnancy"]


def test_an_adult_is_not_conferenced() -> None:
    assert holding(born_on=day("20 Nov 2008")) == ["child_is_adult"]
    assert holding(born_on=day("21 Nov 2008")) == []


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("11 Aug", ["review_not_after_registration"]),
        ("12 Aug", ["review_not_after_registration"]),
        ("13 Aug", []),
    ],
)
def test_a_review_is_after_the_registration(held: str, expected: list[str]) -> None:
    assert holding(kind=REVIEW, held_on=day(held), registered_on=day("12 Aug")) == expected


def test_a_review_is_after_the_conference_that_registered_the_child() -> None:
    facts = {"kind": REVIEW, "registered_on": day("12 Aug"), "held_on": day("20 Aug")}
    late = {**facts, "registered_by_conference_on": day("20 Aug")}
    assert holding(**late) == ["review_not_after_conference"]
    assert holding(**{**late, "held_on": day("21 Aug")}) == []


def test_a_review_for_a_child_who_is_not_on_the_register() -> None:
    assert holding(kind=REVIEW) == ["review_needs_registration"]


# Deciding


@pytest.mark.parametrize(("kind", "decision"), list(product(ConferenceKind, ConferenceDecision)))
def test_every_decision_of_every_kind(kind: ConferenceKind, decision: ConferenceDecision) -> None:
    found = deciding(
        kind=kind,
        decision=decision,
        registered_on=day("12 Aug") if kind is REVIEW else None,
        categories=["neglect"] if decision in rules.WITH_CATEGORIES else [],
    )
    if decision is ConferenceDecision.NOT_STATED:
        assert found == ["decision_missing"]
    elif decision in DECISIONS_OF_KIND[kind]:
        assert found == []
    else:
        assert found == ["decision_not_for_this_kind"]


def test_a_decision_must_be_made_with_its_reasons() -> None:
    assert deciding(decision=None, categories=[]) == ["decision_missing"]
    assert deciding(reasons=" \n ") == ["reasons_missing"]


def test_a_child_is_registered_in_at_least_one_category() -> None:
    assert deciding(categories=[]) == ["categories_missing"]
    assert deciding(categories=["neglect", "emotional"]) == []


def test_several_categories_only_where_the_nation_allows_them() -> None:
    assert deciding(categories=["neglect", "emotional"], several_allowed=False) == [
        "only_one_category"
    ]
    assert deciding(categories=["neglect", "neglect"], several_allowed=False) == []


def test_only_the_categories_of_the_nation() -> None:
    england = [row.key for row in procedures.categories(Nation.ENGLAND, TODAY)]
    assert deciding(categories=["financial"]) == []
    assert deciding(categories=["financial"], allowed_categories=england) == ["category_unknown"]
    assert deciding(categories=["x", "neglect", "y"]) == ["category_unknown", "category_unknown"]
    assert deciding(categories=[procedures.NOT_SEPARATED]) == ["category_unknown"]


@pytest.mark.parametrize(
    "decision",
    [ConferenceDecision.CONTINUE, ConferenceDecision.REMOVE],
)
def test_other_decisions_name_no_category(decision: ConferenceDecision) -> None:
    assert deciding(**REVIEWED, decision=decision) == []
    named = {**REVIEWED, "categories": ["neglect"]}
    assert deciding(**named, decision=decision) == ["categories_not_wanted"]


def test_a_change_of_categories_changes_them() -> None:
    change = {**REVIEWED, "decision": ConferenceDecision.CHANGE_CATEGORIES}
    same = {**change, "categories": ["neglect"], "current_categories": {"neglect"}}
    assert deciding(**same) == ["categories_unchanged"]
    assert deciding(**{**same, "categories": ["neglect", "physical"]}) == []
    assert deciding(**{**same, "categories": []}) == ["categories_missing"]


def test_a_name_is_not_taken_off_by_a_review_that_a_later_one_overtook() -> None:
    facts = {**REVIEWED, "decision": ConferenceDecision.REMOVE}
    assert deciding(**facts, latest_review_on=day("21 Nov")) == ["later_review_recorded"]
    assert deciding(**facts, latest_review_on=day("20 Nov")) == []
    kept = {**REVIEWED, "decision": ConferenceDecision.CONTINUE}
    assert deciding(**kept, latest_review_on=day("21 Nov")) == []


def test_reviews_are_decided_in_their_order() -> None:
    changed = {
        **REVIEWED,
        "decision": ConferenceDecision.CHANGE_CATEGORIES,
        "categories": ["physical"],
    }
    for facts in (changed, {**REVIEWED, "decision": ConferenceDecision.CONTINUE}):
        assert deciding(**facts, latest_decided_on=day("21 Nov")) == ["later_review_recorded"]
        assert deciding(**facts, latest_decided_on=day("19 Nov")) == []
    assert deciding(**changed, categories_on=day("21 Nov")) == ["categories_changed_since"]
    assert deciding(**changed, categories_on=day("20 Nov")) == []


def test_a_child_cannot_be_registered_twice() -> None:
    assert deciding(registered_on=day("12 Aug")) == ["child_already_registered"]


def test_every_reason_is_given_at_once() -> None:
    found = deciding(categories=[], reasons="", held_on=day("30 Nov"), registered_on=day("12 Aug"))
    assert found == [
        "held_on_in_future",
        "child_already_registered",
        "categories_missing",
        "reasons_missing",
    ]


def test_a_problem_names_its_child() -> None:
    (problem,) = rules.check_kind_fits(REVIEW, "Efa Lloyd", None, field="kind")
    assert problem == Problem("review_needs_registration", "kind", {"child": "Efa Lloyd"})


def test_rules_are_raised_together_and_each_once() -> None:
    twice = [*rules.check_decision_fits(INITIAL, None), *rules.check_decision_fits(INITIAL, None)]
    with pytest.raises(RuleBroken) as raised:
        RuleBroken.raise_if([*twice, Problem("reasons_missing", "reasons")])
    assert codes(raised.value.problems) == ["decision_missing", "reasons_missing"]
    RuleBroken.raise_if([])


# Quorum and papers


@pytest.mark.parametrize(
    ("present", "others", "reason", "expected"),
    [
        (True, 2, "", []),
        (True, 3, "", []),
        (True, 1, "", ["conference_not_quorate"]),
        (False, 2, "", ["childrens_services_absent"]),
        (False, 0, "", ["childrens_services_absent", "conference_not_quorate"]),
        (False, 0, "Pre-birth: only two agencies know the family", []),
        (True, 1, "  ", ["conference_not_quorate"]),
    ],
)
def test_the_quorum(present: bool, others: int, reason: str, expected: list[str]) -> None:
    quorum = procedures.quorum(Nation.WALES)
    assert quorum is not None
    found = rules.check_quorum(
        quorum, is_childrens_services_present=present, other_agencies=others, chairs_reason=reason
    )
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("held", "outline", "record", "expected"),
    [
        ("12 Aug", "12 Aug", "1 Sep", []),
        ("12 Aug", None, None, []),
        ("12 Aug", "11 Aug", None, ["outline_sent_before_conference"]),
        ("12 Aug", None, "11 Aug", ["record_sent_before_conference"]),
        ("12 Aug", "23 Nov", "23 Nov", ["outline_sent_on_in_future", "record_sent_on_in_future"]),
        (None, "12 Aug", None, ["conference_not_held"]),
    ],
)
def test_papers(
    held: str | None, outline: str | None, record: str | None, expected: list[str]
) -> None:
    def maybe(text: str | None) -> date | None:
        return day(text) if text else None

    found = rules.papers_problems(
        held_on=maybe(held),
        outline_sent_on=maybe(outline),
        record_sent_on=maybe(record),
        today=TODAY,
    )
    assert codes(found) == expected
