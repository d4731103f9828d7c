"""The checks of the ontology: none has anything to say of its files, and each finds the fault that it is for."""

import pytest
from rdflib import Graph

from kg.ontology import load_ontology
from kg.resources import resource
from kg.sparql.catalog import load_queries
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import ONTOLOGY_IRI

CHECKS = load_queries(resource("queries") / "checks")
TERMS = load_ontology(resource("ontology"))
HEAD = """@prefix : <https://w3id.org/communique/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FAULTS = {
    "missing-label": ':Envoy a owl:Class ; rdfs:label "envoy"@en, "émissaire"@fr .',
    "several-labels": ':Meeting rdfs:label "encounter"@en .',
    "duplicate-label": ':Envoy a owl:Class ; rdfs:label "meeting"@en .',
    "untidy-text": ':Envoy rdfs:label "envoy "@en .',
    "missing-definition": ':Envoy a owl:Class ; skos:definition "Somebody sent"@en .',
    "several-definitions": ':Meeting skos:definition "Something else."@en .',
    "missing-example": ":Envoy a owl:Class .",
    "not-defined-by-the-ontology": ":Envoy a owl:Class ; rdfs:isDefinedBy <urn:other> .",
    "undeclared-property": ":Meeting :unheard :Visit .",
    "undeclared-class": ":guest rdfs:domain :Unheard .",
    "undeclared-super-property": ":guest rdfs:subPropertyOf :unheard .",
    "missing-domain-or-range": ":sent a owl:ObjectProperty ; rdfs:domain :Person .",
    "several-domains-or-ranges": ":guest rdfs:range :Person .",
    "range-of-the-wrong-kind": ":sent a owl:ObjectProperty ; rdfs:range xsd:string .",
    "cycle": ":Meeting rdfs:subClassOf :Summit .",
    "disjoint-with-its-own": ":Envoy rdfs:subClassOf :Person, :State .",
    "two-kinds": ":guest a owl:DatatypeProperty .",
    "value-without-vocabulary": ":Doubtful a owl:NamedIndividual, :EventStatus .",
    "value-without-all-its-classes": ":Doubtful a owl:NamedIndividual, :Status, :EventStatus .",
    "concept-without-preferred-labels": ':Doubtful a skos:Concept ; rdfs:label "doubtful"@en .',
    "top-of-a-vocabulary": ":Doubtful skos:inScheme <https://w3id.org/communique/vocab/event-statuses> .",
    "deprecated-in-use": ':participant owl:deprecated true ; skos:changeNote "Renamed."@en .',
    "term-outside-the-namespace": "<urn:envoy> rdfs:isDefinedBy <https://w3id.org/communique/ontology> .",
    "unsuitable-name": ":envoy a owl:Class .",
}


def found(check: str, graph: Graph) -> list[dict]:
    store = EmbeddedStore(None)
    store.replace({ONTOLOGY_IRI: set(graph)})
    rows = store.select(CHECKS[check].text)
    store.close()
    return rows


def header(old: str, new: str) -> Graph:
    """The ontology with other words in its header."""
    text = (resource("ontology") / "diplomacy.ttl").read_text(encoding="utf-8")
    assert old in text
    return Graph().parse(data=text.replace(old, new), format="turtle")


@pytest.mark.parametrize("check", CHECKS)
def test_the_ontology_passes(check: str) -> None:
    assert found(check, TERMS.graph) == []


@pytest.mark.parametrize("check", FAULTS)
def test_a_fault_is_found(check: str) -> None:
    assert found(check, TERMS.graph + Graph().parse(data=HEAD + FAULTS[check], format="turtle"))


@pytest.mark.parametrize("kind", ["skos:ConceptScheme", "rdfs:Datatype"])
def test_a_vocabulary_and_a_coding_scheme_need_a_definition(kind: str) -> None:
    fault = f"<https://w3id.org/communique/vocab/moods> a {kind} ."
    assert found("missing-definition", TERMS.graph + Graph().parse(data=HEAD + fault, format="turtle"))


def test_a_controlled_value_needs_an_example() -> None:
    assert found("missing-example", TERMS.graph + Graph().parse(data=HEAD + FAULTS["value-without-vocabulary"]))


def test_a_header_that_lacks_something_or_contradicts_itself_is_found() -> None:
    assert len(found("missing-metadata", header("dcterms:publisher", "dcterms:rights"))) == 1
    assert found("version-told-differently", header('versionInfo "0.3.0"', 'versionInfo "0.4.0"'))


def test_every_check_is_tried_on_a_fault() -> None:
    assert set(CHECKS) == {*FAULTS, "missing-metadata", "version-told-differently"}
