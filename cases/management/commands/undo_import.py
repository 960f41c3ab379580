"""``manage.py undo_import BATCH --reason WHY``: take a whole loading of a return back."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.actors import Actor, live_memberships
from agencies.models import User
from agencies.roles import Duty
from cases.domain.errors import DomainError
from cases.imports.record_words import RECORDS
from cases.labels import problem_text
from cases.services.imported_undo import SomethingAdded, undo_loading
from cpr import acting
from cpr.clock import today


class Command(BaseCommand):
    """Undoes a loading while nothing has been added to its children."""

    help = "Undo a whole loading: import_register and the list of returns name its BATCH."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=uuid.UUID, help="the loading's identifier")
        parser.add_argument("--reason", required=True, help="why; kept with the loading")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this custodian")

    @acting.as_job("import-register")
    def handle(self, *args: Any, **options: Any) -> None:
        """This will undo the loading, or say what stands against it."""
        try:
            batch = undo_loading(
                by=_actor(options["email"]), batch_id=options["batch"], reason=options["reason"]
            )
        except SomethingAdded as error:
            for found in error.added:
                words = RECORDS[found.kind]
                self.stderr.write(f"  {words}: {found.added} new, {found.children} children")
            raise CommandError(problem_text(error.problems[0])) from error
        except DomainError as error:
            raise CommandError(_words(error)) from error
        self.stdout.write(f"Undone: {batch.file_name}. The register is as it was before it.")


def _actor(email: str | None) -> Actor:
    if not email:
        return Actor.system("import-register")
    user = User.objects.filter(email__iexact=email).first()
    actors = [Actor.of(m) for m in live_memberships(user.pk, on=today())] if user else []
    for actor in actors:
        if actor.has_duty(Duty.IMPORT_REGISTER):
            return actor
    raise CommandError(f"{email} is no register custodian.")


def _words(error: DomainError) -> str:
    known = {"not_found": "There is no such loading.", "not_allowed": "This is not allowed."}
    problem = error.problems[0]
    return known.get(problem.code) or problem_text(problem)
