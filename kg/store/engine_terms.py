"""Terms and rows of the engine as those of rdflib, and back."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pyoxigraph as ox
from rdflib.term import BNode, Literal, Node, URIRef

from kg.errors import BadRequest, StoreError
from kg.store import Row
from kg.store.diagnosis import explain_syntax_error
from kg.terms import Triple, clean

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def select_rows(store: ox.Store, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
    """The rows of a SELECT query of our own.

    The engine binds only variables that the SELECT clause names; it raises RuntimeError for others.
    """
    substitutions: dict[ox.Variable, Term] = {
        ox.Variable(name): engine_term(term) for name, term in (bindings or {}).items()
    }
    try:
        solutions = store.query(text, substitutions=substitutions)
    except SyntaxError as error:
        raise explain_syntax_error(text, str(error)) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise BadRequest("a SELECT query is needed here")
    return rows_of(solutions)


def rows_of(solutions: ox.QuerySolutions) -> list[Row]:
    """The bound variables of each solution."""
    names = [variable.value for variable in solutions.variables]
    return [
        {name: rdflib_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in solutions
    ]


def engine_terms(triple: Triple) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
    """The terms of a triple for the engine."""
    subject, predicate, value = triple
    return engine_iri(subject), engine_iri(predicate), engine_term(value)


def engine_term(term: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    """The term for the engine, without characters that no XML result could hold."""
    if isinstance(term, URIRef):
        return engine_iri(term)
    if term.datatype:
        return _engine_typed(str(term), term.datatype)
    text = clean(str(term))
    return ox.Literal(text, language=term.language) if term.language else ox.Literal(text)


def rdflib_term(term: Term) -> Node:
    """The term as rdflib writes it; `StoreError` for a triple used as a term, which rdflib does not know."""
    if isinstance(term, ox.NamedNode):
        return _rdflib_iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        return _rdflib_literal(term)
    raise StoreError(f"a triple used as a term cannot be given in rdflib's terms: {term}")


def _rdflib_literal(literal: ox.Literal) -> Literal:
    if literal.language:
        return Literal(literal.value, lang=literal.language, normalize=False)
    datatype = literal.datatype.value
    if datatype == "http://www.w3.org/2001/XMLSchema#string":  # RDF 1.1: the same term as without a datatype
        return Literal(literal.value, normalize=False)
    return _rdflib_typed(literal.value, datatype)


def rdflib_triple(triple: ox.Triple) -> Triple:
    """The triple as rdflib writes it; `StoreError` if it has a blank node or another triple in it."""
    if not isinstance(triple.subject, ox.NamedNode) or isinstance(triple.object, ox.BlankNode | ox.Triple):
        raise StoreError(f"the store holds a triple that is not made of IRIs and literals: {triple}")
    value = triple.object
    term = _rdflib_literal(value) if isinstance(value, ox.Literal) else _rdflib_iri(value.value)
    return _rdflib_iri(triple.subject.value), _rdflib_iri(triple.predicate.value), term


@functools.lru_cache(maxsize=1 << 16)  # numbers and days come again and again, and rdflib reads each of them
def _rdflib_typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=_rdflib_iri(datatype), normalize=False)


@functools.lru_cache(maxsize=1 << 16)
def _engine_typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(clean(text), datatype=ox.NamedNode(datatype))


# Both libraries look at each character of an IRI.
_rdflib_iri = functools.lru_cache(maxsize=1 << 16)(URIRef)
engine_iri = functools.lru_cache(maxsize=1 << 16)(ox.NamedNode)
