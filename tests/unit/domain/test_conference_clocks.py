"""The papers of a conference: the outline plan and the record."""

from __future__ import annotations

import pytest

from cases.domain.deadlines import readings
from cases.domain.statuses import ConferenceDecision, ConferenceKind
from tests.unit.domain.builders import (
    CALENDAR,
    conference,
    dates,
    england,
    registration,
    review,
    wales,
)

REGISTER = ConferenceDecision.REGISTER


def test_the_record_is_due_after_every_conference_that_was_held() -> None:
    for kind in ConferenceKind:
        facts = wales(conference("12 Aug", kind))
        assert dates(facts, "conference_record_sent") == [("12 Aug", "10 Sep", "")], kind


def test_the_record_that_was_sent_meets_it() -> None:
    facts = wales(conference("12 Aug", record="1 Sep"))
    assert dates(facts, "conference_record_sent") == [("12 Aug", "10 Sep", "met 1 Sep")]


def test_the_outline_is_due_only_where_the_name_was_placed_on_the_register() -> None:
    registered = wales(conference("12 Aug", decision=REGISTER, outline="18 Aug"))
    assert dates(registered, "outline_plan_sent") == [("12 Aug", "19 Aug", "met 18 Aug")]
    for decision in (None, ConferenceDecision.DO_NOT_REGISTER, ConferenceDecision.NOT_STATED):
        assert dates(wales(conference("12 Aug", decision=decision)), "outline_plan_sent") == []


def test_a_registration_shows_what_the_return_does_not_say() -> None:
    facts = wales(
        conference("12 Aug", decision=ConferenceDecision.NOT_STATED),
        registration("12 Aug", by="c"),
    )
    assert dates(facts, "outline_plan_sent") == [("12 Aug", "19 Aug", "")]


def test_a_review_has_a_record_and_no_outline() -> None:
    facts = wales(registration("1 Jan"), review("12 Aug", decision=ConferenceDecision.CONTINUE))
    assert dates(facts, "outline_plan_sent") == []
    assert len(dates(facts, "conference_record_sent")) == 1


@pytest.mark.parametrize(
    "not_held",
    [
        conference(None, planned="12 Aug"),
        conference(None, planned="12 Aug", cancelled=True),
        conference("12 Aug", cancelled=True, decision=REGISTER),
    ],
    ids=["called", "cancelled", "cancelled yet dated"],
)
def test_a_conference_that_was_not_held_owes_no_papers(not_held: object) -> None:
    assert readings(wales(not_held), CALENDAR) == ()


def test_coming_off_the_register_stops_the_outline_and_not_the_record() -> None:
    facts = wales(conference("12 Aug", decision=REGISTER), registration("12 Aug", "14 Aug", by="c"))
    assert dates(facts, "outline_plan_sent") == [("12 Aug", "19 Aug", "stopped 14 Aug")]
    assert dates(facts, "conference_record_sent") == [("12 Aug", "10 Sep", "")]


def test_closing_the_case_stops_the_papers() -> None:
    facts = wales(conference("12 Aug", decision=REGISTER), closed="14 Aug")
    assert dates(facts, "outline_plan_sent") == [("12 Aug", "19 Aug", "stopped 14 Aug")]
    assert dates(facts, "conference_record_sent") == [("12 Aug", "10 Sep", "stopped 14 Aug")]


def test_papers_said_to_be_sent_before_the_conference_do_not_count() -> None:
    facts = wales(conference("12 Aug", decision=REGISTER, outline="11 Aug", record="11 Aug"))
    assert dates(facts, "outline_plan_sent") == [("12 Aug", "19 Aug", "")]
    assert dates(facts, "conference_record_sent") == [("12 Aug", "10 Sep", "")]


def test_a_conference_after_the_case_closed_owes_nothing() -> None:
    assert readings(wales(conference("12 Aug"), closed="1 Aug"), CALENDAR) == ()


def test_england_has_no_figure_for_the_papers() -> None:
    assert readings(england(conference("12 Aug", decision=REGISTER)), CALENDAR) == ()
