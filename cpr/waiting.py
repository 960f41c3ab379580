"""How long a page waits for what somebody else is writing: web servers only, no worker or command.

Nobody reads on behind a lock: after ``LOCK_SECONDS`` the database gives up, and the page says so.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections


def limited(options: dict[str, Any], seconds: float) -> dict[str, Any]:
    """This will give a connection's options with a limit on the wait for a lock."""
    limit = f"-c lock_timeout={round(seconds * 1000)}"
    return {**options, "options": f"{options.get('options', '')} {limit}".strip()}


def limit_waiting() -> None:
    """This will limit the wait for a lock on every connection that this process will open."""
    known = connections.settings["default"]
    known["OPTIONS"] = limited(known.get("OPTIONS", {}), settings.LOCK_SECONDS)
