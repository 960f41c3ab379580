"""With JavaScript off: the chair holds a conference and decides, conditional questions included."""

from __future__ import annotations

from playwright.sync_api import expect

from cases.domain.statuses import ConferenceKind
from cases.models import Registration
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor

REASONS = "Left alone overnight; frightened at home."


def test_a_child_is_registered_without_javascript(w: s.World, visit: Visiting) -> None:
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(20))
    called = s.conference(w, [efa], on=s.before(1), hold=False)
    gwen = visit(java_script_enabled=False).sign_in("gwen")
    gwen.go("Conferences")
    gwen.check(script=False)
    gwen.open(f"/conferences/{called.pk}/hold/")
    gwen.press("Record that it was held")
    gwen.is_told("The conference was held")
    gwen.click(gwen.page.get_by_role("main").locator('a[href*="/decisions/"]'))
    expect(gwen.group("Categories")).to_be_visible()  # nothing hides it: all is asked at once
    gwen.check(script=False)

    gwen.choose("What did the conference decide?", "Place the name on the register")
    gwen.fill("Reasons for the decision", REASONS)
    gwen.press("Record the decision")
    gwen.sees("There is a problem", "Choose at least one category")
    expect(gwen.field("Reasons for the decision")).to_have_value(REASONS)
    expect(gwen.group("What did the conference decide?").get_by_label("Place")).to_be_checked()
    gwen.check(script=False)

    gwen.choose("Categories", "Neglect")
    gwen.press("Record the decision")
    gwen.is_told("Efa Lloyd")
    gwen.check(script=False)
    registration = Registration.objects.get(case=efa)
    assert registration.reasons == REASONS
    assert registration.categories.get().category == "neglect"
    gwen.sign_out()


def test_answers_to_questions_that_were_not_asked_do_not_count(w: s.World, visit: Visiting) -> None:
    """Without a script the evidence of a removal is on the page though the name stays on."""
    [registration] = s.registered(w, days_ago=80)
    review = s.conference(w, [registration.case], on=s.before(2), kind=ConferenceKind.REVIEW)
    gwen: Visitor = visit("gwen", java_script_enabled=False)
    gwen.open(f"/conferences/{review.pk}/decisions/{review.children.get().pk}/")
    gwen.fill("What has changed for Efa", "Written before the conference ended.")
    gwen.choose("What did the conference decide?", "Stay on the register, same categories")
    gwen.fill("Reasons for the decision", "The work has only begun.")
    gwen.press("Record the decision")
    gwen.is_told("Efa Lloyd")
    registration.refresh_from_db()
    assert registration.ended_on is None
