"""Every code a parser can give has a sentence, and every sentence has a code that gives it."""

from __future__ import annotations

import re
from pathlib import Path

import cases.imports
from cases.imports.records import Finding, Kind, Place, Severity
from cases.imports.wording import FINDINGS, UNREADABLE, finding_text, place_text

FOLDER = Path(cases.imports.__path__[0])
PATHS = [path for path in FOLDER.glob("*.py") if path.name != "wording.py"]
PATHS += FOLDER.parent.glob("services/imported*.py")
SOURCES = "\n".join(path.read_text() for path in PATHS)
WORDS = set(re.findall(r'"([a-z0-9]+(?:_[a-z0-9]+)*)"', SOURCES))


def test_no_sentence_is_never_said():
    made = {"no_section_47_list", "no_plans_list"}  # put together from the list's own key
    assert set(FINDINGS) | set(UNREADABLE) <= WORDS | made


def test_every_unreadable_reason_has_words():
    assert set(re.findall(r'UnreadableFile\(\s*"(\w+)"', SOURCES)) == set(UNREADABLE)


def test_every_refusal_and_warning_has_words():
    pattern = r'\.(?:refuse|warn|once)\(\s*(?:[\w.]+,\s*)?(?:[\w.]+(?:\([^()]*\))?,\s*)?"(\w+)"'
    assert set(re.findall(pattern, SOURCES)) <= set(FINDINGS)


def test_a_value_that_is_missing_shows_as_nothing():
    finding = Finding(Place(line=3), Severity.WARNING, Kind.PLAN, "plans_overlap", {"on": "x"})
    assert "%(" not in finding_text(finding)


def test_places():
    assert place_text(Place(line=7)) == "line 7"
    assert place_text(Place(sheet="List 7", row=8)) == "List 7, row 8"
    assert place_text(Place(sheet="List 7")) == "List 7"
    assert place_text(Place()) == ""
