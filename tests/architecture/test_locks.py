"""How rows are locked: never their keys, which every foreign key to them needs for a moment."""

from __future__ import annotations

import ast

from cpr.embedded import PROJECT


def test_every_row_lock_leaves_the_key_alone() -> None:
    """A plain FOR UPDATE on a case makes a sweep's notices wait, and can end in a deadlock."""
    calls = [
        (path.relative_to(PROJECT).as_posix(), node)
        for folder in ("agencies", "cases", "cpr")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
    ]
    assert calls
    wrong = [
        f"{name}:{node.lineno}"
        for name, node in calls
        if not any(
            each.arg == "no_key" and ast.unparse(each.value) == "True" for each in node.keywords
        )
    ]
    assert wrong == []
