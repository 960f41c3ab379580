"""``manage.py check_register``: whether the register's rows agree with one another."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.services import consistency
from cpr import acting


class Command(BaseCommand):
    """Changes nothing; ends with an error where something is broken."""

    help = "Check that grants, deadlines, flags, decisions and registrations agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--most", type=int, default=20, metavar="N", help="lines of each check at most"
        )

    @acting.as_job("check-register")
    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for checked in consistency.check(most=options["most"]):
            broken += not checked.is_well
            verdict = (
                "broken" if not checked.is_well else "look at" if checked.found else "in order"
            )
            self.stdout.write(f"{verdict:<9} {checked.name}")
            for line in checked.found:
                self.stdout.write(f"            {line}")
        if broken:
            raise CommandError(f"{broken} checks found that the register does not agree.")
