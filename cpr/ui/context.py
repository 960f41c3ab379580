"""What the frame of every page needs: who I am, where I can go, what waits for me.

Facts about children never come from here. Other apps plug in by the dotted paths in settings.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language


def page(request: HttpRequest) -> dict[str, Any]:
    """This will give every template the frame's facts; the costly ones only when they are used."""
    return {
        "actor": getattr(request, "actor", None),
        "nav_items": SimpleLazyObject(lambda: _ask("UI_NAVIGATION", request, [])),
        "notifications_count": SimpleLazyObject(lambda: _ask("UI_NOTIFICATION_COUNT", request, 0)),
        "notifications_url": _url("UI_NOTIFICATIONS_URL"),
        "search_url": SimpleLazyObject(lambda: _ask("UI_SEARCH_URL", request, "")),
        "account_url": _url("UI_ACCOUNT_URL"),
        "sign_in_url": _url("UI_SIGN_IN_URL", "account_login"),
        "sign_out_url": _url("UI_SIGN_OUT_URL", "account_logout"),
        "password_url": _url("UI_PASSWORD_URL", "account_change_password"),
        "language_url": _url("UI_LANGUAGE_URL", "set_language"),
        "other_language": _other_language(),
    }


def _ask(setting: str, request: HttpRequest, otherwise: Any) -> Any:
    path = getattr(settings, setting, "")
    return _provider(path)(request) if path else otherwise


@cache
def _provider(path: str) -> Callable[[HttpRequest], Any]:
    provider: Callable[[HttpRequest], Any] = import_string(path)
    return provider


def _url(setting: str, default: str = "") -> str:
    """A part of the frame whose page does not exist is simply not shown."""
    name = getattr(settings, setting, default)
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def _other_language() -> dict[str, str]:
    """The language one can switch to, named in that language and so never translated."""
    if (get_language() or "en").startswith("cy"):
        return {"code": "en", "name": "English"}
    return {"code": "cy", "name": "Cymraeg"}
