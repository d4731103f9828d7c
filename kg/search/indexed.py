"""A store of which the names and texts are kept in an index, whoever writes into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import IO

from rdflib.term import Literal, URIRef

from kg.search import SearchIndex
from kg.search.contents import read_contents, stamps_of
from kg.store import Answer, GraphStore, Query, Row
from kg.terms import Triple

_BATCH = 200  # graphs in one transaction


def mend(store: GraphStore, index: SearchIndex, derived: str) -> int:
    """Bring the index up to what the store holds; returns of how many graphs it held something else, or might have.

    What the index has of other graphs is left alone. Graphs whose names begin with `derived` are of no account: they
    tell nothing that could be looked for. An index that is empty comes out whole.
    """
    named = {graph for graph in store.graphs() if not graph.startswith(derived)}
    wanted, known = stamps_of(store, named), index.stamps()
    behind = sorted(name for name in wanted.keys() | known.keys() if wanted.get(name, "") != known.get(name, ""))
    for start in range(0, len(behind), _BATCH):
        put_in(store, index, behind[start : start + _BATCH])
    return len(behind)


def put_in(store: GraphStore, index: SearchIndex, graphs: Iterable[URIRef]) -> None:
    """Make the index hold of these graphs what the store does."""
    index.replace({graph: read_contents(graph, store.graph(graph)) for graph in graphs})


class IndexedStore:
    """Fulfils `kg.store.GraphStore` by another one, and keeps the index that `open_index` gives at the first write.

    The index is noted to be behind before the store is written: whatever a crash leaves, `mend` finds it.
    """

    def __init__(self, store: GraphStore, open_index: Callable[[], SearchIndex], derived: str) -> None:
        self.inner = store
        self._open_index = open_index
        self._derived = derived

    @cached_property
    def index(self) -> SearchIndex:
        """The index, to be written."""
        return self._open_index()

    def mend(self) -> int:
        """Bring the index up to what the store holds; see `mend`."""
        return mend(self.inner, self.index, self._derived)

    def replace(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """As the store does; the index follows."""
        self._write(graphs, self.inner.replace)

    def load(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """As the store does; the index follows."""
        self._write(graphs, self.inner.load)

    def _write(
        self, graphs: Mapping[URIRef, Iterable[Triple]], write: Callable[[Mapping[URIRef, Iterable[Triple]]], None]
    ) -> None:
        held = {name: set(triples) for name, triples in graphs.items()}
        followed = {name: triples for name, triples in held.items() if not name.startswith(self._derived)}
        if followed:
            self.index.expect(followed)
        write(held)
        if followed:
            self.index.replace({name: read_contents(name, triples) for name, triples in followed.items()})

    def graph(self, iri: URIRef) -> Iterator[Triple]:
        """As the store does."""
        return self.inner.graph(iri)

    def graphs(self) -> Iterator[URIRef]:
        """As the store does."""
        return self.inner.graphs()

    def select(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
        """As the store does."""
        return self.inner.select(text, bindings)

    def answer(self, query: Query) -> Answer:
        """As the store does."""
        return self.inner.answer(query)

    def dump(self, target: IO[bytes], media_type: str) -> None:
        """As the store does."""
        self.inner.dump(target, media_type)

    def count(self, graph: URIRef | None = None) -> int:
        """As the store does."""
        return self.inner.count(graph)

    def release(self) -> None:
        """Let another process write the index; the next write takes it up again."""
        if "index" in self.__dict__:
            self.index.close()
            del self.index

    def close(self) -> None:
        """Let go of the store and of the index."""
        self.release()
        self.inner.close()
