"""Finds PgBouncer for the tests behind a real pool; installs Debian's where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress

PATIENCE = 120
PLACES = ("pgbouncer", "/usr/sbin/pgbouncer")
"""Debian puts it where only an administrator's PATH leads."""


def pgbouncer() -> str | None:
    """This will find a PgBouncer: the one named by PGBOUNCER, else one of this machine."""
    named = os.environ.get("PGBOUNCER")
    return next((found for found in map(shutil.which, (named or "", *PLACES)) if found), None)


def main() -> int:
    """This will see that a PgBouncer is there, or say which tests are left out without it."""
    if pgbouncer() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PgBouncer for the tests behind a pool (once) ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "-qqy", "--no-install-recommends", "install", "pgbouncer"]
        with suppress(subprocess.TimeoutExpired):  # where nothing can be reached
            subprocess.run(
                command,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                timeout=PATIENCE,
            )
    if pgbouncer() is None:
        print("No PgBouncer was found: the tests behind a real pool will be skipped.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
