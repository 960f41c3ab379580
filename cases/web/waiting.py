"""A page that waited too long for somebody else's save gets a fact in words, not a fault.

The limit on waiting is the web server's: ``cpr.waiting``. What the database gives up becomes a
domain error, so that a form keeps what was typed and any other page says that nothing was saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from psycopg2 import extensions

from cases.domain.errors import Busy, Problem

GIVEN_UP = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes for a lock that was not to be had in time, and for a deadlock."""


class WaitedMiddleware:
    """Turns a lock that was not to be had into ``Busy``, for all that a page asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A page is one transaction: what failed in it is taken back before its words are found."""
        failed = extensions.TRANSACTION_STATUS_INERROR
        raw = connection.connection
        if raw is not None and raw.info.transaction_status == failed:
            raw.rollback()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.execute_wrapper(_told):
            return self.get_response(request)


def _told(execute: Callable[..., Any], *asked: Any) -> Any:
    try:
        return execute(*asked)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) in GIVEN_UP:
            raise Busy(Problem("somebody_is_saving")) from error
        raise
