"""What every store promises, whichever engine it stands on: graphs, their merge, queries and dumps."""

import io
import json
import threading

import pytest
from engines import MERGED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.checking import check_merge
from kg.errors import BadRequest, NotAcceptable, QuerySyntaxError, StoreError
from kg.store import Query
from kg.store.embedded import EmbeddedStore

EX = "http://example.org/"
BAKU, TEHRAN = URIRef(EX + "article/baku"), URIRef(EX + "article/tehran")
VISIT, KIND, HELD_ON = URIRef(EX + "visit"), URIRef(EX + "Visit"), URIRef(EX + "heldOn")
IS_A_VISIT = (VISIT, RDF.type, KIND)
ON_JULY_4 = (VISIT, HELD_ON, Literal("2022-07-04", datatype=XSD.date))
ON_JULY_5 = (VISIT, HELD_ON, Literal("2022-07-05", datatype=XSD.date))


@pytest.fixture
def store(any_store):
    return any_store


def merge(store):
    return {(row["s"], row["p"], row["o"]) for row in store.select("SELECT * { ?s ?p ?o }")}


# rdflib's parsers still call what rdflib itself deprecates.
reads_with_rdflib = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")


def answered(store, text, media_type="application/sparql-results+json", **dataset):
    target = io.BytesIO()
    store.answer(Query(text, **dataset)).write(target, media_type)
    return target.getvalue().decode()


def bindings(store, text, **dataset):
    return json.loads(answered(store, text, **dataset))["results"]["bindings"]


@pytest.mark.contract("graphs and their merge")
def test_a_triple_that_two_articles_tell_stands_once_in_the_merge(store):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4], TEHRAN: [IS_A_VISIT]})
    assert store.count() == 2
    assert len(bindings(store, "SELECT ?s { ?s a ?kind }")) == 1
    assert len(bindings(store, "SELECT ?s { GRAPH ?article { ?s a ?kind } }")) == 2


@pytest.mark.contract("graphs and their merge")
def test_a_changed_article_leaves_no_stale_triple_in_its_graph_nor_in_the_merge(store):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4]})
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_5]})
    assert set(store.graph(BAKU)) == {IS_A_VISIT, ON_JULY_5}
    assert merge(store) == {IS_A_VISIT, ON_JULY_5}


@pytest.mark.contract("graphs and their merge")
def test_a_triple_stays_in_the_merge_while_another_article_tells_it(store):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4], TEHRAN: [ON_JULY_4]})
    store.replace({BAKU: [IS_A_VISIT]})
    assert ON_JULY_4 in merge(store)
    store.replace({TEHRAN: []})
    assert merge(store) == {IS_A_VISIT}


@pytest.mark.contract("graphs and their merge")
def test_a_triple_that_moves_between_two_graphs_of_one_call_stays_in_the_merge(store):
    store.replace({BAKU: [ON_JULY_4]})
    store.replace({BAKU: [], TEHRAN: [ON_JULY_4]})
    assert merge(store) == {ON_JULY_4}
    assert list(store.graphs()) == [TEHRAN]


@pytest.mark.contract("graphs and their merge")
def test_a_triple_stays_in_the_merge_when_only_one_of_two_replaced_graphs_loses_it(store):
    store.replace({BAKU: [ON_JULY_4], TEHRAN: [ON_JULY_4]})
    store.replace({BAKU: [], TEHRAN: [ON_JULY_4]})
    assert merge(store) == {ON_JULY_4}


def spoil(store, verb, triple):
    """Write into the merge past the store."""
    if isinstance(store, EmbeddedStore):
        store._store.update(f"{verb} {{ {triple} }}")
    else:
        store._endpoint.update(f"{verb} {{ GRAPH <{MERGED}> {{ {triple} }} }}")


def faults(store):
    return [(v.focus, v.path, v.value, v.message.partition(":")[0]) for v in check_merge(store).violations]


@pytest.mark.contract("graphs and their merge")
def test_the_merge_is_proved_to_be_that_of_the_graphs(store):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4], TEHRAN: [IS_A_VISIT]})
    assert faults(store) == []
    spoil(store, "INSERT DATA", f'<{VISIT}> <{HELD_ON}> "never"')
    beyond = (VISIT, f"<{HELD_ON}>", "never", "the merge holds it, and no graph tells it")
    assert faults(store) == [beyond]
    spoil(store, "DELETE WHERE", f"<{VISIT}> a <{KIND}>")
    assert faults(store) == [(VISIT, "rdf:type", str(KIND), "the merge lacks it, and a graph tells it"), beyond]


@pytest.mark.contract("graphs and their merge")
def test_a_graph_without_triples_is_gone(store):
    store.replace({BAKU: [IS_A_VISIT], TEHRAN: []})
    store.replace({BAKU: []})
    assert list(store.graphs()) == []
    assert list(store.graph(BAKU)) == []
    assert store.count() == 0


@pytest.mark.contract("graphs and their merge")
@pytest.mark.wrong_on(virtuoso="it finds no graph by an empty group")
def test_the_name_of_a_graph_goes_with_its_last_triple(store):
    store.replace({BAKU: [IS_A_VISIT], TEHRAN: [IS_A_VISIT]})
    store.replace({BAKU: []})
    assert [row["g"] for row in store.select("SELECT ?g { GRAPH ?g {} }")] == [TEHRAN]


WORDS = st.one_of(
    st.sampled_from([URIRef(EX + name) for name in "abc"]),
    st.text(max_size=12).map(Literal),
    st.sampled_from([Literal("Баку", lang="ru"), Literal("Baku", lang="en-GB"), Literal('\\u0041 "\\\n')]),
)
NUMBERS = st.sampled_from(["1", "01", "+1", "1.0", "1.50", "true", "0"]).flatmap(
    lambda text: st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.string, XSD.double]).map(
        lambda datatype: Literal(text, datatype=datatype, normalize=False)
    )
)


def sequences(terms):
    """Sequences of replacements of up to three graphs."""
    names = st.sampled_from([URIRef(EX + name) for name in ("g1", "g2", "g3")])
    nodes, properties = ([URIRef(EX + name) for name in letters] for letters in ("abc", "pq"))
    triples = st.tuples(st.sampled_from(nodes), st.sampled_from(properties), terms)
    return st.lists(st.dictionaries(names, st.lists(triples, max_size=5), max_size=3), max_size=5)


def canonical(triple):
    """The triple as a store of its own gives it back."""
    alone = EmbeddedStore()
    alone.replace({BAKU: [triple]})
    (stored,) = alone.graph(BAKU)
    return stored


@pytest.mark.contract("graphs and their merge")
def test_the_merge_is_the_union_of_the_graphs_after_any_sequence_of_replacements(store, engine):
    # Virtuoso takes equal numbers for one, whatever their types.
    @given(sequences(WORDS if engine == "virtuoso" else WORDS | NUMBERS))
    @settings(
        max_examples=60 if engine == "memory" else 15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    def check(steps):
        store.replace(dict.fromkeys(store.graphs(), ()))
        model = {}
        for step in steps:
            store.replace(step)
            model |= {name: {canonical(triple) for triple in triples} for name, triples in step.items()}
            assert {name: set(store.graph(name)) for name in store.graphs()} == {n: t for n, t in model.items() if t}
            assert merge(store) == set().union(*model.values())

    check()


@pytest.mark.contract("media types")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('SELECT ("\\u0001" AS ?x) {}', r"U\+0001, a character that XML has not"),
        ('SELECT ("\\uFFFE" AS ?x) {}', r"U\+FFFE"),
        ('CONSTRUCT { <urn:s> <urn:p> "\\u0001" } {}', r"U\+0001"),
        ("CONSTRUCT { <urn:s> <http://e/1> 1 } {}", "a predicate whose IRI ends in no XML name"),
    ],
)
def test_what_xml_cannot_hold_is_refused_instead_of_sent(store, text, reason):
    with pytest.raises(NotAcceptable, match=reason):
        answered(store, text, "application/rdf+xml" if "CONSTRUCT" in text else "application/sparql-results+xml")


@pytest.mark.contract("media types")
def test_terms_that_a_syntax_does_not_know_are_refused_instead_of_failing(store):
    with pytest.raises(NotAcceptable, match="JSON-LD"):
        answered(store, "CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}", "application/ld+json")


@pytest.mark.contract("readers")
def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


@pytest.mark.contract("readers")
def test_readers_never_see_half_a_replacement(store):
    numbered = [[(URIRef(f"{EX}s{i}"), HELD_ON, Literal(edition)) for i in range(50)] for edition in "ab"]
    store.replace({BAKU: numbered[0]})
    seen = set()
    done = threading.Event()

    def read():
        while not done.is_set():
            rows = store.select("SELECT ?edition (COUNT(*) AS ?n) { ?s ?p ?edition } GROUP BY ?edition")
            seen.add(tuple(sorted((str(row["edition"]), int(row["n"])) for row in rows)))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(20):
        store.replace({BAKU: numbered[turn % 2]})
    done.set()
    reader.join()
    assert seen
    assert seen <= {(("a", 50),), (("b", 50),)}


@pytest.mark.contract("values")
def test_a_character_that_xml_cannot_hold_is_replaced(store):
    store.replace({BAKU: [(VISIT, HELD_ON, Literal("4\x00 July\x0b, \ufffe1"))]})
    ((_, _, words),) = store.graph(BAKU)
    assert words == Literal("4� July�, �1")


@pytest.mark.contract("queries")
def test_a_term_put_in_place_of_a_variable_is_taken_as_it_is(store):
    name = Literal('Ali "} SELECT * { ?s ?p ?o')
    store.replace({BAKU: [(VISIT, HELD_ON, name), ON_JULY_4]})
    rows = store.select("SELECT ?visit ?name { ?visit ?held ?name }", {"name": name})
    assert rows == [{"visit": VISIT, "name": name}]


@pytest.mark.contract("queries")
def test_an_unbound_variable_is_left_out_of_its_row(store):
    store.replace({BAKU: [IS_A_VISIT]})
    assert store.select("SELECT ?s ?day { ?s a ?kind OPTIONAL { ?s <http://example.org/heldOn> ?day } }") == [
        {"s": VISIT}
    ]


@pytest.mark.contract("queries")
def test_a_row_needs_a_select_query(store):
    with pytest.raises(BadRequest, match="SELECT"):
        store.select("ASK {}")


@pytest.mark.contract("media types")
@pytest.mark.parametrize(
    ("text", "form", "media_type", "expected"),
    [
        ("SELECT ?day { ?s ?p ?day }", "solutions", "text/csv", "day\r\n2022-07-04\r\n"),
        (
            "SELECT ?s { ?s ?p ?o }",
            "solutions",
            "text/tab-separated-values",
            "?s\n<http://example.org/visit>\n",
        ),
        ("ASK { ?s ?p ?o }", "boolean", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("ASK { ?s a ?o }", "boolean", "text/csv", "false"),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "graph",
            "application/n-triples",
            '<http://example.org/visit> <http://example.org/heldOn> "2022-07-04"'
            "^^<http://www.w3.org/2001/XMLSchema#date> .\n",
        ),
    ],
)
def test_an_answer_is_written_in_a_media_type_of_its_form(store, text, form, media_type, expected):
    store.replace({BAKU: [ON_JULY_4]})
    assert store.answer(Query(text)).form == form
    assert answered(store, text, media_type) == expected


@pytest.mark.contract("media types")
@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
@reads_with_rdflib
def test_a_graph_is_read_back_from_each_syntax(store, media_type, syntax):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4]})
    read = Dataset()
    read.parse(data=answered(store, "CONSTRUCT WHERE { ?s ?p ?o }", media_type), format=syntax)
    assert {quad[:3] for quad in read.quads()} == {IS_A_VISIT, ON_JULY_4}


@pytest.mark.contract("media types")
def test_a_graph_cannot_be_written_as_a_table(store):
    with pytest.raises(NotAcceptable, match="text/turtle"):
        answered(store, "DESCRIBE <http://example.org/visit>", "text/csv")


@pytest.mark.contract("datasets of a request or by FROM")
@pytest.mark.parametrize(
    ("dataset", "in_default", "in_named"),
    [
        ({}, {"4", "5"}, {BAKU, TEHRAN}),
        ({"default_graphs": (str(BAKU),)}, {"4"}, set()),
        ({"named_graphs": (str(BAKU),)}, set(), {BAKU}),
        ({"default_graphs": (str(BAKU), str(TEHRAN)), "named_graphs": (str(TEHRAN),)}, {"4", "5"}, {TEHRAN}),
        ({"default_graphs": (EX + "unknown",)}, set(), set()),
    ],
)
def test_the_dataset_of_the_request_is_exactly_the_one_queried(store, dataset, in_default, in_named):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4], TEHRAN: [IS_A_VISIT, ON_JULY_5]})
    days = bindings(store, "SELECT ?day { ?s <http://example.org/heldOn> ?day }", **dataset)
    assert {row["day"]["value"][-1] for row in days} == in_default
    graphs = bindings(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **dataset)
    assert {URIRef(row["g"]["value"]) for row in graphs} == in_named


@pytest.mark.contract("datasets of a request or by FROM")
def test_several_default_graphs_of_a_request_are_merged(store):
    store.replace({BAKU: [IS_A_VISIT], TEHRAN: [IS_A_VISIT]})
    rows = bindings(store, "SELECT ?s { ?s a ?kind }", default_graphs=(str(BAKU), str(TEHRAN)))
    assert len(rows) == 1


@pytest.mark.contract("datasets of a request or by FROM")
def test_a_dataset_named_by_no_iri_is_a_bad_request(store):
    with pytest.raises(BadRequest, match="absolute IRI"):
        store.answer(Query("ASK {}", default_graphs=("not an iri",)))


@pytest.mark.contract("queries")
def test_a_relative_iri_is_read_against_the_base_of_the_request(store):
    store.replace({BAKU: [IS_A_VISIT]})
    assert answered(store, "ASK { <visit> a ?kind }", "text/csv", base_iri=EX) == "true"


@pytest.mark.contract("readers")
def test_a_reader_that_stops_listening_ends_the_answer(store):
    class HungUp(io.RawIOBase):
        def write(self, data):
            raise BrokenPipeError("the reader is gone")

    store.replace({BAKU: [IS_A_VISIT]})
    with pytest.raises(BrokenPipeError):
        store.answer(Query("SELECT * { ?s ?p ?o }")).write(HungUp(), "text/csv")


@pytest.mark.contract("dumps")
@pytest.mark.parametrize(
    ("media_type", "syntax"),
    [("application/n-quads", "nquads"), ("application/trig", "trig"), ("application/x-jelly-rdf", "jelly")],
)
@reads_with_rdflib
def test_a_dump_holds_every_named_graph_and_not_the_merge(store, media_type, syntax):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4], TEHRAN: [IS_A_VISIT]})
    target = io.BytesIO()
    store.dump(target, media_type)
    read = Dataset()
    read.parse(data=target.getvalue(), format=syntax)
    assert set(read.quads()) == {(*IS_A_VISIT, BAKU), (*ON_JULY_4, BAKU), (*IS_A_VISIT, TEHRAN)}


def dumped(store, media_type="application/n-quads"):
    target = io.BytesIO()
    store.dump(target, media_type)
    return target.getvalue()


@pytest.mark.contract("dumps")
def test_the_same_content_is_dumped_as_the_same_bytes_by_every_store(store):
    store.replace({BAKU: [IS_A_VISIT, ON_JULY_4]})
    store.replace({TEHRAN: [IS_A_VISIT, ON_JULY_4]})
    other = EmbeddedStore()
    other.replace({TEHRAN: [ON_JULY_4, IS_A_VISIT], BAKU: [ON_JULY_4, IS_A_VISIT]})
    assert dumped(store) == dumped(other)
    assert dumped(store).count(b"\n") == 4


@pytest.mark.contract("dumps")
def test_a_dump_in_a_syntax_without_graphs_is_refused(store):
    with pytest.raises(NotAcceptable, match="application/trig"):
        store.dump(io.BytesIO(), "text/turtle")


@pytest.mark.contract("wrong queries")
def test_a_query_of_our_own_that_is_wrong_is_a_syntax_error(store):
    with pytest.raises(QuerySyntaxError):
        store.select("SELECT * {")


@pytest.mark.contract("wrong queries")
def test_a_query_that_is_no_unicode_is_a_bad_request(store):
    with pytest.raises(BadRequest, match="Unicode"):
        store.answer(Query('ASK { ?s ?p "\ud800" }'))


@pytest.mark.contract("wrong queries")
def test_an_empty_query_is_a_syntax_error(store):
    with pytest.raises(QuerySyntaxError):
        store.answer(Query(""))


@pytest.mark.contract("datasets of a request or by FROM")
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (COUNT(*) AS ?n) FROM <{BAKU}> FROM <{TEHRAN}> {{ ?s ?p ?o }}",
        f"PREFIX e: <{EX}article/> SELECT (COUNT(*) AS ?n) FROM e:baku # first\nFROM e:tehran {{ ?s ?p ?o }}",
        "SELECT (COUNT(*) AS ?n) FROM <baku> FROM <tehran> FROM NAMED <baku> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <x> FROM NAMED <baku> FROM NAMED <tehran> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_several_from_clauses_are_merged(store, text):
    store.replace({BAKU: [IS_A_VISIT], TEHRAN: [IS_A_VISIT, ON_JULY_4]})
    (row,) = bindings(store, text, base_iri=EX + "article/")
    assert row["n"]["value"] == ("3" if "GRAPH" in text else "2")


@pytest.mark.contract("datasets of a request or by FROM")
def test_the_dataset_of_the_request_wins_over_the_from_clauses(store):
    store.replace({BAKU: [IS_A_VISIT], TEHRAN: [ON_JULY_4, ON_JULY_5]})
    text = f"SELECT * FROM <{BAKU}> FROM <{TEHRAN}> {{ ?s ?p ?o }}"
    assert len(bindings(store, text, default_graphs=(str(TEHRAN),))) == 2
    assert len(bindings(store, text, default_graphs=(str(TEHRAN), EX + "none"))) == 2


@pytest.mark.contract("media types")
def test_a_graph_is_written_with_the_prefixes_of_the_ontology(store):
    kind = URIRef("https://w3id.org/communique/ontology#Visit")
    store.replace({BAKU: [(VISIT, RDF.type, kind)]})
    assert "a :Visit" in answered(store, "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
