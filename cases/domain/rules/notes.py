"""Notes and core groups: that something was written, on a day that can have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_before_birth, check_not_in_future, check_text


def note_problems(*, happened_on: date, text: str, today: date) -> Iterator[Problem]:
    """Yield everything wrong with a note."""
    yield from check_not_in_future("happened_on", happened_on, today)
    yield from check_text("text", text, code="text_missing")


def core_group_problems(
    *, held_on: date, account: str, born_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield everything wrong with a core group meeting (c4-p5)."""
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_not_before_birth("held_on", held_on, born_on, may_precede_birth=True)
    yield from check_text("account", account, code="text_missing")
