"""Conference: one meeting about one or several children; ConferenceChild: what it is for each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Membership
from cases.domain.statuses import ConferenceDecision, ConferenceKind, ConferenceStatus
from cases.domain.taking_part import AdvocateAnswer, ConferenceLanguage, Harm
from cases.models.case import Case
from cases.models.fields import key, known_value, one_of
from cases.models.imports import ImportBatch
from cases.models.released import DECISION_STAYS
from cpr import clock


class Conference(models.Model):
    """A child protection conference: its kind, day, chair, and where it stands.

    ``follows`` is the one that this takes up again, where that was not quorate or was cancelled.
    ``quorum_reason`` is why its chair went on with too few agencies. ``interpretation`` says for
    whom and into which language; empty where none is needed.
    """

    id = key()
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conferences")
    kind = one_of(ConferenceKind)
    status = one_of(ConferenceStatus, default=ConferenceStatus.CALLED)
    planned_on = models.DateField()
    planned_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    chair = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences_chaired",
    )
    minute_taker = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences_minuted",
    )
    video_link = models.URLField(max_length=500, blank=True, default="")
    language = one_of(ConferenceLanguage, null=True, blank=True)
    interpretation = models.CharField(max_length=200, blank=True, default="")
    interpreter_booked_on = models.DateField(null=True, blank=True)
    family_met_on = models.DateField(null=True, blank=True)
    quorum_reason = models.TextField(blank=True, default="")
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_up_by"
    )
    outline_sent_on = models.DateField(null=True, blank=True)
    record_sent_on = models.DateField(null=True, blank=True)
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("kind", ConferenceKind, "conference_kind_is_known"),
            known_value("status", ConferenceStatus, "conference_status_is_known"),
            known_value("language", ConferenceLanguage, "conference_language_is_known"),
            models.CheckConstraint(
                name="the_minute_taker_does_not_chair",
                condition=Q(minute_taker__isnull=True) | ~Q(minute_taker=models.F("chair")),
            ),
            models.CheckConstraint(
                name="interpretation_is_named_before_it_is_booked",
                condition=Q(interpreter_booked_on__isnull=True) | ~Q(interpretation=""),
            ),
            models.CheckConstraint(
                name="a_held_conference_has_its_day",
                condition=(Q(status="held") & Q(held_on__isnull=False))
                | (~Q(status="held") & Q(held_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_conference_has_a_chair_or_a_return",
                condition=Q(chair__isnull=False) | Q(import_batch__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "status", "planned_on"], name="conference_by_day"),
            models.Index(fields=["chair", "planned_on"], name="conference_by_chair"),
            # Those to come are one in a hundred.
            models.Index(
                fields=["planned_on", "planned_time", "id"],
                name="called_conferences_by_day",
                condition=Q(status="called"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_closed_conference_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'called' AND (OLD.status <> NEW.status OR OLD.kind <> NEW.kind)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} conference {self.planned_on}"


class ConferenceChild(models.Model):
    """One child at one conference, and what was decided for that child.

    ``harm`` and ``is_risk_continuing`` are the limbs of the threshold, each with what it rests on
    (c3pt2-p9). ``support`` is what is offered where the name is not placed; ``chairs_reason`` is
    why the chair decided so where the agencies did not agree (c4-p9).
    """

    id = key()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="at_conferences")
    decision = one_of(ConferenceDecision, null=True, blank=True)
    reasons = models.TextField(blank=True)
    childs_views = models.TextField(blank=True)
    parents_views = models.TextField(blank=True, default="")
    advocate_offered_on = models.DateField(null=True, blank=True)
    advocate_answer = one_of(AdvocateAnswer, null=True, blank=True)
    harm = one_of(Harm, null=True, blank=True)
    harm_evidence = models.TextField(blank=True, default="")
    is_risk_continuing = models.BooleanField(null=True, blank=True)
    risk_evidence = models.TextField(blank=True, default="")
    support = models.TextField(blank=True, default="")
    chairs_reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            known_value("decision", ConferenceDecision, "conference_decision_is_known"),
            known_value("advocate_answer", AdvocateAnswer, "advocate_answer_is_known"),
            known_value("harm", Harm, "harm_is_known"),
            models.CheckConstraint(
                name="an_advocate_is_offered_before_it_is_answered",
                condition=Q(advocate_answer__isnull=True) | Q(advocate_offered_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["conference", "case"], name="a_child_is_at_a_conference_once"
            ),
            models.CheckConstraint(
                name="a_decision_has_its_time",
                condition=Q(decision__isnull=True, decided_at__isnull=True)
                | Q(decision__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "conference"], name="conferences_of_case")]
        triggers = [
            # A return may give the conference's day first and what it decided later.
            pgtrigger.Trigger(
                name="a_recorded_decision_stays",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=DECISION_STAYS,
                condition=pgtrigger.Condition(
                    "OLD.decision IS NOT NULL AND OLD.decision <> 'not_stated'"
                    " AND (NEW.decision IS DISTINCT FROM OLD.decision"
                    " OR NEW.conference_id <> OLD.conference_id OR NEW.case_id <> OLD.case_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision or 'undecided'}"
