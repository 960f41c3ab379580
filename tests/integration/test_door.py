"""The door from "somebody knows this child": whose it is, for how long, and what it never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.roles import Duty
from agencies.services import add_member
from cases import access_sought
from cases.domain.errors import NotAllowed, NotFound
from cases.models import Exclusion
from cases.queries import matches
from cases.queries.children import sought_elsewhere
from cases.queries.search import read
from cases.web import door
from cpr import clock
from cpr.clock import now, today
from tests import scenarios as s

pytestmark = pytest.mark.django_db
NHS = "9990000018"


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


def contacts(w: s.World, question: str, name: str = "nia") -> tuple[access_sought.Contact, ...]:
    actor = w.actor(name)
    sought = sought_elsewhere(actor, read(question, today()))
    assert sought is not None
    return matches.possible_matches(actor, sought).contacts


def page(w: s.World, question: str, name: str = "nia") -> str:
    client = Client()
    client.force_login(w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get("/children/", {"q": question}).content.decode()


def excluded(w: s.World, case: object, name: str) -> None:
    Exclusion.objects.create(
        case=case,
        user=w.user(name),
        reason="Uncle of the child.",
        starts_at=now(),
        excluded_by=w.members["huw"],
    )


def test_a_token_opens_for_its_own_membership_and_no_other(w: s.World) -> None:
    case = s.child(w, nhs_number=NHS)
    [contact] = contacts(w, NHS)
    assert contact.case_id == case.pk
    token = door.token_for(w.actor("nia"), case.pk)
    assert door.case_of(w.actor("nia"), token) == case
    second = add_member(
        by=s.SEED, user=w.user("nia"), team=w.visitors, role="partner_practitioner", on=today()
    )
    w.members["nia elsewhere"] = second
    for other in ("dev", "chloe", "nia elsewhere"):
        with pytest.raises(NotFound):
            door.case_of(w.actor(other), token)


def test_a_token_ends_by_itself(w: s.World) -> None:
    case = s.child(w)
    token = door.token_for(w.actor("nia"), case.pk)
    with clock.at(now() + timedelta(minutes=door.MINUTES - 1)):
        assert door.case_of(w.actor("nia"), token) == case
    with clock.at(now() + timedelta(minutes=door.MINUTES + 1)), pytest.raises(NotFound):
        door.case_of(w.actor("nia"), token)


def test_a_token_tells_nothing_and_two_for_one_child_are_unalike(w: s.World) -> None:
    case = s.child(w)
    tokens = {door.token_for(w.actor("nia"), case.pk) for _ in range(5)}
    assert len({token[:40] for token in tokens}) == 5
    for token in tokens:
        assert case.pk.hex not in token
        assert str(case.pk) not in token


def test_what_is_no_token_is_an_unknown_child(w: s.World) -> None:
    actor = w.actor("nia")
    good = door.token_for(actor, s.child(w).pk)
    tried = ["", ":", "x", "a.b:c", good[:-1], good[1:], good.upper(), "é" * 50, "\0", good * 90]
    for token in tried:
        with pytest.raises(NotFound):
            door.case_of(actor, token)


def test_the_duty_is_asked_at_use(w: s.World) -> None:
    case = s.child(w)
    for name in ("ben", "farid"):  # no such duty; suspended
        token = door.token_for(w.actor(name), case.pk)
        with pytest.raises(NotAllowed):
            door.case_of(w.actor(name), token)
    token = door.token_for(w.actor("ben"), case.pk)
    assert door.case_of(w.actor("ben"), token, Duty.SEARCH) == case


def test_an_excluded_person_has_no_contact_and_no_door(w: s.World) -> None:
    case = s.child(w, nhs_number=NHS)
    token = door.token_for(w.actor("nia"), case.pk)
    excluded(w, case, "nia")
    assert contacts(w, NHS) == ()
    with pytest.raises(NotFound):
        door.case_of(w.actor("nia"), token)
    assert len(contacts(w, NHS, "dev")) == 1


def test_more_than_one_child_is_no_door_but_a_hint(w: s.World) -> None:
    s.child(w, given="Efa", family="Lloyd")
    s.child(w, given="Efa", family="Lloyd")
    born = f"{s.before(1600):%d.%m.%Y}"
    [contact] = contacts(w, f"Efa Lloyd {born}")
    assert contact.case_id is None
    assert door.ways(w.actor("nia"), contact) == []
    assert "More than one child fits" in page(w, f"Efa Lloyd {born}")


def test_one_child_is_no_hint(w: s.World) -> None:
    s.child(w, nhs_number=NHS)
    said = page(w, NHS)
    assert "Somebody already knows this child" in said
    assert "More than one child fits" not in said


def test_of_two_episodes_in_one_authority_the_open_one_is_meant(w: s.World) -> None:
    case = s.child(w, nhs_number=NHS)
    old = case.child.cases.create(
        authority=case.authority,
        lead_team=case.lead_team,
        opened_on=s.before(900),
        closed_on=s.before(800),
    )
    [contact] = contacts(w, NHS)
    assert contact.case_id == case.pk
    case.closed_on = today()
    case.save(update_fields=["closed_on"])
    [contact] = contacts(w, NHS)
    assert contact.case_id == case.pk != old.pk
