"""The processes of the demonstration: each in its own group, its output in its own file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)
PATIENCE = 15.0


@dataclass(frozen=True)
class Child:
    """One process that we started, and the file that its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


class Children:
    """Starts processes, notices when one dies, and ends them all."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._all: list[Child] = []

    def start(self, name: str, command: list[str]) -> None:
        """This will start one process that ends with us, even should we be killed outright."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal reaches us alone; we pass it on in good order.
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
            )
        self._all.append(Child(name, process, log))

    def first_dead(self) -> Child | None:
        """This will give a process that has ended, if any has."""
        return next((child for child in self._all if child.process.poll() is not None), None)

    def tail(self, name: str, lines: int = 15) -> str:
        """This will give the last words of one process."""
        log = self.logs / f"{name}.log"
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        last = "\n".join(text.splitlines()[-lines:])
        return f"Its last words ({log}):\n{last}"

    def end(self) -> None:
        """This will ask every process to end, and force those that do not."""
        for child in reversed(self._all):
            if child.process.poll() is None:
                child.process.terminate()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and any(c.process.poll() is None for c in self._all):
            time.sleep(0.05)
        self.kill()
        for child in self._all:
            child.process.wait()

    def kill(self) -> None:
        """This will end at once what is left of every group, grandchildren too."""
        for child in self._all:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
