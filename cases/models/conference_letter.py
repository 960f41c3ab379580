"""ConferenceLetter: a letter of invitation to somebody of the family, as a file that is kept."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from agencies.models import Membership
from cases.domain.taking_part import ConferenceLanguage, LetterState
from cases.models.fields import key, known_value, one_of
from cases.models.invitation import Invitation
from cpr import clock


class ConferenceLetter(models.Model):
    """One letter: to whom, in which language, and the file once a worker has made it.

    ``content`` is a digest of the day, time and place in it: where the conference's own is another,
    the letter says what is no longer so.
    """

    id = key()
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="letters")
    language = one_of(ConferenceLanguage)
    state = one_of(LetterState, default=LetterState.ASKED)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    content = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            known_value("language", ConferenceLanguage, "letter_language_is_known"),
            known_value("state", LetterState, "letter_state_is_known"),
            models.CheckConstraint(
                name="a_made_letter_has_its_file",
                condition=(Q(state="made", made_at__isnull=False) & ~Q(stored_as=""))
                | (~Q(state="made") & Q(made_at__isnull=True, stored_as="")),
            ),
            models.UniqueConstraint(
                fields=["invitation", "language"],
                condition=Q(state="asked"),
                name="a_letter_is_asked_for_once",
            ),
        ]
        indexes = [
            models.Index(fields=["invitation", "-asked_at"], name="letters_of_invitation"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_letter_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_made_letter_is_not_written_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'asked'"),
            ),
        ]

    def __str__(self) -> str:
        return f"letter in {self.language}: {self.state}"
