"""What the views work with, put into the application once by `kg.web.create_app`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g
from rdflib.term import Literal, URIRef

from kg.iris import Iris
from kg.ontology import Ontology
from kg.search import NoSearch, Search
from kg.sparql.catalog import NamedQuery
from kg.store import GraphStore, Row
from kg.web.runs import Runs

EXTENSION = "communique"


@dataclass(frozen=True, slots=True)
class Services:
    """What gives the current store, the ontology, the named queries and the search of a running application."""

    current: Callable[[], GraphStore]
    ontology: Ontology
    iris: Iris
    questions: Mapping[str, NamedQuery]
    pages: Mapping[str, NamedQuery]
    runs: Runs = field(default_factory=Runs)
    search: Search = field(default_factory=NoSearch)

    @property
    def store(self) -> GraphStore:
        """The store of the current request: all that is asked for it is asked of one version."""
        if "store" not in g:
            g.store = self.current()
        return cast(GraphStore, g.store)

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
