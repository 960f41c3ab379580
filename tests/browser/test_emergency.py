"""In Chromium, with and without JavaScript: from a search that names nobody to a record and back,
and on to its review."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cases.models import EmergencyAccess
from cases.services.emergency_reviews import end_now
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.integration.acts_emergency import opened

NHS = "9990000018"
WHY = "Brought in unconscious; her mother says there is a plan."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_opened_marked_ended_and_reviewed(w: s.World, visit: Visiting, script: bool) -> None:
    case = s.child(w, nhs_number=NHS)
    s.co_ordinated(w, case)
    dev = visit("dev", java_script_enabled=script)
    dev.open(f"/children/?q={NHS}")
    dev.sees("Somebody already knows this child", "Call Cardiff on 029 2018 0000")
    expect(dev.page.get_by_role("main")).not_to_contain_text("Lloyd")
    dev.check(script=script)
    dev.follow("Open the record in an emergency")
    dev.check(script=script)
    dev.fill("Why do you need to see the record now?", "Child is ill")
    dev.press("Open the record")
    dev.sees("There is a problem", "Choose what is happening")
    expect(dev.field("Why do you need to see the record now?")).to_have_value("Child is ill")
    dev.check(script=script)
    dev.choose("What is happening?", "A child is being treated now")
    dev.fill("Why do you need to see the record now?", WHY)
    dev.choose("For how long?", "1 hour")
    dev.press("Open the record")
    dev.is_told("The record is open to you until")
    dev.sees("Efa Lloyd", "Everything you do here is marked")
    dev.check(script=script)
    dev.press("End it now")
    dev.is_told("Your emergency access has ended.")
    dev.check(script=script)

    huw = visit("huw", java_script_enabled=script)
    huw.open("/")
    huw.sees("Emergency access to review")
    opening = EmergencyAccess.objects.get()
    huw.open(f"/emergency/reviews/{opening.pk}/")
    huw.sees(WHY, "Opened the record: Chronology", "Ended emergency access")
    huw.check(script=script)
    huw.choose("What do you find?", "Justified")
    huw.fill(
        "What did you look at, and why do you find so?",
        "Read the hospital's note: she was in danger.",
    )
    huw.press("Close the review")
    huw.is_told("The review is closed.")
    opening.refresh_from_db()
    assert opening.finding == "justified"


def test_what_is_typed_while_it_ends_is_given_back(w: s.World, visit: Visiting) -> None:
    case = s.child(w)
    opening = opened(w, case)
    dev = visit("dev")
    dev.open(f"/cases/{case.pk}/notes/add/")
    dev.fill("What happened, or what do you know?", "Her mother says that she fell.\nA bruise.")
    end_now(by=w.huw, opening_id=opening.pk, reason="Safe at home again")
    dev.press("Add the note")
    dev.sees("Your emergency access has ended", "A reviewer ended your emergency access")
    given_back = dev.page.get_by_label("What happened, or what do you know?")
    expect(given_back).to_have_value("Her mother says that she fell.\nA bruise.")
    expect(dev.page.get_by_role("link", name="029 2018 0000")).to_have_attribute(
        "href", "tel:02920180000"
    )
    expect(dev.page.get_by_role("main")).not_to_contain_text("Lloyd")
    dev.check()
