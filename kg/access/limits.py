"""How much one client may ask for, and how long it waits after failures; in bounded memory, whoever comes."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

MOST_CLIENTS = 10_000
"""Clients that are remembered; of more, those that were not seen for the longest time are forgotten."""

FREE_FAILURES = 5
LONGEST_WAIT = 300.0  # seconds
_MINUTE = 60.0

_Value = TypeVar("_Value")
Clock = Callable[[], float]


class _Remembered(OrderedDict[str, _Value], Generic[_Value]):
    """What is known of the clients seen last."""

    def note(self, client: str, value: _Value) -> None:
        self[client] = value
        self.move_to_end(client)
        if len(self) > MOST_CLIENTS:
            self.popitem(last=False)


class Buckets:
    """A token bucket for each client: it holds what one may use in a minute, and fills steadily.

    Of each is known when it will be full; `per_minute` 0 sets no limit.
    """

    def __init__(self, per_minute: float, clock: Clock = time.monotonic) -> None:
        self._cost = _MINUTE / per_minute if per_minute else 0.0  # seconds that it takes to fill in one unit
        self._clock = clock
        self._full_at: _Remembered[float] = _Remembered()
        self._lock = threading.Lock()

    def wait(self, client: str, amount: float = 0.0) -> float:
        """Seconds until there is so much in the client's bucket; 0 if there is."""
        full_at = self._full_at.get(client)
        if full_at is None:
            return 0.0
        return max(0.0, full_at + amount * self._cost - self._clock() - _MINUTE)

    def charge(self, client: str, amount: float) -> None:
        """Take so much, even if there is less: what comes in later pays for it."""
        if self._cost and amount:
            with self._lock:
                now = self._clock()
                full_at = max(now, self._full_at.get(client, now)) + amount * self._cost
                self._full_at.note(client, full_at)

    def take(self, client: str, amount: float = 1.0) -> float:
        """Take so much if it is there, and give 0; else the seconds until it will be."""
        seconds = self.wait(client, amount)
        if not seconds:
            self.charge(client, amount)
        return seconds


class BackOff:
    """Lets a client wait after failures: some are free, then each doubles the wait."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._failures: _Remembered[tuple[int, float]] = _Remembered()
        self._lock = threading.Lock()

    def fail(self, client: str) -> float:
        """Note a failure and give the seconds that the client has to wait; failures meanwhile do not add to it."""
        with self._lock:
            now = self._clock()
            failures, until = self._failures.get(client, (0, now))
            if until > now and failures > FREE_FAILURES:
                return until - now
            if now - until > LONGEST_WAIT:  # long ago
                failures = 0
            failures += 1
            wait = min(2.0 ** (failures - FREE_FAILURES - 1), LONGEST_WAIT) if failures > FREE_FAILURES else 0.0
            self._failures.note(client, (failures, now + wait))
            return wait
