"""The Welsh catalogue itself: whole, with the glossary's words, and each place for a value kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import polib
import pytest
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from cases.domain.errors import Problem
from cases.domain.problem_codes import PROBLEM_CODES
from cases.labels import problem_text
from cpr.embedded import PROJECT

CATALOGUE = PROJECT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
NOTE = "own rendering, for a translator’s check"
PLACES = re.compile(r"%\(\w+\)[sd]|%%\{\w+\}|\{\w*\}|%[sd]|%%|<[^>]+>")
HEADER = "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"
AT_TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

# Terms that the glossary takes from the procedures, the law or a public body. A text that is such
# a term and nothing more needs no translator's check; every other one says that it does.
GLOSSARY = {
    "Categories": "Categorïau",
    "Chair": "Cadeirydd",
    "Child": "Plentyn",
    "Child protection register": "Cofrestr amddiffyn plant",
    "Children": "Plant",
    "children": "plant",
    "Chronology": "Cronoleg",
    "Core group": "Grŵp craidd",
    "Determination": "Penderfyniad",
    "Local authority": "Awdurdod lleol",
    "Plan co-ordinator": "Cydlynydd y cynllun",
    "Police": "Heddlu",
    "Regional Safeguarding Board": "Bwrdd Diogelu Rhanbarthol",
    "Register custodian": "Ceidwad y gofrestr",
    "Review conference": "Cynhadledd adolygu",
    "Review conferences": "Cynadleddau adolygu",
    "Section 47 enquiries": "Ymholiadau adran 47",
    "Share": "Rhannu",
    "Social worker": "Gweithiwr cymdeithasol",
    "Strategy discussion": "Trafodaeth strategaeth",
    "Team manager": "Rheolwr tîm",
    "Third sector": "Trydydd sector",
    "Transfer-in conference": "Cynhadledd drosglwyddo",
    "Visit": "Ymweliad",
    "Visits": "Ymweliadau",
}
# Inside a longer text the word keeps its stem, whatever mutation its place calls for.
STEMS = {
    "register": r"[cg]h?of+rest|[cg]h?ofnod",
    "significant harm": r"niwed sylweddol",
    "continuing risk": r"risg barhaus|risg o niwed sylweddol yn parhau",
    "core group": r"r[wŵ]p(iau)? craidd",
    "conference": r"ynhadledd|ynadleddau",
    "strategy discussion": r"rafodaeth strategaeth",
    "outline plan": r"[cg]h?ynllun amlinellol",
    "working day": r"diwrnod(au)? gwaith|ddiwrnod gwaith",
    "unborn": r"heb (ei|eu) geni|heb ei eni",
    "co-ordinator": r"ydlynydd",
    "children’s services": r"[Gg]?wasanaethau plant",
    "date of birth": r"d?dyddiad geni",
    "NHS number": r"rif GIG|Rif GIG|Rhif GIG|rhif GIG",
    "sign in": r"ewngofnod",
    "chronology": r"ronoleg",
    "team manager": r"r?heolwr tîm",
}
# The same in both languages.
SAME = {"API", "Partner", "Problem.", "6–10", "11–20", "%(n)s KB", "%(n)s MB"}


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUE)))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_plural_forms_are_those_django_has_for_welsh() -> None:
    assert polib.pofile(str(CATALOGUE)).metadata["Plural-Forms"] == HEADER


def test_no_entry_is_empty_or_a_guess(entries: list[polib.POEntry]) -> None:
    assert len(entries) > 1000
    empty = [each.msgid for each in entries if not all(forms(each)) or each.fuzzy or each.obsolete]
    assert not empty
    assert all(len(forms(each)) == 4 for each in entries if each.msgid_plural)


def test_each_place_for_a_value_is_kept(entries: list[polib.POEntry]) -> None:
    wrong = []
    for each in entries:
        wanted = [sorted(PLACES.findall(text)) for text in (each.msgid, each.msgid_plural) if text]
        wrong += [text for text in forms(each) if sorted(PLACES.findall(text)) not in wanted]
    assert not wrong, "\n".join(wrong)


def test_texts_begin_and_end_alike(entries: list[polib.POEntry]) -> None:
    """A full stop, a colon or a space at an end belongs to how texts are put together."""
    wrong = [
        text
        for each in entries
        for text in forms(each)
        if any(each.msgid.endswith(end) != text.endswith(end) for end in (".", ":", " ", "\n"))
        or each.msgid.startswith((" ", "\n")) != text.startswith((" ", "\n"))
    ]
    assert not wrong, "\n".join(wrong)


def test_apostrophes_are_those_of_print(entries: list[polib.POEntry]) -> None:
    assert not [text for each in entries for text in forms(each) if "'" in text]


def test_nothing_is_left_in_english(entries: list[polib.POEntry]) -> None:
    left = [
        each.msgid
        for each in entries
        if each.msgid in forms(each)
        and each.msgid not in SAME
        and re.search(r"[A-Za-z]{2,}", PLACES.sub("", each.msgid))
    ]
    assert not left, "\n".join(left)


def test_terms_are_the_glossarys(entries: list[polib.POEntry]) -> None:
    found = {each.msgid: each.msgstr for each in entries if each.msgid in GLOSSARY}
    assert found == GLOSSARY
    wrong = [
        f"{each.msgid} = {text}"
        for each in entries
        for english, stem in STEMS.items()
        if re.search(rf"\b{english}\b", each.msgid, re.IGNORECASE)
        for text in forms(each)
        if not re.search(stem, text, re.IGNORECASE)
    ]
    assert not wrong, "\n".join(wrong)


def test_own_renderings_say_that_they_wait_for_a_translator(entries: list[polib.POEntry]) -> None:
    unsaid = [each.msgid for each in entries if (NOTE in each.tcomment) is (each.msgid in GLOSSARY)]
    assert not unsaid, "\n".join(unsaid)


@pytest.mark.parametrize(
    ("language", "day"), [("en", "22 November 2026"), ("cy", "22 Tachwedd 2026")]
)
def test_days_and_times_read_the_same_way(language: str, day: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 22), "DATE_FORMAT") == day
        assert formats.date_format(AT_TEN, "DATETIME_FORMAT") == f"{day}, 10:00"
        assert formats.time_format(time(14, 5)) == "14:05"
        assert formats.localize(3.5) == "3.5"


def test_every_month_and_weekday_has_its_welsh_name() -> None:
    with translation.override("cy"):
        months = {formats.date_format(date(2026, month, 1), "F") for month in range(1, 13)}
        days = {formats.date_format(date(2026, 11, day), "l") for day in range(1, 8)}
    assert months >= {"Ionawr", "Chwefror", "Mawrth", "Mai", "Awst", "Rhagfyr"}
    assert "Dydd Llun" in days


def test_numbers_choose_their_form() -> None:
    with translation.override("cy"):
        said = [
            ngettext("%(n)s child", "%(n)s children", n) % {"n": n} for n in (0, 1, 2, 3, 8, 11)
        ]
        assert said == [
            "0 o blant", "1 plentyn", "2 blentyn", "3 o blant", "8 o blant", "11 o blant",
        ]  # fmt: skip
        assert ngettext("%(n)d day", "%(n)d days", 2) % {"n": 2} == "2 ddiwrnod"
        assert gettext("My work") == "Fy ngwaith"


@pytest.mark.parametrize("code", sorted(PROBLEM_CODES))
def test_every_problem_is_said_in_welsh(code: str) -> None:
    names = re.findall(r"{(\w+)}", PROBLEM_CODES[code])
    values = {name: date(2026, 11, 22) if name.endswith("_on") else 7 for name in names}
    problem = Problem(code, "", values)
    with translation.override("en"):
        english = problem_text(problem)
    with translation.override("cy"):
        said = problem_text(problem)
    assert said != english
    assert "{" not in said
    assert ("22 Tachwedd 2026" in said) is any(name.endswith("_on") for name in names)
