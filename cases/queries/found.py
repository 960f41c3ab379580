"""Who answers a question: the cases an actor may see, best first, by the words' indexes.

The gate stands in every statement that looks for a case, before any limit. At most ``MOST`` of
the sure answers and of the likely ones are ranked; where there are more, ``is_cut`` says so.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.models import Case, ChildIdentifier
from cases.queries.likes import BEST, SURE, Likes, best_of, likes, with_own
from cases.queries.search import Asked, near_days
from cpr.audit.models import AuditEvent
from cpr.clock import now

MOST = 300
LATELY = timedelta(days=28)
LATELY_EVENTS = 200
LATELY_CASES = 10

Pair = tuple[uuid.UUID, uuid.UUID]
"""A case and its child."""


@dataclass(frozen=True)
class Found:
    """The cases that answer a question, best first, and what the typed words may mean."""

    cases: tuple[uuid.UUID, ...]
    likes: Likes
    is_cut: bool
    lately: tuple[uuid.UUID, ...] = ()
    in_full: frozenset[uuid.UUID] = frozenset()
    """The children of whom the actor may see more than the summary."""


def found(actor: Actor, asked: Asked, visible: QuerySet[Case], mine: QuerySet[Case]) -> Found:
    """This will find and rank the cases among ``visible`` that answer what was asked.

    ``mine`` are the actor's own: they, and the records opened lately, are never cut and go first
    among equals.
    """
    lately = opened_lately(actor)
    liked = with_own(likes(asked.words), access.known_by(actor, own=True), lately)
    sides = {"number": visible.filter(_by_number(asked))}
    if asked.day and not asked.words:
        sides["day"] = visible.filter(_born(asked.day))
    rows = visible.filter(_born(asked.day, *near_days(asked.day))) if asked.day else visible
    known, own = access.known_by(actor), access.known_by(actor, own=True)
    names, sure = _words(liked), _words(liked, least=SURE)
    if liked.typed:
        sides["lately"] = rows.filter(pk__in=lately)
        for words in names:  # a handful of cases: no index is needed
            sides["lately"] = sides["lately"].filter(child__search__words__overlap=words or [""])
        sides["own"] = rows.filter(FoundByWords([names], own))
        sides["sure"] = rows.filter(FoundByWords([sure], known))
    pairs, is_cut = _from(sides)
    if liked.typed and not is_cut:
        homes = rows & access.visible(actor, P.VIEW_PLAN)
        home = [like.word for like in liked.each if like.is_place]
        more, is_cut = _from(
            {
                "likely": rows.filter(FoundByWords([names], known)),
                "home": homes.filter(FoundByWords([[*_words(liked, places=True), home]], known)),
            }
        )
        pairs = list(dict.fromkeys([*pairs, *more]))
    if not pairs and len(liked.typed) > 2:
        but_one = [names[:out] + names[out + 1 :] for out in range(len(names))]
        pairs, is_cut = _from({"but one": rows.filter(FoundByWords(but_one, known))})
    in_full = frozenset(
        access.visible(actor, P.VIEW_PLAN)
        .filter(pk__in=[case for case, _child in pairs])
        .values_list("child_id", flat=True)
    )
    ranked = _ranked(pairs, liked, asked, lately, mine, in_full)
    is_cut = is_cut or liked.is_cut
    return Found(tuple(ranked[:MOST]), liked, is_cut or len(ranked) > MOST, lately, in_full)


def _from(sides: dict[str, QuerySet[Case]]) -> tuple[list[Pair], bool]:
    """The cases of all sides in one statement, each with its child; and whether a side had more."""
    first, *others = [
        rows.order_by().annotate(side=Value(side)).values_list("pk", "child_id", "side")[: MOST + 1]
        for side, rows in sides.items()
    ]
    rows = list(first.union(*others, all=True) if others else first)
    sizes = Counter(side for _case, _child, side in rows)
    found = dict.fromkeys((case, child) for case, child, _side in rows)
    return list(found), any(size > MOST for size in sizes.values())


def opened_lately(actor: Actor) -> tuple[uuid.UUID, ...]:
    """This will list the cases whose records the person opened lately, the latest first."""
    read = (
        AuditEvent.objects.filter(user_id=actor.user_id or access.NOBODY, action="record.read")
        .filter(at__gte=now() - LATELY, case_id__isnull=False)
        .order_by("-at")
        .values_list("case_id", flat=True)[:LATELY_EVENTS]
    )
    return tuple(dict.fromkeys(each for each in read if each))[:LATELY_CASES]


def by_name_or_number(
    rows: QuerySet[Case], asked: Asked, liked: Likes, known: list[uuid.UUID]
) -> QuerySet[Case]:
    """This will keep the cases that a number names, or all typed words, but no day or address.

    ``known``: one of these, at least, has worked with the child.
    """
    clause = _by_number(asked)
    if liked.typed:
        clause |= Q(FoundByWords([_words(liked)], known))
    return rows.filter(clause)


def _by_number(asked: Asked) -> Q:
    if not asked.numbers:
        return Q(pk__in=[])
    named = ChildIdentifier.objects.filter(value__in=asked.numbers)
    return Q(child_id__in=named.values("child_id"))


def _born(*days: date) -> Q:
    return Q(child__born_on__in=days) | Q(child__expected_on__in=days)


def _words(liked: Likes, *, least: float = 0.0, places: bool = False) -> list[list[str]]:
    """For each typed word what it may mean; of an address only where addresses may be seen."""
    return [liked.of(at, least=least, places=places) for at in range(len(liked.typed))]


class FoundByWords(Func):
    """Whether a case is of a child who has every word of one of some alternatives.

    ``cases_found_by_words`` looks in the index of words, where row-level security would keep the
    database from using one, and tells identifiers alone; the gate decides about each.
    """

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s"

    def __init__(self, alternatives: list[list[list[str]]], known: list[uuid.UUID]) -> None:
        super().__init__(F("child_id"))
        self.alternatives, self.known = alternatives, known

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """This will write ``child_id IN (SELECT cases_found_by_words(...))``."""
        child, params = compiler.compile(self.source_expressions[0])
        asked = (json.dumps(self.alternatives), self.known)
        found = f"{child} IN (SELECT cases_found_by_words(%s::jsonb, %s::uuid[]))"
        return found, (*params, *asked)


RANKED = f"""
WITH shown AS (
    SELECT DISTINCT ON (child_id, authority_id) id, child_id, closed_on
    FROM cases_case WHERE id = ANY(%(ids)s::uuid[])
    ORDER BY child_id, authority_id, closed_on DESC NULLS FIRST, opened_on DESC, id
), {BEST}, liked AS (
    SELECT child_id, sum(score) / %(typed)s AS score FROM best GROUP BY child_id
)
SELECT shown.id
FROM shown JOIN cases_child AS child ON child.id = shown.child_id
LEFT JOIN liked ON liked.child_id = shown.child_id
ORDER BY coalesce(liked.score, 0)
    + CASE WHEN EXISTS (SELECT 1 FROM cases_childidentifier AS number
                        WHERE number.child_id = child.id AND number.value = ANY(%(numbers)s))
           THEN 2 ELSE 0 END
    + CASE WHEN %(day)s IN (child.born_on, child.expected_on) THEN 0.3 ELSE 0 END
    + CASE WHEN shown.id = ANY(%(mine)s::uuid[]) THEN 0.1 ELSE 0 END
    + CASE WHEN shown.id = ANY(%(lately)s::uuid[]) THEN 0.1 ELSE 0 END
    - CASE WHEN shown.closed_on IS NULL THEN 0 ELSE 0.05 END DESC,
    child.family_name, child.given_names, shown.id
"""  # noqa: S608 (constants of this module)


def _ranked(
    pairs: list[Pair],
    liked: Likes,
    asked: Asked,
    lately: Iterable[uuid.UUID],
    mine: QuerySet[Case],
    in_full: Collection[uuid.UUID],
) -> list[uuid.UUID]:
    """One case of a child and authority, best first; all of them have passed the gate."""
    ids = [case for case, _child in pairs]
    own = mine.filter(pk__in=ids).order_by().values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            RANKED,
            {
                **best_of(liked, [child for _case, child in pairs], at_home=in_full),
                "ids": ids,
                "numbers": list(asked.numbers),
                "day": asked.day,
                "mine": list(own),
                "lately": list(lately),
            },
        )
        return [row[0] for row in cursor.fetchall()]
