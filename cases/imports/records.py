"""What a reader of returns offers: the children, the findings, and counts that balance.

The records themselves are in ``cases.domain.returned``, where the services can know them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cases.domain.returned import (
    Finding,
    Kind,
    Place,
    ReturnedChild,
    ReturnedConference,
    ReturnedEnquiry,
    ReturnedEpisode,
    ReturnedPlan,
    ReturnedReview,
    ReturnedVisit,
    Severity,
)

__all__ = [
    "COUNTED",
    "Finding",
    "Header",
    "Kind",
    "Place",
    "Reader",
    "ReturnedChild",
    "ReturnedConference",
    "ReturnedEnquiry",
    "ReturnedEpisode",
    "ReturnedPlan",
    "ReturnedReview",
    "ReturnedVisit",
    "Severity",
    "Tally",
]

COUNTED = tuple(kind for kind in Kind if kind is not Kind.FILE)


@dataclass(slots=True)
class Tally:
    """How many of one kind were read, and what became of them: ``read`` is always the sum."""

    read: int = 0
    understood: int = 0
    refused: int = 0

    @property
    def balances(self) -> bool:
        """Whether everything read was either understood or refused."""
        return self.read == self.understood + self.refused


@dataclass(slots=True)
class Header:
    """What the file says about itself."""

    format: str = ""
    authority_code: str = ""
    reference_on: date | None = None


class Reader(Protocol):
    """A return being read: iterate it for the children, then look at the rest.

    ``findings`` and ``tallies`` are complete once the iteration has ended. A second iteration
    reads the file again from its beginning and starts both anew.
    """

    header: Header

    @property
    def findings(self) -> list[Finding]: ...

    @property
    def tallies(self) -> dict[Kind, Tally]: ...

    def __iter__(self) -> Iterator[ReturnedChild]: ...
