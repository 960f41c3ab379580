"""How many records one person opens in a day, what the next one is answered, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from agencies.actors import Actor
from agencies.services import add_member
from cases import access_openings
from cases.domain.statuses import EmergencyReason
from cases.models import Case, EmergencyAccess
from cases.services import emergencies, emergency_limits
from cases.web import door
from cpr import clock
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.acts_emergency import WHY, opened, opened_for
from tests.integration.acts_restricting import restricted
from tests.integration.test_concurrency import at_once, parted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def w(settings: LazySettings) -> s.World:
    cache.clear()
    settings.EMERGENCY_OPENINGS_A_DAY = 2
    return s.world()


@pytest.fixture
def cases(w: s.World) -> list[Case]:
    return [s.child(w, given=f"Efa {n}", age_days=900 + 40 * n) for n in range(3)]


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client


def ask(w: s.World, case: Case) -> Any:
    token = door.token_for(w.actor("dev"), case.pk)
    typed = {"door": token, "kind": "treatment", "reason": WHY, "hours": "1"}
    return signed_in(w, "dev").post("/emergency/", typed)


def test_the_next_one_is_refused_with_the_numbers_and_what_was_typed(
    w: s.World, cases: list[Case]
) -> None:
    for case in cases[:2]:
        assert ask(w, case).status_code == 302
    answer = ask(w, cases[2])
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "You have opened 2 records in emergencies within 24 hours" in said
    assert "029 2018 0000" in said
    assert f"{WHY}</textarea>" in said
    assert cases[2].child.given_names not in said
    assert EmergencyAccess.objects.count() == 2
    stop = AuditEvent.objects.get(action="emergency.stopped")
    assert (stop.case_id, stop.actor_name) == (cases[2].pk, "Dev Anand")


def test_the_privacy_officer_is_written_to_once_and_sees_who(w: s.World, cases: list[Case]) -> None:
    opened(w, cases[0])
    for case in (*cases[1:2], cases[2], cases[2]):
        ask(w, case)
    mail.outbox.clear()
    assert emergency_limits.tell_officers(by=s.SEED) == 1
    assert emergency_limits.tell_officers(by=s.SEED) == 0
    [letter] = mail.outbox
    assert letter.to == [w.user("jan").email]
    assert "/emergency/counts/" in letter.body
    for secret in ("Dev", "Efa", cases[2].child.family_name, str(cases[2].pk)):
        assert secret not in f"{letter.subject}{letter.body}"
    page = signed_in(w, "jan").get("/emergency/counts/").content.decode()
    assert "Stopped at the most that one person opens in a day" in page
    assert page.count("Dev Anand") == 4  # two openings, two stops
    assert cases[2].child.given_names not in page


def test_an_officer_of_neither_agency_hears_nothing(w: s.World, cases: list[Case]) -> None:
    officer = s.colleague(w, "nia", "Olwen Officer", "privacy_officer")
    w.members["olwen"] = officer
    for case in cases:
        ask(w, case)
    mail.outbox.clear()
    emergency_limits.tell_officers(by=s.SEED)
    assert [letter.to for letter in mail.outbox] == [[w.user("jan").email]]
    assert "Dev Anand" not in signed_in(w, "olwen").get("/emergency/counts/").content.decode()


def test_the_many_stops_of_others_push_none_out(
    w: s.World, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_openings, "MOST_STOPS", 2)
    officer = s.colleague(w, "nia", "Olwen Officer", "privacy_officer")
    newport = s.child(w, "nia", given="Nest", age_days=3000)
    for case in cases[:2]:
        opened(w, case)
    emergency_limits.stopped(by=w.actor("dev"), case=newport)
    for _time in range(3):
        emergency_limits.stopped(by=w.actor("dev"), case=cases[2])
    since = now() - timedelta(hours=1)
    counted = access_openings.stops_counted(Actor.of(officer), since=since)
    assert [each.authority for each in counted] == [newport.authority_id]
    assert len(access_openings.stops_counted(w.actor("jan"), since=since)) == 2
    mail.outbox.clear()
    emergency_limits.tell_officers(by=s.SEED)
    assert {letter.to[0] for letter in mail.outbox} == {w.user("jan").email, officer.user.email}


def test_it_is_a_day_that_rolls_and_a_person_not_a_membership(
    w: s.World, cases: list[Case]
) -> None:
    opened(w, cases[0])
    w.members["dev again"] = add_member(
        by=s.SEED, user=w.user("dev"), team=w.newport, role="social_worker", on=today()
    )
    opened(w, cases[1], "dev again")
    with pytest.raises(emergency_limits.TooManyOpened):
        opened(w, cases[2])
    with clock.at(now() + timedelta(hours=24, seconds=1)):
        opened(w, cases[2])


def test_what_an_officer_opens_to_them_is_not_theirs(w: s.World, cases: list[Case]) -> None:
    opened(w, cases[0])
    restricted(w, cases[1])
    opened_for(w, cases[1])
    opened(w, cases[2])
    with pytest.raises(emergency_limits.TooManyOpened):
        opened(w, s.child(w, given="Mab", age_days=2000))
    emergencies.open_in_emergency(  # somebody else is not stopped
        by=w.actor("chloe"), case=cases[0], kind=EmergencyReason.OTHER, reason=WHY, hours=1
    )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_not_one_too_many(settings: LazySettings) -> None:
    cache.clear()
    settings.EMERGENCY_OPENINGS_A_DAY = 1
    w = s.world()
    cases = [s.child(w, given=f"Efa {n}", age_days=900 + 40 * n) for n in range(3)]
    done, failed = parted(at_once(*[lambda case=case: opened(w, case) for case in cases]))
    assert len(done) == 1
    assert [type(each) for each in failed] == [emergency_limits.TooManyOpened] * 2
