"""Writes graphs into one file of N-Quads until it holds enough of them."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rdflib import URIRef

from kg.errors import StoreError
from kg.store import GraphStore
from kg.terms import Triple

_BATCH = 100  # graphs written at a time


@dataclass(frozen=True, slots=True)
class Invented:
    """How much was written."""

    articles: int
    quads: int


def write(
    graphs: Iterable[tuple[URIRef, set[Triple]]], scratch: Callable[[], GraphStore], quads: int, path: Path
) -> Invented:
    """Write graphs as N-Quads until there are at least so many quads; the file whole or not at all.

    `scratch` makes an empty store, which writes them in order. `StoreError` where the file cannot be written.
    """
    articles = written = 0
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as plain, _packed(plain, path) as stream:
            for batch in _batches(graphs, quads):
                store = scratch()
                store.replace(batch)
                store.dump(stream, "application/n-quads")
                articles, written = articles + len(batch), written + sum(map(len, batch.values()))
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return Invented(articles, written)


def _packed(stream: IO[bytes], path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return stream
    return gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0, compresslevel=6)  # type: ignore[return-value]


def _batches(graphs: Iterable[tuple[URIRef, set[Triple]]], quads: int) -> Iterator[dict[URIRef, set[Triple]]]:
    batch: dict[URIRef, set[Triple]] = {}
    for name, triples in graphs:
        batch[name] = triples
        quads -= len(triples)
        if quads <= 0 or len(batch) == _BATCH:
            yield batch
            batch = {}
        if quads <= 0:
            return
