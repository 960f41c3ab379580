"""Loading a return into the register: read it twice, write it once, report everything.

The first reading proves that the file can be read to its end; only then is anything written.
Each child goes in whole or not at all; a fault of ours takes the whole loading back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from django.db import DatabaseError, DataError, IntegrityError, InternalError, transaction

from agencies.actors import Actor
from agencies.models import Agency
from cases.domain.errors import DomainError, NotAllowed
from cases.imports.detect import open_return
from cases.imports.records import Finding, Kind, Place, Reader, ReturnedChild, Severity
from cases.imports.report import ImportReport
from cases.models import ImportBatch
from cases.services import imported, imported_facts
from cases.services.imported_batches import require_loader
from cases.services.imported_loading import Loading, Written
from cpr import acting

Progress = Callable[[int, int], None]
CHUNK = 1024 * 1024
SETTLE_EVERY = 200
RAISED_BY_TRIGGER = "P0001"


@acting.as_job("import-register")
def load_register(
    *,
    by: Actor,
    authority: Agency,
    file: BinaryIO,
    name: str,
    today: date,
    dry_run: bool = False,
    progress: Progress | None = None,
    batch: ImportBatch | None = None,
) -> ImportReport:
    """This will load a census or an Annex A workbook into an authority's register.

    With ``dry_run`` everything is done and taken back, but for the record of whose numbers were
    asked for. It is one transaction, not one for some children each: a child can stand under two
    numbers of a return, and the second is judged by what the first would write.

    ``progress`` hears how many children of
    how many are done. Loading the same file again creates nothing. ``batch`` is the upload that
    is being loaded; without one a new batch is made.

    Raises: UnreadableFile before anything is written; NotAllowed.
    """
    require_loader(by, authority)
    reader = open_return(file, today=today)
    total = sum(1 for _ in reader)
    report = ImportReport(name, authority.code, reader.header.format, is_dry_run=dry_run)
    with transaction.atomic():
        loading = imported.begin_loading(
            by=by,
            authority=authority,
            format=reader.header.format,
            file_name=name,
            sha256=_sha256(file),
            today=today,
            known_on=reader.header.reference_on,
            batch=batch,
        )
        _load_all(by, loading, reader, report, progress or _unheard, total)
        if dry_run:
            imported.settle(by=by, loading=loading)
            transaction.set_rollback(True)
        else:
            imported.finish_loading(by=by, loading=loading, report=report.as_json())
            report.batch_id = loading.batch.pk
    report.sought = loading.sought
    if dry_run:
        imported.tell_sought(by=by, authority=authority, file_name=name, sought=report.sought)
    return report


def _unheard(_done: int, _total: int) -> None:
    """Nobody asked how far it is."""


def _load_all(
    by: Actor,
    loading: Loading,
    reader: Reader,
    report: ImportReport,
    progress: Progress,
    total: int,
) -> None:
    ethnicities = 0
    for done, child in enumerate(reader, start=1):
        _load_one(by, loading, child, report)
        ethnicities += bool(child.ethnicity)
        if done % SETTLE_EVERY == 0:
            imported.settle(by=by, loading=loading)
        progress(done, total)
    _add_reading(report, reader, loading.authority, ethnicities)


def _load_one(by: Actor, loading: Loading, child: ReturnedChild, report: ImportReport) -> None:
    """One child in a savepoint of its own: what the database or a rule refuses takes only it.

    What is not about the child (a deadlock, a lost connection, a fault of ours) takes all back.
    """
    teams = dict(loading.teams)
    try:
        _merge(report, imported.load_child(by=by, loading=loading, returned=child))
    except NotAllowed:
        raise
    except DomainError as error:
        reason = ", ".join(problem.code for problem in error.problems)
    except (IntegrityError, DataError, InternalError) as error:
        if not _is_refusal(error):
            raise
        reason = _constraint(error)
    else:
        return
    loading.teams = teams  # a team opened for this child went back with it
    written = Written(local_id=child.local_id)
    written.refuse(Kind.CHILD, child.source, "not_accepted", reason=reason)
    imported_facts.refuse_all(child, written)
    _merge(report, written)


def _is_refusal(error: DatabaseError) -> bool:
    """A rule of a table or a value it cannot hold; of internal errors, those our triggers raise."""
    return not isinstance(error, InternalError) or (
        getattr(error.__cause__, "pgcode", None) == RAISED_BY_TRIGGER
    )


def _constraint(error: DatabaseError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or type(error).__name__)


def _merge(report: ImportReport, written: Written) -> None:
    for kind, outcome in report.outcomes.items():
        outcome.created += written.created[kind]
        outcome.changed += written.changed[kind]
        outcome.unchanged += written.unchanged[kind]
        outcome.refused += written.refused[kind]
    report.cases_opened += written.cases_opened
    report.teams_opened += written.teams_opened
    report.findings += written.remarks


def _add_reading(report: ImportReport, reader: Reader, authority: Agency, ethnicities: int) -> None:
    """The reader's own counts and findings come in; the findings are put in the file's order."""
    for kind, tally in reader.tallies.items():
        report.outcomes[kind].read += tally.read
        report.outcomes[kind].refused += tally.refused
    report.findings += reader.findings
    report.findings.sort(key=_in_file_order)
    named = reader.header.authority_code
    if named and named not in {authority.code, authority.education_code}:
        _tell(report, "authority_differs", value=named, authority=authority.code)
    if ethnicities:
        _tell(report, "item_not_loaded", name="Ethnicity", times=str(ethnicities))


def _tell(report: ImportReport, code: str, **params: str) -> None:
    report.findings.append(Finding(Place(), Severity.WARNING, Kind.FILE, code, params))


def _in_file_order(found: Finding) -> tuple[bool, str, Place]:
    place = replace(found.place, line=found.place.line or 0, row=found.place.row or 0)
    return found.kind is Kind.FILE, found.place.sheet, place


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
