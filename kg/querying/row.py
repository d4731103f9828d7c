"""Places of one sort, and those who wait for one."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

LOOK = 0.5
"""Seconds after which who waits is looked at again: it may not want the place any more."""


def wanted() -> None:
    """Who asks so always wants what it waits for."""


class _Turn:
    """Somebody of a client waits, until a place is theirs."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.has_come = threading.Event()


class Row:
    """So many places, for which at most so many wait, of one client fewer.

    A place that gets free goes to the client who has fewest, among equals to the one who was last given one, or came to
    wait, the longest ago. So however much others ask for, about as many places get free before a client's turn as there
    are clients.
    """

    def __init__(self, places: int, most_waiting: float = math.inf, most_of_one: float = math.inf) -> None:
        self._free = places
        self._most_waiting, self._most_of_one = most_waiting, most_of_one
        self._changing = threading.Lock()
        self._held: Counter[str] = Counter()
        """How many places each client has; what is ours is of a client without a name."""
        self._given: dict[str, int] = {}
        """When each client that waits or has a place was last given one, or came to wait for the first: its number."""
        self._order = count()
        self._waiting: list[_Turn] = []

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits for a place."""
        return bool(self._waiting)

    def enter(self, seconds: float = 0.0, check: Callable[[], None] = wanted, client: str = "") -> bool:
        """Take a place; false if none is free within that time, or too many wait already, of all or of this client.

        `check` is called from time to time meanwhile, and raises if it is waited for in vain.
        """
        with self._changing:
            if self._free:  # then nobody waits
                self._free -= 1
                self._give(client)
                return True
            of_client = sum(turn.client == client for turn in self._waiting)
            if not seconds or len(self._waiting) >= self._most_waiting or of_client >= self._most_of_one:
                return False
            turn = _Turn(client)
            self._waiting.append(turn)
            self._given.setdefault(client, next(self._order))
        try:
            self._await(turn, seconds, check)
        except BaseException:
            if not self._give_up(turn):
                self.leave(client)
            raise
        return not self._give_up(turn)

    @staticmethod
    def _await(turn: _Turn, seconds: float, check: Callable[[], None]) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not turn.has_come.wait(min(left, LOOK)):
            check()

    def _give_up(self, turn: _Turn) -> bool:
        """Wait no longer; false if its turn has come."""
        with self._changing:
            if not turn.has_come.is_set():
                self._waiting.remove(turn)
                self._forget(turn.client)
            return not turn.has_come.is_set()

    def leave(self, client: str = "") -> None:
        """Give a place back."""
        with self._changing:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]
                self._forget(client)
            if not self._waiting:
                self._free += 1
                return
            turn = min(self._waiting, key=lambda turn: (self._held[turn.client], self._given[turn.client]))
            self._waiting.remove(turn)
            self._give(turn.client)
            turn.has_come.set()

    def _give(self, client: str) -> None:
        self._held[client] += 1
        self._given[client] = next(self._order)

    def _forget(self, client: str) -> None:
        """Forget when a client was given a place, if it has none and waits for none: there may be many."""
        if not self._held[client] and not any(turn.client == client for turn in self._waiting):
            self._given.pop(client, None)
