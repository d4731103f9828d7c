"""The competency questions, asked of the hand-modelled articles: the rows are those that a reader finds."""

import json
import re
from pathlib import Path

import pytest
from model.build import HERE
from patterns import MOST_PATTERNS, patterns
from rdflib import Literal, URIRef

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


def test_most_questions_need_six_patterns_or_fewer() -> None:
    few = [name for name in QUESTIONS if patterns(QUESTIONS[name].text) <= FEW_PATTERNS]
    assert len(few) >= 25


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_document_lists_a_question_with_its_patterns(name: str) -> None:
    number, question = name.partition("-")[0].lstrip("0"), QUESTIONS[name]
    row = f"| {number} | [{question.title}](../queries/competency/{name}.rq) | {patterns(question.text)} |"
    assert TABLE.count(row) == 1
