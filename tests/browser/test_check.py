"""The check itself: what every page must keep is really looked at, so that silence means good."""

from __future__ import annotations

from tests.browser.conftest import Visiting
from tests.browser.visitor import faults_of

GOOD = "<main><h1>Children</h1><p>Nobody yet.</p></main>"
FAULTS = [
    ("axe image-alt", "<img src='/static/images/mark.svg'>"),
    ("axe color-contrast", "<p id='pale'>Too pale to read</p>"),
    ("2 h1", "<h1>Another</h1>"),
    ("px wide", "<p id='wide'>Wider than a telephone</p>"),
    ("words of the workshop", "<p>Dear %(name)s</p>"),
    ("another host", "<img alt='' src='http://elsewhere.invalid/pixel.png'>"),
    ("CSP", "<p style='color: red'>Inline</p>"),
    ("console", "<img alt='' src='/static/images/none.png'>"),
]
LAID_OUT = """
  const style = (id, rules) => Object.assign(document.getElementById(id)?.style ?? {}, rules);
  style("wide", { width: "600px" });
  style("pale", { color: "#bbb" });
"""


def test_each_fault_is_found(visit: Visiting) -> None:
    nobody = visit()
    page = nobody.page
    nobody.open("/accounts/login/")
    assert faults_of(page, nobody.complaints) == []
    missed = []
    for fault, html in FAULTS:
        # As the page's own script would put it there; so the page's policy holds for it.
        page.evaluate("html => { document.body.innerHTML = html }", GOOD + html)
        page.evaluate(LAID_OUT)
        page.wait_for_timeout(100)
        found = faults_of(page, nobody.complaints)
        if not any(fault in each for each in found):
            missed.append((fault, found))
    assert not missed
    page.evaluate("html => { document.body.innerHTML = html; document.title = ' – ' }", GOOD)
    assert faults_of(page, nobody.complaints) == ["the title is empty"]
