"""``manage.py load_reference_agencies``: the Welsh authorities, boards and forces."""

from typing import Any

from django.core.management.base import BaseCommand

from agencies import reference
from agencies.actors import Actor


class Command(BaseCommand):
    """Adds what is missing; running it again adds nothing."""

    help = "Add the reference list of Welsh agencies."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reference.load(by=Actor.system('reference-data'))} agencies added")
