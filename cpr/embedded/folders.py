"""Where the embedded servers keep their data and sockets, and who may use them.

Locks, the count of processes in use, the short socket folder, and the ways around a folder that
PostgreSQL's own system user may not enter. Nothing here starts a server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
# The kernel's limit is 108 bytes with the end mark (104 on macOS); PostgreSQL's own file name and
# its lock file beside it need about 24 of them.
LONGEST_SOCKET_FOLDER = 78


class EmbeddedServerError(RuntimeError):
    """An embedded server cannot be started; the message says what a person can do about it."""


@dataclass
class Home:
    """One folder of embedded servers: `data` to keep, `run` for sockets, locks beside them."""

    folder: Path
    data: Path
    run: Path
    owner: str | None
    _users: int | None = field(default=None, repr=False)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """This will let one process at a time start or stop what lives here."""
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def join(self) -> None:
        """This will count this process among the users until it leaves or ends, however it ends."""
        if self._users is None:
            self._users = self._open_users()
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def leave(self) -> None:
        """This will stop counting this process; a child forked from it counts while it lives."""
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def is_used(self) -> bool:
        """This will say whether any process, this one included, is counted as a user."""
        handle = self._open_users()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def _open_users(self) -> int:
        return os.open(self.folder / "users", os.O_RDWR | os.O_CREAT, 0o600)


def home_for(folder: Path) -> Home:
    """This will make ready a folder for servers; call again at any time for the same answer."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        os.close(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600))
    except PermissionError as error:
        raise EmbeddedServerError(
            f"{folder} cannot be written: it, or what holds it, belongs to another user. Remove it "
            "if it is an earlier one, or run this as the user that made it."
        ) from error
    owner = system_user() if os.geteuid() == 0 else None
    data = folder
    if owner and not can_enter(owner, folder):
        data = _elsewhere(folder)
    return Home(folder=folder, data=data, run=_socket_folder(folder, data), owner=owner)


def system_user() -> str:
    """This will name the user that runs PostgreSQL for root, made when missing."""
    for name in (SYSTEM_USER, "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            if name == SYSTEM_USER and shutil.which("useradd"):
                made = subprocess.run(
                    ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", name],
                    capture_output=True,
                    check=False,
                )
                # 9: another process made it in the meantime.
                if made.returncode in (0, 9):
                    return name
    raise EmbeddedServerError(
        f"PostgreSQL does not run as root and the user {SYSTEM_USER} could not be made. "
        "Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def can_enter(user: str, folder: Path) -> bool:
    """This will say whether a user may pass through every parent down to this folder."""
    found = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)],
        user=user,
        group=pwd.getpwnam(user).pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return found.returncode == 0


def owned_by(folder: Path, user: str | None) -> Path:
    """This will make a private folder for the user that a server runs as."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


def _elsewhere(folder: Path) -> Path:
    """Data outside a project that lies where PostgreSQL's user may not look, such as /root."""
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    other = Path("/var/tmp") / f"child-protection-register-{mark}"  # noqa: S108 - checked below
    first_time = not other.exists()
    _make_own(other, 0o711)
    if first_time:
        print(
            f"{folder} lies where PostgreSQL's own user may not look; its data goes to {other}.",
            file=sys.stderr,
        )
    return other


def _socket_folder(folder: Path, data: Path) -> Path:
    """A folder for sockets, short enough for the kernel, the same on every call."""
    near = data / "run"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
        return _make_own(near, 0o711 if os.geteuid() == 0 else 0o700)
    note = folder / "run-folder"
    if note.exists():
        known = Path(note.read_text(encoding="utf-8").strip())
        if known.is_dir() and not known.is_symlink() and known.stat().st_uid == os.geteuid():
            return known
    made = Path(tempfile.mkdtemp(prefix="cpr-", dir=_short_temporary_folder()))
    made.chmod(0o711 if os.geteuid() == 0 else 0o700)
    # Two processes may get here at once: the first note wins, and both use it.
    draft = folder / f"run-folder.{os.getpid()}"
    draft.write_text(f"{made}\n", encoding="utf-8")
    try:
        if note.exists():
            note.unlink()
        os.link(draft, note)
    except FileExistsError:
        made.rmdir()
    finally:
        draft.unlink()
    return Path(note.read_text(encoding="utf-8").strip())


def _short_temporary_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST_SOCKET_FOLDER - 16 else "/tmp"  # noqa: S108


def _make_own(folder: Path, mode: int) -> Path:
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.geteuid() or folder.is_symlink():
        raise EmbeddedServerError(
            f"{folder} belongs to another user. Remove it, or run this as the user that made it."
        )
    folder.chmod(mode)
    return folder
