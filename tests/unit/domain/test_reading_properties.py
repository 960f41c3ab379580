"""What is true of the readings of any case, however odd its facts."""

from __future__ import annotations

import dataclasses
import itertools
import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.calendar import WorkingCalendar
from cases.domain.deadlines import (
    CaseFacts,
    ConferenceFact,
    CoreGroupFact,
    RegistrationFact,
    Section47Fact,
    State,
    StrategyFact,
    VisitFact,
    readings,
    state,
)
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
MAYBE = st.none() | DAYS
CALENDAR = WorkingCalendar(
    frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)})
)


def listed(row: st.SearchStrategy, most: int) -> st.SearchStrategy:  # type: ignore[type-arg]
    """Give tuples of rows, each with an id of its own."""
    return st.lists(row, max_size=most).map(
        lambda rows: tuple(dataclasses.replace(r, id=f"{n}") for n, r in enumerate(rows))
    )


def built(fact: type, /, **fields: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.builds(fact, id=st.just(""), **fields)


CASES = st.builds(
    CaseFacts,
    nation=st.sampled_from([Nation.WALES, Nation.ENGLAND]),
    closed_on=MAYBE,
    strategies=listed(
        built(
            StrategyFact, held_on=DAYS, decided_on=MAYBE, outcome=st.sampled_from(StrategyOutcome)
        ),
        5,
    ),
    section47s=listed(
        built(
            Section47Fact,
            started_on=DAYS,
            ended_on=MAYBE,
            outcome=st.none() | st.sampled_from(Section47Outcome),
            conference_not_required=st.booleans(),
            stated_target_on=MAYBE,
        ),
        4,
    ),
    conferences=listed(
        built(
            ConferenceFact,
            kind=st.sampled_from(ConferenceKind),
            planned_on=DAYS,
            held_on=MAYBE,
            is_cancelled=st.booleans(),
            decision=st.none() | st.sampled_from(ConferenceDecision),
            outline_sent_on=MAYBE,
            record_sent_on=MAYBE,
            is_latest_only=st.booleans(),
        ),
        5,
    ),
    registrations=listed(
        built(
            RegistrationFact,
            registered_on=DAYS,
            ended_on=MAYBE,
            conference_id=st.none() | st.sampled_from(["0", "1", "2"]),
        ),
        3,
    ),
    visits=listed(
        built(
            VisitFact,
            on=DAYS,
            seen=st.booleans(),
            seen_alone=st.booleans(),
            at_home=st.booleans(),
            bedroom_seen=st.booleans(),
            is_latest_only=st.booleans(),
        ),
        8,
    ),
    core_groups=listed(built(CoreGroupFact, held_on=DAYS), 5),
    born_on=MAYBE,
    is_unborn=st.booleans(),
)
THOROUGH = settings(max_examples=150, deadline=None)


@given(CASES)
@THOROUGH
def test_no_two_readings_are_the_same_one(facts: CaseFacts) -> None:
    names = [(r.clock, r.subject, r.starts_on) for r in readings(facts, CALENDAR)]
    assert len(names) == len(set(names))


@given(CASES, st.randoms(use_true_random=False))
@THOROUGH
def test_the_order_of_the_facts_does_not_matter(facts: CaseFacts, rng: random.Random) -> None:
    shuffled = {
        name: tuple(rng.sample(rows, len(rows)))
        for name, rows in vars(facts).items()
        if isinstance(rows, tuple)
    }
    assert readings(dataclasses.replace(facts, **shuffled), CALENDAR) == readings(facts, CALENDAR)


@given(CASES)
@THOROUGH
def test_every_reading_is_in_order(facts: CaseFacts) -> None:
    """Due, met and stopped come on or after the start; a reading ends in one way only."""
    for reading in readings(facts, CALENDAR):
        assert reading.due_on >= reading.starts_on
        assert reading.met_on is None or reading.met_on >= reading.starts_on
        assert reading.stopped_on is None or reading.stopped_on >= reading.starts_on
        assert reading.met_on is None or reading.stopped_on is None


@given(CASES)
@THOROUGH
def test_a_chain_has_no_gaps_and_one_open_end(facts: CaseFacts) -> None:
    """Each reading of a rolling clock starts where the one before was met.

    But for a fact loaded from a return that gives the latest and none before it: what lay between
    is not known, so no reading leads up to it, and the next starts from it.
    """
    latest_only = {v.on for v in facts.visits if v.is_latest_only}
    latest_only |= {c.was_held_on for c in facts.conferences if c.is_latest_only and c.was_held_on}
    chains: dict[tuple[str, str], list] = {}  # type: ignore[type-arg]
    for reading in readings(facts, CALENDAR):
        if reading.clock in {"seen", "seen_alone", "seen_at_home", "later_review"}:
            chains.setdefault((reading.clock, reading.subject), []).append(reading)
    for chain in chains.values():
        for earlier, later in itertools.pairwise(chain):
            assert earlier.met_on == later.starts_on or later.starts_on in latest_only


@given(CASES)
@THOROUGH
def test_nothing_is_open_once_the_case_is_closed(facts: CaseFacts) -> None:
    if facts.closed_on is None:
        return
    for reading in readings(facts, CALENDAR):
        if reading.clock != "strategy_discussion":
            end = reading.met_on or reading.stopped_on
            assert end is not None
            assert end <= max(facts.closed_on, reading.starts_on)


@given(CASES, DAYS, st.integers(1, 100))
@THOROUGH
def test_as_days_go_by_a_reading_only_gets_later(facts: CaseFacts, today: date, more: int) -> None:
    for reading in readings(facts, CALENDAR):
        before, after = state(reading, today), state(reading, today + timedelta(days=more))
        if before is State.OVERDUE:
            assert after is State.OVERDUE
        if before is not State.DUE:
            assert after is before


@given(CASES)
@settings(max_examples=100, deadline=None)
def test_readings_are_what_they_are(facts: CaseFacts) -> None:
    """Worked out twice, on the same facts, nothing differs."""
    assert readings(facts, CALENDAR) == readings(facts, CALENDAR)
