"""What a share must say: every pair of moments, and how much an answer may give."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from cases.domain.rules import sharing as rules
from cases.domain.statuses import Level

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOURS = (-1, 0, 1, 2)


@pytest.mark.parametrize(("start", "end"), [*product(HOURS, [*HOURS, None])])
def test_a_share_begins_now_or_later_and_ends_after_it_begins(start: int, end: int | None) -> None:
    found = rules.share_problems(
        level=Level.PLAN,
        purpose="Visits",
        starts_at=NOW + timedelta(hours=start),
        ends_at=None if end is None else NOW + timedelta(hours=end),
        now=NOW,
        longest_years=5,
    )
    is_right = start >= 0 and (end is None or (end > 0 and end > start))
    assert (list(found) == []) is is_right


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (0, 5 * 365, []),
        (0, 5 * 365 + 3, ["ends_on"]),
        (4 * 365, None, []),
        (5 * 366 + 1, None, ["starts_on"]),
        (5 * 366 + 1, 7000 * 365, ["starts_on", "ends_on"]),
    ],
)
def test_a_day_too_far_ahead_is_a_slip(start: int, end: int | None, fields: list[str]) -> None:
    found = rules.share_problems(
        level=Level.PLAN,
        purpose="Visits",
        starts_at=NOW + timedelta(days=start),
        ends_at=None if end is None else NOW + timedelta(days=end),
        now=NOW,
        longest_years=5,
    )
    far = [each.field for each in found if each.code == "share_too_far_ahead"]
    assert far == fields


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 22), date(2031, 11, 22)),
        (date(2028, 2, 29), date(2033, 2, 28)),
        (date(2026, 3, 29), date(2031, 3, 29)),  # the clocks go forward
    ],
)
def test_the_latest_day_is_the_same_day_of_the_year(today: date, last: date) -> None:
    assert rules.latest_day(today, 5) == last
    wales = ZoneInfo("Europe/London")
    midnight = datetime.combine(last, time.min, tzinfo=wales)
    after = datetime.combine(last + timedelta(days=1), time.min, tzinfo=wales)
    moment = timedelta(microseconds=1)
    for start, end, fields in (
        (midnight, after, []),
        (after - moment, None, []),
        (after, None, ["starts_on"]),
        (midnight, after + moment, ["ends_on"]),
    ):
        found = rules.share_problems(
            level=Level.PLAN,
            purpose="Visits",
            starts_at=start.astimezone(UTC),
            ends_at=end and end.astimezone(UTC),
            now=datetime.combine(today, time(23, 30), tzinfo=wales),
            longest_years=5,
        )
        assert [each.field for each in found] == fields


@pytest.mark.parametrize(("asked", "given"), [*product(Level, Level)])
def test_nobody_is_given_more_than_they_asked_for_nor_ever_the_lead(
    asked: Level, given: Level
) -> None:
    levels = list(Level)
    found = list(rules.grant_problems(asked=asked, given=given))
    is_within = given is not Level.LEAD and levels.index(given) <= levels.index(asked)
    assert (found == []) is is_within


@pytest.mark.parametrize("seen", range(len(Level)))
def test_what_is_seen_already_is_not_asked_for(seen: int) -> None:
    levels = tuple(Level)
    for level in levels:
        found = list(
            rules.request_problems(level=level, purpose="x", seen=frozenset(levels[:seen]))
        )
        is_right = level is not Level.LEAD and levels.index(level) >= seen
        assert (found == []) is is_right
