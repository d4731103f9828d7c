"""Which version readers get: the latest that can be opened, kept from being taken away while somebody reads it."""

from __future__ import annotations

import logging
import threading
import weakref
from typing import Protocol, cast

from kg.errors import BadRequest, StoreError
from kg.querying import Evaluator
from kg.querying.reader import Reader
from kg.store import Version

log = logging.getLogger(__name__)


class Closeable(Protocol):
    """What holds something until it is closed."""

    def close(self) -> None:
        """Let go of it."""
        ...


class Shelf(Protocol):
    """Where the published versions of a store are kept."""

    def current_number(self) -> int | None:
        """The number of the current version, if there is one."""
        ...

    def hold(self, number: int | None = None) -> tuple[Version, Closeable]:
        """Keep a version, the current one if none is named, from being taken away; `NotKept` if it is not there."""
        ...


class Held:
    """A version that stays as long as somebody has this; of a store without versions it holds nothing."""

    def __init__(self, version: Version | None = None, lock: Closeable | None = None) -> None:
        self.version = version
        if lock is not None:
            weakref.finalize(self, lock.close)

    @property
    def number(self) -> int | None:
        """The number of the version."""
        return self.version.number if self.version else None


class Versions(Protocol):
    """Gives the version to read."""

    def __call__(self, number: int | None = None) -> Held:
        """The version of this number, or the latest that can be opened; `NotKept` or `StoreError` if there is none."""
        ...


def unversioned(number: int | None = None) -> Held:
    """The only state of a store that has no versions."""
    if number is not None:
        raise BadRequest("the graph is on another engine, which keeps no versions: ask without one")
    return Held()


class Current:
    """The versions of a shelf; fulfils `Versions`.

    A latest one that cannot be opened is passed over: whoever has one before it goes on with that. Without any the
    error is raised that opening it gave.
    """

    def __init__(self, evaluator: Evaluator, shelf: Shelf) -> None:
        self._evaluator, self._shelf = evaluator, shelf
        self._turning = threading.Lock()
        self._tried: int | None = None
        self._good: Held | None = None

    def __call__(self, number: int | None = None) -> Held:
        """As `Versions` says."""
        if number is not None:
            return Held(*self._shelf.hold(number))
        # In this order, for another thread may be turning: what was tried is told when there is what came of it.
        latest, tried = self._shelf.current_number(), self._tried
        good = self._good
        if good is not None and latest in (None, tried):
            return good
        with self._turning:
            if self._good is None or self._tried != latest:
                self._turn()
            return cast(Held, self._good)

    def _turn(self) -> None:
        number: int | None = None
        try:
            held = Held(*self._shelf.hold())
            number = held.number
            Reader(self._evaluator, number).check()
        except StoreError:
            if self._good is None:
                raise
            log.exception("version %s cannot be opened; version %s is shown", number, self._good.number)
        else:
            self._good = held
        self._tried = number
