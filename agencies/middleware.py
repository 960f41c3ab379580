"""Puts the acting membership on the request, and the person's language in force.

A person with several memberships acts as one at a time: the one chosen in the session, else the
first. Someone signed in without a live membership has ``request.actor = None`` and sees no data.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from agencies.actors import Actor, live_memberships
from agencies.web import language as cookie
from cpr import acting
from cpr.clock import today

SESSION_KEY = "membership"
READS = frozenset({"GET", "HEAD"})


class ActorMiddleware:
    """Sets ``request.actor`` and ``request.memberships`` from live data at every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        request.memberships = []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            memberships = live_memberships(request.user.pk, on=today())
            request.memberships = memberships  # type: ignore[attr-defined]
            chosen = request.session.get(SESSION_KEY)
            membership = next((m for m in memberships if str(m.pk) == chosen), None)
            if membership is None and memberships:
                membership = memberships[0]
            if membership is not None:
                request.actor = Actor.of(membership)  # type: ignore[attr-defined]
        actor = request.actor  # type: ignore[attr-defined]
        with acting.as_person(actor.membership_id if actor else None):
            if actor is None or request.method not in READS:
                return self.get_response(request)
            # One transaction a page: who acts is looked up once, and a fault keeps nothing of it.
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response


class LanguageMiddleware:
    """Puts the signed-in person's saved language in force, whoever used this browser before.

    Comes before ``ActorMiddleware``, whose names are in the language of the moment.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        name = settings.LANGUAGE_COOKIE_NAME
        if request.COOKIES.get(name) != language and name not in response.cookies:
            cookie.keep(response, language)
        return response
