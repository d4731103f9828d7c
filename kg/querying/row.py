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
    """So many places, for which at most so many wait, of one client fewer."""

    def __init__(self, places: int, most_waiting: float = math.inf, most_of_one: float = math.inf) -> None:
        self._free = threading.Semaphore(places)
        self._most_waiting, self._most_of_one = most_waiting, most_of_one
        self._changing = threading.Lock()
        self._waiting: list[str] = []
        """The clients of those who wait; ours have none."""

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits for a place."""
        return bool(self._waiting)

    def enter(self, seconds: float = 0.0, check: Callable[[], None] = wanted, client: str = "") -> bool:
        """Take a place; false if none is free within that time, or too many wait already, of all or of this client.

        `check` is called from time to time meanwhile, and raises if it is waited for in vain.
        """
        if not self.is_crowded and self._free.acquire(blocking=False):  # nobody goes before those who wait
            return True
        if not seconds:
            return False
        with self._changing:
            is_one_too_many = bool(client) and self._waiting.count(client) >= self._most_of_one
            if is_one_too_many or len(self._waiting) >= self._most_waiting:
                return False
            self._waiting.append(client)
        until = time.monotonic() + seconds
        try:
            while (left := until - time.monotonic()) > 0:
                if self._free.acquire(timeout=min(left, LOOK)):
                    return True
                check()
            return False
        finally:
            with self._changing:
                self._waiting.remove(client)

    def leave(self) -> None:
        """Give a place back."""
        self._free.release()
