"""Whoever is refused a record because their own emergency access has ended is told so, in words.

They typed while it ended: what they typed is given back, and of the child nothing is shown. The
status is that of any unknown record.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.actors import Actor
from cases import access_openings
from cases.domain.errors import NotAllowed, NotFound
from cases.web.presenters import emergencies as shown
from cpr import errors
from cpr.ui import typed


class EndedMiddleware:
    """Answers NotFound and NotAllowed of a case whose emergency access has ended lately."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """One query, whether the case is hidden or there is none."""
        actor: Actor | None = getattr(request, "actor", None)
        case_id = getattr(request.resolver_match, "kwargs", {}).get("case_id")
        is_refused = isinstance(exception, NotFound | NotAllowed)
        outcome = errors.outcome_of(exception) if is_refused else None
        if outcome is None or actor is None or not isinstance(case_id, uuid.UUID):
            return None
        ended = access_openings.ended_lately(actor, case_id)
        if ended is None:
            return None
        context = {**shown.ended(ended), "typed": typed.given_back(request)}
        return render(request, "cases/emergencies/ended.html", context, status=outcome.status)
