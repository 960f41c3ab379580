"""The whole register as rows, to be compared before a loading and after it was undone."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

NOT_THE_REGISTER = {
    "cases_importbatch",  # that there was a loading stays on record
    "cases_nameword",  # words of nobody in particular, never taken away
    "cases_childsearch",  # below: its words have no order, and its marks are never taken away
    "agencies_user",
    "agencies_membership",
}


def rows() -> dict[str, list[str]]:
    """This will give every row of every table that a loading could have touched."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.app_label in {"agencies", "cases"} and table not in NOT_THE_REGISTER:
                cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t ORDER BY 1")
                found[table] = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT child_id::text || ARRAY(SELECT unnest(words) ORDER BY 1)::text"
            " FROM cases_childsearch ORDER BY 1"
        )
        found["cases_childsearch"] = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT name FROM auth_group ORDER BY 1")
        found["auth_group"] = [row[0] for row in cursor.fetchall()]
    return found


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, set[str]]:
    """This will give, of each table that differs, the rows that only one of the two has."""
    return {
        table: set(before[table]) ^ set(after[table])
        for table in before
        if before[table] != after[table]
    }
