"""``manage.py rebuild_grants``: write every grant anew from the involvements."""

from typing import Any

from django.core.management.base import BaseCommand

from cases import grants
from cpr import acting


class Command(BaseCommand):
    """Rebuilds the index of who may see which case."""

    help = "Rebuild every grant from the involvements."

    @acting.as_job("rebuild-grants")
    def handle(self, *args: Any, **options: Any) -> None:
        found = grants.differences()
        self.stdout.write(f"{len(found)} grants differed; {grants.rebuild()} written")
