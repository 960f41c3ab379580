"""Every page from the strategy discussion to the end of a registration, in a real browser.

Opened narrow and wide: nothing scrolls sideways, and axe finds nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    NoteAudience,
    NoteKind,
    StrategyOutcome,
)
from cases.models import Case, Registration
from cases.services import children, enquiries, notes, registrations
from cases.services.visits import Seen, record_visit
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 1280)


def sign_in(page: Page, live_server: Any, w: s.World, name: str) -> None:
    """This will put a persona's session into the browser."""
    client = Client()
    client.force_login(w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


def look(page: Page, url: str, name: str) -> None:
    """This will open a page and look at it at each width; with SHOTS set, keep a picture of it."""
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, page.content()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page, name, width)


def check(page: Page, name: str, width: int) -> None:
    """This will hold a page to what every page must keep."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{name} is {wide} px wide at {width}"
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


def test_the_way_onto_the_register(page: Page, live_server: Any) -> None:
    w = s.world()
    efa = s.child(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    baby = children.add_child(
        by=w.aisha,
        child=children.NewChild(family_name="Lloyd", expected_on=s.before(-70)),
        today=today(),
        sibling=efa.child,
    )
    family = [efa, ioan, baby]
    sign_in(page, live_server, w, "aisha")
    base = live_server.url
    look(page, base + reverse("cases:strategy_add", args=[efa.pk]), "strategy")
    page.get_by_role("button", name="Record the discussion").click()
    check(page, "strategy-errors", WIDTHS[-1])
    s.enquired(w, family, on=s.before(20))
    enquiries.record_strategy_discussion(
        by=w.aisha,
        cases=[s.child(w, given="Nel", age_days=900, sibling=efa)],
        held_on=s.before(3),
        outcome=StrategyOutcome.SECTION_47_SINGLE,
        agencies_present="Police",
        reasons="A bruise.",
        today=today(),
    )
    nel = Case.objects.get(child__given_names="Nel")
    still = nel.section47_enquiries.get()
    look(page, base + reverse("cases:section47_conclude", args=[nel.pk, still.pk]), "section47")
    ended = efa.section47_enquiries.get()
    look(
        page, base + reverse("cases:section47_conclude", args=[efa.pk, ended.pk]), "section47-ended"
    )
    look(page, base + reverse("cases:conference_call", args=[efa.pk]), "call")
    page.get_by_role("button", name="Call the conference").click()
    check(page, "call-errors", WIDTHS[-1])
    called = s.conference(w, family, on=s.before(-1), hold=False)
    look(page, base + reverse("cases:conference", args=[called.pk]), "conference-called")
    look(page, base + reverse("cases:conference_cancel", args=[called.pk]), "cancel")
    look(page, base + reverse("cases:conferences"), "list")
    sign_in(page, live_server, w, "gwen")
    look(page, base + reverse("cases:conference_hold", args=[called.pk]), "hold")


def test_the_way_off_the_register(page: Page, live_server: Any) -> None:
    w = s.world()
    efa = s.child(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    on, _other = s.registered(w, [efa, ioan], days_ago=80, categories=("neglect", "emotional"))
    for days_ago in (72, 60, 35):
        seen = Seen(was_seen=True, was_seen_alone=days_ago != 60, was_at_home=True)
        record_visit(
            by=w.aisha,
            case=efa,
            visited_on=s.before(days_ago),
            seen=seen,
            account="At home.",
            today=today(),
        )
    notes.add_note(
        by=w.aisha,
        case=efa,
        kind=NoteKind.INJURY,
        audience=NoteAudience.EVERYONE,
        happened_on=s.before(12),
        text="Emergency department, bruised arm.",
        today=today(),
    )
    assert on.decision is not None
    held = on.decision.conference
    base = live_server.url
    sign_in(page, live_server, w, "gwen")
    look(page, base + reverse("cases:conference", args=[held.pk]), "conference-decided")
    look(page, base + reverse("cases:conference_papers", args=[held.pk]), "papers")
    look(page, base + reverse("cases:decision", args=[held.pk, on.decision_id]), "decided")
    review = s.conference(w, [efa, ioan], on=s.before(4), kind=ConferenceKind.REVIEW)
    at = review.children.get(case=efa)
    look(page, base + reverse("cases:conference", args=[review.pk]), "conference-held")
    url = base + reverse("cases:decision", args=[review.pk, at.pk])
    look(page, url, "review")
    look(page, url + "?decision=remove", "take-off")
    page.get_by_role("button", name="Record the decision").click()
    check(page, "take-off-errors", WIDTHS[-1])
    page.get_by_label("No longer at continuing risk").check()
    page.get_by_label("What has changed for Efa").fill(
        "Nain moved in; eleven visits, four unannounced, found an adult at home."
    )
    page.get_by_label("Reasons for the decision").fill("The bruise was explained by the school.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("came off the register").wait_for()
    check(page, "took-off", WIDTHS[-1])
    assert Registration.objects.get(pk=on.pk).ended_on == review.held_on
    look(page, base + reverse("cases:registration_end", args=[_other.pk]), "end")


def test_of_two_the_second_is_told(page: Page, live_server: Any) -> None:
    w = s.world()
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(12))
    at = s.conference(w, [efa], on=s.before(2)).children.get()
    sign_in(page, live_server, w, "gwen")
    look(
        page,
        live_server.url + reverse("cases:decision", args=[at.conference_id, at.pk]),
        "decision",
    )
    page.get_by_label("Place the name on the register").check()
    check(page, "decision-chosen", WIDTHS[-1])
    page.get_by_label("Neglect").check()
    page.get_by_label("Reasons for the decision").fill("Left alone overnight.")
    registrations.record_decision(
        by=w.huw,
        at=at,
        decision=ConferenceDecision.DO_NOT_REGISTER,
        reasons="Safe with Nain.",
        today=today(),
    )
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("Huw Morgan recorded").first.wait_for()
    check(page, "decided-first", WIDTHS[-1])
    assert page.get_by_label("Reasons for the decision").input_value() == "Left alone overnight."


def test_a_decision_without_javascript(new_context: Any, live_server: Any) -> None:
    w = s.world()
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(12))
    at = s.conference(w, [efa], on=s.before(2)).children.get()
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server, w, "gwen")
    page.goto(live_server.url + reverse("cases:decision", args=[at.conference_id, at.pk]))
    page.get_by_label("Place the name on the register").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Choose at least one category").first).to_be_visible()
    page.get_by_label("Neglect").check()
    page.get_by_label("Sexual abuse").check()
    page.get_by_label("Reasons for the decision").fill("Left alone overnight.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("is on the register from").first).to_be_visible()
    registration = Registration.objects.get(case=efa)
    assert set(registration.categories.values_list("category", flat=True)) == {"neglect", "sexual"}
