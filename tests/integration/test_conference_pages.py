"""The pages from a strategy discussion to a name coming off, for a family, as people use them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain.statuses import ConferenceKind
from cases.models import Case, Conference, ConferenceChild, Registration
from cpr.audit.models import AuditEvent
from tests import scenarios as s

pytestmark = pytest.mark.django_db


def signed_in(w: s.World, name: str) -> Client:
    """This will give a browser in which a persona is signed in."""
    client = Client()
    client.force_login(w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def day(field: str, on: date) -> dict[str, str]:
    """This will type a date in its three parts."""
    return {
        f"{field}-day": str(on.day),
        f"{field}-month": str(on.month),
        f"{field}-year": str(on.year),
    }


def family(w: s.World) -> list[Case]:
    """This will add three children of one family."""
    efa = s.child(w)
    return [
        efa,
        s.child(w, given="Ioan", age_days=2500, sibling=efa),
        s.child(w, given="Mali", age_days=400, sibling=efa),
    ]


def text(response: Any) -> str:
    """This will give a page as text."""
    return str(response.content.decode())


def test_a_family_goes_on_the_register_and_one_comes_off() -> None:
    w = s.world()
    cases = family(w)
    aisha, gwen = signed_in(w, "aisha"), signed_in(w, "gwen")
    enquire(aisha, cases)
    conference = call_and_hold(w, aisha, gwen, cases)
    decide_first(gwen, conference, cases)
    change_categories_then_take_off(w, aisha, gwen, cases[0])


def enquire(aisha: Client, cases: list[Case]) -> None:
    """A strategy discussion about three children, and the end of each one's enquiry."""
    efa = cases[0]

    url = reverse("cases:strategy_add", args=[efa.pk])
    page = aisha.get(url)
    assert all(name in text(page) for name in ("Efa", "Ioan", "Mali"))
    page = aisha.post(
        url,
        {
            "cases": [str(c.pk) for c in cases],
            **day("held_on", s.before(100)),
            "agencies_present": "Children’s services, police",
            "outcome": "section_47_joint",
            "reasons": "Bruising that nobody can explain.",
        },
        follow=True,
    )
    assert page.status_code == 200, text(page)
    assert "Initial conference, due" in text(page)

    for case in cases:
        enquiry = case.section47_enquiries.get()
        url = reverse("cases:section47_conclude", args=[case.pk, enquiry.pk])
        assert aisha.get(url).status_code == 200
        page = aisha.post(
            url,
            {
                **day("ended_on", s.before(92)),
                "outcome": "continuing_risk",
                "reasons": "Substantiated, and the risk goes on.",
            },
            follow=True,
        )
        assert "Call an initial conference" in text(page)
        assert "15 working days from the last strategy discussion" in text(page)
        assert "safeguarding.wales" in text(page)


def call_and_hold(w: s.World, aisha: Client, gwen: Client, cases: list[Case]) -> Conference:
    """An initial conference for all three, called by the worker, recorded as held by its chair."""
    efa = cases[0]
    url = reverse("cases:conference_call", args=[efa.pk])
    page = aisha.get(url)
    assert "Review conference" not in text(page)
    page = aisha.post(
        url,
        {
            "kind": "initial",
            "cases": [str(c.pk) for c in cases],
            **day("planned_on", s.before(86)),
            "planned_time": "10.00",
            "place": "County Hall, room 4",
            "chair": str(w.members["gwen"].pk),
        },
        follow=True,
    )
    conference = Conference.objects.get()
    assert "Initial conference: Lloyd family" in text(page)
    assert "County Hall, room 4" in text(page)

    at = {a.case_id: a for a in conference.children.all()}
    efa_url = reverse("cases:decision", args=[conference.pk, at[efa.pk].pk])
    assert "not recorded as held" in text(gwen.get(efa_url))
    page = gwen.post(
        reverse("cases:conference_hold", args=[conference.pk]),
        day("held_on", s.before(86)),
        follow=True,
    )
    assert "3 children still to be decided" in text(page) or "3 of 3" in text(page)

    return conference


def decide_first(gwen: Client, conference: Conference, cases: list[Case]) -> None:
    """Two registered in two categories each, the third not."""
    efa, ioan, mali = cases
    at = {a.case_id: a for a in conference.children.all()}
    for case in (efa, ioan):
        url = reverse("cases:decision", args=[conference.pk, at[case.pk].pk])
        page = gwen.post(
            url,
            {
                "decision": "register",
                "categories": ["neglect", "emotional"],
                "reasons": "Left alone overnight; frightened at home.",
                "childs_views": "“I hide.”",
            },
            follow=True,
        )
        assert "is on the register from" in text(page), text(page)
        assert "First core group, due" in text(page)
    page = gwen.post(
        reverse("cases:decision", args=[conference.pk, at[mali.pk].pk]),
        {
            "decision": "do_not_register",
            "reasons": "Lives with her grandmother.",
        },
        follow=True,
    )
    assert "Held, and every child decided." in text(page)
    assert Registration.objects.count() == 2


def change_categories_then_take_off(w: s.World, aisha: Client, gwen: Client, efa: Case) -> None:
    """A first review that changes the categories, a second that takes the name off."""
    review_url = review(w, aisha, gwen, [efa], on=s.before(50))
    page = gwen.get(review_url)
    assert "First review" in text(page)
    page = gwen.post(
        review_url,
        {
            "decision": "change_categories",
            "categories": ["neglect"],
            "reasons": "The shouting ended.",
        },
        follow=True,
    )
    assert "stays on the register" in text(page), text(page)
    registration = Registration.objects.get(case=efa)
    held = registration.categories.filter(ended_on=None).values_list("category", flat=True)
    assert list(held) == ["neglect"]

    review_url = review(w, aisha, gwen, [efa], on=s.before(10))
    answers = {
        "decision": "remove",
        "reason": "no_continuing_risk",
        "evidence": "",
        "reasons": "The plan is met.",
        "childs_views": "“I sleep in my own bed.”",
    }
    page = gwen.post(review_url, answers)
    assert page.status_code == 422
    assert "how you know" in text(page)
    assert "I sleep in my own bed" in text(page)
    page = gwen.post(
        review_url,
        answers
        | {
            "evidence": "Nain moved in; eleven visits, four unannounced, found an adult at home.",
        },
        follow=True,
    )
    assert "came off the register" in text(page), text(page)
    registration.refresh_from_db()
    assert registration.ended_on == s.before(10)
    page = gwen.get(review_url)
    assert "Nain moved in" in text(page)


def review(w: s.World, aisha: Client, gwen: Client, cases: list[Case], *, on: date) -> str:
    """This will call and hold a review through the pages, and give the first decision's address."""
    page = aisha.post(
        reverse("cases:conference_call", args=[cases[0].pk]),
        {
            "kind": "review",
            "cases": [str(c.pk) for c in cases],
            **day("planned_on", on),
            "chair": str(w.members["gwen"].pk),
        },
    )
    assert page.status_code == 302, text(page)
    conference = Conference.objects.filter(kind="review", status="called").get()
    page = gwen.post(reverse("cases:conference_hold", args=[conference.pk]), day("held_on", on))
    assert page.status_code == 302, text(page)
    return reverse("cases:decision", args=[conference.pk, conference.children.order_by("pk")[0].pk])


def test_a_child_has_one_conference_ahead_at_a_time() -> None:
    w = s.world()
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(5))
    aisha = signed_in(w, "aisha")
    url = reverse("cases:conference_call", args=[efa.pk])
    typed = {
        "kind": "initial",
        "cases": [str(efa.pk)],
        **day("planned_on", s.before(-4)),
        "place": "Room 7",
        "chair": str(w.members["gwen"].pk),
    }
    assert aisha.post(url, typed).status_code == 302
    again = aisha.post(url, typed)
    assert again.status_code == 409
    assert "already called" in text(again)
    assert "Room 7" in text(again)
    assert Conference.objects.count() == 1


def test_a_mistyped_year_is_told_at_once() -> None:
    w = s.world()
    efa = s.child(w)
    aisha = signed_in(w, "aisha")
    page = aisha.post(
        reverse("cases:conference_call", args=[efa.pk]),
        {
            "kind": "initial",
            "cases": [str(efa.pk)],
            **day("planned_on", date(2206, 12, 1)),
            "chair": str(w.members["gwen"].pk),
        },
    )
    assert page.status_code == 422
    assert "or earlier" in text(page)


def test_a_review_is_not_called_for_a_child_who_is_not_registered() -> None:
    w = s.world()
    efa = s.child(w)
    aisha = signed_in(w, "aisha")
    page = aisha.post(
        reverse("cases:conference_call", args=[efa.pk]),
        {
            "kind": "review",
            "cases": [str(efa.pk)],
            **day("planned_on", s.before(-4)),
            "chair": str(w.members["gwen"].pk),
        },
    )
    assert page.status_code == 422
    assert Conference.objects.count() == 0


def test_a_review_before_the_registration_is_refused() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=20)
    efa = registration.case
    called = s.conference(w, [efa], on=s.before(-4), kind=ConferenceKind.REVIEW, hold=False)
    gwen = signed_in(w, "gwen")
    url = reverse("cases:conference_hold", args=[called.pk])
    page = gwen.post(url, day("held_on", s.before(25)))
    assert page.status_code == 422
    assert "must be after the day of registration" in text(page)
    assert f'value="{s.before(25).year}"' in text(page)
    called.refresh_from_db()
    assert called.status == "called"


def test_a_conference_that_was_not_held_decides_nothing() -> None:
    w = s.world()
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(5))
    called = s.conference(w, [efa], on=s.before(-4), hold=False)
    gwen = signed_in(w, "gwen")
    url = reverse("cases:decision", args=[called.pk, called.children.get().pk])
    page = gwen.post(
        url, {"decision": "register", "categories": ["neglect"], "reasons": "Kept as typed."}
    )
    assert page.status_code == 422
    assert "Record first that the conference was held" in text(page)
    assert "Kept as typed." in text(page)
    assert not Registration.objects.exists()


def test_cancelling_asks_why_and_lets_the_chair_go() -> None:
    w = s.world()
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(5))
    called = s.conference(w, [efa], on=s.before(-4), hold=False)
    aisha, gwen = signed_in(w, "aisha"), signed_in(w, "gwen")
    url = reverse("cases:conference_cancel", args=[called.pk])
    assert gwen.get(url).status_code == 403
    assert aisha.post(url, {"reason": ""}).status_code == 422
    page = aisha.post(url, {"reason": "The family asked for an interpreter."}, follow=True)
    assert "The time limit goes on" in text(page)
    assert gwen.get(reverse("cases:conference", args=[called.pk])).status_code == 404
    assert aisha.post(url, {"reason": "Again."}).status_code == 409
    assert "already been held or cancelled" in text(aisha.get(url, follow=True))


def test_an_act_on_the_whole_needs_every_child() -> None:
    w = s.world()
    efa = s.child(w)
    other = s.child(w, "nia", given="Tomos", family="Rees")
    s.enquired(w, [efa], on=s.before(5))
    called = s.conference(w, [efa], on=s.before(0), hold=False)
    ConferenceChild.objects.create(conference=called, case=other)
    gwen, aisha = signed_in(w, "gwen"), signed_in(w, "aisha")
    page = gwen.get(reverse("cases:conference", args=[called.pk]))
    assert "1 other child is at this conference" in text(page)
    assert "Tomos" not in text(page)
    assert "Rees" not in text(page)
    url = reverse("cases:conference_hold", args=[called.pk])
    assert gwen.get(url).status_code == 403
    assert gwen.post(url, day("held_on", s.before(0))).status_code == 403
    cancel = reverse("cases:conference_cancel", args=[called.pk])
    assert aisha.post(cancel, {"reason": "No."}).status_code == 403
    called.refresh_from_db()
    assert called.status == "called"


def test_each_child_shown_is_recorded_as_read() -> None:
    w = s.world()
    cases = family(w)
    s.enquired(w, cases, on=s.before(5))
    called = s.conference(w, cases, on=s.before(-4), hold=False)
    gwen = signed_in(w, "gwen")
    before = AuditEvent.objects.filter(action="record.read", actor_name="Gwen Price").count()
    assert gwen.get(reverse("cases:conference", args=[called.pk])).status_code == 200
    read = AuditEvent.objects.filter(action="record.read", actor_name="Gwen Price")
    assert read.count() == before + 3
    assert set(read.values_list("case_id", flat=True)) == {case.pk for case in cases}


def test_a_name_comes_off_at_eighteen_without_a_conference() -> None:
    w = s.world()
    efa = s.child(w, age_days=6550)
    [registration] = s.registered(w, [efa])
    gwen = signed_in(w, "gwen")
    url = reverse("cases:registration_end", args=[registration.pk])
    typed = {"reason": "eighteenth_birthday", **day("ended_on", s.before(0)), "evidence": "18."}
    page = gwen.post(url, typed)
    assert page.status_code == 422
    assert "turns 18 on" in text(page)
    typed["reason"] = "died"
    assert "Enter the date of death" in text(gwen.post(url, typed))
    page = gwen.post(url, typed | day("died_on", s.before(9000)))
    assert "before the child was born" in text(page)
    typed["reason"] = "left_uk"
    page = gwen.post(url, typed, follow=True)
    assert "came off the register" in text(page)
    page = gwen.post(url, typed)
    assert page.status_code == 409
    assert "already come off" in text(gwen.get(url))


def test_a_death_goes_on_the_childs_own_record() -> None:
    w = s.world()
    [registration] = s.registered(w)
    page = signed_in(w, "gwen").post(
        reverse("cases:registration_end", args=[registration.pk]),
        {
            "reason": "died",
            **day("died_on", s.before(2)),
            **day("ended_on", s.before(1)),
            "evidence": "Told by the hospital.",
        },
        follow=True,
    )
    assert "came off the register" in text(page)
    assert Case.objects.get(pk=registration.case_id).child.died_on == s.before(2)
