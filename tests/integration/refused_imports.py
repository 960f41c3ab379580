"""What the database must refuse of loadings, and of rows that no undone loading lets go."""

from __future__ import annotations

from typing import Any

from cases.models import (
    ConferenceChild,
    DeregistrationDecision,
    ImportBatch,
    ImportChange,
    ImportedChild,
)
from cpr.ids import new_id
from tests.integration.refused_register import Attempt, off, twice
from tests.integration.rows import Rows, day

SOMEBODY = new_id()


def batch(r: Rows, **fields: Any) -> int:
    return ImportBatch.objects.filter(pk=r.batch.pk).update(**fields)


def marked(r: Rows, **extra: Any) -> ImportedChild:
    return ImportedChild.objects.create(batch=r.batch, **extra)


def noted(r: Rows, row: Any, before: dict[str, Any] | None = None, *, is_undone: bool) -> None:
    """This will say that a loading wrote a row, as the database does itself."""
    ImportChange.objects.create(
        batch=r.batch, table_name=row._meta.db_table, row_id=row.pk, before=before
    )
    if is_undone:
        batch(r, state="undone", undo_reason="The wrong file")
    else:
        batch(r, state="loaded")


def _deleted(r: Rows, before: dict[str, Any] | None, *, is_undone: bool) -> None:
    row = r.registration()
    noted(r, row, before, is_undone=is_undone)
    row.delete()


def _decided(r: Rows, before: str, then: str) -> None:
    at = r.at(r.case())
    values = {
        "decision": before,
        "conference_id": str(at.conference_id),
        "case_id": str(at.case_id),
    }
    noted(r, at, values, is_undone=True)
    ConferenceChild.objects.filter(pk=at.pk).update(decision=then)


def _ending(r: Rows) -> DeregistrationDecision:
    row = off(r, r.registration(ended_on=day(90)), reason="died")
    noted(r, row, is_undone=True)
    return row


IMPORTS: list[tuple[str, str, Attempt]] = [
    ("import_state_is_known", "a made-up state", lambda r: batch(r, state="halfway")),
    ("an_undone_loading_has_its_reason", "no reason", lambda r: batch(r, state="undone")),
    (
        "a_file_is_kept_only_while_it_is_needed",
        "loaded, and the file still there",
        lambda r: batch(r, state="loaded", stored_as="x"),
    ),
    (
        "a_child_is_marked_once_in_a_loading",
        "twice",
        lambda r: twice(marked, r, child_id=SOMEBODY),
    ),
    (
        "never_deleted",
        "a registration whose loading stands",
        lambda r: _deleted(r, None, is_undone=False),
    ),
    (
        "never_deleted",
        "a registration that the undone loading only changed",
        lambda r: _deleted(r, {"version": 1}, is_undone=True),
    ),
    (
        "a_recorded_decision_stays",
        "another than before the undone loading",
        lambda r: _decided(r, before="not_stated", then="do_not_register"),
    ),
    (
        "never_changed",
        "the decision of an undone loading changed",
        lambda r: DeregistrationDecision.objects.filter(pk=_ending(r).pk).update(reason="left_uk"),
    ),
]
