"""What the tests of the look need: the gallery as URLconf, and a browserless client."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def gallery(settings) -> Client:
    """A client that sees the gallery of components instead of the product."""
    settings.ROOT_URLCONF = "tests.unit.ui.gallery"
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("agencies.", "cpr."))
    ]
    settings.UI_LANGUAGE_URL = "set_language"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    return Client()
