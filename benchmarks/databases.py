"""The benchmarks' databases: one a question, made from a migrated one, kept until the code changes.

A database says in its own comment what it was filled with, so that a second run fills nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cpr.postgres.ownership import as_owner

HOME = "register"
"""The database that the server makes by itself: migrated, empty, the pattern of the others."""


@as_owner()
def use(
    name: str, fill: Callable[[], object] | None = None, *, rows: int = 0, pattern: str = HOME
) -> None:
    """This will turn the process to a database, making and filling it if it is not there yet.

    ``pattern`` is the database it starts from. What was filled with another number of rows, or
    by other migrations, is dropped and made again. Filled by the owner of its tables; measured in
    the application's role.
    """
    _switch(HOME)
    call_command("migrate", verbosity=0, interactive=False)
    mark = f"filled with {rows}: {_migrations()}"
    if name == HOME:
        return
    _switch("postgres")
    found = _one(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name
    )
    if found == mark:
        _switch(name)
        return
    began = time.perf_counter()
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
    _switch(name)
    if fill is not None:
        fill()
    _run("ANALYZE")
    _run("VACUUM")
    _run(f"COMMENT ON DATABASE \"{name}\" IS '{mark}'")
    print(f"  filled {name} in {time.perf_counter() - began:.0f} s, {size()}")


def size() -> str:
    """This will say how large the database is on disk."""
    return str(_one("SELECT pg_size_pretty(pg_database_size(current_database()))"))


def _migrations() -> str:
    leaves = MigrationLoader(connection).graph.leaf_nodes()
    return " ".join(sorted(f"{app}.{name}" for app, name in leaves))


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _one(sql: str, *params: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return row[0] if row else None


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
