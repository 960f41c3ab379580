"""The clocks that run while a name is on the register: reviews, core groups, seeing the child.

They start at registration and stop on the first day off the register, or when the case closes.
Of a registration that a return tells of from start to end only the reviews are judged.
A child registered unborn is reviewed from the conference as any other, but cannot be seen: the
visiting clocks start on the day of the birth, so the first is due counted from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.domain.clocks.reading import ClockReading, Dial, earliest, rolling, single
from cases.domain.facts import CaseFacts, RegistrationFact, VisitFact
from cases.domain.statuses import ConferenceKind

VISIT_CLOCKS: dict[str, Callable[[VisitFact], bool]] = {
    "seen": lambda visit: visit.seen,
    "seen_alone": lambda visit: visit.seen and visit.seen_alone,
    "seen_at_home": lambda visit: visit.seen and visit.at_home,
}
"""Which visits meet which clock; a nation without the clock has no row for it."""


@dataclass(frozen=True)
class _Episode:
    """One registration as its clocks see it."""

    subject: str
    registered_on: date
    reviewed_from: date
    stop_on: date | None
    visits_from: date | None
    reviews: tuple[date, ...]
    unknown_before: frozenset[date]
    """Reviews of which a return gave the latest only."""


def readings(facts: CaseFacts, dial: Dial) -> Iterator[ClockReading]:
    """Yield the readings of every registration of the case."""
    core_groups = [meeting.held_on for meeting in facts.core_groups]
    for registration in facts.registrations:
        episode = _episode(facts, registration)
        if episode.stop_on is not None and episode.registered_on >= episode.stop_on:
            continue
        yield from _reviews(episode, dial)
        if registration.is_history:
            continue
        yield from rolling(
            dial,
            "first_core_group",
            "later_core_group",
            episode.subject,
            episode.registered_on,
            steps=core_groups,
            stop_on=episode.stop_on,
        )
        yield from _visits(facts, episode, dial)
        yield from _bedroom(facts, episode, dial)


def _episode(facts: CaseFacts, registration: RegistrationFact) -> _Episode:
    """Gather one registration's dates.

    Reviews count from the conference that registered the child; where none is known (a record
    loaded from a return) from the registration itself. A review held on or before either day
    is not a review of this registration.
    """
    conference_on = next(
        (c.was_held_on for c in facts.conferences if c.id == registration.conference_id), None
    )
    reviewed_from = conference_on or registration.registered_on
    stop_on = earliest(registration.ended_on, facts.closed_on)
    first_day = max(reviewed_from, registration.registered_on)
    held = {c.was_held_on for c in facts.conferences if c.kind is ConferenceKind.REVIEW}
    reviews = sorted(
        day
        for day in held
        if day is not None and day > first_day and (stop_on is None or day <= stop_on)
    )
    return _Episode(
        subject=f"registration:{registration.id}",
        registered_on=registration.registered_on,
        reviewed_from=reviewed_from,
        stop_on=stop_on,
        visits_from=_visits_from(facts, registration.registered_on),
        reviews=tuple(reviews),
        unknown_before=frozenset(
            c.was_held_on for c in facts.conferences if c.was_held_on and c.is_latest_only
        ),
    )


def _visits_from(facts: CaseFacts, registered_on: date) -> date | None:
    """Give the first day a visiting clock can run; none while the child is unborn."""
    if facts.is_unborn:
        return None
    return max(registered_on, facts.born_on) if facts.born_on else registered_on


def _reviews(episode: _Episode, dial: Dial) -> Iterator[ClockReading]:
    yield from rolling(
        dial,
        "first_review",
        "later_review",
        episode.subject,
        episode.reviewed_from,
        steps=episode.reviews,
        stop_on=episode.stop_on,
        unknown_before=episode.unknown_before,
    )


def _visits(facts: CaseFacts, episode: _Episode, dial: Dial) -> Iterator[ClockReading]:
    if episode.visits_from is None:
        return
    unknown_before = {visit.on for visit in facts.visits if visit.is_latest_only}
    for clock, counts in VISIT_CLOCKS.items():
        yield from rolling(
            dial,
            clock,
            clock,
            episode.subject,
            episode.visits_from,
            steps=[visit.on for visit in facts.visits if counts(visit)],
            stop_on=episode.stop_on,
            unknown_before=unknown_before,
        )


def _bedroom(facts: CaseFacts, episode: _Episode, dial: Dial) -> Iterator[ClockReading]:
    """Yield one reading for each interval between conferences (Wales, c4-p3).

    It is due when the interval ends: the day the next review is held or, if that is sooner, the
    day it is due, so that a late review gives no more time. A missed interval stays missed until
    the bedroom is seen. The day of a conference belongs to the interval that it ends. Intervals
    of which a return gave the last review only are not judged.
    """
    if episode.visits_from is None:
        return
    seen = sorted(visit.on for visit in facts.visits if visit.bedroom_seen)
    starts = (episode.reviewed_from, *episode.reviews)
    unknown = episode.unknown_before.intersection(episode.reviews)
    for start, end in zip(starts, (*episode.reviews, None), strict=True):
        if any(start < review for review in unknown):
            continue
        begins_on = max(start, episode.visits_from)
        if end is not None and begins_on >= end:
            continue
        if episode.stop_on is not None and begins_on >= episode.stop_on:
            return
        review = "first_review" if start == episode.reviewed_from else "later_review"
        interval_ends = earliest(end, dial.due_on(review, start))
        if interval_ends is None or not dial.has("bedroom_seen", begins_on):
            continue
        yield from single(
            dial,
            "bedroom_seen",
            episode.subject,
            begins_on,
            met_on=next((day for day in seen if day > begins_on), None),
            stop_on=episode.stop_on,
            due=max(interval_ends, begins_on),
        )
