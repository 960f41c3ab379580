"""Signing in, failing to, and signing out are recorded; what was said stays with the session."""

import pytest
from django.test import Client

from cpr.audit.models import AuditEvent
from tests import scenarios as s

pytestmark = pytest.mark.django_db


def sign_in(client: Client, name: str, password: str = s.PASSWORD) -> int:
    return client.post(
        "/accounts/login/", {"login": f"{name}@example.invalid", "password": password}
    ).status_code


def actions() -> list[str]:
    return list(
        AuditEvent.objects.filter(action__startswith="session.")
        .order_by("at", "pk")
        .values_list("action", flat=True)
    )


def test_each_way_in_and_out_is_recorded(client: Client) -> None:
    s.world()
    assert sign_in(client, "aisha", "not her password") == 200
    assert sign_in(client, "nobody", "what somebody typed") == 200
    assert sign_in(client, "aisha") == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert actions() == ["session.refused", "session.started", "session.ended"]
    started = AuditEvent.objects.get(action="session.started")
    assert (started.actor_name, started.subject_name) == ("Aisha Rahman", "Aisha Rahman")
    assert "what somebody typed" not in str(list(AuditEvent.objects.values()))


def test_a_message_that_names_a_child_does_not_outlive_the_session(client: Client) -> None:
    w = s.world()
    case = s.child(w, given="Efa", family="Lloyd")
    sign_in(client, "aisha")
    answer = client.post(
        f"/cases/{case.pk}/notes/add/",
        {
            "kind": "observation",
            "happened_on-day": "1",
            "happened_on-month": "11",
            "happened_on-year": "2026",
            "text": "Seen at school.",
            "audience": "everyone",
        },
    )
    assert answer.status_code == 302
    assert "messages" not in client.cookies
    client.post("/accounts/logout/")
    sign_in(client, "dev")
    page = client.get("/").content.decode()
    assert "Lloyd" not in page
