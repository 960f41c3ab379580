"""Who must be named on a restricted record, and who cannot be excluded: each rule both ways."""

from __future__ import annotations

import dataclasses

import pytest

from cases.domain.rules.restrictions import (
    Standing,
    exclusion_problems,
    involving_problems,
    named_problems,
)

WORKER = Standing("aisha", "Aisha", "aisha in Ely", works=True)
SENIOR = Standing("iris", "Iris", "iris", works=True, is_senior=True, may_restrict=True)
NURSE = Standing("chloe", "Chloe", "chloe")
MANAGER = Standing("huw", "Huw", "huw", works=True, may_restrict=True)


def but(one: Standing, **other: object) -> Standing:
    return dataclasses.replace(one, **other)  # type: ignore[arg-type]


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("named", "needed", "wanted"),
    [
        ([WORKER, SENIOR], [], []),
        ([WORKER, SENIOR, NURSE], [WORKER], []),
        ([], [WORKER], ["nobody_named"]),
        ([WORKER], [], ["no_senior_named"]),
        ([SENIOR], [], ["no_worker_named"]),  # who ends it is not the one who works alone
        ([SENIOR, NURSE], [], ["no_worker_named"]),
        ([NURSE], [], ["no_worker_named", "no_senior_named"]),
        ([WORKER, SENIOR], [MANAGER], ["must_be_named"]),
        ([WORKER, SENIOR], [but(MANAGER, is_live=False)], []),
        ([but(WORKER, seat="aisha in Canton"), SENIOR], [WORKER], ["must_be_named"]),
        ([WORKER, but(SENIOR, is_excluded=True)], [], ["person_is_excluded"]),
        ([WORKER, SENIOR, but(NURSE, is_live=False)], [], ["named_person_has_left"]),
        ([WORKER, SENIOR, but(NURSE, opens=False)], [], ["role_opens_no_record"]),
    ],
)
def test_who_must_be_named(
    named: list[Standing], needed: list[Standing], wanted: list[str]
) -> None:
    assert codes(named_problems(named, needed)) == wanted


@pytest.mark.parametrize(
    ("who", "able", "needed", "named", "wanted"),
    [
        (NURSE, [MANAGER], [], None, []),
        (MANAGER, [MANAGER, SENIOR], [], None, []),
        (MANAGER, [MANAGER], [], None, ["nobody_could_end_exclusion"]),
        (MANAGER, [MANAGER, but(MANAGER, seat="huw again")], [], None,
         ["nobody_could_end_exclusion"]),
        (NURSE, [], [], None, ["nobody_could_end_exclusion"]),
        (WORKER, [SENIOR], [WORKER], None, ["replace_before_excluding"]),
        (WORKER, [SENIOR], [], [WORKER, SENIOR], ["named_without"]),
        (WORKER, [SENIOR], [], [WORKER, SENIOR, MANAGER], []),
        (SENIOR, [SENIOR, MANAGER], [], [WORKER, SENIOR, MANAGER], ["named_without"]),
        (MANAGER, [SENIOR, MANAGER], [], [but(WORKER, is_excluded=True), SENIOR, MANAGER],
         ["named_without"]),
    ],
)  # fmt: skip
def test_who_cannot_be_excluded(
    who: Standing,
    able: list[Standing],
    needed: list[Standing],
    named: list[Standing] | None,
    wanted: list[str],
) -> None:
    assert codes(exclusion_problems(who, able=able, needed=needed, named=named)) == wanted


@pytest.mark.parametrize("is_restricted", [True, False])
@pytest.mark.parametrize("is_whole_team", [True, False])
def test_a_whole_team_never_comes_to_a_restricted_record(
    is_restricted: bool, is_whole_team: bool
) -> None:
    found = codes(involving_problems(is_restricted=is_restricted, is_whole_team=is_whole_team))
    assert bool(found) is (is_restricted and is_whole_team)
