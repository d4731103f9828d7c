"""Which graphs of a store name what a decision is about, under any IRI that it has or had."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rdflib import DCTERMS, URIRef

from kg.identity import article_of, groups
from kg.journal import Decision
from kg.store import GraphStore
from kg.terms import Triple

_TELLING = """SELECT DISTINCT ?graph WHERE {
  VALUES ?entity { %s }
  { GRAPH ?graph { ?entity ?to ?value } } UNION { GRAPH ?graph { ?subject ?of ?entity } }
}"""
_NAMING = (DCTERMS.relation, DCTERMS.isReplacedBy)
_ASKED = 500  # entities in one question: some engines take no more than some thousands


def graphs_telling(store: GraphStore, entities: Collection[URIRef]) -> set[URIRef]:
    """The graphs of the store in which any of these is named."""
    found: set[URIRef] = set()
    wanted = sorted(entities)
    for start in range(0, len(wanted), _ASKED):
        terms = " ".join(entity.n3() for entity in wanted[start : start + _ASKED])
        found |= {URIRef(str(row["graph"])) for row in store.select(_TELLING % terms)}
    return found


def graphs_concerned(
    store: GraphStore, holding: Collection[Decision], opened: Collection[Decision], differing: Iterable[Triple] = ()
) -> set[URIRef]:
    """The graphs that may change by what is opened, be it decided or withdrawn, beside what holds.

    `differing` are the triples on decisions that the store has and should not have, or the other way round.
    """
    about = {iri for decision in opened for iri in (decision.one, decision.other)}
    about |= {iri for triple in differing if triple[1] in _NAMING for iri in _named(triple)}
    records = {iri for iri in about if "#" in iri}
    pairs = [(decision.one, decision.other) for decision in (*holding, *opened) if "#" not in decision.one]
    entities = (about - records).union(*(group for group in groups(pairs) if group & about))
    return {article_of(record) for record in records} | graphs_telling(store, entities)


def _named(triple: Triple) -> Iterator[URIRef]:
    """The IRIs that a triple on a decision is about; the decision itself is none of them."""
    subject, relation, value = triple
    if relation == DCTERMS.isReplacedBy:
        yield subject
    if isinstance(value, URIRef):
        yield value
