"""One rule on every surface: a child who is hidden is in no list, count, search, file or answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from agencies.actors import Actor
from cases.domain.statuses import Level
from cases.models import Case, OverdueFlag
from cases.services import shares, sweeps
from cpr.clock import today
from tests import scenarios as s
from tests.integration.surfaces import PAGES, Story, story

pytestmark = pytest.mark.django_db

NAME = "Of aisha"  # the family name of the story's child
SEARCHES = ("?q=Of+aisha", "?q=Efa", "?show=register", "?page=1")
LISTS = [name for name, page in PAGES.items() if not page.ids]


@pytest.fixture
def told() -> Story:
    told = story(s.world())
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())
    assert OverdueFlag.objects.filter(deadline__case=told.case).exists()
    return told


def client_of(told: Story, name: str) -> Client:
    client = Client()
    client.force_login(told.w.user(name))
    return client


def addresses() -> list[str]:
    plain = [reverse(name) for name in LISTS]
    searched = [reverse("cases:children") + words for words in SEARCHES]
    lists = [reverse("cases:overdue_list"), *plain]
    files = [*lists, *(f"{url}?format=csv" for url in lists)]
    return [*plain, *searched, *files]


def naming(client: Client) -> set[str]:
    """The addresses whose answer names the child, whatever its status."""
    found = set()
    for url in addresses():
        if NAME in client.get(url).getvalue().decode():
            found.add(url)
    return found - {reverse("cases:children") + "?q=Of+aisha"}


@pytest.mark.parametrize("name", ["dev", "farid", "nia", "ola"])
def test_a_hidden_child_is_named_nowhere(told: Story, name: str) -> None:
    assert naming(client_of(told, name)) == set()
    searched = client_of(told, name).get(reverse("cases:children") + "?q=Of+aisha")
    page = searched.content.decode()
    assert str(told.case.pk) not in page
    assert str(told.case.child_id) not in page


@pytest.mark.parametrize("name", ["aisha", "efua", "huw"])
def test_the_same_child_is_found_by_those_who_work_with_them(told: Story, name: str) -> None:
    found = naming(client_of(told, name))
    for wanted in ("cases:children", "cases:overdue_list", "api:children", "api:overdue"):
        assert any(url.startswith(reverse(wanted)) for url in found), wanted


def test_a_share_opens_the_lists_and_its_end_closes_them(told: Story) -> None:
    chloe = client_of(told, "chloe")
    opened = naming(chloe)
    assert {reverse("cases:home"), reverse("cases:children"), reverse("api:children")} <= opened
    assert not any("overdue" in url for url in opened)
    share = told.case.involvements.get(role="partner")
    shares.end_share(by=told.w.aisha, involvement=share, reason="No longer needed")
    assert naming(chloe) == set()


@pytest.fixture
def brothers(told: Story) -> tuple[Case, Case, str]:
    """Two brothers at one conference; Chloe works with the elder alone."""
    w = told.w
    elder = s.child(w, given="Macsen", family="Prys", age_days=3000)
    younger = s.child(w, given="Ianto", family="Prys", age_days=1500, sibling=elder)
    s.registered(w, [elder, younger], days_ago=40)
    s.shared(w, elder, level=Level.FULL)
    at = elder.at_conferences.get()
    return elder, younger, reverse("cases:conference", args=[at.conference_id])


def test_of_a_sibling_group_each_reader_sees_the_own_child_alone(
    told: Story, brothers: tuple[Case, Case, str]
) -> None:
    elder, younger, conference = brothers
    chloe = client_of(told, "chloe")
    pages = [
        conference,
        *(
            reverse(f"cases:{name}", args=[elder.pk])
            for name in ("case", "case_family", "case_conferences", "case_notes", "case_visits")
        ),
        reverse("cases:conferences"),
        reverse("cases:children"),
        reverse("cases:home"),
        reverse("api:child", args=[elder.child_id]),
        reverse("api:registrations"),
    ]
    for url in pages:
        answer = chloe.get(url)
        assert answer.status_code == 200, url
        page = answer.content.decode()
        assert "Ianto" not in page, url
        assert str(younger.pk) not in page, url
        assert str(younger.child_id) not in page, url
    assert "Macsen" in chloe.get(conference).content.decode()
    assert "Ianto" in client_of(told, "aisha").get(conference).content.decode()
