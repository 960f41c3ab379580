"""A transactional test leaves nothing behind, though triggers forbid emptying the audit."""

from __future__ import annotations

import pytest
from django.db import InternalError, connection

from cpr.audit.models import AuditEvent
from cpr.postgres.ownership import as_owner


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_each_transactional_test_starts_empty(time: str) -> None:
    assert AuditEvent.objects.count() == 0
    AuditEvent.objects.create(action="test.ran", actor_kind="system", actor_name=time)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_themselves_stay_in_force() -> None:
    AuditEvent.objects.create(action="test.ran", actor_kind="system", actor_name="x")
    table = AuditEvent._meta.db_table
    for statement in (
        f"TRUNCATE {table} CASCADE",
        f"DELETE FROM {table}",
        f"UPDATE {table} SET action = 'other'",
    ):
        with as_owner(), connection.cursor() as cursor, pytest.raises(InternalError):
            cursor.execute(statement)
