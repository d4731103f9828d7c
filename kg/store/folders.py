"""One folder put in the place of another, so that a store is never without one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def beside(path: Path, role: str) -> Path:
    """The folder beside a store that is `new`, to stand in its place, or `old`, which stood there."""
    return path.with_name(f"{path.name}.{role}")


def is_there(path: Path) -> bool:
    """Whether there is a store, be it one of which the exchange was broken off."""
    return os.path.lexists(path) or beside(path, "old").exists()


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
    shutil.rmtree(old, ignore_errors=True)


def exchange(path: Path) -> None:
    """Put the new folder in place of the store, and delete that one."""
    old = beside(path, "old")
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.rename(old)
    beside(path, "new").rename(path)
    shutil.rmtree(old, ignore_errors=True)
