"""What axe does not look at: titles, names of tables and pictures, targets, forced colours, motion.

Focus order and the error summary are in ``test_keyboard`` and ``test_errors``; a screen of 320 px,
which is what a zoom of 400 % leaves of 1280, in ``visitor.check_page``.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.pages import VISITS, scene

NAMELESS = """
() => {
  const seen = (el) => el.checkVisibility();
  const named = (el) => {
    const inside = el.querySelector(":scope > title, caption");
    const beside = document.getElementById(el.getAttribute("aria-labelledby"));
    return (el.getAttribute("aria-label") || (inside || beside)?.textContent || "").trim();
  };
  const tables = [...document.querySelectorAll("table")].filter((el) => !named(el));
  const pictures = [...document.querySelectorAll("main svg, main img")]
    .filter((el) => seen(el) && !el.closest("[aria-hidden=true]") && !named(el)
      && !el.getAttribute("alt") && el.getAttribute("role") !== "presentation");
  const regions = [...document.querySelectorAll("nav")]
    .filter((el) => seen(el) && !named(el));
  const heads = [...document.querySelectorAll("th")].filter((el) => !el.getAttribute("scope"));
  const twice = [...document.querySelectorAll("nav")].map(named)
    .filter((name, place, all) => all.indexOf(name) !== place);
  return [...tables, ...pictures, ...regions, ...heads].map((el) => el.outerHTML.slice(0, 150))
    .concat(twice);
}
"""
# WCAG 2.2, 2.5.8: 24 by 24 px, but for links inside a sentence or a cell of text.
SMALL = """
() => {
  const targets = `button, summary, input, select, textarea, nav a, .govuk-button, .app-header a,
    .app-side__item a, .app-check a, .app-choice a, .app-table__sort`;
  const others = [...document.querySelectorAll("main a, main button, nav a, header a")]
    .filter((el) => el.checkVisibility()).map((el) => [el, el.getBoundingClientRect()]);
  const alone = (el, box) => {  // a circle of 24 px around its middle touches no other target
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return !others.some(([other, b]) => other !== el
      && Math.max(b.left - x, x - b.right, 0) ** 2 + Math.max(b.top - y, y - b.bottom, 0) ** 2
        < 12 ** 2);
  };
  return [...document.querySelectorAll(targets)]
    .filter((el) => el.checkVisibility({ visibilityProperty: true }) && el.type !== "hidden"
      && !el.matches(".govuk-skip-link"))
    .map((el) => [el, (el.matches("[type=radio], [type=checkbox]") && el.labels[0] || el)
      .getBoundingClientRect()])
    .filter(([el, box]) => box.width && box.height < 24 && !alone(el, box))
    .map(([el, box]) => `${Math.round(box.height)} px: ${el.outerHTML.slice(0, 120)}`);
}
"""
UNSEEN_FOCUS = """
() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((el) => el.checkVisibility() && el.type !== "hidden")
  .filter((el) => {
    el.focus({ focusVisible: true });
    const all = [getComputedStyle(el), getComputedStyle(el.nextElementSibling || el, "::before"),
      getComputedStyle(el.parentElement)];
    return !all.some((c) => c.outlineStyle !== "none" && parseFloat(c.outlineWidth) > 0);
  })
  .map((el) => el.outerHTML.slice(0, 120))
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter((el) => {
  const c = getComputedStyle(el);
  return parseFloat(c.transitionDuration) > 0 || parseFloat(c.animationDuration) > 0
    || c.scrollBehavior === "smooth";
}).map((el) => el.outerHTML.slice(0, 80))
"""


def look(page: Page, script: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    return list(page.evaluate(script))


@pytest.mark.parametrize("name", ["aisha", "gwen", "huw"])
def test_every_page_keeps_what_axe_does_not_look_at(w: s.World, visit: Visiting, name: str) -> None:
    built = scene(w)
    visitor = visit(name, forced_colors="active", reduced_motion="reduce")
    titles: dict[str, str] = {}
    faults: list[str] = []
    for row in VISITS[name]:
        url = row.url(built)
        visitor.page.goto(url)
        path = url.partition("?")[0]
        title = visitor.page.title()
        if titles.setdefault(title, path) != path:
            faults.append(f"{path} has the title of {titles[title]}: {title}")
        faults += [f"{url} no name: {found}" for found in look(visitor.page, NAMELESS, 1280)]
        for width in (320, 1280):
            faults += [f"{url} small: {found}" for found in look(visitor.page, SMALL, width)]
        faults += [f"{url} focus: {found}" for found in look(visitor.page, UNSEEN_FOCUS, 1280)]
        faults += [f"{url} moves: {found}" for found in look(visitor.page, MOVING, 1280)]
    assert not faults, "\n".join(dict.fromkeys(faults))
