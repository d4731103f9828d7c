"""The JSON-LD context: every term of the ontology has its name in it, and data come through it unharmed."""

import json
from itertools import islice

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph

from kg.ontology import load_ontology
from kg.resources import resource
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO, ONTOLOGY, PREFIXES, SCHEMA

pytest_plugins = ["web_fixtures"]

ONTOLOGY_FILES = resource("ontology")
TERMS = load_ontology(ONTOLOGY_FILES)
CONTEXT = json.loads((ONTOLOGY_FILES / "context.jsonld").read_text(encoding="utf-8"))["@context"]
NAMED = [term for term in (*TERMS.classes(), *TERMS.individuals()) if term.startswith(ONTOLOGY)]
MOST_TRIPLES = 2500  # of a graph; those of the reference data are many and alike
DAYS = {*TERMS.graph.subjects(SCHEMA.rangeIncludes, XSD.date), *TERMS.graph.subjects(RDFS.range, XSD.date)}


def name(term: str) -> str:
    return term.removeprefix(ONTOLOGY)


def lines(data: str, syntax: RdfFormat) -> set[str]:
    """The triples of a text, each as a line."""
    return {f"{quad.subject} {quad.predicate} {quad.object}" for quad in parse(data.encode(), format=syntax)}


def coercion(term):
    """How a value of a property is to be read: as an IRI, as the name of a fixed value, or as a literal of a type."""
    end = TERMS.graph.value(term, RDFS.range)
    if (term, RDF.type, OWL.ObjectProperty) in TERMS.graph:
        is_fixed = end and SKOS.Concept in TERMS.graph.transitive_objects(end, RDFS.subClassOf) and end != DIPLO.Topic
        return "@vocab" if is_fixed else "@id"
    if term in DAYS:
        return "xsd:date"
    if term == DIPLO.month:
        return "xsd:gYearMonth"
    return f"xsd:{end.removeprefix(str(XSD))}" if end in (XSD.integer, XSD.decimal, XSD.boolean) else None


@pytest.mark.parametrize("term", NAMED, ids=name)
def test_a_class_or_fixed_value_goes_by_its_name(term) -> None:
    assert CONTEXT[name(term)] == f"diplo:{name(term)}"


@pytest.mark.parametrize("term", TERMS.properties(), ids=name)
def test_a_property_goes_by_its_name_and_its_values_are_read_rightly(term) -> None:
    assert CONTEXT[name(term)]["@id"] == f"diplo:{name(term)}"
    assert CONTEXT[name(term)].get("@type") == coercion(term)


def test_the_context_names_nothing_of_ours_that_does_not_exist() -> None:
    named = {v if isinstance(v, str) else v["@id"] for v in CONTEXT.values() if isinstance(v, str | dict)}
    ours = {ONTOLOGY + iri.removeprefix("diplo:") for iri in named if iri.startswith("diplo:")}
    assert ours == {str(term) for term in (*NAMED, *TERMS.properties())}


def test_the_context_has_the_prefixes_of_the_graph() -> None:
    assert CONTEXT["@version"] == 1.1
    for prefix, namespace in PREFIXES.items():
        assert CONTEXT[prefix or "diplo"] == namespace


def test_every_graph_comes_through_the_context_unharmed(store: EmbeddedStore) -> None:
    for iri in store.graphs():
        graph = Graph()
        for triple in islice(store.graph(iri), MOST_TRIPLES):
            graph.add(triple)
        written = graph.serialize(format="json-ld", context=CONTEXT)
        assert lines(written, RdfFormat.JSON_LD) == lines(graph.serialize(format="nt"), RdfFormat.N_TRIPLES)


def test_hand_written_json_means_what_it_says() -> None:
    data = {
        "@context": CONTEXT,
        "id": "urn:m",
        "type": "Meeting",
        "labels": {"en": "Talks", "fr": "Pourparlers"},
        "currentStatus": "Held",
        "notBefore": "2022-07-04",
        "participant": ["urn:a", "urn:b"],
        "reportCount": "2",
    }
    assert {
        f"<urn:m> <{ONTOLOGY}currentStatus> <{ONTOLOGY}Held>",
        f'<urn:m> <{ONTOLOGY}notBefore> "2022-07-04"^^<{XSD}date>',
        f'<urn:m> <{ONTOLOGY}reportCount> "2"^^<{XSD}integer>',
        f'<urn:m> <{RDFS.label}> "Pourparlers"@fr',
        f"<urn:m> <{ONTOLOGY}participant> <urn:b>",
    } <= lines(json.dumps(data), RdfFormat.JSON_LD)
