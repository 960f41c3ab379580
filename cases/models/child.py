"""Child, unborn too; the other names and the numbers they are known by; sibling groups."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from agencies.models import Agency, Membership
from cases.domain.statuses import IdentifierScheme, NameKind, Sex
from cases.models.fields import key, known_value, one_of
from cpr import clock


class SiblingGroup(models.Model):
    """Children who are considered together: brothers, sisters, children of one household."""

    id = key()
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Child(models.Model):
    """A child, or an unborn child with an expected date of birth. One row a person, all Wales."""

    id = key()
    given_names = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200)
    known_as = models.CharField(max_length=200, blank=True)
    sex = one_of(Sex, default=Sex.NOT_KNOWN)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    home_language = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    sibling_group = models.ForeignKey(
        SiblingGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.CheckConstraint(
                name="a_child_is_born_or_expected",
                condition=Q(born_on__isnull=False) | Q(expected_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_child_dies_after_birth",
                condition=Q(died_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(died_on__gte=models.F("born_on")),
            ),
            known_value("sex", Sex, "sex_is_known_value"),
        ]
        indexes = [
            models.Index(fields=["born_on"], name="child_by_birth"),
            models.Index(
                fields=["expected_on"],
                name="child_by_expected_birth",
                condition=Q(expected_on__isnull=False),
            ),
            models.Index(fields=["sibling_group"], name="child_by_sibling_group"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given and family name; a child whose name no return gave is called by its number."""
        nameless = gettext("Unborn baby") if self.is_unborn else gettext("Child")
        return f"{self.given_names or nameless} {self.family_name}".strip()

    @property
    def is_unborn(self) -> bool:
        """Whether no birth is recorded."""
        return self.born_on is None


class ChildName(models.Model):
    """Another name of a child: used beside the recorded one, or before, or otherwise spelt."""

    id = key()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="other_names")
    names = models.CharField(max_length=200)
    kind = one_of(NameKind)
    noted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="names_noted")
    noted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("kind", NameKind, "name_kind_is_known"),
            models.CheckConstraint(name="another_name_says_something", condition=~Q(names="")),
            models.UniqueConstraint(
                fields=["child", "names", "kind"], name="one_row_per_other_name_of_a_child"
            ),
        ]

    def __str__(self) -> str:
        return self.names


class ChildIdentifier(models.Model):
    """A number a child is known by, national or of one authority."""

    id = key()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="identifiers")
    scheme = one_of(IdentifierScheme)
    value = models.CharField(max_length=60)
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            known_value("scheme", IdentifierScheme, "identifier_scheme_is_known"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="one_child_per_national_number",
                condition=Q(scheme__in=["nhs", "upn"]),
            ),
            models.UniqueConstraint(
                fields=["authority", "value"],
                name="one_child_per_local_number",
                condition=Q(scheme="local"),
            ),
            models.CheckConstraint(
                name="local_number_has_its_authority",
                condition=Q(scheme="local", authority__isnull=False)
                | (~Q(scheme="local") & Q(authority__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["child"], name="one_nhs_number_per_child", condition=Q(scheme="nhs")
            ),
        ]
        indexes = [
            models.Index(fields=["value"], name="identifier_by_value"),
            models.Index(fields=["child"], name="identifier_by_child"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
