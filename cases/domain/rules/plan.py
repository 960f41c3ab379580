"""The work of the plan: visits, core groups and notes, and what can be said of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_before_birth, check_not_in_future, check_text
from cases.domain.rules.registration import Period


def visit_problems(
    *,
    visited_on: date,
    today: date,
    born_on: date | None,
    account: str,
    was_seen: bool,
    was_seen_alone: bool,
    was_bedroom_seen: bool,
    was_at_home: bool,
    was_refused: bool,
) -> Iterator[Problem]:
    """Yield everything wrong with a visit to a child (c4-p7).

    A child seen alone has been seen; a bedroom is seen at home; a refused visit saw nobody. A
    child without a date of birth is not born, and cannot be visited.
    """
    yield from check_not_in_future("visited_on", visited_on, today)
    yield from check_not_before_birth("visited_on", visited_on, born_on, may_precede_birth=False)
    if born_on is None:
        yield Problem("visit_to_unborn_child", "visited_on")
    yield from check_text("account", account, code="account_missing")
    if was_seen_alone and not was_seen:
        yield Problem("seen_alone_but_not_seen", "was_seen_alone")
    if was_bedroom_seen and not was_at_home:
        yield Problem("bedroom_seen_away_from_home", "was_bedroom_seen")
    if was_refused and was_seen:
        yield Problem("refused_but_seen", "was_refused")
    if was_refused and was_bedroom_seen:
        yield Problem("refused_but_bedroom_seen", "was_bedroom_seen")


def core_group_problems(*, held_on: date, today: date, account: str) -> Iterator[Problem]:
    """Yield everything wrong with a core group meeting (c4-p4, c4-p5)."""
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_text("account", account, code="account_missing")


def core_group_child_problems(
    *, held_on: date, child: str, registrations: Collection[Period]
) -> Iterator[Problem]:
    """Yield a problem for a child whose name was not on the register on the day (c4-p4).

    The core group is of the plan, and the plan is of a registration. The first day off the
    register still counts: the group may meet on the day of the review that takes the name off.
    """
    first = min((start for start, _end in registrations), default=None)
    if first is not None and held_on < first:
        params = {"child": child, "registered_on": first}
        yield Problem("core_group_before_registration", "held_on", params)
    elif not any(start <= held_on <= (end or held_on) for start, end in registrations):
        yield Problem("core_group_child_not_registered", "held_on", {"child": child})


def note_problems(*, happened_on: date, today: date, text: str) -> Iterator[Problem]:
    """Yield everything wrong with a note. It may tell of a time before the child was born."""
    yield from check_not_in_future("happened_on", happened_on, today)
    yield from check_text("text", text, code="note_missing")
