"""/healthz: this process answers. /readyz: what it needs to be of use answers too.

The project knows nothing of children: READINESS_CHECKS names functions of the apps by dotted path,
each giving `(name, is_well, detail)`: plain words, no personal data.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

Finding = tuple[str, bool, str]
SECONDS = 2


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 while the process is alive. It asks nothing of any server."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 when database, broker and every check of the apps are well, else 503."""
    checks: dict[str, Callable[[], Finding]] = {"database": _database, "broker": _broker}
    for path in getattr(settings, "READINESS_CHECKS", ()):
        checks[path] = import_string(path)
    found = [_asked(name, check) for name, check in checks.items()]
    ready = all(is_well for _, is_well, _ in found)
    return JsonResponse(
        {
            "status": "ok" if ready else "unavailable",
            "checks": {name: {"ok": is_well, "detail": said} for name, is_well, said in found},
        },
        status=200 if ready else 503,
    )


def _asked(name: str, check: Callable[[], Finding]) -> Finding:
    # A check that fails in any way whatever is the finding; its words go to the log, not outside.
    try:
        return check()
    except Exception:
        log.exception("readiness check failed: %s", name)
        return name, False, "failed; see the log"


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "database", cursor.fetchone() == (1,), "answers"


def _broker() -> Finding:
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    ) as client:
        return "broker", bool(client.ping()), "answers"
