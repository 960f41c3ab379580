"""The language switch: Welsh and back, on every page, kept after signing out and in again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests import scenarios as s
from tests.browser.conftest import Visiting


def has_language(page: Page, code: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", code)


def test_the_pages_turn_welsh_and_stay_so(w: s.World, visit: Visiting) -> None:
    efa = s.child(w)
    aisha = visit().sign_in("aisha")
    page = aisha.page
    has_language(page, "en")
    aisha.open(f"/cases/{efa.pk}/?kind=notes")
    aisha.click(page.get_by_role("banner").get_by_role("button", name="Cymraeg"))
    has_language(page, "cy")
    expect(page).to_have_url(f"{aisha.site}/cases/{efa.pk}/?kind=notes")
    expect(page.get_by_role("banner").get_by_role("button", name="English")).to_be_visible()
    aisha.check()

    page.get_by_role("banner").locator("summary").click()
    aisha.click(page.get_by_role("banner").locator("form[action*='logout'] button"))
    has_language(page, "cy")  # the cookie keeps it on the sign-in page
    aisha.check()

    elsewhere = visit()  # another browser, without the cookie: it is kept with the person
    elsewhere.open("/")
    has_language(elsewhere.page, "en")
    elsewhere.page.locator("input[name='login']").fill("aisha@example.invalid")
    elsewhere.page.locator("input[name='password']").fill(s.PASSWORD)
    elsewhere.click(elsewhere.page.get_by_role("main").locator("button[type='submit']"))
    has_language(elsewhere.page, "cy")
    elsewhere.check()
    elsewhere.click(elsewhere.page.get_by_role("button", name="English"))
    has_language(elsewhere.page, "en")
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("My work")


def test_a_stranger_can_switch_before_signing_in(w: s.World, visit: Visiting) -> None:
    nobody = visit()
    nobody.open("/")
    nobody.click(nobody.page.get_by_role("button", name="Cymraeg"))
    has_language(nobody.page, "cy")
    nobody.check()
    nobody.click(nobody.page.get_by_role("button", name="English"))
    has_language(nobody.page, "en")
