"""What the views work with, put into the application once by `kg.web.create_app`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g, request
from rdflib.term import Literal, URIRef

from kg.dumps.releases import Releases
from kg.iris import Iris
from kg.ontology import Ontology
from kg.querying import Evaluator
from kg.querying.current import Versions
from kg.querying.reader import Reader
from kg.querying.writer import Writer
from kg.search import NoSearch, Search
from kg.sparql.catalog import NamedQuery
from kg.store import Row
from kg.web.versions import wanted_version
from kg.web.visits import visit

EXTENSION = "communique"


@dataclass(frozen=True, slots=True)
class Services:
    """What a running application reads: by `evaluator` the graph in one of `versions`, and the rest.

    `writer` writes what readers see, where anything is written over HTTP; `is_plain` says that it is an ordinary
    dataset, about anything.
    """

    evaluator: Evaluator
    versions: Versions
    ontology: Ontology
    iris: Iris
    questions: Mapping[str, NamedQuery]
    pages: Mapping[str, NamedQuery]
    query_timeout: float = 30.0
    search: Search = field(default_factory=NoSearch)
    writer: Writer | None = None
    is_plain: bool = False
    licence: str = ""
    """Under which the facts are given."""
    releases: Releases | None = None
    """The dumps of published versions; a store without versions has none."""
    federated: Sequence[str] = ()
    """The IRIs of the endpoints that a query may name in SERVICE."""
    latest: Callable[[], int | None] = lambda: None
    """The number of the version that was published last, told at once, whether it can be opened or not."""

    @property
    def store(self) -> Reader:
        """The graph for the current request: all that is asked for it is asked of one version."""
        if "reader" not in g:
            connection = request.environ.get("gunicorn.socket")
            g.held = self.versions(wanted_version())
            g.reader = Reader(self.evaluator, g.held.number, visit().client, connection)
        return cast(Reader, g.reader)

    def wanted(self) -> int | None:
        """The version that the current request names, if it does; `NotKept` if that is not kept."""
        number = wanted_version()
        return None if number is None else self.store.version

    def rows(self, page_query: str, among: Iterable[URIRef] | None = None, **bindings: URIRef | Literal) -> list[Row]:
        """The rows of a query in `queries/pages`, with these terms in place of its variables.

        `among` are the IRIs for its VALUES clause, where the file has UNDEF: SPARQL has no way to bind a list, and
        `n3` refuses whatever is not an IRI.
        """
        text = self.pages[page_query].text
        if among is not None:
            terms = " ".join(iri.n3() for iri in among)
            if not terms:
                return []
            text = text.replace("UNDEF", terms)
        return self.store.select(text, bindings)


def services() -> Services:
    """The services of the application that handles the current request."""
    return cast(Services, current_app.extensions[EXTENSION])
