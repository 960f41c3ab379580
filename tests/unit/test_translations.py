"""Compiling translations in Python alone."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from cpr import translations

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Child"
msgstr "Plentyn"

msgid "%(count)s child"
msgid_plural "%(count)s children"
msgstr[0] "%(count)s plentyn"
msgstr[1] "%(count)s o blant"

#, fuzzy
msgid "Conference"
msgstr "Amcan"

msgid "Review"
msgstr ""
"""


def test_what_gettext_reads_is_what_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    assert translations.compile_all(tmp_path) == [folder / "django.mo"]
    welsh = gettext.translation("django", tmp_path, languages=["cy"])
    assert welsh.gettext("Child") == "Plentyn"
    assert welsh.ngettext("%(count)s child", "%(count)s children", 3) == "%(count)s o blant"
    # A guess and a blank are left in English.
    assert welsh.gettext("Conference") == "Conference"
    assert welsh.gettext("Review") == "Review"


def test_only_what_is_newer_is_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(CATALOGUE, encoding="utf-8")
    assert translations.compile_all(tmp_path)
    assert not translations.compile_all(tmp_path)
    later = (folder / "django.mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert translations.compile_all(tmp_path)
    assert [path.name for path in folder.iterdir() if path.suffix not in {".po", ".mo"}] == []
