"""What happened to one child, as dates: the only thing due dates are worked out from.

``cases.queries`` fills these in from the rows of one case. Plain values: no rules live here.
A meeting that was called but not held is no fact, except that its conference is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)


@dataclass(frozen=True)
class StrategyFact:
    """A strategy discussion that was held; ``decided_on`` is when it was decided to hold it."""

    id: str
    held_on: date
    decided_on: date | None
    outcome: StrategyOutcome

    @property
    def has_decided_enquiry(self) -> bool:
        """Say whether the discussion decided that there is to be a section 47 enquiry."""
        return self.outcome is not StrategyOutcome.NO_SECTION_47


@dataclass(frozen=True)
class Section47Fact:
    """A section 47 enquiry.

    ``stated_target_on`` is the conference target a return stated; it is kept for comparison and
    never used: the due date follows from the procedure.
    """

    id: str
    started_on: date
    ended_on: date | None
    outcome: Section47Outcome | None
    conference_not_required: bool = False
    stated_target_on: date | None = None


@dataclass(frozen=True)
class ConferenceFact:
    """A conference at which this child was to be, and what it decided for this child.

    ``is_latest_only`` marks one loaded from a return that gives the latest and none before it;
    ``are_papers_known`` is false for one whose source never says when its papers were sent.
    """

    id: str
    kind: ConferenceKind
    planned_on: date
    held_on: date | None
    is_cancelled: bool
    decision: ConferenceDecision | None
    outline_sent_on: date | None
    record_sent_on: date | None
    is_latest_only: bool = False
    are_papers_known: bool = True

    @property
    def was_held_on(self) -> date | None:
        """Give the day it was held; a conference marked cancelled was not, whatever it says."""
        return None if self.is_cancelled else self.held_on


@dataclass(frozen=True)
class RegistrationFact:
    """A name on the register; ``ended_on`` is the first day off it.

    ``is_history`` marks one of which a return told both the start and the end: what was done in
    between (visits, core groups) nobody here was told, and not knowing is not lateness.
    """

    id: str
    registered_on: date
    ended_on: date | None
    conference_id: str | None
    is_history: bool = False


@dataclass(frozen=True)
class VisitFact:
    """A visit to the child and what was seen.

    ``is_latest_only`` marks one loaded from a return that gives the latest and none before it.
    """

    id: str
    on: date
    seen: bool
    seen_alone: bool
    at_home: bool
    bedroom_seen: bool
    is_latest_only: bool = False


@dataclass(frozen=True)
class CoreGroupFact:
    """A core group meeting that was held."""

    id: str
    held_on: date


@dataclass(frozen=True)
class CaseFacts:
    """Everything the clocks of one case are read from.

    An unborn child cannot be visited: while ``is_unborn`` no visiting clock runs, and once
    ``born_on`` is known they run from the birth.
    """

    nation: Nation
    closed_on: date | None
    strategies: tuple[StrategyFact, ...] = ()
    section47s: tuple[Section47Fact, ...] = ()
    conferences: tuple[ConferenceFact, ...] = ()
    registrations: tuple[RegistrationFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    core_groups: tuple[CoreGroupFact, ...] = ()
    born_on: date | None = None
    is_unborn: bool = False
