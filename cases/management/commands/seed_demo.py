"""``manage.py seed_demo``: the made-up agencies, people and families, once."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from agencies.models import User
from cases.demo import (
    people,
    stories,
    stories_in_depth,
    stories_of_access,
    stories_of_change,
    wales,
)
from cases.demo.families import Storyteller
from cpr import acting
from cpr.clock import today

EARLIER_DATA = (
    "  These data are from before the whole of Wales was made up, and are kept as they are. "
    "`make demo-reset` starts over with all of it."
)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('seed-demo', 0))"


class Command(BaseCommand):
    """Fills an empty demonstration; refuses to run anywhere else."""

    help = "Fill the demonstration with made-up people and families."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--print-sign-ins", action="store_true", help="only print who can sign in"
        )
        parser.add_argument(
            "--scale",
            choices=sorted(wales.SCALES),
            default="full",
            help="how much of Wales beside the families told in depth",
        )
        parser.add_argument("--seed", type=int, default=wales.SEED_NUMBER)

    @acting.as_job("seed")
    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError("Only the demonstration is filled with made-up people.")
        if not options["print_sign_ins"]:
            self._seed(wales.SCALES[options["scale"]], options["seed"])
        for person in people.PERSONAS:
            self.stdout.write(f"{person.email:<28} {person.name:<14} {person.what}")
        self.stdout.write(f"{'superuser@register.example':<28} {'Sam Superuser':<14} sees no child")
        self.stdout.write(f"Password for all: {people.PASSWORD}")

    def _seed(self, scale: wales.Scale, seed: int) -> None:
        """All of it or nothing: an interrupted seeding leaves an empty database to begin again."""
        began = time.monotonic()

        def say(what: str) -> None:
            self.stderr.write(f"  {time.monotonic() - began:5.1f} s  {what}", ending="\n")

        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(LOCK)
            if User.objects.filter(email=people.PERSONAS[0].email).exists():
                if scale.on_register and not wales.is_loaded():
                    self.stderr.write(EARLIER_DATA)
                return
            storyteller = Storyteller(people.build(), today())

            def tell() -> None:
                for family in (stories, stories_in_depth, stories_of_change, stories_of_access):
                    family.tell(storyteller)
                say("the families told in depth")

            if scale.on_register:
                counts = wales.load(scale=scale, today=today(), say=say, seed=seed, meanwhile=tell)
                say(", ".join(f"{number} {name}" for name, number in counts.items()))
            else:
                tell()
        say("done")
