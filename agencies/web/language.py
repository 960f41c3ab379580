"""The language of the pages: the one saved on the user, kept in a cookie for the sign-in page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse


def keep(response: HttpResponse, language: str) -> None:
    """This will put a language in the cookie that ``LocaleMiddleware`` reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE or settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
