"""The browser itself: the tests' Chromium starts, and reaches the live server."""

from __future__ import annotations

from playwright.sync_api import Page


def test_chromium_reaches_the_live_server(page: Page) -> None:
    answer = page.goto("/healthz")
    assert answer
    assert answer.status == 200
