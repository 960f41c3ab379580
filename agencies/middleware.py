"""Puts the acting membership on the request, and the person's language in force.

A person with several memberships acts as one at a time: the one chosen in the session, else the
first. Someone signed in without a live membership has ``request.actor = None`` and sees no data.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from agencies.actors import Actor, live_memberships
from cpr.clock import today

SESSION_KEY = "membership"


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
        return self.get_response(request)
