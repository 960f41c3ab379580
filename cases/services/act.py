"""What makes a function a service: one transaction, acting in the database as whoever acts.

So a service sees the rows of its actor and no more, whoever calls it and from where.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

from agencies.actors import acting_as

S = TypeVar("S", bound=Callable[..., Any])


def act(service: S) -> S:
    """This will run a service, whose actor is ``by``, in a transaction and as that actor."""

    @wraps(service)
    def acted(*args: Any, **named: Any) -> Any:
        with acting_as(named["by"]), transaction.atomic():
            return service(*args, **named)

    return acted  # type: ignore[return-value]
