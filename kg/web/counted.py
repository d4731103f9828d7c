"""What is counted in the graph for many to read, and not for each of them anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

from kg.errors import TooBusy
from kg.web.services import services

Value = TypeVar("Value")

_FRESH = 600.0
"""Seconds for which a count of a graph without versions is told."""
_PATIENCE = 5.0
"""Seconds for which a request waits for what another one counts, where nothing was counted before."""


class Counted(Generic[Value]):
    """Gives what `count` gives of a `kg.store.GraphReader`: once for each version, and rarely where there is none.

    One request counts at a time; who comes meanwhile gets what was counted last.
    """

    def __init__(self, count: Callable[[Any], Value]) -> None:
        self._count = count
        self._counting = threading.Lock()
        self._last: tuple[int | None, Value] | None = None
        self._at = 0.0

    def __call__(self) -> tuple[int | None, Value]:
        """The version that was counted, and what came of it; `TooBusy` while the first count takes long."""
        store, last = services().store, self._last
        if last is not None and self._is_of(store.version, last[0]):
            return last
        if not self._counting.acquire(timeout=_PATIENCE if last is None else 0):
            if last is None:
                raise TooBusy("the graph is being counted: try again later")
            return last
        try:
            if self._last is None or not self._is_of(store.version, self._last[0]):
                self._last = store.version, self._count(store)
                self._at = monotonic()
            return self._last
        finally:
            self._counting.release()

    def _is_of(self, version: int | None, counted: int | None) -> bool:
        return version == counted and (version is not None or monotonic() - self._at < _FRESH)
