"""A query that cannot be read is explained: where, what, and what would be right."""

import pytest

from kg.errors import QuerySyntaxError
from kg.store import Query
from kg.store.embedded import EmbeddedStore

STORE = EmbeddedStore()


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("", 1, 1, "there is no query", "SELECT"),
        ("SELCT * {}", 1, 1, "“SELCT”", "did you mean SELECT?"),
        ("PREFIX e: <http://e/>\nINSERT DATA {}", 2, 1, "INSERT begins an update", "only read"),
        ("BASE <http://e/> DELETE WHERE { ?s ?p ?o }", 1, 18, "DELETE begins an update", "only read"),
        (
            "SELECT * { ?s a :Meeting }",
            1,
            17,
            "“:” of :Meeting",
            "PREFIX : <https://w3id.org/communique/ontology#>",
        ),
        ("SELECT * {\n  ?s foo:bar ?o }", 2, 6, "“foo:” of foo:bar is not declared", "PREFIX foo: <…>"),
        ("SELECT * WERE { ?s ?p ?o }", 1, 10, "“WERE” is no word of SPARQL", "did you mean WHERE?"),
        ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", 1, 21, "“FILTR”", "did you mean FILTER?"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29, "“ten” is no word", "quotation marks"),
        ("SELECT * { ?s ?p ?o ", 1, 10, "“{” is never closed", "add “}”"),
        ("SELECT * { ?s ?p ?o }}", 1, 22, "“}” closes nothing", "nothing is open"),
        ("SELECT * { ?s ?p (1 2 }", 1, 23, "“}” closes nothing", "“)” is open"),
        ('SELECT * { ?s ?p "Baku }', 1, 18, "does not end", 'close it with "'),
        ("SELECT * { ?s <http://e/a b> ?o }", 1, 15, "<http: is broken", "no space"),
        ("SELECT * { <visit> ?p ?o ? }", 1, 12, "<visit> is relative", "BASE"),
        ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 1, 28, "no brackets", "FILTER ("),
        ("SELECT * { ?s ?p }", 1, 12, "2 terms in a row", "subject, predicate, object"),
        ("SELECT * { ?a ?b ?c . ?s ?p ?o ?x }", 1, 23, "4 terms in a row", "parts triples"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 40, "neither grouped nor aggregated", "GROUP BY"),
        ("SELECT ?s ?s { ?s ?p ?o }", 1, 26, "twice in SELECT", "own name"),
        ("SELECT * { ?s ?p ?o } LIMIT 3 ORDER BY ?s", 1, 37, "“BY” was not expected", "ORDER BY, LIMIT"),
        ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", 1, 36, "do not fit together", "bound already"),
        ("CONSTRUCT { ?s ?p ?o }", 1, 22, "a template and no pattern", "WHERE"),
        ("SELECT ?s { ?s ?p ?o } GROUP ?s", 1, 24, "BY is missing after GROUP", "GROUP BY"),
        ("SELECT ?s { ?s ?p ?o } ORDER", 1, 24, "BY is missing after ORDER", "ORDER BY"),
        ("SELECT * { ?s <foo bar> ?o }", 1, 15, "<foo is broken", "no space"),
        ("SELECT * { ?s <a b> ?o }", 1, 15, "<a is broken", "no space"),
        ("PREFIX : <x", 1, 10, "<x is broken", "ends with >"),
        ("PREFIX : <http://x SELECT * { ?s ?p ?o }", 1, 10, "<http: is broken", "ends with >"),
        ("SELECT * { ?s ?p ?o FILTER(?o <true) . ?x }", 1, 40, "1 term in a row", "subject"),
        ("ASK", 1, 4, "ends before it is complete", "braces"),
    ],
)
def test_the_usual_mistakes_are_named_with_their_place_and_a_hint(text, line, column, message, hint):
    with pytest.raises(QuerySyntaxError) as caught:
        STORE.answer(Query(text))
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert str(error).startswith(f"line {line}, column {column}: ")
    assert message in str(error)
    assert hint in (error.hint or "")


def test_a_relative_iri_is_no_mistake_where_the_request_gives_a_base():
    with pytest.raises(QuerySyntaxError, match=r"never closed|was not expected|do not fit"):
        STORE.answer(Query("SELECT * { <visit> ?p ?o ? }", base_iri="http://e/"))


def test_the_grammar_of_the_engine_is_never_shown():
    with pytest.raises(QuerySyntaxError) as caught:
        STORE.answer(Query("SELECT * { ?s foo:bar ?o }"))
    assert "expected one of" not in f"{caught.value} {caught.value.hint}"
