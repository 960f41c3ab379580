"""The tests' settings: the same product, on real servers made for the tests."""

import os

from cpr.embedded import ensure

ensure("test")

from .base import *  # noqa: E402, F403
from .base import CACHES, RETURNS_FOLDER, returns_in  # noqa: E402

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # On disk, for the workers that tests start are processes of their own; see tests/conftest.py.
    "returns": returns_in(RETURNS_FOLDER),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
# Processes that run tests side by side share Redis: each counts, and empties, what is its own.
CACHES["default"] |= {"BACKEND": "tests.cache.OwnKeysCache", "KEY_PREFIX": f"test-{os.getpid()}"}
