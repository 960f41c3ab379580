"""The rows that follow from a told family's facts: grants, deadlines, and flags of the late ones.

By the same pure functions as the product's own. Flags are raised by the check of the morning after
the due day, as the hourly check would have raised them.
"""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from cases.demo import drawing as at
from cases.demo.copying import line
from cases.demo.drawing import CALENDAR, written_moment
from cases.demo.told import Episode, Kid
from cases.domain import deadlines as clocks
from cases.domain import procedures
from cases.domain.counting import Counted, counted
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    Level,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)

if TYPE_CHECKING:
    from cases.demo.rows import Rows

MET_AT = {
    "section_47_enquiry": at.CONCLUDED,
    "initial_conference": at.HELD,
    "first_review": at.HELD,
    "later_review": at.HELD,
    "outline_plan_sent": at.PAPERS,
    "conference_record_sent": at.PAPERS,
    "first_core_group": at.CORE_GROUP,
    "later_core_group": at.CORE_GROUP,
    "seen_alone": at.VISITED,
    "seen_at_home": at.VISITED,
    "bedroom_seen": at.VISITED,
}
KNOWN_WHEN_MET = frozenset({"strategy_discussion"})
"""Clocks that the register first hears of when they are met: nothing was there to be flagged."""
A_DAY = timedelta(days=1)


class Granted:
    """The grants of involvements; ``levels`` gives each level's permission."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.levels = levels

    def line(
        self, group: int, level: Level, case: str, involvement: str, starts: str, ends: str | None
    ) -> str:
        """This will make the row of one grant."""
        return line(group, self.levels[level], case, involvement, starts, ends)


def follow(
    rows: Rows, episode: Episode, kid: Kid, held: list[tuple[str, str]], ids: dict[str, str]
) -> None:
    """This will make the deadlines of one case, and the flags of those that were late."""
    case = episode.cases[kid.id]
    facts = _facts(episode, kid, held, ids)
    family = uuid.UUID(kid.group or case)
    for reading in clocks.readings(facts, CALENDAR):
        deadline = counted(reading, facts, family)
        key = rows.chance.key(reading.starts_on)
        rows.tables["Deadline"].append(
            line(
                *(key, case, reading.clock, reading.subject, reading.starts_on, deadline.due_on),
                *(deadline.met_on, deadline.stopped_on, deadline.meeting, deadline.is_booked),
            )
        )
        if not episode.is_loaded and reading.clock not in KNOWN_WHEN_MET:
            _flag(rows, episode, reading.clock, key, deadline)
    if episode.ended_on is not None and not episode.is_loaded:
        _begun_and_stopped(rows, case, kid, episode.ended_on, ids["registration"])


def _begun_and_stopped(rows: Rows, case: str, kid: Kid, on: date, registration: str) -> None:
    """A review that is held starts the clocks of the next; its decision, minutes later, ends them.

    Such rows stay, stopped on their own first day, as they were: a brother or sister who is heard
    of later does not make them one meeting's.
    """
    family = uuid.UUID(kid.group if kid.group and rows.together_since <= on else case)
    row = procedures.timescale(Nation.WALES, "later_review", on)
    if row is None:
        return
    due_on = clocks.due_on(row, on, CALENDAR)
    for clock, meeting in (("later_review", family), ("bedroom_seen", None)):
        if clock == "bedroom_seen" and kid.born_on is None:
            continue
        rows.tables["Deadline"].append(
            line(
                *(rows.chance.key(on), case, clock, f"registration:{registration}", on, due_on),
                *(None, on, meeting, False),
            )
        )


def _flag(rows: Rows, episode: Episode, clock: str, deadline: str, counted: Counted) -> None:
    raised_on = counted.due_on + A_DAY
    settled_on = counted.met_on or counted.stopped_on
    if raised_on >= rows.today or (settled_on is not None and settled_on <= counted.due_on):
        return
    cleared_at = None
    if settled_on is not None:
        hour: time = at.CLOSED if settled_on == episode.closed_on else at.DECIDED
        cleared_at = written_moment(settled_on, MET_AT[clock] if counted.met_on else hour)
    raised_at = written_moment(raised_on, at.SWEPT)
    key = rows.chance.key(raised_on)
    rows.tables["OverdueFlag"].append(line(key, deadline, raised_at, cleared_at))


def _facts(
    episode: Episode, kid: Kid, held: list[tuple[str, str]], ids: dict[str, str]
) -> clocks.CaseFacts:
    enquiry = clocks.Section47Fact(
        id=ids["enquiry"],
        started_on=episode.strategy_on,
        ended_on=None if episode.is_loaded else episode.enquiry_ended_on,
        outcome=_outcome(episode),
    )
    return clocks.CaseFacts(
        nation=Nation.WALES,
        closed_on=episode.closed_on,
        born_on=kid.born_on,
        is_unborn=kid.born_on is None,
        strategies=() if episode.is_loaded else (_strategy(episode, ids["strategy"]),),
        section47s=(enquiry,),
        conferences=tuple(_conferences(episode, held)),
        registrations=_registrations(episode, held, ids["registration"]),
        visits=tuple(
            clocks.VisitFact("", v.on, v.seen, v.alone, v.at_home, v.bedroom)
            for v in episode.visits.get(kid.id, ())
        ),
        core_groups=tuple(clocks.CoreGroupFact("", day) for day in episode.core_groups),
    )


def _outcome(episode: Episode) -> Section47Outcome | None:
    if episode.is_loaded:
        return Section47Outcome.NOT_STATED
    return Section47Outcome.CONTINUING_RISK if episode.enquiry_ended_on else None


def _strategy(episode: Episode, key: str) -> clocks.StrategyFact:
    return clocks.StrategyFact(
        key, episode.strategy_on, episode.decided_on, StrategyOutcome.SECTION_47_JOINT
    )


def _registrations(
    episode: Episode, held: list[tuple[str, str]], key: str
) -> tuple[clocks.RegistrationFact, ...]:
    on: date | None = episode.registered_on
    if on is None:
        return ()
    return (
        clocks.RegistrationFact(
            key, on, episode.ended_on, held[0][0], is_history=episode.is_loaded
        ),
    )


def _conferences(episode: Episode, held: list[tuple[str, str]]) -> list[clocks.ConferenceFact]:
    if episode.is_loaded:
        days = [episode.registered_on, *(m.on for m in episode.conferences)]
        return [
            clocks.ConferenceFact(
                id=key,
                kind=ConferenceKind.REVIEW if number else ConferenceKind.INITIAL,
                planned_on=day,
                held_on=day,
                is_cancelled=False,
                decision=None,
                outline_sent_on=None,
                record_sent_on=None,
                are_papers_known=False,
            )
            for number, ((key, _), day) in enumerate(zip(held, days, strict=True))
            if day is not None
        ]
    return [
        clocks.ConferenceFact(
            id=m.id,
            kind=ConferenceKind(m.kind),
            planned_on=m.on,
            held_on=m.on if m.is_held else None,
            is_cancelled=False,
            decision=ConferenceDecision(m.decision) if m.decision else None,
            outline_sent_on=m.outline_on,
            record_sent_on=m.record_on,
        )
        for m in episode.conferences
    ]
