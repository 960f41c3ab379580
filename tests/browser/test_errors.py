"""What was wrong, at the top of the page: links that focus the field, and nothing typed is lost."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.pages import (
    Visit,
    of_called,
    of_efa,
    of_open_enquiry,
    of_registration,
    of_undecided,
    scene,
)
from tests.browser.visitor import Visitor

EMPTY = [
    ("aisha", "Continue", Visit("cases:child_add")),
    ("aisha", "Record the visit", Visit("cases:visit_add", of_efa)),
    ("aisha", "Add the note", Visit("cases:note_add", of_efa)),
    ("aisha", "Record the meeting", Visit("cases:core_group_add", of_efa)),
    ("aisha", "Record the discussion", Visit("cases:strategy_add", of_efa)),
    ("aisha", "Record the outcome", Visit("cases:section47_conclude", of_open_enquiry)),
    ("aisha", "Call the conference", Visit("cases:conference_call", of_efa)),
    ("aisha", "Cancel the conference", Visit("cases:conference_cancel", of_called)),
    ("gwen", "Record that it was held", Visit("cases:conference_hold", of_called)),
    ("gwen", "Record the decision", Visit("cases:decision", of_undecided, "?decision=remove")),
    ("gwen", "Take the name off", Visit("cases:registration_end", of_registration)),
    ("huw", "Change your password", Visit("account_change_password")),
]


def summary_leads_to_the_fields(visitor: Visitor) -> int:
    """This will follow each link of the error summary and see the field take the focus."""
    page = visitor.page
    summary = page.locator("[data-module='govuk-error-summary']")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error:")
    links = summary.get_by_role("link").all()
    for link in links:
        field = urlsplit(link.get_attribute("href") or "").fragment
        link.click()
        expect(page.locator(f'[id="{field}"]')).to_be_focused()
    return len(links)


def test_the_summary_of_every_form_leads_to_its_fields(w: s.World, visit: Visiting) -> None:
    built = scene(w)
    people = {name: visit(name) for name in ("aisha", "gwen", "huw")}
    faults = []
    for name, button, form in EMPTY:
        visitor = people[name]
        visitor.open(form.url(built))
        for each in visitor.page.get_by_role("main").get_by_role("textbox").all():
            if each.is_visible():
                each.fill("")
        submit = visitor.page.get_by_role("main").locator("form button[type=submit]").first
        if submit.inner_text() != button:
            faults.append(f"{form.route}: the button says {submit.inner_text()}")
        visitor.click(submit)
        try:
            assert summary_leads_to_the_fields(visitor)
            visitor.check()
        except AssertionError as error:
            faults.append(f"{form.route}: {error}")
    assert not faults, "\n".join(faults)


def test_what_was_typed_is_still_there(w: s.World, visit: Visiting) -> None:
    aisha = visit("aisha")
    aisha.open("/children/add/")
    aisha.fill("Given names", "Efa Mair")
    aisha.fill("Family name", "Lloyd")
    aisha.choose("Has the child been born?", "Yes")
    born = aisha.group("Date of birth")
    for part, value in (("Day", "31"), ("Month", "2"), ("Year", "2022")):
        born.get_by_label(part).fill(value)
    aisha.choose("Sex", "Girl")
    aisha.fill("NHS number", "999 000 0000")
    aisha.fill("Address", "4 Heol y Bont\nTrelái")
    aisha.press("Continue")
    aisha.sees("There is a problem")
    expect(aisha.field("Given names")).to_have_value("Efa Mair")
    expect(aisha.field("NHS number")).to_have_value("999 000 0000")
    expect(aisha.field("Address")).to_have_value("4 Heol y Bont\nTrelái")
    for part, value in (("Day", "31"), ("Month", "2"), ("Year", "2022")):
        expect(born.get_by_label(part)).to_have_value(value)
    expect(aisha.group("Sex").get_by_label("Girl")).to_be_checked()
    assert summary_leads_to_the_fields(aisha)
    aisha.check()
    aisha.fill_date("Date of birth", s.before(-30))  # in the future, and a number that is wrong
    aisha.press("Continue")
    aisha.sees(re.compile("in the future|must be today or in the past"))
    assert summary_leads_to_the_fields(aisha)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_wrong_password_says_so_and_keeps_the_address(visit: Visiting, password: str) -> None:
    nobody = visit()
    nobody.open("/")
    nobody.fill("Email address", "aisha@example.invalid")
    nobody.fill("Password", password)
    nobody.press("Sign in")
    nobody.sees("There is a problem")
    expect(nobody.field("Email address")).to_have_value("aisha@example.invalid")
    nobody.check()
