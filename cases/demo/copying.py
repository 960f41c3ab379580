"""Rows as PostgreSQL's COPY reads them, and the writing of many at once.

A column that is not named here gets the model's own default, so that a new column needs no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.apps import apps
from django.db import connection, models

COLUMNS: dict[str, tuple[str, ...]] = {
    "SiblingGroup": ("id", "name"),
    "Child": (
        *("id", "given_names", "family_name", "sex", "born_on", "expected_on"),
        *("home_language", "address", "sibling_group_id", "version", "created_at"),
    ),
    "ChildIdentifier": ("id", "child_id", "scheme", "value", "authority_id"),
    "Case": (
        *("id", "child_id", "authority_id", "lead_team_id", "opened_on", "closed_on"),
        "worker_in_return",
    ),
    "Involvement": (
        *("id", "case_id", "team_id", "membership_id", "role", "level", "purpose"),
        *("starts_at", "ends_at", "created_at", "legal_basis"),
    ),
    "CaseGrant": (
        *("group_id", "permission_id", "content_object_id", "involvement_id"),
        *("starts_at", "ends_at"),
    ),
    "StrategyDiscussion": (
        *("id", "case_id", "decided_on", "held_on", "agencies_present", "outcome"),
        *("reasons", "recorded_by_id", "recorded_at"),
    ),
    "Section47Enquiry": (
        *("id", "case_id", "strategy_discussion_id", "started_on", "ended_on", "outcome"),
        *("reasons", "import_batch_id", "recorded_by_id", "recorded_at"),
    ),
    "Conference": (
        *("id", "authority_id", "kind", "status", "planned_on", "planned_time", "place"),
        *("held_on", "chair_id", "outline_sent_on", "record_sent_on", "import_batch_id"),
        *("version", "created_at"),
    ),
    "ConferenceChild": (
        *("id", "conference_id", "case_id", "decision", "reasons", "decided_at", "decided_by_id"),
    ),
    "Registration": (
        *("id", "child_id", "case_id", "decision_id", "import_batch_id", "registered_on"),
        *("ended_on", "reasons", "version"),
    ),
    "RegistrationCategory": ("id", "registration_id", "category", "started_on", "ended_on"),
    "DeregistrationDecision": (
        *("id", "registration_id", "decision_id", "import_batch_id", "reason", "evidence"),
        *("ended_on", "decided_at", "decided_by_name"),
    ),
    "Visit": (
        *("id", "case_id", "visited_on", "was_seen", "was_seen_alone", "was_at_home"),
        *("was_bedroom_seen", "was_refused", "account", "recorded_by_id", "recorded_at"),
    ),
    "CoreGroupMeeting": ("id", "case_id", "held_on", "account", "recorded_by_id", "recorded_at"),
    "Note": (
        *("id", "case_id", "author_id", "author_team_id", "kind", "audience", "happened_on"),
        *("text", "written_at"),
    ),
    "Deadline": (
        *("id", "case_id", "clock", "subject", "starts_on", "due_on", "met_on", "stopped_on"),
        *("meeting", "is_booked"),
    ),
    "OverdueFlag": ("id", "deadline_id", "raised_at", "cleared_at"),
}
"""What the rows name, table by table, in an order in which each finds what it points at."""

GIVEN_BY_THE_DATABASE = ("id",)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def line(*values: object) -> str:
    """This will write one row as COPY reads it."""
    return "\t".join(map(_written, values)) + "\n"


def _written(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def write(name: str, lines: Sequence[str]) -> None:
    """This will add rows to a model's table; the caller has the transaction."""
    model = apps.get_model("cases", name)
    named = COLUMNS[name]
    more = list(_defaults(model, named))
    columns = ", ".join(f'"{c}"' for c in (*named, *(column for column, _ in more)))
    table = model._meta.db_table  # noqa: SLF001 (Django's public name for it)
    ending = "".join(f"\t{_written(value)}" for _, value in more) + "\n"
    text = "".join(row[:-1] + ending for row in lines) if more else "".join(lines)
    with connection.cursor() as cursor:  # COPY itself is not for tables with row-level security
        cursor.execute(
            f'CREATE TEMPORARY TABLE copied AS SELECT {columns} FROM "{table}" WITH NO DATA'  # noqa: S608 (our names)
        )
        cursor.copy_expert(f"COPY copied ({columns}) FROM STDIN", StringIO(text))
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM copied'  # noqa: S608 (our names)
        )
        cursor.execute("DROP TABLE copied")


def _defaults(model: type[models.Model], named: Iterable[str]) -> Iterable[tuple[str, Any]]:
    known = {*named, *GIVEN_BY_THE_DATABASE}
    for field in model._meta.concrete_fields:  # noqa: SLF001 (as above)
        column = field.column
        if column and column not in known and not field.generated and not field.has_db_default():
            yield column, field.get_default()
