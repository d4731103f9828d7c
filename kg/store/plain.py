"""An ordinary SPARQL dataset: a default graph of its own beside named graphs, written to by anybody who may.

Each write is on the disk and published when it is acknowledged, so that readers in other processes see it. The engine
looks for what an update changes and changes it in one call; so a mark lies beside the store while a write may still be
ended, and where it is found the store is made again of what was published last.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UnknownResource
from kg.store import Author, Document, Expectation, GivenGraph, Settle, Update, Version, anything, at_once, query_of
from kg.store.answers import EngineAnswer
from kg.store.changes import triple_lines
from kg.store.diagnosis import explaining_update
from kg.store.documents import graph_name, read_documents
from kg.store.files import EngineFiles, open_store
from kg.store.folders import renewing
from kg.store.operations import Operations, refuse_unpermitted
from kg.store.snapshots import Snapshots

ORIGIN = "plain"

Place = ox.NamedNode | ox.DefaultGraph


class PlainDataset(EngineFiles):
    """A dataset in a folder, with its published versions beside it; fulfils `kg.store.Writable`."""

    def __init__(self, path: Path, snapshots: Snapshots, keep: int) -> None:
        """Open the folder, alone, and publish what is in it: who was killed may have settled more than published."""
        super().__init__(path)
        self._snapshots, self._keep, self._is_published = snapshots, keep, False
        self._unsettled = path.with_name(f"{path.name}.unsettled")
        if self._unsettled.exists():
            self._take_back(path)
        self._publish("opened")

    def _take_back(self, path: Path) -> None:
        """Hold again what was published last, for a write was ended before it was settled."""
        if self._snapshots.current() is not None:
            try:
                with closing(self._snapshots.open()) as published, renewing(path) as fresh:
                    published.checkpoint(fresh)
                    self._open = None
            finally:
                self._open = self._open or open_store(path)
        self._unsettled.unlink()

    def update(self, update: Update, author: Author, settle: Settle = at_once) -> None:
        """Carry out all operations of an update, or none."""
        with explaining_update(update):
            operations = Operations(update)
            refuse_unpermitted(operations.targets, author)
            with self._written("updated", settle):
                self._store.update(operations.text(), base_iri=update.base_iri)

    def put(
        self,
        graph: str | None,
        documents: Sequence[Document],
        base_iri: str | None,
        author: Author,
        expect: Expectation = anything,
        settle: Settle = at_once,
    ) -> bool:
        """Make the graph hold just these triples."""
        refuse_unpermitted([graph], author)
        place, triples = _place(graph), read_documents(documents, base_iri)
        is_new = not self._has(place)
        expect(self._given(graph))
        with self._written("put", settle):
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
        settle: Settle = at_once,
    ) -> bool:
        """Add these triples to the graph."""
        refuse_unpermitted([graph], author)
        place, triples = _place(graph), read_documents(documents, base_iri)
        is_new = not self._has(place)
        expect(self._given(graph))
        with self._written("post", settle):
            self._add(place, triples)
        return is_new

    def delete(
        self, graph: str | None, author: Author, expect: Expectation = anything, settle: Settle = at_once
    ) -> None:
        """Take the graph away, or empty the default graph."""
        refuse_unpermitted([graph], author)
        place = _place(graph)
        if not self._has(place):
            raise UnknownResource(f"there is no graph {graph}")
        expect(self._given(graph))
        with self._written("deleted", settle):
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
    def _written(self, reason: str, settle: Settle) -> Iterator[None]:
        """What is written in the block is durable, and published once it is settled."""
        if not self._is_published:  # else it could be taken back with what follows
            self._publish("published late")
        with self._writing:
            with self._durably():
                self._unsettled.touch()
                yield
            settle()
            self._is_published = False
            self._unsettled.unlink()
        self._publish(reason)

    def _publish(self, reason: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        number = self._snapshots.highest() + 1
        self._snapshots.publish(self, Version(number, now, reason, 0, number, ORIGIN))
        self._is_published = True
        self._snapshots.prune(self._keep)


def _place(graph: str | None) -> Place:
    return ox.DefaultGraph() if graph is None else graph_name(graph)
