"""How far a loading is: told outside its transaction, through the cache, and so by any process.

A courtesy alone. Where the cache is not to be reached the work goes on, and the page says less.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

EVERY = 0.5  # seconds
KEPT = 60 * 60  # seconds


@dataclass(frozen=True)
class Progress:
    """How many children of how many are done; no total while the file is being read."""

    done: int = 0
    total: int = 0


class Teller:
    """Tells how far the work on one batch is, no more often than a page would look."""

    def __init__(self, batch_id: uuid.UUID) -> None:
        self.key = _key(batch_id)
        self.told_at = 0.0
        self._tell(0, 0)

    def __call__(self, done: int, total: int) -> None:
        """This will tell it, if it was not told a moment ago."""
        if done == total or time.monotonic() - self.told_at >= EVERY:
            self._tell(done, total)

    def _tell(self, done: int, total: int) -> None:
        self.told_at = time.monotonic()
        with contextlib.suppress(RedisError, OSError):
            cache.set(self.key, [done, total], KEPT)


def of(batch_id: uuid.UUID) -> Progress:
    """This will say how far the work on a batch is, as far as anybody has told."""
    with contextlib.suppress(RedisError, OSError):
        found = cache.get(_key(batch_id))
        if found:
            return Progress(*found)
    return Progress()


def forget(batch_id: uuid.UUID) -> None:
    """This will forget how far the work was, when its next step begins."""
    with contextlib.suppress(RedisError, OSError):
        cache.delete(_key(batch_id))


def _key(batch_id: uuid.UUID) -> str:
    return f"import-progress:{batch_id}"
