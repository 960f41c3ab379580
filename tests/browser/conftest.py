"""What the browser tests share: the world of the personas and visitors with a browser each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests import scenarios as s
from tests.browser.visitor import Visitor

Visiting = Callable[..., Visitor]


@pytest.fixture
def w(transactional_db: None) -> s.World:
    """The agencies, teams and personas of ``tests.scenarios``, for the live server to see."""
    return s.world()


@pytest.fixture
def visit(
    w: s.World, live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> Visiting:
    """Opens a browser for a persona, already signed in; with no name, for nobody yet."""

    def open_browser(name: str = "", **options: Any) -> Visitor:
        visitor = Visitor(new_context(**options), str(live_server.url))
        return visitor.admit(w, name) if name else visitor

    return open_browser
