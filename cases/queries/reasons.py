"""Why a child answers a question: which number, day, name or address is like what was typed."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cases.domain import names
from cases.domain.statuses import IdentifierScheme
from cases.models import Child, ChildIdentifier, ChildName
from cases.models.search import PLACE
from cases.queries.likes import How, Like, Likes
from cases.queries.search import Asked, near_days

BARE = "another_name"
UNTOLD = ("address", BARE)
"""Of these the reason says only that they are alike."""
IN_A_SUMMARY = (IdentifierScheme.NHS,)
_PARTS = re.compile(r"[\s\-–,]+")
_POSTCODE = re.compile(r"(?:^| )([a-z]{1,2}[0-9][0-9a-z]?) ([0-9][a-z]{2})(?= |$)")


@dataclass(frozen=True)
class Reason:
    """One reason: a kind that has its words in the presenter, and the name it speaks of."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class _Source:
    """Where a word stands: in the name itself, in another name, in the address."""

    kind: str
    text: str

    def words(self) -> dict[str, str]:
        """This will give each folded word with the way it is written."""
        if self.kind == "address":
            folded = names.fold(self.text)
            joined = ["".join(code) for code in _POSTCODE.findall(folded)]
            return {PLACE + word: self.text for word in [*folded.split(" "), *joined]}
        written = {names.fold(part): part for part in _PARTS.split(self.text)}
        written |= {word: word for word in names.words(self.text) if word not in written}
        return {**written, names.fold(self.text).replace(" ", ""): self.text}


def reasons(
    children: Sequence[Child],
    liked: Likes,
    asked: Asked,
    *,
    in_full: Collection[uuid.UUID] = (),
) -> dict[uuid.UUID, tuple[Reason, ...]]:
    """This will say of each child why it was found, in two queries.

    ``in_full`` are the children of whom the reader may see more than the summary: of others it
    tells no address, no other name but that there is one, and no number but the NHS number.
    """
    ids = [child.pk for child in children]
    others: dict[uuid.UUID, list[_Source]] = defaultdict(list)
    for name in ChildName.objects.filter(child_id__in=ids).order_by("noted_at", "pk"):
        kind = name.kind if name.child_id in in_full else BARE
        others[name.child_id].append(_Source(kind, name.names))
    numbers: dict[uuid.UUID, list[Reason]] = defaultdict(list)
    wanted = {*asked.numbers, *asked.national_numbers}
    for number in ChildIdentifier.objects.filter(child_id__in=ids, value__in=wanted):
        if number.child_id in in_full or number.scheme in IN_A_SUMMARY:
            numbers[number.child_id].append(Reason(f"number_{IdentifierScheme(number.scheme)}"))
    by_word = {(like.at, like.word): like for like in liked.each}
    found = {}
    for child in children:
        sources = [
            _Source("name", f"{child.given_names} {child.family_name}"),
            _Source("family", child.family_name),
            _Source("known_as", child.known_as),
            *others[child.pk],
            *([_Source("address", child.address)] if child.pk in in_full else []),
        ]
        found[child.pk] = tuple(
            dict.fromkeys(
                [*numbers[child.pk], *_by_day(child, asked), *_by_words(sources, by_word, liked)]
            )
        )
    return found


def _by_day(child: Child, asked: Asked) -> Iterable[Reason]:
    if asked.day is None:
        return
    if asked.day == child.born_on:
        yield Reason("same_day")
    elif asked.day == child.expected_on:
        yield Reason("same_expected_day")
    elif child.born_on in near_days(asked.day):
        yield Reason("near_day")


def _by_words(
    sources: Sequence[_Source], by_word: dict[tuple[int, str], Like], liked: Likes
) -> Iterable[Reason]:
    """The best word for each typed one; a name that is the same throughout is one reason."""
    same = 0
    told: list[Reason] = []
    written = [(source, source.words()) for source in sources if source.text]
    for at in range(len(liked.typed)):
        best: tuple[float, Like, _Source, str] | None = None
        for source, words in written:
            for word, as_written in words.items():
                like = by_word.get((at, word))
                if like is not None and (best is None or like.score > best[0]):
                    best = (like.score, like, source, as_written)
        if best is None:
            continue
        _score, like, source, as_written = best
        if source.kind not in ("name", "family"):
            told.append(Reason(source.kind, "" if source.kind in UNTOLD else source.text))
        elif like.how is How.SAME:
            same += 1
        else:
            told.append(Reason(f"name_{like.how}", as_written))
    if same:
        yield Reason("same_name" if same == len(liked.typed) else "part_of_name")
    yield from told
