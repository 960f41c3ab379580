"""The manifest of a loading: what it wrote, and the marks by which to see what was added since.

The database notes each row that is written while the transaction names the batch. A mark is how
many records of a kind a child had, and a digest of them: whatever is added, changed or taken away
by anybody makes another mark.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from agencies.models import Team
from cases.domain.imports import RecordKind
from cases.models import ImportBatch, ImportChange, ImportedChild
from cases.models.import_manifest import LOADING

Marks = dict[str, list[int | str]]
BATCH = 2000
TEAMS = Team._meta.db_table  # noqa: SLF001 (Django's public name for it)

OF_CHILD = {
    RecordKind.CHILD: ("cases_child", "id"),
    RecordKind.NUMBER: ("cases_childidentifier", "child_id"),
    RecordKind.NAME: ("cases_childname", "child_id"),
}
OF_CASE = {
    RecordKind.INVOLVEMENT: "cases_involvement",
    RecordKind.DISCUSSION: "cases_strategydiscussion",
    RecordKind.ENQUIRY: "cases_section47enquiry",
    RecordKind.REGISTRATION: "cases_registration",
    RecordKind.VISIT: "cases_visit",
    RecordKind.CORE_GROUP: "cases_coregroupmeeting",
    RecordKind.NOTE: "cases_note",
}
OF_REGISTRATION = {
    RecordKind.CATEGORY: "cases_registrationcategory",
    RecordKind.ENDING: "cases_deregistrationdecision",
}
DIGEST = "md5(string_agg(md5(to_jsonb(r)::text), '' ORDER BY r.id))"


def _select(kind: RecordKind, child: str, rows: str, digest: str = DIGEST) -> str:
    return (
        f"SELECT {child}, '{kind.value}', count(*), {digest} FROM {rows}"  # noqa: S608 (no input)
        f" AND {child} = ANY(%(children)s) GROUP BY {child}"
    )


def _marking() -> str:
    """One statement for every kind; its parts are the tables above and nothing from outside."""
    of_case = "JOIN cases_case AS c ON c.id = r.case_id WHERE c.authority_id = %(authority)s"
    registered = "JOIN cases_registration AS g ON g.id = r.registration_id"
    meeting = "JOIN cases_conference AS m ON m.id = r.conference_id"
    of_meeting = "md5(string_agg(md5(to_jsonb(r)::text || to_jsonb(m)::text), '' ORDER BY r.id))"
    parts = [_select(k, f"r.{c}", f"{table} AS r WHERE true") for k, (table, c) in OF_CHILD.items()]
    parts += [_select(k, "c.child_id", f"{table} AS r {of_case}") for k, table in OF_CASE.items()]
    parts += [
        _select(
            k, "c.child_id", f"{t} AS r {registered} {of_case.replace('r.case_id', 'g.case_id')}"
        )
        for k, t in OF_REGISTRATION.items()
    ]
    parts += [
        _select(
            RecordKind.CONFERENCE,
            "c.child_id",
            f"cases_conferencechild AS r {meeting} {of_case}",
            of_meeting,
        ),
        _select(
            RecordKind.CASE, "r.child_id", "cases_case AS r WHERE r.authority_id = %(authority)s"
        ),
        _select(
            RecordKind.ELSEWHERE,
            "r.child_id",
            "cases_case AS r WHERE r.authority_id <> %(authority)s",
            "md5(string_agg(r.id::text, '' ORDER BY r.id))",
        ),
    ]
    return " UNION ALL ".join(parts)


MARKING = _marking()
MARKED = sorted(
    {
        *(table for table, _ in OF_CHILD.values()),
        *OF_CASE.values(),
        *OF_REGISTRATION.values(),
        "cases_conference",
        "cases_conferencechild",
        "cases_case",
    }
)
FORM = """
    SELECT md5(string_agg(
        t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod),
        ',' ORDER BY t.relname, a.attname
    ))
    FROM pg_attribute AS a JOIN pg_class AS t ON t.oid = a.attrelid
    WHERE t.relname = ANY(%s) AND pg_table_is_visible(t.oid)
      AND a.attnum > 0 AND NOT a.attisdropped
"""
"""The columns of the marked tables: a digest says nothing of rows that had other columns."""


@dataclass(frozen=True)
class Added:
    """How much of one kind came to the children of a loading since, or how many were changed."""

    kind: RecordKind
    added: int
    children: int


def begin(batch: ImportBatch) -> None:
    """This will have the database note what this transaction writes, until ``end``."""
    _name(str(batch.pk))


def end(batch: ImportBatch, children: Iterable[uuid.UUID], teams: Iterable[uuid.UUID]) -> None:
    """This will note no more, and keep how each child written to stands now, and in which form."""
    _name("")
    batch.marked_form = form()
    batch.save(update_fields=["marked_form"])
    ImportChange.objects.bulk_create(
        [ImportChange(batch=batch, table_name=TEAMS, row_id=team) for team in teams]
    )
    ImportedChild.objects.bulk_create(
        [
            ImportedChild(batch=batch, child_id=child_id, marks=marks)
            for child_id, marks in marks_of(batch, list(children)).items()
        ],
        batch_size=BATCH,
    )


def form() -> str:
    """This will give the form that the marked tables have now, as a digest of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(FORM, [MARKED])
        [found] = cursor.fetchone() or [""]
    return str(found)


def has_other_form(batch: ImportBatch) -> bool:
    """This will say whether the register's form has changed since a loading was marked."""
    return batch.marked_form not in ("", form())


def marks_of(batch: ImportBatch, children: list[uuid.UUID]) -> dict[uuid.UUID, Marks]:
    """This will mark what is on record of some children now, in one statement."""
    found: dict[uuid.UUID, Marks] = {child_id: {} for child_id in children}
    with connection.cursor() as cursor:
        cursor.execute(MARKING, {"children": children, "authority": batch.authority_id})
        for child_id, kind, number, digest in cursor.fetchall():
            found[child_id][kind] = [number, digest]
    return found


def added_since(batch: ImportBatch) -> list[Added]:
    """This will count by kind what anybody added or changed on the children of a loading."""
    then = dict(ImportedChild.objects.filter(batch=batch).values_list("child_id", "marks"))
    now = marks_of(batch, list(then))
    more: Counter[str] = Counter()
    children: Counter[str] = Counter()
    for child_id, marks in then.items():
        for kind in marks.keys() | now[child_id].keys():
            before, after = marks.get(kind, [0, ""]), now[child_id].get(kind, [0, ""])
            if before != after:
                children[kind] += 1
                more[kind] += max(0, int(after[0]) - int(before[0]))
    return [Added(k, more[k.value], children[k.value]) for k in RecordKind if children[k.value]]


def _name(batch: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [LOADING, batch])
