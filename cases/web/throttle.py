"""How often one person may ask something in a minute. Only counts are kept, nothing asked."""

from __future__ import annotations

from django.core.cache import cache

from agencies.actors import Actor
from cpr.clock import now

MINUTE = 60


def is_too_often(what: str, actor: Actor, *, most: int) -> bool:
    """This will count one more asking, and say whether it is beyond what a minute allows."""
    minute = int(now().timestamp()) // MINUTE
    key = f"asked:{what}:{actor.user_id}:{minute}"
    if cache.add(key, 1, timeout=2 * MINUTE):
        return most < 1
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # the minute's count went away between the two calls
        return False
