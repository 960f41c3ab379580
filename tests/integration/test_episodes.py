"""A child on record is born; and a child whose case closed comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.domain.errors import Conflict, DomainError, NotAllowed, RuleBroken
from cases.domain.statuses import ConferenceDecision, ConferenceKind, DeregistrationReason, Sex
from cases.models import Case, Child, Deadline
from cases.services import children, registrations
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in
from tests.integration.test_concurrency import at_once, parted
from tests.integration.test_record_forms import day

pytestmark = pytest.mark.django_db
SEEING = ["seen", "seen_alone", "seen_at_home"]


@pytest.fixture
def w() -> s.World:
    return s.world()


def unborn(w: s.World, *, expected_on: date | None = None) -> Case:
    new = children.NewChild(family_name="Morgan", expected_on=expected_on or s.before(20))
    return children.add_child(by=w.aisha, child=new, today=today())


def registered_unborn(w: s.World) -> Case:
    case = unborn(w)
    s.enquired(w, [case], on=s.before(80))
    held = s.conference(w, [case], on=s.before(70), kind=ConferenceKind.PRE_BIRTH)
    registrations.record_decision(
        by=w.gwen,
        at=held.children.get(),
        decision=ConferenceDecision.REGISTER,
        categories=["neglect"],
        reasons="Her brother was neglected.",
        today=today(),
    )
    return case


def closed(w: s.World, **more: object) -> Case:
    case = s.child(w, **more)  # type: ignore[arg-type]
    Case.objects.filter(pk=case.pk).update(opened_on=s.before(90), closed_on=s.before(30))
    return Case.objects.get(pk=case.pk)


def codes(error: type[DomainError], act: object) -> list[str]:
    with pytest.raises(error) as caught:
        act()  # type: ignore[operator]
    return [problem.code for problem in caught.value.problems]


def test_the_visiting_clocks_start_on_the_day_of_the_birth(w: s.World) -> None:
    case = registered_unborn(w)
    seeing = Deadline.objects.filter(case=case, clock__in=[*SEEING, "bedroom_seen"])
    assert not seeing.exists()
    child = children.record_birth(
        by=w.aisha,
        case=case,
        born_on=s.before(15),
        given_names=" Mali  Haf ",
        sex=Sex.FEMALE,
        nhs_number="999 000 0018",
        today=today(),
    )
    assert set(seeing.values_list("starts_on", flat=True)) == {s.before(15)}
    assert {"seen_alone", "bedroom_seen"} <= set(seeing.values_list("clock", flat=True))
    child.refresh_from_db()
    assert (child.full_name, child.sex, child.born_on) == (
        "Mali Haf Morgan",
        "female",
        s.before(15),
    )
    assert (child.expected_on, child.version) == (s.before(20), 2)
    assert child.identifiers.get().value == "9990000018"
    event = AuditEvent.objects.get(action="child.born")
    assert event.details["born_on"] == s.before(15).isoformat()


def test_a_birth_is_recorded_once_and_on_a_day_that_can_be(w: s.World) -> None:
    case = unborn(w)

    def born(on: date, **more: str) -> object:
        return lambda: children.record_birth(
            by=w.aisha, case=case, born_on=on, today=today(), **more
        )

    assert codes(RuleBroken, born(s.before(-1))) == ["birth_in_future"]
    assert codes(RuleBroken, born(s.before(20 + 141))) == ["born_long_before_expected"]
    assert codes(RuleBroken, born(s.before(3), nhs_number="9990000019")) == [
        "nhs_number_check_digit"
    ]
    s.child(w, given="Zac", family="Evans", nhs_number="9990000018")
    taken = born(s.before(3), nhs_number="9990000018")
    assert codes(Conflict, taken) == ["number_is_another_childs"]
    born(s.before(3))()  # type: ignore[operator]
    assert codes(Conflict, born(s.before(3))) == ["birth_already_recorded"]


@pytest.mark.django_db(transaction=True)
def test_a_birth_recorded_by_two_at_once() -> None:
    w = s.world()
    case = unborn(w)
    done, failed = parted(
        at_once(
            *(
                lambda by=by: children.record_birth(
                    by=by, case=case, born_on=s.before(10), today=today()
                )
                for by in (w.aisha, w.huw)
            )
        )
    )
    assert len(done) == 1
    assert [type(error) for error in failed] == [Conflict]
    assert Child.objects.get().version == 2


def test_the_page_of_the_birth(w: s.World) -> None:
    case = unborn(w)
    client = signed_in(w, "aisha")
    record = client.get(f"/cases/{case.pk}/").content.decode()
    assert f"/cases/{case.pk}/birth/" in record
    assert "The baby was expected on" in record
    form = client.get(f"/cases/{case.pk}/birth/").content.decode()
    assert "The baby was expected on" in form
    typed = {"given_names": "Mali", "sex": "female", "nhs_number": ""}
    late = client.post(f"/cases/{case.pk}/birth/", {**typed, **day("born_on", s.before(400))})
    assert late.status_code == 422
    assert "weeks before the baby was expected" in late.content.decode()
    done = client.post(f"/cases/{case.pk}/birth/", {**typed, **day("born_on", s.before(9))})
    assert done.status_code == 302
    record = client.get(f"/cases/{case.pk}/").content.decode()
    assert "The birth of Mali Morgan is recorded." in record
    assert "The baby was expected on" not in record
    assert "visits/add" in record
    assert client.get(f"/cases/{case.pk}/birth/").status_code == 302
    again = client.post(f"/cases/{case.pk}/birth/", {**typed, **day("born_on", s.before(9))})
    assert again.status_code == 409


def test_no_notice_before_the_expected_day(w: s.World) -> None:
    case = unborn(w, expected_on=today() + timedelta(days=30))
    record = signed_in(w, "aisha").get(f"/cases/{case.pk}/").content.decode()
    assert "The baby was expected on" not in record
    assert "birth/" in record
    form = signed_in(w, "aisha").get(f"/cases/{case.pk}/birth/").content.decode()
    assert "The baby is expected on" in form


def test_a_child_whose_case_closed_comes_back(w: s.World) -> None:
    case = closed(w)
    opened = children.open_new_episode(by=w.aisha, case=case, on=today())
    assert (opened.child_id, opened.authority_id) == (case.child_id, case.authority_id)
    assert (opened.opened_on, opened.closed_on) == (today(), None)
    assert opened.lead_team_id == w.ely.pk
    event = AuditEvent.objects.get(action="case.opened")
    assert (event.case_id, event.details["follows"]) == (opened.pk, str(case.pk))
    [registration] = s.registered(w, [opened], days_ago=10)
    assert registration.case_id == opened.pk
    again = lambda: children.open_new_episode(by=w.aisha, case=case, on=today())  # noqa: E731
    assert codes(Conflict, again) == ["episode_already_open"]


def test_no_episode_beside_an_open_one_for_an_adult_or_by_a_reader(w: s.World) -> None:
    def opens(name: str, case: Case) -> object:
        return lambda: children.open_new_episode(by=w.actor(name), case=case, on=today())

    assert codes(Conflict, opens("aisha", s.child(w))) == ["case_is_open"]
    grown = closed(w, given="Zac", family="Evans")
    Child.objects.filter(pk=grown.child_id).update(born_on=s.before(7000))
    assert codes(RuleBroken, opens("aisha", grown)) == ["child_is_adult"]
    assert codes(NotAllowed, opens("ben", grown)) == ["not_allowed"]


def test_the_record_of_a_closed_case_offers_the_next_one_and_no_work(w: s.World) -> None:
    case = closed(w)
    client = signed_in(w, "aisha")
    work = ("visits/add", "strategy-discussions/add", "conferences/call", "core-groups/add")
    for part in ("", "visits/", "conferences/"):
        page = client.get(f"/cases/{case.pk}/{part}").content.decode()
        assert not any(address in page for address in work), part
        assert f"/cases/{case.pk}/new-episode/" in page
    readers = signed_in(w, "ben").get(f"/cases/{case.pk}/").content.decode()
    assert "new-episode" not in readers
    url = f"/cases/{case.pk}/new-episode/"
    assert "Your team leads the new case" in client.get(url).content.decode()
    done = client.post(url)
    opened = Case.objects.get(closed_on=None)
    assert done["Location"] == f"/cases/{opened.pk}/"
    assert client.post(url).status_code == 409
    assert "visits/add" in client.get(f"/cases/{opened.pk}/").content.decode()


def test_an_episode_in_another_authority_is_told_to_who_cannot_see_it(
    w: s.World,
) -> None:
    theirs = s.child(w, "nia")
    ours = Case.objects.create(
        child=theirs.child, authority=w.cardiff, lead_team=w.ely, opened_on=s.before(90)
    )
    s.co_ordinated(w, ours)
    s.enquired(w, [ours], on=s.before(80))
    at = s.conference(w, [ours], on=s.before(70)).children.get()
    s.registered_elsewhere(w, theirs)
    registrations.deregister_without_conference(
        by=w.actor("pat"),
        registration=theirs.registrations.get(),
        reason=DeregistrationReason.LEFT_UK,
        evidence="The family’s tickets were seen",
        ended_on=s.before(20),
        today=today(),
    )
    registers = lambda: registrations.record_decision(  # noqa: E731
        by=w.gwen,
        at=at,
        decision=ConferenceDecision.REGISTER,
        categories=["neglect"],
        reasons="Left alone overnight.",
        today=today(),
    )
    assert codes(RuleBroken, registers) == ["registration_overlaps"]
    assert not ours.registrations.exists()
