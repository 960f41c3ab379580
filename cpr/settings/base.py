"""What every way of running the product shares. Imported by the others, never used alone.

Servers are named by the environment (``DATABASE_URL``, ``REDIS_URL``); nothing here opens one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "csp",
    "cpr.postgres",
    "cpr.audit",
    "cpr.ui",
    "agencies",
    "cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cpr.middleware.NeverCachedMiddleware",
    "cpr.middleware.PackedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agencies.middleware.LanguageMiddleware",
    "agencies.middleware.ActorMiddleware",
    "cpr.middleware.DomainErrorMiddleware",
    "cases.web.refused.EndedMiddleware",
    "cases.web.waiting.WaitedMiddleware",
]

ROOT_URLCONF = "cpr.urls"
WSGI_APPLICATION = "cpr.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cpr.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

UI_NAVIGATION = "cases.web.navigation.items"
UI_NOTIFICATION_COUNT = "cases.web.navigation.unread_count"
UI_PROBLEM_TEXT = "cases.labels.problem_text"
UI_NOTIFICATIONS_URL = "cases:notifications"
UI_ACCOUNT_URL = "agencies:membership"
UI_LANGUAGE_URL = "agencies:language"
UI_SEARCH_URL = "cases.web.navigation.search_url"
AUDIT_DETAILS = "cases.access_emergency.marked"

DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")  # for migrations; see cpr.postgres
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql:///cpr"),
        engine="cpr.postgres",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
# A pool may lend a connection for one transaction: nothing of ours outlives one.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")

# Redis is the cache as well: sign-in rate limits must hold over every process. Nothing about a
# child, and no permission, is ever kept in it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

# Celery. The broker's address is Redis'; on a unix socket kombu spells it redis+socket://.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace(
    "?db=", "?virtual_host="
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 20 * 60}
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
SWEEP_MINUTE = 0  # of every hour
CELERY_BEAT_SCHEDULE = {
    "overdue-sweep": {"task": "cases.sweep_overdue", "schedule": crontab(minute=SWEEP_MINUTE)},
    "send-notices": {"task": "cases.send_notices", "schedule": crontab(minute="*/5")},
    "share-warnings": {"task": "cases.warn_of_shares", "schedule": crontab(minute=10)},
    "check-grants": {"task": "cases.check_grants", "schedule": crontab(hour=3, minute=20)},
    "look-after-imports": {"task": "cases.look_after_imports", "schedule": crontab()},
}

# Identity
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "agencies.adapter.StaffAccountAdapter"
ACCOUNT_FORMS = {"login": "agencies.web.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by an agency's administrator
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
# Messages can name a child: they stay with the session, which sign-out ends, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day; named default
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cpr.errors.csrf_failed"

# django-guardian: its rows are an index over involvements, written by cases.grants only, and
# read by cases.access only. Its authentication backend stays out: user.has_perm() must never
# answer yes (it does for every superuser), so the system check that asks for it is silenced.
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",
    "auth.W004",  # e-mail is unique without regard to case: constraint one_account_per_email
]

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cpr.formats"  # Django's own English writes days the American way
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = BASE_DIR / "media"
# Uploaded returns: kept while they are needed, under names of ours, and never served. The storage
# may be any that every web server and worker reaches.
RETURNS_STORAGE = "returns"
RETURNS_FOLDER = Path(os.environ.get("RETURNS_FOLDER", BASE_DIR / "media" / "returns"))


def returns_in(folder: Path) -> dict[str, Any]:
    """This will give the storage that keeps returns in a folder, for the register's eyes alone."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


FILE_UPLOAD_HANDLERS = [
    "cpr.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Browser security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

DEFAULT_FROM_EMAIL = "Child protection register <no-reply@register.invalid>"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["cases.api.permissions.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "cases.api.pagination.ByTimePagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cpr.errors.api_exception_handler",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Child protection register",
    "DESCRIPTION": "Read-only. Each answer holds what the signed-in membership may see.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

READINESS_CHECKS = ["cases.queries.sweeps.readiness", "cases.protection.readiness"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# Named defaults of our own, not statutory figures.
TELL_MANAGER_AFTER_WORKING_DAYS = 3
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
SHARE_WARNING_DAYS = 7  # calendar days before a share ends that people are told; our own figure
SHARE_LONGEST_YEARS = 5  # the furthest day a share may be given, our own figure; none is no end
LOCK_SECONDS = 10  # the longest that a page waits for what somebody else is saving
UPLOAD_MEGABYTES = 50  # the most that one uploaded file may hold
RETURN_KEPT_DAYS = 7  # an uploaded return that nobody loads or discards goes after this
EMERGENCY_HOURS = 3  # the longest that emergency access stays open; less can be chosen
# The most that one person opens in emergencies within 24 hours: more than a night with a large
# family asks for, and far less than a stolen account could use. Our own figure.
EMERGENCY_OPENINGS_A_DAY = 10
IMPORT_MINUTES = 120  # the longest that one loading may take before its worker is stopped
