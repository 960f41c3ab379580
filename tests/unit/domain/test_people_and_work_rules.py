"""Children, enquiries, visits, core groups and notes: what can be said of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.domain.rules import enquiries, episodes, people, plan
from cases.domain.statuses import Section47Outcome
from tests.unit.domain.builders import day

TODAY = day("22 Nov")


def codes(problems: Any) -> list[str]:
    return [problem.code for problem in problems]


def adding(**changes: Any) -> list[str]:
    facts = {
        "family_name": "Lloyd",
        "born_on": day("3 May 2022"),
        "expected_on": None,
        "today": TODAY,
    }
    return codes(people.new_child_problems(**{**facts, **changes}))


def discussing(**changes: Any) -> list[str]:
    facts = {
        "held_on": day("11 Nov"),
        "decided_on": day("10 Nov"),
        "agencies_present": "Children's services, police",
        "reasons": "Bruising seen at school",
        "today": TODAY,
        "born_on": day("3 May 2022"),
    }
    return codes(enquiries.strategy_discussion_problems(**{**facts, **changes}))


def enquiring(**changes: Any) -> list[str]:
    facts = {
        "started_on": day("11 Nov"),
        "ended_on": day("20 Nov"),
        "outcome": Section47Outcome.CONTINUING_RISK,
        "reasons": "Harm likely to go on",
        "today": TODAY,
    }
    return codes(enquiries.section47_problems(**{**facts, **changes}))


def visiting(**changes: Any) -> list[str]:
    facts = {
        "visited_on": day("20 Nov"),
        "today": TODAY,
        "born_on": day("3 May 2022"),
        "account": "Efa showed me her drawings",
        "was_seen": True,
        "was_seen_alone": True,
        "was_bedroom_seen": True,
        "was_at_home": True,
        "was_refused": False,
    }
    return codes(plan.visit_problems(**{**facts, **changes}))


def test_what_is_in_order_raises_nothing() -> None:
    assert (adding(), discussing(), enquiring(), visiting()) == ([], [], [], [])


# Children


@pytest.mark.parametrize("name", ["", "  "])
def test_a_family_name_is_needed(name: str) -> None:
    assert adding(family_name=name) == ["family_name_missing"]


def test_a_birth_or_an_expected_date_is_needed() -> None:
    assert adding(born_on=None) == ["birth_or_expected_date_missing"]
    assert adding(born_on=None, expected_on=day("2 Feb 2027")) == []


def test_nobody_is_born_tomorrow() -> None:
    assert adding(born_on=TODAY) == []
    assert adding(born_on=TODAY + timedelta(days=1)) == ["born_on_in_future"]


def test_an_adult_is_not_added() -> None:
    assert adding(born_on=day("22 Nov 2008")) == ["child_is_adult"]
    assert adding(born_on=day("23 Nov 2008")) == []


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (42, []),
        (43, ["expected_on_too_far"]),
        (0, []),
        (-4, []),
        (-5, ["expected_on_long_past"]),
    ],
)
def test_a_birth_is_expected_within_a_pregnancy(weeks: int, expected: list[str]) -> None:
    assert adding(born_on=None, expected_on=TODAY + timedelta(weeks=weeks)) == expected


def test_an_expected_date_is_history_once_the_child_is_born() -> None:
    assert adding(expected_on=day("1 May 2022")) == []


def test_a_death_is_after_the_birth_and_not_to_come() -> None:
    def died(on: str) -> list[str]:
        facts = {"born_on": day("3 May 2022"), "today": TODAY}
        return codes(people.death_problems(died_on=day(on), **facts))

    assert died("3 May 2022") == []
    assert died("2 May 2022") == ["died_on_before_birth"]
    assert died("23 Nov") == ["died_on_in_future"]


# Enquiries


def test_a_discussion_was_decided_upon_and_then_held() -> None:
    assert discussing(held_on=day("9 Nov")) == ["strategy_before_its_decision"]
    assert discussing(held_on=day("10 Nov")) == []
    assert discussing(decided_on=None) == []
    assert discussing(held_on=day("23 Nov")) == ["held_on_in_future"]
    assert discussing(decided_on=day("23 Nov"), held_on=day("23 Nov")) == [
        "decided_on_in_future",
        "held_on_in_future",
    ]


def test_a_discussion_says_who_took_part_and_why() -> None:
    assert discussing(agencies_present="") == ["agencies_missing"]
    assert discussing(reasons=" ") == ["reasons_missing"]


def test_a_discussion_before_the_birth_was_about_an_unborn_child() -> None:
    assert discussing(born_on=day("12 Nov")) == ["held_on_before_birth"]
    assert discussing(born_on=day("12 Nov"), expected_on=day("20 Nov")) == []


def test_an_enquiry_runs_forwards() -> None:
    assert enquiring(ended_on=day("10 Nov")) == ["enquiry_ended_before_start"]
    assert enquiring(ended_on=day("11 Nov")) == []
    assert enquiring(ended_on=day("23 Nov")) == ["enquiry_ended_on_in_future"]
    assert enquiring(started_on=day("23 Nov"), ended_on=day("24 Nov")) == [
        "started_on_in_future",
        "enquiry_ended_on_in_future",
    ]


def test_an_enquiry_follows_its_strategy_discussion() -> None:
    assert enquiring(strategy_on=day("12 Nov")) == ["started_before_strategy"]
    assert enquiring(strategy_on=day("11 Nov")) == []


def test_an_enquiry_before_the_birth() -> None:
    assert enquiring(born_on=day("12 Nov")) == ["started_on_before_birth"]
    assert enquiring(born_on=day("12 Nov"), expected_on=day("20 Nov")) == []


@pytest.mark.parametrize(
    ("ended", "outcome", "expected"),
    [
        (None, None, []),
        ("20 Nov", None, ["end_without_outcome"]),
        (None, Section47Outcome.NO_CONTINUING_RISK, ["outcome_without_end"]),
        ("20 Nov", Section47Outcome.NOT_STATED, ["outcome_missing"]),
        ("20 Nov", Section47Outcome.NOT_SUBSTANTIATED, []),
        ("20 Nov", Section47Outcome.NO_CONTINUING_RISK, []),
        ("20 Nov", Section47Outcome.CONTINUING_RISK, []),
    ],
)
def test_end_and_outcome_come_together(
    ended: str | None, outcome: Section47Outcome | None, expected: list[str]
) -> None:
    assert enquiring(ended_on=day(ended) if ended else None, outcome=outcome) == expected


def test_reasons_are_needed_when_it_ends_and_not_before() -> None:
    assert enquiring(reasons="") == ["reasons_missing"]
    assert enquiring(reasons="", ended_on=None, outcome=None) == []


def test_a_continuing_risk_goes_to_conference() -> None:
    found = enquiring(is_conference_not_required=True)
    assert found == ["conference_needed_after_continuing_risk"]
    other = Section47Outcome.NOT_SUBSTANTIATED
    assert enquiring(is_conference_not_required=True, outcome=other) == []


# The work of the plan


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"visited_on": day("23 Nov")}, ["visited_on_in_future"]),
        ({"visited_on": day("2 May 2022")}, ["visited_on_before_birth"]),
        ({"born_on": None}, ["visit_to_unborn_child"]),
        ({"account": " "}, ["account_missing"]),
        ({"was_seen": False}, ["seen_alone_but_not_seen"]),
        ({"was_seen": False, "was_seen_alone": False}, []),
        ({"was_at_home": False}, ["bedroom_seen_away_from_home"]),
        ({"was_at_home": False, "was_bedroom_seen": False}, []),
        ({"was_refused": True, "was_bedroom_seen": False}, ["refused_but_seen"]),
        (
            {"was_refused": True, "was_seen": False, "was_seen_alone": False},
            ["refused_but_bedroom_seen"],
        ),
    ],
)
def test_visits(changes: dict[str, Any], expected: list[str]) -> None:
    assert visiting(**changes) == expected


def test_a_core_group_is_of_children_on_the_register() -> None:
    def about(held_on: date, *registrations: tuple[date, date | None]) -> list[str]:
        found = plan.core_group_child_problems(
            held_on=held_on, child="Efa Lloyd", registrations=registrations
        )
        return codes(found)

    on, off, again = (TODAY - timedelta(days=n) for n in (300, 100, 50))
    assert about(TODAY) == ["core_group_child_not_registered"]
    assert about(on, (on, None)) == []
    assert about(off, (on, off)) == []
    assert about(on - timedelta(days=1), (on, None)) == ["core_group_before_registration"]
    assert about(off + timedelta(days=1), (on, off), (again, None)) == [
        "core_group_child_not_registered"
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, []),
        (28, []),
        (29, ["born_long_after_expected"]),
        (-140, []),
        (-141, ["born_long_before_expected"]),
    ],
)
def test_a_birth_is_near_the_day_it_was_expected(days: int, expected: list[str]) -> None:
    due = TODAY - timedelta(days=40)
    birth = {"born_on": due + timedelta(days=days), "expected_on": due, "today": TODAY}
    assert codes(people.recorded_birth_problems(**birth)) == expected


def test_a_birth_has_been() -> None:
    birth = {"born_on": TODAY + timedelta(days=1), "expected_on": TODAY, "today": TODAY}
    assert codes(people.recorded_birth_problems(**birth)) == ["birth_in_future"]
    assert codes(people.recorded_birth_problems(**{**birth, "born_on": TODAY})) == []


def test_only_an_open_case_is_worked_on() -> None:
    assert codes(episodes.open_case_problems(closed_on=None)) == []
    assert codes(episodes.open_case_problems(closed_on=TODAY)) == ["case_is_closed"]


def test_core_groups_and_notes_are_dated_and_written() -> None:
    tomorrow = TODAY + timedelta(days=1)
    group = {"held_on": TODAY, "today": TODAY, "account": "All came"}
    assert codes(plan.core_group_problems(**group)) == []
    assert codes(plan.core_group_problems(**{**group, "held_on": tomorrow, "account": ""})) == [
        "held_on_in_future",
        "account_missing",
    ]
    note = {"happened_on": TODAY, "today": TODAY, "text": "Tired, no coat"}
    assert codes(plan.note_problems(**note)) == []
    assert codes(plan.note_problems(**{**note, "happened_on": tomorrow, "text": "\t"})) == [
        "happened_on_in_future",
        "note_missing",
    ]
