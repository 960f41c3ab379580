"""What stands against a conference as held: its day for each child, and who was there."""

from __future__ import annotations

from datetime import date

from agencies.actors import Actor
from cases.domain.errors import Problem
from cases.domain.rules import conferences as rules
from cases.domain.statuses import ConferenceKind
from cases.models import Case, Conference
from cases.queries import attendance
from cases.services.child_facts import child_facts


def settle(by: Actor, conference: Conference, reason: str) -> list[Problem]:
    """This will say what a conference lacks to be held, by those recorded as present.

    With too few its chair alone goes on: the reason is put on the row, which the caller saves.
    """
    listed = attendance.everybody(conference)
    lacking = attendance.quorum_problems(conference, listed, "")
    if not lacking or not reason.strip():
        return lacking
    if by.membership_id != conference.chair_id:
        return [Problem("quorum_reason_is_the_chairs", "quorum_reason")]
    conference.quorum_reason = reason.strip()
    return attendance.quorum_problems(conference, listed, reason)


def problems(
    conference: Conference, cases: list[Case], held_on: date, today: date
) -> list[Problem]:
    """This will gather what is wrong with a conference held on a day, for each child."""
    known, kind = child_facts(cases), ConferenceKind(conference.kind)
    return [
        problem
        for case in cases
        for problem in rules.holding_problems(
            kind=kind,
            held_on=held_on,
            today=today,
            child=case.child.full_name,
            born_on=case.child.born_on,
            expected_on=case.child.expected_on,
            first_strategy_on=known[case.pk].first_strategy_on,
            registered_on=known[case.pk].registered_for(kind),
            registered_by_conference_on=known[case.pk].registered_by_conference_on,
        )
    ]
