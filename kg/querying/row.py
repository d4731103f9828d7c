"""Places of one sort, and those who wait for one."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

LOOK = 0.5
"""Seconds after which who waits is looked at again: it may not want the place any more."""


def wanted() -> None:
    """Who asks so always wants what it waits for."""


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

    def enter(self, seconds: float = 0.0, check: Callable[[], None] = wanted) -> bool:
        """Take a place; false if none is free within that time, or too many wait already.

        `check` is called from time to time meanwhile, and raises if it is waited for in vain.
        """
        if self._free.acquire(blocking=False):
            return True
        if not seconds:
            return False
        with self._changing:
            if self._waiting >= self._most_waiting:
                return False
            self._waiting += 1
        until = time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0:
                if self._free.acquire(timeout=min(left, LOOK)):
                    return True
                check()
            return False
        finally:
            with self._changing:
                self._waiting -= 1

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()
