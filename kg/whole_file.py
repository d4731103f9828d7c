"""Files that are there whole or not at all: readers of an older one keep it until the new one is complete."""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 9  # of Zstandard's 22: smaller than gzip's best, and faster than its default


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


def packed(stream: IO[bytes], suffix: str = ".gz") -> IO[bytes]:
    """A stream that packs into this one, with gzip, or with Zstandard where the suffix ends in `.zst`.

    Without name and time, so that equal content gives equal bytes.
    """
    if suffix.endswith(".zst"):
        return cast(IO[bytes], zstd.ZstdFile(stream, "wb", level=_ZSTD_LEVEL))
    return cast(IO[bytes], gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0, compresslevel=_GZIP_LEVEL))


def unpacked(path: Path) -> IO[bytes]:
    """What is packed in a file, by the ending of its name."""
    return cast(IO[bytes], zstd.open(path, "rb") if path.suffix == ".zst" else gzip.open(path, "rb"))
