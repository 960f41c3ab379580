"""The work a worker is asked for: the preview of an uploaded return, and its loading.

Each may be delivered twice, or begun again after a worker's death: one at a time works on a batch,
and what is done already is left alone. A fault of ours leaves the batch to ``look_after``.
"""

from __future__ import annotations

import uuid

from agencies.actors import Actor
from cases.domain.errors import NotAllowed
from cases.domain.imports import ImportState
from cases.imports.errors import UnreadableFile
from cases.imports.load import load_register
from cases.imports.progress import Teller
from cases.imports.report import ImportReport
from cases.models import ImportBatch
from cases.services import imported_files, imported_steps
from cpr.clock import today


def preview(*, by: Actor, batch_id: uuid.UUID) -> None:
    """This will find out what loading a return would do, and keep the report for its page.

    Raises: NotFound.
    """
    with imported_steps.alone_with(batch_id) as is_alone:
        if is_alone:
            _preview(by, batch_id)


def load(*, by: Actor, batch_id: uuid.UUID) -> None:
    """This will load a return that somebody asked to be loaded, in their name, all or nothing.

    Raises: NotFound.
    """
    with imported_steps.alone_with(batch_id) as is_alone:
        if is_alone:
            _load(by, batch_id)


def _preview(by: Actor, batch_id: uuid.UUID) -> None:
    step = ImportState.PREVIEWING
    batch = imported_steps.begin_step(by=by, batch_id=batch_id, step=step)
    report = _worked(by, batch, dry_run=True) if batch else None
    if report:
        imported_steps.previewed(by=by, batch_id=batch_id, report=report.as_json())


def _load(by: Actor, batch_id: uuid.UUID) -> None:
    step = ImportState.LOADING
    batch = imported_steps.begin_step(by=by, batch_id=batch_id, step=step)
    if batch:
        _worked(by, batch, dry_run=False)


def _worked(by: Actor, batch: ImportBatch, *, dry_run: bool) -> ImportReport | None:
    """The report; or None after a failure, which is kept with the batch in its place."""
    try:
        actor = imported_steps.asker(batch)
        with imported_files.opened(batch.stored_as) as file:
            return load_register(
                by=actor,
                authority=batch.authority,
                file=file,
                name=batch.file_name,
                today=today(),
                dry_run=dry_run,
                progress=Teller(batch.pk),
                batch=batch,
            )
    except UnreadableFile as error:
        imported_steps.fail(by=by, batch_id=batch.pk, code=error.code, params=error.params)
    except NotAllowed:
        imported_steps.fail(by=by, batch_id=batch.pk, code="not_allowed_any_more", params={})
    except FileNotFoundError:
        imported_steps.fail(by=by, batch_id=batch.pk, code="file_gone", params={})
    return None
