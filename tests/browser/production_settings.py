"""The settings of the web server that a test starts: static files packed and named by content."""

from __future__ import annotations

import os

from cpr.settings.test import *  # noqa: F403

STATIC_ROOT = os.environ["TEST_STATIC"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = False
