"""What a page says to whom: no way to a thing that the reader cannot do, and nobody told twice."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from cases.models import Case
from tests import scenarios as s
from tests.integration.acts_emergency import opened
from tests.integration.acts_restricting import restricted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


def page(w: s.World, name: str, path: str, **asked: str) -> str:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client.get(path, asked).content.decode()


def test_only_who_may_add_a_child_is_told_to(w: s.World) -> None:
    assert "Find a child above, or add one." in page(w, "nia", "/children/")
    assert "Find a child above.<" in page(w, "dev", "/children/")


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("4 May 2022", "Add the full name"),
        ("999 123 4567", "Look at each digit of the number"),
        ("Nobody Such", "Add a date of birth, or an NHS number"),
        ("Nobody Such 4 May 2022", "Look at the spelling"),
    ],
)
def test_the_advice_is_for_what_was_asked(w: s.World, question: str, hint: str) -> None:
    assert hint in page(w, "dev", "/children/", q=question)


def test_the_privacy_officer_is_led_to_no_children(w: s.World) -> None:
    html = page(w, "jan", "/emergency/counts/")
    assert 'href="/conferences/"' not in html
    assert 'role="search"' not in html
    assert 'href="/conferences/"' in page(w, "dev", "/")


def test_an_open_emergency_comes_before_requests(w: s.World, case: Case) -> None:
    opened(w, case)
    html = page(w, "dev", "/")
    assert "Open to you in an emergency" in html
    assert "Requests to share" not in html.split("Open to you in an emergency")[0]


def test_a_share_asks_for_an_agency_and_then_for_a_team(w: s.World, case: Case) -> None:
    path = f"/cases/{case.pk}/share/"
    html = page(w, "aisha", path, agency="")
    assert len(re.findall("Choose an agency\\s*<", html)) >= 2  # in the summary and at the field
    agency = str(w.member("dev").team.agency_id)
    assert "Choose a team" in page(w, "aisha", path, agency=agency, asked="team")


def test_who_may_restrict_finds_the_way_from_who_can_see(w: s.World, case: Case) -> None:
    there = f'href="/cases/{case.pk}/restriction/"'
    html = page(w, "iris", f"/cases/{case.pk}/sharing/")
    assert there in html
    assert "Restrict the record or exclude a person" in html
    assert there not in page(w, "aisha", f"/cases/{case.pk}/sharing/")
    restricted(w, case)
    assert "Who is named, and who is excluded" in page(w, "iris", f"/cases/{case.pk}/sharing/")


def test_the_officer_is_told_why_to_choose_a_team(w: s.World, case: Case) -> None:
    restricted(w, case)
    html = page(w, "iris", f"/cases/{case.pk}/emergency/")
    assert "Nobody has asked for this record lately." in html


def test_a_child_on_nobodys_day_stands_once_among_the_teams_own(w: s.World) -> None:
    for given in ("Efa", "Ioan"):
        s.child(w, "huw", given=given)
    html = page(w, "iris", "/")
    assert "No co-ordinator yet" in html
    assert html.count(">Efa ") == html.count(">Ioan ") == 1
    assert "Children I work with" not in html
