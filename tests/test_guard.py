"""What is refused before an engine sees it."""

import time
from contextlib import suppress

import pyoxigraph
import pytest

from kg.errors import KgError, QueryForbidden, QuerySyntaxError, QueryTooComplex, TextError
from kg.lexer import locate, read_tokens
from kg.sparql.guard import (
    DEEPEST_NESTING,
    LONGEST_QUERY,
    LONGEST_UPDATE,
    MOST_OPERATORS,
    MOST_PATTERNS,
    check_query,
    check_update,
)
from kg.sparql.tokens import MOST_TOKENS

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
    with pytest.raises(TextError, match=r"asks no other one|not plain"):
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
        "SELECT * { GRAPH service:of { ?s service: ?o } }",
        "SELECT * { ?s service:of <#me> , <#you> FILTER(?o = <#me>) }",
        "SELECT * { ?s ex:a.service ?o . ?o ex:e\u0301service ?हिन्दीservice }",
    ],
)
def test_the_word_in_a_name_a_variable_or_a_text_is_no_call(text):
    check_query(text)
    pyoxigraph.Store().query("PREFIX service: <urn:x> " + PROLOGUE + text, base_iri="http://x.example/")


def test_the_place_of_a_refused_call_is_named():
    with pytest.raises(QueryForbidden, match=r"line 2, column 3: this service asks no other one") as refusal:
        check_query(f"SELECT * {{\n  SERVICE {CALL}\n}}")
    assert (refusal.value.line, refusal.value.column, refusal.value.status) == (2, 3, 403)
    assert "VALUES" in (refusal.value.hint or "")


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
    with pytest.raises(QueryTooComplex, match=r"nested|not plain"):
        check_query(text)


@pytest.mark.parametrize("chain", ["!", "- ", "1+", "1 || ", "?x = 1 && ", "IF(1, 2, 3) * "])
def test_a_chain_of_operators_without_end_is_refused(chain):
    with pytest.raises(QueryTooComplex, match=r"operators and joins"):
        check_query("ASK { FILTER(" + chain * (MOST_OPERATORS + 1) + "1) }")


@pytest.mark.parametrize("query", ["DESCRIBE " + "<urn:x> " * 1001, "SELECT " + "(1 AS ?x) " * 1001 + "{}"])
def test_what_the_engine_nests_unseen_is_refused(query):
    """A process with the usual stack ended at 4,000 terms of DESCRIBE."""
    with pytest.raises(QueryTooComplex, match=r"operators and joins"):
        check_query(query)


PATTERNS = {
    "triples": "?s ex:p{n} ?o{n} . ",
    "triples without blanks": "?s<p{n}>?o{n}.",
    "objects": "?s ex:p ?o{n} , 2 . ",
    "groups": "{{ ?s ex:p ?o{n} }} ",
    "optional parts": "OPTIONAL {{ ?s ex:p ?o{n} }} ",
    "graphs": "GRAPH ?g{n} {{ ?s ex:p ?o{n} }} ",
    "subselects": "{{ SELECT ?s (COUNT(?o) AS ?c{n}) {{ ?s ex:p{n} ?o }} GROUP BY ?s }} ",
    "blank nodes": "[ ex:p ?o{n} ] ex:q ?s . ",
    "collections": "?s ex:p (?o{n}) . ",
    "subjects that are collections": "(1 ?o{n}) ex:p ?s . ",
    "steps": "?s ex:p{n} / ex:q ?o{n} . ",
    "values": "VALUES ?x{n} {{ 1 2 }} ",
    "conditions": "FILTER EXISTS {{ ?s ex:p{n} 1 }} ",
    "quoted triples": "<< ?s ex:p ?o{n} >> ex:q 1 . ",
    "annotations": "?s ex:p ?o{n} {{| ex:q 1 |}} . ",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=list(PATTERNS))
def test_more_patterns_than_the_planner_can_order_are_refused(pattern):
    def query(count):
        return PROLOGUE + "SELECT * { ?s ex:q ?o . " + "".join(pattern.format(n=n) for n in range(count)) + "}"

    pyoxigraph.Store().query(query(3), base_iri="http://x.example/")
    check_query(query(MOST_PATTERNS // 6))
    with pytest.raises(QueryTooComplex, match="patterns are to be put in order") as refusal:
        check_query(query(MOST_PATTERNS + 1))
    assert refusal.value.column and refusal.value.hint


@pytest.mark.parametrize("inner", ["({})", "[ ex:p {} ]", "<<( ?s ex:p {} )>>", "<< ?s ex:p {} >>"])
def test_terms_may_be_within_terms_as_deep_as_people_write(inner):
    def query(depth):
        term = "1"
        for _ in range(depth):
            term = inner.format(term)
        return PROLOGUE + f"SELECT * {{ ?s ex:p {term} }}"

    check_query(query(16))
    pyoxigraph.Store().query(query(16))
    with pytest.raises(QueryTooComplex, match=r"nested|patterns"):
        check_query(query(2000))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * (DEEPEST_NESTING - 2) + "1" + ")" * (DEEPEST_NESTING - 2) + ") }",
        "SELECT * { VALUES (?day ?n) { " + '("2022-07-04"^^<http://www.w3.org/2001/XMLSchema#date> -1)' * 3000 + " } }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + "-1.5, " * 5000 + "1)) }",
        "SELECT * { ?s ?p ?o FILTER(" + "?o = 1 || " * 400 + "?o = 2) }",
        PROLOGUE + "CONSTRUCT { " + "?s ex:p ?o ; ex:q [ ex:r (1 2) ] . " * 300 + "} WHERE { ?s ?p ?o }",
        "SELECT * { { SELECT ?s (COUNT(?o) AS ?n) (SUM(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s } }",
        "SELECT * { ?s ?p '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((' }",
    ],
)
def test_what_people_write_passes_and_the_engine_survives_it(text):
    check_query(text)
    pyoxigraph.Store().query(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("SELECT (MAX(COUNT(?x)) AS ?n) { ?x ?p ?o }", "COUNT"),
        ("SELECT (sum(1 + (?x * avg(DISTINCT ?x))) AS ?n) { ?x ?p ?o }", "avg"),
        ("SELECT ?p { ?x ?p ?o } GROUP BY ?p HAVING (MIN(SAMPLE(?o)) > 1)", "SAMPLE"),
        ('SELECT (GROUP_CONCAT(GROUP_CONCAT(?x); SEPARATOR=",") AS ?n) { ?x ?p ?o }', "GROUP_CONCAT(?x)"),
    ],
)
def test_an_aggregate_of_aggregates_is_refused(text, wrong):
    with pytest.raises(QuerySyntaxError) as error:
        check_query(text)
    assert (error.value.line, error.value.column) == (1, text.index(wrong) + 1)
    with pytest.raises(QuerySyntaxError):
        check_update(f"INSERT {{ ?s ?p 1 }} WHERE {{ {{ {text} }} }}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (MAX(?x) - MIN(?x) AS ?n) (COUNT(*) AS ?m) { ?x ?p ?o } HAVING (COUNT(?x) > 1 && SUM(?o) > (AVG(?o)))",
        "SELECT (COUNT(?n) AS ?m) { { SELECT (COUNT(?x) AS ?n) { ?x ?p ?o } GROUP BY ?p } }",
        "SELECT (SUM(IF(EXISTS { SELECT (COUNT(?y) AS ?n) { ?y ?q ?x } }, 1, 0)) AS ?m) { ?x ?p ?o }",
        "PREFIX max: <urn:max:> SELECT (MAX(max:count(?min)) AS ?count) { ?min max:min 'MAX(COUNT(' }",
    ],
)
def test_aggregates_beside_one_another_pass(text):
    check_query(text)


@pytest.mark.parametrize("call", ["SERVICE <{}>", "service silent<{}>", "?s ?p 1 SERVICESILENT <{}>"])
def test_an_endpoint_that_is_allowed_may_be_named_by_its_iri_and_no_other(call):
    allowed = "https://query.example/sparql"
    check_query(f"SELECT * {{ {call.format(allowed)} {{ ?s ?p ?o }} }}", [allowed])
    for other in (
        f"{allowed}/",
        f"{allowed}?x",
        "https://query.example",
        "http://query.example/sparql",
        "\\u0068ttps:",
    ):
        with pytest.raises(QueryForbidden, match="no other one") as refusal:
            check_query(f"SELECT * {{ {call.format(other)} {{ ?s ?p ?o }} }}", [allowed])
        assert allowed in (refusal.value.hint or "")
    for target in ("?x", "ex:sparql", f"<{allowed}> {{ SERVICE <http://e/> {{}} }} SERVICE ?x"):
        with pytest.raises(QueryForbidden):
            check_query(f"PREFIX ex: <{allowed}> SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}", [allowed])
    with pytest.raises(QueryForbidden):
        check_update(f"INSERT {{ ?s ?p ?o }} WHERE {{ {call.format(allowed)} {{ ?s ?p ?o }} }}")


def test_a_query_of_great_length_is_refused():
    with pytest.raises(QueryTooComplex, match=f"{LONGEST_QUERY:,}"):
        check_query("SELECT * { ?s ?p '" + "x" * LONGEST_QUERY + "' }")


def test_a_query_of_very_many_words_is_refused_and_lists_of_some_thousand_are_not():
    def query(count):
        return "SELECT * { VALUES ?s { " + "ex:a\n" * count + "} ?s ?p ?o }"

    check_query(query(MOST_TOKENS - 11))
    with pytest.raises(QueryTooComplex, match=f"{MOST_TOKENS:,} names and signs") as refused:
        check_query(query(MOST_TOKENS))
    assert refused.value.line == MOST_TOKENS - 5  # six words stand before the first name
    with pytest.raises(QueryTooComplex, match="names and signs"):
        check_query("#\n" * MOST_TOKENS + "SELECT * { SERVICE <http://e.example/> {} }")


@pytest.mark.parametrize(
    "piece", ["a.", "<", "'''\\", '"""', "a", "#", "<a", "ex:\\a", "a-", "<\\u0041", "@a-", "_:a.", '\\"', "\\'"]
)
def test_no_text_makes_reading_slow(piece):
    text = piece * (LONGEST_QUERY // len(piece))

    def seconds():
        begun = time.process_time()
        with suppress(KgError):
            check_query(text)
        return time.process_time() - begun

    assert min(seconds() for _ in range(3)) < 0.5  # garbage of other tests may be collected in one of them


@pytest.mark.parametrize(
    "piece", ["a.", "a-", "'\"", "'''\\", '\\"', "_:a.", "<\\u0041", "@a-", "a:.", "1.", " ", "<<a", "a" * 150 + "."]
)
def test_the_time_to_tell_words_apart_grows_no_faster_than_the_text(piece):
    def seconds(length):
        text = piece * (length // len(piece))
        begun = time.process_time()
        for _ in read_tokens(text):
            pass
        return time.process_time() - begun

    assert min(seconds(400_000) for _ in range(3)) < 40 * max(min(seconds(40_000) for _ in range(3)), 0.001)


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


@pytest.mark.parametrize(
    "text",
    [
        f"LOAD {CALL}",
        f"LOADSILENT{CALL}INTO GRAPH <urn:g>",
        f"CLEAR ALL;load{CALL}",
        "PREFIX ex: <urn:x>LOADex:data",
        f"PREFIX ex: <urn:x> LOAD SILENT {CALL}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {CALL} {{ ?s ?p ?o }} }}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p 1SERVICE{CALL}{{ ?s ?p ?o }} }}",
    ],
)
def test_an_update_that_would_call_another_server_is_refused(text):
    with pytest.raises(QueryForbidden, match=r"asks no other one|nothing is fetched"):
        check_update(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH <urn:mine> { ?s ?p ?o } } WHERE { ?s ?p ?o FILTER(?s<'#>' ) }",
        "INSERT DATA { GRAPH <urn:mine> { <<ex:a#> ex:b '''> ex:c>> ex:d 1 } }",
    ],
)
def test_an_update_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(QueryTooComplex, match=r"not plain"):
        check_update(text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX load: <urn:x> CLEAR SILENT GRAPH load:ed",
        "INSERT DATA { <urn:s> <urn:loads> 'LOAD <http://x>' . <#me> a <#Loader> }",
        "INSERT DATA { " + "<urn:uuid:1-2-3-4-5> <urn:p> -1 .\n" * 10_000 + "}",
        "DELETE { ?load ?p ?o } WHERE { ?load ?p ?o }",
        "INSERT DATA { " + "<< <urn:s> <urn:p> 1 >> <urn:q> <<( <urn:s> <urn:p> 2 )>> .\n" * 3000 + "}",
        "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 FILTER(?p != <urn:x>) } ;\n" * 500,
        "INSERT { ?s <#p> (1 2) } WHERE { ?s <#p> 'x' FILTER(?s = <#me> || ?s IN (<#a>, <#b>)) }",
    ],
)
def test_an_ordinary_update_passes(text):
    check_update(text)
    pyoxigraph.Store().update(text, base_iri="http://x.example/sparql")


def test_an_update_of_great_length_or_depth_is_refused():
    with pytest.raises(QueryTooComplex, match=f"{LONGEST_UPDATE:,}"):
        check_update("INSERT DATA { <urn:s> <urn:p> '" + "x" * LONGEST_UPDATE + "' }")
    with pytest.raises(QueryTooComplex, match="nested"):
        check_update("INSERT DATA { " + "<< <urn:s> <urn:p> " * 5000 + "1" + " >>" * 5000 + " }")
    with pytest.raises(QueryTooComplex, match="nested"):
        check_update("INSERT { ?s ?p 1 } WHERE " + "{" * 3000 + "}" * 3000)
    with pytest.raises(QueryTooComplex, match="operators"):
        check_update("INSERT { ?s ?p 1 } WHERE { FILTER(" + "1+" * 1000 + "1) }")
