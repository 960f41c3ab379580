"""Whether the register's rows agree with one another: what the services would have made of them.

Each check has a name and gives a line for each break. Nothing is changed. What is only to be looked
at (a child without a co-ordinator) is no break, and is told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from cases import grants
from cases.domain import procedures
from cases.domain.rules.identifiers import identifier_problems
from cases.domain.statuses import IdentifierScheme, Nation
from cases.models import Case, ChildIdentifier, RegistrationCategory
from cases.services import consistency_sql as sql
from cases.services import deadlines
from cpr.clock import now, today

CASES_AT_A_TIME = 500


@dataclass(frozen=True)
class Checked:
    """One check: its name, what it found (at most so many), and whether that is a break."""

    name: str
    found: tuple[str, ...]
    is_break: bool

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong; what is only to be looked at is not wrong."""
        return not (self.found and self.is_break)


def check(*, most: int = 20) -> Iterator[Checked]:
    """This will run every check, one after the other; each gives at most so many lines."""
    for name, run in CHECKS.items():
        yield Checked(name, tuple(islice(run(), most)), is_break=True)
    for name, statement in sql.BREAKS.items():
        yield Checked(name, tuple(islice(_lines(statement), most)), is_break=True)
    for name, statement in sql.TO_LOOK_AT.items():
        yield Checked(name, tuple(islice(_lines(statement), most)), is_break=False)


def _lines(statement: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"today": today(), "now": now()})
        for row in cursor.fetchall():
            yield str(row[0])


def _grants() -> Iterator[str]:
    yield from grants.differences()


def _deadlines() -> Iterator[str]:
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(cases), CASES_AT_A_TIME):
        yield from deadlines.differences(cases[start : start + CASES_AT_A_TIME])


def _identifiers() -> Iterator[str]:
    for row in ChildIdentifier.objects.filter(scheme__in=["nhs", "upn"]).iterator():
        for problem in identifier_problems(IdentifierScheme(row.scheme), row.value):
            yield f"identifier {row.pk}: {problem.code}"


def _categories() -> Iterator[str]:
    rows = RegistrationCategory.objects.values_list(
        "registration_id", "category", "started_on", "registration__case__authority__nation"
    )
    for registration, category, started_on, nation in rows.iterator():
        of_nation = Nation(nation)
        if procedures.procedure(of_nation) and not procedures.category(
            of_nation, category, started_on
        ):
            yield f"registration {registration}: {category} is no category of {nation}"


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "grants_are_as_the_involvements_say": _grants,
    "deadlines_are_as_the_facts_say": _deadlines,
    "national_numbers_are_well_formed": _identifiers,
    "categories_are_the_nations_own": _categories,
}
"""The checks that need the rules themselves, by name."""
