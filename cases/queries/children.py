"""The list of children, and the rows of a search: only cases that the gate gives.

A child who exists but may not be seen is only ever a contact to call (``sought_elsewhere``).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access, access_sought
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, Nation
from cases.models import Case, Deadline, Involvement, Registration
from cases.queries import found, matches, my_work, reasons
from cases.queries.reasons import Reason
from cases.queries.search import Asked
from cpr import acting
from cpr.clock import now


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


MOST_BY_NAME = 10

ORDERS = {
    "name": ("child__family_name__alphabet", "child__given_names__alphabet", "pk"),
    "born": ("child__born_on", "child__expected_on", "pk"),
    "opened": ("opened_on", "pk"),
}


def mine(actor: Actor) -> QuerySet[Case]:
    """This will give the actor's own children: whom they co-ordinate, or share with others.

    A team's whole caseload is nobody's own; a partner's team has no co-ordinators.
    """
    if actor.holds(P.RECORD_WORK):
        return my_work.co_ordinated_by(actor)
    return my_work.worked_on_by(actor)


def cases_for(actor: Actor, *, show: str | None = None, closed_too: bool = True) -> QuerySet[Case]:
    """This will give the cases the actor may see: all, those on the register, or the actor's own.

    ``show`` is None, ``register`` or ``mine``.
    """
    cases = access.visible(actor, P.VIEW_SUMMARY).select_related("child", "authority")
    if show == "mine":
        cases = cases.filter(pk__in=mine(actor).values("pk"))
    if show == "register":
        cases = cases.filter(
            pk__in=access.visible(actor, P.VIEW_SUMMARY, Registration)
            .filter(ended_on__isnull=True)
            .values("case_id")
        )
    return cases if closed_too else cases.filter(closed_on__isnull=True)


def answers(actor: Actor, asked: Asked, *, show: str | None = None) -> found.Found:
    """This will find who answers a question, closed cases too, best first."""
    return found.found(actor, asked, cases_for(actor, show=show).select_related(None), mine(actor))


@dataclass(frozen=True)
class FoundRow:
    """One child found: the line of the list, why, and whether the actor knows the child."""

    child: ChildRow
    reasons: tuple[Reason, ...]
    is_mine: bool
    is_lately: bool


def found_rows(
    actor: Actor, answer: found.Found, asked: Asked, ids: Sequence[uuid.UUID]
) -> list[FoundRow]:
    """This will tell of some of those found what the page says of each, in constant queries."""
    cases = in_order(actor, ids)
    own = set(mine(actor).filter(pk__in=ids).values_list("pk", flat=True))
    children = [case.child for case in cases]
    why = reasons.reasons(children, answer.likes, asked, in_full=answer.in_full)
    return [
        FoundRow(row, why[case.child_id], case.pk in own, case.pk in answer.lately)
        for case, row in zip(cases, rows(actor, cases), strict=True)
    ]


def lately(actor: Actor, most: int) -> list[Case]:
    """This will give the cases whose records the person opened lately and may still see."""
    return in_order(actor, found.opened_lately(actor))[:most]


def in_order(actor: Actor, ids: Sequence[uuid.UUID]) -> list[Case]:
    """This will give some cases in the order of their ids, through the gate."""
    cases = access.visible(actor, P.VIEW_SUMMARY).select_related("child", "authority").in_bulk(ids)
    return [cases[pk] for pk in ids if pk in cases]


def rows(actor: Actor, cases: Sequence[Case]) -> list[ChildRow]:
    """This will add to some cases of a page what the list tells of each, in four queries."""
    ids = [case.pk for case in cases]
    registrations = _registrations(actor, ids)
    co_ordinators = _co_ordinators(actor, ids)
    due = _next_due(actor, ids)
    shown = []
    for case in cases:
        registration = registrations.get(case.pk)
        current = registration if registration and registration.ended_on is None else None
        deadline = due.get(case.pk)
        shown.append(
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
    return shown


@acting.as_job("sought")
def known_by_name(actor: Actor, asked: Asked, answer: found.Found) -> list[Case]:
    """This will give the restricted cases of the actor's authority that answer by name or number.

    For the child's name and whom to call, where the restriction leaves the name to be found; a
    day of birth is not compared, so that nobody learns it by trying.
    """
    if actor.agency_kind != "local_authority" or actor.agency_id is None:
        return []
    rows = access_sought.known_by_name(actor)
    rows = found.by_name_or_number(rows, asked, answer.likes, [actor.agency_id])
    rows = rows.select_related("child", "authority")
    return list(rows.order_by("child__family_name", "child__given_names", "pk")[:MOST_BY_NAME])


def sought_elsewhere(actor: Actor, asked: Asked) -> matches.Sought | None:
    """This will say whom to ask for among the children the actor may not see, if anybody.

    Only an exact national number, or a name with a date of birth, is answered: a name alone would
    let anybody browse, and a namesake born on another day is somebody else. Of the name two words
    and more must all be alike, not only begin so; a single one, of three letters and more, must be
    the child's own in full (or its mutation) and the day the very day: somebody in an emergency
    may know a family name and a date of birth, but nobody learns anything by trying beginnings.
    """
    if not (asked.national_numbers or (asked.name and asked.day)):
        return None
    if not actor.has_duty(Duty.SEARCH):
        return None
    return matches.Sought(
        name=asked.name,
        born_on=asked.day,
        expected_on=None,
        numbers=asked.national_numbers,
        within=timedelta(0),
        is_strict=True,
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
