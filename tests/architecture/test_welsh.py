"""Nothing reaches a person that has no Welsh: what the sources mark, and what they forgot to mark.

The sources are read here without gettext's tools, which a machine that runs the tests may lack.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import allauth
import polib
import pytest
from django.contrib.auth import password_validation
from django.template.base import Lexer, TokenType
from django.utils import dates, translation
from django.utils.translation.template import templatize
from drf_spectacular.generators import SchemaGenerator

from agencies.borrowed_words import BORROWED
from cases import source_words
from cases.api import reference
from cases.api.words import DESCRIPTIONS
from cases.domain.problem_codes import PROBLEM_CODES
from cases.domain.procedures import england, wales
from cases.labels import CLOCKS
from cpr.embedded import PROJECT

CATALOGUE = PROJECT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
APPS = ("cpr", "agencies", "cases")

# How many leading arguments of each function are texts; those of a context have it first.
MARKS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
}

Text = tuple[str | None, str, str | None]


def texts_of(code: str) -> Iterator[Text]:
    """This will give what a module marks: context, text, plural."""
    for node in ast.walk(ast.parse(code)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        count = MARKS.get(node.func.id, 0)
        values = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
        if not count or len(values) < count:
            continue
        has_context = "pgettext" in node.func.id
        words = values[1:] if has_context else values
        yield (values[0] if has_context else None, words[0], words[1] if len(words) > 1 else None)


def texts_of_template(source: str) -> Iterator[Text]:
    """This will give what a template marks."""
    calls = re.finditer(
        r"""(?<![\w.])(_|n?p?gettext)\(((?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*"|,|\s|count)+)\)""",
        templatize(source),
    )
    for call in calls:
        yield from texts_of(call.group(0).replace("%%", "%") if "%(" not in call[0] else call[0])


def modules() -> list[Path]:
    return [path for app in APPS for path in sorted((PROJECT / app).rglob("*.py"))]


def templates() -> list[Path]:
    return sorted(
        path for end in ("html", "txt") for path in (PROJECT / "templates").rglob(f"*.{end}")
    )


@cache
def welsh() -> dict[tuple[str | None, str], polib.POEntry]:
    return {(each.msgctxt, each.msgid): each for each in polib.pofile(str(CATALOGUE))}


def lacking(texts: Iterator[Text]) -> list[str]:
    found = []
    for context, text, plural in texts:
        entry = welsh().get((context, text)) or welsh().get((context, text.replace("%", "%%")))
        if entry is None:
            found.append(f"not in the catalogue (make messages): {text!r}")
        elif not entry.translated() or (plural and not all(entry.msgstr_plural.values())):
            found.append(f"has no Welsh: {text!r}")
    return found


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def test_every_marked_text_of_a_module_has_welsh() -> None:
    missing = [
        f"{named(path)}: {each}"
        for path in modules()
        for each in lacking(texts_of(path.read_text(encoding="utf-8")))
    ]
    assert not missing, "\n".join(missing)


def test_every_marked_text_of_a_template_has_welsh() -> None:
    missing = [
        f"{named(path)}: {each}"
        for path in templates()
        for each in lacking(texts_of_template(path.read_text(encoding="utf-8")))
    ]
    assert not missing, "\n".join(missing)


def test_the_sources_are_really_read() -> None:
    marked = {
        text
        for path in modules()
        for _context, text, _plural in texts_of(path.read_text(encoding="utf-8"))
    }
    assert set(PROBLEM_CODES.values()) <= marked
    shown = {
        text
        for path in templates()
        for _context, text, _plural in texts_of_template(path.read_text(encoding="utf-8"))
    }
    assert {"Sign in", "Printed by %(printed_by)s", "Open", "Skip to main content"} <= shown
    assert len(marked) > 700
    assert len(shown) > 150


def test_no_module_marks_texts_by_a_name_that_nobody_collects() -> None:
    renamed = [
        f"{named(path)}: {name.asname}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in (None, "_")
    ]
    assert not renamed


class Words(HTMLParser):
    """Collects the words of a template's own that a person reads or hears."""

    ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-label")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style", "code") or ("lang" in given and tag != "html"):
            self.silent.append(tag)
        self.found += [str(given[name]) for name in self.ATTRIBUTES if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def unmarked(source: str) -> list[str]:
    """This will give the words of a template that stand outside every translation tag."""
    kept, inside = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            word = token.contents.split(maxsplit=1)[0]
            if word in ("blocktranslate", "blocktrans", "comment"):
                inside = f"end{word}"
            elif word == inside:
                inside = ""
            kept.append("\0")
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
        else:
            kept.append("\0")
    reader = Words()
    reader.feed("".join(kept))
    return [words for each in reader.found for words in re.findall(r"[A-Za-z]{2,}[^\0\n]*", each)]


@pytest.mark.parametrize("path", templates(), ids=named)
def test_no_template_has_words_outside_the_catalogue(path: Path) -> None:
    assert not unmarked(path.read_text(encoding="utf-8"))


def test_words_outside_the_catalogue_are_seen() -> None:
    assert unmarked('<p title="Open">{{ name }} was late</p>') == ["Open", "was late"]
    assert not unmarked('<p lang="en">Here</p>{% translate "Late" %}{# no #}<code>x-y</code>')


def test_the_titles_of_sources_are_those_of_the_procedures() -> None:
    shown = {
        source_words.title_in_english(row)
        for nation in (wales, england)
        for row in nation.TIMESCALES
        if row.key in CLOCKS
    }
    assert shown == set(source_words.TITLES)


def test_every_sentence_of_the_api_has_welsh() -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    said = {document["info"]["description"]}
    for operation in reference.operations(document):
        said |= {operation["words"]} | {
            each["words"] for each in [*operation["parameters"], *operation["answers"]]
        }
    for schema in reference.schemas(document):
        said |= {schema["words"]} | {each["words"] for each in schema["fields"]}
    assert said - {""} == set(DESCRIPTIONS)


def test_borrowed_sentences_are_still_those_of_the_packages() -> None:
    folder = Path(allauth.__file__).parent / "account"
    theirs = Path(password_validation.__file__).read_text(encoding="utf-8") + "".join(
        path.read_text(encoding="utf-8") for path in (folder / "forms.py", folder / "fields.py")
    )
    for path in (folder.parent / "templates" / "account" / "messages").glob("*.txt"):
        theirs += re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", path.read_text(encoding="utf-8"))
    assert not [each for each in BORROWED if each not in theirs]


def test_a_short_password_is_refused_in_welsh() -> None:
    with translation.override("cy"):
        said = password_validation.MinimumLengthValidator(12).get_error_message()
    assert "rhy fyr" in said
    assert "12" in said


def test_every_month_and_day_is_spelt_as_in_welsh() -> None:
    months = (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    )
    days = "Llun Mawrth Mercher Iau Gwener Sadwrn Sul"
    with translation.override("cy"):
        assert [str(each) for each in dates.MONTHS.values()] == months.split()
        assert [str(each) for each in dates.MONTHS_ALT.values()] == months.split()
        assert [str(each) for each in dates.WEEKDAYS.values()] == [
            f"Dydd {day}" for day in days.split()
        ]
