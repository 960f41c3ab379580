"""What a worker does with the loading of a return between its steps, and who looks after it.

A worker holds a lock of its session for as long as it works on a batch; the lock ends with the
session, so that a killed worker is noticed, and its step asked for again. It outlives each of the
transactions of a step, so workers connect to the database itself, not through a pool that lends a
session for one transaction (docs/imports.md).
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import Duty
from cases.domain.errors import NotAllowed, Problem
from cases.domain.imports import UNDER_WAY, ImportState
from cases.models import ImportBatch
from cases.services import imported_files
from cases.services.act import act
from cases.services.imported_batches import (
    LOAD_TASK,
    LOADING_JOBS,
    PREVIEW_TASK,
    ask,
    become,
    counts_only,
    locked,
    require_loader,
)
from cpr.audit import writer as audit
from cpr.clock import now, today

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
UNHEARD_FOR = timedelta(minutes=1)
"""How long a step may wait for a worker before it is asked for again."""


@act
def begin_step(*, by: Actor, batch_id: uuid.UUID, step: ImportState) -> ImportBatch | None:
    """This will give the batch to the worker that begins a step, or None if there is none to do.

    A step that was begun too often, each time by a worker that was lost with it, fails here: what
    kills its worker is not begun without end.

    Raises: NotFound, NotAllowed.
    """
    batch = locked(by, batch_id)
    if batch.state == ImportState.UPLOADED and step is ImportState.PREVIEWING:
        become(batch, step)
    if batch.state != step:
        return None
    if batch.attempts >= MOST_ATTEMPTS:
        fail(by=by, batch_id=batch.pk, code="lost", params={})
        return None
    batch.attempts += 1
    batch.save(update_fields=["attempts"])
    return batch


@act
def previewed(*, by: Actor, batch_id: uuid.UUID, report: dict[str, Any]) -> None:
    """This will keep a preview's report for people to judge.

    Raises: NotFound, NotAllowed, Conflict.
    """
    batch = locked(by, batch_id)
    become(batch, ImportState.PREVIEWED, report=report, attempts=0)
    audit.record(by=by, action="return.previewed", subject=batch, counts=report.get("counts", {}))


@act
def fail(*, by: Actor, batch_id: uuid.UUID, code: str, params: dict[str, Any]) -> None:
    """This will end a loading plainly: nothing of it is in the register, and why is told.

    Raises: NotFound, NotAllowed, Conflict.
    """
    batch = locked(by, batch_id)
    failure = {"code": code, "params": {k: str(v) for k, v in params.items()}}
    become(batch, ImportState.FAILED, failure=failure, report=counts_only(batch.report))
    audit.record(by=by, action="return.failed", subject=batch, reason=code)


def asker(batch: ImportBatch) -> Actor:
    """This will give whoever asked for the step, if they may still load returns.

    Raises: NotAllowed.
    """
    live = Membership.objects.live(today()).select_related("user", "team__agency")
    member = live.filter(pk=batch.asked_by_id).first() if batch.asked_by_id else None
    if member is None:
        raise NotAllowed(Problem("not_allowed", params={"permission": Duty.IMPORT_REGISTER.value}))
    actor = Actor.of(member)
    require_loader(actor, batch.authority)
    return actor


@contextmanager
def alone_with(batch_id: uuid.UUID) -> Iterator[bool]:
    """Whether no other worker has this batch in hand; the lock ends with the session at latest."""
    name = [f"import:{batch_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        [is_alone] = cursor.fetchone() or [False]
    try:
        yield bool(is_alone)
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
                [was_ours] = cursor.fetchone() or [False]
            if not was_ours:
                log.error("a worker's session was lent to others: it must connect directly")


@act
def look_after(*, by: Actor) -> int:
    """This will put right what a dead worker or a lost message left, and end what nobody wanted.

    A step that nobody works on is asked for again, and fails after a few attempts. A return that
    was neither loaded nor discarded in time is discarded. Gives how many were found.

    Raises: NotAllowed.
    """
    if not (by.is_system and by.name in LOADING_JOBS):
        raise NotAllowed(Problem("not_allowed", params={"permission": Duty.IMPORT_REGISTER.value}))
    moment = now()
    rows = ImportBatch.objects.select_for_update(no_key=True, skip_locked=True)
    rows = rows.defer("report").order_by("pk")
    found = 0
    for batch in rows.filter(state__in=UNDER_WAY, state_at__lt=moment - UNHEARD_FOR):
        with alone_with(batch.pk) as is_alone:
            if not is_alone:
                continue
        found += 1
        if batch.attempts >= MOST_ATTEMPTS:
            fail(by=by, batch_id=batch.pk, code="lost", params={})
            continue
        batch.state_at = moment
        batch.save(update_fields=["state_at"])
        ask(LOAD_TASK if batch.state == ImportState.LOADING else PREVIEW_TASK, batch)
    too_old = moment - timedelta(days=settings.RETURN_KEPT_DAYS)
    for batch in rows.filter(state=ImportState.PREVIEWED, state_at__lt=too_old):
        found += 1
        become(
            batch,
            ImportState.DISCARDED,
            report=counts_only(batch.report),
            failure={"code": "not_wanted", "params": {}},
        )
        audit.record(by=by, action="return.discarded", subject=batch)
    kept = set(ImportBatch.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for name in imported_files.strays(kept, older_than=moment - timedelta(days=1)):
        imported_files.drop_once_committed(name)
    return found
