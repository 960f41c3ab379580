"""The errors a rule or a service can raise, each stating a fact.

``cpr.errors`` maps them to HTTP; ``cases.labels`` gives their words. They carry keys, not prose.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a stable ``code``, the form ``field`` it belongs to, its values."""

    code: str
    field: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """Something the procedures or the state of the record forbid; holds every reason at once."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("; ".join(problem.code for problem in problems))

    @classmethod
    def raise_if(cls, problems: Iterable[Problem]) -> None:
        """Raise one error of this class holding all ``problems``, if there are any."""
        found: list[Problem] = []
        for problem in problems:
            if problem not in found:  # the same thing may be wrong for several children
                found.append(problem)
        if found:
            raise cls(*found)


class RuleBroken(DomainError):
    """What was asked is against a rule of the procedures (422)."""


class Conflict(DomainError):
    """Somebody else changed the record first (409)."""


class Busy(Conflict):
    """Somebody else is writing the record, and the wait for it was too long (503)."""


class NotAllowed(DomainError):
    """The actor can see the row but may not do this (403)."""


class NotFound(DomainError):
    """No such row, or none that this actor may see: the two are never told apart (404)."""
