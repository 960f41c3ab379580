"""Small questions about processes that the embedded servers and the demonstration both ask."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil


def command_line(pid: int) -> list[str]:
    """This will give a process's command line, empty when there is no such process."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return []
        return list(process.cmdline())
    except psutil.Error:
        return []


def working_in(folder: Path, name: str) -> list[int]:
    """This will give the living processes of one program whose working folder is this one."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == name and process.cwd() == str(folder):
                found.append(process.pid)
    return found


def wait_until(done: Callable[[], bool], seconds: float, step: float = 0.03) -> bool:
    """This will wait for something to become true and say whether it did."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(pid: int, *, first: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
    """This will end one process by its id: asked first, then forced."""
    for sign, patience in ((first, seconds), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        if wait_until(lambda: not command_line(pid), patience):
            return
