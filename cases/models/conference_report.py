"""ConferenceReport: what an invited agency writes for a conference, each version by itself.

ReportAttachment: a file of it. ReportSharing: how the family came to know it.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from agencies.models import Membership, Team
from cases.domain.reports import FamilyShare, FileKind, ReportStage, ShareWay
from cases.models.conference import Conference
from cases.models.fields import key, known_value, one_of
from cases.models.invitation import Invitation
from cpr import clock

OF_A_DRAFT = """
    IF (SELECT its.state FROM cases_conferencereport AS its
        WHERE its.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END)
       IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'attachments stay as they are with a submitted report';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class ConferenceReport(models.Model):
    """One version of an agency's report; ``team`` wrote it, ``invitation`` says for whom.

    ``is_lead``: it is the lead social work team's own, without an opinion on registration
    (c3pt2-p7). A correction is a version of its own, with what was corrected and why.
    """

    id = key()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="reports")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reports")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    state = one_of(ReportStage, default=ReportStage.DRAFT)
    is_lead = models.BooleanField(default=False)
    facts = models.TextField(blank=True)
    chronology = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    lived_experience = models.TextField(blank=True)
    view = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    correction = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            known_value("state", ReportStage, "report_state_is_known"),
            models.CheckConstraint(
                name="a_submitted_report_has_its_time_and_author",
                condition=(
                    ~Q(state="submitted") & Q(submitted_at__isnull=True, submitted_by__isnull=True)
                )
                | Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="the_social_workers_report_has_no_opinion",
                condition=Q(is_lead=False) | Q(view=""),
            ),
            models.CheckConstraint(
                name="a_submitted_report_is_filled_in",
                condition=~Q(state="submitted")
                | (
                    ~Q(facts="")
                    & ~Q(risks="")
                    & ~Q(lived_experience="")
                    & (Q(is_lead=True) | ~Q(view=""))
                ),
            ),
            models.CheckConstraint(
                name="a_correction_replaces_a_report_and_says_why",
                condition=Q(number=1, replaces__isnull=True, correction="")
                | (Q(number__gt=1, replaces__isnull=False) & ~Q(correction="")),
            ),
            models.UniqueConstraint(
                fields=["invitation", "number"], name="a_report_has_one_of_each_version"
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(state="draft"),
                name="a_report_has_one_draft_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["conference"], name="reports_of_conference")]
        triggers = [
            pgtrigger.Protect(
                name="a_submitted_report_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'submitted'"),
            )
        ]

    def __str__(self) -> str:
        return f"report, version {self.number}"


class ReportAttachment(models.Model):
    """A file of a report: the name it is shown by, what it is by its bytes, where it is kept.

    A correction has rows of its own for the same kept file.
    """

    id = key()
    report = models.ForeignKey(
        ConferenceReport, on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=120)
    kind = one_of(FileKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100)
    attached_at = models.DateTimeField(default=clock.now, editable=False)
    attached_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            known_value("kind", FileKind, "attachment_kind_is_known"),
            models.CheckConstraint(name="an_attachment_holds_something", condition=Q(size__gt=0)),
            models.UniqueConstraint(
                fields=["report", "sha256"], name="a_file_is_attached_to_a_report_once"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attachments_stay_with_a_submitted_report",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=OF_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReportSharing(models.Model):
    """That a submitted report was shared with the family: how much, with whom, how, on which day.

    ``withheld`` says what was held back and why. What was recorded wrongly is recorded anew.
    """

    id = key()
    report = models.ForeignKey(ConferenceReport, on_delete=models.PROTECT, related_name="sharings")
    extent = one_of(FamilyShare)
    way = one_of(ShareWay)
    with_whom = models.CharField(max_length=200)
    withheld = models.TextField(blank=True)
    shared_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            known_value("extent", FamilyShare, "family_share_is_known"),
            known_value("way", ShareWay, "share_way_is_known"),
            models.CheckConstraint(
                name="what_is_held_back_has_its_reason",
                condition=Q(extent="whole", withheld="") | (Q(extent="part") & ~Q(withheld="")),
            ),
        ]
        indexes = [models.Index(fields=["report", "recorded_at"], name="sharings_of_report")]
        triggers = [
            pgtrigger.Protect(name="a_sharing_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"shared with the family: {self.extent}"
