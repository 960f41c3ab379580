"""The audit: one append-only table, one writer. The lowest layer of the project."""
