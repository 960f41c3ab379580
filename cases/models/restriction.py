"""Restriction: a case that named people alone may open. Exclusion: a person who may never open it.

Both end by an act, never by themselves: nobody should come to see such a case by waiting.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.models import Membership
from cases.models.case import Case
from cases.models.fields import key

ENDED = Q(ends_at__isnull=True, ended_by__isnull=True) | Q(
    ends_at__gte=F("starts_at"), ended_by__isnull=False
)


class EndsByAct(models.Model):
    """What holds for a reason until somebody ends it, for a reason."""

    id = key()
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Restriction(EndsByAct):
    """From, until, why; whether colleagues may still see that it is this child (``hides_name``)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restrictions")
    hides_name = models.BooleanField(default=True)
    restricted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ends_at__isnull=True),
                name="one_restriction_at_a_time",
            ),
            models.CheckConstraint(name="a_restriction_ends_by_somebody", condition=ENDED),
        ]
        triggers = [
            pgtrigger.Protect(name="a_restriction_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"restriction since {self.starts_at:%Y-%m-%d}"


class Exclusion(EndsByAct):
    """A person, in whatever membership, who may not see a case, whatever else would open it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions"
    )
    excluded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case"],
                condition=Q(ends_at__isnull=True),
                name="a_person_is_excluded_once",
            ),
            models.CheckConstraint(name="an_exclusion_ends_by_somebody", condition=ENDED),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                include=["case", "starts_at", "ends_at"],
                name="exclusions_of_a_person",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="an_exclusion_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"exclusion since {self.starts_at:%Y-%m-%d}"
