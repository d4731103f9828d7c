"""Where quads live and are queried: the port that every engine fulfils.

One named graph for each article (and for the ontology and the reference data); the default graph holds the RDF merge
of them all, kept by `replace`, so that a query without GRAPH sees each triple once. Adapters lie beside this file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from rdflib.term import Literal, Node, URIRef

from kg.terms import Triple

Row = dict[str, Node]
"""One solution: the bound variables, without their question mark."""


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with the dataset of its request (SPARQL 1.1 Protocol, section 2.1.4).

    Without `default_graphs` and `named_graphs` the query's own FROM clauses count, else the merge and all graphs.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update with the dataset that its patterns see (SPARQL 1.1 Protocol, section 2.2.3)."""

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Triples as somebody sends them: their text, and in which of the media types of a graph it is written."""

    octets: bytes
    media_type: str


MayWrite = Callable[[str | None], bool]
"""Whether somebody may write a graph; `None` is the default graph, and any graph that is not known beforehand."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes over HTTP: what they are called, and which graphs they may write."""

    name: str
    may_write: MayWrite


GivenGraph = Callable[[str], bytes]
"""A graph as it is given in a media type."""

Expectation = Callable[[GivenGraph | None], None]
"""Raises `PreconditionFailed` unless a graph is as somebody expects it to be; it gets `None` where there is none."""


def anything(_graph: GivenGraph | None) -> None:
    """What somebody expects who says nothing."""


def query_of(graph: str | None) -> Query:
    """The query for all triples of a graph."""
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return Query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")


@dataclass(frozen=True, slots=True)
class Version:
    """A published state of a store: what readers see until the next one.

    Numbers never repeat. `published` is UTC in ISO 8601; `changes` tells how often the journal had changed what the
    store is to hold; `origin` is the edition of the ontology and the tables that it was made with, and the base IRI.
    """

    number: int
    published: str
    reason: str
    articles: int
    changes: int
    origin: str
    is_pinned: bool = False


Settle = Callable[[], None]
"""Called once in a write, before anything is changed for good: until then it may be ended, from then on it is kept."""


def at_once() -> None:
    """Settle a write that nobody ends."""


class Answer(Protocol):
    """What a query gave: not yet written, so that it can be streamed."""

    form: str
    """`solutions`, `boolean` or `graph`."""

    def write(self, target: IO[bytes], media_type: str) -> None:
        """Write the whole answer in a media type that fits its form, piece by piece, without holding it in memory."""
        ...


class GraphReader(Protocol):
    """The named graphs and their merge, as pages and searches read them."""

    def graph(self, iri: URIRef) -> Iterator[Triple]:
        """The triples of one named graph; none if there is no such graph."""
        ...

    def graphs(self) -> Iterator[URIRef]:
        """The names of all named graphs."""
        ...

    def select(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
        """The rows of a SELECT query of our own; `bindings` put terms in place of its variables."""
        ...

    def count(self, graph: URIRef | None = None) -> int:
        """The number of triples in the merge, or in one named graph."""
        ...


class GraphStore(GraphReader, Protocol):
    """A quad store that keeps named graphs and their merge."""

    def replace(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Make each named graph hold exactly these triples; a graph without triples is gone.

        All graphs change or none, the merge with them; what was written is durable on return.
        """
        ...

    def load(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Do as `replace`, quickly where the graphs are large and new, but not atomically.

        Broken off, it leaves part of them behind: whoever calls it must be able to begin again.
        """
        ...

    def answer(self, query: Query) -> Answer:
        """Evaluate somebody's query; raises `QuerySyntaxError` with line, column and a hint."""
        ...

    def dump(self, target: IO[bytes], media_type: str) -> None:
        """Write all named graphs as N-Quads, TriG or Jelly, piece by piece; their merge follows, and is left out."""
        ...

    def close(self) -> None:
        """Let go of the files, so that another process may open them."""
        ...


class Writable(Protocol):
    """What is written to over HTTP: durable, and seen by readers, when a method returns.

    A graph is named by its IRI, the default graph by `None`. Nothing is changed where `Forbidden` is raised, because
    not all that would be changed may be, or another error; nor where the process is killed before `settle` is called.
    `expect` is asked before a graph is changed, and nobody writes in between.
    """

    def update(self, update: Update, author: Author, settle: Settle = at_once) -> None:
        """Carry out all operations of an update, or none; raises `QuerySyntaxError` with line, column and a hint."""
        ...

    def put(
        self,
        graph: str | None,
        documents: Sequence[Document],
        base_iri: str | None,
        author: Author,
        expect: Expectation = anything,
        settle: Settle = at_once,
    ) -> bool:
        """Make the graph hold just these triples; true if there was none. `BadRequest` for a broken document."""
        ...

    def post(
        self,
        graph: str | None,
        documents: Sequence[Document],
        base_iri: str | None,
        author: Author,
        expect: Expectation = anything,
        settle: Settle = at_once,
    ) -> bool:
        """Add these triples to the graph; true if there was none. `BadRequest` for a broken document."""
        ...

    def delete(
        self, graph: str | None, author: Author, expect: Expectation = anything, settle: Settle = at_once
    ) -> None:
        """Take the graph away, or empty the default graph; `UnknownResource` if there is none."""
        ...

    def close(self) -> None:
        """Let go of the files, so that another process may open them."""
        ...


class Scratch(Protocol):
    """Triples in memory that can be asked, without names of graphs."""

    def add(self, triples: Iterable[Triple]) -> None:
        """Hold these triples too."""
        ...

    def select(self, text: str) -> list[Row]:
        """The rows of a SELECT query of our own."""
        ...

    def apply(self, rules: Iterable[str], passing: str) -> list[set[Triple]]:
        """What each of these CONSTRUCT queries of our own concludes that none before it did; all of it is held too.

        `passing` is how properties begin that rules only pass to one another: these are held, and not given back.
        """
        ...
