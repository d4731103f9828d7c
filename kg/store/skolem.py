"""Triples that somebody sends, as a graph without blank nodes holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
from rdflib.term import Literal, URIRef

from kg.errors import BadRequest
from kg.store.changes import canonical
from kg.store.engine_terms import rdflib_term
from kg.terms import Triple, clean


class Skolemiser:
    """Puts IRIs in place of blank nodes, the same one for the same node (RDF 1.1 Concepts, section 3.5)."""

    def __init__(self, fresh: Callable[[], URIRef]) -> None:
        self._fresh = fresh
        self._names: dict[ox.BlankNode, URIRef] = {}

    def triples(self, given: Iterable[ox.Triple]) -> set[Triple]:
        """The triples; `BadRequest` for what RDF 1.1 does not know: a triple as a term, a text with a direction."""
        return {(self._node(s), URIRef(p.value), self._term(o)) for s, p, o in canonical(given)}

    def _node(self, term: ox.NamedNode | ox.BlankNode | ox.Triple) -> URIRef:
        if isinstance(term, ox.BlankNode):
            if term not in self._names:
                self._names[term] = self._fresh()
            return self._names[term]
        if isinstance(term, ox.Triple):
            raise BadRequest(f"a triple as a term is not kept here: {term}")
        return URIRef(term.value)

    def _term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | Literal:
        if not isinstance(term, ox.Literal):
            return self._node(term)
        if term.direction is not None:
            raise BadRequest(f"a text with a direction is not kept here: {term}")
        literal = rdflib_term(ox.Literal(clean(term.value), language=term.language, datatype=term.datatype))
        assert isinstance(literal, Literal)
        return literal
