"""Every action that the audit can hold has words; the actions are read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from cases.web.presenters import events, parts
from cpr.audit.models import AuditEvent
from cpr.embedded import PROJECT

ACTION = re.compile(r"[a-z0-9_]+\.[a-z_]+")
ENTRY = 0
"""Where ``audit.Entry`` has its action among the arguments without a name."""


class Unreadable(AssertionError):
    """An action that is made up of something other than words written in the code."""


def actions_of(source: str) -> Iterator[str]:
    """This will give the actions a module writes: named, or handed on by a function of its own."""
    tree = ast.parse(source)
    places = {"Entry": ENTRY, **handing_on(tree)}
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [each.value for each in call.keywords if each.arg == "action"]
        place = places.get(name)
        if place is not None and len(call.args) > place:
            given.append(call.args[place])
        for value in given:
            yield from read(value)


def handing_on(tree: ast.Module) -> dict[str, int]:
    """This will find the functions that take an ``action`` without a name, and at which place."""
    found = {}
    for each in ast.walk(tree):
        if isinstance(each, ast.FunctionDef):
            names = [argument.arg for argument in each.args.args]
            if "action" in names:
                found[each.name] = names.index("action") - ("self" in names)
    return found


def read(value: ast.expr) -> Iterator[str]:
    """This will give the action, or both of a condition; a name is handed on from elsewhere."""
    if isinstance(value, ast.IfExp):
        yield from read(value.body)
        yield from read(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        if ACTION.fullmatch(value.value):
            yield value.value
    elif getattr(value, "attr", getattr(value, "id", "")) not in ("action", "kind"):
        raise Unreadable(ast.unparse(value))


def written() -> dict[str, str]:
    """This will name every action with a module that writes it."""
    return {
        action: path.relative_to(PROJECT).as_posix()
        for app in ("agencies", "cases")
        for path in sorted((PROJECT / app).rglob("*.py"))
        for action in actions_of(Path(path).read_text(encoding="utf-8"))
    }


def test_every_action_that_the_code_writes_has_words() -> None:
    found = written()
    without = {action: where for action, where in found.items() if action not in events.ACTIONS}
    assert not without


def test_no_words_are_kept_for_an_action_that_nothing_writes() -> None:
    assert set(events.ACTIONS) - written().keys() == set()


def test_the_code_is_really_read() -> None:
    found = written()
    assert {"record.read", "conference.held", "overdue.listed", "membership.chosen"} <= set(found)
    source = """
def both(self, by, action): audit.record(by=by, action=action, subject=self)
both(by, "a.done"); audit.record(action="b.done" if x else "c.done"); audit.Entry("d.done", x)
"""
    assert sorted(actions_of(source)) == ["a.done", "b.done", "c.done", "d.done"]
    with pytest.raises(Unreadable):
        list(actions_of('audit.record(by=by, action=f"{noun}.done", subject=x)'))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_has_looked_says_what_was_done(language: str) -> None:
    rows = [
        AuditEvent(action="record.read", details={"part": "family"}),
        AuditEvent(action="child.sought", details={"sought": "Efa Lloyd"}),
        AuditEvent(action="record.read", details={}),
    ]
    with translation.override(language):
        said = [row[3]["text"] for row in parts.readings(_dated(rows), [])["rows"]]
    assert (
        said
        == {
            "en": ["Family", "Asked who knows this child", "A page of the record"],
            "cy": ["Teulu", "Gofynnwyd pwy sy’n adnabod y plentyn hwn", "Tudalen o’r cofnod"],
        }[language]
    )


def test_an_action_nobody_knows_any_more_is_shown_as_written() -> None:
    assert events.words("thing.done") == "Another event: thing.done"


def _dated(rows: list[AuditEvent]) -> list[AuditEvent]:
    for row in rows:
        row.at = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    return rows
