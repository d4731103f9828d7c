"""The graph in one version, for one who asks: each look-up of a page, and each query, is a job of its own."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from typing import IO, Any, TypeVar, cast
from uuid import uuid4

from rdflib.term import Literal, URIRef

from kg.querying import Errand, Evaluator, Job, Run
from kg.store import GraphStore, Query, Row
from kg.terms import Triple

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reader:
    """Fulfils `kg.store.GraphReader` by what an evaluator does; `client` and `connection` are as in `Errand`."""

    evaluator: Evaluator
    version: int | None = None
    client: str = ""
    connection: socket.socket | None = None

    def start(self, job: Job, text: str = "", seconds: float | None = None, id_: str | None = None) -> Run:
        """Begin a job; the rest is as in `Errand`."""
        return self.evaluator.start(self.errand(job, text, seconds, id_))

    def errand(self, job: Job, text: str = "", seconds: float | None = None, id_: str | None = None) -> Errand:
        """A job for who asks."""
        return Errand(job, self.version, seconds, self.client, self.connection, text, id_ or uuid4().hex)

    def value(self, work: Callable[[Any], Value], text: str = "", seconds: float | None = None) -> Value:
        """What the work gives for the store; it and its value must be picklable."""
        run = self.start(partial(_write_value, work), text, seconds)
        whole = run.whole
        return cast(Value, pickle.loads(b"".join(run) if whole is None else whole))

    def check(self) -> None:
        """Raise `StoreError` if nothing can be read."""
        self.select("SELECT ?s { ?s ?p ?o } LIMIT 0")

    def graph(self, iri: URIRef) -> Iterator[Triple]:
        """The triples of one named graph; none if there is no such graph."""
        return iter(self.value(partial(_listed, methodcaller("graph", iri))))

    def graphs(self) -> Iterator[URIRef]:
        """The names of all named graphs."""
        return iter(self.value(partial(_listed, methodcaller("graphs"))))

    def select(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
        """The rows of a SELECT query of our own; `bindings` put terms in place of its variables."""
        return self.value(methodcaller("select", text, bindings))

    def count(self, graph: URIRef | None = None) -> int:
        """The number of triples in the merge, or in one named graph."""
        return cast(int, self.value(methodcaller("count", graph)))


@dataclass(frozen=True, slots=True)
class Answering:
    """A job that evaluates somebody's query and writes its answer in a media type that fits its form."""

    query: Query
    media_type: str

    def __reduce__(self) -> tuple[Callable[..., Answering], tuple[object, ...]]:
        """As a call: what slots are pickled by takes ten times as long, for each query."""
        query = self.query
        return _answering, (query.text, query.default_graphs, query.named_graphs, query.base_iri, self.media_type)

    def __call__(self, store: GraphStore, target: IO[bytes]) -> None:
        """Do it."""
        store.answer(self.query).write(target, self.media_type)


def _answering(
    text: str, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...], base_iri: str | None, media_type: str
) -> Answering:
    return Answering(Query(text, default_graphs, named_graphs, base_iri), media_type)


def _write_value(work: Callable[[Any], object], store: object, target: IO[bytes]) -> None:
    target.write(pickle.dumps(work(store), pickle.HIGHEST_PROTOCOL))


def _listed(work: Callable[[Any], Iterator[Value]], store: object) -> list[Value]:
    return list(work(store))
