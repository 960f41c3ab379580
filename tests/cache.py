"""The tests' cache: Redis, as in the product, where each process empties what is its own alone.

Processes that run tests side by side share a server; a plain ``clear`` would take away what a test
in another process is counting.
"""

from __future__ import annotations

from django.core.cache.backends.redis import RedisCache


class OwnKeysCache(RedisCache):
    """Keys begin with KEY_PREFIX, which the settings make of the process's number."""

    def clear(self) -> bool:
        """This will remove this process's own keys."""
        client = self._cache.get_client(None, write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*"))
        return bool(client.delete(*keys)) if keys else True
