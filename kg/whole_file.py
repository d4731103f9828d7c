"""Files that are there whole or not at all: readers of an older one keep it until the new one is complete."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose file, which its `name` tells, takes the place of `path` when the block ends without an error.

    Everybody may read it then. What the disk refuses is an `OSError`, and changes nothing.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    part = Path(name)
    try:
        os.close(handle)
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until the disk has the file, or what a folder calls its files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path) -> None:
    """Wait until the disk has everything that lies in a folder."""
    for path in (*folder.rglob("*"), folder):
        sync(path)


def packed(stream: IO[bytes]) -> IO[bytes]:
    """A stream that packs into this one with gzip; without name and time, so that equal content gives equal bytes."""
    return cast(IO[bytes], gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0, compresslevel=6))
