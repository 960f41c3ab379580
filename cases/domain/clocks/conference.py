"""The clocks a held conference starts: outline plan sent, record sent.

A conference that was cancelled, or only called, starts none; nor does one loaded from a return,
which never says when papers were sent: not knowing is not lateness.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.domain.clocks.reading import ClockReading, Dial, earliest, single
from cases.domain.facts import CaseFacts, ConferenceFact, RegistrationFact
from cases.domain.statuses import REGISTERING_KINDS, ConferenceDecision


def readings(facts: CaseFacts, dial: Dial) -> Iterator[ClockReading]:
    """Yield the readings of every conference that was held while the case was open."""
    for conference in facts.conferences:
        held_on = conference.was_held_on
        if not conference.are_papers_known and conference.record_sent_on is None:
            continue
        if held_on is None or (facts.closed_on is not None and held_on > facts.closed_on):
            continue
        yield from _record(facts, dial, conference, held_on)
        if conference.kind in REGISTERING_KINDS:
            yield from _outline(facts, dial, conference, held_on)


def _record(
    facts: CaseFacts, dial: Dial, conference: ConferenceFact, held_on: date
) -> Iterator[ClockReading]:
    """Yield the record's clock: a name coming off the register does not stop it.

    The agencies are owed the record of the conference that took the name off as much as any
    other. Closing the case stops it.
    """
    yield from single(
        dial,
        "conference_record_sent",
        f"conference:{conference.id}",
        held_on,
        met_on=conference.record_sent_on,
        stop_on=facts.closed_on,
    )


def _outline(
    facts: CaseFacts, dial: Dial, conference: ConferenceFact, held_on: date
) -> Iterator[ClockReading]:
    """Yield the outline plan's clock: only where the conference placed the name on the register."""
    registration = _registration_by(facts, conference)
    if conference.decision is not ConferenceDecision.REGISTER and registration is None:
        return
    ended_on = registration.ended_on if registration else None
    yield from single(
        dial,
        "outline_plan_sent",
        f"conference:{conference.id}",
        held_on,
        met_on=conference.outline_sent_on,
        stop_on=earliest(ended_on, facts.closed_on),
    )


def _registration_by(facts: CaseFacts, conference: ConferenceFact) -> RegistrationFact | None:
    return next((each for each in facts.registrations if each.conference_id == conference.id), None)
