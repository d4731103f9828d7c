"""The example questions: each has rows on the sample, few patterns, and a way to the words."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import URIRef
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from served import IRIS

from kg.bootstrap import make_derivation, make_reading, open_sources, open_store
from kg.pipeline import ingest
from kg.resources import resource
from kg.settings import Settings
from kg.sparql.catalog import load_queries
from kg.sparql.guard import check_query
from kg.store import GraphStore
from kg.vocabulary import DIPLO

SAMPLE = Path(__file__).parents[1] / "sample"
QUESTIONS = load_queries(resource("queries") / "questions")
PAGES = load_queries(resource("queries") / "pages")
MOST_PATTERNS = 8


@pytest.fixture(scope="module")
def sample(install: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The shipped sample, read by the shipped extractor."""
    settings = Settings(data_dir=install(tmp_path_factory.mktemp("sample") / "data"), base_iri=IRIS.base_iri)
    store = open_store(settings)
    report = ingest(open_sources([SAMPLE]), make_reading(settings), make_derivation(settings), store)
    assert report.stored == len(list(SAMPLE.glob("*.txt")))
    yield store
    store.close()


def patterns(text: str) -> int:
    """How many triple patterns a query holds; a property path is one."""
    found: list[object] = []

    def collect(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "BGP":
            found.extend(node.triples)

    traverse(translateQuery(parseQuery(text)).algebra, visitPre=collect)
    return len(found)


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == 5


def test_patterns_are_counted_as_people_count_them() -> None:
    assert patterns("SELECT * { ?s a ?c ; ?p ?o, ?x . OPTIONAL { ?o <urn:a>/<urn:b> ?y } }") == 4


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
