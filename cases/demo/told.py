"""What is told of a made-up family, as plain facts: the rows are made of it, and the replay too.

Identifiers are text. Nothing here draws or writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cases.demo.note_words import Pair


@dataclass(frozen=True, slots=True)
class Worker:
    """One membership: its number, its person's name, its team's number, its group's."""

    id: str
    name: str
    team: str
    group: int


@dataclass(frozen=True, slots=True)
class Crew:
    """A team: its number, its name, its group, its people; how much of its work is late."""

    id: str
    name: str
    group: int
    workers: tuple[Worker, ...]
    lateness: float = 1.0


@dataclass(frozen=True, slots=True)
class Office:
    """One authority: its teams, and the partners who work with its families."""

    id: str
    code: str
    education_code: str
    place: str
    number: int
    batch: str
    crews: tuple[Crew, ...]
    manager: Worker
    chairs: tuple[Worker, ...]
    partners: dict[str, tuple[Crew, ...]]


@dataclass(slots=True)
class Kid:
    """A child. ``birth_told_on`` is set where the child was on record before the birth."""

    id: str
    given: str
    family: str
    sex: str
    born_on: date | None
    expected_on: date | None
    language: str
    address: str
    nhs: str
    upn: str
    group: str | None
    birth_told_on: date | None = None
    local: str = ""

    @property
    def is_welsh(self) -> bool:
        """Whether what is written of this child is in Welsh."""
        return self.language == "Cymraeg"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one visit saw of one child."""

    on: date
    by: Worker
    seen: bool
    alone: bool
    at_home: bool
    bedroom: bool
    refused: bool
    account: Pair


@dataclass(frozen=True, slots=True)
class Remark:
    """A note about one child."""

    id: str
    on: date
    by: Worker
    kind: str
    text: Pair


@dataclass(frozen=True, slots=True)
class Shared:
    """A partner's team that is let in, for which children."""

    crew: Crew
    level: str
    purpose: Pair
    kids: frozenset[str]


@dataclass(slots=True)
class Meeting:
    """A conference: held unless its day is still to come."""

    id: str
    kind: str
    called_on: date
    on: date
    is_held: bool
    chair: Worker | None
    decision: str | None
    outline_on: date | None = None
    record_on: date | None = None


@dataclass(slots=True)
class Episode:
    """One protection episode of a family; ``cases`` gives each child's case."""

    kids: list[Kid]
    cases: dict[str, str]
    crew: Crew
    worker: Worker
    opened_on: date
    decided_on: date
    strategy_on: date
    enquiry_ended_on: date | None
    conferences: list[Meeting] = field(default_factory=list)
    registered_on: date | None = None
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: Pair = ("", "")
    co_ordinators: list[tuple[Worker, date]] = field(default_factory=list)
    shares: list[Shared] = field(default_factory=list)
    core_groups: list[date] = field(default_factory=list)
    visits: dict[str, list[Seen]] = field(default_factory=dict)
    notes: dict[str, list[Remark]] = field(default_factory=dict)
    ended_on: date | None = None
    reasons_off: Pair = ("", "")
    evidence: Pair = ("", "")
    closed_on: date | None = None
    is_loaded: bool = False


@dataclass(slots=True)
class Family:
    """Brothers and sisters, and their episodes, oldest first."""

    kids: list[Kid]
    episodes: list[Episode]
