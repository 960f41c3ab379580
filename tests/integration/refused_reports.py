"""What the database must refuse of agencies' reports, their attachments and their sharing."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from cases.models import ConferenceReport, Invitation, ReportAttachment, ReportSharing
from tests.integration.refused_conferences import invited
from tests.integration.refused_register import Attempt, twice
from tests.integration.rows import DAY, Rows

FILLED: dict[str, Any] = {"facts": "x", "risks": "x", "lived_experience": "x", "view": "x"}


def report(r: Rows, **extra: Any) -> ConferenceReport:
    asked: Invitation = extra.pop("invitation", None) or invited(r)
    values = {"team": r.team, "saved_by": r.member, **extra}
    return ConferenceReport.objects.create(
        invitation=asked, conference_id=asked.conference_id, **values
    )


def submitted(r: Rows, **extra: Any) -> ConferenceReport:
    values = {"state": "submitted", "submitted_at": now(), "submitted_by": r.member, **FILLED}
    return report(r, **(values | extra))


def attached(r: Rows, **extra: Any) -> ReportAttachment:
    values = {"name": "a.pdf", "kind": "pdf", "size": 1, "sha256": "0" * 64, "stored_as": "x"}
    values |= {"attached_by": r.member, **extra}
    return ReportAttachment.objects.create(report=values.pop("report", None) or report(r), **values)


def shared(r: Rows, **extra: Any) -> ReportSharing:
    values = {"extent": "whole", "way": "by_post", "with_whom": "Mother", "shared_on": DAY}
    values |= {"recorded_by": r.member, **extra}
    return ReportSharing.objects.create(report=submitted(r), **values)


def attached_late(r: Rows) -> None:
    attached(r, report=submitted(r))


def removed_late(r: Rows) -> None:
    draft = report(r, **FILLED)
    file = attached(r, report=draft)
    draft.state, draft.submitted_at, draft.submitted_by = "submitted", now(), r.member
    draft.save()
    file.delete()


def one_of_each(r: Rows) -> None:
    asked = invited(r)
    first = submitted(r, invitation=asked)
    again = {"number": 2, "replaces": first, "correction": "x"}
    submitted(r, invitation=asked, **again)
    submitted(r, invitation=asked, **{**again, "replaces": submitted(r)})


def two_drafts(r: Rows) -> None:
    asked = report(r).invitation
    report(r, invitation=asked, number=2, replaces=submitted(r), correction="x")


STAYS = "a_submitted_report_stays"
FILES_STAY = "attachments_stay_with_a_submitted_report"
WHY = "a_correction_replaces_a_report_and_says_why"
AUTHOR = "a_submitted_report_has_its_time_and_author"
HELD_BACK = "what_is_held_back_has_its_reason"

REPORTS: list[tuple[str, str, Attempt]] = [
    ("report_state_is_known", "a made-up one", lambda r: report(r, state="lost")),
    (AUTHOR, "by nobody", lambda r: submitted(r, submitted_by=None)),
    (AUTHOR, "a draft by somebody", lambda r: report(r, submitted_at=now())),
    (
        "the_social_workers_report_has_no_opinion",
        "with one",
        lambda r: report(r, is_lead=True, view="On the register"),
    ),
    ("a_submitted_report_is_filled_in", "no facts", lambda r: submitted(r, facts="")),
    ("a_submitted_report_is_filled_in", "no view", lambda r: submitted(r, view="")),
    (WHY, "without a reason", lambda r: report(r, number=2, replaces=submitted(r))),
    (WHY, "of nothing", lambda r: report(r, number=2, correction="x")),
    ("a_report_has_one_of_each_version", "two", one_of_each),
    ("a_report_has_one_draft_at_a_time", "two", two_drafts),
    (
        STAYS,
        "changed",
        lambda r: ConferenceReport.objects.filter(pk=submitted(r).pk).update(facts="y"),
    ),
    (STAYS, "taken away", lambda r: submitted(r).delete()),
    ("attachment_kind_is_known", "a made-up one", lambda r: attached(r, kind="exe")),
    ("an_attachment_holds_something", "empty", lambda r: attached(r, size=0)),
    (
        "a_file_is_attached_to_a_report_once",
        "the same twice",
        lambda r: twice(attached, r, report=report(r)),
    ),
    (FILES_STAY, "attached afterwards", attached_late),
    (FILES_STAY, "removed afterwards", removed_late),
    ("family_share_is_known", "a made-up one", lambda r: shared(r, extent="some")),
    ("share_way_is_known", "a made-up one", lambda r: shared(r, way="by crow")),
    (HELD_BACK, "no reason", lambda r: shared(r, extent="part")),
    (HELD_BACK, "a reason for nothing", lambda r: shared(r, withheld="x")),
    ("a_sharing_stays", "taken away", lambda r: shared(r).delete()),
]
