"""CalendarEntry: what one person's calendar was last told of a conference, by e-mail."""

from __future__ import annotations

from django.db import models

from agencies.models import Membership
from cases.models.conference import Conference
from cases.models.fields import key


class CalendarEntry(models.Model):
    """The last message to one member: the conference's version it told, and what it told of it.

    ``sequence`` is the file's own number, which only rises; ``content`` a digest of what stood in
    it, so that a version that changed nothing a calendar shows is not told again.
    """

    id = key()
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="calendar_entries"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    content = models.CharField(max_length=64)
    is_cancelled = models.BooleanField(default=False)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "membership"], name="a_calendar_has_a_conference_once"
            )
        ]

    def __str__(self) -> str:
        return f"sequence {self.sequence}"
