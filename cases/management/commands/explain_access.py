"""``manage.py explain_access USER CASE``: why a person has what they have on a case."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.actors import Actor, live_memberships
from agencies.models import User
from cases import access_explained
from cases.models import Case
from cpr import acting
from cpr.clock import today


class Command(BaseCommand):
    """Prints the clauses of the gate, by the gate's own code."""

    help = "Print what a person may do with a case, and why, for each of their memberships."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="e-mail address")
        parser.add_argument("case", help="identifier of the case")

    @acting.as_job("explain-access")
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["user"]).first()
        if user is None:
            raise CommandError(f"No account has the e-mail address {options['user']}.")
        try:
            case = Case.objects.filter(pk=options["case"]).first()
        except ValidationError as error:
            raise CommandError(f"{options['case']} is not an identifier.") from error
        if case is None:
            raise CommandError(f"No case has the identifier {options['case']}.")
        memberships = live_memberships(user.pk, on=today())
        if not memberships:
            self.stdout.write("no live membership: nothing is allowed")
        for membership in memberships:
            self.stdout.write(f"as {membership}")
            for line in access_explained.explain(Actor.of(membership), case):
                self.stdout.write(f"  {line}")
