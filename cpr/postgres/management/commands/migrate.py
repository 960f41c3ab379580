"""``manage.py migrate``: Django's own, as the owner of the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from cpr.postgres.ownership import as_owner


class Command(migrate.Command):
    """Applies the migrations with the sign-in of DATABASE_OWNER_URL, where there is one."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """This will migrate as the owner."""
        with as_owner():
            return super().handle(*args, **options)
