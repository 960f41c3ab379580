"""The only writer of the audit. Always called inside the transaction of the act itself.

What else belongs in an event's details is asked of ``settings.AUDIT_DETAILS``: the audit knows
nothing of what its events are about.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from cpr.audit.models import AuditEvent


class Acting(Protocol):
    """What the audit needs to know of whoever acts; ``agencies.actors.Actor`` is one."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def membership_id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def role_key(self) -> str: ...
    @property
    def agency_name(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """One event about to be written; ``subject`` is any saved model instance."""

    action: str
    subject: Any
    case_id: uuid.UUID | None = None
    child_id: uuid.UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)


class OutsideTransaction(RuntimeError):
    """The act and its audit must be one transaction; this call was in none."""


def record(
    *,
    by: Acting,
    action: str,
    subject: Any,
    case_id: uuid.UUID | None = None,
    child_id: uuid.UUID | None = None,
    **details: Any,
) -> AuditEvent:
    """This will write one event in the present transaction.

    Raises: OutsideTransaction.
    """
    entry = Entry(action, subject, case_id, child_id, details)
    return record_many(by=by, entries=[entry])[0]


def record_many(*, by: Acting, entries: Iterable[Entry]) -> list[AuditEvent]:
    """This will write several events of one actor in one statement.

    Raises: OutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    written = list(entries)
    completed: Callable[[Acting, Entry], Any] = import_string(settings.AUDIT_DETAILS)
    events = AuditEvent.objects.bulk_create(
        [_event(by, entry, completed(by, entry)) for entry in written]
    )
    for event, entry in zip(events, written, strict=True):
        event.details = entry.details  # as it was given; what the database added is read from it
    return events


def _event(by: Acting, entry: Entry, details: Any) -> AuditEvent:
    return AuditEvent(
        action=entry.action,
        actor_kind=by.kind,
        user_id=by.user_id,
        membership_id=by.membership_id,
        actor_name=by.name,
        actor_role=by.role_key,
        agency_name=by.agency_name,
        subject_type=entry.subject._meta.model_name,  # noqa: SLF001 (Django's public name for it)
        subject_id=entry.subject.pk,
        subject_name=str(entry.subject)[:300],
        case_id=entry.case_id,
        child_id=entry.child_id,
        details=details,
    )
