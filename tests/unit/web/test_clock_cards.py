"""What a clock card says, and how ages and days are said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from cases import labels
from cases.domain import procedures
from cases.domain.statuses import Nation
from cases.queries.child_record import Clock
from cases.web.presenters import clocks, days

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def card(state: str, due_on: date, **facts: Any) -> tuple[str, str]:
    """The headline and the detail of a card."""
    given = {"met_on": None, "booked_on": None, "working_days_late": 0, **facts}
    clock = Clock(clock="seen_alone", starts_on=TODAY, due_on=due_on, state=state, **given)
    [shown] = clocks.cards([clock], Nation.WALES, TODAY)
    return shown["headline"], shown["detail"]


def test_the_states_are_said_in_words() -> None:
    late = card("late", date(2026, 11, 18), working_days_late=2)
    assert late == ("2 working days late", "was due 18 November")
    assert card("late", date(2026, 11, 20)) == ("Late", "was due 20 November")
    assert card("soon", date(2026, 11, 25)) == ("in 3 days", "by 25 November")
    assert card("soon", TODAY)[0] == "today"
    booked = card("ok", date(2027, 2, 9), booked_on=date(2027, 2, 4))
    assert booked == ("in 79 days", "by 9 February 2027, booked 4 February 2027")
    assert card("done", date(2027, 2, 9), met_on=date(2026, 11, 9)) == ("Done", "9 November")


@pytest.mark.parametrize("nation", procedures.nations())
def test_every_clock_of_every_nation_has_its_rule_in_words(nation: Nation) -> None:
    for row in procedures.clocks(nation, TODAY):
        if row.key in labels.CLOCKS:
            assert clocks.rule(row.key, nation, TODAY)
    assert clocks.rule("seen_alone", Nation.WALES, TODAY) == "Seen alone, every 10 working days"
    assert clocks.rule("later_core_group", Nation.WALES, TODAY) == (
        "Core group, at most 6 weeks apart"
    )


@pytest.mark.parametrize(
    ("born_on", "says"),
    [
        (TODAY, "0 days"),
        (TODAY - timedelta(days=6), "6 days"),
        (TODAY - timedelta(days=40), "5 weeks"),
        (date(2026, 8, 22), "3 months"),
        (date(2024, 11, 23), "23 months"),
        (date(2024, 11, 22), "2 years"),
        (date(2012, 2, 29), "14 years"),
    ],
)
def test_an_age_is_said_as_people_say_it(born_on: date, says: str) -> None:
    assert days.age(born_on, TODAY) == says


def test_an_unborn_child_is_due() -> None:
    due = TODAY + timedelta(weeks=10)
    assert days.born(None, due, TODAY) == "expected 31 January 2027, 30 weeks"
    assert days.gestation(TODAY + timedelta(weeks=60), TODAY) is None


@pytest.mark.parametrize(
    ("ahead", "working_days", "says"),
    [
        (0, 0, "today"),
        (1, 1, "tomorrow"),
        (14, 10, "in 10 working days"),
        (3, 1, "in 1 working day"),
        (14, None, "in 14 days"),
    ],
)
def test_what_is_counted_in_working_days_is_said_in_them(
    ahead: int, working_days: int | None, says: str
) -> None:
    assert days.until(TODAY + timedelta(days=ahead), TODAY, working_days) == says
