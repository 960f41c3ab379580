"""Makes up the children of a family: names, days of birth, numbers, address, language.

NHS numbers are of the 999 test range, each authority with a block of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from cases.demo import distributions as drawn_from
from cases.demo.drawing import Chance
from cases.demo.name_words import BOYS, FAMILY_NAMES, GIRLS, STREETS
from cases.demo.told import Kid, Office
from cases.domain.rules.identifiers import nhs_check_digit, upn_check_letter

FIRST_NHS = 100_000
NHS_BLOCK = 40_000
SCHOOL_YEARS = 4.5
YEAR = 365.25
APART = 300
OFTENER = 1.1
"""The youngest are drawn oftener: those too young for their registration are left out."""


class Registry:
    """Hands out what must be one child's only, within one authority."""

    def __init__(self, office: Office, chance: Chance) -> None:
        self.office = office
        self.chance = chance
        self._nhs = FIRST_NHS + office.number * NHS_BLOCK
        self._upn = 0
        self._local = 0

    def nhs(self) -> str:
        """This will give the next valid number of the authority's block."""
        while True:
            self._nhs += self.chance.randint(1, 3)
            nine = f"999{self._nhs:06d}"
            check = nhs_check_digit(nine)
            if check is not None:
                return f"{nine}{check}"

    def upn(self, born_on: date) -> str:
        """This will give the next pupil number of the authority's schools."""
        self._upn += 1
        school, serial = divmod(self._upn, 1000)
        year = (born_on.year + 4) % 100
        rest = f"{self.office.education_code}{9000 + school:04d}{year:02d}{serial:03d}"
        return f"{upn_check_letter(rest)}{rest}"

    def local(self) -> str:
        """This will give the authority's own next number."""
        self._local += 1
        return f"{self.office.code[-2:]}-{self._local:05d}"


def family(
    registry: Registry, size: int, as_of: date, today: date, *, with_unborn: bool
) -> list[Kid]:
    """This will make up the children of a family, as old as the register's are on ``as_of``."""
    chance = registry.chance
    name = chance.choice(FAMILY_NAMES)
    language = "Cymraeg" if chance.happens(drawn_from.WELSH_AT_HOME) else "English"
    number, street = chance.randint(1, 98), chance.choice(STREETS)
    address = f"{number} {street}, {registry.office.place}"
    group = chance.key(as_of) if size > 1 else None
    births = _births(chance, size - with_unborn, as_of)
    kids = []
    used: set[str] = set()
    for born_on in births:
        kid = _kid(registry, name, born_on, today, used)
        kid.language, kid.address, kid.group = language, address, group
        kids.append(kid)
    if with_unborn:
        kids.append(
            Kid(
                id=chance.key(as_of),
                given="",
                family=name,
                sex="not_known",
                born_on=None,
                expected_on=today + chance.days(20, 120),
                language=language,
                address=address,
                nhs="",
                upn="",
                group=group,
            )
        )
    return kids


def _births(chance: Chance, number: int, as_of: date) -> list[date]:
    births: list[date] = []
    while len(births) < number:
        born_on = as_of - timedelta(days=int(_years(chance) * YEAR) + 20)
        if all(abs((born_on - other).days) > APART for other in births) or chance.happens(0.03):
            births.append(born_on)
    return sorted(births)


def _years(chance: Chance) -> float:
    if chance.happens(drawn_from.UNDER_FIVE, OFTENER):
        return 5 * chance.random()
    return chance.of(drawn_from.YEARS_FROM_FIVE)


def _kid(registry: Registry, name: str, born_on: date, today: date, used: set[str]) -> Kid:
    chance = registry.chance
    is_boy = chance.happens(drawn_from.BOYS)
    given = chance.choice(BOYS if is_boy else GIRLS)
    while given in used:
        given = chance.choice(BOYS if is_boy else GIRLS)
    used.add(given)
    is_pupil = born_on < today - timedelta(days=int(SCHOOL_YEARS * YEAR))
    return Kid(
        id=chance.key(born_on),
        given=given,
        family=name,
        sex="male" if is_boy else "female",
        born_on=born_on,
        expected_on=None,
        language="",
        address="",
        nhs=registry.nhs() if chance.happens(drawn_from.NHS_NUMBER_KNOWN) else "",
        upn=registry.upn(born_on) if is_pupil and chance.happens(drawn_from.UPN_KNOWN) else "",
        group=None,
    )
