"""What the gate says of children whom an actor may not see: whom to call, and how to go on.

Part of the gate, and the only place that reads a case for somebody whom it is not open to. What is
read here is compared, locked or written to by a service; it is never shown.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.models import Case, Child, Exclusion
from cpr.clock import now


def candidates(actor: Actor) -> QuerySet[Child]:
    """This will give all children, for comparing a new or sought child with, never for showing.

    What the actor may not see must pass ``contacts_of_hidden`` before anything is said of it.

    Raises: NotAllowed.
    """
    access.require_duty(actor, Duty.SEARCH)
    return Child.objects.all()


@dataclass(frozen=True)
class Contact:
    """Somebody knows this child: whom to call, and nothing more.

    ``case_id`` is for the door alone (``cases.web.door``), where just one hidden child of the
    agency was found; ``is_one`` says whether that is so.
    """

    agency: str
    phone: str
    phone_out_of_hours: str
    case_id: uuid.UUID | None = field(default=None, repr=False, compare=False)

    @property
    def is_one(self) -> bool:
        """Whether a single hidden child of the agency was found."""
        return self.case_id is not None


def contacts_of_hidden(
    actor: Actor, children: list[uuid.UUID]
) -> tuple[list[uuid.UUID], list[Contact]]:
    """This will part children into those the actor may see and contacts for those they may not.

    From whose case the person is excluded, of that case nobody is named.
    """
    mine = access.visible(actor, P.VIEW_SUMMARY, Child).filter(pk__in=children)
    seen = set(mine.values_list("pk", flat=True))
    hidden = [pk for pk in children if pk not in seen]
    by_agency: dict[uuid.UUID, list[Case]] = defaultdict(list)
    cases = _not_excluded(actor).filter(child_id__in=hidden).select_related("authority")
    for case in cases.order_by("authority__name_en", "-closed_on", "-opened_on", "pk"):
        by_agency[case.authority_id].append(case)
    contacts = [_contact(rows) for rows in by_agency.values()]
    return [pk for pk in children if pk in seen], contacts


def sought(actor: Actor, case_id: uuid.UUID, duty: Duty) -> Case:
    """This will give a case that the actor may not see, to act on by a service, never for showing.

    For who found by a search that somebody knows the child, and holds the duty to go on from there.

    Raises: NotAllowed; NotFound where there is no such case or the person is excluded from it.
    """
    access.require_duty(actor, duty)
    case = _not_excluded(actor).select_related("authority").filter(pk=case_id).first()
    if case is None:
        raise NotFound(Problem("not_found"))
    return case


def _contact(cases: list[Case]) -> Contact:
    """The open case stands first (PostgreSQL puts no day before any, from the latest back)."""
    agency = cases[0].authority
    is_one = len({case.child_id for case in cases}) == 1
    case_id = cases[0].pk if is_one else None
    return Contact(agency.name, agency.phone, agency.phone_out_of_hours, case_id)


def _not_excluded(actor: Actor) -> QuerySet[Case]:
    moment = now()
    in_force = Exclusion.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, user=actor.user_id
    )
    return Case.objects.exclude(pk__in=in_force.values("case_id"))
