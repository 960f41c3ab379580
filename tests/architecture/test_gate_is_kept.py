"""Nobody gets a child's row except through the gate: what the code itself must not contain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from cpr.embedded import PROJECT

OPEN_MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Where rows of children may be reached by their models: the gate, what stands under it, and what
# the gate is asked by before anything is shown.
MAY_REACH = (
    "cases/models/",
    "cases/migrations/",
    "cases/access.py",
    "cases/access_explained.py",
    "cases/access_openings.py",
    "cases/access_sought.py",
    "cases/access_whole.py",
    "cases/grants.py",
    "cases/querysets.py",
    "cases/services/",
    "cases/queries/",
    "cases/imports/",
    "cases/demo/",
    "cases/management/",
)
INTERFACES = ("cases/web/", "cases/api/", "cases/tasks.py", "agencies/web/")
# Guardian's and Django's own answers, which know nothing of levels, periods or suspension.
OTHER_GATES = {
    "has_perm",
    "has_perms",
    "has_module_perms",
    "get_objects_for_user",
    "get_objects_for_group",
    "get_perms",
    "assign_perm",
    "remove_perm",
    "get_object_or_404",
    "get_list_or_404",
    "permission_required",
    "DjangoObjectPermissions",
}


def modules(*starts: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PROJECT.glob("*/**/*.py")):
        name = path.relative_to(PROJECT).as_posix()
        if name.startswith(starts):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def names_of(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.alias):
            yield each.name.rpartition(".")[2]


def managers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each use of a manager, as (line, model); ``.objects.none()`` reaches nothing."""
    harmless = {
        call.func.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "none"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OPEN_MANAGERS and node not in harmless:
            model = node.value
            yield node.lineno, model.id if isinstance(model, ast.Name) else ast.unparse(model)


def test_interfaces_touch_no_manager() -> None:
    found = [
        f"{name}:{line} {model}"
        for name, tree in modules(*INTERFACES)
        for line, model in managers(tree)
    ]
    assert found == []


def test_rows_about_children_are_reached_by_few() -> None:
    about_children = {model.__name__ for model in apps.get_app_config("cases").get_models()}
    found = [
        f"{name}:{line} {model}"
        for name, tree in modules("cases/", "agencies/", "cpr/")
        if not name.startswith(MAY_REACH)
        for line, model in managers(tree)
        if model in about_children
    ]
    assert found == []


def test_the_index_of_grants_is_read_by_the_gate_and_written_by_grants_alone() -> None:
    allowed = ("cases/access.py", "cases/grants.py", "cases/models/", "cases/migrations/")
    found = [
        name
        for name, tree in modules("cases/", "agencies/", "cpr/")
        if not name.startswith(allowed) and any(model == "CaseGrant" for _, model in managers(tree))
    ]
    assert found == []


def test_no_other_gate_is_asked() -> None:
    found = [
        f"{name}: {word}"
        for name, tree in modules("cases/", "agencies/", "cpr/")
        for word in sorted(OTHER_GATES & set(names_of(tree)))
    ]
    assert found == []


def test_templates_ask_nothing_of_guardian_or_djangos_permissions() -> None:
    found = [
        path.relative_to(PROJECT).as_posix()
        for path in sorted((PROJECT / "templates").rglob("*.html"))
        if any(word in path.read_text() for word in ("guardian", "perms.", "get_obj_perms"))
    ]
    assert found == []


def test_the_clock_is_asked_in_one_place() -> None:
    """``cpr.clock`` alone asks what time it is, so that a test or the demo can say another time."""
    asked = {"timezone.now", "date.today", "datetime.now", "datetime.utcnow", "localdate()"}
    found = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in modules("cases/", "agencies/", "cpr/")
        if name != "cpr/clock.py" and not name.startswith("cpr/embedded/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(ast.unparse(node).startswith(a) for a in asked)
    ]
    assert found == []


def test_a_task_makes_one_call_and_nothing_else() -> None:
    tree = ast.parse((PROJECT / "cases/tasks.py").read_text(encoding="utf-8"))
    tasks = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert tasks
    for task in tasks:
        words, *rest = task.body
        assert isinstance(words, ast.Expr), task.name
        assert isinstance(words.value, ast.Constant), task.name
        [act] = rest
        assert isinstance(act, ast.Expr), task.name
        assert isinstance(act.value, ast.Call), task.name
        assert any(keyword.arg == "by" for keyword in act.value.keywords), task.name
    others = [node for node in tree.body if node not in tasks]
    assert all(isinstance(node, ast.Expr | ast.ImportFrom | ast.Import) for node in others)


def test_there_is_one_task_module_of_our_own() -> None:
    found = [
        path.relative_to(PROJECT).as_posix()
        for folder in ("cases", "agencies", "cpr")
        for path in Path(PROJECT / folder).rglob("*.py")
        if "shared_task" in path.read_text(encoding="utf-8")
    ]
    assert found == ["cases/tasks.py"]
