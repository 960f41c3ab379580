"""The gallery in real Chromium: axe, 320 px, keyboard, and without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGES = ["child", "overdue", "decision", "form", "accounts/login", "error/404"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(gallery, live_server) -> str:
    """The address of the gallery."""
    return str(live_server.url)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_finding_and_no_sideways_scroll(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES:
        page.goto(f"{site}/{name}/")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, name
        findings = Axe().run(page).response["violations"]
        assert [(finding["id"], finding["nodes"][0]["html"]) for finding in findings] == [], name
    assert said == []


def test_a_refused_form_takes_the_focus_to_its_errors(page, site):
    page.goto(f"{site}/form/")
    page.fill("#id_seen_on-month", "feb")
    page.fill("#id_seen_on-day", "31")
    page.click("main button[type=submit]")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_seen_on-day")).to_be_focused()
    assert [f["id"] for f in Axe().run(page).response["violations"]] == []


def test_the_menu_opens_and_closes_by_keyboard(page, site):
    page.goto(f"{site}/child/")
    page.focus(".app-account summary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sign out")).to_be_visible()
    assert [f["id"] for f in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sign out")).to_be_hidden()


def test_without_javascript_everything_is_there(new_context, site):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/form/")
    assert page.is_visible("#id_why_not_alone")
    page.goto(f"{site}/child/")
    page.click(".app-account summary")
    expect(page.get_by_text("Sign out")).to_be_visible()


def test_targets_are_large_enough(page, site):
    page.set_viewport_size({"width": 320, "height": 900})
    for name in PAGES:
        page.goto(f"{site}/{name}/")
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, summary, nav a, .app-header a')]
            .filter((e) => e.offsetParent && !e.matches('.govuk-skip-link'))
            .filter((e) => e.getBoundingClientRect().height < 24)
            .map((e) => e.outerHTML.slice(0, 90))"""
        )
        assert small == [], name
