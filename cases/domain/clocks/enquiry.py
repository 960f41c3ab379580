"""The clocks before registration: strategy discussion, section 47 enquiry, initial conference.

Which strategy discussion belongs to which enquiry is not recorded; it follows from the dates,
by the rules written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain import procedures
from cases.domain.clocks.reading import ClockReading, Dial, earliest, single
from cases.domain.facts import CaseFacts, Section47Fact, StrategyFact
from cases.domain.procedures.rows import StartEvent
from cases.domain.statuses import ConferenceKind, Section47Outcome

INITIAL_KINDS = frozenset({ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH})
"""A transfer-in conference has a clock of its own and does not meet this one."""

NO_CONFERENCE_OUTCOMES = frozenset(
    {Section47Outcome.NOT_SUBSTANTIATED, Section47Outcome.NO_CONTINUING_RISK}
)


@dataclass(frozen=True)
class _Enquiry:
    """One enquiry as its clocks see it, whether or not a section 47 row was recorded for it."""

    subject: str
    opened_on: date
    started_on: date
    later_discussions: tuple[date, ...]
    ended_on: date | None
    conference_on: date | None
    no_conference_from: date | None
    given_up_on: date | None


def readings(facts: CaseFacts, dial: Dial) -> Iterator[ClockReading]:
    """Yield the readings of every strategy discussion and enquiry of the case."""
    yield from _strategies(facts, dial)
    for enquiry in (*_recorded(facts), *_decided_only(facts)):
        if facts.closed_on is None or enquiry.opened_on < facts.closed_on:
            yield from _section_47(facts, enquiry, dial)
            yield from _initial_conference(facts, enquiry, dial)


def _strategies(facts: CaseFacts, dial: Dial) -> Iterator[ClockReading]:
    """Yield the clock from the decision to hold a discussion to the discussion.

    A discussion recorded as held before it was decided upon cannot be judged: no reading.
    """
    for each in facts.strategies:
        if each.decided_on is not None and each.decided_on <= each.held_on:
            yield from single(
                dial,
                "strategy_discussion",
                f"strategy:{each.id}",
                each.decided_on,
                met_on=each.held_on,
                stop_on=None,
            )


def _section_47(facts: CaseFacts, enquiry: _Enquiry, dial: Dial) -> Iterator[ClockReading]:
    """Yield the enquiry's own clock, from the discussion that opened it to its end.

    Where no end was recorded, a conference, a registration or the note that no conference is
    needed shows that the enquiry is over, without saying since when: that stops the clock.
    """
    stop_on = earliest(facts.closed_on, enquiry.given_up_on)
    if enquiry.ended_on is None:
        stop_on = earliest(
            stop_on,
            enquiry.conference_on,
            enquiry.no_conference_from,
            _registered_on(facts, enquiry.opened_on),
        )
    yield from single(
        dial,
        "section_47_enquiry",
        enquiry.subject,
        enquiry.opened_on,
        met_on=enquiry.ended_on,
        stop_on=stop_on,
    )


def _initial_conference(facts: CaseFacts, enquiry: _Enquiry, dial: Dial) -> Iterator[ClockReading]:
    """Yield the first conference's clock; none for a child already on the register.

    Wales counts from the last strategy discussion (c3pt2-p4): each later one starts the clock
    anew and stops the reading before it, which stays late if it was late by then. England counts
    from the discussion at which the enquiry was started. A cancelled conference stops nothing.
    """
    if _is_registered(facts, enquiry.started_on):
        return
    row = procedures.timescale(dial.nation, "initial_conference", enquiry.opened_on)
    if row is None:
        return
    stop_on = earliest(
        facts.closed_on,
        enquiry.given_up_on,
        enquiry.no_conference_from,
        _registered_on(facts, enquiry.opened_on),
    )
    over_on = earliest(enquiry.conference_on, stop_on)
    starts = [enquiry.opened_on]
    if row.starts_at is StartEvent.LAST_STRATEGY_DISCUSSION:
        starts += [day for day in enquiry.later_discussions if over_on is None or day < over_on]
    for starts_on, next_start in zip(starts, (*starts[1:], None), strict=True):
        yield from single(
            dial,
            "initial_conference",
            enquiry.subject,
            starts_on,
            met_on=None if next_start else enquiry.conference_on,
            stop_on=next_start or stop_on,
        )


def _recorded(facts: CaseFacts) -> Iterator[_Enquiry]:
    """Yield the section 47 enquiries that were recorded."""
    for each in facts.section47s:
        opened_on = _opened_on(facts, each)
        conference_on = _conference_on(facts, opened_on)
        yield _Enquiry(
            subject=f"section47:{each.id}",
            opened_on=opened_on,
            started_on=each.started_on,
            later_discussions=_later_discussions(facts, each),
            ended_on=each.ended_on,
            conference_on=conference_on,
            no_conference_from=_no_conference_from(each),
            given_up_on=None,
        )


def _decided_only(facts: CaseFacts) -> Iterator[_Enquiry]:
    """Yield the enquiries a strategy discussion decided on that were never recorded as started.

    Their clocks run all the same, or a forgotten enquiry would never fall due. A later
    discussion that decides against an enquiry gives it up.
    """
    opened: StrategyFact | None = None
    later: list[date] = []
    for each in _ordered(facts.strategies):
        if opened is None:
            if each.has_decided_enquiry and _is_unmatched(facts, each):
                opened = each
            continue
        if each.has_decided_enquiry and _is_unmatched(facts, each):
            if each.held_on > opened.held_on:
                later.append(each.held_on)
        elif not each.has_decided_enquiry:
            yield _from_discussions(facts, opened, later, each.held_on)
            opened, later = None, []
    if opened is not None:
        yield _from_discussions(facts, opened, later, None)


def _from_discussions(
    facts: CaseFacts, opened: StrategyFact, later: list[date], given_up_on: date | None
) -> _Enquiry:
    return _Enquiry(
        subject=f"strategy:{opened.id}",
        opened_on=opened.held_on,
        started_on=opened.held_on,
        later_discussions=tuple(sorted(set(later))),
        ended_on=None,
        conference_on=_conference_on(facts, opened.held_on),
        no_conference_from=None,
        given_up_on=given_up_on,
    )


def _opened_on(facts: CaseFacts, enquiry: Section47Fact) -> date:
    """Give the day of the discussion that started an enquiry, or the enquiry's own first day.

    It is the last discussion, on or before that day, that decided on an enquiry, and that does
    not belong to an earlier one.
    """
    return max(
        (
            each.held_on
            for each in facts.strategies
            if each.has_decided_enquiry
            and each.held_on <= enquiry.started_on
            and not any(
                other.started_on < enquiry.started_on and other.started_on >= each.held_on
                for other in facts.section47s
            )
            and (each.held_on == enquiry.started_on or not _is_any_open(facts, each.held_on))
        ),
        default=enquiry.started_on,
    )


def _later_discussions(facts: CaseFacts, enquiry: Section47Fact) -> tuple[date, ...]:
    """Give the days of the discussions held in the course of an enquiry, after it started.

    After it ended with a continuing risk, a discussion that decides on no new enquiry still
    belongs to it: it prepares the conference.
    """
    next_start = min(
        (o.started_on for o in facts.section47s if o.started_on > enquiry.started_on), default=None
    )
    days = {
        each.held_on
        for each in facts.strategies
        if each.held_on > enquiry.started_on
        and (next_start is None or each.held_on < next_start)
        and (
            _is_open(facts, enquiry, each.held_on)
            or (
                not each.has_decided_enquiry and enquiry.outcome is Section47Outcome.CONTINUING_RISK
            )
        )
    }
    return tuple(sorted(days))


def _is_unmatched(facts: CaseFacts, strategy: StrategyFact) -> bool:
    """Say whether no recorded enquiry can be the one this discussion decided on."""
    return all(
        enquiry.started_on < strategy.held_on and not _is_open(facts, enquiry, strategy.held_on)
        for enquiry in facts.section47s
    )


def _is_any_open(facts: CaseFacts, on: date) -> bool:
    return any(each.started_on < on and _is_open(facts, each, on) for each in facts.section47s)


def _is_open(facts: CaseFacts, enquiry: Section47Fact, on: date) -> bool:
    """Say whether an enquiry was under way on a day.

    A return may not say when an enquiry ended; the conference that followed then ended it.
    """
    over_on = earliest(
        enquiry.ended_on,
        enquiry.started_on if enquiry.conference_not_required else None,
        _conference_on(facts, enquiry.started_on),
    )
    return enquiry.started_on <= on and (over_on is None or on <= over_on)


def _no_conference_from(enquiry: Section47Fact) -> date | None:
    """Give the day from which it was settled that there need be no conference."""
    if enquiry.conference_not_required:
        return enquiry.ended_on or enquiry.started_on
    return enquiry.ended_on if enquiry.outcome in NO_CONFERENCE_OUTCOMES else None


def _conference_on(facts: CaseFacts, since: date) -> date | None:
    """Give the day of the first initial or pre-birth conference held since a day."""
    held = (c.was_held_on for c in facts.conferences if c.kind in INITIAL_KINDS)
    return min((day for day in held if day is not None and day >= since), default=None)


def _registered_on(facts: CaseFacts, since: date) -> date | None:
    """Give the first day since ``since`` on which the child was placed on the register."""
    days = (each.registered_on for each in facts.registrations)
    return min((day for day in days if day >= since), default=None)


def _is_registered(facts: CaseFacts, on: date) -> bool:
    """Say whether the child was already on the register when a day began."""
    return any(
        each.registered_on < on and (each.ended_on is None or each.ended_on > on)
        for each in facts.registrations
    )


def _ordered(strategies: tuple[StrategyFact, ...]) -> list[StrategyFact]:
    """Order discussions by day; of two on one day the one that decides on an enquiry has it."""
    return sorted(strategies, key=lambda each: (each.held_on, each.has_decided_enquiry, each.id))
