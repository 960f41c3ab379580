"""Deadline: a due date that follows from facts; OverdueFlag: that somebody was told; SweepRun.

Lateness is not stored: a deadline is overdue when its due date has passed, and neither the fact
that meets it nor the one that stops it has come.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.models.fields import key


class Deadline(models.Model):
    """One reading of one clock for one case; (clock, subject, start) is its identity."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    clock = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    starts_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    # Conferences are counted apart from children: rows of one meeting share this.
    meeting = models.UUIDField(null=True, blank=True)
    is_booked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "subject", "starts_on"], name="one_deadline_per_reading"
            ),
            models.CheckConstraint(
                name="a_deadline_is_due_after_it_starts", condition=Q(due_on__gte=F("starts_on"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "clock"],
                name="open_deadlines_by_due_day",
                condition=Q(met_on__isnull=True, stopped_on__isnull=True),
                include=["case"],
            ),
            models.Index(fields=["clock", "due_on"], name="deadlines_by_clock"),
            # What is late or falls due, of an authority's cases: few of a case's dates are open.
            models.Index(
                fields=["case", "due_on"],
                name="open_deadlines_of_a_case",
                condition=Q(met_on__isnull=True, stopped_on__isnull=True),
                include=["clock", "meeting", "is_booked"],
            ),
            # The board counts an authority's cases over twelve months: from the cases to their
            # dates of those months, without a look at the table or at other authorities.
            models.Index(
                fields=["case", "due_on"],
                name="deadlines_of_a_case_by_day",
                include=["clock", "met_on", "stopped_on", "meeting", "is_booked"],
            ),
            # The rate of review conferences stands on a manager's first page: one date in sixteen.
            models.Index(
                fields=["case", "due_on"],
                name="reviews_of_a_case_by_day",
                condition=Q(clock__in=["first_review", "later_review"]),
                include=["clock", "met_on", "stopped_on", "meeting"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} due {self.due_on}"


class OverdueFlag(models.Model):
    """Raised once when a deadline was seen to have passed; cleared when the fact arrived."""

    id = key()
    deadline = models.OneToOneField(Deadline, on_delete=models.PROTECT, related_name="flag")
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_flag_clears_after_it_is_raised",
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("raised_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["raised_at"], name="open_flags", condition=Q(cleared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"flag of {self.raised_at:%Y-%m-%d}"


class SweepRun(models.Model):
    """One pass of the overdue sweep: when, and what it did."""

    id = key()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    for_day = models.DateField()
    flags_raised = models.PositiveIntegerField()
    flags_cleared = models.PositiveIntegerField()
    notices_written = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-finished_at"], name="last_sweep")]

    def __str__(self) -> str:
        return f"sweep {self.finished_at:%Y-%m-%d %H:%M}"
