"""Restricting a record to named people, and excluding a person: what must hold, before and after.

No statute counts these people. They are what keeps a restricted record workable: somebody works
with the child, and somebody can end the restriction and authorise emergency access.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cases.domain.errors import Problem


@dataclass(frozen=True)
class Standing:
    """Somebody as these rules see them. ``works``: records work in the authority of the case;
    ``is_senior``: a senior safeguarding manager of it; ``may_restrict``: can end a restriction."""

    person: Any
    """Who they are, whatever their membership."""
    name: str
    seat: Any = None
    """The membership they act as: who co-ordinates as one is not named as another."""
    works: bool = False
    is_senior: bool = False
    may_restrict: bool = False
    is_excluded: bool = False
    is_live: bool = True
    opens: bool = True
    """The role opens records at all."""


def named_problems(
    named: Sequence[Standing], needed: Collection[Standing] = ()
) -> Iterator[Problem]:
    """Yield a problem for each thing that the named people lack.

    One who records work on the child and is no senior manager, so that the work goes on; a senior
    safeguarding manager, so that somebody can end the restriction and authorise emergency access;
    and ``needed``: the co-ordinator and the chair of a called conference, if at work, who would
    otherwise go on in name and see nothing. Nobody is named who is excluded, not at work any more,
    or in a role that opens no record.
    """
    if not named:
        yield Problem("nobody_named", "named")
        return
    for each in named:
        if each.is_excluded:
            yield Problem("person_is_excluded", "named", {"name": each.name})
        elif not each.is_live:
            yield Problem("named_person_has_left", "named", {"name": each.name})
        elif not each.opens:
            yield Problem("role_opens_no_record", "named", {"name": each.name})
    if not any(each.works and not each.is_senior for each in named):
        yield Problem("no_worker_named", "named")
    if not any(each.is_senior for each in named):
        yield Problem("no_senior_named", "named")
    there = {each.seat for each in named}
    for each in needed:
        if each.is_live and each.seat not in there:
            yield Problem("must_be_named", "named", {"name": each.name})


def exclusion_problems(
    person: Standing,
    *,
    able: Collection[Standing],
    needed: Collection[Standing],
    named: Sequence[Standing] | None,
) -> Iterator[Problem]:
    """Yield a problem for each reason not to exclude a person from a record.

    ``able`` are all who could end the exclusion now: one of them must be left. ``needed`` (the
    co-ordinator, the chair of a called conference) are replaced first. ``named`` are the people of
    a restricted record, who must do without the person too; None where it is not restricted.
    """
    if not any(each.person != person.person for each in able):
        yield Problem("nobody_could_end_exclusion", "person", {"name": person.name})
    if any(each.person == person.person for each in needed):
        yield Problem("replace_before_excluding", "person", {"name": person.name})
    elif named is not None:
        left = [each for each in named if each.person != person.person and not each.is_excluded]
        for problem in named_problems(left):
            if problem.code in {"nobody_named", "no_worker_named", "no_senior_named"}:
                yield Problem("named_without", "person", {"name": person.name})
                return


def involving_problems(
    *, is_restricted: bool, is_whole_team: bool, field: str = "membership"
) -> Iterator[Problem]:
    """Yield a problem for letting a whole team into a restricted record: named people alone."""
    if is_restricted and is_whole_team:
        yield Problem("restricted_to_named_people", field)
