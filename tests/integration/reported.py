"""A conference's report as raw rows: one version submitted and shared, the next a draft."""

from __future__ import annotations

from agencies.models import Membership, Team
from cases.models import (
    Conference,
    ConferenceReport,
    Invitation,
    ReportAttachment,
    ReportSharing,
)
from cpr import clock


def reported(conference: Conference, asked: Invitation, team: Team, who: Membership) -> None:
    """A report with a file, submitted and shared, and its correction under way."""
    first = ConferenceReport.objects.create(
        conference=conference, invitation=asked, team=team, saved_by=who
    )
    kept = {"name": "a.pdf", "kind": "pdf", "size": 1, "sha256": "0" * 64, "stored_as": "x"}
    ReportAttachment.objects.create(report=first, attached_by=who, **kept)
    ConferenceReport.objects.filter(pk=first.pk).update(
        state="submitted",
        submitted_at=clock.now(),
        submitted_by=who,
        **dict.fromkeys(("facts", "risks", "lived_experience", "view"), "x"),
    )
    ReportSharing.objects.create(
        report=first,
        extent="whole",
        way="by_post",
        with_whom="Mother",
        shared_on=clock.today(),
        recorded_by=who,
    )
    second = ConferenceReport.objects.create(
        conference=conference,
        invitation=asked,
        team=team,
        saved_by=who,
        number=2,
        replaces=first,
        correction="A date",
    )
    ReportAttachment.objects.create(report=second, attached_by=who, **kept)
