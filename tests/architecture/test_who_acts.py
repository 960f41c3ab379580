"""Who may act in the database as a job of the system, which sees every row: a list, by function."""

from __future__ import annotations

import ast

from cpr.embedded import PROJECT

JOBS = {
    "cases/access_openings.py",
    "cases/access_sought.py",
    "cases/access_whole.py",
    "cases/grants.py",
    "cases/imports/load.py",
    "cases/queries/children.py",
    "cases/queries/conferences.py",
    "cases/queries/emergencies.py",
    "cases/queries/matches.py",
    "cases/queries/overdue_counts.py",
    "cases/services/child_facts.py",
    "cases/queries/share_requests.py",
    "cases/services/deadlines.py",
    "cases/services/emergencies.py",
    "cases/services/emergency_limits.py",
    "cases/services/imported_undo.py",
    "cases/services/notices.py",
    "cases/services/share_requests.py",
    "cases/tasks.py",
    "agencies/actors.py",
}
COMMANDS = "cases/management/commands/"


def users(name: str) -> set[str]:
    found = set()
    for folder in ("cases", "agencies", "cpr"):
        for path in (PROJECT / folder).rglob("*.py"):
            named = path.relative_to(PROJECT).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and node.attr == name:
                    found.add(named)
    return found


def test_few_act_as_a_job_of_the_system() -> None:
    found = {each for each in users("as_job") if not each.startswith(COMMANDS)}
    assert found == JOBS


def test_the_owner_migrates_and_does_nothing_else() -> None:
    assert users("as_owner") | users("_owner") <= {
        "cpr/postgres/ownership.py",
        "cpr/postgres/management/commands/migrate.py",
        "cpr/embedded/__init__.py",
    }
