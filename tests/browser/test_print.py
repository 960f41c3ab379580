"""On paper: who printed it and when, the record without the frame, tables as tables."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.pages import Scene, scene

PAPER = {"width": 700, "height": 1000}  # A4 between its margins, at 96 dots an inch
ADDRESSES = """
() => [...document.querySelectorAll("main a")]
  .filter((a) => !["none", "normal", '""'].includes(getComputedStyle(a, "::after").content))
  .map((a) => a.innerText)
"""
FRAME = (".app-nav", ".app-search", ".app-header__tools", ".app-footer", ".app-filters")


def pages(told: Scene) -> list[tuple[str, str]]:
    return [
        ("huw", f"/cases/{told.efa.pk}/"),
        ("huw", "/overdue/list/?count=dates"),
        ("huw", "/overdue/"),
        ("gwen", f"/conferences/{told.first.pk}/"),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_records_and_lists_print_well(w: s.World, visit: Visiting, language: str) -> None:
    told = scene(w)
    for name in ("huw", "gwen"):
        w.user(name).language = language
        w.user(name).save(update_fields=["language"])
    visitors = {name: visit(name) for name in ("huw", "gwen")}
    for name, url in pages(told):
        page = visitors[name].page
        page.set_viewport_size(PAPER)  # type: ignore[arg-type]
        page.goto(url)
        marking = page.locator(".app-printed")
        expect(marking).to_be_hidden()
        page.emulate_media(media="print")
        expect(marking).to_contain_text(w.user(name).full_name)
        for part in FRAME:
            for each in page.locator(part).all():
                expect(each).to_be_hidden()
        assert page.evaluate(ADDRESSES) == [], f"{url} prints addresses, which hold identifiers"
        for table in page.locator("main table").all():
            expect(table).to_have_css("display", "table")
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], url
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")


def test_a_list_of_several_pages_says_which_part_is_on_paper(w: s.World, visit: Visiting) -> None:
    scene(w)
    s.registered(w, [s.child(w, given=f"Mair {n}") for n in "ABCD"], days_ago=102)
    page = visit("huw").page
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.goto("/overdue/list/?count=dates")
    export = page.get_by_role("link", name="Export")
    expect(export).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".app-pages__place")).to_be_visible()
    expect(page.locator(".app-pages__place")).to_contain_text("1 to 25 of ")
    expect(page.locator(".app-pages__list")).to_be_hidden()
    expect(export).to_be_hidden()
    for act in page.locator(".app-act").all():
        expect(act).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
