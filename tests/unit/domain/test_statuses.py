"""The transition tables and the vocabularies: every pair, both ways."""

from __future__ import annotations

from itertools import product

import pytest

from cases.domain import permissions
from cases.domain.permissions import P
from cases.domain.statuses import (
    CONFERENCE_TRANSITIONS,
    DECISIONS_OF_KIND,
    REASONS_WITHOUT_CONFERENCE,
    REGISTERING_KINDS,
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    DeregistrationReason,
    Level,
)

MOVES = {
    (ConferenceStatus.CALLED, ConferenceStatus.HELD),
    (ConferenceStatus.CALLED, ConferenceStatus.CANCELLED),
}


@pytest.mark.parametrize(("before", "after"), list(product(ConferenceStatus, repeat=2)))
def test_every_move_of_a_conference(before: ConferenceStatus, after: ConferenceStatus) -> None:
    assert (after in CONFERENCE_TRANSITIONS[before]) == ((before, after) in MOVES)


def test_every_status_has_a_row() -> None:
    assert set(CONFERENCE_TRANSITIONS) == set(ConferenceStatus)


REGISTERING = {ConferenceDecision.REGISTER, ConferenceDecision.DO_NOT_REGISTER}
REVIEWING = {
    ConferenceDecision.CONTINUE,
    ConferenceDecision.CHANGE_CATEGORIES,
    ConferenceDecision.REMOVE,
}


@pytest.mark.parametrize(("kind", "decision"), list(product(ConferenceKind, ConferenceDecision)))
def test_every_decision_of_every_kind(kind: ConferenceKind, decision: ConferenceDecision) -> None:
    expected = REVIEWING if kind is ConferenceKind.REVIEW else REGISTERING
    assert (decision in DECISIONS_OF_KIND[kind]) == (decision in expected)


def test_every_kind_but_a_review_can_register() -> None:
    assert set(ConferenceKind) - {ConferenceKind.REVIEW} == REGISTERING_KINDS
    assert set(DECISIONS_OF_KIND) == set(ConferenceKind)


@pytest.mark.parametrize("reason", DeregistrationReason)
def test_which_reasons_need_no_conference(reason: DeregistrationReason) -> None:
    alone = {
        DeregistrationReason.EIGHTEENTH_BIRTHDAY,
        DeregistrationReason.DIED,
        DeregistrationReason.LEFT_UK,
    }
    assert (reason in REASONS_WITHOUT_CONFERENCE) == (reason in alone)


@pytest.mark.parametrize(("level", "least"), list(product(Level, repeat=2)))
def test_a_level_includes_those_before_it(level: Level, least: Level) -> None:
    order = list(Level)
    assert (level in Level.at_least(least)) == (order.index(level) >= order.index(least))


@pytest.mark.parametrize("permission", P)
def test_every_permission_has_a_least_level(permission: P) -> None:
    assert permissions.LEAST_LEVEL[permission] in Level
