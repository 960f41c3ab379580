"""The other names of a child, for the record that the gate has opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.domain.statuses import NameKind
from cases.models import Case, ChildName


@dataclass(frozen=True)
class OtherName:
    """One other name: what it is, who noted it, when."""

    names: str
    kind: NameKind
    noted_by: str
    noted_at: datetime


def other_names(case: Case) -> list[OtherName]:
    """This will list the other names of a case's child, in the order they were noted."""
    rows = (
        ChildName.objects.filter(child_id=case.child_id)
        .select_related("noted_by__user")
        .order_by("noted_at", "pk")
    )
    return [
        OtherName(row.names, NameKind(row.kind), row.noted_by.user.full_name, row.noted_at)
        for row in rows
    ]
