"""What makes a function a service: one transaction, acting in the database as whoever acts.

So a service sees the rows of its actor and no more, whoever calls it and from where.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from agencies.actors import acting_as
from cases.domain.errors import NotFound, Problem

S = TypeVar("S", bound=Callable[..., Any])
log = logging.getLogger(__name__)


def act(service: S) -> S:
    """This will run a service, whose actor is ``by``, in a transaction and as that actor.

    A row that is gone between two statements, since it was closed to the person while the service
    waited for a lock, is NotFound, and told in the log. A job, which sees every row, raises.
    """

    @wraps(service)
    def acted(*args: Any, **named: Any) -> Any:
        try:
            with acting_as(named["by"]), transaction.atomic():
                return service(*args, **named)
        except ObjectDoesNotExist as gone:
            if named["by"].is_system:
                raise
            log.warning("gone in the middle of %s", service.__qualname__, exc_info=True)
            raise NotFound(Problem("not_found")) from gone

    return acted  # type: ignore[return-value]
