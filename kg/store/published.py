"""The version of a store that is current, opened once and held until there is another."""

from __future__ import annotations

import logging
import threading

from kg.errors import StoreError
from kg.store.embedded import EmbeddedStore
from kg.store.snapshots import Snapshots

log = logging.getLogger(__name__)


class Published:
    """Gives the current version, however often it changes; whoever still asks an older one keeps that."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._opening = threading.Lock()
        self._number: int | None = None
        self._store: EmbeddedStore | None = None

    def latest(self) -> EmbeddedStore:
        """The current version; where a new one cannot be opened, the one before. `StoreError` if there is none."""
        with self._opening:
            number = self._snapshots.current_number()
            if self._store is None or (number is not None and number != self._number):
                try:
                    self._store = self._snapshots.open()
                except StoreError:
                    if self._store is None:
                        raise
                    log.exception("version %s cannot be opened; the one before it is shown", number)
                self._number = number
            return self._store
