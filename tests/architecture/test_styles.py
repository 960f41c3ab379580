"""One set of tokens, one type scale; and no page names a style that is not sent to the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CSS = PROJECT / "static" / "css"
OF_THEIR_OWN = {"_tokens.scss", "_govuk.scss", "_print.scss"}  # paper is black and white
STYLES = sorted(path for path in CSS.rglob("*.scss") if path.name not in OF_THEIR_OWN)
CLASS = re.compile(r'class="([^"]*)"')
NAME = re.compile(r"(?<![\w-])govuk-[a-z][\w!-]*(?![\w{-])")
UNSTYLED = {"govuk-js-character-count"}  # what the script looks for


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_sizes_and_colours_come_from_the_tokens(path: Path) -> None:
    text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    sizes = re.findall(r"font-size: (?!t\.\$text-|inherit)[^;]+", text)
    colours = re.findall(r"#[0-9a-f]{3,8}\b(?=[^;{]*;)", text)
    assert not sizes + colours, "name these in _tokens.scss"


def test_each_govuk_class_of_a_template_is_among_the_styles() -> None:
    sent = (PROJECT / "static" / "build" / "app.css").read_text(encoding="utf-8")
    styled = {name.replace("\\", "") for name in re.findall(r"\.([\w\\!-]+)", sent)}
    missing: dict[str, set[str]] = {}
    for path in (PROJECT / "templates").rglob("*.html"):
        text = re.sub(r"{%.*?%}", " ", path.read_text(encoding="utf-8"))
        for names in CLASS.findall(text):
            for name in NAME.findall(names):
                if not any(each.startswith(name) for each in styled | UNSTYLED):
                    missing.setdefault(name, set()).add(path.name)
    assert not missing
