"""Draft: what somebody has typed into a form about a case and not sent yet."""

from __future__ import annotations

from django.db import models

from agencies.models import Membership
from cases.models.case import Case
from cases.models.fields import key


class Draft(models.Model):
    """The fields of one page as one membership left them: theirs alone, gone once it is sent.

    ``page`` is its address. No part of the record, and shown to nobody else.
    """

    id = key()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="drafts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=300)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "page"], name="one_draft_per_person_and_page"
            )
        ]
        indexes = [models.Index(fields=["case"], name="drafts_of_case")]

    def __str__(self) -> str:
        return f"draft of {self.saved_at:%Y-%m-%d %H:%M}"
