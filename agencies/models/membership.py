"""Membership: a person in a team, in a role, from a day until a day. The unit that acts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from agencies.models.team import Team
from agencies.models.user import User
from agencies.roles import ROLES
from cpr.ids import new_id


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Chainable, no permission logic."""

    def live(self, on: date) -> MembershipQuerySet:
        """Memberships in force on a day, of people whose account is open."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            started_on__lte=on,
            suspended_at__isnull=True,
            user__is_active=True,
        )


class Membership(models.Model):
    """One person's place in one team. ``ended_on`` is the first day without it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=40, choices=[(key, role.label) for key, role in ROLES.items()]
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    principal = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="membership")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
            ),
            ExclusionConstraint(
                name="one_membership_per_person_team_and_role_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(F("started_on"), F("ended_on"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["team", "role"], name="memberships_by_team_and_role")]

    def __str__(self) -> str:
        return f"{self.user.full_name}, {self.team.name}"
