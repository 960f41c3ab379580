"""Notice: that a membership was told something about a case. The words are made when it is read."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

from agencies.models import Membership
from cases.models.case import Case
from cases.models.deadline import OverdueFlag
from cases.models.fields import key, known_value, one_of
from cases.models.note import Note


class NoticeKind(StrEnum):
    """What a notice tells of."""

    OVERDUE = "overdue"
    OVERDUE_MANAGER = "overdue_manager"
    NOTE_SHARED = "note_shared"
    CASE_SHARED = "case_shared"
    CO_ORDINATOR = "co_ordinator"
    REGISTERED = "registered"
    OFF_THE_REGISTER = "off_the_register"
    CONFERENCE_CALLED = "conference_called"
    SHARE_ENDS_SOON = "share_ends_soon"
    SHARE_ASKED = "share_asked"
    SHARE_ANSWERED = "share_answered"
    EMERGENCY_OPENED = "emergency_opened"
    EMERGENCY_TO_REVIEW = "emergency_to_review"
    CASE_RESTRICTED = "case_restricted"
    NAMED_CHANGED = "named_changed"
    SHARE_CHANGED = "share_changed"
    SHARE_ENDED = "share_ended"


OF_ONES_OWN = (NoticeKind.SHARE_ANSWERED, NoticeKind.SHARE_ENDED)
"""What tells somebody of their own request, or of what they were shared with: theirs to read also
where the case is hidden from them, and then nothing of the child is told."""


class Notice(models.Model):
    """One telling of one membership. ``sent_at`` is when the e-mail without personal data left."""

    id = key()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    kind = one_of(NoticeKind)
    flag = models.ForeignKey(
        OverdueFlag, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    note = models.ForeignKey(
        Note, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            known_value("kind", NoticeKind, "notice_kind_is_known"),
            models.UniqueConstraint(
                fields=["flag", "membership", "kind"],
                condition=Q(flag__isnull=False),
                name="a_person_is_told_of_a_flag_once",
            ),
            models.UniqueConstraint(
                fields=["note", "membership"],
                condition=Q(note__isnull=False),
                name="a_person_is_told_of_a_note_once",
            ),
        ]
        indexes = [
            models.Index(fields=["membership", "-created_at"], name="notices_of_membership"),
            models.Index(
                fields=["created_at"], name="unsent_notices", condition=Q(sent_at__isnull=True)
            ),
            models.Index(
                fields=["membership"], name="unread_notices", condition=Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"
