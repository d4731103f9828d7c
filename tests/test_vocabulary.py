import pytest
from rdflib import OWL, RDF, SKOS, Namespace

from kg.ontology import load_ontology
from kg.resources import resource
from kg.vocabulary import DIPLO, ONTOLOGY, ONTOLOGY_IRI

NOTATION = Namespace("https://w3id.org/communique/vocab/notation/")

# Of PLOVER's manual, draft version 2.0: the events, the modes of CONSULT with the auxiliary ones, and the contexts.
EVENTS = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
MODES = {"visit", "third-party", "multilateral", "phone", "historical", "future", "hypothetical", "negation"}
CONTEXTS = {
    *("military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy"),
    *("pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression"),
    *("human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory"),
    *("peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology"),
    *("terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking"),
}
# Of CAMEO's codebook, with the event of PLOVER that CAMEO2PLOVER-2021 gives it; it gives none to comments and appeals.
CAMEO = {
    "010": None,  # make statement
    "012": None,  # make pessimistic comment
    "013": None,  # make optimistic comment
    "020": None,  # make an appeal or request
    "030": "AGREE",  # express intent to cooperate
    "040": "CONSULT",  # consult
    "041": "CONSULT",  # discuss by telephone
    "042": "CONSULT",  # make a visit
    "046": "CONSULT",  # engage in negotiation
    "051": "SUPPORT",  # praise or endorse
    "057": "SUPPORT",  # sign formal agreement
    "060": "COOPERATE",  # engage in material cooperation
    "061": "COOPERATE",  # cooperate economically
    "062": "COOPERATE",  # cooperate militarily
    "073": "AID",  # provide humanitarian aid
    "110": "ACCUSE",  # disapprove
    "130": "THREATEN",  # threaten
}


def codes(scheme):
    """The codes of the terms in a coding scheme."""
    found = {}
    for term, code in load_ontology(resource("ontology")).graph.subject_objects(SKOS.notation):
        if code.datatype == NOTATION[scheme]:
            found.setdefault(term, set()).add(str(code))
    return found


def test_every_code_of_plover_is_one_and_a_context_belongs_to_a_topic():
    for term, given in codes("plover").items():
        assert given <= (CONTEXTS if "/topic/" in term else EVENTS | MODES), term


def test_every_code_of_cameo_is_one_and_goes_with_its_event_of_plover():
    plover = codes("plover")
    for term, given in codes("cameo").items():
        assert len(given) == 1
        event = CAMEO[given.pop()]
        assert event is None or event in plover.get(term, {event}), term


def test_both_coding_schemes_are_in_use_and_name_their_edition():
    graph = load_ontology(resource("ontology")).graph
    for scheme, edition in (("plover", "version 2.0"), ("cameo", "1.1b3")):
        assert codes(scheme)
        assert edition in str(graph.value(NOTATION[scheme], SKOS.definition))


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
