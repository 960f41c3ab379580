"""A restricted or excluded child is hidden everywhere, and tells nobody who may not know of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.models import Notice
from cases.models.notice import NoticeKind
from cases.services import sweeps
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.surfaces import PAGES, Story, story
from tests.integration.test_access_matrix import address, seen
from tests.integration.test_hidden_everywhere import NAME, client_of, naming

pytestmark = pytest.mark.django_db
NAMED = ("aisha", "gwen", "iris")
OTHERS = ("ben", "chloe", "efua", "huw", "ola", "nia")
SEARCH = reverse("cases:children")


@pytest.fixture
def told() -> Story:
    return story(s.world())


def swept(told: Story) -> None:
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())


def page_of(client: Client, url: str) -> str:
    return client.get(url).getvalue().decode()  # type: ignore[no-any-return]


def test_a_restricted_child_is_named_to_the_named_alone(told: Story) -> None:
    swept(told)
    before = {name: naming(client_of(told, name)) for name in NAMED}
    restricted(told.w, told.case, *NAMED)
    for name in OTHERS:
        client = client_of(told, name)
        assert naming(client) == set(), name
        found = page_of(client, f"{SEARCH}?q=Of+aisha")
        assert str(told.case.pk) not in found
        assert str(told.case.child_id) not in found
    for name in NAMED:
        assert naming(client_of(told, name)) == before[name], name


@pytest.mark.parametrize("name", ["efua", "huw", "chloe", "ben"])
@pytest.mark.parametrize("state", ["restricted", "excluded"])
def test_each_address_answers_as_for_an_unknown_child(told: Story, name: str, state: str) -> None:
    if state == "restricted":
        restricted(told.w, told.case, *NAMED)
    else:
        excluded(told.w, told.case, name)
    client = client_of(told, name)
    client.get("/")
    wrong = {}
    for route, page in PAGES.items():
        if not page.needs or not page.ids or "emergency" in route:
            continue
        for method in ("get", "post"):
            if (page.get if method == "get" else page.post) == 405:
                continue
            status = seen(client, method, address(route, page, told.ids))[0]
            if status != 404:
                wrong[f"{method} {route}"] = status
    assert wrong == {}


def test_the_named_may_do_on_each_page_what_they_could(told: Story) -> None:
    restricted(told.w, told.case, *NAMED)
    for name, route in (
        ("aisha", "cases:visit_add"),
        ("aisha", "cases:case_conferences"),
        ("gwen", "cases:conference_hold"),
        ("iris", "cases:case_restriction"),
        ("iris", "cases:restriction_end"),
        ("iris", "cases:restriction_people"),
        ("aisha", "api:child"),
    ):
        url = address(route, PAGES[route], told.ids)
        assert client_of(told, name).get(url).status_code == 200, route


def asked(told: Story, name: str) -> str:
    child = told.case.child
    return f"{SEARCH}?q={child.given_names}+{child.family_name}+{child.born_on:%d/%m/%Y}"


def test_a_hidden_name_says_whom_to_call_and_a_shown_one_says_the_name(told: Story) -> None:
    restricted(told.w, told.case, *NAMED)
    for name in ("efua", "dev"):
        page = page_of(client_of(told, name), asked(told, name))
        assert "Somebody already knows this child" in page, name
        assert "029 2018 0000" in page, name
        assert "Restricted" not in page, name


def test_a_shown_name_is_for_colleagues_and_says_no_more(told: Story) -> None:
    restricted(told.w, told.case, *NAMED, hides_name=False)
    for url in (f"{SEARCH}?q=Efa", f"{SEARCH}?q=Of+aisha"):
        for name in ("efua", "ben", "ola"):
            page = page_of(client_of(told, name), url)
            said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
            assert "Restricted: named people only" in said, (name, url)
            assert "Efa Of aisha Call Cardiff on 029 2018 0000 ." in said, (name, url)
            assert str(told.case.pk) not in page
            assert str(told.case.child_id) not in page
            assert f"{told.case.child.born_on:%Y}" not in page
        for name in ("chloe", "dev", "nia"):  # of other agencies
            assert "Restricted" not in page_of(client_of(told, name), url), (name, url)
    aisha = page_of(client_of(told, "aisha"), f"{SEARCH}?q=Efa")
    assert str(told.case.pk) in aisha
    assert "Call Cardiff" not in aisha


@pytest.mark.parametrize("name", ["efua", "ben", "ola"])
def test_a_shown_name_is_told_of_in_one_box_with_the_ways_on(told: Story, name: str) -> None:
    restricted(told.w, told.case, *NAMED, hides_name=False)
    page = page_of(client_of(told, name), asked(told, name))
    assert page.count('class="app-notice') == 1
    assert "app-empty" not in page
    assert page.count("Call Cardiff") == 1
    assert page.count("That you asked is recorded.") == 1
    assert "Somebody already knows" not in page
    assert "share-requests/ask/" in page
    by_name = page_of(client_of(told, name), f"{SEARCH}?q=Of+aisha")
    assert by_name.count('class="app-notice') == 1
    assert "share-requests/ask/" not in by_name  # a name alone leads to no record


@pytest.mark.parametrize("name", ["ben", "chloe", "efua"])
def test_the_search_of_an_excluded_person_finds_an_unknown_child(told: Story, name: str) -> None:
    """To the byte and the query: as where nobody is so called who was born about that day."""
    s.child(told.w, "nia", given="Afe", family=NAME, age_days=4000)  # a word that the register has
    restricted(told.w, told.case, *NAMED, hides_name=False)
    excluded(told.w, told.case, name)
    client = client_of(told, name)
    known, unknown = asked(told, name), asked(told, name).replace("Efa", "Afe")
    client.get(known)
    answers = []
    for url in (known, unknown):
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, url)
        page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page)
        answers.append((page.replace("Afe", "Efa"), len(queries)))
    assert answers[0] == answers[1]
    assert "Somebody already knows" not in answers[0][0]
    suggested = client.get(reverse("cases:children_suggestions") + "?q=Efa").json()
    assert suggested["items"] == []


def test_unread_notices_of_those_who_lost_sight_are_gone(told: Story) -> None:
    w = told.w
    chloe, url = client_of(told, "chloe"), reverse("cases:notification", args=[told.ids["notice"]])
    restricted(w, told.case, *NAMED)
    assert not access.visible(w.actor("chloe"), P.VIEW_SUMMARY, Notice).exists()
    assert NAME not in page_of(chloe, reverse("cases:notifications"))
    assert chloe.get(url).status_code == 404


def hearers(kind: NoticeKind) -> set[str]:
    rows = Notice.objects.filter(kind=kind).select_related("membership__user")
    return {row.membership.user.full_name.split()[0] for row in rows}


def test_what_is_overdue_goes_to_the_named_co_ordinator_and_senior_manager(told: Story) -> None:
    restricted(told.w, told.case, *NAMED)
    swept(told)
    assert hearers(NoticeKind.OVERDUE) == {"Aisha"}
    assert hearers(NoticeKind.OVERDUE_MANAGER) == {"Iris"}


def test_a_manager_who_is_named_still_hears(told: Story) -> None:
    restricted(told.w, told.case, *NAMED, "huw", "efua")
    swept(told)
    assert hearers(NoticeKind.OVERDUE_MANAGER) == {"Iris", "Huw"}


def test_nothing_is_lost_where_the_only_manager_is_excluded(told: Story) -> None:
    excluded(told.w, told.case, "huw")
    swept(told)
    assert hearers(NoticeKind.OVERDUE) == {"Aisha"}
    assert hearers(NoticeKind.OVERDUE_MANAGER) == {"Iris", "Efua"}
