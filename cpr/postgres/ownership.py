"""Whose connection it is: the application's, or, for migrations alone, the owner's of the tables.

DATABASE_OWNER_URL names the owner's sign-in. Where it is not set, DATABASE_URL is the owner's, and
every connection of the application takes the role ``register_app`` as it is opened. Statements of
a job of the system are run in a role of their own, for whose members the policies open every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import dj_database_url
from django.conf import settings
from django.db import connection

from cpr import acting

ROLE = "register_app"
SYSTEM_ROLE = "register_system"
ROLES_OF_JOBS = {"s:overdue-sweep": "register_sweep"}
"""Jobs that do with less than ``register_system``, which sees every row."""

_owner: ContextVar[bool] = ContextVar("owner", default=False)


def is_owner() -> bool:
    """This will say whether connections are the owner's just now."""
    return _owner.get()


def role_of(who: str) -> str:
    """This will name the role in which statements of whoever acts are run; see ``cpr.acting``."""
    if not who.startswith(acting.JOB):
        return ROLE
    return ROLES_OF_JOBS.get(who, SYSTEM_ROLE)


def parameters() -> dict[str, Any]:
    """This will give the sign-in that differs from the application's: the owner's, or none."""
    if not is_owner() or not settings.DATABASE_OWNER_URL:
        return {}
    named = dj_database_url.parse(settings.DATABASE_OWNER_URL)
    both = {"user": named.get("USER"), "password": named.get("PASSWORD")}
    return {key: value for key, value in both.items() if value}


@contextmanager
def as_owner() -> Iterator[None]:
    """This will let the code inside work as the owner of the tables: migrations, and no page.

    Outside any transaction: the connection is closed and opened anew, before and after.
    """
    connection.close()
    token = _owner.set(True)
    try:
        yield
    finally:
        _owner.reset(token)
        connection.close()
