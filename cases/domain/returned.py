"""What a published return says about children, in neutral frozen records, each with its place.

Dates and codes as the return gave them, after the checks of ``cases.imports.judge``. Nothing here
knows which format it came from; ``cases.services.imported`` writes it to the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cases.domain.statuses import Sex


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the file: a line of XML, or a row (and column heading) of a sheet."""

    line: int | None = None
    sheet: str = ""
    row: int | None = None
    column: str = ""


class Kind(StrEnum):
    """What a count or a finding is about."""

    FILE = "file"
    CHILD = "child"
    SECTION_47 = "section_47"
    CONFERENCE = "conference"
    PLAN = "plan"
    REVIEW = "review"
    VISIT = "visit"


class Severity(StrEnum):
    """``REFUSED``: this record was not loaded. ``WARNING``: it was, without or despite this."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One oddity: where, how grave, which (a key of ``wording``), with its values."""

    place: Place
    severity: Severity
    kind: Kind
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    local_id: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedEnquiry:
    """A section 47 enquiry; ``conference_on`` names the conference it led to."""

    place: Place
    started_on: date
    conference_target_on: date | None = None
    conference_on: date | None = None
    conference_not_required: bool | None = None
    resulted_in_plan: bool | None = None
    team: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedConference:
    """An initial conference that was held; outside an enquiry it may be a transfer-in."""

    place: Place
    held_on: date
    is_outside_enquiry: bool = False
    resulted_in_plan: bool | None = None


@dataclass(frozen=True, slots=True)
class ReturnedReview:
    """The date of one review conference of a plan."""

    place: Place
    held_on: date


@dataclass(frozen=True, slots=True)
class ReturnedVisit:
    """The last statutory visit a return gives for a plan."""

    place: Place
    made_on: date
    is_seen_alone: bool | None = None


@dataclass(frozen=True, slots=True)
class ReturnedPlan:
    """A child protection plan: in the words of Wales, a period on the register."""

    place: Place
    started_on: date
    ended_on: date | None = None
    initial_category: str | None = None
    latest_category: str | None = None
    number_of_previous: int | None = None
    reviews: tuple[ReturnedReview, ...] = ()
    visit: ReturnedVisit | None = None
    team: str = ""
    worker: str = ""

    @property
    def latest_known_category(self) -> str | None:
        """The latest category, or the initial one where the latest was not understood."""
        return self.latest_category or self.initial_category

    @property
    def first_known_category(self) -> str | None:
        """The initial category, or the latest one where the initial was not understood."""
        return self.initial_category or self.latest_category


@dataclass(frozen=True, slots=True)
class ReturnedEpisode:
    """One referral and what followed it; a workbook gives no referral, so both dates are empty."""

    place: Place
    referred_on: date | None = None
    closed_on: date | None = None
    enquiries: tuple[ReturnedEnquiry, ...] = ()
    conferences: tuple[ReturnedConference, ...] = ()
    plans: tuple[ReturnedPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnedChild:
    """One child as the return knows them; exactly one of the two birth dates is given."""

    source: Place
    local_id: str
    sex: Sex
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    upn: str | None = None
    former_upn: str | None = None
    nhs_number: str | None = None
    ethnicity: str = ""
    episodes: tuple[ReturnedEpisode, ...] = ()
