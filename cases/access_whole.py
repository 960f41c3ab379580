"""What a rule must know of rows that its actor may not see: a count, days, yes or no; never a row.

Part of the gate: row-level security shows a service the rows of its actor alone, and a rule that
counted only those would be broken by whoever sees less.
"""

from __future__ import annotations

import uuid
from datetime import date

from cases.domain.statuses import ConferenceKind, ConferenceStatus
from cases.models import Case, Conference, ConferenceChild, Registration
from cpr import acting


@acting.as_job("rules")
def children_at(conference: Conference) -> int:
    """This will count the children at a conference, whoever may see them."""
    return ConferenceChild.objects.filter(conference=conference).count()


@acting.as_job("rules")
def is_transfer_conference_held(case: Case, by_day: date) -> bool:
    """This will say if another authority held its transfer-in conference for the child (c4-p10)."""
    return (
        ConferenceChild.objects.filter(
            case__child_id=case.child_id,
            conference__kind=ConferenceKind.TRANSFER_IN,
            conference__status=ConferenceStatus.HELD,
            conference__held_on__lte=by_day,
        )
        .exclude(case__authority_id=case.authority_id)
        .exists()
    )


@acting.as_job("rules")
def days_registered(child_id: uuid.UUID) -> list[tuple[date, date | None]]:
    """This will give from when until when a child's name was on a register, whoever kept it."""
    episodes = Registration.objects.filter(child_id=child_id).order_by("registered_on")
    return list(episodes.values_list("registered_on", "ended_on"))


@acting.as_job("rules")
def lock_cases_of(child_id: uuid.UUID) -> list[uuid.UUID]:
    """This will lock every case of a child, whosever, for what is true of the child in each."""
    cases = Case.objects.select_for_update(no_key=True).filter(child_id=child_id)
    return list(cases.order_by("pk").values_list("pk", flat=True))
