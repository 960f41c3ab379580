"""Rules about files themselves: sizes, leftovers, and addresses that must not be committed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cpr.embedded import PROJECT

# The most lines of a file, by what it is (HOUSE 13). Data tables are exempt.
LIMITS = (
    ("tests/", ".py", 500),
    ("", ".py", 300),
    ("templates/", ".html", 120),
    ("static/css/", ".scss", 150),
    ("static/js/", ".js", 150),
)
TABLES = re.compile(r"migrations/|domain/procedures/|/reference|words\.py$|labels\.py$")
LEFTOVERS = re.compile(r"\b(TODO|FIXME)\b|\bbreakpoint\(\)|\bconsole\.log\(")
ADDRESSES = re.compile(
    r"index-url|find-links|\"resolved\":|//[^/\s]*(?:registry|/simple/)", re.IGNORECASE
)


def committed(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [path for name in listed if name.endswith(endings) and (path := PROJECT / name).exists()]


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def limit_of(name: str) -> int | None:
    if TABLES.search(name):
        return None
    return next(
        (most for start, end, most in LIMITS if name.startswith(start) and name.endswith(end)), None
    )


def test_no_file_outgrew_its_limit() -> None:
    too_long = [
        f"{named(path)}: {lines} lines, at most {most}"
        for path in committed(".py", ".html", ".scss", ".js")
        if (most := limit_of(named(path)))
        and (lines := path.read_text(encoding="utf-8").count("\n")) > most
    ]
    assert not too_long, "\n".join(too_long)


def test_nothing_is_left_to_do_in_the_code() -> None:
    left = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in committed(".py", ".html", ".scss", ".js")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFTOVERS.search(line)
    ]
    assert not left, "\n".join(left)


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "package-lock.json"],
)
def test_pinned_lists_name_no_registry(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert not ADDRESSES.search(text)
    assert "sha512-" in text if name.endswith(".json") else "--hash=sha256:" in text


@pytest.mark.parametrize(("smaller", "larger"), [("", "-demo"), ("-demo", "-dev")])
def test_each_pinned_list_is_part_of_the_next(smaller: str, larger: str) -> None:
    less, more = (
        set(
            re.findall(
                r"^[a-z0-9][^ ;]*==[^ ;]+", (PROJECT / f"requirements{name}.txt").read_text(), re.M
            )
        )
        for name in (smaller, larger)
    )
    assert less
    assert less <= more
