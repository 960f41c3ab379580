"""What a typed word may mean: the words of the register's vocabulary that are like it, and how.

One query for all typed words, by indexes of the vocabulary. Children's words are read only for a
beginning that too many words share (``with_own``); what is found is behind the gate all the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db import connection

from cases.domain import names
from cases.models.search import PLACE

MOST = 300
"""The most words that one typed word may stand for; a beginning of two letters can have more."""
LONGEST = 60
SURE = 0.85
"""From here on a word is the same name, spelt or mutated otherwise; below it is only like it."""
BEGINS = 0.8
LIKE_PLACE = 0.6
"""A word of an address counts for less than a word of a name."""


class How(StrEnum):
    """How a word of the register is like a typed one."""

    SAME = "same"
    MUTATED = "mutated"
    SOUND = "sound"
    BEGINS = "begins"
    SLIP = "slip"


@dataclass(frozen=True)
class Like:
    """A word of the register that the typed word at ``at`` may mean."""

    at: int
    word: str
    score: float
    how: How

    @property
    def is_place(self) -> bool:
        """Whether it is a word of an address."""
        return self.word.startswith(PLACE)


@dataclass(frozen=True)
class Likes:
    """All that the typed words may mean; ``cut`` are those, by place, with more than ``MOST``."""

    typed: tuple[str, ...] = ()
    each: tuple[Like, ...] = ()
    cut: frozenset[int] = frozenset()

    @property
    def is_cut(self) -> bool:
        """Whether a typed word may mean more than is told here."""
        return bool(self.cut)

    def without(self, how: How) -> Likes:
        """This will leave out the words that are like a typed one in one way only."""
        return replace(self, each=tuple(like for like in self.each if like.how is not how))

    def of(self, at: int, *, least: float = 0.0, places: bool = True) -> list[str]:
        """This will list the words that the typed word at a place may mean."""
        return [
            like.word
            for like in self.each
            if like.at == at and like.score >= least and (places or not like.is_place)
        ]


# A word that stands in the register and is typed in full means itself first; then its mutations,
# what sounds the same, what begins so, and what one slip (two in a long word) makes of it. What
# begins so stands before the word with the last of all characters (U+10FFFF) after it.
SQL = """
WITH typed AS MATERIALIZED (
    SELECT at, word, cases_sound(word) AS sound, word ~ '[0-9]' AS has_digits, kin,
           word || chr(1114111) AS beyond
    FROM unnest(%(at)s::int[], %(words)s::text[], %(kin)s::text[])
         AS given(at, word, kin_text), string_to_array(kin_text, ' ') AS kin
), marked AS MATERIALIZED (
    SELECT typed.*, mark FROM typed, unnest(ARRAY['', '@']) AS mark
), liked AS (
    SELECT at, kept.word, 1.0 AS score, 'same' AS how
    FROM marked JOIN cases_nameword AS kept ON kept.word = mark || marked.word
    UNION ALL
    SELECT at, kept.word, 0.93, 'mutated'
    FROM marked, unnest(kin) AS form JOIN cases_nameword AS kept ON true
    WHERE kept.word = mark || form
    UNION ALL
    SELECT at, kept.word, 0.88, 'sound'
    FROM marked JOIN cases_nameword AS kept ON kept.sound = mark || marked.sound
    WHERE NOT has_digits
    UNION ALL
    SELECT at, kept.word, %(begins)s, 'begins'
    FROM marked JOIN cases_nameword AS kept
      ON kept.word ~>=~ (mark || marked.word) AND kept.word ~<~ (mark || beyond)
    WHERE length(marked.word) > 1 AND NOT has_digits
    UNION ALL
    SELECT at, word, CASE WHEN slips = 1 AND letters < 4 THEN 0.7 WHEN slips = 1 THEN 0.78
                          WHEN is_swap THEN 0.76 WHEN sound_slips = 1 THEN 0.66 ELSE 0.62 END,
           'slip'
    FROM (
        SELECT at, kept.word,
               least(length(marked.word), length(kept.word) - length(mark)) AS letters,
               levenshtein_less_equal(kept.word, mark || marked.word, 3) AS slips,
               levenshtein_less_equal(kept.sound, mark || marked.sound, 1) AS sound_slips,
               marked.word <> mark || kept.word AND length(kept.word) = length(mark || marked.word)
               AND ARRAY(SELECT unnest(string_to_array(kept.word, NULL)) ORDER BY 1)
                 = ARRAY(SELECT unnest(string_to_array(mark || marked.word, NULL)) ORDER BY 1)
               AS is_swap
        FROM marked CROSS JOIN LATERAL (
            SELECT by_slip.word, by_slip.sound FROM cases_nameword AS by_slip
            WHERE by_slip.slips && ARRAY(
                SELECT mark || slip FROM unnest(cases_slips(marked.word)) AS slip
                UNION SELECT mark || '~' || slip FROM unnest(cases_slips(marked.sound)) AS slip)
            UNION
            SELECT near.word, near.sound FROM cases_nameword AS near
            WHERE length(marked.word) > 5 AND mark = '' AND near.word %% marked.word
        ) AS kept
        WHERE NOT has_digits AND length(marked.word) > 2 AND length(kept.word) <= %(longest)s
    ) AS slipped
    WHERE slips = 1 OR (slips = 2 AND (is_swap OR letters > 5))
       OR (sound_slips = 1 AND slips < 4 AND letters > 4)
), best AS (
    SELECT DISTINCT ON (at, word) at, word,
           CASE WHEN word LIKE '@%%' THEN score * %(place)s ELSE score END AS score, how
    FROM liked ORDER BY at, word, score DESC
)
SELECT at, word, score::float8, how, total FROM (
    SELECT *, row_number() OVER (PARTITION BY at ORDER BY score DESC, length(word), word) AS rank,
           count(*) OVER (PARTITION BY at) AS total
    FROM best
) AS ranked WHERE rank <= %(most)s ORDER BY at, rank
"""


def likes(typed: Sequence[str]) -> Likes:
    """This will find what folded words may mean; one letter beside longer words is left out."""
    words = [word[:LONGEST] for word in typed if len(word) > 1] or [word for word in typed if word]
    if not words:
        return Likes()
    asked: dict[str, Any] = {
        "at": list(range(len(words))),
        "words": words,
        "kin": [" ".join(_mutations(word)) for word in words],
        "longest": LONGEST,
        "place": LIKE_PLACE,
        "begins": BEGINS,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, asked)
        rows = cursor.fetchall()
    return Likes(
        typed=tuple(words),
        each=tuple(Like(at, word, score, How(how)) for at, word, score, how, _total in rows),
        cut=frozenset(at for at, *_like, total in rows if total > MOST),
    )


OWN = """
SELECT DISTINCT typed.at, had.word
FROM (
    SELECT words FROM cases_childsearch
    WHERE child_id IN (SELECT cases_found_by_words('[[]]', %(marks)s::uuid[]))
    UNION ALL
    SELECT words FROM cases_childsearch WHERE child_id IN (
        SELECT child_id FROM cases_case WHERE id = ANY(%(cases)s::uuid[]))
) AS theirs CROSS JOIN unnest(theirs.words) AS had(word)
JOIN unnest(%(at)s::int[], %(typed)s::text[]) AS typed(at, word)
  ON starts_with(had.word, typed.word)
"""


def with_own(liked: Likes, marks: Sequence[uuid.UUID], cases: Sequence[uuid.UUID]) -> Likes:
    """This will add, for a beginning that was cut, the names of one's own children that begin so.

    ``marks`` stand in ``known_to`` of the own; ``cases`` are those of other children that count.
    """
    at = [place for place in sorted(liked.cut) if len(liked.typed[place]) > 1]
    if not at:
        return liked
    typed = [liked.typed[place] for place in at]
    with connection.cursor() as cursor:
        cursor.execute(OWN, {"marks": list(marks), "cases": list(cases), "at": at, "typed": typed})
        begin = cursor.fetchall()
    told = {(like.at, like.word) for like in liked.each}
    more = [Like(place, word, BEGINS, How.BEGINS) for place, word in sorted(begin)]
    return replace(
        liked, each=(*liked.each, *(like for like in more if (like.at, like.word) not in told))
    )


def _mutations(word: str) -> list[str]:
    """What has one radical with a word, but for what is heard the same: Loyd is no mutation."""
    return [form for form in names.kin(word) if names.sound(form) != names.sound(word)]


BEST = """
likes AS (
    SELECT * FROM unnest(%(at)s::int[], %(words)s::text[], %(scores)s::float8[])
        AS given(at, word, score)
), best AS (
    SELECT found.child_id, likes.at, max(likes.score) AS score
    FROM cases_childsearch AS found CROSS JOIN unnest(found.words) AS had(word)
    JOIN likes ON likes.word = had.word
    WHERE found.child_id = ANY(%(children)s::uuid[])
      AND (likes.word NOT LIKE '@%%' OR found.child_id = ANY(%(at_home)s::uuid[]))
    GROUP BY found.child_id, likes.at
)
"""
"""How well each typed word is met by some children: a part of the statements that rank them."""


def best_of(
    liked: Likes, children: Sequence[uuid.UUID], at_home: Collection[uuid.UUID] = ()
) -> dict[str, Any]:
    """This will give the parameters of ``BEST``; ``typed`` is how many words there are.

    A word of an address counts only for the children ``at_home``, whose address the reader may
    see: the order of the others must not tell of it.
    """
    return {
        "at": [like.at for like in liked.each],
        "words": [like.word for like in liked.each],
        "scores": [like.score for like in liked.each],
        "typed": max(len(liked.typed), 1),
        "children": list(children),
        "at_home": list(at_home),
    }
