"""How people stand in a list to choose from: the own team first, and nobody like another."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from agencies.models import Membership


def to_choose(
    people: Iterable[Membership], own_team: uuid.UUID | None
) -> list[tuple[uuid.UUID, str]]:
    """This will name people with their teams, those of the own team first, else in their order.

    Two of one name in one team are told apart by what stands before the @ of their addresses.
    ``user`` and ``team`` are to be loaded with them.
    """
    ordered = sorted(people, key=lambda one: one.team_id != own_team)
    labels = [f"{one.user.full_name}, {one.team.name}" for one in ordered]
    times = Counter(labels)
    return [
        (one.pk, label if times[label] == 1 else f"{label} ({one.user.email.split('@')[0]})")
        for one, label in zip(ordered, labels, strict=True)
    ]
