"""Behind PgBouncer, which lends a connection for one transaction: each sees what is theirs.

A real pool of two connections under many at once: pages, statements in and outside transactions,
and a real worker.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from agencies.actors import acting_as
from cases.domain.statuses import NoteAudience, NoteKind
from cases.models import Case, OverdueFlag
from cases.services import notes
from cpr import acting
from cpr.clock import today
from cpr.embedded.pooler import pgbouncer
from tests import scenarios as s
from tests.integration.worker import Broker, Worker, database_url, eventually

LENT = 2
ROUNDS = 25
CONFIGURATION = """
[databases]
{name} = host={host} port={port} user={user}{password}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {lent}
max_client_conn = 200
logfile = {folder}/log
pidfile = {folder}/pid
"""
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(pgbouncer() is None, reason="no PgBouncer is installed"),
]


@pytest.fixture
def pool() -> Iterator[Path]:
    """A pool before the test's own database; its address is the folder, port 6432."""
    folder = Path(tempfile.mkdtemp(prefix="pool-"))  # short: it becomes a socket's address
    database = connection.settings_dict
    (folder / "pgbouncer.ini").write_text(
        CONFIGURATION.format(
            name=database["NAME"],
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=f" password={database['PASSWORD']}" if database["PASSWORD"] else "",
            folder=folder,
            lent=LENT,
        )
    )
    command = [pgbouncer() or "", "-q", str(folder / "pgbouncer.ini")]
    if os.geteuid() == 0:  # which it refuses to run as: whoever may open the server's socket
        at = Path(database["HOST"])
        them = pwd.getpwuid(at.stat().st_uid) if at.is_dir() else pwd.getpwnam("nobody")
        for path in (folder, folder / "pgbouncer.ini"):
            os.chown(path, them.pw_uid, them.pw_gid)
        command[1:1] = ["-u", them.pw_name]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually("the pool answers", (folder / ".s.PGSQL.6432").exists, 10)
        yield folder
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def through(pool: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every connection that is made from now on goes through the pool."""
    for key, value in (("HOST", str(pool)), ("PORT", "6432")):
        monkeypatch.setitem(connection.settings_dict, key, value)
    return pool


def family(w: s.World) -> dict[str, int]:
    """How many cases each of them may see."""
    s.child(w)
    s.child(w, "nia", given="Tomos", family="Rees")
    s.child(w, "nia", given="Mair", family="Rees")
    return {"aisha": 1, "nia": 2, "dev": 0, "efua": 1}


def seen_by(w: s.World, name: str) -> tuple[set[int], set[int]]:
    """What one person counted, round after round, and which connections of the server counted."""
    counts, backends = set(), set()
    try:
        for number in range(ROUNDS):
            with acting_as(w.actor(name)):
                if number % 2:
                    with transaction.atomic():
                        counts |= {Case.objects.count(), Case.objects.count()}
                else:
                    counts |= {Case.objects.count(), Case.objects.count()}
            with acting.as_person(None), connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid(), (SELECT count(*) FROM cases_case)")
                backend, open_to_nobody = cursor.fetchone()
                backends.add(backend)
                assert open_to_nobody == 0
    finally:
        connections.close_all()
    return counts, backends


def test_many_at_once_behind_a_pool_see_each_what_is_theirs(through: Path) -> None:
    w = s.world()
    expected = family(w)
    names = [*expected] * 3
    with ThreadPoolExecutor(len(names)) as people:
        found = list(people.map(lambda name: seen_by(w, name), names))
    for name, (counts, _backends) in zip(names, found, strict=True):
        assert counts == {expected[name]}, name
    assert len(set.union(*(backends for _counts, backends in found))) <= LENT


def test_pages_behind_a_pool_name_the_own_children_alone(through: Path) -> None:
    w = s.world()
    family(w)

    def page_of(name: str) -> str:
        try:
            client = Client()
            client.force_login(w.members[name].user)
            with acting.as_person(None):  # as a server's thread: nobody, until the page says who
                pages = {client.get("/children/").content.decode() for _ in range(4)}
            return " ".join(pages)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as people:
        shown = list(people.map(page_of, ["aisha", "nia"] * 3))
    for name, page in zip(["aisha", "nia"] * 3, shown, strict=True):
        assert ("Lloyd" in page, "Rees" in page) == (name == "aisha", name == "nia")


def test_an_act_and_a_worker_behind_a_pool(through: Path, tmp_path: Path) -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=100)
    case, aisha = registration.case, w.aisha

    def write() -> None:
        try:
            notes.add_note(
                by=aisha,
                case=case,
                kind=NoteKind.CONTACT,
                happened_on=today(),
                text="Seen at home today.",
                audience=NoteAudience.EVERYONE,
                today=today(),
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as person:
        person.submit(write).result(30)
    assert case.notes.count() == 1
    broker = Broker()
    try:
        with Worker(broker, tmp_path) as worker:
            assert str(through).replace("/", "%2F") in database_url()
            broker.ask("cases.sweep_overdue")
            worker.until("flags are raised", OverdueFlag.objects.exists)
    finally:
        broker.close()
