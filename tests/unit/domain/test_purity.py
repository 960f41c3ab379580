"""The domain is pure Python: the standard library and itself, no clock, no reading or writing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

DOMAIN = Path(__file__).resolve().parents[3] / "cases" / "domain"
FILES = sorted(DOMAIN.rglob("*.py"))
IMPURE = {"os", "io", "time", "random", "socket", "subprocess", "pathlib", "logging", "threading"}
AMBIENT = {"today", "now", "utcnow", "open", "print", "getenv"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DOMAIN)))
def test_a_module_imports_nothing_from_outside(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            assert name.startswith("cases.domain") or top in sys.stdlib_module_names, name
            assert top not in IMPURE, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DOMAIN)))
def test_a_module_asks_nobody_for_the_day(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func
            called = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
            assert called not in AMBIENT, (path.name, node.lineno)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DOMAIN)))
def test_every_module_opens_by_saying_what_it_holds(path: Path) -> None:
    source = path.read_text()
    assert not source.strip() or ast.get_docstring(ast.parse(source))
