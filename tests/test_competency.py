"""The competency questions, asked of the hand-modelled articles: the rows are those that a reader finds."""

import json
import re
from pathlib import Path

import pytest
from model.build import HERE
from patterns import MOST_PATTERNS, patterns
from rdflib import Graph, Literal, URIRef

from kg.resources import resource
from kg.sparql.catalog import load_queries
from kg.sparql.guard import check_query
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO, ONTOLOGY

QUESTIONS = load_queries(resource("queries") / "competency")
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
TABLE = (Path(__file__).parents[1] / "docs" / "competency.md").read_text(encoding="utf-8")
FEW_PATTERNS = 6


def value(term: object) -> object:
    """A term as the table of expected rows has it: `:Held`, a number, true or false, else words or a date."""
    if isinstance(term, URIRef):
        return str(term).replace(ONTOLOGY, ":")
    if isinstance(term, Literal) and isinstance(term.toPython(), bool | int):
        return term.toPython()
    if isinstance(term, Literal) and str(term.datatype).endswith("#decimal"):
        return float(term)
    return None if term is None else str(term)


def test_every_question_has_expected_rows_and_the_reverse() -> None:
    assert list(QUESTIONS) == list(EXPECTED)
    assert len(QUESTIONS) == 35


@pytest.mark.parametrize("name", EXPECTED)
def test_the_table_says_where_a_reader_finds_the_rows(name: str) -> None:
    assert re.search(r"\b0\d\d\b|Fars|modellers|Counted", EXPECTED[name]["from"])
    assert EXPECTED[name]["rows"]
    assert all(len(row) == len(EXPECTED[name]["columns"]) for row in EXPECTED[name]["rows"])


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_what_a_reader_finds(modelled: EmbeddedStore, name: str) -> None:
    columns = EXPECTED[name]["columns"]
    rows = modelled.select(QUESTIONS[name].text)
    assert [[value(row.get(column)) for column in columns] for row in rows] == EXPECTED[name]["rows"]
    assert all(row.keys() <= set(columns) for row in rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_asks_in_words_with_known_terms_and_few_patterns(name: str) -> None:
    question = QUESTIONS[name]
    assert question.title.endswith("?")
    check_query(question.text)
    query = re.sub(r"^#.*|<[^>]*>|\"[^\"]*\"", "", question.text, flags=re.M)
    assert set(re.findall(r"(?<!\w):(\w+)", query)) <= set(DIPLO.__annotations__)
    assert 0 < patterns(question.text) <= MOST_PATTERNS


FACTS = """
PREFIX : <https://w3id.org/communique/ontology#>
PREFIX office: <https://w3id.org/communique/office/>
PREFIX office-kind: <https://w3id.org/communique/vocab/office-kind/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX state: <https://w3id.org/communique/state/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
office:foreign-minister :kind office-kind:minister .
<urn:minister> :holder <urn:bayramov> ; :office office:foreign-minister ; :officeOf state:AZE ;
  :heldFrom "2020-07-16"^^xsd:date ; rdfs:label "Jeyhun Bayramov, Foreign Minister of Azerbaijan" .
<urn:envoy> :holder <urn:bayramov> ; :office office:special-envoy ; :officeOf state:AZE ;
  rdfs:label "Jeyhun Bayramov, special envoy of Azerbaijan" .
<urn:president> :holder <urn:raisi> ; rdfs:label "Ebrahim Raisi, President of Iran" .
<urn:speaker> :holder <urn:qalibaf> ; rdfs:label "Mohammad Baqer Qalibaf, Speaker of Parliament of Iran" .
<urn:report:1> :about <urn:received> . <urn:report:2> :about <urn:talks> . <urn:report:3> :about <urn:visit> .
<urn:received> rdfs:label "received" ; :participant <urn:bayramov>, <urn:raisi> ; :currentStatus :Held ;
  :notBefore "2022-07-04"^^xsd:date ; :notAfter "2022-07-04"^^xsd:date ; :datePrecision :Day .
<urn:talks> rdfs:label "talks" ; :participant <urn:bayramov>, <urn:qalibaf> ; :currentStatus :Held ;
  :notBefore "2022-07-04"^^xsd:date ; :notAfter "2022-07-31"^^xsd:date ; :datePrecision :Month .
<urn:visit> rdfs:label "visit of the year" ; :participant <urn:bayramov> ; :currentStatus :Held ;
  :notBefore "2023-01-01"^^xsd:date ; :notAfter "2023-12-31"^^xsd:date ; :datePrecision :Year .
<urn:call> rdfs:label "call of a day" ; :participant <urn:bayramov> ; :currentStatus :Held ;
  :notBefore "2023-05-02"^^xsd:date ; :notAfter "2023-05-02"^^xsd:date ; :datePrecision :Day .
"""


@pytest.mark.parametrize(
    ("name", "column", "found"),
    [
        ("02-whom-the-minister-met", "counterpart", ["Ebrahim Raisi, President of Iran"]),
        ("35-meetings-with-ministers", "name", ["call of a day"]),
    ],
)
def test_nobody_meets_themselves_and_a_day_is_a_day(name: str, column: str, found: list[str]) -> None:
    store = EmbeddedStore()
    store.replace({URIRef("urn:article"): set(Graph().parse(data=FACTS, format="turtle"))})
    assert [str(row[column]) for row in store.select(QUESTIONS[name].text)] == found


MORE_FACTS = """
PREFIX : <https://w3id.org/communique/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX organisation: <https://w3id.org/communique/organisation/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<urn:a> dcterms:issued "2022-07-05"^^xsd:date . <urn:b> dcterms:issued "2022-07-09"^^xsd:date .
<urn:one> a :State ; rdfs:label "member" ; :memberOf organisation:three-plus-three .
<urn:two> a :State ; rdfs:label "host" . <urn:un> a :Organisation ; rdfs:label "body" .
<urn:plan> :reportedStatus :Planned ; :inArticle <urn:a> ; :about <urn:meeting> .
<urn:meeting> :inFormat organisation:three-plus-three ; :hostedBy <urn:two> .
<urn:pledge> a :Commitment ; :negated true ; :text "never" ; :onBehalfOf <urn:un> .
<urn:vow> a :Commitment ; :speaker <urn:one> ; :negated true ; :text "no more" ; :onBehalfOf <urn:one> .
<urn:talks> :currentStatus :Disputed ; rdfs:label "talks" ; :notBefore "2022-07-07"^^xsd:date .
<urn:early> :about <urn:talks> ; :reportedStatus :Denied ; :inArticle <urn:a> ; :accordingTo <urn:vow> .
<urn:late> :about <urn:talks> ; :reportedStatus :Denied ; :inArticle <urn:b> .
<urn:held> :about <urn:talks> ; :reportedStatus :Held ; :inArticle <urn:a> .
"""


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("04-states-of-a-format", [["host", "host"], ["member", "member"]]),
        ("24-disputed", [["talks", ":Held", None], ["talks", ":Denied", None]]),
        ("33-pledges-to-refrain", [["member", "no more"]]),
    ],
)
def test_a_host_need_be_no_member_a_body_is_no_state_and_an_early_denial_disputes_nothing(
    name: str, rows: list[list[object]]
) -> None:
    store = EmbeddedStore()
    store.replace({URIRef("urn:article"): set(Graph().parse(data=MORE_FACTS, format="turtle"))})
    found = store.select(QUESTIONS[name].text)
    assert [[value(row.get(column)) for column in EXPECTED[name]["columns"]] for row in found] == rows


def test_most_questions_need_six_patterns_or_fewer() -> None:
    few = [name for name in QUESTIONS if patterns(QUESTIONS[name].text) <= FEW_PATTERNS]
    assert len(few) >= 25


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_document_lists_a_question_with_its_patterns(name: str) -> None:
    number, question = name.partition("-")[0].lstrip("0"), QUESTIONS[name]
    row = f"| {number} | [{question.title}](../queries/competency/{name}.rq) | {patterns(question.text)} |"
    assert TABLE.count(row) == 1
