"""Reviews, core groups, visits and the bedroom: chains that run while a name is on the register."""

from __future__ import annotations

import pytest

from cases.domain.deadlines import State, readings, state
from cases.domain.statuses import ConferenceKind
from tests.unit.domain.builders import (
    CALENDAR,
    clock,
    conference,
    core_group,
    dates,
    day,
    england,
    registration,
    review,
    visit,
    wales,
)

# Reviews


def test_the_first_review_counts_from_the_conference_that_registered_the_child() -> None:
    facts = wales(conference("10 Aug"), registration("12 Aug", by="c"))
    assert dates(facts, "first_review") == [("10 Aug", "10 Nov", "")]


def test_without_a_conference_it_counts_from_the_registration() -> None:
    assert dates(wales(registration("12 Aug")), "first_review") == [("12 Aug", "12 Nov", "")]
    unknown = wales(registration("12 Aug", by="not among the facts"))
    assert dates(unknown, "first_review") == [("12 Aug", "12 Nov", "")]
    cancelled = wales(conference("10 Aug", cancelled=True), registration("12 Aug", by="c"))
    assert dates(cancelled, "first_review") == [("12 Aug", "12 Nov", "")]


def test_later_reviews_count_from_the_review_before() -> None:
    facts = wales(registration("12 Jan"), review("10 Apr"), review("20 Oct"))
    assert dates(facts, "first_review") == [("12 Jan", "12 Apr", "met 10 Apr")]
    assert dates(facts, "later_review") == [
        ("10 Apr", "10 Oct", "met 20 Oct"),
        ("20 Oct", "20 Apr 2027", ""),
    ]


@pytest.mark.parametrize("held", ["1 Aug", "12 Aug"])
def test_a_review_on_or_before_the_day_of_registration_does_not_count(held: str) -> None:
    facts = wales(registration("12 Aug"), review(held))
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "")]


def test_a_review_between_registration_and_its_conference_does_not_count() -> None:
    facts = wales(conference("20 Aug"), registration("12 Aug", by="c"), review("15 Aug"))
    assert dates(facts, "first_review") == [("20 Aug", "20 Nov", "")]


def test_a_review_planned_or_cancelled_does_not_count() -> None:
    facts = wales(
        registration("12 Aug"),
        review(None, planned="9 Nov"),
        review("10 Nov", cancelled=True),
    )
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "")]


def test_the_review_that_takes_the_name_off_meets_its_clock_and_starts_none() -> None:
    facts = wales(registration("12 Aug", "9 Nov"), review("9 Nov"))
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "met 9 Nov")]
    assert dates(facts, "later_review") == []


def test_coming_off_stops_the_review_and_keeps_a_miss() -> None:
    in_time = wales(registration("12 Aug", "1 Nov"))
    assert dates(in_time, "first_review") == [("12 Aug", "12 Nov", "stopped 1 Nov")]
    (missed,) = clock(wales(registration("12 Jan", "1 Nov")), "first_review")
    assert state(missed, day("22 Nov")) is State.STOPPED_LATE


def test_a_review_after_the_name_came_off_does_not_count() -> None:
    facts = wales(registration("12 Aug", "1 Nov"), review("5 Nov"))
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "stopped 1 Nov")]


def test_closing_the_case_stops_what_the_register_left_open() -> None:
    facts = wales(registration("12 Aug"), closed="1 Nov")
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "stopped 1 Nov")]


def test_two_reviews_on_one_day_are_one() -> None:
    facts = wales(registration("12 Aug"), review("9 Nov", name="a"), review("9 Nov", name="b"))
    assert dates(facts, "later_review") == [("9 Nov", "9 May 2027", "")]


def test_an_initial_conference_is_no_review() -> None:
    facts = wales(registration("12 Aug"), conference("9 Nov", ConferenceKind.INITIAL))
    assert dates(facts, "first_review") == [("12 Aug", "12 Nov", "")]


def test_review_dates_stop_at_the_end_of_a_short_month() -> None:
    facts = wales(registration("30 Nov 2025"))
    assert dates(facts, "first_review") == [("30 Nov 2025", "28 Feb", "")]


# Core groups


def test_a_core_group_straight_after_the_conference_is_the_first() -> None:
    facts = wales(registration("12 Aug"), core_group("12 Aug"))
    assert dates(facts, "first_core_group") == [("12 Aug", "26 Aug", "met 12 Aug")]
    assert dates(facts, "later_core_group") == [("12 Aug", "23 Sep", "")]


def test_core_groups_roll_on() -> None:
    facts = wales(
        registration("12 Aug"), core_group("20 Aug"), core_group("1 Oct"), core_group("20 Nov")
    )
    assert dates(facts, "later_core_group") == [
        ("20 Aug", "1 Oct", "met 1 Oct"),
        ("1 Oct", "12 Nov", "met 20 Nov"),
        ("20 Nov", "1 Jan 2027", ""),
    ]


def test_a_core_group_before_registration_or_after_coming_off_does_not_count() -> None:
    facts = wales(registration("12 Aug", "1 Sep"), core_group("11 Aug"), core_group("2 Sep"))
    assert dates(facts, "first_core_group") == [("12 Aug", "26 Aug", "stopped 1 Sep")]


def test_two_core_groups_on_one_day_are_one() -> None:
    facts = wales(registration("12 Aug"), core_group("20 Aug", "a"), core_group("20 Aug", "b"))
    assert dates(facts, "later_core_group") == [("20 Aug", "1 Oct", "")]


def test_england_has_the_first_core_group_and_no_figure_for_later_ones() -> None:
    facts = england(registration("12 Aug"), core_group("20 Aug"))
    assert dates(facts, "first_core_group") == [("12 Aug", "26 Aug", "met 20 Aug")]
    assert dates(facts, "later_core_group") == []


# Seeing the child


def test_seen_alone_runs_from_registration_and_rolls_on() -> None:
    facts = wales(registration("12 Aug"), visit("21 Aug", alone=True), visit("10 Sep", alone=True))
    assert dates(facts, "seen_alone") == [
        ("12 Aug", "26 Aug", "met 21 Aug"),
        ("21 Aug", "7 Sep", "met 10 Sep"),  # over the bank holiday of 31 August
        ("10 Sep", "24 Sep", ""),
    ]


def test_only_the_visits_that_saw_the_child_so_count() -> None:
    facts = wales(
        registration("12 Aug"),
        visit("13 Aug", seen=False, alone=True, home=True),
        visit("14 Aug", home=True),
        visit("17 Aug", alone=True),
    )
    assert [r[2] for r in dates(facts, "seen_alone")] == ["met 17 Aug", ""]
    assert [r[2] for r in dates(facts, "seen_at_home")] == ["met 14 Aug", ""]


def test_a_visit_before_registration_does_not_count() -> None:
    facts = wales(registration("12 Aug"), visit("11 Aug", alone=True))
    assert dates(facts, "seen_alone") == [("12 Aug", "26 Aug", "")]


def test_a_visit_on_the_day_of_registration_changes_nothing() -> None:
    """The clock starts that day anyhow, so nothing is lost and nothing is doubled."""
    facts = wales(registration("12 Aug"), visit("12 Aug", alone=True))
    assert dates(facts, "seen_alone") == [("12 Aug", "26 Aug", "")]


def test_two_visits_on_one_day_are_one_step() -> None:
    facts = wales(
        registration("12 Aug"),
        visit("20 Aug", alone=True, name="a"),
        visit("20 Aug", alone=True, name="b"),
    )
    assert [r[0] for r in dates(facts, "seen_alone")] == ["12 Aug", "20 Aug"]


def test_the_visiting_clocks_stop_when_the_name_comes_off() -> None:
    facts = wales(registration("12 Aug", "20 Aug"), visit("21 Aug", alone=True))
    assert dates(facts, "seen_alone") == [("12 Aug", "26 Aug", "stopped 20 Aug")]
    assert dates(facts, "seen_at_home") == [("12 Aug", "9 Sep", "stopped 20 Aug")]


def test_england_counts_a_child_seen_and_nothing_more() -> None:
    facts = england(registration("12 Aug"), visit("20 Aug"))
    assert [r[2] for r in dates(facts, "seen")] == ["met 20 Aug", ""]
    found = {r.clock for r in readings(facts, CALENDAR)}
    assert not found & {"seen_alone", "seen_at_home", "bedroom_seen"}


def test_an_unborn_child_is_not_visited() -> None:
    facts = wales(registration("12 Aug"), is_unborn=True)
    assert {r.clock for r in readings(facts, CALENDAR)} == {"first_core_group", "first_review"}


def test_the_visiting_clocks_run_from_the_birth() -> None:
    facts = wales(registration("12 Aug"), visit("20 Aug", alone=True), born_on=day("7 Sep"))
    assert dates(facts, "seen_alone") == [("7 Sep", "21 Sep", "")]
    assert dates(facts, "bedroom_seen") == [("7 Sep", "12 Nov", "")]


# The bedroom


def test_the_bedroom_is_due_when_the_next_review_is() -> None:
    assert dates(wales(registration("12 Aug")), "bedroom_seen") == [("12 Aug", "12 Nov", "")]


def test_an_early_review_ends_the_interval_early() -> None:
    facts = wales(registration("12 Aug"), review("1 Oct"), visit("5 Oct", bedroom=True))
    assert dates(facts, "bedroom_seen") == [
        ("12 Aug", "1 Oct", "met 5 Oct"),
        ("1 Oct", "1 Apr 2027", "met 5 Oct"),
    ]


def test_a_late_review_gives_no_more_time() -> None:
    facts = wales(registration("12 Aug"), review("20 Nov"), visit("19 Nov", bedroom=True))
    assert dates(facts, "bedroom_seen")[0] == ("12 Aug", "12 Nov", "met 19 Nov")


def test_a_missed_interval_stays_missed_until_the_bedroom_is_seen() -> None:
    facts = wales(registration("12 Jan"), review("10 Apr"), review("9 Oct"))
    assert [state(r, day("22 Nov")) for r in clock(facts, "bedroom_seen")] == [
        State.OVERDUE,
        State.OVERDUE,
        State.DUE,
    ]


def test_the_day_of_a_conference_belongs_to_the_interval_it_ends() -> None:
    facts = wales(registration("12 Aug"), review("9 Nov"), visit("9 Nov", bedroom=True))
    assert dates(facts, "bedroom_seen") == [
        ("12 Aug", "9 Nov", "met 9 Nov"),
        ("9 Nov", "9 May 2027", ""),
    ]


def test_once_is_enough_in_an_interval() -> None:
    facts = wales(
        registration("12 Aug"), visit("1 Sep", bedroom=True), visit("1 Oct", bedroom=True)
    )
    assert dates(facts, "bedroom_seen") == [("12 Aug", "12 Nov", "met 1 Sep")]


def test_the_bedroom_can_be_seen_when_the_child_is_out() -> None:
    facts = wales(registration("12 Aug"), visit("1 Sep", seen=False, bedroom=True))
    assert dates(facts, "bedroom_seen") == [("12 Aug", "12 Nov", "met 1 Sep")]


def test_coming_off_stops_the_bedroom() -> None:
    facts = wales(registration("12 Aug", "1 Oct"), visit("2 Oct", bedroom=True))
    assert dates(facts, "bedroom_seen") == [("12 Aug", "12 Nov", "stopped 1 Oct")]


# What a return leaves out


def test_the_latest_visit_of_a_return_does_not_say_that_those_before_were_missed() -> None:
    facts = england(registration("12 Jan"), visit("20 Oct", latest_only=True))
    assert dates(facts, "seen") == [("20 Oct", "3 Nov", "")]
    facts = england(registration("12 Aug"), visit("20 Aug", latest_only=True))
    assert dates(facts, "seen") == [
        ("12 Aug", "26 Aug", "met 20 Aug"),
        ("20 Aug", "4 Sep", ""),
    ]


def test_visits_recorded_after_the_return_are_judged_as_ever() -> None:
    facts = england(registration("12 Jan"), visit("20 Oct", latest_only=True), visit("10 Nov"))
    assert dates(facts, "seen") == [("20 Oct", "3 Nov", "met 10 Nov"), ("10 Nov", "24 Nov", "")]


def test_the_latest_review_of_a_return_does_not_say_that_the_first_was_late() -> None:
    facts = england(registration("12 Jan"), review("20 Oct", latest_only=True))
    assert dates(facts, "first_review") == []
    assert dates(facts, "later_review") == [("20 Oct", "20 Apr 2027", "")]


def test_the_bedroom_is_judged_from_the_latest_review_of_a_return() -> None:
    facts = wales(registration("12 Jan"), review("20 Oct", latest_only=True))
    assert dates(facts, "bedroom_seen") == [("20 Oct", "20 Apr 2027", "")]


# The episode


def test_a_registration_that_ended_on_its_first_day_never_ran() -> None:
    assert readings(wales(registration("12 Aug", "12 Aug")), CALENDAR) == ()


def test_a_case_closed_before_the_registration_has_no_clocks() -> None:
    assert readings(wales(registration("12 Aug"), closed="1 Aug"), CALENDAR) == ()


def test_two_registrations_have_each_their_own_clocks() -> None:
    facts = wales(
        registration("12 Jan", "10 Apr", name="first"),
        review("10 Apr"),
        registration("12 Aug", name="second"),
        visit("20 Aug", alone=True),
    )
    by_subject = {r.subject: r for r in clock(facts, "first_review")}
    assert by_subject["registration:first"].met_on == day("10 Apr")
    assert by_subject["registration:second"].met_on is None
    first_visits = [r for r in clock(facts, "seen_alone") if r.subject == "registration:first"]
    assert [r.stopped_on for r in first_visits] == [day("10 Apr")]
