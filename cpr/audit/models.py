"""AuditEvent: what was done, by whom, to what, when. Rows are added and never changed.

Names are copied into the row, so that it can be read after the thing it tells of has changed.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from cpr.ids import new_id


class StampedField(models.DateTimeField):  # type: ignore[type-arg]
    """A moment that the database writes and that is not read back as the row is added.

    Reading it back would need leave to see the row, which who signs in does not have yet.
    """

    db_returning = False

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


class AuditEvent(models.Model):
    """One act or one reading. ``action`` is ``noun.verb``; ``details`` holds plain values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = StampedField(db_default=Now())
    action = models.CharField(max_length=60)
    actor_kind = models.CharField(
        max_length=10, choices=[("person", "person"), ("system", "system")]
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    membership_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40, blank=True)
    agency_name = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    subject_name = models.CharField(max_length=300, blank=True)
    case_id = models.UUIDField(null=True)
    child_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_person_acts_as_a_user",
                condition=models.Q(actor_kind="system", user__isnull=True)
                | models.Q(actor_kind="person", user__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["child_id", "-at"], name="audit_by_child"),
            models.Index(fields=["case_id", "-at"], name="audit_by_case"),
            models.Index(fields=["user", "-at"], name="audit_by_user"),
            BrinIndex(fields=["at"], name="audit_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'the audit is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} by {self.actor_name}"
