"""A damaged block on the disk, told as such: the engine raises one error class for this and for faults of programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import DiskError


@contextmanager
def telling_damage() -> Iterator[None]:
    """Turn what the engine raises over a block whose checksum is wrong into a `DiskError` that names the cure."""
    try:
        yield
    except RuntimeError as error:
        if not str(error).startswith("Corruption"):
            raise
        raise DiskError(f"the store is damaged: {error}. `kg rebuild` makes it anew from the journal") from error
