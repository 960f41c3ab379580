"""The children and a child's record in a real browser, narrow and wide, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from agencies.actors import Actor
from cases.domain.statuses import Level, NoteAudience, NoteKind
from cases.models import Case, Note, Visit
from cases.services import notes, sweeps, visits
from cpr.clock import today
from tests import scenarios as s
from tests.browser.test_conference_pages import WIDTHS, check, look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def efa(w: s.World) -> Case:
    """A registered child with a brother, visits, notes, and something late."""
    case = s.child(w, home_language="Cymraeg", address="12 Heol y Parc, Caerdydd")
    brother = s.child(w, given="Osian", age_days=400, sibling=case)
    s.registered(w, [case, brother], days_ago=102, categories=("neglect", "emotional"))
    s.co_ordinated(w, case)
    s.shared(w, case, level=Level.FULL)
    for days in (60, 30, 16):
        visits.record_visit(
            by=w.aisha,
            case=case,
            visited_on=s.before(days),
            seen=visits.Seen(was_seen=True, was_at_home=True, was_bedroom_seen=days == 30),
            account="Grandmother was there.",
            childs_words="Nain makes the porridge now.",
            today=today(),
        )
    notes.add_note(
        by=w.actor("chloe"),
        case=case,
        kind=NoteKind.INJURY,
        happened_on=s.before(2),
        text="Bruising to the upper arm.",
        audience=NoteAudience.EVERYONE,
        is_significant=True,
        today=today(),
    )
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())
    return case


def test_every_page_of_the_children_and_the_record(
    page: Page, live_server: Any, w: s.World, efa: Case
) -> None:
    sign_in(page, live_server, w, "aisha")
    base, record = live_server.url, f"{live_server.url}/cases/{efa.pk}/"
    look(page, f"{base}/children/", "children")
    look(page, f"{base}/children/?q=eva+loyd", "children-found")
    look(page, f"{base}/children/add/", "child-add")
    for part in ("", "conferences", "visits", "notes", "family", "access"):
        look(page, record + (f"{part}/" if part else ""), f"record-{part or 'chronology'}")
    for part in ("notes/add", "visits/add", "core-groups/add", "share"):
        look(page, f"{record}{part}/", part.replace("/", "-"))
        page.locator("main button[type=submit]").click()
        expect(page.get_by_text("There is a problem")).to_be_visible()
        check(page, f"{part.replace('/', '-')}-errors", WIDTHS[-1])
    look(page, f"{record}share/?team={w.midwives.pk}", "share-how")
    share = efa.involvements.get(role="partner")
    look(page, f"{record}shares/{share.pk}/end/", "share-end")
    sign_in(page, live_server, w, "huw")
    look(page, f"{record}co-ordinator/", "co-ordinator")


def test_a_child_is_added_past_a_possible_match(
    page: Page, live_server: Any, w: s.World, efa: Case
) -> None:
    sign_in(page, live_server, w, "aisha")
    page.goto(f"{live_server.url}/children/add/")
    page.get_by_label("Given names").fill("Eva")
    page.get_by_label("Family name").fill("Lloyd")
    page.get_by_label("Yes", exact=True).check()
    born = s.before(1600)
    for part, value in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(part, exact=True).first.fill(str(value))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Efa Lloyd")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page, "matches", width)
    page.get_by_label("None of these is the child I am adding").check()
    page.get_by_role("button", name="Add the child").click()
    expect(page.get_by_role("heading", name="Eva Lloyd", level=1)).to_be_visible()


def test_a_visit_and_a_note_are_recorded_without_javascript(
    browser: Browser, live_server: Any, w: s.World, efa: Case
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, live_server, w, "aisha")
    page.goto(f"{live_server.url}/cases/{efa.pk}/")
    page.get_by_role("link", name="Record a visit").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Seen alone").check()
    page.get_by_label("What you saw and did").fill("All well.")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    assert Visit.objects.latest("recorded_at").was_seen_alone
    page.get_by_role("link", name="Add a note").click()
    page.get_by_label("Observation").check()
    page.get_by_label("What happened, or what do you know?").fill("Came in her coat today.")
    page.get_by_label("The teams I choose").check()
    page.get_by_label("Health visitors, Ely").check()
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("The note is added.")).to_be_visible()
    assert Note.objects.latest("written_at").teams.get() == w.visitors
    context.close()
