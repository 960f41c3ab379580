"""Makes a register ten times as large by copying its rows in SQL, keys and references with them.

Two ways. ``in_place`` leaves agencies, teams and people as they are: each worker's caseload grows
tenfold. Otherwise they are copied too: nine more countries beside the first, as it was.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from agencies.models import Agency, Membership, Team, User

GROUP_STEP = 10_000_000
KEPT: frozenset[str] = frozenset({"ImportBatch", "SweepRun", "ListChoice"})
"""Tables of the cases that are nobody's record, or whose rows stand for one person's habits."""
DISTINCT = {("ChildIdentifier", "value"), ("Agency", "code"), ("User", "email"), ("Group", "name")}
"""Texts that must differ from row to row."""


def ten_times(*, in_place: bool) -> None:
    """This will add nine copies of every row of the register."""
    copied: list[type[models.Model]] = [
        model
        for model in apps.get_app_config("cases").get_models(include_auto_created=True)
        if model._meta.managed and model.__name__ not in KEPT  # noqa: SLF001
    ]
    if not in_place:
        copied += [Group, User, Agency, Team, Membership]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in copied:
            # What the triggers check was checked when the first copy was written.
            if model is not Group:
                cursor.execute(f'ALTER TABLE "{_table(model)}" DISABLE TRIGGER USER')
        for model in copied:
            cursor.execute(_copy(model, frozenset(copied)))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in copied:
            if model is not Group:
                cursor.execute(f'ALTER TABLE "{_table(model)}" ENABLE TRIGGER USER')


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001


def _copy(model: type[models.Model], copied: frozenset[type[models.Model]]) -> str:
    columns, values = [], []
    for field in model._meta.concrete_fields:  # noqa: SLF001
        value = _value(model, field, copied)
        if value is not None:
            columns.append(f'"{field.column}"')
            values.append(value)
    rows = _table(model)
    return (
        f'INSERT INTO "{rows}" ({", ".join(columns)}) '
        f'SELECT {", ".join(values)} FROM "{rows}" AS original, generate_series(1, 9) AS k'
    )


def _value(model: type[models.Model], field: Any, copied: frozenset[Any]) -> str | None:
    """The copy's value of a column in SQL; None where the database writes it by itself."""
    column = f'original."{field.column}"'
    target = field.related_model if field.is_relation else model
    if field.is_relation and target not in copied:
        return column
    if target is Group and (field.is_relation or field.primary_key):
        return f"{column} + k * {GROUP_STEP}"
    if isinstance(field, models.GeneratedField | models.AutoField):
        return None
    if field.is_relation or isinstance(field, models.UUIDField):
        return _key(column)
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField):
        return f"ARRAY(SELECT {_key('one')} FROM unnest({column}) AS one)"
    if (model.__name__, field.name) in DISTINCT:
        return f"k || '.' || {column}"
    return column


def _key(column: str) -> str:
    return f"md5({column}::text || k)::uuid"
