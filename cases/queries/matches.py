"""Possible matches of a child that somebody seeks or is about to add.

Found by the database over every child: same number, or the same day of birth and a like name, or
a very like name and a near day. Whom the searcher may not see is only a contact to call.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Q, TextField, Value

from agencies.actors import Actor
from cases import access
from cases.models import Child, ChildIdentifier

MOST = 20
LIKE = 0.3
VERY_LIKE = 0.6
NEAR = timedelta(days=366)


@dataclass(frozen=True)
class Sought:
    """What is known of the child sought."""

    name: str
    born_on: date | None
    expected_on: date | None
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, child: Any) -> Sought:
        """This will take what matters from a ``NewChild``."""
        return cls(
            name=f"{child.given_names} {child.known_as} {child.family_name}",
            born_on=child.born_on,
            expected_on=child.expected_on,
            numbers=tuple(n for n in (child.nhs_number, child.upn) if n),
        )


@dataclass(frozen=True)
class Match:
    """A possible match whom the searcher may see."""

    child_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None


@dataclass(frozen=True)
class Matches:
    """Possible matches: those to show, and contacts for those that may not be shown."""

    visible: tuple[Match, ...]
    contacts: tuple[access.Contact, ...]
    hidden_count: int
    all_ids: tuple[uuid.UUID, ...]


def possible_matches(actor: Actor, sought: Sought) -> Matches:
    """This will find possible matches, most alike first; asking is recorded by a service."""
    ids = list(_candidates(actor, sought))
    seen, contacts = access.contacts_of_hidden(actor, ids)
    rows = Child.objects.in_bulk(seen)
    return Matches(
        visible=tuple(
            Match(pk, rows[pk].full_name, rows[pk].born_on, rows[pk].expected_on) for pk in seen
        ),
        contacts=tuple(contacts),
        hidden_count=len(ids) - len(seen),
        all_ids=tuple(ids),
    )


def _candidates(actor: Actor, sought: Sought) -> list[uuid.UUID]:
    name = Func(
        Value(sought.name),
        Value(""),
        Value(""),
        function="cases_search_name",
        output_field=TextField(),
    )
    likeness = TrigramSimilarity(F("search_name"), name)  # type: ignore[arg-type]
    day = sought.born_on or sought.expected_on
    by_number = ChildIdentifier.objects.filter(value__in=sought.numbers).values("child_id")
    clause = Q(pk__in=by_number)
    if day is not None:
        # The trigram operator beside the figure lets the index on names answer; so do the days'.
        clause |= (Q(born_on=day) | Q(expected_on=day)) & Q(likeness__gte=LIKE)
        clause |= Q(
            search_name__trigram_similar=name,
            likeness__gte=VERY_LIKE,
            born_on__range=(day - NEAR, day + NEAR),
        )
    rows = (
        access.candidates(actor)
        .annotate(likeness=likeness)
        .filter(clause)
        .order_by("-likeness", "pk")
    )
    return list(rows.values_list("pk", flat=True)[:MOST])
