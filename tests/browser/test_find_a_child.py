"""Finding a child in the browser: while one types, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor


@pytest.fixture
def aisha(w: s.World, visit: Visiting) -> Visitor:
    cache.clear()
    s.registered(w, [s.child(w, given="Siân", family="Llwyd", nhs_number="9990000018")])
    s.child(w, given="Siôn", family="Lloyd", age_days=900)
    s.child(w, "nia", given="Siân", family="Llwyd", age_days=1700)
    visitor: Visitor = visit("aisha")
    return visitor


def options(page: Page) -> Locator:
    """What is suggested; the questions over the list have options of their own."""
    return page.get_by_role("listbox").get_by_role("option")


def box_of(page: Page, place: str) -> Locator:
    """The box in the header or in the page's own part."""
    return page.locator(f"{place} input[role=combobox]")


def suggestions(page: Page) -> list[str]:
    """The names suggested, once they are there."""
    expect(page.get_by_role("listbox", name="Children found")).to_be_visible()
    return [each.split()[0] for each in options(page).all_inner_texts()]


@pytest.mark.parametrize("place", ["header", "main"])
def test_a_record_is_opened_by_keyboard_alone_while_one_types(aisha: Visitor, place: str) -> None:
    page = aisha.page
    aisha.open("/children/")
    box = box_of(page, place)
    box.focus()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("sian loyd")
    assert suggestions(page) == ["Siân", "Siôn"]
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"{place} form [role=status]").first).to_have_text("2 children found")
    expect(options(page).first).to_contain_text("Name sounds like Llwyd")
    page.keyboard.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(box).to_be_focused()
    aisha.check()
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("sian loyd")
    page.keyboard.press("ArrowDown")
    suggestions(page)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siân Llwyd")


def test_enter_without_a_choice_asks_the_page_and_a_click_opens_the_record(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/")
    box = box_of(page, "header")
    box.press_sequentially("loyd")
    suggestions(page)
    with page.expect_navigation():
        box.press("Enter")
    expect(page).to_have_url(re.compile(r"/children/\?q=loyd$"))
    aisha.sees("2 children found", "Name sounds like Llwyd", "On the register")
    aisha.check()
    box.press("End")
    box.press_sequentially(" sian")
    suggestions(page)
    with page.expect_navigation():
        options(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siân Llwyd")


def test_suggestions_go_when_the_focus_goes_and_tell_of_nobody_hidden(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/children/")
    box = box_of(page, "main")
    box.press_sequentially(f"llwyd {s.before(1700):%d/%m/%Y}")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text(
        "Nobody found. Press Enter to search."
    )
    expect(options(page)).to_have_count(0)
    aisha.sees_not("Newport")
    with page.expect_navigation():
        box.press("Enter")
    aisha.sees("Somebody already knows this child", "Call Newport on 01633 000000")
    aisha.check()
    box.fill("")
    box.press_sequentially("sion")
    suggestions(page)
    page.get_by_role("main").get_by_role("button", name="Search").focus()
    page.get_by_role("link", name="My work").focus()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_typing_on_after_an_arrow_key_forgets_the_choice(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/children/")
    box = box_of(page, "main")
    box.press_sequentially("lloyd")
    suggestions(page)
    box.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.route("**/suggestions/**", lambda _route: None)  # never answered
    box.press_sequentially(" si")
    assert box.get_attribute("aria-activedescendant") is None
    for option in options(page).all():
        expect(option).to_have_attribute("aria-selected", "false")
    with page.expect_navigation():
        box.press("Enter")
    expect(page).to_have_url(re.compile(r"/children/\?q=lloyd\+si$"))


def test_who_asks_too_often_is_told_so_in_the_servers_words(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/children/")
    box = box_of(page, "main")
    box.press_sequentially("lloyd")
    suggestions(page)
    page.route(
        "**/suggestions/**",
        lambda route: route.fulfill(status=429, json={"said": "Wait a little."}),
    )
    box.press_sequentially(" s")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("Wait a little.")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_an_old_answer_that_comes_late_is_not_shown(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/children/")
    # The first answer's body comes only when the second was shown, and cannot be stopped.
    page.evaluate("""() => {
      const fetched = window.fetch;
      window.fetch = async (url) => {
        if (!url.includes("=old")) return fetched(url);
        const json = () => new Promise((done) => {
          window.late = () => done({ said: "late", items: [{ url: "/", name: "Late" }] });
        });
        return { ok: true, status: 200, json };
      };
    }""")
    box = box_of(page, "main")
    box.press_sequentially("old")
    page.wait_for_function("() => window.late")
    box.fill("lloyd")
    assert suggestions(page) == ["Siôn", "Siân"]
    page.evaluate("() => window.late()")
    page.wait_for_timeout(100)
    assert suggestions(page) == ["Siôn", "Siân"]


def test_a_child_is_found_without_javascript(aisha: Visitor, visit: Visiting) -> None:
    plain = visit("aisha", java_script_enabled=False)
    plain.open("/children/")
    plain.check(script=False)
    expect(plain.page.locator("[role=combobox]")).to_have_count(0)
    plain.fill("Find a child", "lloid sian")
    plain.press("Search")
    plain.sees("2 children found", "Name sounds like Llwyd")
    plain.check(script=False)
    plain.follow("Siân Llwyd")
    assert plain.heading() == "Siân Llwyd"


def test_the_page_is_asked_in_welsh(aisha: Visitor) -> None:
    page = aisha.page
    aisha.open("/children/")
    with page.expect_navigation():
        page.get_by_role("button", name="Cymraeg").click()
    box_of(page, "main").press_sequentially("loyd")
    expect(options(page).nth(1)).to_contain_text("Llwyd")
    aisha.sees_not("Name sounds like")
    aisha.check()
