"""Calling, postponing and calling again: who may chair and keep the record, who is left out."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from agencies.services import add_member
from cases.domain.errors import Conflict, RuleBroken
from cases.models import Case, ChildLeftOut, Conference, Deadline, Notice, Postponement
from cases.services import conferences, postponing
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.test_conference_pages import day, signed_in, text

pytestmark = pytest.mark.django_db
IN_LINE = "who is independent of it"
NO_PART = "choose somebody without one"


def tom(w: s.World) -> Membership:
    """This will add a minute taker."""
    return s.colleague(w, "gwen", "Tom Ellis", "minute_taker")


def typed(w: s.World, cases: list[Case], **more: Any) -> dict[str, Any]:
    """This will fill in the page of calling."""
    return {
        "kind": "initial",
        "cases": [str(case.pk) for case in cases],
        **day("planned_on", s.before(-4)),
        "place": "County Hall, room 4",
        "language": "welsh",
        "chair": str(w.members["gwen"].pk),
        **more,
    }


def ready(w: s.World) -> Case:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(5))
    return case


def url_of(case: Case) -> str:
    return reverse("cases:conference_call", args=[case.pk])


@pytest.mark.parametrize(
    ("team", "role"),
    [("ely", "support_worker"), ("service", "team_manager"), ("service", "senior_manager")],
)
def test_nobody_in_the_line_of_management_chairs(team: str, role: str) -> None:
    w = s.world()
    case = ready(w)
    place = getattr(w, team)
    add_member(by=s.SEED, user=w.user("gwen"), team=place, role=role, on=s.before(30))
    page = signed_in(w, "aisha").post(url_of(case), typed(w, [case]))
    assert page.status_code == 422
    assert IN_LINE in text(page)
    assert "County Hall, room 4" in text(page)
    assert not Conference.objects.exists()


def test_a_chair_who_works_elsewhere_in_the_authority_is_independent() -> None:
    w = s.world()
    case = ready(w)
    add_member(
        by=s.SEED, user=w.user("gwen"), team=w.register, role="register_custodian", on=s.before(30)
    )
    assert signed_in(w, "aisha").post(url_of(case), typed(w, [case])).status_code == 302


def test_the_minute_taker_has_no_other_part() -> None:
    w = s.world()
    case = ready(w)
    s.shared(w, case)
    s.co_ordinated(w, case)
    aisha = signed_in(w, "aisha")
    for name in ("chloe", "aisha", "ben"):
        also = add_member(
            by=s.SEED, user=w.user(name), team=w.chairs, role="minute_taker", on=s.before(30)
        )
        page = aisha.post(url_of(case), typed(w, [case], minute_taker=str(also.pk)))
        assert page.status_code == 422, name
        assert NO_PART in text(page), name
    gwen = add_member(
        by=s.SEED, user=w.user("gwen"), team=w.chairs, role="minute_taker", on=s.before(30)
    )
    page = aisha.post(url_of(case), typed(w, [case], minute_taker=str(gwen.pk)))
    assert "cannot keep the record too" in text(page)
    with pytest.raises(RuleBroken, match="not_a_minute_taker"):
        s.conference(w, [case], on=s.before(-4), hold=False, minute_taker=w.members["ola"])
    assert not Conference.objects.exists()


def test_the_minute_taker_is_let_in_and_told_and_let_out_when_it_is_cancelled() -> None:
    w = s.world()
    case = ready(w)
    keeper = tom(w)
    aisha, client = signed_in(w, "aisha"), Client()
    client.force_login(keeper.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answers = typed(w, [case], minute_taker=str(keeper.pk), interpretation="Mother, Polish")
    page = aisha.post(url_of(case), answers, follow=True)
    assert "Record: Tom Ellis · In Welsh, with interpretation" in text(page)
    conference = Conference.objects.get()
    url = reverse("cases:conference", args=[conference.pk])
    assert client.get(url).status_code == 200
    assert url in text(client.get(reverse("cases:conferences")))
    assert client.get(reverse("cases:conference_cancel", args=[conference.pk])).status_code == 403
    assert Notice.objects.filter(membership=keeper, case=case).count() == 1
    conferences.cancel_conference(by=w.aisha, conference=conference, reason="Snow")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://meet.example/1", "https://", "x"])
def test_a_link_for_video_is_https(link: str) -> None:
    w = s.world()
    case = ready(w)
    page = signed_in(w, "aisha").post(url_of(case), typed(w, [case], video_link=link))
    assert page.status_code == 422
    assert "begins with https://" in text(page)


def test_each_child_of_the_household_is_considered_or_named_with_why() -> None:
    w = s.world()
    case = ready(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=case)
    aisha = signed_in(w, "aisha")
    reason = f"left_out_{ioan.pk}"
    page = aisha.post(url_of(case), typed(w, [case]))
    assert page.status_code == 422
    assert "Enter why Ioan Lloyd is not considered" in text(page)
    assert f'name="{reason}"' in text(page)
    assert aisha.post(url_of(case), typed(w, [case], **{reason: "   "})).status_code == 422
    assert not Conference.objects.exists()
    page = aisha.post(
        url_of(case), typed(w, [case], **{reason: "Lives with his father."}), follow=True
    )
    assert "Not considered at this conference" in text(page)
    assert "Lives with his father." in text(page)
    assert ChildLeftOut.objects.get().case_id == ioan.pk
    assert AuditEvent.objects.get(action="conference.left_out").case_id == ioan.pk
    seen = text(
        signed_in(w, "gwen").get(reverse("cases:conference", args=[Conference.objects.get().pk]))
    )
    assert "1 other child of the household is not considered" in seen
    assert "Ioan" not in seen
    assert "his father" not in seen


def moving(w: s.World, conference: Conference, **more: Any) -> dict[str, Any]:
    """This will fill in the page of postponing."""
    return {
        "version": str(conference.version),
        **day("to_on", s.before(-9)),
        "reason": "The interpreter is ill.",
        "authorised_by": str(w.members["gwen"].pk),
        "protection": "The children stay with their grandmother.",
        **more,
    }


def test_a_conference_is_postponed_and_its_clock_goes_on() -> None:
    w = s.world()
    case = ready(w)
    called = s.conference(w, [case], on=s.before(-4), hold=False, minute_taker=tom(w))
    clock = Deadline.objects.get(case=case, clock="initial_conference")
    aisha = signed_in(w, "aisha")
    url = reverse("cases:conference_postpone", args=[called.pk])
    assert "at the latest" in text(aisha.get(url))
    refused = aisha.post(url, moving(w, called, **day("to_on", s.before(-4))))
    assert refused.status_code == 422
    assert "must be after the day it is planned for" in text(refused)
    assert "The interpreter is ill." in text(refused)
    someone = moving(w, called, authorised_by=str(w.members["aisha"].pk))
    assert aisha.post(url, someone).status_code == 422
    assert aisha.post(url, moving(w, called, protection="")).status_code == 422
    assert aisha.post(url, moving(w, called, version="x")).status_code == 422
    assert not Postponement.objects.exists()
    page = text(aisha.post(url, moving(w, called), follow=True))
    assert "authorised by Gwen Price" in page
    assert "Day " in page
    assert "The children stay with their grandmother." in page
    called.refresh_from_db()
    assert (called.planned_on, called.version) == (s.before(-9), 2)
    after = Deadline.objects.get(case=case, clock="initial_conference")
    assert (after.due_on, after.starts_on) == (clock.due_on, clock.starts_on)
    told = Notice.objects.filter(kind="conference_changed").values_list(
        "membership__user__full_name"
    )
    assert {name for (name,) in told} == {"Gwen Price", "Tom Ellis"}


def test_who_postpones_second_is_told_and_keeps_what_they_typed() -> None:
    w = s.world()
    case = ready(w)
    called = s.conference(w, [case], on=s.before(-4), hold=False)
    aisha, huw = signed_in(w, "aisha"), signed_in(w, "huw")
    url = reverse("cases:conference_postpone", args=[called.pk])
    assert aisha.post(url, moving(w, called)).status_code == 302
    second = moving(w, called, reason="A parent asks for it.", **day("to_on", s.before(-12)))
    page = huw.post(url, second)
    assert page.status_code == 409
    assert "Somebody else has changed this conference" in text(page)
    assert "A parent asks for it." in text(page)
    assert 'name="version" value="2"' in text(page)
    assert huw.post(url, second | {"version": "2"}).status_code == 302
    assert Postponement.objects.count() == 2
    shown = text(huw.get(reverse("cases:conference", args=[called.pk])))
    assert "Postponed 2 times" in shown
    conferences.cancel_conference(by=w.aisha, conference=called, reason="Snow")
    with pytest.raises(Conflict):
        postponing.postpone_conference(
            by=w.aisha,
            conference=called,
            version=4,
            to_on=s.before(-20),
            to_time=None,
            reason="Snow",
            authorised_by=w.members["gwen"],
            protection="As before.",
        )


def test_a_cancelled_conference_is_called_again_once() -> None:
    w = s.world()
    case = ready(w)
    called = s.conference(
        w, [case], on=s.before(-4), hold=False, place="Room 12", interpretation="Father, Somali"
    )
    aisha = signed_in(w, "aisha")
    again = f"{url_of(case)}?follows={called.pk}"
    page = aisha.post(again, typed(w, [case]))
    assert page.status_code == 409  # it is still called
    conferences.cancel_conference(by=w.aisha, conference=called, reason="Snow")
    page = aisha.get(reverse("cases:conference", args=[called.pk]))
    assert f"follows={called.pk}" in text(page)
    page = aisha.get(again)
    assert "which was cancelled" in text(page)
    assert "Room 12" in text(page)
    assert "Father, Somali" in text(page)
    page = aisha.post(again, typed(w, [case]), follow=True)
    assert "In place of the conference planned for" in text(page)
    later = Conference.objects.get(follows=called)
    page = text(aisha.get(reverse("cases:conference", args=[called.pk])))
    assert reverse("cases:conference", args=[later.pk]) in page
    conferences.cancel_conference(by=w.aisha, conference=later, reason="Snow")
    page = aisha.post(again, typed(w, [case]))
    assert page.status_code == 409
    assert "already been called in place" in text(page)


def test_what_stands_is_not_taken_up_again_and_others_are_unknown() -> None:
    w = s.world()
    case = ready(w)
    held = s.conference(w, [case], on=s.before(1))
    Conference.objects.filter(pk=held.pk).update(quorum_reason="")
    aisha = signed_in(w, "aisha")
    page = aisha.post(f"{url_of(case)}?follows={held.pk}", typed(w, [case]))
    assert page.status_code == 422
    assert "only if it was cancelled or was not quorate" in text(page)
    Conference.objects.filter(pk=held.pk).update(quorum_reason="Only two agencies know the child.")
    page = aisha.post(f"{url_of(case)}?follows={held.pk}", typed(w, [case]), follow=True)
    assert "which was not quorate" in text(page)
    _, others = s.registered_elsewhere(w, s.child(w, "nia", given="Tomos", family="Rees"))
    for given in (str(others.pk), str(uuid.uuid4()), "x"):
        assert aisha.get(f"{url_of(case)}?follows={given}").status_code == 404
