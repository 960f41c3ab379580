"""Whose the figures are: the names of the teams, or co-ordinators, that the board is parted by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agencies.models import Membership, Team
from cases.queries.overdue import Summary
from cases.queries.overdue_counts import Whose


@dataclass(frozen=True)
class Part:
    """One team's, or one worker's, part of the board; ``key`` is NOBODY without a co-ordinator."""

    key: uuid.UUID
    name: str
    team: str
    on_register: int
    children: int
    dates: int
    unbooked: int
    no_visit: int


def parts(board: Summary, whose: Whose) -> list[Part]:
    """This will name the parts of a board that was parted so, the most children overdue first."""
    names = _teams(board.parted) if whose is Whose.TEAM else _workers(board.parted)
    found = [
        Part(key, name=name, team=team, **figures)
        for key, figures in board.parted.items()
        for name, team in [names.get(key, ("", ""))]
        if whose is Whose.WORKER or key in names
    ]
    return sorted(found, key=lambda part: (-part.children, -part.dates, part.name, part.key))


def _teams(keys: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, tuple[str, str]]:
    return {team.pk: (team.name, "") for team in Team.objects.filter(pk__in=keys)}


def _workers(keys: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, tuple[str, str]]:
    people = Membership.objects.filter(pk__in=keys).select_related("user", "team")
    people = people.only("user__full_name", "team__name_en", "team__name_cy")
    return {person.pk: (person.user.full_name, person.team.name) for person in people}
