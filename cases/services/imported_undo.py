# ruff: noqa: S608 (the parts of each statement are written here; nothing comes from outside)
"""Undoing a whole loading: its rows go, what it changed is put back, while nothing was added.

All of it or nothing, in one transaction. The audit stays. What follows from facts (deadlines,
flags, notices, grants) goes with them, or follows again from what is left. The marks that a search
looks at first (``ChildSearch.known_to``) stay: they may be wider than the gate, never narrower.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q

from agencies import services as agency_services
from agencies.actors import Actor
from agencies.models import Team
from cases import grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.imports import ImportState
from cases.models import (
    WRITTEN_BY_A_LOADING,
    Case,
    Child,
    Deadline,
    ImportBatch,
    ImportChange,
    ImportedChild,
    OverdueFlag,
)
from cases.queries import imports
from cases.services import deadlines, imported_batches, imported_manifest
from cases.services.imported_manifest import Added
from cases.services.imported_people import closed_to_loaders
from cpr import acting
from cpr.audit import writer as audit

MADE = "SELECT row_id FROM cases_importchange WHERE batch_id = %(batch)s AND before IS NULL"
NEW_CASES = f"{MADE} AND table_name = 'cases_case'"
CHECKED = """
    SELECT c.id FROM cases_case AS c
    JOIN cases_importedchild AS marked ON marked.child_id = c.child_id
    JOIN cases_importbatch AS batch ON batch.id = marked.batch_id
    WHERE batch.id = %(batch)s AND c.authority_id = batch.authority_id
"""
"""The cases to which, as the marks have it, nothing was added since."""
DATES = f"""
    SELECT d.id FROM cases_deadline AS d
    WHERE d.case_id IN ({NEW_CASES}) OR d.id IN ({MADE}) AND (
        d.case_id IN ({CHECKED})
        OR NOT EXISTS (SELECT 1 FROM cases_overdueflag AS f WHERE f.deadline_id = d.id))
"""
"""What somebody was told of on another case stays, and follows from that case's facts."""
FLAGS = f"SELECT id FROM cases_overdueflag WHERE deadline_id IN ({DATES})"
FOLLOWERS_GO = (
    f"DELETE FROM cases_notice WHERE case_id IN ({NEW_CASES}) OR flag_id IN ({FLAGS})",
    f"DELETE FROM cases_overdueflag WHERE id IN ({FLAGS})",
    f"DELETE FROM cases_deadline WHERE id IN ({DATES})",
    f"DELETE FROM cases_casegrant WHERE involvement_id IN ({MADE})",
)
FACTS = tuple(each for each in WRITTEN_BY_A_LOADING if each not in (OverdueFlag, Deadline))
"""What is taken away and put back. Deadlines and flags are not: they follow again from facts, of
children too whom the loading looked at only and the marks do not know."""
PUT_BACK = """
    UPDATE {table} AS r SET ({columns}) =
        (SELECT {values} FROM jsonb_populate_record(r, first.before) AS old)
    FROM (
        SELECT DISTINCT ON (row_id) row_id, before FROM cases_importchange
        WHERE batch_id = %(batch)s AND table_name = '{table}'
          AND row_id NOT IN (
            SELECT row_id FROM cases_importchange
            WHERE batch_id = %(batch)s AND table_name = '{table}' AND before IS NULL
          )
        ORDER BY row_id, id
    ) AS first
    WHERE r.id = first.row_id AND {which}
"""


class SomethingAdded(Conflict):
    """Work has been added to children of the loading since, so it stays (409)."""

    def __init__(self, added: list[Added]) -> None:
        super().__init__(Problem("import_added_to"))
        self.added = added


@dataclass(frozen=True)
class Standing:
    """Whether a loading can be undone now, and what stands against it."""

    problem: Problem | None = None
    added: tuple[Added, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands against it."""
        return self.problem is None


def stands_against(*, by: Actor, batch_id: uuid.UUID) -> Standing:
    """This will say whether a loading can be undone, for the page that asks why.

    Raises: NotFound, NotAllowed.
    """
    batch = imports.one(by, batch_id)
    try:
        with acting.as_job("rules"):  # a row that the actor does not see is no row taken away
            _require_undoable(batch)
    except SomethingAdded as error:
        return Standing(error.problems[0], tuple(error.added))
    except Conflict as error:
        return Standing(error.problems[0])
    return Standing()


def _require_undoable(batch: ImportBatch) -> None:
    imported_batches.require_can_become(batch, ImportState.UNDONE)
    if not ImportChange.objects.filter(batch=batch).exists():
        raise Conflict(Problem("import_nothing_to_undo"))
    if imported_manifest.has_other_form(batch):
        raise Conflict(Problem("import_form_changed"))
    added = imported_manifest.added_since(batch)
    if added:
        raise SomethingAdded(added)
    of_batch = ImportedChild.objects.filter(batch=batch).values("child_id")
    own = Case.objects.filter(child_id__in=of_batch, authority=batch.authority)
    if own.filter(closed_to_loaders(batch.authority)).exists():
        raise SomethingAdded([])  # which record was closed since is not for its custodians


@acting.as_job("import-register")
@transaction.atomic
def undo_loading(*, by: Actor, batch_id: uuid.UUID, reason: str) -> ImportBatch:
    """This will take a whole loading back: the register is then as it was before it.

    A job of the system, once the gate has let the actor: all that it wrote goes, seen or not.

    Raises: NotFound, NotAllowed; RuleBroken without a reason; Conflict where it is not loaded,
    wrote nothing, or something was added since (SomethingAdded).
    """
    batch = imported_batches.locked(by, batch_id)
    if not reason.strip():
        raise RuleBroken(Problem("import_undo_reason_missing", "reason"))
    imported_batches.one_at_a_time(batch.authority)
    children, cases, following = _locked(batch)
    _require_undoable(batch)
    imported_batches.become(
        batch,
        ImportState.UNDONE,
        undone_by_name=by.name,
        undo_reason=reason.strip(),
    )
    try:
        with transaction.atomic():
            _take_back(by, batch, following)
            connection.check_constraints()
    except IntegrityError as error:  # a row that nothing above knows of hangs on one of these
        raise SomethingAdded([]) from error
    _record(by, batch, children, cases)
    ImportChange.objects.filter(batch=batch).delete()
    ImportedChild.objects.filter(batch=batch).delete()
    return batch


def _locked(
    batch: ImportBatch,
) -> tuple[list[Child], dict[uuid.UUID, uuid.UUID], list[uuid.UUID]]:
    """The children, each one's case, and the cases that stay and whose deadlines follow again.

    Locked as every service does it, cases before children, so that others wait.
    """
    of_batch = ImportedChild.objects.filter(batch=batch).values("child_id")
    own = Q(child_id__in=of_batch, authority_id=batch.authority_id)
    changes = ImportChange.objects.filter(batch=batch)
    of_changed = changes.filter(table_name="cases_child", before__isnull=False).values("row_id")
    dates = Deadline.objects.filter(
        pk__in=changes.filter(table_name="cases_deadline").values("row_id")
    )
    cases = Case.objects.select_for_update(no_key=True).filter(
        own | Q(child_id__in=of_changed) | Q(pk__in=dates.values("case_id"))
    )
    rows = list(cases.order_by("pk").values_list("pk", "child_id", "authority_id"))
    case_of = {child: pk for pk, child, authority in rows if authority == batch.authority_id}
    made = changes.filter(table_name="cases_case", before__isnull=True)
    new = set(made.values_list("row_id", flat=True))
    children = Child.objects.select_for_update(no_key=True).filter(pk__in=of_batch)
    return list(children.order_by("pk")), case_of, [pk for pk, *_ in rows if pk not in new]


def _take_back(by: Actor, batch: ImportBatch, following: list[uuid.UUID]) -> None:
    with connection.cursor() as cursor:
        for statement in FOLLOWERS_GO:
            cursor.execute(statement, {"batch": batch.pk})
        for model in FACTS:
            table = model._meta.db_table  # noqa: SLF001 (Django's public name for it)
            cursor.execute(
                f"DELETE FROM {table} WHERE id IN ({MADE} AND table_name = %(table)s)",
                {"batch": batch.pk, "table": table},
            )
        # A case that was open is open before a name is on the register again; one that was closed
        # closes when no name is.
        _put_back(cursor, Case, batch, "first.before ->> 'closed_on' IS NULL")
        for model in reversed(FACTS):
            if model is not Case:
                _put_back(cursor, model, batch)
        _put_back(cursor, Case, batch, "first.before ->> 'closed_on' IS NOT NULL")
    grants.sync(following)
    deadlines.recompute(following)
    _close_teams(by, batch)


def _put_back(cursor: Any, model: type[Model], batch: ImportBatch, which: str = "true") -> None:
    """This will give each row that was changed, not made, its values of before."""
    columns = [
        str(field.column)
        for field in model._meta.concrete_fields  # noqa: SLF001 (Django's public name for it)
        if not field.primary_key and not field.generated
    ]
    statement = PUT_BACK.format(
        table=model._meta.db_table,  # noqa: SLF001 (Django's public name for it)
        columns=", ".join(columns),
        values=", ".join(f"old.{column}" for column in columns),
        which=which,
    )
    cursor.execute(statement, {"batch": batch.pk})


def _close_teams(by: Actor, batch: ImportBatch) -> None:
    """A team the loading opened goes too, unless somebody uses it by now."""
    opened = ImportChange.objects.filter(batch=batch, table_name=imported_manifest.TEAMS)
    for team in Team.objects.filter(pk__in=opened.values("row_id")).order_by("-pk"):
        agency_services.withdraw_unused_team(by=by, team=team)


def _record(
    by: Actor, batch: ImportBatch, children: list[Child], cases: dict[uuid.UUID, uuid.UUID]
) -> None:
    made = ImportChange.objects.filter(batch=batch, before__isnull=True)
    counts = {
        model._meta.model_name: number  # noqa: SLF001 (Django's public name for it)
        for model in WRITTEN_BY_A_LOADING
        if (number := made.filter(table_name=model._meta.db_table).count())  # noqa: SLF001
    }
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                "child.unloaded", child, cases.get(child.pk), child.pk, {"batch": str(batch.pk)}
            )
            for child in children
        ],
    )
    audit.record(
        by=by,
        action="return.undone",
        subject=batch,
        authority=batch.authority.code,
        reason=batch.undo_reason,
        removed=counts,
    )
