"""The living demonstration: a made-up Wales, told authority by authority and written at once.

Everything is one transaction: an interrupted loading leaves nothing. Telling takes the processor,
writing takes the database; a second process tells the next authority while one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context

from django.contrib.auth.models import Permission
from django.db import connection, transaction

from agencies.models import Team
from agencies.services import open_agency
from cases.demo import copying, places
from cases.demo import distributions as drawn_from
from cases.demo.people import SEED
from cases.demo.telling import Told, tell
from cases.demo.told import Office
from cases.demo.told_families import Part
from cases.domain.statuses import Level
from cases.models import Child, ImportBatch
from cases.models.case import codename
from cases.services.sweeps import sweep_overdue
from cpr.audit import writer as audit

SEED_NUMBER = 1989
LIVE_FOR_DAYS = 385
"""How long ago the register went live: so long that every rate over 12 months is full."""
# Every trigger asks whether it is to be passed over, through an exception where the setting
# is missing; each exception looks through all the checks that wait for the commit. None is to be.
NO_TRIGGER_PASSED_OVER = "SET LOCAL pgtrigger.ignore = '{}'"
# The triggers keep the plans they made while the tables were small; ANALYZE makes them plan anew.
PLAN_ANEW = "ANALYZE cases_conference, cases_conferencechild, cases_registration, cases_case"
PLAN_ANEW_AFTER = (1, 4)
# What was overdue before today was told of on its own day, and mostly read; by letter too.
TOLD_BEFORE = """
UPDATE cases_notice AS notice SET created_at = told.at, sent_at = told.at + interval '5 minutes',
    read_at = CASE WHEN told.at < now() - interval '3 days' THEN told.at + interval '1 day' END
FROM (
    SELECT each.id, flag.raised_at + CASE each.kind WHEN 'overdue' THEN interval '5 minutes'
                                     ELSE interval '5 days' END AS at
    FROM cases_notice AS each JOIN cases_overdueflag AS flag ON flag.id = each.flag_id
) AS told
WHERE told.id = notice.id AND told.at < date_trunc('day', now())
"""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scale:
    """How much of Wales is told, and by how many processes."""

    on_register: int
    past: int
    processes: int = 0
    authorities: tuple[str, ...] = ()


SCALES = {
    "none": Scale(0, 0),
    "small": Scale(60, 150, authorities=("W06000015", "W06000008")),
    "full": Scale(
        int(drawn_from.ON_REGISTER.value), int(drawn_from.PAST_EPISODES.value), processes=2
    ),
}


@transaction.atomic
def load(
    *,
    scale: Scale,
    today: date,
    say: Say,
    seed: int = SEED_NUMBER,
    meanwhile: Callable[[], object] = lambda: None,
) -> dict[str, int]:
    """This will write the made-up Wales into a database that has the reference agencies.

    ``meanwhile`` is done in the same transaction while the first families are being made up.
    Returns how many rows went into each table.
    """
    _execute(NO_TRIGGER_PASSED_OVER)
    open_agency(
        by=SEED,
        kind="third_sector",
        code="SUPPORT-PONT",
        name_en="Pont Family Support",
        name_cy="Pont, Cymorth i Deuluoedd",
        nation="wales",
    )
    went_live_on = today - timedelta(days=LIVE_FOR_DAYS)
    shares = divided(scale)
    children = {code: on_register for code, (on_register, _) in shares.items()}
    offices = places.build(children, seed, went_live_on, _tops())
    parts = [(office, Part(*shares[office.code], went_live_on, today, seed)) for office in offices]
    # The largest first, so that no process is left alone with it at the end.
    parts.sort(key=lambda each: -each[1].on_register)
    counts: dict[str, int] = {}
    for number, told in enumerate(_told(parts, scale.processes, meanwhile), 1):
        for name in copying.COLUMNS:
            copying.write(name, told.tables.get(name, []))
            counts[name] = counts.get(name, 0) + len(told.tables.get(name, []))
        _record(told)
        if number in PLAN_ANEW_AFTER:
            _execute(PLAN_ANEW)
        say(f"{number} of {len(parts)} authorities")
    _execute("ANALYZE")
    say("flags and notices of today")
    sweep_overdue(by=SEED, today=today)
    _execute(TOLD_BEFORE)
    return counts


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def is_loaded() -> bool:
    """Whether the made-up Wales is in this database."""
    return ImportBatch.objects.filter(format=places.FORMAT).exists()


def divided(scale: Scale) -> dict[str, tuple[int, int]]:
    """This will divide the children and the past episodes among the authorities, by people."""
    people = {
        code: number
        for code, number in drawn_from.THOUSANDS_OF_PEOPLE.items()
        if not scale.authorities or code in scale.authorities
    }
    whole = sum(people.values())
    shares = {
        code: [scale.on_register * number // whole, scale.past * number // whole]
        for code, number in people.items()
    }
    largest = max(people, key=lambda code: people[code])
    shares[largest][0] += scale.on_register - sum(share[0] for share in shares.values())
    shares[largest][1] += scale.past - sum(share[1] for share in shares.values())
    return {code: (share[0], share[1]) for code, share in shares.items()}


def _tops() -> dict[str, Team]:
    """The top teams that the told families' authorities have already."""
    tops = Team.objects.filter(name_en="Children’s services", parent__isnull=True)
    return {team.agency.code: team for team in tops.select_related("agency")}


def levels() -> dict[str, int]:
    """This will give the permission that stands for each level."""
    known = dict(
        Permission.objects.filter(
            content_type__app_label="cases", content_type__model="case"
        ).values_list("codename", "pk")
    )
    return {level.value: known[codename(level)] for level in Level}


def _told(
    parts: list[tuple[Office, Part]], processes: int, meanwhile: Callable[[], object]
) -> Iterator[Told]:
    known = levels()
    if not processes:
        meanwhile()
        for office, part in parts:
            yield tell(office, part, known)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(tell, office, part, known) for office, part in parts]
        meanwhile()
        for each in waiting:
            yield each.result()


def _record(told: Told) -> None:
    audit.record_many(
        by=SEED,
        entries=[
            audit.Entry("child.seeded", Child(pk=child, **names), case_id=case, child_id=child)
            for case, child, names in told.cases
        ],
    )
