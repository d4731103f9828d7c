"""Places of one sort, and those who wait for one."""

from __future__ import annotations

import math
import threading


class Row:
    """So many places, for which at most so many wait."""

    def __init__(self, places: int, most_waiting: float = math.inf) -> None:
        self._free = threading.Semaphore(places)
        self._most_waiting = most_waiting
        self._changing = threading.Lock()
        self._waiting = 0

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits for a place."""
        return self._waiting > 0

    def enter(self, seconds: float = 0.0) -> bool:
        """Take a place; false if none is free within that time, or too many wait already."""
        if self._free.acquire(blocking=False):
            return True
        if not seconds:
            return False
        with self._changing:
            if self._waiting >= self._most_waiting:
                return False
            self._waiting += 1
        try:
            return self._free.acquire(timeout=seconds)
        finally:
            with self._changing:
                self._waiting -= 1

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()
