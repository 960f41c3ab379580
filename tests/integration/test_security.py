"""What holds at the edge, whoever asks: headers, form tokens, sessions, passwords, settings.

What opens a record and what does not is tried elsewhere; ``docs/security.md`` says where.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, Never

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from agencies.models import User
from agencies.services import suspend_member
from cases import access, protection
from cases.domain.permissions import P
from cases.services import imported_files
from cpr.audit.models import AuditEvent
from cpr.embedded import PROJECT
from cpr.postgres.ownership import as_owner
from tests import scenarios as s
from tests.integration.surfaces import PAGES, story
from tests.integration.test_access_matrix import address

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
CSP = "Content-Security-Policy"
NAME = "Of aisha"  # the family name of the story's child


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


def sign_in(client: Client, name: str = "aisha", password: str = s.PASSWORD, **query: str) -> Any:
    typed = {"login": f"{name}@example.invalid", "password": password, **query}
    return client.post(SIGN_IN, typed)


def signed_in(w: s.World, name: str = "aisha") -> Client:
    client = Client()
    assert sign_in(client, name).status_code == 302
    return client


# What every answer says to the browser


@pytest.mark.parametrize(
    "path",
    [
        SIGN_IN,
        "/",
        "/children/?q=Efa",
        "/children/?format=csv",
        "/children/suggestions/?q=efa",
        "/api/children/",
        "/cases/00000000-0000-0000-0000-000000000000/",
        "/nothing/",
    ],
)
def test_every_answer_forbids_what_no_page_needs(w: s.World, path: str) -> None:
    s.child(w)
    client = Client() if path == SIGN_IN else signed_in(w)
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers[CSP].split(";") if part.strip())
    assert policy.pop("img-src") == "'self' data:"
    assert {name for name, value in policy.items() if value == "'none'"} == {
        "default-src",
        "base-uri",
        "frame-ancestors",
    }
    assert set(policy.values()) == {"'none'", "'self'"}  # nothing inline, nobody else's
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_what_another_site_asked_for_is_not_compressed(w: s.World) -> None:
    client = signed_in(w)
    for began, packed in (
        ("same-origin", True),
        ("none", True),
        ("cross-site", False),
        ("same-site", False),
        ("", False),
    ):
        asked = {"Accept-Encoding": "gzip"} | ({"Sec-Fetch-Site": began} if began else {})
        answer = client.get("/children/?q=Efa", headers=asked)
        assert ("Content-Encoding" in answer.headers) is packed, began
        assert "Sec-Fetch-Site" in answer.headers["Vary"]


# Requests that somebody else's page makes


def test_no_form_is_taken_without_its_token(w: s.World) -> None:
    told = story(w)
    client = Client(enforce_csrf_checks=True)
    client.force_login(w.user("efua"))
    before = AuditEvent.objects.count()
    taken = {}
    for name, page in PAGES.items():
        if page.post != 405:
            answer = client.post(address(name, page, told.ids))
            if answer.status_code != 403:
                taken[name] = answer.status_code
    for url in (SIGN_IN, "/accounts/logout/", "/membership/", "/language/"):
        if client.post(url).status_code != 403:
            taken[url] = "taken"
    assert taken == {}
    assert AuditEvent.objects.count() == before
    assert client.get("/").status_code == 200  # nobody was signed out


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(w: s.World, away: str) -> None:
    assert sign_in(Client(), next=away)["Location"] == "/"


# Sessions


def test_a_session_is_new_at_sign_in_and_gone_at_sign_out(w: s.World) -> None:
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by whoever had this browser before"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert sign_in(client).status_code == 302
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != planted
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == ""  # the browser forgets it when it is closed
    assert not Session.objects.filter(pk=planted).exists()
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = cookie.value
    assert stolen.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert stolen.get("/").status_code == 302


def test_a_session_ends_a_working_day_after_it_was_written_to(w: s.World) -> None:
    signed_in(w)
    row = Session.objects.get()
    assert row.expire_date <= timezone.now() + timedelta(hours=8)
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = row.pk
    assert stolen.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert stolen.get("/").status_code == 302


def test_a_stolen_session_ends_with_the_password_the_account_or_the_membership(
    w: s.World,
) -> None:
    def session_of(name: str) -> Client:
        stolen, client = Client(), signed_in(w, name)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        stolen.cookies[settings.SESSION_COOKIE_NAME] = key
        assert stolen.get("/").status_code == 200
        return stolen

    stolen, owner = session_of("aisha"), signed_in(w)
    new = "another long pass phrase of hers"
    typed = {"oldpassword": s.PASSWORD, "password1": new, "password2": new}
    assert owner.post("/accounts/password/change/", typed).status_code == 302
    assert stolen.get("/").status_code == 302
    stolen = session_of("ben")
    User.objects.filter(pk=w.user("ben").pk).update(is_active=False)
    assert stolen.get("/").status_code == 302
    stolen = session_of("chloe")
    suspend_member(by=s.SEED, membership=w.member("chloe"))
    assert stolen.get("/").status_code == 403


# Passwords


def test_nobody_learns_who_has_an_account(w: s.World) -> None:
    wrong = [sign_in(Client(), name, "not the password").content for name in ("aisha", "nobody")]
    said = [b"The email address or the password is not right" in page for page in wrong]
    assert said == [True, True]
    answers = []
    for name in ("aisha", "nobody"):
        answer = Client().post("/accounts/password/reset/", {"email": f"{name}@example.invalid"})
        answers.append((answer.status_code, answer["Location"]))
    assert answers[0] == answers[1]


def test_wrong_passwords_are_counted(w: s.World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}  # as in production: the package's own
    client = Client()
    for _ in range(5):
        assert b"is not right" in sign_in(client, password="a guess").content
    for elsewhere in (client, Client(REMOTE_ADDR="203.0.113.9")):
        refused = sign_in(elsewhere)  # with the right one
        assert refused.status_code != 302
        assert b"Too many tries" in refused.content
    assert AuditEvent.objects.filter(action="session.refused").count() == 5
    assert sign_in(client, "ben").status_code == 302  # it is the account that is guessed at


# Readings and letters


def refusing(by: object, entry: object) -> Never:
    """The audit's own hook, out of order."""
    raise RuntimeError("the audit cannot be written")


@pytest.mark.parametrize("name", ["aisha", "chloe", "efua", "gwen", "huw"])
def test_no_page_names_a_child_where_the_audit_cannot_be_written(
    w: s.World, name: str, settings: Any
) -> None:
    told = story(w)
    client = Client(raise_request_exception=False)
    client.force_login(w.user(name))
    urls = [address(route, page, told.ids) for route, page in PAGES.items()]
    urls += ["/children/?q=Efa", "/children/?format=csv", "/overdue/list/?format=csv"]
    naming = [url for url in urls if NAME in client.get(url).getvalue().decode()]
    assert len(naming) > 5
    settings.AUDIT_DETAILS = f"{__name__}.refusing"
    given = {url for url in naming if NAME in client.get(url).getvalue().decode()}
    assert given == set()


def test_a_letter_for_a_new_password_names_nothing_but_the_way(w: s.World) -> None:
    s.child(w)
    Client().post("/accounts/password/reset/", {"email": "aisha@example.invalid"})
    [letter] = mail.outbox
    for secret in ("Lloyd", "Cardiff", s.PASSWORD):
        assert secret not in f"{letter.subject}\n{letter.body}"


@pytest.mark.parametrize("role", ["system_administrator", "privacy_officer"])
def test_who_manages_accounts_or_counts_opens_no_record(w: s.World, role: str) -> None:
    told = story(w)
    w.members["other"] = s.colleague(w, "efua", "Adam Admin", role)
    assert not any(access.can(w.actor("other"), p, told.case) for p in P)
    client = Client()
    client.force_login(w.members["other"].user)
    for route, page in PAGES.items():
        answer = client.get(address(route, page, told.ids))
        assert NAME not in answer.getvalue().decode(), route
        if page.needs and page.ids:
            assert answer.status_code in {403, 404, 405}, route
    assert client.get("/children/?q=Efa").status_code == 403
    assert client.get("/admin/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_readiness_is_unwell_above_the_policies_and_without_one() -> None:
    def done(sql: str) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(sql)

    assert protection.readiness()[1:] == (True, "in force")
    with as_owner():
        assert protection.readiness()[1:] == (False, "the application's role stands above it")
    done("ALTER TABLE cases_note DISABLE ROW LEVEL SECURITY")
    try:
        assert protection.readiness()[1:] == (False, "1 tables are without a policy")
    finally:
        done("ALTER TABLE cases_note ENABLE ROW LEVEL SECURITY")


# Files and settings


def test_a_return_is_kept_for_the_register_alone_and_has_no_address(w: s.World) -> None:
    name = imported_files.keep(io.BytesIO(b"<Message/>"))
    try:
        kept = Path(imported_files.storage().path(name))
        assert kept.stat().st_mode & 0o077 == 0
        for folder in ("", "media/", "media/returns/", "returns/", "static/"):
            assert signed_in(w, "efua").get(f"/{folder}{name}").status_code == 404
    finally:
        imported_files.drop(name)


GOOD = {
    "DATABASE_URL": "postgres:///none",
    "REDIS_URL": "redis://none",
    "SECRET_KEY": "k3y-0f-a-te5t-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "register.example",
}
SAID = (
    "from cpr.settings import production as p;"
    "print(p.DEBUG, p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE, p.SECURE_SSL_REDIRECT,"
    " p.SECURE_HSTS_SECONDS >= 31536000, p.SESSION_COOKIE_HTTPONLY, p.SESSION_COOKIE_SAMESITE)"
)


def production(**changed: str | None) -> tuple[int, str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in GOOD}
    given = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    ran = subprocess.run(
        [sys.executable, "-c", SAID],
        cwd=PROJECT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout.strip(), ran.stderr


def test_production_sends_cookies_over_tls_alone() -> None:
    assert production()[:2] == (0, "False True True True True True Lax")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in GOOD),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "demo-only-and-known-to-everybody-production-refuses-it"),
        ("ALLOWED_HOSTS", "*"),
    ],
)
def test_production_refuses_to_start_on_a_missing_or_weak_value(
    name: str, value: str | None
) -> None:
    code, _said, error = production(**{name: value})
    assert code != 0
    assert "ImproperlyConfigured" in error
    assert name in error


# The document


def test_the_tests_named_in_the_document_are_there() -> None:
    document = (PROJECT / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", document))
    assert len(named) > 80
    missing = []
    for path, test in sorted(named):
        module = PROJECT / "tests" / path
        if not module.exists() or f"def {test}(" not in module.read_text(encoding="utf-8"):
            missing.append(f"{path}::{test}")
    assert missing == []
