"""ShareRequest: that somebody asked for a case to be shared with them or their team; the answer.

A refusal and its reason are a record as much as a share is.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from agencies.models import Membership, Team
from cases.domain.statuses import LegalBasis, Level, RequestStatus
from cases.models.case import Case, Involvement
from cases.models.fields import key, known_value, one_of


class ShareRequest(models.Model):
    """Asked by a membership, for itself or for its whole team; decided by the case's own people."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="share_requests")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    for_whole_team = models.BooleanField(default=False)
    level = one_of(Level)
    purpose = models.CharField(max_length=300)
    legal_basis = one_of(LegalBasis)
    asked_at = models.DateTimeField()
    status = one_of(RequestStatus, default=RequestStatus.ASKED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.TextField(blank=True)
    involvement = models.OneToOneField(
        Involvement, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        constraints = [
            known_value("level", Level, "requested_level_is_known"),
            known_value("legal_basis", LegalBasis, "requested_legal_basis_is_known"),
            known_value("status", RequestStatus, "request_status_is_known"),
            models.CheckConstraint(
                name="a_request_is_decided_by_somebody",
                condition=Q(status="asked", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_granted_request_has_its_share",
                condition=Q(status="granted", involvement__isnull=False)
                | (~Q(status="granted") & Q(involvement__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["case", "membership"],
                condition=Q(status="asked"),
                name="one_open_request_of_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "asked_at"],
                name="open_requests_of_a_case",
                condition=Q(status="asked"),
            ),
            models.Index(fields=["membership", "-asked_at"], name="requests_of_a_person"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_decided_request_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__status="asked"),
            ),
            pgtrigger.Protect(name="a_request_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"request of {self.asked_at:%Y-%m-%d}"
