"""What is written becomes what is read: versions, published at most once in an interval, and at the end of a run."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

from kg.store import GraphStore, Version
from kg.vocabulary import DIPLO

_ARTICLES = f"SELECT ?article {{ ?article a <{DIPLO.Article}> }}"


class Shelf(Protocol):
    """Where versions are kept."""

    def publish(self, store: GraphStore, version: Version) -> None:
        """Make what the store holds now the current version."""
        ...

    def current(self) -> Version | None:
        """The version that readers are to see."""
        ...

    def highest(self) -> int:
        """The highest number of a version that is kept; 0 without one."""
        ...

    def prune(self, keep: int) -> None:
        """Take away all but the latest, those that are pinned, and those that somebody has open."""
        ...

    def forget_others(self) -> None:
        """Take away every version but the current one."""
        ...


class Register(Protocol):
    """What publishing needs of a journal."""

    def changes(self) -> int:
        """How often what the store is to hold has changed; the same number, the same content."""
        ...

    def new_version(self, reason: str, above: int) -> int:
        """Note that a version is published, and get its number, above this one and all that it gave before."""
        ...


class Publication:
    """Publishes what one writer writes. `interval` is in seconds, `keep` the number of versions that stay."""

    def __init__(
        self, store: GraphStore, shelf: Shelf, register: Register, origin: str, interval: float, keep: int
    ) -> None:
        self._store, self._shelf, self._register = store, shelf, register
        self._origin, self._interval, self._keep = origin, interval, keep
        self._last = time.monotonic()

    def is_due(self) -> bool:
        """Whether readers see something else than what was written."""
        current = self._shelf.current()
        return current is None or (current.changes, current.origin) != (self._register.changes(), self._origin)

    def publish(self, reason: str) -> int:
        """Publish now, and return the number of the version."""
        number = self._register.new_version(reason, self._shelf.highest())
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        articles = len(self._store.select(_ARTICLES))
        self._shelf.publish(self._store, Version(number, now, reason, articles, self._register.changes(), self._origin))
        self._shelf.prune(self._keep)
        self._last = time.monotonic()
        return number

    def publish_if_due(self, reason: str = "written") -> int | None:
        """Publish if readers see something else; returns the number of the new version, if there is one."""
        return self.publish(reason) if self.is_due() else None

    def keep_pace(self) -> None:
        """To be called again and again while something is written: publishes when the interval is over."""
        if time.monotonic() - self._last > self._interval:
            self.publish_if_due()
            self._last = time.monotonic()

    def forget(self) -> int:
        """Publish what is left after something was erased, and take all older versions away; returns its number."""
        number = self.publish("something was taken down")
        self._shelf.forget_others()
        return number
