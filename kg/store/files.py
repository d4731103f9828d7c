"""The files of the embedded engine: held by one process, written durably; or a snapshot of them, read by many."""

from __future__ import annotations

import re
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DiskError, LockedError, StoreError
from kg.lock import Lock
from kg.store.damage import telling_damage
from kg.store.folders import is_vacant, mend, renewing

_LOCKED = re.compile(r"\block (?:file|hold)\b")  # "While lock file: …/LOCK", "lock hold by current process"
_TRIES, _PAUSE = 100, 0.1  # to open a store anew that queries still read: ten seconds


class EngineFiles:
    """What all stores on the embedded engine share; in memory without a folder."""

    def __init__(self, path: Path | None = None, snapshot: Lock | None = None) -> None:
        """Open the folder, alone; or, with the lock that keeps it there, a snapshot, to be asked by many."""
        self._writing = threading.Lock()  # the engine's concurrent updates are not isolated from one another
        self._lock = snapshot
        if path and snapshot is None:
            self._lock = Lock.take(path.with_name(f"{path.name}.lock"), f"the store in {path}")
        self._path = path
        self._open: ox.Store | None = None
        if self._lock is not None:
            weakref.finalize(self, self._lock.close)  # whoever reads a snapshot lets go of it by turning to the next
        self._is_refusing = False
        try:
            self._open = _open_snapshot(path) if path and snapshot else open_store(path)
        finally:
            if self._open is None:
                self.close()

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

    @contextmanager
    def _durably(self) -> Iterator[None]:
        """What is written in the block is on the disk at its end: a commit alone does not survive a power cut."""
        if self._is_refusing:
            self._reopen()
        try:
            with telling_damage():
                yield
                self._store.flush()
        except OSError as error:
            self._is_refusing = True
            raise DiskError(
                f"the store cannot be written: {error}. What was stored before is safe and can be read; free disk "
                "space if it is full, then write again"
            ) from error

    def _reopen(self) -> None:
        """Open the store anew: an engine that the disk has refused once takes no more writes. Reads go on meanwhile."""
        self._open = ox.Store.read_only(str(self._path))
        for _ in range(_TRIES):
            try:
                self._open = open_store(self._path)
            except LockedError:  # a query of another thread still reads the old one
                time.sleep(_PAUSE)
            else:
                self._is_refusing = False
                return
        raise StoreError("the store cannot be written before the queries end that read it: write again later")

    def checkpoint(self, path: Path) -> None:
        """Make a folder that holds what the store holds now, by hard links where the file system has them.

        Raises `OSError` when the disk refuses.
        """
        with self._writing:
            self._store.backup(path)

    def close(self) -> None:
        """Let go of the files, so that another process may open them."""
        self._open = None
        if self._lock is not None:
            self._lock.close()


def open_store(path: Path | None) -> ox.Store:
    """The engine on the files of a folder, or in memory; `LockedError` and `StoreError` tell why it cannot be."""
    if path is None:
        return ox.Store()
    try:
        mend(path)
        if is_vacant(path):  # the engine, if it were killed, could leave there what is no store
            with renewing(path) as fresh:
                ox.Store(fresh)
        if not (path / "CURRENT").exists():  # without it the engine begins a new store over what is there
            raise RuntimeError("it is no store, for CURRENT is missing")
        store = ox.Store(path)
        for left in path.glob("bulk-*.sst"):  # what a load that was killed had sorted, and nothing reads
            left.unlink()
        return store
    except (OSError, RuntimeError) as error:
        reason = str(error)
        if _LOCKED.search(reason.replace(str(path), "")):
            raise LockedError(
                f"the store in {path} is in use by another process; stop it, or choose another folder with KG_DATA_DIR"
            ) from error
        if isinstance(error, RuntimeError):
            reason = f"{reason}. `kg rebuild` makes it anew from the journal"
        raise DiskError(f"the store in {path} cannot be opened: {reason}") from error


def _open_snapshot(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise DiskError(f"{path} cannot be opened: {error}. kg snapshot publish makes a new version") from error
