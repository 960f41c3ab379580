"""Other sessions of the test's own database: one that holds a lock, and what others wait for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
import psycopg2
from django.conf import settings
from django.db import connection

from cpr import acting


@contextmanager
def holding(statement: str) -> Iterator[None]:
    """This will hold what a statement locks, from a session of its own, until the block ends."""
    known = connection.settings_dict
    owner = dj_database_url.parse(settings.DATABASE_OWNER_URL).get("USER")  # may lock any table
    session = psycopg2.connect(
        dbname=known["NAME"],
        user=owner or known["USER"],
        password=known["PASSWORD"] or None,
        host=known["HOST"],
        port=known["PORT"] or None,
    )
    try:
        session.cursor().execute(statement)
        yield
    finally:
        session.close()


def other_sessions(waiting_for: str | None = None) -> list[str]:
    """This will list the statements of the other sessions, or of those that wait for a kind."""
    # As nobody, and so in the application's role: it is shown what its own sessions are at.
    with acting.as_person(None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND (%(w)s::text IS NULL OR wait_event_type = %(w)s)",
            {"w": waiting_for},
        )
        return [row[0] for row in cursor.fetchall()]


def is_sweep_waiting() -> bool:
    """Whether a sweep has raised its flags and waits to write its notices."""
    return any("INSERT INTO cases_notice" in query for query in other_sessions("Lock"))


def is_sweep_there() -> bool:
    """Whether any session still has a sweep's writing of notices in hand.

    The live server of other tests in this process may keep idle sessions of its own.
    """
    return any("INSERT INTO cases_notice" in query for query in other_sessions())


NOTICES_LOCKED = "LOCK TABLE cases_notice IN EXCLUSIVE MODE"
