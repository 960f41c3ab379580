"""What every answer has in common: packed for the way, and never kept by a cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from cpr import errors

OUR_OWN = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of a request that one of our pages, or the person at the browser, began."""


class PackedMiddleware(GZipMiddleware):
    """Compresses answers, but only to requests that no other site began.

    A page repeats what its address asks for beside what is secret: whoever may have a browser ask
    as often as they like, and see how long each packed answer is, can guess the secret letter by
    letter (BREACH). Another site's requests are told apart by the browser itself; a browser that
    does not say gets the plain page. Django's random padding and its masked CSRF token stand
    behind this, and the session's cookie is SameSite=Lax.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        patch_vary_headers(response, ("Sec-Fetch-Site",))
        if request.headers.get("Sec-Fetch-Site") not in OUR_OWN:
            return response
        return super().process_response(request, response)


class NeverCachedMiddleware:
    """Marks every answer that is not a static file as not to be stored, by browser or proxy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class DomainErrorMiddleware:
    """Turns a domain error that reached the edge into its page, by the table in ``cpr.errors``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.page_for(request, exception)
