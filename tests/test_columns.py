"""The columns of `SELECT *`: in the order in which the query names them, and no others than the engine has."""

import io
from contextlib import closing

import pytest
from rdflib import Literal, URIRef

from kg.store import Query
from kg.store.embedded import EmbeddedStore

A, P = URIRef("http://a.example/a"), URIRef("http://a.example/p")


@pytest.fixture(scope="module")
def one():
    with closing(EmbeddedStore()) as store:
        store.replace({A: [(A, P, Literal("o"))]})
        yield store


def columns_of(store, text, media_type="text/tab-separated-values", **more):
    written = io.BytesIO()
    store.answer(Query(text, **more)).write(written, media_type)
    return written.getvalue().decode()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "s p o"),
        ("SELECT*{?s ?p ?o}", "s p o"),
        ("select distinct * where { $z $y $x }", "z y x"),
        ("SELECTDISTINCT*{?s ?p ?o}", "s p o"),
        ("# SELECT ?o\nPREFIX select: <http://a.example/> SELECT REDUCED # all\n* { ?s select:p ?o }", "s o"),
        ("SELECT * { ?a ?b ?c }", "a b c"),
        ("SELECT * FROM <http://a.example/a> { ?s ?p ?o }", "s p o"),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?n ?s ?p } MINUS { ?m ?m ?m } }", "s p o"),
        ("SELECT * { FILTER(?o != ?unbound) ?s ?p ?o }", "o s p"),
        ("SELECT * { { SELECT ?s (?o AS ?b) { ?s ?p ?o } } ?a ?p2 ?b }", "s b a p2"),
        ("SELECT * { ?s ?p ?o BIND(1 + 2 * 3 AS ?n) VALUES ?a { 1 } } ORDER BY ?o", "s p o n a"),
        ("SELECT * { { ?s ?p ?o } UNION { ?b ?p ?s } }", "s p o b"),
        ("SELECT ?p (COUNT(*) AS ?n) { { SELECT * { ?s ?p ?o } } } GROUP BY ?p", "p n"),
        ('SELECT * { ?s ?p ?o FILTER(?o != "?a * ?b") }', "s p o"),
        ("SELECT * {}", ""),
    ],
)
def test_columns_stand_as_the_query_names_them(one, text, columns):
    assert columns_of(one, text).split("\n")[0] == "\t".join(f"?{name}" for name in columns.split())


@pytest.mark.parametrize(
    ("media_type", "columns"),
    [
        ("text/csv", "s,p,o\r\n"),
        ("text/tab-separated-values", "?s\t?p\t?o\n"),
        ("application/sparql-results+json", '"vars":["s","p","o"]'),
        ("application/sparql-results+xml", '<variable name="s"/><variable name="p"/><variable name="o"/>'),
    ],
)
def test_they_stand_so_in_each_format_and_dataset(one, media_type, columns):
    for dataset in ({}, {"default_graphs": (str(A),)}, {"default_graphs": (str(A), "http://a.example/none")}):
        assert columns in columns_of(one, "SELECT * { ?s ?p ?o }", media_type, **dataset)


def test_rows_are_those_of_the_names(one):
    assert columns_of(one, "SELECT * { ?s ?p ?o }", "text/csv").splitlines()[1] == f"{A},{P},o"
