"""``manage.py seed_demo``: the made-up agencies, people and families, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agencies.models import User
from cases.demo import people, stories
from cases.demo.families import Storyteller
from cpr.clock import today


class Command(BaseCommand):
    """Fills an empty demonstration; refuses to run anywhere else."""

    help = "Fill the demonstration with made-up people and families."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print-sign-ins", action="store_true", help="only print who can sign in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError("Only the demonstration is filled with made-up people.")
        if not options["print_sign_ins"]:
            self._seed()
        for person in people.PERSONAS:
            self.stdout.write(f"{person.email:<28} {person.name:<14} {person.what}")
        self.stdout.write(f"{'superuser@register.example':<28} {'Sam Superuser':<14} sees no child")
        self.stdout.write(f"Password for all: {people.PASSWORD}")

    def _seed(self) -> None:
        if User.objects.filter(email=people.PERSONAS[0].email).exists():
            return
        with transaction.atomic():
            stories.tell(Storyteller(people.build(), today()))
