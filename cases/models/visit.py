"""Visits to a child and core group meetings: the facts that the rhythm of a plan is judged by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from agencies.models import Membership
from cases.models.case import Case
from cases.models.fields import key
from cases.models.imports import ImportBatch
from cpr import clock


class Visit(models.Model):
    """One attempt to see a child: whether seen, alone, at home, and the bedroom."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    was_seen = models.BooleanField()
    was_seen_alone = models.BooleanField(default=False)
    was_at_home = models.BooleanField(default=False)
    was_bedroom_seen = models.BooleanField(default=False)
    was_refused = models.BooleanField(default=False)
    account = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    submission = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seen_alone_means_seen",
                condition=Q(was_seen=True) | Q(was_seen_alone=False),
            ),
            models.CheckConstraint(
                name="a_refused_visit_saw_nobody",
                condition=Q(was_refused=False) | Q(was_seen=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "-visited_on"], name="visits_of_case")]

    def __str__(self) -> str:
        return f"visit {self.visited_on}"


class CoreGroupMeeting(models.Model):
    """A core group meeting that took place."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="core_groups")
    held_on = models.DateField()
    account = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "held_on"], name="one_core_group_per_case_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"core group {self.held_on}"
