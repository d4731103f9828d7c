"""What is kept as long as there is room for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_BESIDE = 1000
"""Octets that an entry takes beside what it holds, roughly."""


class Room(Generic[Key, Value]):
    """Keeps values up to so many octets together; what was not asked for the longest time makes room for the next."""

    def __init__(self, octets: int) -> None:
        self.octets = octets
        self._changing = threading.Lock()
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._taken = 0

    def get(self, key: Key) -> Value | None:
        """The value of a key, if it is kept."""
        found = self._kept.get(key)
        if found is None:
            return None
        with self._changing:
            if key in self._kept:
                self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Key, value: Value, octets: int) -> None:
        """Keep a value, which with its key takes so many octets, in place of what had the key."""
        with self._changing:
            if key in self._kept:
                self._taken -= self._kept.pop(key)[1]
            self._kept[key] = value, octets + _BESIDE
            self._taken += octets + _BESIDE
            while self._taken > self.octets:
                self._taken -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Keep nothing of what was kept."""
        with self._changing:
            self._kept.clear()
            self._taken = 0
