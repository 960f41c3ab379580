"""``manage.py add_person``: give somebody an account and a membership of a team, in a role."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team, User
from agencies.roles import ROLES
from agencies.services import add_member, open_team
from cpr.clock import today


class Command(BaseCommand):
    """For the first people of an agency."""

    help = "Give somebody an account and a membership. The password is asked for, or PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--agency", required=True, metavar="CODE")
        parser.add_argument("--team", required=True, help="opened if the agency has none so named")
        parser.add_argument("--role", required=True, choices=sorted(ROLES))

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.system("add-person")
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"No agency has the code {options['agency']}.")
        user = User.objects.filter(email__iexact=options["email"]).first() or self._account(options)
        team = Team.objects.filter(agency=agency, name_en=options["team"]).first() or open_team(
            by=by, agency=agency, name_en=options["team"]
        )
        same = Membership.objects.live(today()).filter(user=user, team=team, role=options["role"])
        if same.exists():
            raise CommandError(f"{user} is already {options['role']} in {team}.")
        membership = add_member(by=by, user=user, team=team, role=options["role"], on=today())
        self.stdout.write(f"{membership}: {membership.get_role_display()}, from today")

    def _account(self, options: dict[str, Any]) -> User:
        password = os.environ.get("PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_email(options["email"])
            validate_password(password, User(email=options["email"], full_name=options["name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return User.objects.create_user(options["email"], options["name"], password)
