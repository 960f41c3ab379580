"""The demonstration as a person runs it: started, used, ended, and what it says when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import psutil
import pytest

from cpr import embedded
from cpr.embedded import processes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Demo:
    """One run of it, its output read as it comes."""

    def __init__(self, folder: Path, port: int) -> None:
        ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cpr.embedded.demo"],
            cwd=embedded.PROJECT,
            env={
                **environment,
                "DEMO_FOLDER": str(folder),
                "PORT": str(port),
                "DEMO_SCALE": "small",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in output:
                self.said.append(line)

    @property
    def words(self) -> str:
        return "".join(self.said)

    def is_ready(self) -> bool:
        """This will wait for the ready block, or for its end."""
        processes.wait_until(
            lambda: "End with Ctrl-C" in self.words or self.process.poll() is not None, 120, 0.1
        )
        return "End with Ctrl-C" in self.words

    def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        return self.code()

    def code(self) -> int:
        """This will wait for its end, and for its last word."""
        code = self.process.wait(40)
        self._reader.join(5)
        return code


@pytest.fixture
def demo(folder: Path, port: int) -> Iterator[Demo]:
    demo = Demo(folder, port)
    yield demo
    if demo.process.poll() is None:
        demo.end(signal.SIGTERM)


def answer_of(port: int, page: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def living(folder: Path) -> list[str]:
    """This will name every process that has to do with this folder's demonstration."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in " ".join(process.cmdline()) or process.environ().get(
                "DEMO_FOLDER"
            ) == str(folder):
                found.append(f"{process.pid} {' '.join(process.cmdline())}")
        except psutil.Error:
            continue
    return found


def test_it_answers_and_a_ctrl_c_leaves_no_process(demo: Demo, folder: Path, port: int) -> None:
    assert demo.is_ready(), demo.words
    assert f"http://127.0.0.1:{port}" in demo.words
    # The first sweep runs as the demonstration starts; from then on it is ready in every part.
    assert processes.wait_until(lambda: answer_of(port, "readyz") == HTTPStatus.OK, 30, 0.3)
    assert answer_of(port, "healthz") == HTTPStatus.OK
    second = Demo(folder, port + 1)
    assert second.code() == 1
    assert "runs already from this folder" in second.words
    running = " ".join(living(folder))
    for part in ("gunicorn", "worker", "beat", "postgres", "redis-server"):
        assert part in running
    assert demo.end(signal.SIGINT) == 0
    assert "no process is left" in demo.words
    assert living(folder) == []


def test_a_part_that_dies_is_named_and_ends_the_rest(demo: Demo, folder: Path) -> None:
    assert demo.is_ready(), demo.words
    beat = next(line for line in living(folder) if " beat " in line)
    os.kill(int(beat.split()[0]), signal.SIGKILL)
    assert demo.code() == 1
    assert "no process is left" in demo.words
    assert "The Celery beat ended by itself" in demo.words
    assert living(folder) == []


def test_a_taken_port_is_named_with_what_to_type(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        demo = Demo(folder, number)
        assert demo.code() == 1
    assert f"Port {number} is taken" in demo.words
    assert "make demo" in demo.words
    assert living(folder) == []


def test_a_port_that_is_no_port(folder: Path) -> None:
    demo = Demo(folder, 99999)
    assert demo.code() == 1
    assert "PORT must be a number" in demo.words
