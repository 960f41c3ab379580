"""Case: one child's protection episode in one authority, the root that permissions hang on.

Involvement: the fact that a team or a person works with the case. The grants are an index of these.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from agencies.models import Agency, Membership, Team
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models.child import Child
from cases.models.fields import key, known_value, one_of
from cpr import clock


class Case(models.Model):
    """An episode. ``lead_team`` follows the current lead-team involvement."""

    id = key()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases")
    lead_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="lead_cases")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    worker_in_return = models.CharField(max_length=200, blank=True)
    # Follows the restriction in force, by trigger: see ``restriction``.
    is_restricted = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        permissions = [(f"case_{level}", f"Works with the case: {level}") for level in Level]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "authority"],
                condition=Q(closed_on__isnull=True),
                name="one_open_case_per_child_and_authority",
            ),
            models.CheckConstraint(
                name="a_case_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["lead_team", "-opened_on", "id"], name="case_by_lead_team"),
            models.Index(fields=["authority", "-opened_on", "id"], name="case_by_authority"),
            models.Index(fields=["child"], name="case_by_child"),
            # What a policy asks of a case whose number is known: counted without the table.
            models.Index(
                fields=["id"],
                include=["authority", "lead_team", "is_restricted"],
                name="case_as_reached",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="closes_with_no_name_on_the_register",
                operation=pgtrigger.UpdateOf("closed_on"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                    IF NEW.closed_on IS NOT NULL AND EXISTS (
                        SELECT 1 FROM cases_registration
                        WHERE case_id = NEW.id AND ended_on IS NULL
                    ) THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'a_name_is_on_the_register_of_an_open_case',
                            MESSAGE = 'a_name_is_on_the_register_of_an_open_case';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.child)


class Involvement(models.Model):
    """A team, or one membership of it, works with a case: role, level, purpose, from, until.

    ``ends_at`` is the first moment without it. A membership's involvement names its team as well.
    ``is_named``: it opens the case while the case is restricted too. Only a person can be named.
    """

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="involvements")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="involvements")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements"
    )
    role = one_of(InvolvementRole)
    level = one_of(Level)
    purpose = models.CharField(max_length=300)
    legal_basis = one_of(LegalBasis, null=True, blank=True)
    is_named = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("role", InvolvementRole, "involvement_role_is_known"),
            known_value("level", Level, "involvement_level_is_known"),
            known_value("legal_basis", LegalBasis, "involvement_legal_basis_is_known"),
            models.CheckConstraint(
                name="only_a_person_is_named",
                condition=Q(is_named=False) | Q(membership__isnull=False),
            ),
            models.CheckConstraint(
                name="emergency_access_is_a_persons_and_ends",
                condition=~Q(role="emergency") | Q(membership__isnull=False, ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="involvement_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(
                name="a_co_ordinator_is_a_person",
                condition=~Q(role="co_ordinator") | Q(membership__isnull=False),
            ),
            ExclusionConstraint(
                name="one_co_ordinator_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="co_ordinator"),
            ),
            ExclusionConstraint(
                name="one_lead_team_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="lead_team"),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "role"], name="involvement_by_case"),
            models.Index(fields=["membership", "case"], name="involvement_by_membership"),
            models.Index(fields=["team", "case"], name="involvement_by_team"),
            # Which shares end in the next days: a few of all there were.
            models.Index(
                fields=["ends_at"],
                condition=Q(role="partner", ends_at__isnull=False),
                name="shares_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.level}"


def codename(level: Level) -> str:
    """This will name the guardian permission that stands for a level."""
    return f"case_{level.value}"
