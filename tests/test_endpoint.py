"""`/sparql` over HTTP: formats, errors, streams."""

import gzip
import http.client
import json
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

import pytest
from evaluators import app_on
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from served import IRIS
from SPARQLWrapper import CSV, JSON, TURTLE, SPARQLWrapper

from kg.access import Role, Token
from kg.sparql.description import SD
from kg.store.embedded import EmbeddedStore
from kg.web.gate import Access

pytest_plugins = ["web_fixtures"]

SELECT = "SELECT ?x WHERE { VALUES ?x { 1 2 } }"
CONSTRUCT = "CONSTRUCT { <urn:s> <http://x.example/p> 1 } WHERE {}"
MEETINGS = "PREFIX : <https://w3id.org/communique/ontology#> SELECT ?m WHERE { ?m a :Meeting }"


def ask(client: FlaskClient, query: str, accept: str | None = None, **more: str):
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **more}, headers=headers)


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        ("application/sparql-results+json", b'"value":"2"'),
        ("application/sparql-results+xml", b"<sparql"),
        ("text/csv", b"x\r\n1\r\n2\r\n"),
        ("text/tab-separated-values", b"?x\n1\n2\n"),
    ],
)
def test_solutions_come_in_each_format(client: FlaskClient, accept: str, body: bytes) -> None:
    answer = ask(client, SELECT, accept)
    assert answer.status_code == 200
    assert answer.mimetype == accept
    assert answer.content_type == (f"{accept}; charset=utf-8" if accept.startswith("text/") else accept)
    assert body in answer.data
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_each_format(client: FlaskClient, accept: str, syntax: RdfFormat) -> None:
    answer = ask(client, CONSTRUCT, accept)
    assert answer.mimetype == accept
    assert len(list(parse(answer.data, format=syntax))) == 1


def test_ask_comes_as_json_without_an_accept_header(client: FlaskClient) -> None:
    answer = ask(client, "ASK {}")
    assert answer.mimetype == "application/sparql-results+json"
    assert json.loads(answer.data)["boolean"] is True


def test_a_graph_without_triples_is_an_answer(client: FlaskClient) -> None:
    answer = ask(client, "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p <urn:none> }", "application/n-triples")
    assert (answer.status_code, answer.data) == (200, b"")


def test_both_forms_of_post_are_answered(client: FlaskClient) -> None:
    form = client.post("/sparql", data={"query": SELECT, "format": "csv"})
    direct = client.post("/sparql?format=csv", data=SELECT, content_type="application/sparql-query")
    assert form.data == direct.data == b"x\r\n1\r\n2\r\n"


def test_the_format_parameter_wins_over_accept(client: FlaskClient) -> None:
    assert ask(client, SELECT, "text/csv", format="tsv").mimetype == "text/tab-separated-values"


def test_the_dataset_of_the_request_counts(client: FlaskClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    article = ask(client, count, "text/csv", **{"default-graph-uri": IRIS.article("baku")})
    nowhere = ask(client, count, "text/csv", **{"default-graph-uri": "http://127.0.0.1:1/none"})
    assert int(article.data.split()[1]) > 10
    assert nowhere.data.split()[1] == b"0"


def test_a_wrong_query_is_explained_with_line_column_and_hint(client: FlaskClient) -> None:
    answer = ask(client, "SELECT *\nWHERE {\n  FILTR(?x = 1)\n}")
    problem = json.loads(answer.data)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert (problem["line"], problem["column"]) == (3, 3)
    assert "FILTER" in problem["hint"]


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "status"),
    [
        ("GET", "/sparql?query=", {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, 400),
        ("GET", "/sparql?query=CLEAR%20ALL", {}, 400),
        ("POST", "/sparql", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 401),
        ("POST", "/sparql", {"data": {"update": "CLEAR ALL"}}, 401),
        ("PUT", "/graphs?default", {"data": "", "content_type": "text/turtle"}, 401),
        ("GET", "/graphs?graph=urn:none", {}, 404),
        ("POST", "/sparql", {"data": "ASK {}", "content_type": "text/plain"}, 415),
        ("POST", "/sparql", {"data": "ASK {}"}, 415),
        ("PUT", "/sparql", {"data": "ASK {}", "content_type": "application/sparql-query"}, 405),
        ("GET", "/sparql?query=SELECT%20*%20%7B%7D", {"headers": {"Accept": "image/png"}}, 406),
        ("GET", "/sparql?query=ASK%20%7B%7D", {"headers": {"Accept": "text/turtle"}}, 406),
        ("GET", "/sparql?query=ASK%20%7B%7D&format=%0d%0aX-Evil:%201", {}, 406),
        ("POST", "/sparql", {"data": b"#" * 2_000_000, "content_type": "application/sparql-query"}, 413),
    ],
)
def test_a_refused_request_gets_its_status_and_the_reason(
    client: FlaskClient, method: str, path: str, kwargs: dict, status: int
) -> None:
    answer = client.open(path, method=method, **kwargs)
    assert answer.status_code == status
    assert json.loads(answer.data)["detail"]
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize(
    ("query", "status", "place"),
    [
        ("SELECT * WHERE {\n  SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, (2, 3)),
        ("ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }", 400, (1, 76)),
    ],
)
def test_a_query_that_would_harm_is_stopped_before_the_engine(client: FlaskClient, query, status, place) -> None:
    answer = client.post("/sparql", data={"query": query})
    problem = json.loads(answer.data)
    assert (answer.status_code, problem["line"], problem["column"]) == (status, *place)
    assert problem["hint"]
    assert ask(client, "ASK {}").status_code == 200


def test_a_method_that_is_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    assert "POST" in client.delete("/sparql").headers["Allow"]


def test_head_gives_the_headers_of_get_without_a_body(client: FlaskClient) -> None:
    answer = client.head("/sparql", query_string={"query": SELECT}, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "text/csv", b"")


def test_any_page_may_read_the_answers(client: FlaskClient) -> None:
    preflight = client.options("/sparql", headers={"Origin": "https://yasgui.example"})
    assert preflight.status_code == 200
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert ask(client, "ASK {}").headers["Access-Control-Allow-Origin"] == "*"


def test_a_browser_is_led_to_the_form_with_its_query(client: FlaskClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert ask(client, "ASK {}", accept).headers["Location"] == "/query?query=ASK+%7B%7D"
    assert client.get("/sparql", headers={"Accept": accept}).headers["Location"] == "/query"
    assert ask(client, SELECT, accept, format="csv").mimetype == "text/csv"


def test_sparqlwrapper_reads_the_endpoint_as_any_other(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(MEETINGS)
    wrapper.setReturnFormat(JSON)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) >= 1
    wrapper.setMethod("POST")
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().startswith(b"m\r\n")
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=wrapper.queryAndConvert())) == 1


def test_both_dumps_hold_every_named_graph(client: FlaskClient, store: EmbeddedStore) -> None:
    for name, syntax in (("communique.nq.gz", RdfFormat.N_QUADS), ("communique.trig.gz", RdfFormat.TRIG)):
        answer = client.get(f"/dumps/latest/{name}")
        assert answer.mimetype == "application/gzip"
        names = {quad.graph_name.value for quad in parse(gzip.decompress(answer.data), format=syntax)}
        assert names == {str(name) for name in store.graphs()}
    assert "communique.trig.gz" in client.get("/dumps/").text
    assert client.get("/dumps/latest/communique.exe").status_code == 404


def test_a_long_answer_arrives_whole(server: str) -> None:
    digits = " ".join("0123456789")
    query = "SELECT * WHERE { " + " ".join(f"VALUES ?{name} {{ {digits} }}" for name in "abcde") + " }"
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    answer = connection.getresponse()
    assert answer.read().count(b"\r\n") == 100_001
    connection.close()


# The graph of the articles: everybody reads each of its graphs, and nobody writes any of them here.


def test_the_graphs_of_articles_and_their_merge_are_given(client: FlaskClient, store: EmbeddedStore) -> None:
    for graph in (IRIS.article("baku"), IRIS.graph("reference")):
        answer = client.get("/graphs", query_string={"graph": graph}, headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200
        assert len(answer.data.splitlines()) == store.count(graph)
    merge = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert len(merge.data.splitlines()) == store.count()


def test_the_description_does_not_promise_updates(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).data)
    assert SD.SPARQL11Query in set(graph.objects(None, SD.supportedLanguage))
    assert SD.SPARQL11Update not in set(graph.objects(None, SD.supportedLanguage))


def test_whoever_may_write_is_told_that_nothing_is_written_here(store: EmbeddedStore) -> None:
    token = Token("desk", Role.ADMIN, (), datetime.now(UTC))
    access = Access(lambda _text: token)
    app = app_on(lambda: store, IRIS, access=access)
    client, shown = app.test_client(), {"Authorization": "Bearer x"}
    for answer in (
        client.post("/sparql", data={"update": "INSERT DATA { <urn:s> <urn:p> 1 }"}, headers=shown),
        client.put("/graphs?default", data="<urn:s> <urn:p> 1 .", content_type="text/turtle", headers=shown),
        client.delete("/graphs", query_string={"graph": IRIS.article("baku")}, headers=shown),
    ):
        assert answer.status_code == 403
        assert json.loads(answer.data)["detail"] == "nothing is written over HTTP here"
