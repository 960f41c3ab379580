"""By keyboard alone: signing in, finding a child, recording a visit; the focus is always seen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cases.models import Visit
from tests import scenarios as s
from tests.browser.conftest import Visiting

FURTHEST = 60

# How the focused thing looks: itself, its marker, the label that stands for a hidden radio button.
LOOK = """
() => {
  const el = document.activeElement;
  const styles = (node, pseudo) => {
    const c = getComputedStyle(node, pseudo);
    return [c.outline, c.outlineOffset, c.boxShadow, c.backgroundColor, c.color, c.border].join();
  };
  const look = () => [el, el.parentElement, el.nextElementSibling]
    .filter(Boolean)
    .map((node) => [styles(node), styles(node, "::before"), styles(node, "::after")].join("|"))
    .join("#");
  const focused = look();
  el.blur();
  const plain = look();
  el.focus({ preventScroll: true });
  const box = (el.matches("input[type=radio], input[type=checkbox]") && el.labels[0] || el)
    .getBoundingClientRect();
  const words = el.getAttribute("aria-label") || el.labels?.[0]?.innerText || el.innerText || "";
  return {
    name: words.trim().replace(/\\s+/g, " "),
    isSeen: focused !== plain,
    isInView: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
    html: el.outerHTML.slice(0, 200),
  };
}
"""


class Keyboard:
    """Nothing but keys: a tab at a time, and each stop must show where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, name: str) -> None:
        """This will press Tab until something whose name begins so has the focus."""
        passed = []
        for _press in range(FURTHEST):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(LOOK)
            if at["html"].startswith("<body"):
                continue
            assert at["isSeen"], f"the focus is not seen on {at['html']}"
            assert at["isInView"], f"the focus is out of view on {at['html']}"
            if at["name"].startswith(name):
                return
            passed.append(at["name"])
        raise AssertionError(f"{name} is not reached by Tab; passed {passed}")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def enter(self) -> None:
        """This will press Enter on what leads to another page, and wait for that."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_a_visit_is_recorded_by_keyboard_alone(w: s.World, visit: Visiting) -> None:
    efa = s.child(w)
    s.registered(w, [efa])
    aisha = visit()
    page, keys = aisha.page, Keyboard(aisha.page)
    aisha.open("/")
    keys.tab_to("Email address")
    keys.type("aisha@example.invalid")
    keys.tab_to("Password")
    keys.type(s.PASSWORD)
    keys.enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")

    keys.tab_to("Find a child")
    keys.type("Efa")
    keys.enter()
    aisha.check()
    keys.tab_to("Skip to main content")
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keys.tab_to("Efa Lloyd")
    keys.enter()
    keys.tab_to("Record a visit")
    keys.enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record a visit")

    keys.tab_to("Yes")
    keys.press("Space")
    keys.tab_to("Seen alone")  # shown by the answer above
    keys.press("Space")
    keys.tab_to("At the child’s home")
    if not aisha.field("At the child’s home").is_checked():
        keys.press("Space")
    keys.tab_to("The child’s bedroom was seen")
    keys.press("Space")
    keys.tab_to("What you saw and did")
    keys.type("Drew with her for half an hour.")
    keys.tab_to("Record the visit")
    keys.enter()
    aisha.is_told("The visit is recorded")
    row = Visit.objects.get(account="Drew with her for half an hour.")
    assert row.was_seen
    assert row.was_seen_alone
    assert row.was_bedroom_seen


def test_the_menu_opens_and_closes_by_keyboard(w: s.World, visit: Visiting) -> None:
    aisha = visit("aisha")
    aisha.open("/")
    keys = Keyboard(aisha.page)
    keys.tab_to("Aisha Rahman")
    keys.press("Enter")
    sign_out = aisha.page.get_by_role("button", name="Sign out")
    expect(sign_out).to_be_visible()
    aisha.check()
    aisha.page.get_by_role("banner").locator("summary").focus()
    keys.press("Escape")
    expect(sign_out).to_be_hidden()
    keys.press("Enter")
    keys.tab_to("Sign out")
    keys.enter()
    expect(aisha.page.get_by_role("heading", level=1)).to_have_text("Sign in")
