"""Acting as one's own live memberships only; the language, saved, and safe ways back."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from agencies import services as agencies
from agencies.models import User
from cpr.audit.models import AuditEvent
from cpr.ids import new_id
from tests import board_setup as make
from tests.integration.test_board_pages import BACKEND, signed_in

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def place():
    return make.authority()


def test_a_person_with_two_memberships_acts_as_the_one_chosen(place):
    second = agencies.add_member(
        by=make.BY,
        user=place.manager.user,
        team=place.teams[0],
        role="social_worker",
        on=date(2022, 1, 1),
    )
    client = signed_in(place.manager)
    assert client.get("/membership/").content.decode().count('name="membership"') == 1
    answer = client.post("/membership/", {"membership": second.pk}, follow=True)
    assert answer.wsgi_request.actor.membership_id == second.pk
    event = AuditEvent.objects.get(action="membership.chosen")
    assert (event.membership_id, event.user) == (second.pk, place.manager.user)


def test_nobody_acts_as_another_or_as_a_membership_that_ended(place):
    ended = agencies.add_member(
        by=make.BY,
        user=place.manager.user,
        team=place.teams[0],
        role="social_worker",
        on=date(2022, 1, 1),
    )
    agencies.end_membership(by=make.BY, membership=ended, on=date(2023, 1, 1))
    client = signed_in(place.manager)
    for wanted in (place.custodian.pk, ended.pk, new_id(), "nonsense", ""):
        assert client.post("/membership/", {"membership": wanted}).status_code == 404
    assert not AuditEvent.objects.filter(action="membership.chosen").exists()
    assert client.get("/").wsgi_request.actor.membership_id == place.manager.pk


def test_choosing_needs_a_person_who_is_signed_in(place):
    assert Client().get("/membership/").status_code == 302
    assert Client().post("/membership/", {"membership": place.manager.pk}).status_code == 302


def test_the_language_is_saved_and_in_force_at_once(place):
    client = signed_in(place.manager)
    answer = client.post("/language/", {"language": "cy", "next": "/overdue/"})
    assert (answer.status_code, answer.url) == (302, "/overdue/")
    assert answer.cookies[COOKIE].value == "cy"
    assert User.objects.get(pk=place.manager.user_id).language == "cy"
    assert '<html class="govuk-template" lang="cy">' in client.get("/overdue/").content.decode()
    assert AuditEvent.objects.get(action="language.chosen").details == {"language": "cy"}


def test_the_saved_language_wins_over_the_cookie_of_whoever_was_here_before(place):
    place.manager.user.language = "cy"
    place.manager.user.save()
    client = Client()
    client.cookies[COOKIE] = "en"
    client.force_login(place.manager.user, backend=BACKEND)
    answer = client.get("/")
    assert 'lang="cy">' in answer.content.decode()
    assert answer.cookies[COOKIE].value == "cy"
    assert COOKIE not in client.get("/").cookies


def test_the_sign_in_page_can_be_read_in_welsh():
    client = Client()
    answer = client.post("/language/", {"language": "cy", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert 'lang="cy">' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org", ""]
)
def test_the_way_back_stays_here(place, away):
    client = signed_in(place.manager)
    assert client.post("/language/", {"language": "cy", "next": away}).url == "/"


def test_only_our_languages_and_only_by_post(place):
    client = signed_in(place.manager)
    assert client.post("/language/", {"language": "fr"}).status_code == 404
    assert client.get("/language/").status_code == 405
