"""Episodes: a case is worked on while it is open, and a closed one is followed by a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem


def open_case_problems(*, closed_on: date | None) -> Iterator[Problem]:
    """Yield a problem for work on a closed case.

    Its clocks have stopped, so nothing recorded on it would ever be due. Reading it, adding a
    note and taking a name off stay possible.
    """
    if closed_on is not None:
        yield Problem("case_is_closed", params={"closed_on": closed_on})
