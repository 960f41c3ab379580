"""Tells one authority's families and makes their rows: the work of one process, without Django."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from cases.demo.drawing import Chance
from cases.demo.rows import Rows
from cases.demo.told import Office
from cases.demo.told_families import Families, Part

SeededCase = tuple[uuid.UUID, uuid.UUID, dict[str, object]]


@dataclass(frozen=True)
class Told:
    """The rows of one authority, and for each case its child, for the audit."""

    tables: dict[str, list[str]]
    cases: list[SeededCase] = field(default_factory=list)


def tell(office: Office, part: Part, levels: dict[str, int]) -> Told:
    """This will tell the families of one authority and make their rows."""
    families = Families(office, part).tell()
    chance = Chance(f"{part.seed}:{office.code}:rows")
    rows = Rows(office, chance, part.went_live_on, part.today, levels)
    cases: list[SeededCase] = []
    for family in families:
        rows.add(family)
        for episode in family.episodes:
            for kid in episode.kids:
                names: dict[str, object] = {
                    "given_names": kid.given,
                    "family_name": kid.family,
                    "born_on": kid.born_on,
                }
                cases.append((uuid.UUID(episode.cases[kid.id]), uuid.UUID(kid.id), names))
    return Told(dict(rows.tables), cases)
