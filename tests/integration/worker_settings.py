"""The settings of a real worker that a test starts: the test's own database, queue and mail."""

from __future__ import annotations

import os

from cpr.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["TEST_MAIL"]
# The broker is the test's own; the cache and its keys are those that its web pages read.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["TEST_CACHE"],
        "KEY_PREFIX": os.environ["TEST_CACHE_PREFIX"],
    }
}
CELERY_TASK_DEFAULT_QUEUE = os.environ["TEST_QUEUE"]
# What a killed worker held comes back after this many seconds, not after production's hour.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": int(os.environ.get("TEST_VISIBILITY", "3600"))
}
