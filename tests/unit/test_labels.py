"""Every value of every enumeration that pages show has words, and words of its own."""

from __future__ import annotations

from enum import StrEnum

import pytest

from cases import labels
from cases.domain import procedures, statuses
from cases.domain.procedures import procedure

SHOWN = (
    statuses.Sex,
    statuses.IdentifierScheme,
    statuses.StrategyOutcome,
    statuses.Section47Outcome,
    statuses.ConferenceKind,
    statuses.ConferenceStatus,
    statuses.ConferenceDecision,
    statuses.DeregistrationReason,
    statuses.Level,
    statuses.InvolvementRole,
    statuses.NoteAudience,
    statuses.NoteKind,
)


@pytest.mark.parametrize("values", SHOWN)
def test_every_value_has_words_of_its_own(values: type[StrEnum]) -> None:
    said = [labels.label(value) for value in values]
    assert all(said)
    assert len(set(said)) == len(said)


def test_two_enumerations_may_share_a_text_and_not_their_words() -> None:
    ended = labels.label(statuses.Section47Outcome.NO_CONTINUING_RISK)
    came_off = labels.label(statuses.DeregistrationReason.NO_CONTINUING_RISK)
    assert ended == "Concerns substantiated, no continuing risk of significant harm"
    assert came_off == "No longer at continuing risk of significant harm"


def test_every_clock_that_pages_count_has_words() -> None:
    counted = {"first_review", "later_review", "seen_alone", "initial_conference"}
    held = [procedure(nation) for nation in procedures.nations()]
    known = {row.key for each in held if each for row in each.timescales}
    assert counted <= known
    assert all(labels.clock_label(key) for key in counted)
