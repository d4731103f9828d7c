import pytest
from rdflib import OWL, RDF

from kg.ontology import load_ontology
from kg.resources import resource
from kg.vocabulary import DIPLO, ONTOLOGY, ONTOLOGY_IRI


def declared_terms():
    graph = load_ontology(resource("ontology")).graph
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
    terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {term for term in terms if term.startswith(ONTOLOGY)}


def test_the_vocabulary_names_exactly_the_terms_of_the_ontology():
    assert {DIPLO[name] for name in DIPLO.__annotations__ if not name.startswith("_")} == declared_terms()


def test_the_namespace_is_that_of_the_ontology():
    assert DIPLO.Meeting == DIPLO["Meeting"] == ONTOLOGY_IRI + "#Meeting"


def test_a_term_that_the_ontology_lacks_is_refused():
    with pytest.raises(AttributeError, match="Rendezvous"):
        DIPLO.Rendezvous  # noqa: B018
