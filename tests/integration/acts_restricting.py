"""The services that restrict a record and exclude a person, each ready to be done or undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.models import Case
from cases.services import exclusions, restrictions
from tests import scenarios as s

Act = Callable[[], Any]
NAMED = ("aisha", "iris")


def restricted(w: s.World, case: Case, *names: str, hides_name: bool = True) -> None:
    """This will restrict a case to some personas, Aisha and Iris unless told otherwise."""
    restrictions.restrict(
        by=w.iris,
        case=case,
        named=[w.member(name) for name in names or NAMED],
        reason="A worker's own family",
        hides_name=hides_name,
    )


def excluded(w: s.World, case: Case, name: str) -> None:
    """This will exclude a persona from a case."""
    exclusions.exclude(by=w.iris, case=case, membership=w.member(name), reason="A cousin")


def seen(case: Case) -> set[Any]:
    """This will list who is named just now, as a form would carry it."""
    rows = case.involvements.filter(is_named=True, ends_at=None)
    return set(rows.values_list("membership_id", flat=True))


def _restrict(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.iris, lambda: restricted(w, case)


def _change(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    restricted(w, case)
    named = [w.member(name) for name in ("aisha", "huw", "iris")]
    return w.iris, lambda: restrictions.change_named(
        by=w.iris, case=case, named=named, seen=seen(case)
    )


def _end(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    restricted(w, case)
    return w.iris, lambda: restrictions.end_restriction(by=w.iris, case=case, reason="It is over")


def _exclude(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.iris, lambda: excluded(w, case, "ben")


def _end_exclusion(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    excluded(w, case, "ben")
    row = case.exclusions.get()
    return w.iris, lambda: exclusions.end_exclusion(by=w.iris, exclusion=row, reason="Mistaken")


ACTS: dict[str, Callable[[s.World], tuple[Actor, Act]]] = {
    "cases.services.restrictions.restrict": _restrict,
    "cases.services.restrictions.change_named": _change,
    "cases.services.restrictions.end_restriction": _end,
    "cases.services.exclusions.exclude": _exclude,
    "cases.services.exclusions.end_exclusion": _end_exclusion,
}
