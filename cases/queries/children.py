"""The list of children and the search: only cases that the gate gives, in constant queries.

A child who exists but may not be seen is only ever a contact to call (``sought_elsewhere``).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, Nation
from cases.models import Case, ChildIdentifier, Deadline, Involvement, Registration
from cases.queries import matches
from cases.queries.search import Asked
from cpr.clock import now

LIKE = 0.5
"""How like a name must be, from 0 to 1, to be listed: one slip in a short name still is."""


@dataclass(frozen=True)
class ChildRow:
    """One line of the list."""

    case_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None
    nation: Nation
    authority: str
    closed_on: date | None
    registered_on: date | None
    categories: tuple[str, ...]
    was_registered_until: date | None
    co_ordinator: str
    next_clock: str
    next_due_on: date | None


def cases_for(actor: Actor, asked: Asked, *, on_register: bool = False) -> QuerySet[Case]:
    """This will give the cases the actor may see that answer what was asked, best first."""
    cases = access.visible(actor, P.VIEW_SUMMARY).select_related("child", "authority")
    if on_register:
        cases = cases.filter(
            pk__in=access.visible(actor, P.VIEW_SUMMARY, Registration)
            .filter(ended_on__isnull=True)
            .values("case_id")
        )
    if asked.is_empty:
        return cases.filter(closed_on__isnull=True).order_by(
            "child__family_name", "child__given_names", "pk"
        )
    clause = Q(child_id__in=_by_number(asked))
    if not asked.name:
        on_day = Q(child__born_on=asked.day) | Q(child__expected_on=asked.day)
        clause |= on_day if asked.day else Q(pk__in=[])
        return cases.filter(clause).order_by("child__family_name", "child__given_names", "pk")
    sought: Any = Func(
        Value(asked.name),
        Value(""),
        Value(""),
        function="cases_search_name",
        output_field=TextField(),
    )
    name = F("child__search_name")
    likeness = TrigramWordSimilarity(_as_heard(sought), _as_heard(name))
    by_name = (
        Q(likeness__gte=LIKE)
        | Q(child__search_name__startswith=sought)
        | Q(child__search_name__contains=Concat(Value(" "), sought))
    )
    if asked.day:
        by_name &= Q(child__born_on=asked.day) | Q(child__expected_on=asked.day)
    return (
        cases.annotate(likeness=likeness, closeness=TrigramSimilarity(name, sought))
        .filter(clause | by_name)
        .order_by("-likeness", "-closeness", "child__family_name", "child__given_names", "pk")
    )


def rows(actor: Actor, cases: Sequence[Case]) -> list[ChildRow]:
    """This will add to some cases of a page what the list tells of each, in four queries."""
    ids = [case.pk for case in cases]
    registrations = _registrations(actor, ids)
    co_ordinators = _co_ordinators(actor, ids)
    due = _next_due(actor, ids)
    found = []
    for case in cases:
        registration = registrations.get(case.pk)
        current = registration if registration and registration.ended_on is None else None
        deadline = due.get(case.pk)
        found.append(
            ChildRow(
                case_id=case.pk,
                name=case.child.full_name,
                born_on=case.child.born_on,
                expected_on=case.child.expected_on,
                nation=Nation(case.authority.nation),
                authority=case.authority.name,
                closed_on=case.closed_on,
                registered_on=current.registered_on if current else None,
                categories=_categories(current),
                was_registered_until=None
                if current or registration is None
                else registration.ended_on,
                co_ordinator=co_ordinators.get(case.pk, ""),
                next_clock=deadline.clock if deadline else "",
                next_due_on=deadline.due_on if deadline else None,
            )
        )
    return found


def sought_elsewhere(actor: Actor, asked: Asked) -> matches.Sought | None:
    """This will say whom to ask for among the children the actor may not see, if anybody.

    Only an exact national number, or a name with a date of birth, is answered: a name alone would
    let anybody browse.
    """
    if not (asked.national_numbers or (asked.name and asked.day)):
        return None
    if not actor.has_duty(Duty.SEARCH):
        return None
    return matches.Sought(
        name=asked.name, born_on=asked.day, expected_on=None, numbers=asked.national_numbers
    )


def _as_heard(name: Any) -> Any:
    """This will spell a name as it sounds: Eva as Efa, Loyd as Lloyd, Karys as Carys.

    Doubled letters count once, and the letters that Welsh and English swap are one letter.
    """
    return Func(
        name,
        template=r"translate(regexp_replace(%(expressions)s, '(.)\1', '\1', 'g'), 'vyk', 'fic')",
        output_field=TextField(),
    )


def _by_number(asked: Asked) -> QuerySet[ChildIdentifier, uuid.UUID]:
    return ChildIdentifier.objects.filter(value__in=asked.numbers).values_list(
        "child_id", flat=True
    )


def _registrations(actor: Actor, ids: list[uuid.UUID]) -> dict[uuid.UUID, Registration]:
    latest = (
        access.visible(actor, P.VIEW_SUMMARY, Registration)
        .filter(case_id__in=ids)
        .order_by("case_id", "-registered_on")
        .distinct("case_id")
        .prefetch_related("categories")
    )
    return {registration.case_id: registration for registration in latest}


def _categories(registration: Registration | None) -> tuple[str, ...]:
    if registration is None:
        return ()
    return tuple(
        row.category
        for row in sorted(registration.categories.all(), key=lambda row: row.started_on)
        if row.ended_on is None
    )


def _co_ordinators(actor: Actor, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    moment = now()
    people = (
        access.visible(actor, P.VIEW_SUMMARY, Involvement)
        .filter(case_id__in=ids, role=InvolvementRole.CO_ORDINATOR, starts_at__lte=moment)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
        .values_list("case_id", "membership__user__full_name")
    )
    return {case_id: name or "" for case_id, name in people}


def _next_due(actor: Actor, ids: list[uuid.UUID]) -> dict[uuid.UUID, Deadline]:
    due: dict[uuid.UUID, Deadline] = defaultdict()
    rows_due = (
        access.visible(actor, P.VIEW_PLAN, Deadline)
        .filter(case_id__in=ids, met_on__isnull=True, stopped_on__isnull=True)
        .order_by("case_id", "due_on", "clock")
        .distinct("case_id")
    )
    for deadline in rows_due:
        due[deadline.case_id] = deadline
    return due
