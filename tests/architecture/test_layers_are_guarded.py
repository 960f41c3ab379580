"""The import contracts bite: a copy of the project with one wrong import for each breaks each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cpr.embedded import PROJECT

# One import per contract of pyproject.toml, by the contract's id, that it is there to refuse.
WRONG = {
    "floors": ("cases/models/fields.py", "import cases.services.visits"),
    "apps": ("agencies/roles.py", "import cases.domain.statuses"),
    "project": ("cpr/audit/writer.py", "import agencies.roles"),
    "domain": ("cases/domain/statuses.py", "import django.db"),
    "guardian": ("cases/services/notes.py", "import guardian.shortcuts"),
    "grants": ("cases/queries/sweeps.py", "import cases.grants"),
}


def contracts() -> dict[str, str]:
    written = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["id"]: each["name"] for each in written["tool"]["importlinter"]["contracts"]}


def test_every_contract_is_tried_here() -> None:
    assert contracts().keys() == WRONG.keys()


@pytest.mark.slow
def test_each_contract_is_broken_by_what_it_forbids(tmp_path: Path) -> None:
    for folder in ("cpr", "agencies", "cases"):
        skip = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=skip)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for name, line in WRONG.values():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1, told.stdout + told.stderr
    kept = [name for name in contracts().values() if f"{name} BROKEN" not in told.stdout]
    assert kept == [], told.stdout
