"""One machine, no servers of its own: what ``make demo`` runs, and what a developer works with."""

from cpr.embedded import ensure

ensure("demo")

from .base import *  # noqa: E402, F403
from .base import BASE_DIR, RETURNS_FOLDER, returns_in  # noqa: E402

DEBUG = False
SECRET_KEY = "demo-only-and-known-to-everybody-production-refuses-it"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO = True
DEMO_FIRST_TASKS = ["cases.sweep_overdue"]  # what should not wait for the first full hour
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / ".demo" / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "returns": returns_in(RETURNS_FOLDER),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
