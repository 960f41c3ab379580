"""What a first load costs and how still it stands: every page, from production's own server.

The weight is what comes over the wire, compressed, nothing in the cache. With WEIGHTS set to a
file, the figures are kept there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import BrowserContext, Page

from tests import scenarios as s
from tests.browser.pages import VISITS, scene
from tests.browser.production import served
from tests.browser.visitor import Visitor

MOST = 200_000  # bytes of a first load: issue 3
STILL = 0.01  # of the screen's area times the way it moved; 0.1 is what browsers call good
SCREENS = ((320, 640), (1280, 900))
SLOW = {"offline": False, "latency": 40, "downloadThroughput": -1, "uploadThroughput": -1}
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
AT_REST = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))"


class Scales:
    """Weighs what a page's loads bring, with an empty cache and a line that is not instant."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        page.add_init_script(SHIFTS)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", SLOW)
        session.on("Network.loadingFinished", self.add)

    def add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def load(self, url: str) -> tuple[int, float]:
        """This will open a page and give its bytes and how far things jumped."""
        self.bytes = 0
        self.page.goto(url, wait_until="load")
        self.page.evaluate(AT_REST)
        return self.bytes, float(self.page.evaluate("window.shifted"))


def test_every_page_is_light_and_stands_still(
    w: s.World, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    built = scene(w)
    weights: dict[str, int] = {}
    faults = []
    with served(tmp_path) as site:
        for name, rows in VISITS.items():
            visitor = Visitor(new_context(), site)
            if name:
                visitor.admit(w, name)
            scales = Scales(visitor.page)
            for row in rows:
                for width, height in SCREENS:
                    visitor.page.set_viewport_size({"width": width, "height": height})
                    weight, shift = scales.load(site + row.url(built))
                    weights[f"{name or 'nobody'} {row.route}{row.query}"] = weight
                    if weight > MOST or shift >= STILL:
                        faults.append(f"{name} {row.route} at {width}: {weight} B, {shift:.3f}")
    assert not faults, "\n".join(faults)
    assert min(weights.values()) > 10_000, "a page without its styles was weighed"
    if kept := os.environ.get("WEIGHTS"):
        lines = [f"{weight:7} {page}" for page, weight in sorted(weights.items())]
        Path(kept).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_pages_and_files_are_packed_but_not_for_another_site(w: s.World, tmp_path: Path) -> None:
    with served(tmp_path) as site:

        def packing(path: str, began: str) -> str:
            headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": began}
            with urlopen(Request(f"{site}{path}", headers=headers), timeout=60) as answer:
                return str(answer.headers["Content-Encoding"])

        for began in ("none", "same-origin"):
            assert packing("/accounts/login/", began) == "gzip"
        for began in ("cross-site", "same-site", ""):
            assert packing("/accounts/login/", began) == "None"
        assert packing("/static/build/app.css", "cross-site") == "gzip"
