"""What nobody thinks of as a page: what a cache keeps, what a fault shows, where a redirect leads,
what the database is asked. None of it may tell a hidden child from one that there is not.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any, Never

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import access
from cases.domain.permissions import P
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.surfaces import PAGES, Page, Story, story
from tests.integration.test_access_matrix import address, ask
from tests.integration.test_hidden_everywhere import NAME, client_of

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WITH_IDS = {name: page for name, page in PAGES.items() if page.ids}
LEADS_ON = {name for name, page in PAGES.items() if 302 in (page.get, page.post)}
PACKED = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
OWN = re.compile(UUID.pattern + r"|'\d{4}-\d\d-\d\d[^']*'|\"s\d+_x\d+\"")
"""An id, a moment, the name of a savepoint: of this request alone."""
MUCH_LATER = "Wed, 01 Jan 2099 00:00:00 GMT"


@pytest.fixture
def told() -> Story:
    cache.clear()
    return story(s.world())


def methods(page: Page) -> Iterator[str]:
    yield "get"
    if page.post != 405:
        yield "post"


def unknown(page: Page) -> dict[str, uuid.UUID]:
    return {key: uuid.uuid4() for key in page.ids.values()}


# What a cache keeps


def test_no_answer_is_kept_by_a_browser_or_a_proxy(told: Story) -> None:
    """Whether it shows a child, a file, a refusal, a redirect or a form with its errors."""
    client, kept = client_of(told, "efua"), {}
    asked = [(method, address(r, p, told.ids)) for r, p in PAGES.items() for method in methods(p)]
    nobody = [address(r, p, unknown(p)) for r, p in WITH_IDS.items() if p.post != 405][:3]
    asked += [("get", "/children/?format=csv"), *(("post", url) for url in nobody)]
    for method, url in asked:
        answer = ask(client, method, url)
        if not is_forgotten(answer):
            kept[f"{method} {url}"] = answer.headers.get("Cache-Control")
    assert kept == {}


def is_forgotten(answer: Any) -> bool:
    says = answer.headers.get("Cache-Control", "")
    return "no-store" in says and not {"ETag", "Last-Modified"} & set(answer.headers)


def test_what_was_refused_before_any_page_is_not_kept_either(told: Story) -> None:
    """A form without its token gives back what was typed; another host's name, nothing."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(told.w.user("aisha"))
    typed = {"text": f"{NAME} was seen today"}
    stale = client.post(f"/cases/{told.case.pk}/notes/add/", typed)
    assert stale.status_code == 403
    assert is_forgotten(stale)
    assert is_forgotten(Client().get("/", headers={"host": "elsewhere.example"}))
    assert is_forgotten(Client().get(f"/cases/{told.case.pk}"))  # the last stroke is missing


@pytest.mark.parametrize("headers", [{}, PACKED])
def test_a_browser_that_has_a_page_is_never_told_to_show_it_again(
    told: Story, headers: dict[str, str]
) -> None:
    """After the share's end, and before it, the page is made anew: no "not modified"."""
    chloe = client_of(told, "chloe")
    has = {**headers, "If-None-Match": "*", "If-Modified-Since": MUCH_LATER}
    for url in (
        f"/cases/{told.case.pk}/",
        "/children/",
        "/",
        f"/api/children/{told.case.child_id}/",
    ):
        assert chloe.get(url, headers=has).status_code == 200, url
    excluded(told.w, told.case, "chloe")
    assert chloe.get(f"/cases/{told.case.pk}/", headers=has).status_code == 404
    for url in ("/children/", "/"):
        assert (
            NAME not in chloe.get(url, headers={"If-Modified-Since": MUCH_LATER}).content.decode()
        )


# What a fault shows


def refusing(by: object, entry: object) -> Never:
    """The audit's own hook, out of order: the last thing that a page does before it is shown."""
    raise RuntimeError(f"{NAME} cannot be written down")


def test_a_fault_shows_one_page_whatever_it_was_about(told: Story, settings: Any) -> None:
    other = s.child(told.w, given="Owain", family="Somebody")
    client = client_of(told, "aisha")
    client.raise_request_exception = False
    client.get("/")
    settings.AUDIT_DETAILS = f"{__name__}.refusing"
    settings.DEBUG = False
    pages = set()
    for case in (told.case, other):
        for part in ("", "notes/", "family/", "visits/", "conferences/"):
            answer = client.get(f"/cases/{case.pk}/{part}")
            assert answer.status_code == 500, part
            assert "no-store" in answer.headers["Cache-Control"]
            page = answer.content.decode()
            for word in (NAME, "Efa", "Owain", "Somebody", str(case.pk), str(case.child_id)):
                assert word not in page, word
            pages.add(page)
    assert len(pages) == 1


# Where a redirect leads


def test_a_visitor_is_sent_to_sign_in_with_the_address_they_typed_and_no_more(told: Story) -> None:
    visitor, told_apart = Client(), {}
    for route, page in WITH_IDS.items():
        for method in methods(page):
            answers = []
            for ids in (told.ids, unknown(page)):
                url = address(route, page, ids)
                answer = ask(visitor, method, url)
                way = answer.headers.get("Location", "").replace(url, "THIS-PAGE")
                answers.append((answer.status_code, way, answer.content.decode().replace(url, "")))
            if answers[0] != answers[1]:
                told_apart[f"{method} {route}"] = answers
    assert told_apart == {}


@pytest.mark.parametrize("name", ["anonymous", "dev", "aisha"])
def test_an_address_without_its_last_stroke_tells_of_nobody(told: Story, name: str) -> None:
    """The address is put right before anybody has looked whether there is such a child."""
    client = Client() if name == "anonymous" else client_of(told, name)
    for known in (told.case.pk, uuid.uuid4()):
        answer = client.get(f"/cases/{known}")
        assert (answer.status_code, answer["Location"]) == (301, f"/cases/{known}/")


@pytest.mark.parametrize("name", ["aisha", "dev", "iris"])
@pytest.mark.parametrize("state", ["plain", "hidden"])
def test_a_redirect_carries_no_id_that_its_reader_did_not_have(
    told: Story, name: str, state: str
) -> None:
    """Or may have: of a record that they see."""
    if state == "hidden":
        restricted(told.w, told.case, "aisha", "gwen", "iris")
    client, actor = client_of(told, name), told.w.actor(name)
    own = {str(pk) for pk in access.visible(actor, P.VIEW_SUMMARY).values_list("pk", flat=True)}
    rooms = access.visible(actor, P.VIEW_RECORD).values_list(
        "at_conferences__conference", flat=True
    )
    own |= {str(pk) for pk in rooms}
    for route in LEADS_ON:
        page = PAGES[route]
        url = address(route, page, told.ids)
        for method in methods(page):
            way = ask(client, method, url).headers.get("Location", "")
            assert way.startswith("/") or not way, (method, route, way)
            told_of = set(UUID.findall(way)) - set(UUID.findall(url))
            assert told_of <= own, (method, route, way)


# What the database is asked


@pytest.mark.parametrize("name", ["ben", "efua"])
def test_the_same_is_asked_of_the_database_for_a_hidden_child_as_for_none(
    told: Story, name: str
) -> None:
    """Statement by statement: nobody learns by the time it takes, for all that a page can do."""
    if name == "ben":
        excluded(told.w, told.case, name)
    else:
        restricted(told.w, told.case, "aisha", "gwen", "iris")
    client, told_apart = client_of(told, name), {}
    client.get("/")
    for route, page in WITH_IDS.items():
        if page.needs is None or page.own or "emergency" in route:
            continue
        hidden, none = (
            statements(client, address(route, page, ids)) for ids in (told.ids, unknown(page))
        )
        if hidden != none or len(hidden) < 3:
            told_apart[route] = (len(hidden), len(none))
    assert told_apart == {}


def statements(client: Client, url: str) -> list[str]:
    """What was asked, without the ids and moments that differ between any two requests."""
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        ask(client, "get", url)
    return [OWN.sub("?", each["sql"]) for each in asked]
