"""Finds Chromium for the browser tests, and installs Debian's where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """This will find a Chromium: the one named by CHROMIUM, else one on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named and os.access(named, os.X_OK):
        return named
    return next((found for found in map(shutil.which, NAMES) if found), None)


def main() -> int:
    """This will see that a Chromium is there. Where CI is set, doing without is a failure."""
    if chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (once; a few minutes) ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "-qq", "update"], ["apt-get", "-qqy", "install", "chromium"]):
            done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            if done.returncode:
                break
    if chromium():
        return 0
    remedy = "Install Chromium (Debian: `apt install chromium`) or name one with CHROMIUM=/path."
    if os.environ.get("CI"):
        print(f"No Chromium was found, and CI is set. {remedy}", file=sys.stderr)
        return 1
    print(f"No Chromium was found: the browser tests will be skipped. {remedy}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
