"""Deadlines follow from facts: this rewrites a case's deadlines whenever one of its facts changes.

Never called by a timer. The rows that no longer follow from any fact are stopped on their own
first day, so that they are neither late nor counted, and stay to be read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction

from cases.bank_holidays import calendar_of
from cases.domain import deadlines as clocks
from cases.domain.counting import Counted, counted
from cases.domain.statuses import Nation
from cases.models import Case, Deadline, OverdueFlag
from cases.services import facts as gathered
from cpr import acting
from cpr.clock import now

BATCH = 2000


@acting.as_job("deadlines")
@transaction.atomic
def recompute(cases: Iterable[uuid.UUID]) -> None:
    """This will make the deadlines of some cases follow from their facts, in constant queries.

    What follows from facts does not depend on who looks: it is a job of the system.
    Flags of deadlines that are now met or stopped are cleared in the same transaction. The cases
    are locked before their deadlines, as every service does it.
    """
    case_ids = sorted(set(cases), key=str)
    list(
        Case.objects.select_for_update(no_key=True)
        .filter(pk__in=case_ids)
        .order_by("pk")
        .values_list("pk")
    )
    stored: dict[tuple[uuid.UUID, str, str, date], Deadline] = {
        (d.case_id, d.clock, d.subject, d.starts_on): d
        for d in Deadline.objects.select_for_update(no_key=True)
        .filter(case_id__in=case_ids)
        .order_by("pk")
    }
    wanted = _wanted(case_ids)
    new = [
        Deadline(case_id=k[0], clock=k[1], subject=k[2], starts_on=k[3], **vars(row))
        for k, row in wanted.items()
        if k not in stored
    ]
    changed = [d for k, d in stored.items() if _apply(d, wanted.get(k))]
    Deadline.objects.bulk_create(new, batch_size=BATCH)
    Deadline.objects.bulk_update(
        changed, ["due_on", "met_on", "stopped_on", "meeting", "is_booked"], batch_size=BATCH
    )
    _clear_flags([d.pk for d in changed])


def _apply(deadline: Deadline, row: Counted | None) -> bool:
    """This will put the facts into a stored row and say whether it changed."""
    if row is None:
        row = Counted(
            due_on=deadline.due_on,
            met_on=None,
            stopped_on=deadline.starts_on,
            meeting=deadline.meeting,
            is_booked=False,
        )
    before = Counted(
        deadline.due_on, deadline.met_on, deadline.stopped_on, deadline.meeting, deadline.is_booked
    )
    for name, value in vars(row).items():
        setattr(deadline, name, value)
    return before != row


def _clear_flags(deadlines: list[uuid.UUID]) -> None:
    """A flag clears when the fact arrives, and comes back open if the fact is taken away."""
    flags = OverdueFlag.objects.filter(deadline_id__in=deadlines)
    is_open = {"deadline__met_on__isnull": True, "deadline__stopped_on__isnull": True}
    flags.filter(cleared_at__isnull=True).exclude(**is_open).update(cleared_at=now())
    flags.filter(cleared_at__isnull=False, **is_open).update(cleared_at=None)


def differences(cases: Iterable[uuid.UUID]) -> Iterator[str]:
    """This will name each stored deadline that is not as the facts have it; it writes nothing."""
    case_ids = list(cases)
    stored = {
        (d.case_id, d.clock, d.subject, d.starts_on): d
        for d in Deadline.objects.filter(case_id__in=case_ids)
    }
    wanted = _wanted(case_ids)
    for key in wanted.keys() - stored.keys():
        yield f"case {key[0]}: {key[1]} from {key[3]} is missing"
    for key, deadline in stored.items():
        if _apply(deadline, wanted.get(key)):
            yield f"case {key[0]}: {key[1]} from {key[3]} is not as the facts have it"


def _wanted(case_ids: list[uuid.UUID]) -> dict[tuple[uuid.UUID, str, str, date], Counted]:
    cases = {
        case.pk: case
        for case in Case.objects.filter(pk__in=case_ids).select_related("child", "authority")
    }
    rows = {}
    for case_id, facts in gathered.of_cases(cases.values()).items():
        case = cases[case_id]
        calendar = calendar_of(Nation(case.authority.nation))
        family = case.child.sibling_group_id or case.pk
        for reading in clocks.readings(facts, calendar):
            key = (case_id, reading.clock, reading.subject, reading.starts_on)
            rows[key] = counted(reading, facts, family)
    return rows
