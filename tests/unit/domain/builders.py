"""Facts in a few words, for the tests of the clocks."""

from __future__ import annotations

from datetime import date

from cases.domain.calendar import WorkingCalendar
from cases.domain.deadlines import (
    CaseFacts,
    ClockReading,
    ConferenceFact,
    CoreGroupFact,
    RegistrationFact,
    Section47Fact,
    StrategyFact,
    VisitFact,
    readings,
)
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)

CALENDAR = WorkingCalendar(
    frozenset(
        {
            date(2026, 4, 3),
            date(2026, 4, 6),
            date(2026, 5, 4),
            date(2026, 5, 25),
            date(2026, 8, 31),
            date(2026, 12, 25),
            date(2026, 12, 28),
            date(2027, 1, 1),
        }
    )
)
"""The bank holidays of England and Wales in 2026."""


def day(text: str) -> date:
    """Give a day of 2026 from "12 Aug", or of another year from "12 Aug 2027"."""
    number, month, *year = text.split()
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return date(int(year[0]) if year else 2026, months.index(month) + 1, int(number))


def some(text: str | None) -> date | None:
    """Give a day, or none."""
    return day(text) if text else None


def strategy(
    held: str,
    *,
    decided: str | None = None,
    outcome: StrategyOutcome = StrategyOutcome.SECTION_47_JOINT,
    name: str | None = None,
) -> StrategyFact:
    return StrategyFact(name or f"s-{held}", day(held), some(decided), outcome)


def no_enquiry(held: str) -> StrategyFact:
    return strategy(held, outcome=StrategyOutcome.NO_SECTION_47)


def section47(
    started: str,
    ended: str | None = None,
    outcome: Section47Outcome | None = None,
    *,
    not_required: bool = False,
    name: str = "q",
) -> Section47Fact:
    if ended and outcome is None:
        outcome = Section47Outcome.CONTINUING_RISK
    return Section47Fact(name, day(started), some(ended), outcome, not_required)


def conference(
    held: str | None,
    kind: ConferenceKind = ConferenceKind.INITIAL,
    *,
    planned: str | None = None,
    cancelled: bool = False,
    decision: ConferenceDecision | None = None,
    outline: str | None = None,
    record: str | None = None,
    name: str = "c",
    latest_only: bool = False,
) -> ConferenceFact:
    planned_on = day(planned or held or "1 Jan")
    return ConferenceFact(
        name,
        kind,
        planned_on,
        some(held),
        cancelled,
        decision,
        some(outline),
        some(record),
        latest_only,
    )


def review(held: str | None, **extra: object) -> ConferenceFact:
    extra.setdefault("name", f"review-{held}")
    return conference(held, ConferenceKind.REVIEW, **extra)  # type: ignore[arg-type]


def registration(
    on: str, ended: str | None = None, *, by: str | None = None, name: str = "r"
) -> RegistrationFact:
    return RegistrationFact(name, day(on), some(ended), by)


def visit(
    on: str,
    *,
    seen: bool = True,
    alone: bool = False,
    home: bool = False,
    bedroom: bool = False,
    name: str | None = None,
    latest_only: bool = False,
) -> VisitFact:
    return VisitFact(name or f"v-{on}", day(on), seen, alone, home, bedroom, latest_only)


def core_group(held: str, name: str | None = None) -> CoreGroupFact:
    return CoreGroupFact(name or f"g-{held}", day(held))


def wales(*facts: object, closed: str | None = None, **child: object) -> CaseFacts:
    return _case(Nation.WALES, facts, closed, child)


def england(*facts: object, closed: str | None = None, **child: object) -> CaseFacts:
    return _case(Nation.ENGLAND, facts, closed, child)


def _case(
    nation: Nation, facts: tuple[object, ...], closed: str | None, child: dict[str, object]
) -> CaseFacts:
    def of(kind: type) -> tuple:  # type: ignore[type-arg]
        return tuple(fact for fact in facts if isinstance(fact, kind))

    return CaseFacts(
        nation=nation,
        closed_on=some(closed),
        strategies=of(StrategyFact),
        section47s=of(Section47Fact),
        conferences=of(ConferenceFact),
        registrations=of(RegistrationFact),
        visits=of(VisitFact),
        core_groups=of(CoreGroupFact),
        **child,  # type: ignore[arg-type]
    )


def clock(facts: CaseFacts, name: str) -> list[ClockReading]:
    """Give the readings of one clock, oldest first."""
    return [reading for reading in readings(facts, CALENDAR) if reading.clock == name]


def dates(facts: CaseFacts, name: str) -> list[tuple[str, str, str]]:
    """Give the readings of one clock as (start, due, "met"/"stopped" and day, or "")."""
    return [(short(r.starts_on), short(r.due_on), _end(r)) for r in clock(facts, name)]


def short(on: date) -> str:
    return f"{on.day} {on:%b}" + ("" if on.year == 2026 else f" {on.year}")


def _end(reading: ClockReading) -> str:
    if reading.met_on:
        return f"met {short(reading.met_on)}"
    return f"stopped {short(reading.stopped_on)}" if reading.stopped_on else ""
