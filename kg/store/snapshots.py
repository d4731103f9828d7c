"""Published versions of an embedded store: folders that nobody writes to, so that readers need no lock of the live one.

A version shares the files of sorted strings with the live store (hard links): it takes milliseconds, and room only for
what has changed since. `current` is a symbolic link, so that the switch from one version to the next is atomic.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

from kg.errors import BadRequest, DiskError, LockedError, NotKept, StoreError
from kg.lock import Lock
from kg.store import GraphStore, Version
from kg.store.embedded import EmbeddedStore
from kg.store.files import EngineFiles
from kg.whole_file import sync, whole_file

_ABOUT = "about.json"
_STORE = "store"
_IN_USE = "in-use.lock"
_TRIES = 10


class Snapshots:
    """The versions in a folder; fulfils `kg.publication.Shelf`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._link = folder / "current"
        self._link_text = str(self._link)

    def publish(self, store: GraphStore | EngineFiles, version: Version) -> None:
        """Make what the store holds now the current version. Raises `StoreError` when the disk refuses."""
        path = self._path(version.number)
        made = path.with_name(f"{path.name}.new")
        try:
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir(parents=True)
            _files_of(store).checkpoint(made / _STORE)
            (made / _IN_USE).touch()
            _describe(made, version)
            made.rename(path)
            self._switch_to(path)
        except OSError as error:
            raise DiskError(
                f"version {version.number} cannot be published: {error}. What was written is safe; free disk space if "
                "it is full",
                "what was written is safe, but cannot be shown to readers now: the log of this server tells the reason",
            ) from error

    def _switch_to(self, path: Path) -> None:
        link = self._link.with_name("current.new")
        link.unlink(missing_ok=True)
        link.symlink_to(path.name)
        link.replace(self._link)
        sync(self._folder)

    @contextmanager
    def copied(self, store: GraphStore | EngineFiles) -> Iterator[Path]:
        """A folder that holds what the store holds now, to be opened, written to and thrown away with the block.

        What is left of it by a kill goes with the next version. Raises `StoreError` when the disk refuses.
        """
        path = self._folder / "copy.new"
        shutil.rmtree(path, ignore_errors=True)
        try:
            path.mkdir(parents=True)
            _files_of(store).checkpoint(path / _STORE)
        except OSError as error:
            raise DiskError(f"the store cannot be copied: {error}; free disk space if it is full") from error
        try:
            yield path / _STORE
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def current(self) -> Version | None:
        """The version that readers are to see; none if nothing is published, or what was is gone."""
        number = self.current_number()
        return None if number is None else self._known(number)

    def _known(self, number: int) -> Version | None:
        with suppress(StoreError):
            return _described(self._path(number))
        return None

    def current_number(self) -> int | None:
        """The number of the current version, if there is one."""
        with suppress(OSError, ValueError):
            return int(os.readlink(self._link_text))  # noqa: PTH115 - asked for each request, and pathlib is slow
        return None

    def highest(self) -> int:
        """The highest number of a version that is kept; 0 without one."""
        return max(self._numbers(), default=0)

    def _numbers(self) -> list[int]:
        return sorted(int(path.name) for path in self._folder.glob("*/") if path.name.isdecimal())

    def versions(self) -> list[Version]:
        """All that are kept and can be read, the oldest first."""
        return [version for number in self._numbers() if (version := self._known(number))]

    def open(self, number: int | None = None) -> EmbeddedStore:
        """A version to be asked, the current one if none is named; it stays while somebody has it.

        Raises `NotKept` for a version that is not there.
        """
        path, lock = self._hold(number)
        return EmbeddedStore(path / _STORE, snapshot=lock)

    def hold(self, number: int | None = None) -> tuple[Version, Lock]:
        """Keep a version, the current one if none is named, until the lock is closed; tells which one it is.

        Raises `NotKept` for a version that is not there, and `StoreError` without any.
        """
        path, lock = self._hold(number)
        try:
            return _described(path), lock
        except StoreError:
            lock.close()
            raise

    @contextmanager
    def held(self) -> Iterator[tuple[Version, Path]]:
        """The current version and the folder of its store, which stay while the block lasts."""
        path, lock = self._hold(None)
        with closing(lock):
            yield _described(path), path / _STORE

    def _hold(self, number: int | None) -> tuple[Path, Lock]:
        for _ in range(_TRIES):  # the current one may be taken away before it is held
            path = self._path(number or self.current_number() or 0)
            if lock := Lock.share(path / _IN_USE):
                return path, lock
        kept = ", ".join(str(version.number) for version in self.versions())
        if number is None:
            raise DiskError(f"no version in {self._folder} can be read: kg snapshot publish makes one")
        raise NotKept(f"version {number} is not kept; those that are: {kept or 'none'}")

    def pin(self, number: int, is_pinned: bool) -> None:
        """Keep a version until it is unpinned. `NotKept` if it is not there, `BadRequest` if it is so already."""
        path, lock = self._hold(number)
        with closing(lock):
            version = _described(path)
            if version.is_pinned == is_pinned:
                raise BadRequest(f"version {number} is {'pinned already' if is_pinned else 'not pinned'}")
            _describe(path, replace(version, is_pinned=is_pinned))

    def prune(self, keep: int) -> None:
        """Take away all but the latest, those that are pinned, and those that somebody has open."""
        for number in self._numbers()[:-keep]:
            with suppress(LockedError), closing(Lock.take(self._path(number) / _IN_USE, f"version {number}")):
                version = self._known(number)
                if number != self.current_number() and not (version and version.is_pinned):
                    shutil.rmtree(self._path(number), ignore_errors=True)
        for path in self._left():
            shutil.rmtree(path, ignore_errors=True)

    def forget_others(self) -> None:
        """Take away every version but the current one, pinned or in use: they hold what nobody may have any longer.

        Raises `StoreError` for one that cannot be deleted.
        """
        others = [self._path(number) for number in self._numbers() if number != self.current_number()]
        try:
            for path in (*others, *self._left()):
                shutil.rmtree(path)
        except OSError as error:
            raise DiskError(f"{error.filename} cannot be deleted: {error.strerror or error}") from error

    def _left(self) -> list[Path]:
        """What a publication that was broken off has left."""
        return [path for path in self._folder.glob("*.new/") if not path.is_symlink()]

    def _path(self, number: int) -> Path:
        return self._folder / str(number)


def _files_of(store: GraphStore | EngineFiles) -> EngineFiles:
    if not isinstance(store, EngineFiles):
        raise StoreError("only the embedded store has versions")
    return store


def _described(folder: Path) -> Version:
    path = folder / _ABOUT
    try:
        return Version(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DiskError(f"{path} cannot be read: {error}") from error


def _describe(folder: Path, version: Version) -> None:
    path = folder / _ABOUT
    try:
        with whole_file(path) as stream:
            stream.write(json.dumps(asdict(version), indent=1).encode())
    except OSError as error:
        raise DiskError(f"{path} cannot be written: {error.strerror or error}") from error
