"""Strategy discussions and section 47 enquiries, on each child's own case (c3pt1-p8)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agencies.models import Membership
from cases.domain.statuses import Section47Outcome, StrategyOutcome
from cases.models.case import Case
from cases.models.fields import key, known_value, one_of
from cases.models.imports import ImportBatch
from cpr import clock


class StrategyDiscussion(models.Model):
    """A strategy discussion or meeting about one child."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="strategy_discussions")
    decided_on = models.DateField(null=True, blank=True)
    held_on = models.DateField()
    agencies_present = models.TextField(blank=True)
    outcome = one_of(StrategyOutcome)
    reasons = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("outcome", StrategyOutcome, "strategy_outcome_is_known"),
            models.UniqueConstraint(
                fields=["case", "held_on"], name="one_strategy_discussion_per_case_and_day"
            ),
            models.CheckConstraint(
                name="strategy_discussion_follows_its_decision",
                condition=Q(decided_on__isnull=True) | Q(held_on__gte=F("decided_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"strategy discussion {self.held_on}"


class Section47Enquiry(models.Model):
    """A section 47 enquiry about one child, and its determination when it ends."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="section47_enquiries")
    strategy_discussion = models.ForeignKey(
        StrategyDiscussion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enquiries",
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    outcome = one_of(Section47Outcome, null=True, blank=True)
    reasons = models.TextField(blank=True)
    conference_not_required = models.BooleanField(default=False)
    stated_target_on = models.DateField(null=True, blank=True)
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("outcome", Section47Outcome, "section47_outcome_is_known"),
            models.UniqueConstraint(
                fields=["case", "started_on"], name="one_section47_enquiry_per_case_and_start"
            ),
            models.CheckConstraint(
                name="section47_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
            models.CheckConstraint(
                name="section47_outcome_comes_with_its_end",
                condition=Q(outcome__isnull=True)
                | Q(ended_on__isnull=False)
                | Q(outcome="not_stated"),
            ),
        ]

    def __str__(self) -> str:
        return f"section 47 enquiry {self.started_on}"
