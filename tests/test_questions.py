"""The example questions: each has rows on the sample, few patterns, and a way to the words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from patterns import MOST_PATTERNS, patterns
from pyoxigraph import Store
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, XSD
from rdflib.term import Node
from served import IRIS
from shipped import ONTOLOGY as SHIPPED

from kg.bootstrap import make_derivation, make_reading, open_sources, open_writer
from kg.pipeline import ingest
from kg.resources import resource
from kg.settings import Settings
from kg.sparql.catalog import load_queries
from kg.sparql.guard import check_query
from kg.store import GraphStore
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO, ONTOLOGY

SAMPLE = Path(__file__).parents[1] / "sample"
QUESTIONS = load_queries(resource("queries") / "questions")
PAGES = load_queries(resource("queries") / "pages")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The shipped sample, read by the shipped extractor into a store with all office holders."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("sample") / "data", base_iri=IRIS.base_iri)
    with open_writer(settings) as writer:
        store = writer.store
        report = ingest(open_sources([SAMPLE], settings), make_reading(settings), make_derivation(settings), store)
        assert report.stored == len(list(SAMPLE.glob("*.txt")))
        yield store


def test_which_properties_no_text_fills_is_said(sample: GraphStore) -> None:
    told = (Path(__file__).parents[1] / "docs" / "model.md").read_text(encoding="utf-8")
    named = re.findall(r"`:(\w+)`", told.partition("leave these properties empty")[2].partition(".")[0])
    used = {row["property"] for row in sample.select("SELECT DISTINCT ?property WHERE { ?thing ?property ?value }")}
    of_sums = {DIPLO.amount}  # no article of the sample has a project with one
    assert {DIPLO[name] for name in named} == set(SHIPPED.properties()) - used - of_sums


def test_which_competency_questions_only_models_by_hand_answer_is_said(sample: GraphStore) -> None:
    told = (Path(__file__).parents[1] / "docs" / "competency.md").read_text(encoding="utf-8")
    named = re.findall(r"\d+", told.partition("these questions have no rows:")[2].partition(".")[0])
    questions = load_queries(resource("queries") / "competency")
    silent = [name for name, question in questions.items() if not list(sample.select(question.text))]
    assert [int(number) for number in named] == [int(name.partition("-")[0]) for name in silent]


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == 5


def test_patterns_are_counted_as_people_count_them() -> None:
    assert patterns("SELECT * { ?s a ?c ; ?p ?o, ?x . OPTIONAL { ?o <urn:a>/<urn:b> ?y } }") == 4
    assert patterns("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?o ?p ?x ; ?q ?y FILTER EXISTS { ?y ?q ?z } } }") == 4


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_in_words_and_with_few_patterns(name: str) -> None:
    question = QUESTIONS[name]
    assert question.title.endswith("?")
    assert question.description
    check_query(question.text)
    assert 0 < patterns(question.text) <= MOST_PATTERNS


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_rows_on_the_sample_that_lead_to_an_article(sample: GraphStore, name: str) -> None:
    rows = sample.select(QUESTIONS[name].text)
    assert rows
    articles = set(sample.graphs())
    for row in rows:
        assert any(URIRef(str(term).partition("#")[0]) in articles for term in row.values())


def test_a_plan_is_followed_only_by_a_meeting_of_its_kind(sample: EmbeddedStore) -> None:
    rows = sample.select(QUESTIONS["plans-and-outcomes"].text)
    assert [(str(row["meeting"]), row["status"]) for row in rows] == [
        ("Visit of Antony Blinken to China", DIPLO.Postponed),
        ("Summit of Joe Biden and Quad", DIPLO.Cancelled),
        ("Visit of Narendra Modi to Australia", DIPLO.Held),
    ]


def test_an_article_does_not_contradict_itself(sample: EmbeddedStore) -> None:
    for row in sample.select(QUESTIONS["contradicted-meetings"].text):
        assert str(row["affirming"]).partition("#")[0] != str(row["contrary"]).partition("#")[0]


# What a reader of the sample must find. There may be more rows: the sample tells of more.
EXPECTED = {
    "officials-meetings": [
        ("Jeyhun Bayramov", "Hossein Amirabdollahian", "2022-07-04"),
        ("Jeyhun Bayramov", "Ebrahim Raisi"),
        ("Jeyhun Bayramov", "Mohammad Baqer Qalibaf"),
    ],
    "said-by-officials": [("Ebrahim Raisi", "Jeyhun Bayramov", "communique Tehran desk")],
    "contradicted-meetings": [("Donald Trump", "Xi Jinping", "denied"), ("Donald Trump", "Kim Jong-un", "cancelled")],
    "joint-projects": [
        ("Panmunjom Declaration", "North Korea, South Korea", "completed"),
        ("Trans Adriatic Pipeline", "underway"),
        ("Pretoria agreement", "completed"),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_finds_what_the_sample_tells(sample: EmbeddedStore, name: str) -> None:
    labels: dict[Node, str] = {}
    english = "FILTER(LANG(?label) IN ('', 'en'))"
    for row in sample.select(f"SELECT ?s ?label {{ ?s <{RDFS.label}> ?label {english} }}"):
        labels[row["s"]] = str(row["label"])
    rows = [
        {labels.get(term, ", ".join(sorted(str(term).split(", ")))) for term in row.values()}
        for row in sample.select(QUESTIONS[name].text)
    ]
    for expected in EXPECTED[name]:
        assert any(set(expected) <= row for row in rows), expected


def test_what_one_party_undertakes_alone_is_no_joint_project(sample: EmbeddedStore) -> None:
    alone = "SELECT ?project { ?project :party ?party } GROUP BY ?project HAVING(COUNT(DISTINCT ?party) = 1)"
    single = {row["project"] for row in sample.select(f"PREFIX : <{ONTOLOGY}> {alone}")}
    joint = sample.select(QUESTIONS["joint-projects"].text)
    assert not single & {row["project"] for row in joint}
    assert all(row["parties"].count(",") for row in joint)


def _with_superclasses(types: set[Node], ontology: Graph) -> set[Node]:
    return {above for kind in types for above in ontology.transitive_objects(kind, RDFS.subClassOf)}


def test_what_the_sample_says_keeps_to_the_domains_and_ranges_of_the_ontology(sample: EmbeddedStore) -> None:
    ontology = SHIPPED.graph
    types: dict[Node, set[Node]] = {}
    for row in sample.select("SELECT ?s ?type { ?s a ?type }"):
        types.setdefault(row["s"], set()).add(row["type"])
    kinds = {thing: _with_superclasses(found, ontology) for thing, found in types.items()}
    wrong = []
    for graph in sample.graphs():
        for subject, predicate, value in sample.graph(graph):
            for domain in ontology.objects(predicate, RDFS.domain):
                wrong += [(subject, predicate, domain)] if domain not in kinds.get(subject, ()) else []
            for kind in ontology.objects(predicate, RDFS.range):
                if isinstance(value, Literal):
                    fits = kind in (RDFS.Literal, value.datatype or XSD.string)
                else:
                    fits = kind in kinds.get(value, ())
                wrong += [] if fits else [(predicate, value, kind)]
    assert wrong == []


@pytest.mark.parametrize("name", [*QUESTIONS, *PAGES])
def test_a_query_uses_only_terms_that_the_ontology_has(name: str) -> None:
    query = re.sub(r"^#.*", "", (QUESTIONS | PAGES)[name].text, flags=re.M)
    assert set(re.findall(r"(?<!\w):(\w+)", query)) <= set(DIPLO.__annotations__)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_query_is_sparql_with_a_title(name: str) -> None:
    Store().query(PAGES[name].text)
    assert PAGES[name].title


def test_a_list_of_terms_goes_where_undef_stands(sample: GraphStore) -> None:
    azerbaijan = URIRef("https://w3id.org/communique/state/AZE")
    rows = sample.select(PAGES["labels"].text.replace("UNDEF", azerbaijan.n3()))
    assert [(row["iri"], str(row["label"])) for row in rows] == [(azerbaijan, "Azerbaijan")]
