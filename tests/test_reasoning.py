"""Logic: what HermiT says of the ontology and of wrong data, and that the ontology keeps within OWL 2 DL."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from faults import FAULTS, load, render_table
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from shipped import ONTOLOGY, shipped_context

from kg import reasoning
from kg.checking import given_triples
from kg.errors import ReasonerError
from kg.reasoning import reason
from kg.vocabulary import DIPLO

CONTEXT = shipped_context()
BY_LOGIC = [fault for fault in FAULTS if fault.by_logic]
MODEL = Path(__file__).resolve().parent.parent / "docs" / "model.md"
X, Y = URIRef("urn:x"), URIRef("urn:y")


def judge(triples):
    return reason(ONTOLOGY.triples(), given_triples({"data": list(triples)}, CONTEXT))


@pytest.mark.external
def test_the_ontology_is_consistent_and_every_class_can_have_members():
    verdict = reason(ONTOLOGY.triples())
    assert verdict.is_consistent
    assert verdict.unsatisfiable == ()
    assert verdict.explanation == ""
    assert 0 < verdict.seconds < 15


@pytest.mark.external
@pytest.mark.parametrize("name", ["article", "ties"])
def test_a_graph_as_it_must_be_contradicts_nothing(name):
    assert judge(load(name)).is_consistent


@pytest.mark.external
@pytest.mark.parametrize("fault", BY_LOGIC, ids=lambda fault: fault.what)
def test_a_fault_against_logic_is_found_and_explained(fault):
    verdict = judge(fault.graph())
    assert not verdict.is_consistent
    assert "disjoint" in verdict.explanation or "which is no xsd:" in verdict.explanation


@pytest.mark.external
def test_all_other_faults_together_contradict_nothing():
    graph = load("article") + load("ties")
    for fault in FAULTS:
        if not fault.by_logic:
            graph += fault.added_triples()
    assert len(graph) > len(load("article") + load("ties"))
    assert judge(graph).is_consistent  # so none of them does alone: to say less contradicts no more


@pytest.mark.external
def test_a_contradiction_is_explained_by_what_leads_to_it():
    explanation = judge([(X, DIPLO.reportedPlace, Y), (Y, RDF.type, DIPLO.State)]).explanation
    assert explanation == (
        "<urn:y> cannot be both :Place and :State, which are disjoint: it is :Place because of <urn:x> "
        ":reportedPlace <urn:y> (range of :reportedPlace), and :State as is stated"
    )


@pytest.mark.external
def test_a_literal_that_has_no_value_of_its_type_is_named():
    verdict = judge([(X, DIPLO.reportCount, Literal("many", datatype=XSD.integer))])
    assert not verdict.is_consistent
    assert '"many"' in verdict.explanation


@pytest.mark.external
def test_a_class_that_nothing_can_belong_to_is_named_with_the_reason():
    wrong = [(X, RDF.type, OWL.Class), (X, RDFS.subClassOf, DIPLO.Outlet), (X, RDFS.subClassOf, DIPLO.State)]
    verdict = reason([*ONTOLOGY.triples(), *wrong])
    assert verdict.is_consistent
    assert verdict.unsatisfiable == (X,)
    assert verdict.explanation == "nothing can be <urn:x>: it stands below :Organisation and :State, which are disjoint"


@pytest.mark.external
def test_texts_in_any_script_do_not_disturb_the_reasoner():
    text = Literal('"Да" \\ \n готовы 🤝')
    assert judge([(X, DIPLO.words, text), (X, DIPLO.about, URIRef("urn:встреча"))]).is_consistent


@pytest.mark.external
def test_what_hermit_cannot_read_is_an_error_of_ours(monkeypatch):
    monkeypatch.setattr(reasoning, "MEMORY", "no memory")
    with pytest.raises(ReasonerError, match="HermiT failed"):
        reason(ONTOLOGY.triples())


def test_without_java_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerError, match="default-jre-headless"):
        reason(ONTOLOGY.triples())


def test_without_owlready2_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(reasoning, "_java", lambda: "java")
    monkeypatch.setattr(reasoning, "find_spec", lambda name: None)
    with pytest.raises(ReasonerError, match=r"pip install 'communique\[reasoning\]'"):
        reason(ONTOLOGY.triples())


def test_a_reasoner_that_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(reasoning, "TIMEOUT", 0.2)
    monkeypatch.setattr(reasoning, "_java", lambda: "/bin/sh")
    monkeypatch.setattr(reasoning.subprocess, "run", lambda *args, timeout, **_: sleep_for(timeout))
    with pytest.raises(ReasonerError, match=r"within 0\.2 seconds"):
        reason(ONTOLOGY.triples())


def sleep_for(seconds):
    raise subprocess.TimeoutExpired("java", seconds)


def test_no_property_counts_so_that_no_two_people_are_merged_by_logic():
    counting = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.maxCardinality, OWL.hasKey, OWL.sameAs}
    assert not [triple for triple in ONTOLOGY.triples() if counting.intersection(triple)]


# What catches what, as the documents say


def test_the_table_of_faults_in_the_documents_is_that_of_the_tests():
    assert render_table() in MODEL.read_text(encoding="utf-8"), "put tests/faults.render_table() into docs/model.md"


def test_some_faults_are_caught_by_logic_alone_and_some_by_shapes_alone():
    assert len(FAULTS) >= 18
    assert {(fault.by_logic, fault.shape is not None) for fault in FAULTS} == {
        (True, True),
        (True, False),
        (False, True),
    }


# The OWL 2 DL profile, judged by the OWL API, which lies in owlready2's HermiT

_PROFILE = """
import json, sys, jpype
jpype.startJVM(classpath=[sys.argv[1]])
manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(sys.argv[2]))
report = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
print(json.dumps([int(ontology.getLogicalAxiomCount()), [str(v) for v in report.getViolations()]]))
"""


def profile_violations(triples, folder):
    """The number of axioms that the OWL API reads, and what of them OWL 2 DL forbids."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    file = folder / "ontology.owl"
    graph.serialize(file, format="xml")
    jar = Path(find_spec("owlready2").origin).parent / "hermit" / "HermiT.jar"
    # A process of its own: a Java machine, once started, stays in a process for ever.
    done = subprocess.run([sys.executable, "-c", _PROFILE, jar, file], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.external
def test_the_ontology_is_in_the_profile_of_owl_2_dl(tmp_path):
    axioms, violations = profile_violations(ONTOLOGY.triples(), tmp_path)
    assert violations == []
    assert axioms > 300


@pytest.mark.external
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ((DIPLO.about, RDF.type, OWL.DatatypeProperty), "about"),
        ((DIPLO.partOf, RDF.type, OWL.IrreflexiveProperty), "partOf"),
    ],
    ids=["a property of two kinds", "a transitive property that is irreflexive"],
)
def test_what_owl_2_dl_forbids_is_found(wrong, sentence, tmp_path):
    _, violations = profile_violations([*ONTOLOGY.triples(), wrong], tmp_path)
    assert any(sentence in violation for violation in violations)


def test_the_ontology_uses_only_datatypes_of_owl_2():
    # OWL 2 structural specification, section 4; the OWL API lets xsd:date pass, with which HermiT then ends.
    known = {RDFS.Literal, RDF.PlainLiteral, RDF.XMLLiteral, XSD.string, XSD.boolean, XSD.integer, XSD.decimal}
    known |= {XSD.nonNegativeInteger, XSD.double, XSD.float, XSD.dateTime, XSD.anyURI, XSD.language}
    declared = set(ONTOLOGY.graph.subjects(RDF.type, RDFS.Datatype))
    datatypes = [p for p in ONTOLOGY.properties() if (p, RDF.type, OWL.DatatypeProperty) in ONTOLOGY.graph]
    ranges = {kind for p in datatypes for kind in ONTOLOGY.graph.objects(p, RDFS.range)}
    literals = {o.datatype for o in ONTOLOGY.graph.objects() if isinstance(o, Literal) and o.datatype}
    assert XSD.integer in ranges
    assert ranges | literals <= known | declared
