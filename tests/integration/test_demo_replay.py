"""The made-up Wales is what the services would have made: a sample is done again through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction

from agencies import reference
from agencies.services import open_agency
from cases.demo import copying, places
from cases.demo.drawing import Chance
from cases.demo.people import SEED
from cases.demo.rows import Rows
from cases.demo.told import Family, Office
from cases.demo.told_families import Families, Part
from cases.demo.wales import LIVE_FOR_DAYS, levels
from cases.domain.statuses import ConferenceDecision
from tests import demo_replay, demo_snapshot

CODE = "W06000008"
KINDS: dict[str, Callable[[Family], bool]] = {
    "a return told of the first episode": lambda f: (
        f.episodes[0].is_loaded and not f.episodes[-1].is_loaded
    ),
    "two episodes of the register's own": lambda f: (
        len(f.episodes) > 1 and not f.episodes[-2].is_loaded
    ),
    "born while it ran": lambda f: any(k.birth_told_on for k in f.kids),
    "unborn": lambda f: any(k.born_on is None for k in f.kids),
    "came off": lambda f: f.episodes[-1].closed_on is not None and not f.episodes[-1].is_loaded,
    "came off, case still open": lambda f: (
        f.episodes[-1].ended_on is not None and f.episodes[-1].closed_on is None
    ),
    "no co-ordinator": lambda f: (
        bool(f.episodes[-1].registered_on)
        and not f.episodes[-1].is_loaded
        and not f.episodes[-1].co_ordinators
    ),
    "another co-ordinator": lambda f: len(f.episodes[-1].co_ordinators) > 1,
    "coming up": lambda f: f.episodes[-1].registered_on is None,
    "three children": lambda f: len(f.kids) > 2 and f.episodes[-1].ended_on is None,
    "a review booked": lambda f: any(
        not m.is_held and m.decision != ConferenceDecision.REGISTER and m.kind == "review"
        for m in f.episodes[-1].conferences
    ),
}


def in_order(family: Family, went_live_on: date) -> bool:
    """Whether nothing was worked on before what came earlier was loaded."""
    is_any_loaded = any(e.is_loaded for e in family.episodes)
    return not is_any_loaded or all(
        e.is_loaded or e.opened_on > went_live_on for e in family.episodes
    )


def work_of(family: Family) -> int:
    """How much there is to do again."""
    return sum(len(seen) for e in family.episodes for seen in e.visits.values())


def told(today: date) -> tuple[Office, Part, list[Family]]:
    """One family of each kind, of the first seed that has them all: the dates follow ``today``."""
    went_live_on = today - timedelta(days=LIVE_FOR_DAYS)
    reference.load(by=SEED)
    open_agency(by=SEED, kind="third_sector", code="SUPPORT-PONT", name_en="Pont", nation="wales")
    (office,) = places.build({CODE: 40}, 7, went_live_on, {})
    for seed in range(7, 27):
        part = Part(240, 300, went_live_on, today, seed)
        families = [f for f in Families(office, part).tell() if in_order(f, went_live_on)]
        sample: list[Family] = []
        for is_kind in KINDS.values():
            if not any(map(is_kind, sample)):
                sample += sorted(filter(is_kind, families), key=work_of)[:1]
        if all(any(map(is_kind, sample)) for is_kind in KINDS.values()):
            return office, part, sample
    pytest.fail("no seed tells a family of each kind")


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 3, 1)])
def test_the_services_make_the_same_rows(day: date) -> None:
    """What is told follows the day it is told on, so the days are named.

    On the first, a child comes off before a brother or sister is heard of.
    """
    office, part, sample = told(day)
    in_bulk = {}
    with transaction.atomic():
        rows = Rows(office, Chance("rows"), part.went_live_on, part.today, levels())
        for family in sample:
            rows.add(family)
        for name in copying.COLUMNS:
            copying.write(name, rows.tables.get(name, []))
        in_bulk = demo_snapshot.snapshot()
        transaction.set_rollback(True)
    demo_replay.Replay(office, part.went_live_on, part.today).do(sample)
    found = demo_snapshot.differences(in_bulk, demo_snapshot.snapshot())
    assert not found, "\n".join([f"{len(found)} rows differ", *found[:12]])
    assert sum(map(len, in_bulk.values())) > 400
