"""CaseGrant: django-guardian's row, one per involvement, with the involvement's own period.

An index over the involvements: written by ``cases.grants`` only, read by ``cases.access`` only.
"""

from __future__ import annotations

from django.db import models
from guardian.models import GroupObjectPermissionBase

from cases.models.case import Case, Involvement


class CaseGrant(GroupObjectPermissionBase):
    """A principal (a team's or a membership's group) holds a level on a case, from, until.

    The base's uniqueness of group, permission and case gives way to one row per involvement: two
    involvements may lawfully overlap, and each must be able to end without touching the other.
    """

    content_object = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    involvement = models.OneToOneField(Involvement, on_delete=models.PROTECT, related_name="grant")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    # The case is restricted and this involvement is not of a named person: it opens nothing.
    is_barred = models.BooleanField(default=False, db_default=False)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = ()  # type: ignore[assignment]
        indexes = [
            # All that the gate asks of a grant: it is answered from the index alone.
            models.Index(
                fields=["group", "permission", "content_object"],
                include=["starts_at", "ends_at", "is_barred"],
                name="grant_of_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"grant of involvement {self.involvement_id}"
