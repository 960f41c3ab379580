"""How a name is written, mutated and heard: pure text, the same in Python and in the database.

``fold`` and ``sound`` have twins in SQL (migration 0010); a test holds the two to one another.
Which children a name finds is in ``cases.queries.likes`` and ``cases.queries.children``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

APOSTROPHES = "'’‘ʼ`´"
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ς": "σ",
}
"""Letters that have no parts to take an accent from."""

MARKS = r"[\u0300-\u036f]"
SEPARATORS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u3000-\u303f]+"
)

MUTATIONS: dict[str, tuple[str | None, str | None, str | None]] = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m", None),
    "d": ("dd", "n", None),
    "g": ("", "ng", None),
    "ll": ("l", None, None),
    "m": ("f", None, None),
    "rh": ("r", None, None),
}
"""Radical initial: soft, nasal, aspirate mutation (y treiglad meddal, trwynol, llaes).

The standard table of Welsh grammars: Gareth King, *Modern Welsh: A Comprehensive Grammar*
(Routledge), the chapter on initial mutations; D. Geraint Lewis, *Y Treigladur* (Gomer).
"""

RADICAL = {
    "p": re.compile("p(?!h)"),
    "t": re.compile("t(?!h)"),
    "c": re.compile("c(?!h)"),
    "b": re.compile("b"),
    "d": re.compile("d(?!d)"),
    "g": re.compile("g(?=[aeiouwy]|l(?!l)|r(?!h)|n(?![gh]))"),
    "ll": re.compile("ll(?!l)"),
    "m": re.compile("m(?!h)"),
    "rh": re.compile("rh(?!h)"),
}
"""What begins with a letter that can be mutated; a digraph such as ``th`` is another letter."""

SHORTEST_MUTATED = 3
"""A radical or a mutated form shorter than this is no name anybody mutates."""

SOUNDS: tuple[tuple[str, str], ...] = (
    # English silent letters, and what stands for one consonant
    (r"^(kn|gn)", "n"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"(tch|ck|ch)", "k"),
    (r"augha?", "o"),
    (r"(eigh|igh)", "i"),
    (r"(uw|ugh|ew|iw)", "iw"),
    (r"qu", "kw"),
    (r"x", "ks"),
    # c is soft before e, i, y in English; a Welsh c, and one that begins a name, is always hard
    (r"^c", "k"),
    (r"c([eiy])", r"s\1"),
    (r"c", "k"),
    # Siân and Shan, Siôn and Shon, Siac and Jac
    (r"^si([aeouw])", r"x\1"),
    (r"sh", "x"),
    (r"j", "x"),
    # f and v, ff and ph; dd and th; ll and l, rh and r
    (r"(ph|ff|v)", "f"),
    (r"(dd|th)", "þ"),
    (r"([a-z])h", r"\1"),
    (r"z", "s"),
    # an e that nobody hears
    (r"([^aeiouwy])es$", r"\1s"),
    (r"([^aeiouwy])e$", r"\1"),
    (r"wes$", "ws"),
    # vowels that Welsh and English write differently
    (r"([^aeiouwy])wy", r"\1oi"),
    (r"oy", "oi"),
    (r"oo", "w"),
    (r"[uy]", "i"),
    (r"(ai|ei|ae|ea)", "e"),
    (r"(ee|ie)", "i"),
    (r"(.)\1+", r"\1"),
)
"""Applied in this order to a folded word. Alternatives never depend on which is tried first."""

LONGEST_SLIPPED = 24
"""Words longer than this keep no list of their slips."""


def fold(text: str) -> str:
    """This will write a text in small letters without accents, words parted by one space."""
    text = text.translate({ord(mark): None for mark in APOSTROPHES})
    text = re.sub(MARKS, "", unicodedata.normalize("NFKD", text)).lower()
    for letter, plain in LETTERS.items():
        text = text.replace(letter, plain)
    return re.sub(SEPARATORS, " ", text).strip(" ")


def words(text: str) -> list[str]:
    """This will give the folded words of a text, each once, in their order."""
    return list(dict.fromkeys(fold(text).split(" "))) if fold(text) else []


def sound(word: str) -> str:
    """This will write a folded word as it is heard in Wales: ``llwyd`` and ``lloyd`` are ``loid``.

    Two words with one sound are spellings of one another; nothing is said of other likeness.
    """
    for pattern, instead in SOUNDS:
        word = re.sub(pattern, instead, word)
    return word


def slips(word: str) -> list[str]:
    """This will give a word and the word without each of its letters.

    Two words of which one slip makes the other (a letter too many, missing, wrong, or two
    neighbours exchanged) share one of these.
    """
    if len(word) > LONGEST_SLIPPED or len(word) < 3:
        return [word]
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


def mutated(word: str) -> Iterator[str]:
    """This will give every mutated form of a folded word: of Caerdydd, Gaerdydd and Nghaerdydd."""
    for radical, forms in MUTATIONS.items():
        if RADICAL[radical].match(word):
            yield from (form + word[len(radical) :] for form in forms if form is not None)


def softened(name: str) -> str:
    """This will give a name as written after i, o or gan: Caerdydd is Gaerdydd, Gwynedd Wynedd.

    Its first word alone, with its capital letter; what has no soft form stays as it is.
    """
    start = fold(name[:4])
    for radical, (soft, *_others) in MUTATIONS.items():
        if soft is not None and RADICAL[radical].match(start):
            rest = soft + name[len(radical) :]
            return rest[:1].upper() + rest[1:] if name[:1].isupper() else rest
    return name


def radicals(word: str) -> Iterator[str]:
    """This will give every folded word of which this may be a mutated form; never the word itself.

    All of them, for a form does not tell which it comes from: ``Fair`` is ``Mair`` or ``Bair``.
    """
    for radical, forms in MUTATIONS.items():
        for form in forms:
            if form is None or not word.startswith(form):
                continue
            found = radical + word[len(form) :]
            if found != word and word in mutated(found):
                yield found


def kin(word: str) -> list[str]:
    """This will give all that one radical with a word: its radicals, and every form of each."""
    found = dict.fromkeys(mutated(word))
    for radical in radicals(word):
        found |= dict.fromkeys([radical, *mutated(radical)])
    found.pop(word, None)
    return [form for form in found if min(len(form), len(word)) >= SHORTEST_MUTATED]
