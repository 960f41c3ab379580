"""An agency's report for a conference: its parts, its states, its attachments, its due day.

Keys, rows and arithmetic only; the figure itself is data of the nation's procedure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cases.domain.calendar import WorkingCalendar
from cases.domain.procedures.rows import ReportsDue
from cases.domain.statuses import ConferenceKind

MEGABYTES = 10
"""The most that one attachment may hold, and ``MOST_FILES`` how many a report: named defaults."""
MOST_FILES = 10
MOST_LETTERS = 20_000


class ReportStage(StrEnum):
    """Where one version of a report stands; a submitted one never changes again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class FamilyShare(StrEnum):
    """How much of a report the family was given."""

    WHOLE = "whole"
    PART = "part"


class ShareWay(StrEnum):
    """How the family came to know a report."""

    IN_PERSON = "in_person"
    READ_OUT = "read_out"
    BY_POST = "by_post"
    ELECTRONICALLY = "electronically"


class FileKind(StrEnum):
    """What an attachment is, found out from its bytes; the value ends its name."""

    PDF = "pdf"
    WORD = "docx"
    PNG = "png"
    JPEG = "jpg"


@dataclass(frozen=True)
class Content:
    """What a report says. ``view`` is the agency's own, which a social worker's report has not."""

    facts: str = ""
    chronology: str = ""
    strengths: str = ""
    risks: str = ""
    lived_experience: str = ""
    view: str = ""

    def stripped(self) -> Content:
        """Give the same without spaces around it."""
        return replace(self, **{name: text.strip() for name, text in vars(self).items()})


PARTS = ("facts", "chronology", "strengths", "risks", "lived_experience", "view")
"""The parts of a report, in the order of its form; all are fields of ``Content``."""


def due_on(
    due: ReportsDue, kind: ConferenceKind, planned_on: date, calendar: WorkingCalendar
) -> date:
    """Give the last working day by which a report lies before a conference.

    So many working days then remain after it, the day of the conference counted.
    """
    ahead = due.before_review if kind is ConferenceKind.REVIEW else due.before_first
    day = calendar.subtract_working_days(planned_on, ahead)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
