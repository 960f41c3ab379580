"""Postponement: that a called conference was moved to a later day, and what protects meanwhile.

ChildLeftOut: a child of the household whom a conference does not consider, and why.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agencies.models import Membership
from cases.models.case import Case
from cases.models.conference import Conference
from cases.models.fields import key
from cpr import clock


class Postponement(models.Model):
    """One moving of a conference: from which day to which, why, by whose leave (c3pt2-p4).

    The clock that the conference was called for is not moved by it.
    """

    id = key()
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="postponements"
    )
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField()
    authorised_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    protection = models.TextField()
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_postponement_moves_the_day", condition=Q(to_on__gt=F("from_on"))
            ),
            models.CheckConstraint(
                name="a_postponement_says_why_and_what_protects",
                condition=~Q(reason="") & ~Q(protection=""),
            ),
        ]
        indexes = [models.Index(fields=["conference", "recorded_at"], name="postponed_by_day")]
        triggers = [
            pgtrigger.Protect(
                name="a_postponement_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"from {self.from_on} to {self.to_on}"


class ChildLeftOut(models.Model):
    """A child of the household who is not considered at a conference, and why."""

    id = key()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="left_out")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="left_out_of")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "case"], name="a_child_is_left_out_once"),
            models.CheckConstraint(name="leaving_out_has_its_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["case"], name="left_out_by_case")]

    def __str__(self) -> str:
        return f"left out: {self.case_id}"
