"""The whole graph in compressed files, written piece by piece, and what tells how one version differs from another.

The same content gives the same bytes: graphs and triples are in order, and no header holds a time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kg.errors import DiskError
from kg.formats import DumpFormat
from kg.store import GraphStore
from kg.whole_file import packed, whole_file


@dataclass(frozen=True, slots=True)
class Dump:
    """A finished file: its size in bytes, the SHA-256 of these bytes, and when it was written (UTC)."""

    path: Path
    size: int
    sha256: str
    written: datetime


def write_dump(store: GraphStore, target: IO[bytes], form: DumpFormat) -> None:
    """Write all named graphs, compressed, to an open stream."""
    with packed(target, form.suffix) as stream:
        store.dump(stream, form.media_type)


def make_dump(store: GraphStore, path: Path, form: DumpFormat) -> Dump:
    """Write the file whole or not at all: readers of an older one keep it until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with whole_file(path) as target:
            write_dump(store, target, form)
    except OSError as error:
        raise DiskError(f"the dump {path} cannot be written: {error.strerror or error}") from error
    return describe_dump(path)


def describe_dump(path: Path) -> Dump:
    """Tell of a file that is finished."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    state = path.stat()
    return Dump(path, state.st_size, digest, datetime.fromtimestamp(state.st_mtime, UTC))
