"""A form that is refused gives back what was typed, and says where emergency access has ended."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agencies.services import suspend_member
from cases.domain.statuses import Level
from cases.models import Case, Note
from cases.services import emergencies
from cpr import clock
from tests import scenarios as s
from tests.integration.acts_emergency import opened
from tests.integration.acts_restricting import excluded, restricted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENDED = "Your emergency access has ended"
TEXT = "Mother says <b>he</b> fell.\n\nA bruise on the left arm."


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w, address="1 Secret Street, Cardiff")


def signed_in(w: s.World, name: str, **extra: Any) -> Client:
    client = Client(**extra)
    client.force_login(w.user(name), backend=BACKEND)
    return client


def a_note(**more: str) -> dict[str, str]:
    typed = {"kind": "contact", "text": TEXT, "audience": "everyone", "submission": "x y"}
    day = {"happened_on-day": "22", "happened_on-month": "11", "happened_on-year": "2026"}
    return {**typed, **day, "csrfmiddlewaretoken": "zq qz", **more}


def at_the_end(w: s.World, case: Case) -> datetime:
    ends_at = opened(w, case, hours=1).involvement.ends_at
    assert ends_at is not None
    return ends_at


def test_a_note_typed_while_the_access_ends_is_given_back(w: s.World, case: Case) -> None:
    ends_at, client = at_the_end(w, case), signed_in(w, "dev")
    url = reverse("cases:note_add", args=[case.pk])
    assert client.get(url).status_code == 200
    with clock.at(ends_at):
        answer = client.post(url, a_note())
        said = answer.content.decode()
    assert answer.status_code == 404
    assert "Your emergency access to this record ended by itself at" in said
    assert "Call Cardiff on" in said
    assert "What happened, or what do you know?" in said
    assert "Mother says &lt;b&gt;he&lt;/b&gt; fell.\n\nA bruise on the left arm.</textarea>" in said
    assert "22 11 2026</textarea>" in said
    assert "zq qz" not in said
    for secret in (case.child.family_name, case.child.given_names, "Secret"):
        assert secret not in said
    assert not Note.objects.exists()


def test_who_comes_back_to_the_page_is_told_for_a_day(w: s.World, case: Case) -> None:
    ends_at, client = at_the_end(w, case), signed_in(w, "dev")
    page = reverse("cases:case", args=[case.pk])
    for after, is_told in ((0, True), (23, True), (24, False)):
        with clock.at(ends_at + timedelta(hours=after)):
            answer = client.get(page)
            assert answer.status_code == 404
            assert ("ended by itself" in answer.content.decode()) is is_told, after
            assert "What you typed" not in answer.content.decode()


def test_it_says_who_ended_it(w: s.World, case: Case) -> None:
    opening, client = opened(w, case), signed_in(w, "dev")
    emergencies.end_own(by=w.actor("dev"), involvement_id=opening.involvement_id)
    said = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "You ended your emergency access to this record at" in said


def test_nothing_has_ended_while_a_second_opening_is_in_force(w: s.World, case: Case) -> None:
    ends_at, client = at_the_end(w, case), signed_in(w, "dev")
    page = reverse("cases:case", args=[case.pk])
    decisions = reverse("cases:conference_call", args=[case.pk])
    with clock.at(ends_at):
        assert ENDED in client.get(decisions).content.decode()
        opened(w, case, hours=1)
        assert client.get(page).status_code == 200
        refused = client.get(decisions)
        assert refused.status_code == 403
        assert ENDED not in refused.content.decode()
    with clock.at(ends_at + timedelta(hours=1)):
        assert ENDED in client.get(decisions).content.decode()


def test_nothing_has_ended_where_a_share_was_granted_meanwhile(w: s.World, case: Case) -> None:
    ends_at, client = at_the_end(w, case), signed_in(w, "dev")
    s.shared(w, case, name="dev", level=Level.SUMMARY)
    with clock.at(ends_at):
        assert client.get(reverse("cases:case", args=[case.pk])).status_code == 200
        refused = client.post(reverse("cases:conference_call", args=[case.pk]), a_note())
        other = client.get(reverse("cases:share_change", args=[case.pk, uuid.uuid4()]))
    assert refused.status_code == 403
    assert other.status_code in {403, 404}
    assert "A bruise on the left arm." in refused.content.decode()
    for answer in (refused, other):
        assert ENDED not in answer.content.decode()


@pytest.mark.parametrize("why", ["restricted now", "as many as in a day"])
def test_what_is_not_to_be_opened_again_is_not_promised(
    w: s.World, case: Case, why: str, settings: LazySettings
) -> None:
    ends_at, client = at_the_end(w, case), signed_in(w, "dev")
    if why == "restricted now":
        restricted(w, case)
    else:
        settings.EMERGENCY_OPENINGS_A_DAY = 1
    with clock.at(ends_at):
        said = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert ENDED in said
    assert "it says there how you can go on" in said
    assert "can be opened again" not in said


@pytest.mark.parametrize("who", ["a stranger", "excluded since"])
def test_nobody_else_is_told_of_it(w: s.World, case: Case, who: str) -> None:
    ends_at = at_the_end(w, case)
    client = signed_in(w, "dev" if who == "excluded since" else "chloe")
    if who == "excluded since":
        excluded(w, case, "dev")
    with clock.at(ends_at):
        answers = [
            client.post(reverse("cases:note_add", args=[pk]), a_note())
            for pk in (case.pk, uuid.uuid4())
        ]
    hidden, unknown = (plain(answer) for answer in answers)
    assert hidden == unknown
    assert "emergency access" not in hidden
    assert "A bruise on the left arm." in hidden


def plain(answer: Any) -> str:
    assert answer.status_code == 404
    body = re.sub(r'csrfmiddlewaretoken" value="[^"]*', "", answer.content.decode())
    return re.sub(r"/cases/[0-9a-f-]{36}/", "/cases/", body)


def test_who_may_not_write_gets_it_back_too(w: s.World, case: Case) -> None:
    said = signed_in(w, "ben").post(reverse("cases:note_add", args=[case.pk]), a_note())
    assert said.status_code == 403
    assert "A bruise on the left arm." in said.content.decode()


def test_who_is_suspended_while_typing_gets_it_back(w: s.World, case: Case) -> None:
    client = signed_in(w, "aisha")
    suspend_member(by=s.SEED, membership=w.member("aisha"))
    said = client.post(reverse("cases:note_add", args=[case.pk]), a_note())
    assert said.status_code == 403
    assert "A bruise on the left arm." in said.content.decode()


def test_who_is_signed_out_while_typing_gets_it_back(w: s.World, case: Case) -> None:
    client, url = signed_in(w, "aisha"), reverse("cases:note_add", args=[case.pk])
    client.logout()
    answer = client.post(url, a_note())
    assert answer.status_code == 403
    assert "A bruise on the left arm." in answer.content.decode()
    assert f"/accounts/login/?next={url}" in answer.content.decode()
    assert client.post(url, {}).status_code == 302
    strict = Client(enforce_csrf_checks=True)  # another site's form is not shown under our name
    assert "bruise" not in strict.post(url, a_note()).content.decode()


@pytest.mark.parametrize("site", ["same-origin", "cross-site", None])
def test_a_form_open_too_long_is_given_back_to_a_page_of_ours_alone(
    w: s.World, case: Case, site: str | None
) -> None:
    client = signed_in(w, "aisha", enforce_csrf_checks=True)
    headers = {"Sec-Fetch-Site": site} if site else {}
    url = reverse("cases:note_add", args=[case.pk])
    answer = client.post(url, a_note(), headers=headers)
    assert answer.status_code == 403
    assert ("A bruise on the left arm." in answer.content.decode()) is (site == "same-origin")


@pytest.mark.parametrize("name", ["password", "password1"])
def test_a_password_is_never_given_back(w: s.World, case: Case, name: str) -> None:
    """Of a page that gives back what was typed, also what its form does not know."""
    url = reverse("cases:note_add", args=[case.pk])
    typed = a_note(**{name: "correct horse", "remark": "battery staple"})
    said = signed_in(w, "ben").post(url, typed).content.decode()
    assert "battery staple" in said
    assert "horse" not in said
