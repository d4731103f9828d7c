"""The whole graph in one compressed file, written piece by piece.

The same content gives the same bytes: graphs and triples are in order, and the gzip header holds no time.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kg.errors import StoreError
from kg.formats import DumpFormat
from kg.store import GraphStore


@dataclass(frozen=True, slots=True)
class Dump:
    """A finished file: its size in bytes, the SHA-256 of these bytes, and when it was written (UTC)."""

    path: Path
    size: int
    sha256: str
    written: datetime


def write_dump(store: GraphStore, target: IO[bytes], form: DumpFormat) -> None:
    """Write all named graphs, compressed, to an open stream."""
    with gzip.GzipFile(filename="", fileobj=target, mode="wb", mtime=0, compresslevel=6) as packed:
        store.dump(packed, form.media_type)  # type: ignore[arg-type]  # GzipFile is a stream of bytes to write to


def make_dump(store: GraphStore, path: Path, form: DumpFormat) -> Dump:
    """Write the file whole or not at all: readers of an older one keep it until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            write_dump(store, target, form)
            target.flush()
            os.fsync(target.fileno())
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"the dump {path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return _describe(path)


def _describe(path: Path) -> Dump:
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    state = path.stat()
    return Dump(path, state.st_size, digest, datetime.fromtimestamp(state.st_mtime, UTC))
