"""The only writer of guardian rows: one grant per involvement, rebuilt from the involvements.

A grant keeps the involvement's own period, so that access begins and ends on time without a job.
While a case is restricted, the grants of all but the named people are barred.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction

from cases.domain.statuses import Level
from cases.models import CaseGrant, Involvement
from cases.models.case import codename
from cpr import acting

BATCH = 2000


@dataclass(frozen=True)
class Wanted:
    """What a grant should say."""

    involvement_id: uuid.UUID
    case_id: uuid.UUID
    group_id: int
    permission_id: int
    starts_at: datetime
    ends_at: datetime | None
    is_barred: bool


@acting.as_job("grants")
@transaction.atomic
def sync(cases: Iterable[uuid.UUID]) -> None:
    """This will make the grants of some cases say what their involvements say."""
    case_ids = list(cases)
    wanted = _wanted(case_ids)
    CaseGrant.objects.filter(content_object_id__in=case_ids).exclude(
        involvement_id__in=[w.involvement_id for w in wanted]
    ).delete()
    CaseGrant.objects.bulk_create(
        [_row(w) for w in wanted],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["involvement"],
        update_fields=[
            "group",
            "permission",
            "content_object",
            "starts_at",
            "ends_at",
            "is_barred",
        ],
    )


@acting.as_job("grants")
@transaction.atomic
def rebuild() -> int:
    """This will write every grant anew from the involvements, and count them."""
    CaseGrant.objects.all().delete()
    wanted = _wanted(None)
    CaseGrant.objects.bulk_create([_row(w) for w in wanted], batch_size=BATCH)
    return len(wanted)


@acting.as_job("grants")
def differences() -> list[str]:
    """This will name each grant that is missing, superfluous or other than its involvement says."""
    stored = {
        row.involvement_id: Wanted(
            row.involvement_id,
            row.content_object_id,
            row.group_id,
            row.permission_id,
            row.starts_at,
            row.ends_at,
            row.is_barred,
        )
        for row in CaseGrant.objects.iterator()
    }
    wanted = {w.involvement_id: w for w in _wanted(None)}
    return [
        f"involvement {pk}: wanted {wanted.get(pk)}, stored {stored.get(pk)}"
        for pk in sorted(stored.keys() | wanted.keys(), key=str)
        if stored.get(pk) != wanted.get(pk)
    ]


def _wanted(case_ids: list[uuid.UUID] | None) -> list[Wanted]:
    permissions = dict(
        Permission.objects.filter(
            content_type__app_label="cases", content_type__model="case"
        ).values_list("codename", "pk")
    )
    rows = Involvement.objects.select_related("case", "team", "membership")
    if case_ids is not None:
        rows = rows.filter(case_id__in=case_ids)
    return [
        Wanted(
            involvement_id=row.pk,
            case_id=row.case_id,
            group_id=row.membership.principal_id if row.membership else row.team.principal_id,
            permission_id=permissions[codename(Level(row.level))],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_barred=row.case.is_restricted and not row.is_named,
        )
        for row in rows
    ]


def _row(wanted: Wanted) -> CaseGrant:
    return CaseGrant(
        group_id=wanted.group_id,
        permission_id=wanted.permission_id,
        content_object_id=wanted.case_id,
        involvement_id=wanted.involvement_id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        is_barred=wanted.is_barred,
    )
