"""Two people at once: the second to save is told who was first, and keeps what they typed."""

from __future__ import annotations

from playwright.sync_api import expect

from cases.models import ConferenceChild
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor

TYPED = "The neighbours hear shouting most nights; the school has seen bruises twice."


def fill_in(visitor: Visitor, decision: str, reasons: str) -> None:
    visitor.choose("What did the conference decide?", decision)
    if decision.startswith("Place"):
        visitor.choose("Categories", "Neglect")
    visitor.fill("Reasons for the decision", reasons)


def test_the_second_to_decide_is_told_and_loses_nothing(w: s.World, visit: Visiting) -> None:
    efa = s.child(w)
    s.enquired(w, [efa], on=s.before(20))
    at = s.conference(w, [efa], on=s.before(3)).children.get()
    address = f"/conferences/{at.conference_id}/decisions/{at.pk}/"
    gwen, huw = visit("gwen"), visit("huw")
    for visitor in (gwen, huw):
        visitor.open(address)
    fill_in(gwen, "Do not register", "No continuing risk.")
    fill_in(huw, "Place the name on the register", TYPED)
    gwen.press("Record the decision")
    gwen.is_told("Efa Lloyd")

    with huw.page.expect_response(lambda r: r.request.method == "POST") as answer:
        huw.press("Record the decision")
    assert answer.value.status == 409
    huw.sees("Somebody else decided first.", "Gwen Price")
    expect(huw.field("Reasons for the decision")).to_have_value(TYPED)
    expect(huw.group("What did the conference decide?").get_by_label("Place")).to_be_checked()
    expect(huw.group("Categories").get_by_label("Neglect").first).to_be_checked()
    huw.check()
    huw.follow("Go to what is recorded")
    huw.sees("Not registered", "No continuing risk.")
    huw.check()
    assert ConferenceChild.objects.get(pk=at.pk).decision == "do_not_register"
