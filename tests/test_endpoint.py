"""`/sparql` over HTTP: formats, errors, streams."""

import gzip
import http.client
import json
import threading
from collections.abc import Iterator
from typing import IO
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from served import IRIS
from SPARQLWrapper import CSV, JSON, TURTLE, SPARQLWrapper
from werkzeug.serving import make_server

from kg.errors import QueryTimeout
from kg.ontology import load_ontology
from kg.resources import resource
from kg.serving import THREADS
from kg.store.embedded import EmbeddedStore
from kg.web import create_app
from kg.web.runs import MOST_AT_ONCE, MOST_WAITING, Runs
from kg.web.streaming import Stream

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
        ("GET", "/sparql", {}, 400),
        ("GET", "/sparql?query=", {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, 400),
        ("GET", "/sparql?query=CLEAR%20ALL", {}, 400),
        ("POST", "/sparql", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 400),
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
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    ],
)
def test_a_query_that_would_harm_is_stopped_before_the_engine(client: FlaskClient, query: str) -> None:
    assert client.post("/sparql", data={"query": query}).status_code == 400
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
        answer = client.get(f"/dumps/{name}")
        assert answer.mimetype == "application/gzip"
        names = {quad.graph_name.value for quad in parse(gzip.decompress(answer.data), format=syntax)}
        assert names == {str(name) for name in store.graphs()}
    assert "communique.trig.gz" in client.get("/dumps/").text
    assert client.get("/dumps/communique.exe").status_code == 404


# What follows is about streams as such: first pieces, errors in the middle, clients that go away.


def test_an_error_before_the_first_piece_is_raised_at_once() -> None:
    def fail(target: IO[bytes]) -> None:
        target.write(b"too little to be sent")
        raise ValueError("early")

    with pytest.raises(ValueError, match="early"):
        Stream(fail, Runs())


def test_an_error_after_the_first_piece_is_raised_while_sending() -> None:
    def fail(target: IO[bytes]) -> None:
        target.write(b"x" * 100_000)
        raise ValueError("late")

    pieces = iter(Stream(fail, Runs()))
    assert len(next(pieces)) == 100_000
    with pytest.raises(ValueError, match="late"):
        next(pieces)


def test_a_reader_that_goes_away_ends_the_writer() -> None:
    ended = threading.Event()

    def write_for_ever(target: IO[bytes]) -> None:
        try:
            while True:
                target.write(b"x" * 100_000)
        finally:
            ended.set()

    stream = Stream(write_for_ever, Runs())
    next(iter(stream))
    stream.close()
    assert ended.wait(5)


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """Set at the end, so that what waits for it ends too."""
    event = threading.Event()
    yield event
    event.set()


def test_who_waits_for_the_first_piece_is_told_when_it_takes_too_long(stuck: threading.Event) -> None:
    with pytest.raises(QueryTimeout, match=r"no answer within 0\.1 seconds.*KG_QUERY_TIMEOUT"):
        Stream(lambda target: stuck.wait() and None, Runs(0.1))


def test_who_waits_for_a_later_piece_is_not_kept_for_ever_either(stuck: threading.Event) -> None:
    def stop_in_the_middle(target: IO[bytes]) -> None:
        target.write(b"x" * 100_000)
        stuck.wait()

    pieces = iter(Stream(stop_in_the_middle, Runs(0.1)))
    next(pieces)
    with pytest.raises(QueryTimeout):
        next(pieces)


class _StuckStore(EmbeddedStore):
    """Never answers a query of somebody, as the engine does when it counts a product of all triples."""

    def __init__(self, stuck: threading.Event) -> None:
        super().__init__(None)
        self._stuck = stuck

    def answer(self, query):  # type: ignore[no-untyped-def]
        self._stuck.wait()
        raise OSError("told to stop")


@pytest.mark.parametrize("door", ["/sparql", "/query"])
def test_queries_that_never_end_stop_neither_pages_nor_health(
    stuck: threading.Event, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.runs._PATIENCE", 0.1)
    app = create_app(lambda: _StuckStore(stuck), load_ontology(resource("ontology")), IRIS, resource("queries"), 0.1)
    answers = [app.test_client().get(door, query_string={"query": SELECT}) for _ in range(MOST_AT_ONCE + 2)]
    assert {answer.status_code for answer in answers} == {503}
    assert "Retry-After" not in answers[0].headers
    assert "no answer within" in answers[0].text
    assert answers[-1].headers["Retry-After"] == "10"
    assert f"{MOST_AT_ONCE} queries are running" in answers[-1].text
    assert app.test_client().get("/health").status_code == app.test_client().get("/").status_code == 200


def test_a_place_is_free_again_when_a_query_has_ended(client: FlaskClient) -> None:
    for _ in range(3 * MOST_AT_ONCE):
        assert ask(client, SELECT).status_code == 200
        assert client.get("/query", query_string={"query": SELECT}).status_code == 200


def test_queries_leave_threads_of_the_server_free() -> None:
    assert MOST_AT_ONCE + MOST_WAITING < THREADS


class _FailingStore(EmbeddedStore):
    """Writes more than one piece of every answer, then loses its disk."""

    def answer(self, query):  # type: ignore[no-untyped-def]
        return _FailingAnswer()


class _FailingAnswer:
    form = "solutions"

    def write(self, target: IO[bytes], media_type: str) -> None:
        target.write(b"x\r\n" * 100_000)
        raise OSError("disk gone")


@pytest.fixture
def failing_server() -> Iterator[str]:
    app = create_app(lambda: _FailingStore(None), load_ontology(resource("ontology")), IRIS, resource("queries"))
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_an_answer_that_breaks_off_does_not_look_whole(failing_server: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(failing_server).netloc, timeout=10)
    connection.request("GET", f"/sparql?{urlencode({'query': SELECT})}", headers={"Accept": "text/csv"})
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises(http.client.IncompleteRead):
        answer.read()
    connection.close()


def test_a_long_answer_arrives_whole(server: str) -> None:
    digits = " ".join("0123456789")
    query = "SELECT * WHERE { " + " ".join(f"VALUES ?{name} {{ {digits} }}" for name in "abcde") + " }"
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    answer = connection.getresponse()
    assert answer.read().count(b"\r\n") == 100_001
    connection.close()
