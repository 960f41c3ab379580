"""Column kinds that every model here shares: the opaque key, and enumerations as checked text."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models

from cpr.ids import new_id


def key() -> models.UUIDField[Any, Any]:
    """This will make the primary key column."""
    return models.UUIDField(primary_key=True, default=new_id, editable=False)


def one_of(values: type[StrEnum], **options: Any) -> models.CharField[Any, Any]:
    """This will make a text column for an enumeration; pair it with ``known_value``."""
    return models.CharField(max_length=30, choices=[(v.value, v.value) for v in values], **options)


def known_value(column: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    """This will make the constraint that a column holds one of an enumeration's values."""
    allowed = [v.value for v in values]
    condition = models.Q(**{f"{column}__in": allowed}) | models.Q(**{f"{column}__isnull": True})
    return models.CheckConstraint(name=name, condition=condition)
