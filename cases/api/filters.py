"""Reads the parameters of the API's lists; one that is not ours is refused, not passed over."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from cases.labels import CLOCKS
from cases.querysets import GROUPS

PAGING = frozenset({"cursor", "page_size", "format"})


class Filters(serializers.Serializer[Any]):
    """The base of each list's parameters."""

    @classmethod
    def read(cls, query: QueryDict) -> dict[str, Any]:
        """This will give the parameters that were given.

        Raises: ValidationError for an unknown parameter or a value it cannot have.
        """
        filters = cls(data=query.dict())
        unknown = set(query) - set(filters.fields) - PAGING
        if unknown:
            raise serializers.ValidationError({key: ["Unknown parameter."] for key in unknown})
        filters.is_valid(raise_exception=True)
        given: dict[str, Any] = filters.validated_data
        return given


class ChildFilters(Filters):
    """Of the list of children."""

    on_register = serializers.BooleanField(
        required=False, help_text="true: only names on the register today."
    )
    born_on = serializers.DateField(required=False, help_text="Date of birth.")


class RegistrationFilters(Filters):
    """Of the list of registrations."""

    on = serializers.DateField(
        required=False, help_text="The register as it was on this day. Without it, every episode."
    )
    child = serializers.UUIDField(required=False, help_text="Of one child.")


class OverdueFilters(Filters):
    """Of the list of overdue dates."""

    clock = serializers.ChoiceField(
        choices=sorted({*GROUPS, *CLOCKS}),
        required=False,
        help_text="One clock, or a row of the overdue board such as review_conference.",
    )
    child = serializers.UUIDField(required=False, help_text="Of one child.")
