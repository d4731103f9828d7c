"""What is told of a query by its words: its form, its kind, and whether it depends on the moment."""

import pyoxigraph as ox
import pytest

from kg.sparql.forms import changes_with_the_moment, form_of, kind_of

LOOK_UP = "SELECT ?p ?o { <http://a.example/a> ?p ?o } LIMIT 3"


@pytest.mark.parametrize(
    "like",
    [
        "SELECT ?p ?o { <http://a.example/b> ?p ?o } LIMIT 500",
        "SELECT  ?p ?o\n{ <ex:b> ?p ?o # of b\n} LIMIT 3",
        "SELECT ?property $value { <http://a.example/a> $property ?value } LIMIT 3",
    ],
)
def test_queries_that_differ_in_constants_comments_and_names_of_variables_are_of_one_kind(like):
    assert kind_of(like) == kind_of(LOOK_UP)


def test_a_list_of_constants_is_as_one():
    few, many = (f"SELECT * {{ VALUES ?a {{ {names} }} ?a ?b ?c }}" for names in ("ex:a", "ex:a <ex:b> ex:c"))
    assert kind_of(few) == kind_of(many)


@pytest.mark.parametrize(
    "unlike",
    [
        "SELECT ?p ?o { ?a ?p ?o } LIMIT 3",
        "SELECT ?p ?o { <http://a.example/a> ?p ?o . ?o ?q ?r } LIMIT 3",
        "SELECT ?p ?p { <http://a.example/a> ?p ?o } LIMIT 3",
        "SELECT DISTINCT ?p ?o { <http://a.example/a> ?p ?o } LIMIT 3",
        "SELECT ?p ?o { <http://a.example/a> ?p ?o }",
    ],
)
def test_queries_that_ask_for_something_else_are_of_another(unlike):
    assert kind_of(unlike) != kind_of(LOOK_UP)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX ask: <x:> SELECT * {}", "solutions"),
        ("ask {}", "boolean"),
        ("DESCRIBE <x:a>", "graph"),
        ("", "solutions"),
        ("CONSTRUCTWHERE { ?s ?p ?o }", "graph"),
        ("CONSTRUCTFROM<x:g>WHERE{ ?s ?p ?o }", "graph"),
        ("# ask\nASKWHERE{}", "boolean"),
        ("ASKFROM<x:g>{}", "boolean"),
        ("PREFIX select:<x:>DESCRIBEselect:a", "graph"),
        ("BASE<x:>PREFIXdescribe:<x:>ASK{}", "boolean"),
        ("VERSION'1.2'CONSTRUCTWHERE{}", "graph"),
        ("SELECTDISTINCT*{ ?s <x:ask> ?o }", "solutions"),
    ],
)
def test_the_form_is_told_as_the_engine_tells_it(text, form):
    assert form_of(text) == form
    kinds = {ox.QuerySolutions: "solutions", ox.QueryBoolean: "boolean", ox.QueryTriples: "graph"}
    assert not text or kinds[type(ox.Store().query(text))] == form


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("SELECT (now() AS ?x) {}", True),
        ("SELECT (1+1STRUUID() AS ?x) {}", True),
        ("SELECT * { SERVICE <x:> {} }", True),
        ("SELECT * { ?now <http://a.example/rand> 'uuid' } # service", False),
        ("SELECT * {}", False),
    ],
)
def test_what_depends_on_the_moment_is_told_by_the_names_of_functions(text, changes):
    assert changes_with_the_moment(text) is changes
