"""Persona × every address × method -> status; and a foreign id is an unknown id, to the byte."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from cases.domain.permissions import P
from tests import scenarios as s
from tests.integration.surfaces import KEYS, OPEN, PAGES, SHADOWED, Page, Story, routes, story
from tests.integration.test_gate import EXPECTED

pytestmark = pytest.mark.django_db

WITHOUT_MEMBERSHIP = ("farid", "superuser")
PERSONAS = ("anonymous", *WITHOUT_MEMBERSHIP, *(n for n in EXPECTED if n != "farid"))


def client_of(w: s.World, name: str) -> Client:
    client = Client()
    if name == "superuser":
        client.force_login(User.objects.create_superuser("root@example.invalid", "Root"))
    elif name != "anonymous":
        client.force_login(w.user(name))
    return client


def ask(client: Client, method: str, url: str) -> Any:
    """This will ask, and take back whatever the answer did, so that each row stands alone."""
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    return answer


def address(name: str, page: Page, ids: dict[str, uuid.UUID]) -> str:
    return reverse(name, kwargs={key: ids[which] for key, which in page.ids.items()})


def expected(persona: str, name: str, page: Page, method: str) -> int:
    """What the rules say this persona gets."""
    is_api = name.startswith("api:")
    answer = page.get if method == "get" else page.post
    if persona == "anonymous":
        return 403 if is_api else 302
    if persona in WITHOUT_MEMBERSHIP:
        return 403
    if page.duty is not None and persona not in page.duty:
        return 403 if page.needs is None or P.VIEW_SUMMARY in EXPECTED[persona] else 404
    if page.own and persona != page.own and answer != 405:
        return 404
    if answer == 405 or not page.ids or page.needs is None or page.needs in EXPECTED[persona]:
        return answer
    return 403 if P.VIEW_SUMMARY in EXPECTED[persona] else 404


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_gets_exactly_this_everywhere(persona: str) -> None:
    told = story(s.world())
    client = client_of(told.w, persona)
    wrong = {}
    for name, page in PAGES.items():
        url = address(name, page, told.ids)
        for method in ("get", "post"):
            answer = ask(client, method, url)
            wanted = expected(persona, name, page, method)
            if answer.status_code != wanted:
                wrong[f"{method} {name}"] = (answer.status_code, f"wanted {wanted}")
            elif persona == "anonymous" and wanted == 302:
                assert answer["Location"].startswith("/accounts/login/?next=")
    assert wrong == {}


@pytest.mark.parametrize("persona", ["anonymous", "farid", "superuser", "aisha"])
def test_pages_about_nobody(persona: str) -> None:
    w = s.world()
    kind = 0 if persona == "anonymous" else 1 if persona in WITHOUT_MEMBERSHIP else 2
    found = {}
    client = client_of(w, persona)
    for name in OPEN:
        url = "/accounts/email/" if name == "closed" else reverse(name, kwargs=KEYS.get(name))
        found[name] = (ask(client, "get", url).status_code, ask(client, "post", url).status_code)
    assert found == {name: answers[kind] for name, answers in OPEN.items()}


@pytest.mark.parametrize("name", SHADOWED)
def test_what_allauth_offers_and_we_do_not_is_closed(name: str) -> None:
    w = s.world()
    url = reverse(name, kwargs=KEYS.get(name))
    for persona in ("anonymous", "aisha", "superuser"):
        client = client_of(w, persona)
        assert [ask(client, m, url).status_code for m in ("get", "post")] == [404, 404]


def test_nobody_opens_an_account_for_themselves() -> None:
    s.world()
    before = User.objects.count()
    typed = {"email": "new@example.invalid", "password1": s.PASSWORD, "password2": s.PASSWORD}
    Client().post(reverse("account_signup"), typed)
    assert User.objects.count() == before


def test_every_address_has_a_row() -> None:
    assert routes() - PAGES.keys() - OPEN.keys() - SHADOWED.keys() == set()
    assert PAGES.keys() | OPEN.keys() | SHADOWED.keys() <= routes()


WITH_IDS = {name: page for name, page in PAGES.items() if page.ids}


@pytest.mark.parametrize("persona", ["aisha", "chloe", "dev", "efua", "gwen", "huw"])
def test_another_authoritys_id_is_an_unknown_id(persona: str) -> None:
    w = s.world()
    theirs = story(w, by="nia")
    client = client_of(w, persona)
    client.get("/")
    wrong = {}
    for name, page in WITH_IDS.items():
        for method in ("get", "post"):
            if (page.get if method == "get" else page.post) == 405:
                continue
            foreign = seen(client, method, address(name, page, theirs.ids))
            unknown = seen(client, method, address(name, page, made_up(theirs)))
            is_barred = page.duty is not None and page.needs is None and persona not in page.duty
            if foreign != unknown or foreign[0] != (403 if is_barred else 404):
                wrong[f"{method} {name}"] = (foreign[0], foreign[2], unknown[0], unknown[2])
    assert wrong == {}


@pytest.mark.parametrize("name", [n for n, page in WITH_IDS.items() if len(page.ids) > 1])
def test_a_foreign_id_beside_an_own_one_is_an_unknown_id(name: str) -> None:
    w = s.world()
    ours, theirs = story(w), story(w, by="nia")
    page = WITH_IDS[name]
    client = client_of(w, "efua")  # who may do everything in her own authority
    for method in ("get", "post"):
        for key in page.ids.values():
            foreign = seen(client, method, address(name, page, {**ours.ids, key: theirs.ids[key]}))
            unknown = seen(client, method, address(name, page, {**ours.ids, key: uuid.uuid4()}))
            assert foreign == unknown, (method, key)
            assert foreign[0] == 404


def made_up(told: Story) -> dict[str, uuid.UUID]:
    return {key: uuid.uuid4() for key in told.ids}


def seen(client: Client, method: str, url: str) -> tuple[int, str, int]:
    """Status, body and number of queries, without what differs between any two requests."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, method, url)
    body = answer.content.decode().replace(url, "THIS-PAGE")
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", body)
    body = re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d</p>", "</p>", body)  # the minute of printing
    return answer.status_code, body, len(queries)
