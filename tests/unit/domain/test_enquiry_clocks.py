"""Strategy discussion, section 47 enquiry and initial conference, edge by edge."""

from __future__ import annotations

import pytest

from cases.domain.deadlines import CaseFacts, State, readings, state
from cases.domain.statuses import ConferenceKind, Nation, Section47Outcome
from tests.unit.domain.builders import (
    CALENDAR,
    clock,
    conference,
    dates,
    day,
    england,
    no_enquiry,
    registration,
    section47,
    strategy,
    wales,
)


def test_a_strategy_discussion_is_due_the_working_day_after_it_was_decided() -> None:
    assert dates(wales(strategy("6 Nov", decided="6 Nov")), "strategy_discussion") == [
        ("6 Nov", "9 Nov", "met 6 Nov")
    ]
    late = clock(wales(strategy("10 Nov", decided="6 Nov")), "strategy_discussion")
    assert state(late[0], day("22 Nov")) is State.MET_LATE


def test_without_the_day_it_was_decided_a_discussion_is_not_judged() -> None:
    assert dates(wales(strategy("6 Nov")), "strategy_discussion") == []


def test_a_discussion_held_before_it_was_decided_is_not_judged() -> None:
    assert dates(wales(strategy("6 Nov", decided="9 Nov")), "strategy_discussion") == []


def test_england_has_no_figure_for_the_discussion_or_the_enquiry() -> None:
    facts = england(strategy("6 Nov", decided="6 Nov"), section47("6 Nov"))
    assert {r.clock for r in readings(facts, CALENDAR)} == {"initial_conference"}


def test_the_enquiry_counts_from_the_discussion_that_started_it() -> None:
    facts = wales(strategy("6 Nov"), section47("9 Nov", "19 Nov"))
    assert dates(facts, "section_47_enquiry") == [("6 Nov", "20 Nov", "met 19 Nov")]


def test_without_a_discussion_the_enquiry_counts_from_its_own_start() -> None:
    assert dates(wales(section47("9 Nov")), "section_47_enquiry") == [("9 Nov", "23 Nov", "")]


def test_a_discussion_that_decided_against_an_enquiry_starts_none() -> None:
    assert readings(wales(no_enquiry("6 Nov")), CALENDAR) == ()
    facts = wales(no_enquiry("1 Sep"), section47("9 Nov"))
    assert dates(facts, "initial_conference") == [("9 Nov", "30 Nov", "")]


def test_wales_counts_the_conference_from_the_last_discussion() -> None:
    facts = wales(
        strategy("2 Nov"), section47("2 Nov", "18 Nov"), strategy("11 Nov"), conference("1 Dec")
    )
    assert dates(facts, "initial_conference") == [
        ("2 Nov", "23 Nov", "stopped 11 Nov"),
        ("11 Nov", "2 Dec", "met 1 Dec"),
    ]


def test_england_counts_the_conference_from_the_discussion_that_started_the_enquiry() -> None:
    facts = england(
        strategy("2 Nov"), section47("2 Nov", "18 Nov"), strategy("11 Nov"), conference("1 Dec")
    )
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "met 1 Dec")]


def test_another_discussion_does_not_make_a_late_conference_punctual() -> None:
    facts = wales(strategy("5 Oct"), section47("5 Oct"), strategy("11 Nov"))
    first, second = clock(facts, "initial_conference")
    assert state(first, day("22 Nov")) is State.STOPPED_LATE
    assert state(second, day("22 Nov")) is State.DUE


def test_a_discussion_on_or_after_the_day_of_the_conference_starts_nothing_anew() -> None:
    facts = wales(
        strategy("2 Nov"),
        section47("2 Nov"),
        strategy("20 Nov"),
        no_enquiry("25 Nov"),
        conference("20 Nov"),
    )
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "met 20 Nov")]


def test_a_discussion_after_the_enquiry_that_prepares_the_conference_counts_as_the_last() -> None:
    facts = wales(strategy("2 Nov"), section47("2 Nov", "12 Nov"), no_enquiry("16 Nov"))
    assert [r[0] for r in dates(facts, "initial_conference")] == ["2 Nov", "16 Nov"]


def test_two_discussions_on_one_day_are_one_start() -> None:
    facts = wales(
        strategy("2 Nov", name="a"), strategy("2 Nov", name="b"), section47("2 Nov"),
        strategy("9 Nov", name="d"), strategy("9 Nov", name="e"),
    )  # fmt: skip
    assert [r[0] for r in dates(facts, "initial_conference")] == ["2 Nov", "9 Nov"]


@pytest.mark.parametrize(
    "outcome", [Section47Outcome.NOT_SUBSTANTIATED, Section47Outcome.NO_CONTINUING_RISK]
)
def test_an_enquiry_that_ends_without_continuing_risk_stops_the_conference(
    outcome: Section47Outcome,
) -> None:
    facts = wales(strategy("2 Nov"), section47("2 Nov", "12 Nov", outcome))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "stopped 12 Nov")]


def test_such_an_end_that_came_too_late_leaves_the_miss() -> None:
    facts = wales(
        strategy("1 Sep"), section47("1 Sep", "12 Nov", Section47Outcome.NOT_SUBSTANTIATED)
    )
    (reading,) = clock(facts, "initial_conference")
    assert state(reading, day("22 Nov")) is State.STOPPED_LATE


@pytest.mark.parametrize("outcome", [Section47Outcome.CONTINUING_RISK, Section47Outcome.NOT_STATED])
def test_a_continuing_or_unstated_outcome_leaves_the_conference_due(
    outcome: Section47Outcome,
) -> None:
    facts = wales(strategy("2 Nov"), section47("2 Nov", "12 Nov", outcome))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_a_conference_that_is_not_required_stops_on_the_enquirys_last_or_first_day() -> None:
    ended = wales(section47("2 Nov", "12 Nov", Section47Outcome.NOT_STATED, not_required=True))
    assert dates(ended, "initial_conference") == [("2 Nov", "23 Nov", "stopped 12 Nov")]
    unended = wales(section47("2 Nov", not_required=True))
    assert dates(unended, "initial_conference") == [("2 Nov", "23 Nov", "stopped 2 Nov")]
    assert dates(unended, "section_47_enquiry") == [("2 Nov", "16 Nov", "stopped 2 Nov")]


def test_a_child_already_on_the_register_needs_no_initial_conference() -> None:
    facts = wales(registration("1 Oct"), strategy("2 Nov"), section47("2 Nov"))
    assert dates(facts, "initial_conference") == []
    assert len(dates(facts, "section_47_enquiry")) == 1


def test_a_child_who_came_off_needs_one_again_from_the_first_day_off() -> None:
    facts = wales(registration("1 Mar", "2 Nov"), section47("2 Nov"))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_registered_on_the_day_the_enquiry_started_by_a_conference_that_day() -> None:
    facts = wales(section47("2 Nov"), conference("2 Nov"), registration("2 Nov", by="c"))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "met 2 Nov")]


def test_registered_without_an_initial_conference_stops_the_clock() -> None:
    facts = wales(
        section47("2 Nov"),
        conference("9 Nov", ConferenceKind.TRANSFER_IN),
        registration("9 Nov", by="c"),
    )
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "stopped 9 Nov")]


def test_a_pre_birth_conference_meets_the_clock_and_a_review_does_not() -> None:
    pre_birth = wales(section47("2 Nov"), conference("9 Nov", ConferenceKind.PRE_BIRTH))
    assert dates(pre_birth, "initial_conference") == [("2 Nov", "23 Nov", "met 9 Nov")]
    review = wales(section47("2 Nov"), conference("9 Nov", ConferenceKind.REVIEW))
    assert dates(review, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_a_cancelled_or_only_planned_conference_stops_nothing() -> None:
    cancelled = wales(section47("2 Nov"), conference(None, planned="16 Nov", cancelled=True))
    assert dates(cancelled, "initial_conference") == [("2 Nov", "23 Nov", "")]
    contradictory = wales(section47("2 Nov"), conference("16 Nov", cancelled=True))
    assert dates(contradictory, "initial_conference") == [("2 Nov", "23 Nov", "")]
    planned = wales(section47("2 Nov"), conference(None, planned="16 Nov"))
    assert dates(planned, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_a_conference_held_before_the_enquiry_does_not_count() -> None:
    facts = wales(section47("2 Nov"), conference("30 Oct"))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_closing_the_case_stops_both_clocks() -> None:
    facts = wales(section47("2 Nov"), closed="9 Nov")
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "stopped 9 Nov")]
    assert dates(facts, "section_47_enquiry") == [("2 Nov", "16 Nov", "stopped 9 Nov")]


def test_nothing_starts_on_or_after_the_day_the_case_closed() -> None:
    assert readings(wales(section47("2 Nov"), closed="2 Nov"), CALENDAR) == ()


def test_an_enquiry_whose_end_a_return_does_not_say_is_over_by_the_conference() -> None:
    facts = wales(section47("2 Nov"), conference("11 Nov"))
    assert dates(facts, "section_47_enquiry") == [("2 Nov", "16 Nov", "stopped 11 Nov")]


def test_each_enquiry_has_the_discussion_that_started_it() -> None:
    facts = wales(
        strategy("2 Mar"),
        section47("2 Mar", "10 Mar", Section47Outcome.NOT_SUBSTANTIATED, name="first"),
        strategy("2 Nov"),
        section47("3 Nov", name="second"),
    )
    starts = {r.subject: r.starts_on for r in clock(facts, "section_47_enquiry")}
    assert starts == {"section47:first": day("2 Mar"), "section47:second": day("2 Nov")}


def test_an_enquiry_that_was_decided_on_and_never_recorded_is_not_forgotten() -> None:
    facts = wales(strategy("2 Nov", name="s"))
    assert [(r.clock, r.subject) for r in readings(facts, CALENDAR)] == [
        ("initial_conference", "strategy:s"),
        ("section_47_enquiry", "strategy:s"),
    ]


def test_a_later_discussion_against_an_enquiry_gives_it_up() -> None:
    facts = wales(strategy("2 Nov"), no_enquiry("4 Nov"))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "stopped 4 Nov")]
    assert dates(facts, "section_47_enquiry") == [("2 Nov", "16 Nov", "stopped 4 Nov")]


def test_of_two_discussions_on_one_day_the_one_for_an_enquiry_counts() -> None:
    facts = wales(strategy("2 Nov", name="z"), no_enquiry("2 Nov"))
    assert dates(facts, "initial_conference") == [("2 Nov", "23 Nov", "")]


def test_a_new_decision_after_an_old_enquiry_starts_its_own_clocks() -> None:
    facts = wales(
        section47("2 Mar", "10 Mar", Section47Outcome.NOT_SUBSTANTIATED),
        strategy("2 Nov", name="new"),
    )
    assert "strategy:new" in {r.subject for r in clock(facts, "initial_conference")}


def test_a_decision_during_an_enquiry_belongs_to_it() -> None:
    facts = wales(section47("2 Nov"), strategy("9 Nov", name="during"))
    assert {r.subject for r in readings(facts, CALENDAR)} == {"section47:q"}


def test_an_old_enquiry_without_an_end_does_not_swallow_a_new_decision() -> None:
    facts = wales(
        section47("2 Mar"),
        conference("16 Mar"),
        strategy("2 Nov", name="new"),
    )
    assert "strategy:new" in {r.subject for r in clock(facts, "section_47_enquiry")}


def test_one_conference_can_meet_two_enquiries() -> None:
    facts = england(
        section47("2 Nov", name="a"), section47("4 Nov", name="b"), conference("16 Nov")
    )
    assert {r.met_on for r in clock(facts, "initial_conference")} == {day("16 Nov")}


def test_a_nation_without_rows_has_no_readings() -> None:
    facts = CaseFacts(
        Nation.SCOTLAND, None, section47s=(section47("2 Nov"),),
        registrations=(registration("2 Nov"),),
    )  # fmt: skip
    assert readings(facts, CALENDAR) == ()
