"""The one list of problems: every code used is in it, every sentence can be filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from cases.domain.problem_codes import PROBLEM_CODES

ROOT = Path(__file__).resolve().parents[3]
RULES = sorted((ROOT / "cases" / "domain" / "rules").glob("*.py"))
CASES = sorted(
    path for path in (ROOT / "cases").rglob("*.py")
    if not {"migrations", "imports"} & set(path.parts)
)  # fmt: skip
DATE_CHECKS = {"check_not_in_future": "_in_future", "check_not_before_birth": "_before_birth"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Give every call of a file by the last part of its name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func
            yield (name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")), node


def text(node: ast.expr | None) -> str | None:
    """Give a string constant, or a pattern for a string put together from parts."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z]+"
            for part in node.values
        )
    return None


def codes_of(path: Path) -> Iterator[str]:
    """Give the codes a file can name; one put together from parts as a pattern."""
    for name, call in calls(path):
        given = {word.arg: word.value for word in call.keywords}
        if name == "Problem" and call.args:
            if (code := text(call.args[0])) and path.name != "dates.py":
                yield code
        elif name.startswith("check_") and "code" in given and (code := text(given["code"])):
            yield code
        elif name in DATE_CHECKS and (field := text(call.args[0])):
            yield field + DATE_CHECKS[name]


def named() -> set[str]:
    patterns = {code for path in CASES for code in codes_of(path)}
    listed = {code for code in PROBLEM_CODES for p in patterns if re.fullmatch(p, code)}
    return listed | {p for p in patterns if "[" not in p} | {"before_pregnancy"}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_code_a_rule_can_name_is_listed(path: Path) -> None:
    for code in codes_of(path):
        assert any(re.fullmatch(code, listed) for listed in PROBLEM_CODES), code


def test_every_code_a_service_names_is_listed() -> None:
    assert named() - PROBLEM_CODES.keys() == set()


@pytest.mark.parametrize("code", PROBLEM_CODES)
def test_every_sentence_is_whole_and_plain(code: str) -> None:
    sentence = PROBLEM_CODES[code]
    assert sentence[0].isupper() or sentence.startswith(("{", "“"))
    assert not sentence.endswith(".")
    assert "  " not in sentence
    assert "CPR" not in sentence
    assert "'" not in sentence
    for _, name, spec, conversion in Formatter().parse(sentence):
        assert name is None or name.isidentifier()
        assert not spec
        assert not conversion
