"""Writes graphs into one file of N-Quads until it holds enough of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from kg.errors import StoreError
from kg.store import GraphStore
from kg.terms import Triple
from kg.whole_file import packed, whole_file

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
    is_packed = path.suffix == ".gz"
    try:
        with whole_file(path) as plain, packed(plain) if is_packed else nullcontext(plain) as stream:
            for batch in _batches(graphs, quads):
                store = scratch()
                store.replace(batch)
                store.dump(stream, "application/n-quads")
                articles, written = articles + len(batch), written + sum(map(len, batch.values()))
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    return Invented(articles, written)


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
