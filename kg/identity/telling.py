"""Which graphs of a store name what a decision is about, under any IRI that it has or had."""

from __future__ import annotations

from collections.abc import Collection

from rdflib import URIRef

from kg.identity import article_of, groups
from kg.journal import Decision
from kg.store import GraphStore

_TELLING = """SELECT DISTINCT ?graph WHERE {
  VALUES ?entity { %s }
  { GRAPH ?graph { ?entity ?to ?value } } UNION { GRAPH ?graph { ?subject ?of ?entity } }
}"""
_ASKED = 500  # entities in one question: some engines take no more than some thousands


def graphs_telling(store: GraphStore, entities: Collection[URIRef]) -> set[URIRef]:
    """The graphs of the store in which any of these is named."""
    found: set[URIRef] = set()
    wanted = sorted(entities)
    for start in range(0, len(wanted), _ASKED):
        terms = " ".join(entity.n3() for entity in wanted[start : start + _ASKED])
        found |= {URIRef(str(row["graph"])) for row in store.select(_TELLING % terms)}
    return found


def graphs_concerned(store: GraphStore, holding: Collection[Decision], opened: Collection[Decision]) -> set[URIRef]:
    """The graphs that may change by what is opened, be it decided or withdrawn, beside what holds."""
    misread = {article_of(decision.one) for decision in opened if _is_of_record(decision)}
    about = {iri for decision in opened if not _is_of_record(decision) for iri in (decision.one, decision.other)}
    pairs = [(d.one, d.other) for d in (*holding, *opened) if not _is_of_record(d)]
    return misread | graphs_telling(store, set().union(*(group for group in groups(pairs) if group & about)))


def _is_of_record(decision: Decision) -> bool:
    return "#" in decision.one
