"""A long form keeps what is typed by itself; signed out in between, nothing is lost."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.models import Draft, Note
from tests import scenarios as s
from tests.browser.conftest import Visiting

WORDS = "She told the class that nobody was at home on Sunday."


def test_what_is_typed_outlives_the_session_and_the_browser(w: s.World, visit: Visiting) -> None:
    case = s.child(w)
    page = f"/cases/{case.pk}/notes/add/"
    aisha = visit("aisha")
    aisha.open(page)
    aisha.fill("What happened", WORDS)
    said = aisha.page.get_by_role("status").filter(has_text="Kept as a draft at")
    expect(said).to_be_visible()
    aisha.check()
    assert Draft.objects.get().fields["text"] == [WORDS]

    Session.objects.all().delete()
    aisha.page.get_by_label("What happened").press_sequentially(" And on Monday.")
    expect(aisha.page.get_by_text("you may have been signed out")).to_be_visible()

    again = visit("aisha")
    again.open(page)
    again.sees("This is what you left unsent on")
    expect(again.field("What happened")).to_have_value(WORDS)
    again.check()
    assert Note.objects.count() == 0
