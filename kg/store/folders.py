"""One folder put in the place of another, so that a store is never without one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DiskError
from kg.whole_file import sync


def own_folder(path: Path) -> Path:
    """Where a store lies to which the path leads, perhaps by a link: what is put beside it lies on the same disk.

    `DiskError` where the link leads nowhere, or the folder is a disk of its own, which nothing can take the place of.
    """
    folder = Path(os.path.realpath(path)) if path.is_symlink() else path
    if path.is_symlink() and not (folder.exists() or beside(folder, "old").exists()):
        raise DiskError(f"{path} is a link to {folder}, and nothing is there: is its disk missing?")
    if folder.is_mount():
        raise DiskError(
            f"{folder} is where a disk is mounted, which cannot be exchanged for another one: make {path} a link to a "
            "folder on that disk"
        )
    return folder


def beside(path: Path, role: str) -> Path:
    """The folder beside a store that is `new`, to stand in its place, or `old`, which stood there."""
    return path.with_name(f"{path.name}.{role}")


def is_there(path: Path) -> bool:
    """Whether there is a store, be it one of which the exchange was broken off."""
    return os.path.lexists(path) or beside(path, "old").exists()


def files_in(path: Path) -> frozenset[tuple[str, int, int, int]]:
    """The files of a store, with what tells them from others: who opens it to write makes some of them anew."""
    with os.scandir(path) as found:
        told = [(entry.name, entry.stat()) for entry in found]
    return frozenset((name, about.st_ino, about.st_size, about.st_mtime_ns) for name, about in told)


def is_vacant(path: Path) -> bool:
    """Whether there is no store, or a folder with nothing in it; what cannot be looked into is not vacant."""
    try:
        return not is_there(path) or (path.is_dir() and not any(path.iterdir()))
    except OSError:
        return False


def mend(path: Path) -> None:
    """End an exchange that was broken off: put the old folder back, or delete it where the new one is in its place."""
    old = beside(path, "old")
    if not os.path.lexists(path) and old.exists():
        old.rename(path)
    _delete(old)


@contextmanager
def renewing(path: Path) -> Iterator[Path]:
    """A folder, not there yet, that takes the place of the store when the block ends without an error.

    Then the former store is deleted. Raises `DiskError` when the disk refuses.
    """
    new, old = beside(path, "new"), beside(path, "old")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _delete(new)
        try:
            yield new
            _exchange(path, new, old)
        finally:  # what broke off may have filled the disk
            _delete(new)
    except OSError as error:
        raise DiskError(f"the store in {path} cannot be written: {error}; free disk space if it is full") from error


def _exchange(path: Path, new: Path, old: Path) -> None:
    _delete(old)
    if os.path.lexists(path):
        path.rename(old)
    new.rename(path)
    sync(path.parent)  # before the old one goes, the disk is to know the new one by its name
    _delete(old)


def _delete(path: Path) -> None:
    """Delete a folder with all that is in it, or a file or a link, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
