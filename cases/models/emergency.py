"""EmergencyAccess: that somebody opened a case they had no part in, why, and what a review found.

The access itself is an involvement like any other, which ends by itself.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agencies.models import Membership
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.models.case import Case, Involvement
from cases.models.fields import key, known_value, one_of


class EmergencyAccess(models.Model):
    """One opening, by one membership. ``authorised_by``: the senior officer, where restricted."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="emergency_accesses")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    involvement = models.OneToOneField(
        Involvement, on_delete=models.PROTECT, related_name="emergency"
    )
    reason_kind = one_of(EmergencyReason)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    authorised_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = one_of(EmergencyFinding, null=True, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_value("reason_kind", EmergencyReason, "emergency_reason_is_known"),
            known_value("finding", EmergencyFinding, "emergency_finding_is_known"),
            models.CheckConstraint(
                name="a_review_is_whole",
                condition=Q(
                    reviewed_at__isnull=True, reviewed_by__isnull=True, finding__isnull=True
                )
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, finding__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_reviews_their_own_emergency",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("membership")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["reviewer", "opened_at"],
                name="emergencies_to_review",
                condition=Q(reviewed_at__isnull=True),
            ),
            models.Index(fields=["case", "-opened_at"], name="emergencies_of_a_case"),
            models.Index(fields=["-opened_at"], name="emergencies_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_closed_review_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__reviewed_at__isnull=False),
            ),
            pgtrigger.Protect(name="an_emergency_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"emergency access of {self.opened_at:%Y-%m-%d %H:%M}"
