"""One table: a domain error's class name, its HTTP status, its page, its problem type.

The project knows nothing of children, so classes are found by name along the error's ancestry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cpr.ui import typed


@dataclass(frozen=True)
class Outcome:
    """How one kind of error leaves the building."""

    status: int
    template: str
    problem: str


TABLE: dict[str, Outcome] = {
    "NotFound": Outcome(404, "404.html", "not-found"),
    "NotAllowed": Outcome(403, "403.html", "not-allowed"),
    "Busy": Outcome(503, "busy.html", "busy"),
    "Conflict": Outcome(409, "409.html", "conflict"),
    "RuleBroken": Outcome(422, "400.html", "rule-broken"),
    "DomainError": Outcome(400, "400.html", "bad-request"),
}


def outcome_of(exception: Exception) -> Outcome | None:
    """This will find the row of the table for an exception, nearest class first."""
    for cls in type(exception).__mro__:
        if cls.__name__ in TABLE and cls.__module__.endswith("domain.errors"):
            return TABLE[cls.__name__]
    return None


def page_for(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """This will render the page for a domain error, or give None for any other exception.

    The page gives back what was typed: nothing of that is lost by a refusal.
    """
    outcome = outcome_of(exception)
    if outcome is None:
        return None
    problems = getattr(exception, "problems", ())
    context = {"problems": problems, "typed": typed.given_back(request)}
    return render(request, outcome.template, context, status=outcome.status)


def api_exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """This will answer an API call's domain error as ``application/problem+json``."""
    outcome = outcome_of(exception)
    if outcome is None:
        return exception_handler(exception, context)
    return Response(
        {"type": outcome.problem, "status": outcome.status},
        status=outcome.status,
        content_type="application/problem+json",
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will explain a form that was open too long, without saying anything about security.

    What was typed is given back where the browser says that a page of ours sent it.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context = {"stale_form": True, "typed": typed.given_back(request) if is_ours else []}
    return render(request, "403.html", context, status=403)
