"""Sharing a case: what a share must say, and how much somebody who asks for one can be given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from cases.domain.calendar import add_months
from cases.domain.errors import Problem
from cases.domain.statuses import Level


def share_problems(
    *,
    level: Level,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime | None,
    now: datetime,
    longest_years: int,
) -> Iterator[Problem]:
    """Yield what is wrong with a share: need to know has a purpose, a measure and a time (DOMAIN
    5.2: minimum necessary; an information sharing protocol states its purpose).

    ``lead`` is the authority's own: no share gives it. A share may begin later, never earlier. A
    day more than ``longest_years`` (a named default) away is a slip: nobody knows so far ahead.
    Days are those of the time zone of ``now``.
    """
    day_after = latest_day(now.date(), longest_years) + timedelta(days=1)
    latest = datetime.combine(day_after, time.min, tzinfo=now.tzinfo)
    if not purpose.strip():
        yield Problem("purpose_missing", "purpose")
    if level is Level.LEAD:
        yield Problem("level_not_for_partners", "level")
    if starts_at < now:
        yield Problem("share_starts_in_past", "starts_on")
    if starts_at >= latest:
        yield Problem("share_too_far_ahead", "starts_on", {"years": longest_years})
    if ends_at is not None and ends_at <= now:
        yield Problem("share_ends_in_past", "ends_on")
    elif ends_at is not None and ends_at <= starts_at:
        yield Problem("share_ends_before_start", "ends_on")
    elif ends_at is not None and ends_at > latest:
        yield Problem("share_too_far_ahead", "ends_on", {"years": longest_years})


def latest_day(today: date, longest_years: int) -> date:
    """Give the latest day that a share may begin on, or last: the same day of the year."""
    return add_months(today, 12 * longest_years)


def request_problems(*, level: Level, purpose: str, seen: frozenset[Level]) -> Iterator[Problem]:
    """Yield what is wrong with a request: ``seen`` is what the asker sees of the case already."""
    if not purpose.strip():
        yield Problem("purpose_missing", "purpose")
    if level is Level.LEAD:
        yield Problem("level_not_for_partners", "level")
    elif level in seen:
        yield Problem("seen_already", "level")


def grant_problems(*, asked: Level, given: Level) -> Iterator[Problem]:
    """Yield what is wrong with an answer: nobody is given more than they asked for."""
    if given not in levels_within(asked):
        yield Problem("more_than_asked", "level")


def levels_within(most: Level) -> tuple[Level, ...]:
    """This will list the levels that a share can have, up to one of them, least first."""
    levels = tuple(level for level in Level if level is not Level.LEAD)
    return levels[: levels.index(most) + 1] if most in levels else levels
