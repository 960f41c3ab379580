"""The pages that share a record: what is to come, days that nobody means, what has ended."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Involvement
from cases.services import shares
from cases.web.forms.sharing import latest_day
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in
from tests.integration.test_record_forms import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


@pytest.fixture
def aisha(w: s.World) -> Client:
    return signed_in(w.member("aisha"))


def typed(**days: dict[str, str]) -> dict[str, str]:
    sent = {"membership": "team", "level": "plan", "purpose": "Midwife", "legal_basis": "enquiry"}
    for each in days.values():
        sent |= each
    return sent


def to_come(w: s.World, case: Case) -> Involvement:
    return shares.share(
        by=w.aisha,
        case=case,
        team=w.midwives,
        level=Level.PLAN,
        purpose="Birth",
        legal_basis=LegalBasis.SAFEGUARDING,
        starts_at=now() + timedelta(days=5),
    )


def test_a_share_to_come_says_from_when_and_not_that_there_is_nobody(
    w: s.World, case: Case, aisha: Client
) -> None:
    to_come(w, case)
    page = aisha.get(f"/cases/{case.pk}/sharing/").content.decode()
    coming = page.partition("Shares to come")[2]
    first_day = today() + timedelta(days=5)
    assert "Midwives, Llandough" in coming
    assert f"{first_day.day} {first_day:%B}" in coming
    assert "Nobody at present" not in coming


@pytest.mark.parametrize("last", [date(9999, 12, 31), date(9999, 1, 1)])
def test_a_day_that_nobody_means_is_refused(
    w: s.World, case: Case, aisha: Client, last: date
) -> None:
    url = f"/cases/{case.pk}/share/?team={w.midwives.pk}"
    starts, ends = day("starts_on", today()), day("ends_on", last)
    for sent in (
        typed(starts=starts, ends=ends),
        typed(starts=day("starts_on", last)),
        typed(starts=starts, ends=day("ends_on", latest_day() + timedelta(days=1))),
    ):
        answer = aisha.post(url, sent)
        assert answer.status_code == 422
        assert f"{latest_day().year} or earlier" in answer.content.decode()
    assert not Involvement.objects.filter(role="partner").exists()
    assert (
        aisha.post(url, typed(starts=starts, ends=day("ends_on", latest_day()))).status_code == 302
    )


def test_the_agency_is_chosen_first_and_then_its_team(
    w: s.World, case: Case, aisha: Client
) -> None:
    url = f"/cases/{case.pk}/share/"
    page = aisha.get(url).content.decode()
    agencies = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)', page)
    assert [name.strip() for _pk, name in agencies] == [
        "Cardiff and Vale University Health Board",
        "Newport",
        "Another team of Cardiff",
    ]
    of_health = aisha.get(f"{url}?agency={w.health.pk}").content.decode()
    assert "Midwives, Llandough" in of_health
    assert "Which team? (Cardiff and Vale University Health Board)" in of_health
    assert "Pill team" not in of_health
    own = aisha.get(f"{url}?agency={w.cardiff.pk}").content.decode()
    assert "Independent chairs" in own
    assert str(w.ely.pk) not in own  # it leads
    for wrong in ("?agency=", "?agency=nonsense", "?team=", f"?agency={w.health.pk}&team="):
        answer = aisha.get(url + wrong)
        assert answer.status_code == 422, wrong
        assert "There is a problem" in answer.content.decode()
    chosen = aisha.get(f"{url}?agency={w.health.pk}&team={w.midwives.pk}")
    assert "Share with Cardiff and Vale University Health Board, Midwives" in (
        chosen.content.decode()
    )


@pytest.mark.parametrize("begins_later", [True, False])
def test_the_forms_of_an_ended_share_say_so(
    w: s.World, case: Case, aisha: Client, begins_later: bool
) -> None:
    if begins_later:
        row = to_come(w, case)
    else:
        s.shared(w, case)
        row = case.involvements.get(role="partner")
    of_share = f"/cases/{case.pk}/shares/{row.pk}"
    assert aisha.get(f"{of_share}/end/").status_code == 200
    shares.end_share(by=w.aisha, involvement=row, reason="Not needed")
    for form in ("end", "change"):
        answer = aisha.get(f"{of_share}/{form}/", follow=True)
        assert answer.redirect_chain == [(f"/cases/{case.pk}/sharing/", 302)]
        assert "This share has already ended." in answer.content.decode()
    assert aisha.post(f"{of_share}/end/", {"reason": "Again"}).status_code == 409
