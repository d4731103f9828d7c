"""No term of the ontology is idle: each class has members and each property is stated, in the hand-modelled graphs,
the reference data or what follows from them."""

import pytest
from rdflib import RDF, RDFS, URIRef

from kg.ontology import load_ontology
from kg.resources import resource
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import ONTOLOGY

DIPLOMACY = load_ontology(resource("ontology"))
MEMBERS = "SELECT DISTINCT ?term { ?thing a ?term }"
STATED = "SELECT DISTINCT ?term { ?subject ?term ?value }"


@pytest.fixture(scope="module")
def used(modelled: EmbeddedStore) -> set[URIRef]:
    terms = {URIRef(str(row["term"])) for query in (MEMBERS, STATED) for row in modelled.select(query)}
    above = {upper for term in terms for upper in DIPLOMACY.graph.transitive_objects(term, RDFS.subClassOf)}
    return {term for term in terms | above if term.startswith(ONTOLOGY)}


def test_no_class_is_without_members(used: set[URIRef]) -> None:
    assert set(DIPLOMACY.classes()) - used == set()


def test_no_property_is_unused(used: set[URIRef]) -> None:
    assert set(DIPLOMACY.properties()) - used == set()


def test_no_graph_uses_a_term_that_the_ontology_lacks(used: set[URIRef]) -> None:
    assert used - set(DIPLOMACY.graph.subjects(RDF.type)) == set()
