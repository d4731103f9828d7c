"""An ordinary SPARQL dataset: a default graph of its own beside named graphs, written to by anybody who may.

Each write is on the disk and published when it is acknowledged, so that readers in other processes see it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UnknownResource
from kg.store import Author, Document, Expectation, GivenGraph, Update, Version, anything, query_of
from kg.store.answers import EngineAnswer
from kg.store.changes import triple_lines
from kg.store.diagnosis import explaining_update
from kg.store.documents import graph_name, read_documents
from kg.store.files import EngineFiles
from kg.store.operations import Operations, refuse_unpermitted
from kg.store.snapshots import Snapshots

ORIGIN = "plain"

Place = ox.NamedNode | ox.DefaultGraph


class PlainDataset(EngineFiles):
    """A dataset in a folder, with its published versions beside it; fulfils `kg.store.Writable`."""

    def __init__(self, path: Path, snapshots: Snapshots, keep: int) -> None:
        """Open the folder, alone, and publish what is in it: who was killed may have written more than published."""
        super().__init__(path)
        self._snapshots, self._keep = snapshots, keep
        self._publish("opened")

    def update(self, update: Update, author: Author) -> None:
        """Carry out all operations of an update, or none."""
        with explaining_update(update):
            operations = Operations(update)
            refuse_unpermitted(operations.targets, author)
            with self._written("updated"):
                self._store.update(operations.text(), base_iri=update.base_iri)

    def put(
        self,
        graph: str | None,
        documents: Sequence[Document],
        base_iri: str | None,
        author: Author,
        expect: Expectation = anything,
    ) -> bool:
        """Make the graph hold just these triples."""
        refuse_unpermitted([graph], author)
        place, triples = _place(graph), read_documents(documents, base_iri)
        is_new = not self._has(place)
        expect(self._given(graph))
        with self._written("put"):
            if is_new:
                self._add(place, triples)
            else:
                data = triple_lines(dict.fromkeys(triples))
                block = data if graph is None else f"GRAPH {place} {{\n{data}}}"
                clearing = "CLEAR DEFAULT" if graph is None else f"CLEAR GRAPH {place}"
                self._store.update(f"{clearing} ;\nINSERT DATA {{\n{block}}}")
        return is_new

    def post(
        self,
        graph: str | None,
        documents: Sequence[Document],
        base_iri: str | None,
        author: Author,
        expect: Expectation = anything,
    ) -> bool:
        """Add these triples to the graph."""
        refuse_unpermitted([graph], author)
        place, triples = _place(graph), read_documents(documents, base_iri)
        is_new = not self._has(place)
        expect(self._given(graph))
        with self._written("post"):
            self._add(place, triples)
        return is_new

    def delete(self, graph: str | None, author: Author, expect: Expectation = anything) -> None:
        """Take the graph away, or empty the default graph."""
        refuse_unpermitted([graph], author)
        place = _place(graph)
        if not self._has(place):
            raise UnknownResource(f"there is no graph {graph}")
        expect(self._given(graph))
        with self._written("deleted"):
            self._store.remove_graph(place)

    def _has(self, place: Place) -> bool:
        return isinstance(place, ox.DefaultGraph) or self._store.contains_named_graph(place)

    def _given(self, graph: str | None) -> GivenGraph | None:
        return partial(self._written_as, graph) if self._has(_place(graph)) else None

    def _written_as(self, graph: str | None, media_type: str) -> bytes:
        target = io.BytesIO()
        EngineAnswer(self._store.query(query_of(graph).text)).write(target, media_type)
        return target.getvalue()

    def _add(self, place: Place, triples: list[ox.Triple]) -> None:
        """Atomically; a graph without triples is one all the same."""
        if triples:
            self._store.extend(ox.Quad(t.subject, t.predicate, t.object, place) for t in triples)
        else:
            self._store.add_graph(place)

    @contextmanager
    def _written(self, reason: str) -> Iterator[None]:
        """What is written in the block is durable and published behind it."""
        with self._writing, self._durably():
            yield
        self._publish(reason)

    def _publish(self, reason: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        number = self._snapshots.highest() + 1
        self._snapshots.publish(self, Version(number, now, reason, 0, number, ORIGIN))
        self._snapshots.prune(self._keep)


def _place(graph: str | None) -> Place:
    return ox.DefaultGraph() if graph is None else graph_name(graph)
