"""The graph of an installation as it is written over HTTP: some of its graphs, by way of the journal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from typing import Protocol
from uuid import uuid4

from rdflib import URIRef

from kg.contributions import carry_out_latest, decided
from kg.contributions.ownership import Ownership
from kg.errors import CurationError, Forbidden, StoreError, UnknownResource
from kg.iris import Iris
from kg.journal import ContributionLog
from kg.store import Author, Document, Expectation, GivenGraph, GraphStore, Settle, Update, anything, at_once, query_of
from kg.store.diagnosis import explaining_update
from kg.store.documents import graph_name, read_documents
from kg.store.operations import Operations, refuse_unpermitted
from kg.store.skolem import Skolemiser
from kg.store.trial import Trial
from kg.terms import Triple

Graphs = Mapping[URIRef, set[Triple]]


class Desk(Protocol):
    """What one process at a time writes with; the store holds what the journal does."""

    @property
    def store(self) -> GraphStore:
        """The store, to be written."""
        ...

    @property
    def journal(self) -> ContributionLog:
        """The journal, to be written before the store."""
        ...


class ManagedGraph:
    """Fulfils `kg.store.Writable`.

    `open_desk` lets nobody else write meanwhile, and publishes what was written at its end; `LockedError` tells who is
    writing. `open_copy` gives a copy of the whole store, where its engine can.
    """

    def __init__(
        self,
        open_desk: Callable[[], AbstractContextManager[Desk]],
        open_copy: Callable[[GraphStore], AbstractContextManager[Trial]] | None,
        iris: Iris,
    ) -> None:
        self._open_desk, self._open_copy = open_desk, open_copy
        self._iris = iris
        self._ownership = Ownership(iris)

    def update(self, update: Update, author: Author, settle: Settle = at_once) -> None:
        """Carry out all operations of an update, or none."""
        with explaining_update(update):
            operations = Operations(update)
        for source in operations.sources:
            self._ownership.refuse_copy(source)
        self._refuse(operations.targets, author)
        needs_copy = operations.has_patterns
        if needs_copy and self._open_copy is None:
            raise Forbidden(
                "the graph is on another engine, which gives no copy on which to try what a pattern finds: "
                "say each triple, by INSERT DATA and DELETE DATA, or put the whole graph"
            )
        with self._open_desk() as desk, self._trial(desk, operations, needs_copy) as trial:
            trial.carry_out(update, operations)
            skolemiser = self._skolemiser()
            after = {URIRef(name): skolemiser.triples(trial.graph(name)) for name in sorted(operations.targets.named)}
            self._keep(desk, after, f"updated by {author.name}", settle)

    def _trial(self, desk: Desk, operations: Operations, needs_copy: bool) -> AbstractContextManager[Trial]:
        if needs_copy and self._open_copy is not None:
            return self._open_copy(desk.store)
        names = operations.targets.named.union(filter(None, operations.sources))
        return closing(Trial.of_graphs({name: desk.store.graph(URIRef(name)) for name in names}))

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
        name, triples = self._read(graph, documents, base_iri, author)
        with self._open_desk() as desk:
            is_new = not _has(desk.store, name)
            expect(_given(desk.store, name))
            self._keep(desk, {name: triples}, f"put by {author.name}", settle)
        return is_new and bool(triples)

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
        name, triples = self._read(graph, documents, base_iri, author)
        with self._open_desk() as desk:
            is_new = not _has(desk.store, name)
            expect(_given(desk.store, name))
            self._keep(desk, {name: triples.union(desk.store.graph(name))}, f"posted by {author.name}", settle)
        return is_new and bool(triples)

    def delete(
        self, graph: str | None, author: Author, expect: Expectation = anything, settle: Settle = at_once
    ) -> None:
        """Take the graph away."""
        name = self._refuse([graph], author)[0]
        with self._open_desk() as desk:
            if not _has(desk.store, name):
                raise UnknownResource(f"there is no graph {name}")
            expect(_given(desk.store, name))
            self._keep(desk, {name: set()}, f"deleted by {author.name}", settle)

    def close(self) -> None:
        """Nothing is held between two writes, so that others write too."""

    def _read(
        self, graph: str | None, documents: Sequence[Document], base_iri: str | None, author: Author
    ) -> tuple[URIRef, set[Triple]]:
        name = self._refuse([graph], author)[0]
        return name, self._skolemiser().triples(read_documents(documents, base_iri))

    def _skolemiser(self) -> Skolemiser:
        return Skolemiser(lambda: self._iris.genid(uuid4().hex))

    def _refuse(self, graphs: Iterable[str | None], author: Author) -> list[URIRef]:
        """The names of the graphs; `Forbidden` if one is somebody else's, or not for this author."""
        wanted = list(graphs)
        for graph in wanted:
            self._ownership.refuse(graph)
        refuse_unpermitted(wanted, author)
        return [URIRef(graph_name(graph).value) for graph in wanted if graph is not None]

    def _keep(self, desk: Desk, after: Graphs, reason: str, settle: Settle) -> None:
        """Let the journal and then the store hold these graphs, as far as they are other than they were."""
        changed = {}
        for graph, triples in after.items():
            before = set(desk.store.graph(graph))
            if triples != before:
                self._check(graph, before, triples)
                changed[graph] = triples - decided(triples, graph, self._ownership)
        if not changed:
            return
        settle()
        desk.journal.contribute(changed, reason)
        try:
            carry_out_latest(desk.journal, desk.store, self._ownership)
        except StoreError as error:
            later = "What you wrote is in the journal, and comes with the next write"
            failure = StoreError(f"{error}. {later}")
            failure.public = error.public and f"{error.public}. {later}"
            raise failure from error

    def _check(self, graph: URIRef, before: set[Triple], after: set[Triple]) -> None:
        told, telling = (decided(triples, graph, self._ownership) for triples in (before, after))
        if told != telling:
            number = self._ownership.entry(min(told ^ telling)[0])
            raise CurationError(
                f"{graph} tells of a decision that is entry {number} of the journal, and that is changed neither by an "
                f"update nor by another text of the graph: take it back with kg curate undo {number}, or leave it as "
                "it is"
            )
        self._ownership.refuse_words(after - before)


def _has(store: GraphStore, graph: URIRef) -> bool:
    return next(iter(store.graph(graph)), None) is not None


def _given(store: GraphStore, graph: URIRef) -> GivenGraph | None:
    def written_as(media_type: str) -> bytes:
        target = io.BytesIO()
        store.answer(query_of(graph)).write(target, media_type)
        return target.getvalue()

    return written_as if _has(store, graph) else None
