"""The rows of an episode of which a return told, as ``cases.services.imported`` writes them.

The time before the register went live: days of enquiries, conferences and registrations, no work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.demo.copying import line
from cases.demo.rows_that_follow import follow
from cases.demo.told import Episode, Kid
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    DeregistrationReason,
    Section47Outcome,
)

if TYPE_CHECKING:
    from cases.demo.rows import Rows

JOB = "seed"


def add(rows: Rows, episode: Episode, kid: Kid) -> None:
    """This will make the rows of one child's episode; what a return does not say stays empty."""
    case, batch, on = episode.cases[kid.id], rows.office.batch, episode.registered_on
    if on is None or episode.ended_on is None:
        return
    enquiry = rows.chance.key(on)
    rows.tables["Section47Enquiry"].append(
        line(
            *(enquiry, case, None, episode.strategy_on, None, Section47Outcome.NOT_STATED),
            *("", batch, None, rows.loaded_at),
        )
    )
    meetings = [(on, ConferenceKind.INITIAL, ConferenceDecision.REGISTER)]
    meetings += [
        (review.on, ConferenceKind.REVIEW, ConferenceDecision.NOT_STATED)
        for review in episode.conferences
    ]
    held: list[tuple[str, str]] = []
    for day, kind, decision in meetings:
        conference, place = rows.chance.key(day), rows.chance.key(day)
        rows.tables["Conference"].append(
            line(
                *(conference, rows.office.id, kind, ConferenceStatus.HELD, day, None, "", day),
                *(None, None, None, batch, 1, rows.loaded_at),
            )
        )
        rows.tables["ConferenceChild"].append(
            line(place, conference, case, decision, "", rows.loaded_at, None)
        )
        held.append((conference, place))
    registration = rows.chance.key(on)
    rows.tables["Registration"].append(
        line(registration, kid.id, case, held[0][1], batch, on, episode.ended_on, "", 1)
    )
    rows.categories(episode, kid, registration, on)
    rows.tables["DeregistrationDecision"].append(
        line(
            *(rows.chance.key(on), registration, None, batch, DeregistrationReason.NOT_STATED),
            *("", episode.ended_on, rows.loaded_at, JOB),
        )
    )
    follow(rows, episode, kid, held, {"enquiry": enquiry, "registration": registration})
