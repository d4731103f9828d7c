"""The threads in which queries and dumps run: few at once, and nobody waits for one of them for ever.

The engine cannot be interrupted. A query that gives no row runs on to its end, whoever has gone, and keeps its place;
so there are fewer places than the server has threads, and pages and `/health` answer beside any number of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kg.errors import QueryTimeout, TooBusy

MOST_AT_ONCE = 4
MOST_WAITING = 2
"""Requests that wait for a place; together with those that have one they leave threads of the server free."""

_PATIENCE = 5.0  # seconds


class Runs:
    """Starts work in threads of its own; `seconds` is how long a request waits for what comes of it."""

    def __init__(self, seconds: float = 30.0) -> None:
        self.seconds = seconds
        self._places = threading.Semaphore(MOST_AT_ONCE)
        self._waiting = threading.Semaphore(MOST_WAITING)

    def start(self, work: Callable[[], None]) -> None:
        """Begin the work, which raises nothing; `TooBusy` if no place is free, or becomes free soon."""
        if not (self._places.acquire(blocking=False) or self._wait()):
            raise TooBusy(f"{MOST_AT_ONCE} queries are running, and no more may run at once: try again later")
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def _wait(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=_PATIENCE)
        finally:
            self._waiting.release()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            self._places.release()

    def timeout(self) -> QueryTimeout:
        """What to raise when nothing came in time."""
        return QueryTimeout(
            f"no answer within {self.seconds:g} seconds: ask for less, with more of the terms fixed and fewer patterns "
            "that share no variable; or raise KG_QUERY_TIMEOUT on the server"
        )
