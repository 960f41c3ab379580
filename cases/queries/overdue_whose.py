"""Whose the figures are: the board by team and by co-ordinator, in three or four queries.

Every figure is counted by the clause of the list behind it, with that team or worker chosen.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q

from agencies.models import Membership, Team
from cases import querysets as rows_that_are
from cases.queries.overdue_scope import AHEAD_DAYS, NOBODY, Chosen, Scope, Show
from cpr.clock import now


@dataclass(frozen=True)
class Part:
    """One team's, or one worker's, part of the board; ``key`` is NOBODY without a co-ordinator."""

    key: uuid.UUID
    name: str
    team: str
    on_register: int
    children: int
    dates: int
    unbooked: int
    no_visit: int


def by_team(scope: Scope) -> list[Part]:
    """This will count the board for each lead team, the most children overdue first."""
    counted = _counted(scope, "case__lead_team_id")
    teams = {team.pk: team for team in Team.objects.filter(pk__in=counted)}
    return _sorted(
        Part(key, name=teams[key].name, team="", **figures)
        for key, figures in counted.items()
        if key in teams
    )


def by_worker(scope: Scope) -> list[Part]:
    """This will count the board for each co-ordinator, and for the children who have none."""
    at = now()
    of_ours = rows_that_are.co_ordinators(at, scope.today).filter(
        Q(case__authority_id=scope.authority.pk)
    )
    there = list(of_ours.order_by().values_list("membership_id", flat=True).distinct())
    counted = _counted(
        scope,
        "held__membership_id",
        # One for each query: Django changes it where it is used.
        lambda: {"held": rows_that_are.held_by_co_ordinator(at, there)},
    )
    people = Membership.objects.filter(pk__in=counted).select_related("user", "team")
    named = {person.pk: (person.user.full_name, person.team.name) for person in people}
    return _sorted(
        Part(key, name=name, team=team, **figures)
        for key, figures in counted.items()
        for name, team in [named.get(key, ("", ""))]
    )


def _sorted(parts: Any) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.children, -part.dates, part.name, part.key))


def _counted(
    scope: Scope, whose: str, joined: Callable[[], dict[str, FilteredRelation]] = dict
) -> dict[uuid.UUID, dict[str, int]]:
    late = scope.when(Chosen())
    rows = scope.running().filter(due_on__lte=scope.today + timedelta(days=AHEAD_DAYS))
    dates: Any = (
        rows.annotate(**joined())
        .annotate(whose=F(whose))
        .values("whose")
        .annotate(
            children=Count("case__child_id", distinct=True, filter=late),
            dates=Count("pk", filter=late),
            unbooked=Count("meeting", distinct=True, filter=scope.when(Chosen(show=Show.AHEAD))),
        )
        .order_by()
    )
    register: Any = (
        scope.registrations()
        .annotate(is_unvisited=rows_that_are.unvisited(), **joined())
        .annotate(whose=F(whose))
        .values("whose")
        .annotate(on_register=Count("pk"), no_visit=Count("pk", filter=Q(is_unvisited=True)))
        .order_by()
    )
    found: dict[uuid.UUID, dict[str, int]] = {}
    nothing = dict.fromkeys(("on_register", "children", "dates", "unbooked", "no_visit"), 0)
    for row in (*dates, *register):
        figures: Mapping[str, int] = {k: v for k, v in row.items() if k != "whose"}
        found.setdefault(row["whose"] or NOBODY, dict(nothing)).update(figures)
    return {key: each for key, each in found.items() if any(each.values())}
