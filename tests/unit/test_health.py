"""/healthz and /readyz: what they ask, what they answer, and that they say nothing of anybody."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from cpr import health


def well() -> health.Finding:
    return "last_sweep", True, "2026-11-22T12:00:00+00:00"


def ill() -> health.Finding:
    return "last_sweep", False, "never"


def broken() -> health.Finding:
    raise ValueError("Aisha Example was here")


def test_healthz_asks_no_server(rf: RequestFactory, settings) -> None:
    # No database mark: pytest-django refuses any query.
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = health.healthz(rf.get("/healthz"))
    assert answer.status_code == 200
    assert answer.content == b'{"status": "ok"}'
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_readyz_asks_database_broker_and_the_apps(rf: RequestFactory, settings) -> None:
    settings.READINESS_CHECKS = [f"{__name__}.well"]
    answer = health.readyz(rf.get("/readyz"))
    assert answer.status_code == 200
    assert json_of(answer) == {
        "status": "ok",
        "checks": {
            "database": {"ok": True, "detail": "answers"},
            "broker": {"ok": True, "detail": "answers"},
            "last_sweep": {"ok": True, "detail": "2026-11-22T12:00:00+00:00"},
        },
    }


@pytest.mark.django_db
def test_readyz_is_503_while_a_check_is_ill(rf: RequestFactory, settings) -> None:
    settings.READINESS_CHECKS = [f"{__name__}.ill"]
    answer = health.readyz(rf.get("/readyz"))
    assert answer.status_code == 503
    assert json_of(answer)["status"] == "unavailable"


@pytest.mark.django_db
def test_readyz_keeps_the_words_of_a_failure_to_itself(rf: RequestFactory, settings) -> None:
    settings.READINESS_CHECKS = [f"{__name__}.broken"]
    answer = health.readyz(rf.get("/readyz"))
    assert answer.status_code == 503
    assert b"Aisha" not in answer.content


@pytest.mark.django_db
def test_readyz_without_a_broker(rf: RequestFactory, settings) -> None:
    settings.READINESS_CHECKS = []
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = health.readyz(rf.get("/readyz"))
    assert answer.status_code == 503
    assert json_of(answer)["checks"]["database"]["ok"] is True
    assert json_of(answer)["checks"]["broker"]["ok"] is False


@pytest.mark.django_db
def test_readyz_without_a_database(rf: RequestFactory, settings, monkeypatch) -> None:
    def refused() -> None:
        raise OperationalError("no server at 10.0.0.1")

    settings.READINESS_CHECKS = []
    monkeypatch.setattr(connection, "cursor", refused)
    answer = health.readyz(rf.get("/readyz"))
    assert answer.status_code == 503
    assert b"10.0.0.1" not in answer.content
    assert json_of(answer)["checks"]["database"]["ok"] is False


@pytest.mark.parametrize("view", [health.healthz, health.readyz])
def test_only_reading_is_answered(rf: RequestFactory, view) -> None:
    assert view(rf.post("/")).status_code == 405


def json_of(answer) -> dict:
    return dict(json.loads(answer.content))
