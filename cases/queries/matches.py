"""Possible matches of a child that somebody seeks or is about to add.

Found by the database over every child: same number; the same day of birth and a word of the name
alike; a near day and nearly all of the name alike, other names and spellings too. Whom the
searcher may not see is only a contact to call.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from agencies.actors import Actor
from cases import access, access_sought
from cases.domain import names
from cases.domain.permissions import P
from cases.models import Child, ChildIdentifier
from cases.queries.likes import BEST, How, Likes, best_of, likes
from cases.queries.reasons import Reason, reasons
from cases.queries.search import MOST_WORDS, Asked, near_days
from cpr import acting

MOST = 20
LOOKED_AT = 500
"""How many of each side are ranked: the near-named born within a year of a day are fewer."""
LIKE = 0.3
VERY_LIKE = 0.6
NEAR = timedelta(days=366)
WHOLE_WORD = 3
"""Fewer letters than this, alone, are no name to answer to about a child whom one may not see."""


@dataclass(frozen=True)
class Sought:
    """What is known of the child sought; ``within`` is how far from the day a namesake is born.

    ``is_strict``: every word of the name must be alike, as ``children.sought_elsewhere`` says.
    """

    name: str
    born_on: date | None
    expected_on: date | None
    numbers: tuple[str, ...] = ()
    within: timedelta = NEAR
    is_strict: bool = False

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
    """A possible match whom the searcher may see, and why."""

    child_id: uuid.UUID
    name: str
    born_on: date | None
    expected_on: date | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Matches:
    """Possible matches: those to show, and contacts for those that may not be shown."""

    visible: tuple[Match, ...]
    contacts: tuple[access_sought.Contact, ...]
    hidden_count: int
    all_ids: tuple[uuid.UUID, ...]


def possible_matches(actor: Actor, sought: Sought) -> Matches:
    """This will find possible matches, most alike first; asking is recorded by a service."""
    words = tuple(names.words(sought.name)[:MOST_WORDS])
    liked = likes(words)
    if sought.is_strict:
        liked = liked.without(How.BEGINS)
    ids = _candidates(actor, sought, liked)
    seen, contacts = access_sought.contacts_of_hidden(actor, ids)
    rows = Child.objects.in_bulk(seen)
    seen = [pk for pk in seen if pk in rows]  # one shared this very moment is a contact still
    asked = Asked(
        words=words, day=sought.born_on or sought.expected_on, national_numbers=sought.numbers
    )
    in_full = set(
        access.visible(actor, P.VIEW_PLAN, Child).filter(pk__in=seen).values_list("pk", flat=True)
    )
    why = reasons([rows[pk] for pk in seen], liked, asked, in_full=in_full)
    return Matches(
        visible=tuple(
            Match(pk, rows[pk].full_name, rows[pk].born_on, rows[pk].expected_on, why[pk])
            for pk in seen
        ),
        contacts=tuple(contacts),
        hidden_count=len(ids) - len(seen),
        all_ids=tuple(ids),
    )


@acting.as_job("sought")
def _candidates(actor: Actor, sought: Sought, liked: Likes) -> list[uuid.UUID]:
    children = access_sought.candidates(actor)
    day = sought.born_on or sought.expected_on
    by_number = ChildIdentifier.objects.filter(value__in=sought.numbers).values("child_id")
    sides = [children.filter(pk__in=by_number)]
    if day is not None and sought.is_strict:
        sides += _strictly(children, day, liked)
    elif day is not None and liked.typed:
        any_word = [like.word for like in liked.each if not like.is_place]
        sides.append(
            children.filter(Q(born_on=day) | Q(expected_on=day), search__words__overlap=any_word)
        )
        sides += _near(children, day, sought.within, liked)
    first, *others = [rows.values_list("pk", flat=True)[:LOOKED_AT] for rows in sides]
    ids = list(first.union(*others) if others else first)
    return _ranked(ids, sought, liked, day)


def _strictly(children: QuerySet[Child], day: date, liked: Likes) -> list[QuerySet[Child]]:
    """Every word of the name alike, born on the day or a near one; one word in full, on the day."""
    if any(len(word) < 2 for word in liked.typed) or not liked.typed:
        return []
    rows = children.filter(Q(born_on=day) | Q(expected_on=day))
    if len(liked.typed) == 1:
        in_full = (How.SAME, How.MUTATED) if len(liked.typed[0]) >= WHOLE_WORD else ()
        words = [like.word for like in liked.each if like.how in in_full and not like.is_place]
        return [rows.filter(search__words__overlap=words)] if words else []
    rows = children.filter(Q(born_on=day) | Q(expected_on=day) | Q(born_on__in=near_days(day)))
    for at in range(len(liked.typed)):
        rows = rows.filter(search__words__overlap=liked.of(at, places=False) or [""])
    return [rows]


def _near(
    children: QuerySet[Child], day: date, within: timedelta, liked: Likes
) -> list[QuerySet[Child]]:
    """Born on a near day, with every word of the name alike, or of three and more all but one.

    One word is too little for a namesake of another month: then only a slip in the day counts.
    """
    places = range(len(liked.typed))
    left_out = [None] if len(places) < 3 else [*places]
    near = Q(born_on__in=near_days(day))
    if within and len(places) > 1:
        span = (day - within, day + within)
        near |= Q(born_on__range=span) | Q(expected_on__range=span)
    sides = []
    for out in left_out:
        rows = children.filter(near)
        for at in places:
            if at != out:
                rows = rows.filter(search__words__overlap=liked.of(at, places=False) or [""])
        sides.append(rows)
    return sides


RANKED = f"""
WITH {BEST}, liked AS (
    SELECT child_id, sum(score) / %(typed)s AS score FROM best GROUP BY child_id
), judged AS (
    SELECT child.id, coalesce(liked.score, 0) AS score,
           coalesce(%(day)s IN (child.born_on, child.expected_on), false) AS is_same_day,
           child.id IN (SELECT child_id FROM cases_childidentifier
                        WHERE value = ANY(%(numbers)s)) AS by_number
    FROM cases_child AS child LEFT JOIN liked ON liked.child_id = child.id
    WHERE child.id = ANY(%(children)s::uuid[])
)
SELECT id FROM judged
WHERE by_number OR (is_same_day AND score >= %(like)s) OR score >= %(very_like)s
ORDER BY by_number DESC, score + CASE WHEN is_same_day THEN 0.3 ELSE 0 END DESC, id LIMIT %(most)s
"""  # noqa: S608 (constants of this module)


def _ranked(
    ids: list[uuid.UUID], sought: Sought, liked: Likes, day: date | None
) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            RANKED,
            {
                **best_of(liked, ids),
                "day": day,
                "numbers": list(sought.numbers),
                "like": LIKE,
                "very_like": VERY_LIKE,
                "most": MOST,
            },
        )
        return [row[0] for row in cursor.fetchall()]
