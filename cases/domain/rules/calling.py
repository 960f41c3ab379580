"""Calling and moving a conference: who chairs it, who keeps its record, whom it leaves out, when.

What kind of conference a child can be at is in ``conferences``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_text
from cases.domain.statuses import ConferenceStatus


def check_chair_is_independent(*, chair: str, child: str, is_in_line: bool) -> Iterator[Problem]:
    """Yield a problem for a chair who works on the case or manages those who do.

    The chair is independent of operational and line-management responsibility (c3pt2-p8).
    """
    if is_in_line:
        yield Problem("chair_in_line_of_management", "chair", {"name": chair, "child": child})


def check_minute_taker_has_no_other_part(
    *, name: str, child: str, has_part: bool
) -> Iterator[Problem]:
    """Yield a problem for a minute taker with another part in the case (c3pt2-p14)."""
    if has_part:
        yield Problem("minute_taker_has_part", "minute_taker", {"name": name, "child": child})


def check_left_out(*, child: str, reason: str, field: str) -> Iterator[Problem]:
    """Yield a problem for a child of the household whom nobody says why to leave out.

    A conference considers every child of the household: each is decided, or named with why not.
    """
    if not reason.strip():
        yield Problem("left_out_without_reason", field, {"child": child})


def check_video_link(link: str) -> Iterator[Problem]:
    """Yield a problem for a link that a browser should not be sent to."""
    if not link:
        return
    try:
        parts = urlsplit(link)
        is_safe = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        is_safe = False
    if not is_safe or any(each.isspace() for each in link):
        yield Problem("video_link_unsafe", "video_link")


def follow_problems(
    *, status: ConferenceStatus, was_quorate: bool, is_of_same_children: bool
) -> Iterator[Problem]:
    """Yield why a conference cannot take up an earlier one again.

    One that was cancelled, or that was held with too few agencies, is taken up again for one or
    more of its children.
    """
    if status is ConferenceStatus.CALLED or (status is ConferenceStatus.HELD and was_quorate):
        yield Problem("follows_what_stands")
    if not is_of_same_children:
        yield Problem("follows_other_children", "cases")


def postponing_problems(
    *, planned_on: date, to_on: date, reason: str, protection: str, may_authorise: bool
) -> Iterator[Problem]:
    """Yield everything wrong with moving a called conference to a later day.

    The chair may postpone exceptionally, if satisfied that the child is protected (c3pt2-p4).
    """
    if to_on <= planned_on:
        yield Problem("postponed_to_earlier", "to_on", {"planned_on": planned_on})
    yield from check_text("reason", reason, code="reason_missing")
    yield from check_text("protection", protection, code="protection_missing")
    if not may_authorise:
        yield Problem("may_not_authorise_postponing", "authorised_by")
