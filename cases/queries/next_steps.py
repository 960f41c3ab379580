"""What is due on some cases now, and by which rule: for the page somebody lands on after a step."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from cases import access
from cases.domain import procedures
from cases.domain.permissions import P
from cases.domain.procedures import Timescale
from cases.domain.statuses import Nation
from cases.models import Case, Deadline, Section47Enquiry

CALLED_FOR = ("initial_conference", "first_review", "later_review")
"""The clocks that a conference is called for."""


@dataclass(frozen=True)
class Due:
    """One open reading of a clock of one case; ``row`` is the rule it follows from."""

    case_id: uuid.UUID
    clock: str
    starts_on: date
    due_on: date
    row: Timescale | None
    is_booked: bool = False


def due_now(actor: Actor, cases: Sequence[Case]) -> list[Due]:
    """This will list what is still to be done on some cases, the most pressing first; one query."""
    nations = {case.pk: Nation(case.authority.nation) for case in cases}
    rows = (
        access.visible(actor, P.VIEW_RECORD, Deadline)
        .filter(case_id__in=list(nations), met_on__isnull=True, stopped_on__isnull=True)
        .order_by("due_on", "clock", "case_id")
    )
    return [
        Due(
            d.case_id,
            d.clock,
            d.starts_on,
            d.due_on,
            procedures.timescale(nations[d.case_id], d.clock, d.starts_on),
            d.is_booked,
        )
        for d in rows
    ]


def conferences_due(actor: Actor, cases: Sequence[Case]) -> dict[uuid.UUID, Due]:
    """This will give, by case, the conference that is due first and the latest day for it."""
    found: dict[uuid.UUID, Due] = {}
    for due in due_now(actor, cases):
        if due.clock in CALLED_FOR:
            found.setdefault(due.case_id, due)
    return found


def open_enquiries(cases: Sequence[Case]) -> dict[uuid.UUID, list[Section47Enquiry]]:
    """This will give, by case, the enquiries not ended. The caller has opened the cases."""
    found: dict[uuid.UUID, list[Section47Enquiry]] = defaultdict(list)
    rows = Section47Enquiry.objects.filter(case__in=cases, ended_on__isnull=True)
    for enquiry in rows.order_by("started_on", "pk"):
        found[enquiry.case_id].append(enquiry)
    return dict(found)
