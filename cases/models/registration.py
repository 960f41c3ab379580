"""Registration: a name on the register from a day until a day; its categories; how it came off."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from cases.domain.statuses import DeregistrationReason
from cases.models.case import Case
from cases.models.child import Child
from cases.models.conference import ConferenceChild
from cases.models.fields import key, known_value, one_of
from cases.models.imports import ImportBatch
from cases.models.released import (
    CHANGED_NEVER_DELETED_ONLY_WITH_ITS_LOADING,
    DELETED_ONLY_WITH_ITS_LOADING,
)
from cpr import clock

# Judged when the transaction ends: the registration's last day and the decision about it are two
# rows, and neither may stand without the other.
OFF_BY_A_DECISION = """
    IF EXISTS (
        SELECT 1 FROM cases_registration AS registration
        LEFT JOIN cases_deregistrationdecision AS decision
          ON decision.registration_id = registration.id
        WHERE registration.id = {registration}
          AND decision.ended_on IS DISTINCT FROM registration.ended_on
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'off_the_register_only_by_a_decision',
            MESSAGE = 'off_the_register_only_by_a_decision';
    END IF;
    RETURN NULL;
"""


class Registration(models.Model):
    """One episode on the register. ``ended_on`` is the first day off it.

    ``decision`` is the conference's decision; only a registration loaded from a return that names
    no conference may be without one, and then it names the return.
    """

    id = key()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="registrations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="registrations")
    decision = models.OneToOneField(
        ConferenceChild,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration",
    )
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    registered_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    previous_elsewhere = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(ended_on__isnull=True),
                name="one_current_registration_per_child",
            ),
            ExclusionConstraint(
                name="registrations_of_a_child_do_not_overlap",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (
                        Func(F("registered_on"), F("ended_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="registration_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("registered_on")),
            ),
            models.CheckConstraint(
                name="a_registration_has_a_decision_or_a_return",
                condition=Q(decision__isnull=False) | Q(import_batch__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="registration_by_case"),
            models.Index(fields=["registered_on"], name="registration_by_start"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decided_by_a_registering_conference",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("decision_id", "case_id", "child_id", "ended_on"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                    IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM cases_conferencechild AS at_conference
                        JOIN cases_conference AS conference
                          ON conference.id = at_conference.conference_id
                        WHERE at_conference.id = NEW.decision_id
                          AND at_conference.case_id = NEW.case_id
                          AND at_conference.decision = 'register'
                          AND conference.status = 'held'
                          AND conference.kind IN ('initial', 'pre_birth', 'transfer_in')
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'registered_only_by_a_conference',
                            MESSAGE = 'registered_only_by_a_conference';
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM cases_case
                        WHERE id = NEW.case_id AND child_id = NEW.child_id
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'registration_is_of_the_child_of_its_case',
                            MESSAGE = 'registration_is_of_the_child_of_its_case';
                    END IF;
                    IF NEW.ended_on IS NULL AND EXISTS (
                        SELECT 1 FROM cases_case
                        WHERE id = NEW.case_id AND closed_on IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'a_name_is_on_the_register_of_an_open_case',
                            MESSAGE = 'a_name_is_on_the_register_of_an_open_case';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="ended_by_a_decision",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=OFF_BY_A_DECISION.format(registration="NEW.id"),
            ),
            pgtrigger.Trigger(
                name="never_deleted",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=DELETED_ONLY_WITH_ITS_LOADING,
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.registered_on}"


class RegistrationCategory(models.Model):
    """A category the name is registered in, from a day until a day."""

    id = key()
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="categories"
    )
    category = models.CharField(max_length=30)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_category_is_held_once_at_a_time",
                expressions=[
                    ("registration", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (
                        Func(F("started_on"), F("ended_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="category_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]
        indexes = [models.Index(fields=["registration"], name="categories_of_registration")]

    def __str__(self) -> str:
        return self.category


class DeregistrationDecision(models.Model):
    """Why and on what evidence a name came off. Never changed afterwards."""

    id = key()
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="deregistration"
    )
    decision = models.OneToOneField(
        ConferenceChild,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deregistration",
    )
    import_batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True)
    reason = one_of(DeregistrationReason)
    evidence = models.TextField(blank=True)
    ended_on = models.DateField()
    decided_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            known_value("reason", DeregistrationReason, "deregistration_reason_is_known"),
            models.CheckConstraint(
                name="off_the_register_only_by_a_review_conference",
                condition=Q(decision__isnull=False)
                | Q(reason__in=["eighteenth_birthday", "died", "left_uk"])
                | Q(import_batch__isnull=False),
            ),
            models.CheckConstraint(
                name="a_reason_is_stated_unless_a_return_gave_none",
                condition=~Q(reason="not_stated") | Q(import_batch__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decided_by_a_review_conference",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM cases_conferencechild AS at_conference
                        JOIN cases_conference AS conference
                          ON conference.id = at_conference.conference_id
                        JOIN cases_registration AS registration
                          ON registration.case_id = at_conference.case_id
                        WHERE at_conference.id = NEW.decision_id
                          AND registration.id = NEW.registration_id
                          AND at_conference.decision = 'remove'
                          AND conference.status = 'held'
                          AND conference.kind = 'review'
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'off_the_register_only_by_a_review_conference',
                            MESSAGE = 'off_the_register_only_by_a_review_conference';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="decides_the_end",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=OFF_BY_A_DECISION.format(registration="NEW.registration_id"),
            ),
            pgtrigger.Trigger(
                name="never_changed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=CHANGED_NEVER_DELETED_ONLY_WITH_ITS_LOADING,
            ),
        ]

    def __str__(self) -> str:
        return f"off the register {self.ended_on}"
