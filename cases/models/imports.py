"""ImportBatch: one published return, from its upload to its loading and undoing, with its report.

ImportChange and ImportedChild are its manifest: what the loading wrote, and how each child it
wrote to stood when it ended. The database keeps the first itself; see ``import_manifest``.
"""

from __future__ import annotations

from django.db import models

from agencies.models import Agency, Membership
from cases.domain.imports import ImportState
from cases.models.fields import key, known_value, one_of


class ImportBatch(models.Model):
    """What was loaded, when, by whom, and what was refused. Its file is kept while it is needed.

    ``asked_by`` is the membership in whose name the next step runs; ``attempts`` counts how often
    a worker began it. ``report`` is of the preview until there is one of the loading.
    """

    id = key()
    authority = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_batches")
    state = one_of(ImportState, default=ImportState.LOADED)  # what says nothing of steps had none
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=300)
    file_size = models.BigIntegerField(null=True, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    loaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True)
    loaded_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by_name = models.CharField(max_length=200, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.JSONField(default=dict, blank=True)
    marked_form = models.CharField(max_length=32, blank=True)
    """The columns that the register had when the loading was marked; see ``imported_manifest``."""
    undone_by_name = models.CharField(max_length=200, blank=True)
    undo_reason = models.TextField(blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            known_value("state", ImportState, "import_state_is_known"),
            models.CheckConstraint(
                name="an_undone_loading_has_its_reason",
                condition=~models.Q(state="undone") | ~models.Q(undo_reason=""),
            ),
            models.CheckConstraint(
                name="a_file_is_kept_only_while_it_is_needed",
                condition=models.Q(stored_as="")
                | models.Q(state__in=["uploaded", "previewing", "previewed", "loading"]),
            ),
        ]
        indexes = [models.Index(fields=["authority", "-started_at"], name="imports_by_authority")]

    def __str__(self) -> str:
        return self.file_name


class ImportChange(models.Model):
    """One row that a loading wrote: which, and for one that was there already, what stood before.

    Written by the database itself. An undone loading's entries are what allows its rows to go.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="changes")
    table_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    before = models.JSONField(null=True)
    """None for a row that the loading made."""

    class Meta:
        indexes = [
            models.Index(fields=["batch", "table_name"], name="import_changes_of_batch"),
            models.Index(fields=["row_id"], name="import_changes_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class ImportedChild(models.Model):
    """A child that a loading wrote to, and the marks of all that was on record as it ended."""

    id = key()
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="children")
    child_id = models.UUIDField()
    marks = models.JSONField(default=dict)
    """For each kind of record: how many there were, and a digest of them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "child_id"], name="a_child_is_marked_once_in_a_loading"
            )
        ]
        indexes = [models.Index(fields=["child_id"], name="imported_child_by_child")]

    def __str__(self) -> str:
        return str(self.child_id)
