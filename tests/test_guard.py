"""What is refused before an engine sees it."""

import time
from contextlib import suppress

import pyoxigraph
import pytest

from kg.errors import BadRequest, KgError
from kg.lexer import locate, read_tokens
from kg.sparql.guard import DEEPEST_NESTING, LONGEST_QUERY, MOST_OPERATORS, check_query

CALL = "<http://127.0.0.1:9/sparql> { ?s ?p ?o }"
PROLOGUE = "PREFIX ex: <http://example.org/> PREFIX : <http://example.org/> PREFIX SERVICEex: <http://example.org/> "


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE {CALL} }}",
        f"SELECT * {{ service silent {CALL} }}",
        f"SELECT * {{ SERVICESILENT{CALL} }}",
        f"SELECT * {{ ?s ?p 1SERVICE{CALL} }}",
        f"SELECT * {{ ?s ?p 1.SERVICE{CALL} }}",
        f"SELECT * {{ ?s ?p ex:.SERVICE{CALL} }}",
        f"SELECT * {{ ?s ?p 'x'@en.SERVICE{CALL} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(true)SERVICE{CALL} }}",
        f"SELECT * {{ SERVICE# a comment\n{CALL} }}",
        "SELECT * { SERVICEex:sparql { ?s ?p ?o } }",
        "SELECT * { SERVICE:{ ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        f"SELECT * {{ ?a ?b ?c FILTER(?a<'b>' && 1) SERVICE {CALL} ?x ?y 'z' }}",
        f'SELECT * {{ ?a ?b ?c FILTER(?a<?b#>"""\n)SERVICE {CALL} #"""\n}}',
        f"SELECT * {{ # \u2028 \x0b a comment\rSERVICE {CALL} }}",
    ],
)
def test_a_call_to_another_server_is_refused_however_it_is_written(text):
    pyoxigraph.Store().query(PROLOGUE + text)  # the engine reads each of these as a query
    with pytest.raises(BadRequest, match=r"federation is off|write <"):
        check_query(PROLOGUE + text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        'SELECT * { ?s ex:service \'secret service\', """the Service\'s head""" }',
        "SELECT * { ?s service:of ?o }",
        "SELECT * { ?s a <http://example.org/Service#x(1)> } # SERVICE",
        "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 'service') }",
        "SELECT * { ?s ?p _:service }",
    ],
)
def test_the_word_in_a_name_a_variable_or_a_text_is_no_call(text):
    check_query(text)


def test_the_place_of_a_refused_call_is_named():
    with pytest.raises(BadRequest, match=r"line 2, column 3: federation is off"):
        check_query(f"SELECT * {{\n  SERVICE {CALL}\n}}")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK " + "{" * 3000 + "}" * 3000,
        "ASK { ?s ?p " + "[ ?p " * 200 + "]" * 200 + " }",
        "ASK { ?s ?p " + "(" * 200 + ")" * 200 + " }",
        "ASK { FILTER(1<'>'" + " + ('(' + (1 <'>)'" * 70 + " }",
        "ASK { FILTER(" + "(1<?b#>))))))))\n && " * 70 + ") }",
    ],
)
def test_nesting_that_would_end_the_process_is_refused(text):
    with pytest.raises(BadRequest, match=r"nested|write <"):
        check_query(text)


@pytest.mark.parametrize("chain", ["!", "1+", "?s<p>/<p>", "?s a ex:x . OPTIONAL { ?s ?p ?o } "])
def test_a_chain_of_operators_without_end_is_refused(chain):
    with pytest.raises(BadRequest, match=r"operators and joins|nested"):
        check_query("ASK { FILTER(" + chain * (MOST_OPERATORS + 1) + "1) }")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * (DEEPEST_NESTING - 2) + "1" + ")" * (DEEPEST_NESTING - 2) + ") }",
        "SELECT * { VALUES (?day ?n) { " + '("2022-07-04"^^<http://www.w3.org/2001/XMLSchema#date> 1)' * 1200 + " } }",
        "SELECT * { ?s ?p '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((' }",
    ],
)
def test_what_people_write_passes_and_the_engine_survives_it(text):
    check_query(text)
    pyoxigraph.Store().query(text)


def test_a_query_of_great_length_is_refused():
    with pytest.raises(BadRequest, match=f"{LONGEST_QUERY:,}"):
        check_query("SELECT * { ?s ?p '" + "x" * LONGEST_QUERY + "' }")


@pytest.mark.parametrize(
    "piece", ["a.", "<", "'''\\", '"""', "a", "#", "<a", "ex:\\a", "a-", "<\\u0041", "@a-", "_:a."]
)
def test_no_text_makes_reading_slow(piece):
    text = piece * (LONGEST_QUERY // len(piece))
    begun = time.process_time()
    with suppress(KgError):
        check_query(text)
    assert time.process_time() - begun < 3


def test_tokens_know_strings_comments_and_iris_from_the_rest():
    text = 'SELECT ?s # all\n{ ?s ex:is\\,x <http://e/#x> ; <p> \'it\'\'s\', """a "quoted" word"""@en }'
    assert [(token.kind, token.text) for token in read_tokens(text)] == [
        ("word", "SELECT"),
        ("variable", "?s"),
        ("comment", "# all"),
        ("symbol", "{"),
        ("variable", "?s"),
        ("name", "ex:is\\,x"),
        ("iri", "<http://e/#x>"),
        ("symbol", ";"),
        ("iri", "<p>"),
        ("string", "'it'"),
        ("string", "'s'"),
        ("symbol", ","),
        ("string", '"""a "quoted" word"""'),
        ("language", "@en"),
        ("symbol", "}"),
    ]


def test_a_place_is_counted_in_lines_and_characters_from_one():
    assert locate("é\nab", 0) == (1, 1)
    assert locate("é\nab", 3) == (2, 2)
