"""Connections that are waited for, each until its time is over."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.serving.connection import Connection


class Waiting:
    """Connections that have so many seconds for what is waited for, those first whose time is over first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[Connection, float] = {}

    def __len__(self) -> int:
        return len(self._until)

    def __iter__(self) -> Iterator[Connection]:
        return iter(self._until)

    def append(self, connection: Connection) -> None:
        """Wait for a connection, from now on, also if it was waited for already."""
        self._until.pop(connection, None)
        self._until[connection] = time.monotonic() + self._seconds

    def remove(self, connection: Connection) -> None:
        """Wait for it no longer."""
        del self._until[connection]

    def late(self) -> list[Connection]:
        """Those whose time is over."""
        now, found = time.monotonic(), []
        for connection, until in self._until.items():
            if until > now:
                break
            found.append(connection)
        return found


def to_be_left(waiting: Iterable[Connection]) -> Connection | None:
    """Which connection goes where there are too many: of the address that has the most, the first."""
    there = list(waiting)
    burdens = Counter(connection.address for connection in there)
    return max(there, key=lambda connection: burdens[connection.address], default=None)
