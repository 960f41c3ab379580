"""Every refusal of the API is ``application/problem+json`` (RFC 9457), DRF's own included."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from cpr import errors

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request is not one this API understands",
    403: "Not allowed",
    404: "There is no such record, or you may not see it",
    405: "The API is read-only",
    406: "Only JSON is given",
    429: "Too many requests",
}


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """This will answer an error; None leaves what is not foreseen to Django."""
    response = errors.api_exception_handler(exception, context)
    if response is None:
        return None
    status = response.status_code
    body: dict[str, Any] = {
        "type": _type(exception),
        "title": TITLES.get(status, "The request was refused"),
        "status": status,
    }
    if isinstance(exception, exceptions.ValidationError):
        body["errors"] = exception.detail
    elif isinstance(exception, exceptions.APIException):
        body["detail"] = str(exception.detail)
    headers = {k: v for k, v in response.headers.items() if k in ("Retry-After", "Allow")}
    answer = Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)
    answer.exception = True
    return answer


def _type(exception: Exception) -> str:
    outcome = errors.outcome_of(exception)
    if outcome is not None:
        return outcome.problem
    if isinstance(exception, Http404):
        return "not-found"
    code = exception.default_code if isinstance(exception, exceptions.APIException) else "error"
    return str(code).replace("_", "-")
