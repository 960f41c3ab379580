"""Somebody at a browser: signing in, typing, and what every page of the product must keep.

`check_page` is the one list of those promises; the journeys call it at the end of each step.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests import scenarios as s

NARROW = (320, 768)
WIDE = {"width": 1280, "height": 900}
TEMPLATE_LEFTOVERS = re.compile(r"%\(|\{\{|\{%|\bCPR\b")
expect.set_options(timeout=20_000)  # of a busy machine
CSP_REPORTER = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`), true);
"""


def begins(words: str) -> re.Pattern[str]:
    """This will match words at the beginning, whatever hint or "(optional)" comes after."""
    return re.compile(rf"^\s*{re.escape(words)}")


@cache
def axe() -> Axe:
    """This will read axe's script once."""
    return Axe()


@dataclass
class Complaints:
    """What a browser complained of, and whom it called besides us."""

    site: str
    found: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def listen(self, context: BrowserContext) -> None:
        """This will write down all that goes wrong in a context from now on."""
        context.add_init_script(CSP_REPORTER)
        context.on("request", self.on_request)
        context.on("response", lambda r: self.answers.__setitem__(r.url, r.status))
        context.on("console", self.on_console)
        context.on("weberror", lambda e: self.found.append(f"script: {e.error}"))

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != urlsplit(self.site).netloc:
            self.found.append(f"another host: {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        url = message.location.get("url", "")
        is_our_refusal = message.text.startswith("Failed to load resource") and (
            "/static/" not in url and 400 <= self.answers.get(url, 0) < 500
        )
        if not is_our_refusal:  # Chromium logs every 404, 409 and 422; tests assert those apart
            self.found.append(f"console: {message.text} ({url})")


class Visitor:
    """A person at a browser of their own."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.context = context
        self.complaints = Complaints(site)
        self.complaints.listen(context)
        self.page = context.new_page()
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def admit(self, w: s.World, name: str) -> Visitor:
        """This will sign a persona in without the form, for tests that are not about signing in."""
        client = Client()
        client.force_login(
            w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.site}])
        return self

    def sign_in(self, name: str) -> Visitor:
        """This will sign a persona in as they do: through the form."""
        self.page.goto("/")
        self.fill("Email address", f"{name}@example.invalid")
        self.fill("Password", s.PASSWORD)
        self.press("Sign in")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("My work")
        return self

    def sign_out(self) -> None:
        """This will sign out from the menu."""
        self.page.get_by_role("banner").locator("summary").click()
        self.click(self.page.get_by_role("button", name="Sign out"))
        expect(self.page).to_have_url(re.compile(r"/accounts/login/"))

    def open(self, url: str, status: int = 200) -> None:
        """This will open an address and hold the answer to a status."""
        answer = self.page.goto(url)
        assert answer
        assert answer.status == status, f"{url} answered {answer.status}"

    def follow(self, name: str | re.Pattern[str]) -> None:
        """This will follow a link of the page's own part, also one that looks like a button."""
        main = self.page.get_by_role("main")
        self.click(main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)))

    def go(self, name: str) -> None:
        """This will follow a link of the main navigation."""
        self.click(self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name))

    def part(self, name: str) -> None:
        """This will follow a tab of a child's record."""
        parts = self.page.get_by_role("navigation", name="Parts of this record")
        self.click(parts.get_by_role("link", name=begins(name)))

    def group(self, legend: str) -> Locator:
        """This will find a question asked by several inputs, by how its legend begins."""
        return self.page.get_by_role("group", name=begins(legend))

    def field(self, label: str) -> Locator:
        """This will find an input by how its label begins."""
        return self.page.get_by_role("main").get_by_label(begins(label))

    def fill(self, label: str, text: str) -> None:
        """This will type into the input of a label."""
        self.field(label).fill(text)

    def fill_date(self, legend: str, day: date) -> None:
        """This will type a date into its three inputs."""
        group = self.group(legend)
        for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(name).fill(str(value))

    def choose(self, legend: str, *answers: str) -> None:
        """This will choose one or several answers to a question."""
        for answer in answers:
            self.group(legend).get_by_label(begins(answer)).first.check()

    def press(self, name: str) -> None:
        """This will press a button of the page's own part."""
        button = self.page.get_by_role("main").get_by_role("button", name=name, exact=True)
        self.click(button)

    def click(self, target: Locator) -> None:
        """This will click what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            target.first.click()

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """This will hold the page's own part to show some words."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        """This will hold the whole page not to show some words."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def is_told(self, *texts: str) -> None:
        """This will hold the page to confirm what was done, in the message at its top."""
        for text in texts:
            expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()

    def heading(self) -> str:
        """This will give the page's heading."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def check(self, *, script: bool = True) -> None:
        """This will hold the page in front of the visitor to what every page must keep."""
        check_page(self.page, self.complaints, script=script)


def check_page(page: Page, complaints: Complaints, *, script: bool = True) -> None:
    """This will hold a page to what every page must keep."""
    faults = faults_of(page, complaints, script=script)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def faults_of(page: Page, complaints: Complaints, *, script: bool = True) -> list[str]:
    """This will list what is wrong with a page: words, structure, access, width, what it called."""
    _picture(page)
    found: list[str] = []
    if not page.title().strip().strip("–- "):
        found.append("the title is empty")
    if (ones := page.locator("h1").count()) != 1:
        found.append(f"{ones} h1")
    if left := TEMPLATE_LEFTOVERS.findall(page.locator("body").inner_text()):
        found.append(f"words of the workshop: {left}")
    found += _wider_than_its_screen(page)
    if script:
        for violation in axe().run(page).response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:4]]
            found.append(f"axe {violation['id']}: {violation['help']}: {nodes}")
    found += complaints.found
    complaints.found = []
    return found


def _wider_than_its_screen(page: Page) -> list[str]:
    usual, found = page.viewport_size or WIDE, []
    for screen in NARROW:
        page.set_viewport_size({"width": screen, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > screen:
            found.append(f"{width} px wide on a screen of {screen}")
        _picture(page, f"-{screen}")
    page.set_viewport_size(usual)  # type: ignore[arg-type]
    return found


def _picture(page: Page, suffix: str = "") -> None:
    """With SHOTS set to a folder, keep a picture of every page that is checked."""
    if folder := os.environ.get("SHOTS"):
        name = re.sub(r"[^a-z0-9]+", "-", page.title().lower())[:60] + suffix
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
