"""A page that would wait too long for somebody else's save says so and keeps what was typed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from cases.models import Case, Visit
from cpr.audit.models import AuditEvent
from cpr.waiting import limited
from tests import scenarios as s
from tests.integration.sessions import holding
from tests.integration.test_board_pages import signed_in
from tests.integration.test_record_forms import day

pytestmark = pytest.mark.django_db(transaction=True)
AUDIT_LOCKED = "LOCK TABLE audit_auditevent IN SHARE MODE"


def as_a_web_server(work: Callable[[], Any]) -> Any:
    """This will do something on a connection of its own, with a web server's limit, but shorter."""

    def done() -> Any:
        known = connection.settings_dict
        connection.settings_dict = {**known, "OPTIONS": limited(known["OPTIONS"], 0.5)}
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def test_a_form_keeps_what_was_typed_and_is_saved_on_the_next_try() -> None:
    w = s.world()
    case = s.child(w)
    aisha = signed_in(w.members["aisha"])
    typed = {
        **day("visited_on", s.before(1)),
        "was_seen": "yes",
        "was_seen_alone": "on",
        "account": "Efa was drawing at the kitchen table.",
    }
    send = partial(aisha.post, reverse("cases:visit_add", args=[case.pk]), typed)
    with transaction.atomic():
        list(Case.objects.select_for_update(no_key=True).filter(pk=case.pk))
        answer = as_a_web_server(send)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Somebody else is saving this record, or a return is being checked." in said
    assert "Efa was drawing at the kitchen table." in said
    assert not Visit.objects.exists()
    assert as_a_web_server(send).status_code == 302
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Somebody else is saving this record"),
        ("cy", "Mae rhywun arall yn cadw’r cofnod hwn"),
    ],
)
def test_a_page_without_a_form_says_so_too(language: str, words: str) -> None:
    w = s.world()
    case = s.child(w)
    aisha = signed_in(w.members["aisha"])
    aisha.post(reverse("agencies:language"), {"language": language})
    read = partial(aisha.get, reverse("cases:case", args=[case.pk]))
    events = AuditEvent.objects.count()
    with holding(AUDIT_LOCKED):
        answer = as_a_web_server(read)
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert AuditEvent.objects.count() == events
    assert as_a_web_server(read).status_code == 200


def test_what_fails_in_a_page_outside_any_service_is_told_in_words_too() -> None:
    w = s.world()
    case = s.child(w)
    aisha = signed_in(w.members["aisha"])
    read = partial(aisha.get, reverse("cases:case", args=[case.pk]))
    events = AuditEvent.objects.count()
    with holding("LOCK TABLE cases_deadline IN ACCESS EXCLUSIVE MODE"):
        answer = as_a_web_server(read)
    assert answer.status_code == 503
    assert "Somebody else is saving this record" in answer.content.decode()
    assert AuditEvent.objects.count() == events
    assert as_a_web_server(read).status_code == 200


def test_a_web_server_waits_so_long_and_a_worker_as_long_as_it_takes() -> None:
    known = "from django.db import connection as c; print(c.settings_dict['OPTIONS'])"
    web = f"import cpr.wsgi; {known}"
    worker = f"import cpr.celery, django; django.setup(); {known}"
    # Whatever another test did to this process's folder and environment.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cpr.settings.test"}
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            cwd=settings.BASE_DIR,
            env=environment,
        )
        for code in (web, worker)
    ]
    assert [each.returncode for each in told] == [0, 0], [each.stderr for each in told]
    assert "-c lock_timeout=10000" in told[0].stdout
    assert "lock_timeout" not in told[1].stdout
    assert limited({"options": "-c jit=off"}, 2)["options"] == "-c jit=off -c lock_timeout=2000"
