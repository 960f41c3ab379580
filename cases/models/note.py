"""Note: what somebody who works with the child knows, and for whom it is written."""

from __future__ import annotations

from django.db import models

from agencies.models import Membership, Team
from cases.domain.statuses import NoteAudience, NoteKind
from cases.models.case import Case
from cases.models.fields import key, known_value, one_of
from cpr import clock


class Note(models.Model):
    """A note in a case. Never edited: a correction is a newer note that names the older."""

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="notes")
    author_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="notes_written")
    kind = one_of(NoteKind, default=NoteKind.OTHER)
    audience = one_of(NoteAudience)
    teams = models.ManyToManyField(Team, related_name="notes_shared", blank=True)
    happened_on = models.DateField()
    text = models.TextField()
    is_significant = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    written_at = models.DateTimeField(default=clock.now, editable=False)
    submission = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            known_value("kind", NoteKind, "note_kind_is_known"),
            known_value("audience", NoteAudience, "note_audience_is_known"),
            models.CheckConstraint(name="a_note_says_something", condition=~models.Q(text="")),
        ]
        indexes = [models.Index(fields=["case", "-happened_on", "-id"], name="notes_of_case")]

    def __str__(self) -> str:
        return f"note {self.happened_on}"
