"""The embedded PostgreSQL and Redis: started once, found again, recovered, ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg2
import pytest
import redis as redis_client

from cpr import embedded
from cpr.embedded import postgres, processes, redis
from cpr.embedded.folders import LONGEST_SOCKET_FOLDER, EmbeddedServerError, Home, home_for


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: pytest's folders are private, and as root the server's own user must get in.
    with tempfile.TemporaryDirectory(prefix="servers-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def home(folder: Path) -> Iterator[Home]:
    home = home_for(folder)
    yield home
    redis.stop(home)
    postgres.stop(home)


def asked(url: str, question: str) -> object:
    database = dj_database_url.parse(url)
    line = psycopg2.connect(dbname=database["NAME"], host=database["HOST"], user=database["USER"])
    try:
        with line.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        line.close()


def test_postgres_is_version_18_and_its_role_is_bound_by_rules(home: Home) -> None:
    url = postgres.start(home, durable=False)
    assert str(asked(url, "SHOW server_version")).startswith("18.")
    assert asked(url, "SHOW listen_addresses") == ""
    assert asked(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert asked(url, "SHOW fsync") == "off"
    assert postgres.start(home, durable=False) == url


def test_postgres_comes_back_after_it_was_killed(home: Home) -> None:
    url = postgres.start(home)
    assert asked(url, "SHOW fsync") == "on"
    first = postgres.running_pid(home)
    assert first
    os.kill(first, 9)
    processes.wait_until(lambda: not processes.command_line(first), 10)
    assert (home.data / "postgres" / "postmaster.pid").exists()
    assert asked(postgres.start(home), "SELECT 1") == 1
    assert postgres.running_pid(home) != first


def test_a_pid_that_now_belongs_to_a_stranger_is_not_taken_for_the_server(home: Home) -> None:
    postgres.start(home, durable=False)
    redis.start(home, durable=False)
    postgres.stop(home)
    redis.stop(home)
    (home.data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{home.data}\n")
    (home.data / "redis" / "redis.pid").write_text(str(os.getpid()))
    assert asked(postgres.start(home, durable=False), "SELECT 1") == 1
    assert redis_client.Redis.from_url(redis.start(home, durable=False)).ping()


def test_a_first_start_that_was_cut_short_is_made_good(home: Home) -> None:
    (home.data / "postgres").mkdir()
    (home.data / "postgres" / "half").write_text("made")
    assert asked(postgres.start(home, durable=False), "SELECT 1") == 1


def test_redis_keeps_its_data_when_durable(home: Home) -> None:
    with redis_client.Redis.from_url(redis.start(home)) as client:
        client.set("kept", "yes")
    redis.stop(home)
    assert redis.running_pid(home) is None
    with redis_client.Redis.from_url(redis.start(home)) as client:
        assert client.get("kept") == b"yes"


def test_redis_comes_back_when_its_socket_was_left_behind(home: Home) -> None:
    redis.start(home, durable=False)
    pid = redis.running_pid(home)
    assert pid
    os.kill(pid, 9)
    processes.wait_until(lambda: not processes.command_line(pid), 10)
    assert (home.run / "redis" / "socket").exists()
    with redis_client.Redis.from_url(redis.start(home, durable=False)) as client:
        assert client.ping()


def test_no_redis_anywhere_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(sys, "prefix", "/nowhere")
    with pytest.raises(EmbeddedServerError, match="apt install redis-server"):
        redis.server_program()


def test_no_postgres_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(EmbeddedServerError, match="DATABASE_URL"):
        postgres.start(home)


def test_a_long_project_path_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("a-very-long-name-" * 6) / "project"
    first = home_for(deep)
    assert len(str(first.run)) <= LONGEST_SOCKET_FOLDER
    assert first.run.stat().st_mode & 0o077 in (0, 0o011)
    assert home_for(deep).run == first.run
    first.run.rmdir()
    assert home_for(deep).run != first.run
    home_for(deep).run.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user run PostgreSQL")
def test_a_project_that_the_servers_user_may_not_enter_has_its_data_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.chmod(0o700)
    home = home_for(folder / "private")
    try:
        assert home.data.parent == Path("/var/tmp")
        assert str(home.data) in capsys.readouterr().err
        assert home_for(folder / "private").data == home.data
        assert asked(postgres.start(home, durable=False), "SELECT 1") == 1
    finally:
        postgres.stop(home)
        shutil.rmtree(home.data)


ENSURE = """
import os, sys
from pathlib import Path
from cpr import embedded
embedded.FOLDERS["test"] = sys.argv[1]
embedded.ensure("test")
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
sys.stdin.readline()
"""


def asker(folder: Path) -> subprocess.Popen[str]:
    environment = {
        k: v for k, v in os.environ.items() if not k.endswith(("DATABASE_URL", "REDIS_URL"))
    }
    return subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(folder)],
        cwd=embedded.PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_processes_that_ask_at_once_share_servers_and_the_last_one_stops_them(home: Home) -> None:
    askers = [asker(home.folder) for _ in range(3)]
    answers = {one.stdout.readline() for one in askers if one.stdout}
    assert len(answers) == 1
    assert "register" in answers.pop()
    for one in askers[:2]:
        one.communicate("\n", timeout=30)
    assert postgres.running_pid(home)
    assert redis.running_pid(home)
    askers[2].communicate("\n", timeout=30)
    assert postgres.running_pid(home) is None
    assert redis.running_pid(home) is None
    assert [one.returncode for one in askers] == [0, 0, 0]


def test_servers_named_by_the_environment_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere:6379/1")
    embedded.ensure("demo")
    assert os.environ["DATABASE_URL"] == "postgres://somewhere/else"


@pytest.mark.parametrize(
    ("address", "broker"),
    [
        ("unix:///a/b?db=3", "redis+socket:///a/b?virtual_host=3"),
        ("unix:///a/b", "redis+socket:///a/b?virtual_host=0"),
        ("redis://host:6379/1", "redis://host:6379/1"),
        ("rediss://host:6379/1", "rediss://host:6379/1"),
    ],
)
def test_broker_url(address: str, broker: str) -> None:
    assert embedded.broker_url(address) == broker


def test_a_folder_of_another_user_is_said_plainly(folder: Path) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cpr.embedded.folders.os.open", refused)
        with pytest.raises(EmbeddedServerError, match="belongs to another user"):
            home_for(folder)
