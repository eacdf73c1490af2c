"""A cache of drafts that forgets what was not asked for the longest."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SizedCache(Generic[Key, Value]):
    """Least recently used, bounded by the size of what it holds. For one thread.

    >>> cache = SizedCache[str, int](10)
    >>> cache.put("a", 1, size=6); cache.put("b", 2, size=4)
    >>> cache.get("a")
    1
    >>> cache.put("c", 3, size=4); cache.get("b") is None, cache.get("a"), cache.size
    (True, 1, 10)
    """

    def __init__(self, capacity: int) -> None:
        """Start with nothing.

        Args:
            capacity: most that the sizes may sum up to; 0 for a cache that keeps nothing.
        """
        self._capacity = capacity
        self._entries: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.size = 0

    def get(self, key: Key) -> Value | None:
        """Give a value, or None."""
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, *, size: int) -> None:
        """Keep a value, unless it alone is larger than the cache."""
        old = self._entries.pop(key, None)
        self.size -= old[1] if old else 0
        if size > self._capacity:
            return
        self._entries[key] = (value, size)
        self.size += size
        while self.size > self._capacity:
            _, (_, dropped) = self._entries.popitem(last=False)
            self.size -= dropped
