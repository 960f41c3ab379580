"""Loading what a published return says of one child: who it is, which case, which team.

The facts of the case (enquiries, conferences, registrations, visits) are in ``imported_facts``.
Nothing is invented: what a return does not say stays empty, and what was here stays as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from agencies.actors import Actor
from agencies.models import Agency
from cases import grants
from cases.domain.imports import ImportState
from cases.domain.returned import ReturnedChild
from cases.models import Case, ImportBatch
from cases.services import deadlines, imported_cases, imported_facts, imported_manifest
from cases.services.imported_batches import become, locked, one_at_a_time, require_loader
from cases.services.imported_loading import Loading, Written
from cases.services.imported_people import find_or_add_child
from cpr.audit import writer as audit
from cpr.clock import now


@transaction.atomic
def begin_loading(
    *,
    by: Actor,
    authority: Agency,
    format: str,  # noqa: A002 (the column's own name)
    file_name: str,
    sha256: str,
    today: date,
    known_on: date | None,
    batch: ImportBatch | None = None,
) -> Loading:
    """This will begin to load a batch, or a new one; a second for the same authority waits.

    From here to ``finish_loading`` the database notes what is written.

    Raises: NotAllowed.
    """
    require_loader(by, authority)
    one_at_a_time(authority)
    if batch is None:
        batch = ImportBatch.objects.create(
            authority=authority,
            state=ImportState.LOADING,
            format=format,
            file_name=file_name[:300],
            sha256=sha256,
            loaded_by_id=by.membership_id,
            loaded_by_name=by.name,
            started_at=now(),
        )
    imported_manifest.begin(batch)
    return Loading(batch, authority, today, min(known_on or today, today))


@transaction.atomic
def finish_loading(*, by: Actor, loading: Loading, report: dict[str, Any]) -> ImportBatch:
    """This will settle what is left, keep manifest and report, and record the loading.

    Raises: NotAllowed; Conflict where the batch has been loaded in the meantime.
    """
    require_loader(by, loading.authority)
    settle(by=by, loading=loading)
    tell_sought(
        by=by, authority=loading.authority, file_name=loading.batch.file_name, sought=loading.sought
    )
    standing = {team.pk for team in loading.teams.values()}
    imported_manifest.end(loading.batch, loading.children, loading.opened & standing)
    batch = locked(by, loading.batch.pk)
    become(
        batch,
        ImportState.LOADED,
        finished_at=now(),
        report=report,
        loaded_by_id=by.membership_id,
        loaded_by_name=by.name,
    )
    audit.record(
        by=by,
        action="return.loaded",
        subject=batch,
        authority=loading.authority.code,
        format=batch.format,
        sha256=batch.sha256,
        counts=report.get("counts", {}),
    )
    return batch


@transaction.atomic
def settle(*, by: Actor, loading: Loading) -> None:
    """This will make grants, deadlines and the audit follow for all touched since the last time.

    Raises: NotAllowed.
    """
    require_loader(by, loading.authority)
    grants.sync(loading.touched)
    deadlines.recompute(loading.touched)
    audit.record_many(by=by, entries=loading.told)
    loading.touched.clear()
    loading.told.clear()


@transaction.atomic
def tell_sought(
    *, by: Actor, authority: Agency, file_name: str, sought: Mapping[uuid.UUID, str]
) -> None:
    """This will record of each child whom only others know that a number of a return hit them.

    As a search does: one event for each case. A preview calls it once all else is taken back.

    Raises: NotAllowed.
    """
    require_loader(by, authority)
    cases = Case.objects.filter(child_id__in=sought).select_related("child").order_by("pk")
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                "child.sought",
                case.child,
                case.pk,
                case.child_id,
                {"sought": sought[case.child_id], "file": file_name},
            )
            for case in cases
        ],
    )


@transaction.atomic
def load_child(*, by: Actor, loading: Loading, returned: ReturnedChild) -> Written:
    """This will bring the register up to what a return says of one child, all of it or nothing.

    Doing it again changes nothing. One event tells of it if anything was written. Grants and
    deadlines follow with ``settle``, for many children at a time.

    Raises: NotAllowed; IntegrityError where the database refuses what is left to it.
    """
    require_loader(by, loading.authority)
    written = Written(local_id=returned.local_id)
    loading.opened_cases.clear()
    child = find_or_add_child(by, loading, returned, written)
    if child is None:
        imported_facts.refuse_all(returned, written)
        return written
    cases: dict[uuid.UUID, Case] = {}
    episodes = sorted(returned.episodes, key=lambda one: imported_cases.opened_on(one, loading))
    for episode in episodes:
        case = imported_cases.case_for(by, loading, child, episode, written)
        if case.pk in cases:
            loading.opened_cases.discard(case.pk)  # by now something is on record of it
        cases[case.pk] = case
        imported_facts.write(by, loading, case, episode, written)
        imported_cases.close(case, episode, written)
        imported_cases.co_ordinate(loading, case, episode, written)
    loading.touched |= cases.keys()
    if written.created or written.changed:
        loading.children.add(child.pk)
        first = next(iter(cases), None)
        told = {
            "batch": str(loading.batch.pk),
            "file": loading.batch.file_name,
            "line": returned.source.line or returned.source.row,
            "created": {kind.value: n for kind, n in written.created.items()},
            "changed": {kind.value: n for kind, n in written.changed.items()},
        }
        loading.told.append(audit.Entry("child.loaded", child, first, child.pk, told))
    return written
