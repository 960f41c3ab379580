"""Row-level security as an operation of a migration: a table, and which of its rows are whose.

For the application a row is read, changed and deleted by whoever ``using`` opens it to; it may be
written by anybody who acts at all, since what may be written is the services' to say. The roles of
the system's jobs see every row, so that their plans are as if there were no policy.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

ROLE = "register_app"
JOBS = "register_system, register_sweep"
ACTS = "(SELECT current_setting('register.acts', true)) = 'yes'"


def protect(table: str, using: str, *, check: str = ACTS) -> RunSQL:
    """This will make the operation that protects a table; undone, it is open again."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY seen ON {table} FOR SELECT TO {ROLE} USING ({using});
        CREATE POLICY added ON {table} FOR INSERT TO {ROLE} WITH CHECK ({check});
        CREATE POLICY changed ON {table} FOR UPDATE TO {ROLE} USING ({using}) WITH CHECK ({check});
        CREATE POLICY removed ON {table} FOR DELETE TO {ROLE} USING ({using});
        CREATE POLICY of_jobs ON {table} TO {JOBS} USING (true) WITH CHECK (true);
        """,
        f"""
        DROP POLICY seen ON {table}; DROP POLICY added ON {table};
        DROP POLICY changed ON {table}; DROP POLICY removed ON {table};
        DROP POLICY of_jobs ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
