"""Starts the product's own Celery worker as a process, on the test's database and a queue apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from cpr.embedded import PROJECT, broker_url

PATIENCE = 60


def eventually(what: str, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """This will wait until something holds, looking ten times a second."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} seconds for: {what}")
        time.sleep(0.1)


def database_url() -> str:
    """This will give the address of this run's own database, for a process that a test starts."""
    database = connection.settings_dict
    port = f":{database['PORT']}" if database["PORT"] else ""
    return (
        f"postgres://{quote(database['USER'])}:{quote(database['PASSWORD'])}"
        f"@{quote(database['HOST'], safe='')}{port}/{database['NAME']}"
    )


@dataclass
class Broker:
    """A virtual host of the real broker that this run of the tests has for itself, and a queue."""

    queue: str = field(default_factory=lambda: f"test-{uuid.uuid4()}")

    def __post_init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        number = 1 + zlib.crc32(name.encode()) % 15
        address, _, options = settings.REDIS_URL.partition("?")
        plain = address if address.startswith("unix://") else address.rsplit("/", 1)[0]
        self.url = (
            f"{plain}?db={number}"
            if address.startswith("unix://")
            else f"{plain}/{number}?{options}"
        )
        self.client = redis.Redis.from_url(self.url)
        self.app = Celery("tests", broker=broker_url(self.url))

    def ask(self, task: str) -> None:
        """This will put one task into the queue, as beat does."""
        self.app.send_task(task, queue=self.queue, ignore_result=True)

    def waiting(self) -> int:
        """This will count the tasks that no worker has taken."""
        return int(self.client.llen(self.queue))

    def taken(self) -> int:
        """This will count the tasks of this queue that a worker has taken and not finished."""
        rows = self.client.hvals("unacked")
        return sum(self.queue.encode() in row for row in rows)

    def let_time_pass(self) -> None:
        """This will age what dead workers took, and the lock one may have died with, past patience.

        The worker that comes next then gives the tasks back, as it does after the timeout.
        """
        for key in self.client.zrange("unacked_index", 0, -1):
            self.client.zadd("unacked_index", {key: 0})
        self.client.delete("unacked_mutex")

    def close(self) -> None:
        """This will leave nothing of this queue behind."""
        for key, row in self.client.hgetall("unacked").items():
            if self.queue.encode() in row:
                self.client.hdel("unacked", key)
                self.client.zrem("unacked_index", key)
        self.client.delete(self.queue)
        self.app.close()
        self.client.close()


@dataclass
class Worker:
    """One worker, in a process group of its own."""

    broker: Broker
    folder: Path
    visibility: int = 3600

    def __enter__(self) -> Worker:
        self.log = self.folder / f"worker-{uuid.uuid4()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "cpr",
                    "worker",
                    "--concurrency=1",
                    f"--queues={self.broker.queue}",
                    "--loglevel=INFO",
                    f"--hostname=test-{uuid.uuid4()}@%h",
                    "--without-gossip",
                    "--without-mingle",
                    "--without-heartbeat",
                ],
                cwd=PROJECT,
                env={
                    **os.environ,
                    "DATABASE_URL": database_url(),
                    "REDIS_URL": self.broker.url,
                    "DJANGO_SETTINGS_MODULE": "tests.integration.worker_settings",
                    "TEST_MAIL": str(self.folder / "mail"),
                    "TEST_QUEUE": self.broker.queue,
                    "TEST_CACHE": settings.REDIS_URL,
                    "TEST_CACHE_PREFIX": settings.CACHES["default"]["KEY_PREFIX"],
                    "TEST_VISIBILITY": str(self.visibility),
                },
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def until(self, what: str, holds: Callable[[], object]) -> None:
        """This will wait for something this worker brings about; if it does not, show its words."""

        def holds_or_is_dead() -> object:
            return holds() or self.process.poll() is not None

        try:
            eventually(what, holds_or_is_dead)
            assert self.process.poll() is None, "the worker ended"
        except AssertionError as error:
            error.add_note(self.words())
            raise

    def words(self) -> str:
        """This will give what the worker has said so far."""
        return self.log.read_text(errors="replace")

    def finished(self, task: str) -> int:
        """This will count the runs of a task that this worker says have succeeded."""
        return sum(
            f"Task {task}[" in line and "succeeded" in line for line in self.words().splitlines()
        )

    def kill(self) -> None:
        """This will kill the worker and its pool as the machine's end would: no goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
