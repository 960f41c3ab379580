"""The loadings of an authority as its custodian sees them, newest first, without their findings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from agencies.actors import Actor
from agencies.models import Agency, AgencyKind
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.imports import ImportState
from cases.models import ImportBatch, ImportChange


@dataclass(frozen=True)
class Loading:
    """One row of the list: what, when, by whom, how much, and where it stands."""

    batch_id: uuid.UUID
    file_name: str
    state: ImportState
    at: datetime
    by: str
    counts: dict[str, dict[str, int]]


def loadings(actor: Actor) -> QuerySet[ImportBatch, Any]:
    """This will give the loadings of the actor's own authority as plain rows.

    Raises: NotAllowed.
    """
    return (
        access.import_batches(actor)
        .order_by("-started_at", "-pk")
        .values(
            "pk",
            "file_name",
            "state",
            "started_at",
            "loaded_by_name",
            counts=F("report__counts"),
        )
    )


def one(actor: Actor, pk: uuid.UUID, *, with_report: bool = False) -> ImportBatch:
    """This will give one loading of the actor's own authority; a report can be a megabyte.

    Raises: NotFound, NotAllowed.
    """
    batches = access.import_batches(actor).select_related("authority")
    batch = (batches if with_report else batches.defer("report")).filter(pk=pk).first()
    if batch is None:
        raise NotFound(Problem("not_found"))
    return batch


def entries(rows: Any) -> list[Loading]:
    """This will give the rows of one page."""
    return [
        Loading(
            row["pk"],
            row["file_name"],
            ImportState(row["state"]),
            row["started_at"],
            row["loaded_by_name"],
            row["counts"] or {},
        )
        for row in rows
    ]


def same_file(actor: Actor, batch: ImportBatch) -> ImportBatch | None:
    """This will give the last loading of the very same file that still stands, if there is one.

    Raises: NotAllowed.
    """
    others = access.import_batches(actor).filter(sha256=batch.sha256, state=ImportState.LOADED)
    return others.exclude(pk=batch.pk).defer("report").order_by("-finished_at").first()


def wrote_anything(batch: ImportBatch) -> bool:
    """This will say whether a loading has a list of what it wrote, without which nothing goes."""
    return ImportChange.objects.filter(batch=batch).exists()


def authority_named(code: str) -> Agency | None:
    """This will give the authority that a return names by its code or its code in education."""
    authorities = Agency.objects.filter(kind=AgencyKind.LOCAL_AUTHORITY)
    return authorities.filter(Q(code=code) | Q(education_code=code)).order_by("code").first()
