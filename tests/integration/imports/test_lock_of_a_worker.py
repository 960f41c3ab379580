"""A worker's lock on a batch is its session's; where the session was lent to others, it is told."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from cases.services import imported_steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_lent", [True, False])
def test_a_session_that_was_lent_is_noticed(
    caplog: pytest.LogCaptureFixture, is_lent: bool
) -> None:
    with imported_steps.alone_with(uuid.uuid4()) as is_alone:
        assert is_alone
        if is_lent:  # as where a pool gave the next transaction another session
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
    assert ("must connect directly" in caplog.text) is is_lent
