import io
import re
from pathlib import Path

import pytest
from owlready2 import World
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from kg.extraction.statements.topics import TOPICS
from kg.iris import topic_iri
from kg.ontology import FILES, load_ontology
from kg.resources import resource
from kg.vocabulary import DIPLO, ONTOLOGY, ONTOLOGY_IRI, SCHEMA

ONTOLOGY_FILES = resource("ontology")
DIPLOMACY = load_ontology(ONTOLOGY_FILES)
TERMS = (*DIPLOMACY.classes(), *DIPLOMACY.properties(), *DIPLOMACY.individuals())
LANGUAGES = {"en", "fr", "ru"}
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(ONTOLOGY))
def test_every_term_has_a_label_in_each_language_one_definition_and_its_ontology(term):
    assert sorted(label.language for label in DIPLOMACY.graph.objects(term, RDFS.label)) == sorted(LANGUAGES)
    assert str(DIPLOMACY.definition(term)).endswith(".")
    assert len(list(DIPLOMACY.graph.objects(term, SKOS.definition))) == 1
    assert DIPLOMACY.graph.value(term, RDFS.isDefinedBy) == ONTOLOGY_IRI


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(ONTOLOGY))
def test_every_term_has_an_example(term):
    assert (term, SKOS.example, None) in DIPLOMACY.graph


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_classes_and_no_two_properties_share_a_label(language):
    for terms in (DIPLOMACY.classes(), DIPLOMACY.properties()):
        labels = [DIPLOMACY.label(term, language) for term in terms]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("term", DIPLOMACY.properties(), ids=lambda term: term.removeprefix(ONTOLOGY))
def test_every_property_says_what_it_joins(term):
    ends = {(RDFS.domain, SCHEMA.domainIncludes): DIPLOMACY.classes()}
    if (term, RDF.type, OWL.ObjectProperty) in DIPLOMACY.graph:
        ends[RDFS.range, SCHEMA.rangeIncludes] = (*DIPLOMACY.classes(), SKOS.Concept)
    else:
        ends[RDFS.range, SCHEMA.rangeIncludes] = {
            XSD[kind] for kind in ("string", "integer", "decimal", "boolean", "date", "gYearMonth")
        }
    for relations, allowed in ends.items():
        stated = [value for relation in relations for value in DIPLOMACY.graph.objects(term, relation)]
        assert stated
        assert set(stated) <= set(allowed)


def test_every_term_is_of_one_kind_only():
    for term in set(DIPLOMACY.graph.subjects()):
        kinds = [kind for kind in KINDS if (term, RDF.type, kind) in DIPLOMACY.graph]
        assert len(kinds) <= 1, term  # OWL 2 DL, section 5.8.1 of the structural specification


def test_every_property_in_use_is_declared():
    built_in = (str(RDF), str(RDFS), str(OWL))
    for predicate in set(DIPLOMACY.graph.predicates()):
        assert str(predicate).startswith(built_in) or (predicate, RDF.type, None) in DIPLOMACY.graph, predicate


def test_the_ontology_stays_small():
    assert len(DIPLOMACY.classes()) <= 45
    assert len(DIPLOMACY.properties()) <= 60


def test_the_ontology_has_no_blank_node():
    assert len(list(DIPLOMACY.triples())) == len(DIPLOMACY.graph)


def test_the_ontology_carries_version_licence_title_and_prefix():
    about = {str(p).rpartition("#")[2].rpartition("/")[2] for p in DIPLOMACY.graph.predicates(ONTOLOGY_IRI)}
    assert {"versionIRI", "license", "title", "description", "preferredNamespacePrefix"} <= about


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State", "Place"),
        ("Person", "State"),
        ("Person", "Organisation"),
        ("State", "Organisation"),
        ("Meeting", "Statement"),
    ],
)
def test_what_cannot_be_both_is_disjoint(one, other):
    pairs = ((DIPLO[one], OWL.disjointWith, DIPLO[other]), (DIPLO[other], OWL.disjointWith, DIPLO[one]))
    assert any(pair in DIPLOMACY.graph for pair in pairs)


def test_the_class_tree_reaches_every_class_from_its_roots():
    reached, waiting = set(), list(DIPLOMACY.roots())
    while waiting:
        reached.add(waiting[-1])
        waiting.extend(DIPLOMACY.subclasses(waiting.pop()))
    assert reached == set(DIPLOMACY.classes())
    assert DIPLO.Actor in DIPLOMACY.roots()
    assert DIPLO.Outlet in DIPLOMACY.subclasses(DIPLO.Organisation)


WIKIDATA = "http://www.wikidata.org/"
MATCHES = [
    (term, value)
    for relation in (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
    for term, value in DIPLOMACY.graph.subject_objects(relation)
]


def test_a_class_matches_an_item_of_wikidata_and_a_property_a_property():
    matches = [(term, value) for term, value in MATCHES if value.startswith(WIKIDATA)]
    assert matches
    for term, value in matches:
        assert (WIKIDATA + "prop/" in value) == (term in DIPLOMACY.properties()), (term, value)


def test_a_class_matches_a_class_by_its_name_and_a_property_a_property():
    for term, value in MATCHES:
        name = re.split("[#/]", value)[-1]
        if not value.startswith(WIKIDATA):
            assert name[0].isupper() == (term in DIPLOMACY.classes()), (term, value)


def test_every_declared_term_of_an_alignment_is_used_in_one():
    alignments = Graph().parse(ONTOLOGY_FILES / "alignments.ttl")
    used = {*alignments.predicates(), *(o for _, p, o in alignments if p != RDF.type)}
    assert set(alignments.subjects(RDF.type)) <= used


def test_a_label_is_given_in_the_language_asked_for():
    assert DIPLOMACY.label(DIPLO.PhoneCall) == "phone call"
    assert DIPLOMACY.label(DIPLO.PhoneCall, "tlh") is None
    assert DIPLOMACY.label(URIRef("https://example.org/unknown")) is None


def test_the_ontology_loads_in_owlready2():
    ntriples = Graph()
    for triple in DIPLOMACY.triples():
        ntriples.add(triple)
    world = World()
    loaded = world.get_ontology(str(ONTOLOGY_IRI)).load(fileobj=io.BytesIO(ntriples.serialize(format="nt").encode()))
    own = {str(c.iri) for c in loaded.classes() if c.iri.startswith(ONTOLOGY)}
    assert own == {str(c) for c in DIPLOMACY.classes()}
    assert {str(p.iri) for p in loaded.properties() if p.iri.startswith(ONTOLOGY)} == {
        str(p) for p in DIPLOMACY.properties()
    }
    assert {str(i.iri) for i in loaded.individuals()} == {str(i) for i in DIPLOMACY.individuals()}
    assert world[ONTOLOGY + "Visit"].is_a == [world[ONTOLOGY + "Meeting"]]
    assert world[ONTOLOGY + "Visit"].label.fr == ["visite"]


def test_a_folder_without_ontology_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path))):
        load_ontology(tmp_path)


@pytest.fixture
def folder(tmp_path):
    """A folder with the files of an ontology, all empty."""
    for name in FILES:
        (tmp_path / name).touch()
    return tmp_path


def test_a_file_that_is_not_turtle_is_named(folder):
    (folder / "diplomacy.ttl").write_text(":Meeting a owl:Class", encoding="utf-8")
    with pytest.raises(ValueError, match=r"diplomacy\.ttl is not Turtle"):
        load_ontology(folder)


@pytest.mark.parametrize("turtle", ["[] <urn:p> <urn:o> .", "<urn:s> <urn:p> [] ."])
def test_a_blank_node_in_the_ontology_is_refused(folder, turtle):
    (folder / "alignments.ttl").write_text(turtle, encoding="utf-8")
    with pytest.raises(ValueError, match="give it an IRI"):
        list(load_ontology(folder).triples())


def test_terms_vocabularies_and_alignments_are_one_ontology(folder):
    (folder / "diplomacy.ttl").write_text('<urn:a> <urn:p> "1" .', encoding="utf-8")
    (folder / "vocabularies.ttl").write_text('<urn:b> <urn:p> "2" .', encoding="utf-8")
    assert {triple[2] for triple in load_ontology(folder).triples()} == {Literal("1"), Literal("2")}


def test_every_topic_that_is_read_is_in_the_vocabulary():
    known = set(DIPLOMACY.graph.subjects(RDF.type, DIPLO.Topic))
    assert {topic_iri(topic) for topic in TOPICS} <= known


@pytest.mark.parametrize("term", "Group amount stance partOf chair concerns implementer mediator".split())
def test_a_term_that_texts_do_not_fill_says_so(term):
    notes = DIPLOMACY.values(DIPLO[term], SKOS.scopeNote)
    assert any("that read" in note for note in notes)
    assert f"`:{term}`" in (Path(__file__).parents[1] / "docs" / "model.md").read_text(encoding="utf-8")


def test_every_value_of_a_vocabulary_is_a_concept_by_its_own_word():
    schemes = set(DIPLOMACY.graph.subjects(RDF.type, SKOS.ConceptScheme))
    values = {value for scheme in schemes for value in DIPLOMACY.graph.subjects(SKOS.inScheme, scheme)}
    assert values and values == set(DIPLOMACY.graph.subjects(RDF.type, SKOS.Concept))
