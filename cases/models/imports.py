"""ImportBatch: one loading of one published return, with its report."""

from __future__ import annotations

from django.db import models

from agencies.models import Agency, Membership
from cases.models.fields import key


class ImportBatch(models.Model):
    """What was loaded, when, by whom, and what was refused. The file itself is not kept."""

    id = key()
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_batches")
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    loaded_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["authority", "-started_at"], name="imports_by_authority")]

    def __str__(self) -> str:
        return self.file_name
