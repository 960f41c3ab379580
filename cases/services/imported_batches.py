"""The loading of a return as it goes from step to step: upload, load, discard.

Each step is guarded by the row's lock and the table of ``cases.domain.imports``. The work itself
is a worker's: ``imported_steps``.
"""

from __future__ import annotations

import uuid
from typing import Any

from celery import current_app
from django.db import connection, transaction

from agencies.actors import Actor
from agencies.models import Agency
from agencies.roles import Duty
from cases import access
from cases.domain.errors import Conflict, NotAllowed, NotFound, Problem
from cases.domain.imports import WITH_FILE, ImportState, can_become
from cases.models import ImportBatch
from cases.queries import imports
from cases.services import imported_files
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now

NOBODY = uuid.UUID(int=0)
LOADING_JOBS = frozenset({"import-register", "seed"})
PREVIEW_TASK, LOAD_TASK = "cases.preview_import", "cases.load_import"


def require_loader(by: Actor, authority: Agency) -> None:
    """This will do nothing if ``by`` may load returns into the register of this authority.

    Raises: NotAllowed.
    """
    if by.is_system and by.name in LOADING_JOBS:
        return
    access.require_duty(by, Duty.IMPORT_REGISTER)
    if by.agency_id != authority.pk:
        raise NotAllowed(Problem("not_allowed", params={"permission": Duty.IMPORT_REGISTER.value}))


def one_at_a_time(authority: Agency) -> None:
    """This will wait until no other loading or undoing for this authority is under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import-register:{authority.pk}"],
        )


def locked(by: Actor, batch_id: uuid.UUID) -> ImportBatch:
    """This will give one batch of the actor's own authority, its row locked.

    Raises: NotFound, NotAllowed.
    """
    is_job = by.is_system and by.name in LOADING_JOBS
    batches = ImportBatch.objects.all() if is_job else access.import_batches(by)
    batch = (
        batches.select_for_update(of=("self",), no_key=True)
        .select_related("authority")
        .defer("report")
        .filter(pk=batch_id)
        .first()
    )
    if batch is None:
        raise NotFound(Problem("not_found"))
    return batch


def require_can_become(batch: ImportBatch, wanted: ImportState) -> None:
    """This will do nothing if the batch may go on to ``wanted``.

    Raises: Conflict, which says where it stands and who brought it there.
    """
    state = ImportState(batch.state)
    if not can_become(state, wanted):
        by = batch.asked_by_name or batch.loaded_by_name
        raise Conflict(Problem(f"import_is_{state.value}", params={"by": by}))


def become(batch: ImportBatch, state: ImportState, **fields: Any) -> None:
    """This will take a locked batch on to a state; a file that is no longer needed goes.

    Raises: Conflict.
    """
    require_can_become(batch, state)
    batch.state, batch.state_at = state, now()
    if state not in WITH_FILE:
        imported_files.drop_once_committed(batch.stored_as)
        fields["stored_as"] = ""
    for name, value in fields.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "state_at", *fields])


@act
def upload(
    *,
    by: Actor,
    stored_as: str,
    file_name: str,
    file_size: int,
    format: str,  # noqa: A002 (the column's own name)
    sha256: str,
) -> ImportBatch:
    """This will take in a return that is already kept, and ask a worker for its preview.

    Raises: NotAllowed.
    """
    authority = Agency.objects.get(pk=by.agency_id or NOBODY)
    require_loader(by, authority)
    batch = ImportBatch.objects.create(
        authority=authority,
        state=ImportState.UPLOADED,
        state_at=now(),
        format=format,
        file_name=file_name[:300],
        file_size=file_size,
        stored_as=stored_as,
        sha256=sha256,
        loaded_by_id=by.membership_id,
        loaded_by_name=by.name,
        asked_by_id=by.membership_id,
        asked_by_name=by.name,
        started_at=now(),
    )
    audit.record(
        by=by, action="return.uploaded", subject=batch, format=format, sha256=sha256, size=file_size
    )
    ask(PREVIEW_TASK, batch)
    return batch


@act
def open_report(*, by: Actor, batch_id: uuid.UUID, part: str) -> ImportBatch:
    """This will give a batch with its report to be read, and record that it was.

    Raises: NotFound, NotAllowed.
    """
    batch = imports.one(by, batch_id, with_report=True)
    if batch.report.get("findings"):
        audit.record(by=by, action="return.read", subject=batch, part=part)
    return batch


@act
def ask_to_load(*, by: Actor, batch_id: uuid.UUID) -> ImportBatch:
    """This will ask a worker to load a return that was previewed, in the name of ``by``.

    Raises: NotFound, NotAllowed; Conflict where somebody was first.
    """
    batch = locked(by, batch_id)
    become(
        batch,
        ImportState.LOADING,
        asked_by_id=by.membership_id,
        asked_by_name=by.name,
        attempts=0,
    )
    audit.record(by=by, action="return.loading_asked", subject=batch)
    ask(LOAD_TASK, batch)
    return batch


@act
def discard(*, by: Actor, batch_id: uuid.UUID) -> ImportBatch:
    """This will throw a return away before it is loaded: its file, and what it says of children.

    Raises: NotFound, NotAllowed; Conflict where somebody was first.
    """
    batch = locked(by, batch_id)
    become(
        batch,
        ImportState.DISCARDED,
        asked_by_id=by.membership_id,
        asked_by_name=by.name,
        report=counts_only(batch.report),
    )
    audit.record(by=by, action="return.discarded", subject=batch)
    return batch


def counts_only(report: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a return that was not loaded: how many, and nothing of any child."""
    return {name: value for name, value in report.items() if name != "findings"}


def ask(task: str, batch: ImportBatch) -> None:
    """This will ask a worker once this transaction has ended; ``look_after`` asks again."""

    def send() -> None:
        current_app.send_task(task, args=[str(batch.pk)], retry=False)

    transaction.on_commit(send, robust=True)  # without the broker the beat asks, a minute later
