"""Sharing in the browser: asked, answered, changed, ended, with and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cases.domain.statuses import Level
from cases.models import Involvement
from cases.web.door import token_for
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor


@pytest.mark.parametrize("script", [True, False])
def test_a_record_is_asked_for_shared_changed_and_closed_again(
    w: s.World, visit: Visiting, script: bool
) -> None:
    efa = s.child(w)
    s.co_ordinated(w, efa)
    s.shared(w, efa, level=Level.ACTIONS)
    dev: Visitor = visit("dev", java_script_enabled=script)
    dev.open(f"/share-requests/ask/?door={token_for(w.actor('dev'), efa.pk)}")
    dev.choose("How much do you need to see?", "Plan")
    dev.press("Ask")
    dev.sees("There is a problem", "Choose the law")
    dev.check(script=script)
    dev.fill("What for?", "Midwife of the mother")
    dev.choose("Under which law?", "Duty to co-operate")
    dev.press("Ask")
    dev.is_told("Your request is sent")
    dev.check(script=script)

    aisha: Visitor = visit("aisha", java_script_enabled=script)
    aisha.open("/")
    aisha.check(script=script)
    aisha.open("/share-requests/")
    aisha.click(aisha.page.get_by_role("link", name="Efa Lloyd"))
    aisha.choose("What is your answer?", "Share the record")
    aisha.check(script=script)
    aisha.choose("How much do they need to see?", "Summary")
    aisha.press("Answer")
    aisha.is_told("Dev Anand is told")

    aisha.open(f"/cases/{efa.pk}/")
    aisha.click(aisha.page.get_by_role("link", name="Who can see this record, and why"))
    aisha.sees("Dev Anand", "Midwife of the mother", "Duty to co-operate")
    aisha.check(script=script)
    share = Involvement.objects.get(role="partner", membership=w.members["dev"])
    aisha.open(f"/cases/{efa.pk}/shares/{share.pk}/change/")
    aisha.choose("How much do they need to see?", "Plan and notes")
    aisha.check(script=script)
    aisha.press("Change")
    aisha.is_told("is changed")
    now = Involvement.objects.get(role="partner", membership=w.members["dev"], ends_at=None)
    aisha.open(f"/cases/{efa.pk}/shares/{now.pk}/end/")
    aisha.press("Stop sharing")
    aisha.sees("There is a problem", "Enter the reason")
    aisha.fill("Why does it end?", "The baby is born and well")
    aisha.press("Stop sharing")
    aisha.is_told("has ended")
    aisha.sees("Shares that have ended", "The baby is born and well")
    aisha.check(script=script)
    dev.open(f"/cases/{efa.pk}/", status=404)
    dev.open("/share-requests/")
    expect(dev.page.get_by_role("main")).not_to_contain_text("Efa")
