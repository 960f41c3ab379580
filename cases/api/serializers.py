"""What the API gives of each thing: names of fields are the words of the product. Read-only."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.bank_holidays import calendar_of
from cases.domain.statuses import Nation, Sex
from cases.labels import CLOCKS
from cases.models import Case, Child, ChildIdentifier, Deadline, Registration, RegistrationCategory


class CaseSerializer(serializers.ModelSerializer[Case]):
    """One authority's episode with the child; only those the caller sees."""

    authority = serializers.CharField(source="authority.name", help_text="The authority's name.")
    lead_team = serializers.CharField(source="lead_team.name", help_text="The team that leads.")

    class Meta:
        model = Case
        fields = ["id", "authority", "lead_team", "opened_on", "closed_on"]


class CategorySerializer(serializers.ModelSerializer[RegistrationCategory]):
    """A category of abuse or neglect, from a day until a day."""

    class Meta:
        model = RegistrationCategory
        fields = ["category", "started_on", "ended_on"]


class IdentifierSerializer(serializers.ModelSerializer[ChildIdentifier]):
    """A number the child is known by."""

    class Meta:
        model = ChildIdentifier
        fields = ["scheme", "value"]


class ChildSerializer(serializers.ModelSerializer[Child]):
    """A child, or an unborn child with an expected date of birth."""

    name = serializers.CharField(source="full_name", help_text="Given and family name.")
    sex = serializers.ChoiceField(choices=[(value.value, value.value) for value in Sex])
    is_on_register = serializers.BooleanField(
        help_text="Whether the name is on the register today, in a case the caller sees."
    )
    cases = CaseSerializer(many=True, source="seen_cases")

    class Meta:
        model = Child
        fields = [
            "id", "name", "given_names", "family_name", "known_as", "sex", "born_on",
            "expected_on", "is_on_register", "cases",
        ]  # fmt: skip


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    """A name on the register, from a day until the first day off it."""

    child = serializers.UUIDField(source="child_id")
    child_name = serializers.CharField(source="child.full_name")
    case = serializers.UUIDField(source="case_id")
    authority = serializers.CharField(source="case.authority.name")
    categories = CategorySerializer(many=True)

    class Meta:
        model = Registration
        fields = [
            "id", "child", "child_name", "case", "authority", "registered_on", "ended_on",
            "categories",
        ]  # fmt: skip


class ChildDetailSerializer(ChildSerializer):
    """A child with the numbers they are known by and every registration the caller sees."""

    identifiers = IdentifierSerializer(many=True)
    registrations = RegistrationSerializer(many=True, source="seen_registrations")

    class Meta(ChildSerializer.Meta):
        fields = [*ChildSerializer.Meta.fields, "identifiers", "registrations"]


class OverdueSerializer(serializers.ModelSerializer[Deadline]):
    """A date that has passed without the step being taken or the clock stopped."""

    child = serializers.UUIDField(source="case.child_id")
    child_name = serializers.CharField(source="case.child.full_name")
    case = serializers.UUIDField(source="case_id")
    authority = serializers.CharField(source="case.authority.name")
    lead_team = serializers.CharField(source="case.lead_team.name")
    clock_words = serializers.SerializerMethodField(help_text="The clock in words.")
    days_late = serializers.SerializerMethodField()
    working_days_late = serializers.SerializerMethodField(
        help_text="Working days of the authority's nation past the due date."
    )
    co_ordinator = serializers.CharField(
        source="co_ordinator_name", allow_null=True, help_text="Null: nobody is named."
    )

    class Meta:
        model = Deadline
        fields = [
            "id", "child", "child_name", "case", "authority", "lead_team", "clock", "clock_words",
            "starts_on", "due_on", "days_late", "working_days_late", "meeting", "is_booked",
            "co_ordinator",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_clock_words(self, row: Deadline) -> str:
        return str(CLOCKS.get(row.clock, row.clock))

    @extend_schema_field(serializers.IntegerField())
    def get_days_late(self, row: Deadline) -> int:
        return max(0, (self._today() - row.due_on).days)

    @extend_schema_field(serializers.IntegerField())
    def get_working_days_late(self, row: Deadline) -> int:
        calendar = calendar_of(Nation(row.case.authority.nation))
        return calendar.working_days_after(row.due_on, self._today())

    def _today(self) -> date:
        today: date = self.context["today"]
        return today


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal, as ``application/problem+json``."""

    type = serializers.CharField(help_text="A stable name of the kind of problem.")
    title = serializers.CharField(help_text="What is wrong, in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="By parameter, what is wrong with it."
    )
