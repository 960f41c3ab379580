"""The shapes of a procedure's rows: a time limit, a category, a quorum, a word.

What the rows say is in one module a nation; how they are looked up is in the package itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.domain.statuses import Nation

EFFECTIVE_FROM_NOT_ESTABLISHED = date(1900, 1, 1)
"""The source gives no first day, so the row applies to every record ever loaded."""


class Unit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    IMMEDIATELY = "immediately"
    ONCE_PER_INTERVAL = "once_per_interval"
    """Once between two conferences: due when the interval ends, not after a number of days."""


class Binding(StrEnum):
    """How far a row binds; every page that shows a row can say so."""

    PROCEDURE = "procedure"
    """The text of the national procedures or of statutory guidance."""
    GOOD_PRACTICE = "good_practice"
    """The same text calls it good practice; the duty itself has no figure."""
    LOCAL_PUBLICATION = "local_publication"
    """One authority's or partnership's publication; the national figure was not read."""
    NAMED_DEFAULT = "named_default"
    """No source: a default of this register, to be set by each board."""


class StartEvent(StrEnum):
    """The event that starts a clock."""

    TELEPHONE_REPORT = "telephone_report"
    WRITTEN_REPORT_SENT = "written_report_sent"
    REPORT_RECEIVED = "report_received"
    POSSIBLE_OFFENCE_REPORTED = "possible_offence_reported"
    DECISION_TO_HOLD_STRATEGY_DISCUSSION = "decision_to_hold_strategy_discussion"
    STRATEGY_DISCUSSION = "strategy_discussion"
    LAST_STRATEGY_DISCUSSION = "last_strategy_discussion"
    STRATEGY_DISCUSSION_STARTING_SECTION_47 = "strategy_discussion_starting_section_47"
    SECTION_47_STARTED = "section_47_started"
    INITIAL_CONFERENCE = "initial_conference"
    CONFERENCE = "conference"
    REGISTRATION = "registration"
    PREVIOUS_CORE_GROUP = "previous_core_group"
    PREVIOUS_SEEN = "previous_seen"
    PREVIOUS_SEEN_ALONE = "previous_seen_alone"
    PREVIOUS_SEEN_AT_HOME = "previous_seen_at_home"
    LAST_CONFERENCE = "last_conference"
    PREVIOUS_REVIEW = "previous_review"
    INQUORATE_CONFERENCE = "inquorate_conference"
    NOTIFICATION_OF_MOVE = "notification_of_move"
    PERMANENT_MOVE_NOTIFIED_AND_AGREED = "permanent_move_notified_and_agreed"
    TEMPORARY_STAY_STARTED = "temporary_stay_started"
    ALLEGATION_ABOUT_PRACTITIONER = "allegation_about_practitioner"


class Responsible(StrEnum):
    """Who answers for a step being taken in time."""

    REPORTER = "reporter"
    SOCIAL_SERVICES = "social_services"
    CHAIR = "chair"
    CO_ORDINATOR = "co_ordinator"
    TEAM_MANAGER = "team_manager"
    ORIGINATING_AUTHORITY = "originating_authority"
    RECEIVING_AUTHORITY = "receiving_authority"
    EMPLOYER = "employer"
    DISSENTING_PROFESSIONAL = "dissenting_professional"


@dataclass(frozen=True)
class SoftTarget:
    """A sooner date to aim at; missing it is not lateness."""

    amount: int
    unit: Unit
    source: str


@dataclass(frozen=True)
class Timescale:
    """One clock of one nation, for as long as one text of its procedures was in force.

    ``effective_until`` is the last day, itself included; ``None`` while the row is in force.
    """

    key: str
    nation: Nation
    amount: int
    unit: Unit
    starts_at: StartEvent
    binding: Binding
    responsible: Responsible
    source: str
    source_url: str
    note: str = ""
    soft_target: SoftTarget | None = None
    effective_from: date = EFFECTIVE_FROM_NOT_ESTABLISHED
    effective_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Say whether the row applies to a clock that starts ``on`` this day."""
        return _covers(self.effective_from, self.effective_until, on)


@dataclass(frozen=True)
class Words:
    """One term in both languages; ``source`` says where the Welsh comes from (DOMAIN 7)."""

    en: str
    cy: str
    source: str


@dataclass(frozen=True)
class Category:
    """One category of abuse or neglect under which a nation registers a child."""

    key: str
    nation: Nation
    words: Words
    source: str
    note: str = ""
    is_offered: bool = True
    """False for what only a loaded return can say; no form offers it."""
    effective_from: date = EFFECTIVE_FROM_NOT_ESTABLISHED
    effective_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Say whether a conference held ``on`` this day may use the category."""
        return _covers(self.effective_from, self.effective_until, on)


@dataclass(frozen=True)
class Quorum:
    """Who must be at a conference for it to decide, and where the number comes from."""

    is_childrens_services_required: bool
    other_agencies: int
    may_chair_proceed_without: bool
    binding: Binding
    source: str


@dataclass(frozen=True)
class Terms:
    """The words of a nation for the same things: one register, four vocabularies."""

    register: Words
    plan: Words
    on_register: Words
    not_on_register: Words
    registration: Words
    deregistration: Words
    co_ordinator: Words
    strategy_discussion: Words
    section_47_enquiry: Words
    initial_conference: Words
    review_conference: Words
    transfer_in_conference: Words
    core_group: Words


@dataclass(frozen=True)
class Procedure:
    """Everything a nation's procedures say, as data."""

    nation: Nation
    title: str
    timescales: tuple[Timescale, ...]
    categories: tuple[Category, ...]
    are_several_categories_allowed: bool
    quorum: Quorum
    terms: Terms


def _covers(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or on <= last)
