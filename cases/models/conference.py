"""Conference: one meeting about one or several children; ConferenceChild: what it is for each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Membership
from cases.domain.statuses import ConferenceDecision, ConferenceKind, ConferenceStatus
from cases.models.case import Case
from cases.models.fields import key, known_value, one_of
from cases.models.imports import ImportBatch
from cases.models.released import DECISION_STAYS
from cpr import clock


class Conference(models.Model):
    """A child protection conference: its kind, day, chair, and where it stands."""

    id = key()
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conferences")
    kind = one_of(ConferenceKind)
    status = one_of(ConferenceStatus, default=ConferenceStatus.CALLED)
    planned_on = models.DateField()
    planned_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    chair = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences_chaired",
    )
    outline_sent_on = models.DateField(null=True, blank=True)
    record_sent_on = models.DateField(null=True, blank=True)
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("kind", ConferenceKind, "conference_kind_is_known"),
            known_value("status", ConferenceStatus, "conference_status_is_known"),
            models.CheckConstraint(
                name="a_held_conference_has_its_day",
                condition=(Q(status="held") & Q(held_on__isnull=False))
                | (~Q(status="held") & Q(held_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_conference_has_a_chair_or_a_return",
                condition=Q(chair__isnull=False) | Q(import_batch__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "status", "planned_on"], name="conference_by_day"),
            models.Index(fields=["chair", "planned_on"], name="conference_by_chair"),
            # Those to come are one in a hundred.
            models.Index(
                fields=["planned_on", "planned_time", "id"],
                name="called_conferences_by_day",
                condition=Q(status="called"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_closed_conference_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'called' AND (OLD.status <> NEW.status OR OLD.kind <> NEW.kind)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} conference {self.planned_on}"


class ConferenceChild(models.Model):
    """One child at one conference, and what was decided for that child."""

    id = key()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="at_conferences")
    decision = one_of(ConferenceDecision, null=True, blank=True)
    reasons = models.TextField(blank=True)
    childs_views = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            known_value("decision", ConferenceDecision, "conference_decision_is_known"),
            models.UniqueConstraint(
                fields=["conference", "case"], name="a_child_is_at_a_conference_once"
            ),
            models.CheckConstraint(
                name="a_decision_has_its_time",
                condition=Q(decision__isnull=True, decided_at__isnull=True)
                | Q(decision__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "conference"], name="conferences_of_case")]
        triggers = [
            # A return may give the conference's day first and what it decided later.
            pgtrigger.Trigger(
                name="a_recorded_decision_stays",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=DECISION_STAYS,
                condition=pgtrigger.Condition(
                    "OLD.decision IS NOT NULL AND OLD.decision <> 'not_stated'"
                    " AND (NEW.decision IS DISTINCT FROM OLD.decision"
                    " OR NEW.conference_id <> OLD.conference_id OR NEW.case_id <> OLD.case_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision or 'undecided'}"
