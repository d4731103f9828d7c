"""What the workers of tests open; apart, so that they import little."""

from pathlib import Path

from kg.lock import Lock
from kg.store.embedded import EmbeddedStore


def open_copy(path: Path, version: int | None) -> EmbeddedStore:
    """What a worker of these tests opens: a folder that nobody writes to, whatever the version."""
    lock = Lock.share(path.parent / "in-use.lock")
    assert lock
    return EmbeddedStore(path, snapshot=lock)
