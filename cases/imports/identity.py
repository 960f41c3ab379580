"""Who a child in a return is: birth, death, sex, ethnicity and pupil numbers.

Shared by both formats. Without a number of the authority and a possible birth date nobody can
say who the child is, and the child is refused.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from cases.domain.rules.identifiers import normalise_upn, upn_problems
from cases.domain.statuses import Sex
from cases.imports.codes import ETHNICITY_CODES
from cases.imports.judge import LONGEST_PREGNANCY, Judge
from cases.imports.records import Kind, Place
from cases.imports.values import NotUnderstood, read_date, shown

LONGEST_ID = 60
LATE_BIRTH = timedelta(days=28)
_ID = re.compile(r"^[^\x00-\x1f\x7f]+$")


def read_local_id(judge: Judge, place: Place, name: str, value: str) -> str | None:
    """This will give the authority's own number of the child, or None after refusing the child."""
    local_id = value.strip()
    if not local_id:
        judge.ledger.refuse(Kind.CHILD, place, "no_local_id", item=name)
        return None
    if len(local_id) > LONGEST_ID or not _ID.match(local_id):
        judge.ledger.refuse(Kind.CHILD, place, "local_id_unusable", value=shown(local_id))
        return None
    return local_id


def read_birth(
    judge: Judge, place: Place, *, born: tuple[str, object], expected: tuple[str, object]
) -> bool:
    """This will set the judge's birth or expected date, or refuse the child and say False."""
    ledger = judge.ledger
    try:
        born_on = read_date(born[1], british=judge.is_british)
        expected_on = read_date(expected[1], british=judge.is_british)
    except NotUnderstood:
        values = " / ".join(shown(value) for value in (born[1], expected[1]) if value)
        ledger.refuse(Kind.CHILD, place, "birth_not_understood", value=values)
        return False
    if born_on is None and expected_on is None:
        ledger.refuse(Kind.CHILD, place, "no_birth_date", item=born[0])
        return False
    if born_on is not None and born_on > judge.today:
        ledger.refuse(Kind.CHILD, place, "born_in_future", on=born_on)
        return False
    if born_on is not None and expected_on is not None:
        ledger.warn(Kind.CHILD, place, "born_and_expected", on=born_on, expected_on=expected_on)
        expected_on = None
    if expected_on is not None and not _expected_is_possible(judge, place, expected_on):
        return False
    judge.born_on, judge.expected_on = born_on, expected_on
    return True


def _expected_is_possible(judge: Judge, place: Place, expected_on: date) -> bool:
    if expected_on > judge.today + LONGEST_PREGNANCY:
        judge.ledger.refuse(Kind.CHILD, place, "expected_too_far", on=expected_on)
        return False
    if expected_on < judge.today - LATE_BIRTH:
        judge.ledger.warn(Kind.CHILD, place, "expected_long_ago", on=expected_on)
    return True


def read_death(judge: Judge, place: Place, name: str, value: object) -> None:
    """This will set the judge's date of death; an impossible one is left out and told."""
    try:
        died_on = read_date(value, british=judge.is_british)
    except NotUnderstood:
        judge.ledger.warn(Kind.CHILD, place, "date_not_understood", item=name, value=shown(value))
        return
    if died_on is None:
        return
    if died_on > judge.today:
        judge.ledger.warn(Kind.CHILD, place, "date_in_future", item=name, on=died_on)
    elif judge.born_on and died_on < judge.born_on:
        judge.ledger.warn(
            Kind.CHILD, place, "death_before_birth", on=died_on, born_on=judge.born_on
        )
    else:
        judge.died_on = died_on


def read_sex(
    judge: Judge,
    place: Place,
    code: str,
    codes: dict[str, Sex],
    *,
    other_list: dict[str, Sex] | None = None,
) -> Sex:
    """This will give the sex a code stands for.

    A code of the census's other list (before or from 2024-25) is read and told; any other is told
    and becomes not known. A child not yet born has no sex on record.
    """
    ledger = judge.ledger
    sex = codes.get(code)
    if sex is None and other_list and code in other_list:
        sex = other_list[code]
        ledger.warn(Kind.CHILD, place, "sex_code_of_other_list", value=code, read_as=sex.value)
    elif sex is None:
        sex = Sex.NOT_KNOWN
        if code:
            ledger.warn(Kind.CHILD, place, "sex_not_understood", value=shown(code))
        else:
            ledger.warn(Kind.CHILD, place, "sex_missing")
    if judge.born_on is None and sex is not Sex.NOT_KNOWN:
        ledger.warn(Kind.CHILD, place, "sex_of_unborn", value=shown(code))
        return Sex.NOT_KNOWN
    return sex


def read_ethnicity(judge: Judge, place: Place, code: str) -> str:
    """This will give the ethnicity code, or nothing for one that is not on the list."""
    code = code.strip().upper()
    if not code or code in ETHNICITY_CODES:
        return code
    judge.ledger.warn(Kind.CHILD, place, "ethnicity_not_understood", value=shown(code))
    return ""


def read_upn(
    judge: Judge, place: Place, name: str, value: str, seen: dict[str, Place] | None = None
) -> str | None:
    """This will give a unique pupil number whose check letter is right, or None."""
    upn = normalise_upn(value)
    if not upn:
        return None
    if any(upn_problems(upn)):
        judge.ledger.warn(Kind.CHILD, place, "upn_wrong", item=name, value=shown(value))
        return None
    if seen is not None:
        first = seen.setdefault(upn, place)
        if first is not place:
            judge.ledger.warn(
                Kind.CHILD, place, "upn_repeated", value=upn, first=first.line or first.row
            )
            return None
    return upn
