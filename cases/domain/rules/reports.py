"""The rules of an agency's report for a conference (c3pt2-p7): what it holds, when it is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.reports import MOST_FILES, Content, FamilyShare, FileKind
from cases.domain.rules.dates import check_not_in_future, check_order, check_text
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import Invitee


def asking_problems(
    *, invitee: Invitee, is_withdrawn: bool, status: ConferenceStatus
) -> Iterator[Problem]:
    """Yield why nobody writes a report on an invitation.

    Practitioners who are invited write one, also after the conference: late is better than never.
    """
    if invitee is not Invitee.PRACTITIONER:
        yield Problem("report_of_practitioners_only")
    if is_withdrawn:
        yield Problem("report_invitation_withdrawn")
    if status is ConferenceStatus.CANCELLED:
        yield Problem("report_conference_cancelled")


def content_problems(content: Content, *, is_lead: bool) -> Iterator[Problem]:
    """Yield a problem for an opinion on registration in the social worker's own report.

    It "must not contain an opinion on registration"; every other agency gives its view (c3pt2-p7).
    """
    if is_lead and content.view.strip():
        yield Problem("report_holds_an_opinion", "view")


def submitting_problems(content: Content, *, is_lead: bool) -> Iterator[Problem]:
    """Yield everything that a report lacks before it is submitted.

    Each agency summarises, analyses and gives a view (c3pt2-p7). A chronology and strengths may
    be unknown to it; what it knows, what it fears and how the child lives may not.
    """
    yield from content_problems(content, is_lead=is_lead)
    yield from check_text("facts", content.facts, code="report_facts_missing")
    yield from check_text("risks", content.risks, code="report_risks_missing")
    yield from check_text(
        "lived_experience", content.lived_experience, code="report_lived_experience_missing"
    )
    if not is_lead:
        yield from check_text("view", content.view, code="report_view_missing")


def attaching_problems(*, held: int, is_known_already: bool) -> Iterator[Problem]:
    """Yield why one more file is not attached to a report."""
    if held >= MOST_FILES:
        yield Problem("attachment_too_many", "file", {"most": MOST_FILES})
    if is_known_already:
        yield Problem("attachment_is_there", "file")


def sharing_problems(
    *,
    extent: FamilyShare,
    withheld: str,
    with_whom: str,
    shared_on: date,
    submitted_on: date,
    today: date,
) -> Iterator[Problem]:
    """Yield what is wrong with how a report was shared with the family."""
    yield from check_text("with_whom", with_whom, code="report_shared_with_nobody")
    if extent is FamilyShare.PART:
        yield from check_text("withheld", withheld, code="report_withheld_without_reason")
    yield from check_not_in_future("shared_on", shared_on, today, code="report_shared_on_in_future")
    yield from check_order(
        "shared_on", shared_on, "submitted_on", submitted_on, code="report_shared_before_submitted"
    )


def shown_name(given: str, kind: FileKind) -> str:
    """Give the name under which a file is shown and downloaded: never a path, one true ending.

    What was called "letter.pdf.html" and is a PDF becomes "letter-pdf.pdf".
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*;%')
    stem, dot, _ending = plain.strip(". ").rpartition(".")
    stem = (stem if dot else plain).replace(".", "-").strip(" -")
    return f"{stem[:100].strip() or 'attachment'}.{kind.value}"
