"""What the API reads is recorded like any other reading: in the transaction of the answer.

A page of a list is one event with the rows it gave; one child's record is one event a case.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model

from agencies.actors import Actor
from agencies.models import Agency
from cases import access
from cases.domain.permissions import P
from cases.models import Case, Child
from cases.services.act import act
from cpr.audit import writer as audit

M = TypeVar("M", bound=Model)
PART = "api"


def record_listing(*, by: Actor, listed: str, rows: Sequence[Any], filters: dict[str, str]) -> None:
    """This will record that a page of a list was read, by whom, with which filters, which rows.

    The caller's transaction reads the rows.
    """
    agency = Agency(pk=by.agency_id, name_en=by.agency_name)
    audit.record(
        by=by,
        action="api.listed",
        subject=agency,
        list=listed,
        count=len(rows),
        filters=filters,
        cases=list(dict.fromkeys(str(case_id) for row in rows for case_id in _cases_of(row))),
    )


@act
def open_child(*, by: Actor, child_id: uuid.UUID) -> Child:
    """This will give a child to be read and record the reading in each case the actor sees.

    Raises: NotFound, NotAllowed.
    """
    child = access.get_for(by, P.VIEW_SUMMARY, child_id, Child)
    cases = access.visible(by, P.VIEW_SUMMARY).filter(child=child).select_related("child")
    _record(by, list(cases))
    return child


@act
def open_row(*, by: Actor, permission: P, pk: uuid.UUID, model: type[M]) -> M:
    """This will give a row of a child's record and record the reading.

    Raises: NotFound, NotAllowed.
    """
    row = access.get_for(by, permission, pk, model)
    case_id = row.case_id  # type: ignore[attr-defined]
    _record(by, [Case.objects.select_related("child").get(pk=case_id)])
    return row


def _cases_of(row: Any) -> list[uuid.UUID]:
    """The cases of a child that the list gave, or the one case of any other row."""
    seen = getattr(row, "seen_cases", None)
    return [row.case_id] if seen is None else [case.pk for case in seen]


def _record(by: Actor, cases: list[Case]) -> None:
    audit.record_many(
        by=by,
        entries=[
            audit.Entry("record.read", case, case.pk, case.child_id, {"part": PART})
            for case in cases
        ],
    )
