"""Two people at one decision; who may open what; how many queries a list costs."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.domain.errors import Conflict
from cases.domain.statuses import ConferenceDecision, ConferenceKind
from cases.models import Case, Conference, ConferenceChild, Registration
from cases.services import registrations
from cpr import acting
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_conference_pages import day, signed_in, text

REGISTER = {
    "decision": "register",
    "categories": ["neglect"],
    "reasons": "Left alone overnight.",
    "childs_views": "“I was cold.”",
}


def held(w: s.World, **extra: Any) -> ConferenceChild:
    """This will bring one child to a held, undecided initial conference."""
    efa = s.child(w, **extra)
    s.enquired(w, [efa], on=s.before(12))
    return s.conference(w, [efa], on=s.before(2)).children.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands() -> None:
    w = s.world()
    at = held(w)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    @acting.as_job("test")  # a thread of its own knows nothing of the test
    def decide(by: Any, decision: ConferenceDecision, categories: tuple[str, ...]) -> None:
        mine = ConferenceChild.objects.select_related("case").get(pk=at.pk)
        together.wait()
        try:
            registrations.record_decision(
                by=by,
                at=mine,
                decision=decision,
                categories=categories,
                reasons="As the conference said.",
                today=today(),
            )
            outcomes.append(decision.value)
        except Conflict as error:
            outcomes.append(error.problems[0].code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(w.gwen, ConferenceDecision.REGISTER, ("neglect",))),
        threading.Thread(target=decide, args=(w.huw, ConferenceDecision.DO_NOT_REGISTER, ())),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    at.refresh_from_db()
    assert sorted(outcomes) == sorted(["decision_already_recorded", str(at.decision)])
    assert Registration.objects.count() == (at.decision == "register")


@pytest.mark.django_db
def test_the_second_is_told_who_decided_and_keeps_what_was_typed() -> None:
    w = s.world()
    at = held(w)
    url = reverse("cases:decision", args=[at.conference_id, at.pk])
    huw, gwen = signed_in(w, "huw"), signed_in(w, "gwen")
    assert huw.get(url).status_code == 200
    first = gwen.post(url, {"decision": "do_not_register", "reasons": "Safe with Nain."})
    assert first.status_code == 302
    second = huw.post(url, REGISTER)
    assert second.status_code == 409
    page = text(second)
    assert "Gwen Price recorded “Not registered” on" in page
    assert "Safe with Nain." in page
    assert "Left alone overnight." in page
    assert "“I was cold.”" in page
    assert not Registration.objects.exists()
    assert huw.post(url, {"decision": "register", "reasons": ""}).status_code == 409


def addresses(at: ConferenceChild, registration: Registration) -> list[str]:
    """This will list the address of every page about one child here."""
    case, conference = at.case, at.conference
    enquiry = case.section47_enquiries.get()
    return [
        reverse("cases:strategy_add", args=[case.pk]),
        reverse("cases:section47_conclude", args=[case.pk, enquiry.pk]),
        reverse("cases:conference_call", args=[case.pk]),
        reverse("cases:conference", args=[conference.pk]),
        reverse("cases:conference_hold", args=[conference.pk]),
        reverse("cases:conference_cancel", args=[conference.pk]),
        reverse("cases:conference_papers", args=[conference.pk]),
        reverse("cases:decision", args=[conference.pk, at.pk]),
        reverse("cases:registration_end", args=[registration.pk]),
    ]


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def plain(response: Any) -> str:
    """This will give a page without what differs from one answer to the next."""
    return TOKEN.sub("", UUID.sub("", text(response)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nia", "dev", "ola"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_child_is_as_unknown_as_no_child(name: str, method: str) -> None:
    w = s.world()
    [registration] = s.registered(w)
    assert registration.decision is not None
    stranger = signed_in(w, name)
    call: Callable[..., Any] = getattr(stranger, method)
    for url in addresses(registration.decision, registration):
        unknown = UUID.sub(lambda _found: str(uuid.uuid4()), url)
        with CaptureQueriesContext(connection) as theirs:
            answer = call(url)
        with CaptureQueriesContext(connection) as nobodys:
            nothing = call(unknown)
        is_read_only = url == reverse(
            "cases:conference", args=[registration.decision.conference_id]
        )
        expected = 405 if method == "post" and is_read_only else 404
        assert answer.status_code == nothing.status_code == expected, url
        assert plain(answer) == plain(nothing), url
        assert len(theirs) == len(nobodys), url


@pytest.mark.django_db
def test_ones_own_case_does_not_open_anothers_enquiry_or_decision() -> None:
    w = s.world()
    [mine] = s.registered(w)
    assert mine.decision is not None
    other = s.child(w, given="Ann", family="Hall", age_days=3000)
    s.enquired(w, [other], on=s.before(9))
    aisha = signed_in(w, "aisha")
    enquiry = other.section47_enquiries.get()
    wrong = reverse("cases:section47_conclude", args=[mine.case_id, enquiry.pk])
    assert aisha.get(wrong).status_code == 404
    wrong = reverse("cases:decision", args=[uuid.uuid4(), mine.decision.pk])
    assert aisha.get(wrong).status_code == 404


@pytest.mark.django_db
def test_who_reads_may_not_act() -> None:
    w = s.world()
    [registration] = s.registered(w)
    assert registration.decision is not None
    ben = signed_in(w, "ben")
    pages = addresses(registration.decision, registration)
    conference = reverse("cases:conference", args=[registration.decision.conference_id])
    decided = reverse(
        "cases:decision", args=[registration.decision.conference_id, registration.decision.pk]
    )
    for url in pages:
        if url not in (conference, decided):
            assert ben.get(url).status_code == 403, url
        if url != conference:
            assert ben.post(url).status_code == 403, url
    assert ben.get(conference).status_code == 200
    assert "Left alone overnight" in text(ben.get(decided))
    waits = held(w, given="Ann", family="Hall", age_days=3000)
    undecided = reverse("cases:decision", args=[waits.conference_id, waits.pk])
    assert ben.get(undecided).status_code == 403


@pytest.mark.django_db
def test_a_chair_sees_their_own_conferences_only() -> None:
    w = s.world()
    mine, theirs = held(w), held(w, given="Ann", family="Hall", age_days=3000)
    ola = s.conference(
        w,
        [s.child(w, given="Cai", family="Morris", age_days=2000)],
        on=s.before(-3),
        chair="ola",
        hold=False,
    )
    gwens, olas = signed_in(w, "gwen"), signed_in(w, "ola")
    for stage in ("coming", "undecided", "recent"):
        for whose in ("mine", "all"):
            address = reverse("cases:conferences") + f"?stage={stage}&whose={whose}"
            assert "Morris" not in text(gwens.get(address))
            assert "Lloyd" not in text(olas.get(address))
            assert "Hall" not in text(olas.get(address))
    assert "Morris" in text(olas.get(reverse("cases:conferences")))
    assert "Lloyd" in text(gwens.get(reverse("cases:conferences") + "?stage=undecided"))
    for at in (mine, theirs):
        assert olas.get(reverse("cases:conference", args=[at.conference_id])).status_code == 404
    assert gwens.get(reverse("cases:conference", args=[ola.pk])).status_code == 404


@pytest.mark.django_db
def test_lists_and_pages_cost_the_same_however_long() -> None:
    w = s.world()
    first = s.child(w, given="A0", family="Evans0", age_days=900)
    s.conference(w, [first], on=s.before(-3), hold=False)
    aisha = signed_in(w, "aisha")
    listed = reverse("cases:conferences")
    one = queries(aisha, listed)
    for n in range(1, 6):
        child = s.child(w, given=f"A{n}", family=f"Evans{n}", age_days=900 + n * 20)
        s.conference(w, [child], on=s.before(-3 - n), hold=False)
    assert queries(aisha, listed) == one
    eldest = s.child(w, given="Ll", family="Llwyd", age_days=4000)
    small = page_of(w, [eldest])
    cost = queries(aisha, small), queries(aisha, call_page(eldest))
    group = [s.child(w, given="M", family="Mair", age_days=4100)]
    for n in range(4):
        more = s.child(w, given=f"M{n}", family="Mair", age_days=3000 - n * 400, sibling=group[0])
        group.append(more)
    assert queries(aisha, page_of(w, group)) == cost[0]
    assert queries(aisha, call_page(group[0])) <= cost[1] + 2


def page_of(w: s.World, cases: list[Case]) -> str:
    """This will call a conference and give its address."""
    row: Conference = s.conference(w, cases, on=s.before(-3), hold=False)
    return reverse("cases:conference", args=[row.pk])


def call_page(case: Case) -> str:
    """This will give the address of calling a conference."""
    return reverse("cases:conference_call", args=[case.pk])


def queries(client: Client, url: str) -> int:
    """This will count the queries of a page."""
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


@pytest.mark.django_db
def test_every_decision_can_be_recorded_for_a_review() -> None:
    w = s.world()
    [registration] = s.registered(w)
    review = s.conference(w, [registration.case], on=s.before(3), kind=ConferenceKind.REVIEW)
    url = reverse("cases:decision", args=[review.pk, review.children.get().pk])
    gwen = signed_in(w, "gwen")
    same = gwen.post(
        url, {"decision": "change_categories", "categories": ["neglect"], "reasons": "As before."}
    )
    assert same.status_code == 422
    assert "already registered in these categories" in text(same)
    stays = gwen.post(url, {"decision": "continue", "reasons": "Too soon."}, follow=True)
    assert "stays on the register, in the same categories" in text(stays)
    papers = reverse("cases:conference_papers", args=[review.pk])
    early = gwen.post(papers, day("record_sent_on", s.before(9)))
    assert early.status_code == 422
    sent = gwen.post(papers, day("record_sent_on", s.before(1)), follow=True)
    assert "Sent in time" in text(sent)
