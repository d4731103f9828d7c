"""The two protocols to the letter, over real HTTP: what the W3C's tests of them ask, and more, in our own words.

The W3C's own tests, as a checker beside the checkout sends them, run where that is.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from kg.formats import SOLUTIONS
from kg.sparql.description import SD

ROOT = Path(__file__).resolve().parent.parent
CHECKS = Path(os.environ.get("KG_CHECKS_DIR") or ROOT.parent / "shared" / "checks")
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
JSON, TURTLE = "application/sparql-results+json", "text/turtle; charset=utf-8"
CARD = (
    b"@prefix v: <http://www.w3.org/2006/vcard/ns#> . "
    b"<http://x.example/1> v:hasCard [ a v:VCard ; v:fn 'Jane \xc3\x89' ] ."
)
OTHER = CARD.replace(b"Jane", b"John")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def graph(self) -> Graph:
        return Graph().parse(data=self.body, format=self.headers["content-type"].split(";")[0])

    @property
    def boolean(self) -> bool:
        return json.loads(self.body)["boolean"]


@dataclass(frozen=True)
class Served:
    """A server, and the token with which it is written to."""

    url: str
    token: str

    def send(
        self, method: str, target: str, body: bytes | None = None, token: str | None = "", **headers: str
    ) -> Answer:
        """Send just these headers (`Content_Type` stands for Content-Type), and the token unless it is `None`."""
        with closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)) as connection:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if token is not None:
                connection.putheader("Authorization", f"Bearer {token or self.token}")
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def update(self, text: str, *dataset: tuple[str, str], **more: str) -> Answer:
        return self.send("POST", f"/sparql?{urlencode(dataset)}", text.encode(), Content_Type=UPDATE, **more)

    def ask(self, text: str) -> bool:
        return self.send("POST", "/sparql", text.encode(), Content_Type=QUERY, Accept=JSON).boolean


@contextmanager
def serving_plain(folder: Path, **settings: str) -> Iterator[Served]:
    """`kg serve --dataset plain` on a free port, with a token of a writer; `query_timeout="5"` is KG_QUERY_TIMEOUT."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"KG_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    environment |= {f"KG_{name.upper()}": value for name, value in settings.items()}
    run = {"cwd": folder, "env": os.environ | environment}
    kg = [sys.executable, "-m", "kg"]
    made = subprocess.run(
        [*kg, "token", "new", "--role", "writer", "--name", "test"], check=True, capture_output=True, text=True, **run
    )
    with (folder / "output").open("wb") as output:
        server = subprocess.Popen(
            [*kg, "serve", "--dataset", "plain", "--port", str(port)], stdout=output, stderr=output, **run
        )
    found = Served(f"http://127.0.0.1:{port}", made.stdout.splitlines()[-1])
    try:
        for _ in range(200):
            try:
                if found.send("GET", "/health").status == 200:
                    break
            except OSError:
                assert server.poll() is None, (folder / "output").read_text()
            time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An ordinary dataset with a short deadline."""
    with serving_plain(tmp_path_factory.mktemp("plain"), query_timeout="5") as found:
        yield found


@pytest.fixture
def empty(served: Served) -> Served:
    assert served.update("DROP ALL").status == 204
    return served


# Queries.


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize(
    ("method", "sent", "content_type", "body"),
    [
        ("GET", {"query": "ASK {}"}, None, None),
        ("POST", {}, FORM, b"query=ASK%20%7B%7D"),
        ("POST", {}, QUERY, b"ASK {}"),
        ("POST", {}, f"{QUERY}; charset=utf-8", b"ASK {}"),
        ("POST", {}, "Application/SPARQL-Query", b"ASK {}"),
    ],
)
def test_a_query_comes_in_three_ways(served: Served, path, method, sent, content_type, body) -> None:
    headers = {"Content_Type": content_type} if content_type else {}
    answer = served.send(method, f"{path}?{urlencode(sent)}", body, None, **headers)
    assert (answer.status, answer.boolean) == (200, True)
    assert answer.headers["content-type"] == JSON


@pytest.mark.parametrize(
    ("method", "target", "content_type", "body", "status"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", FORM, b"", 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, None, 400),
        ("GET", "/sparql?query=", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B", None, None, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=not%20an%20iri", None, None, 400),
        ("POST", "/sparql", None, b"ASK {}", 415),
        ("POST", "/sparql", None, b"query=ASK%20%7B%7D", 415),
        ("POST", "/sparql", "text/plain", b"ASK {}", 415),
        ("POST", "/sparql", f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
        ("POST", "/sparql", QUERY, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", FORM, b"x=y", 400),
        ("POST", "/sparql", QUERY, b"CLEAR ALL", 400),
        ("POST", "/sparql", QUERY, b"SELECT (<urn:f>(1) AS ?x) {}", 400),
        ("POST", "/sparql", UPDATE, b"INSERT { ?s ?p ?x } WHERE { BIND(<urn:f>(1) AS ?x) ?s ?p 1 }", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR%20XYZ", 400),
        ("POST", "/sparql", UPDATE, b"ASK {}", 400),
        ("POST", "/sparql", f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16"), 415),
        ("POST", "/sparql", UPDATE, "CLEAR NAMED".encode("utf-16"), 400),
        (
            "POST",
            "/sparql?using-named-graph-uri=urn:g",
            UPDATE,
            b"WITH <urn:h> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            400,
        ),
        ("POST", "/sparql?using-graph-uri=urn:g", UPDATE, b"INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 1 }", 400),
        ("POST", "/sparql", UPDATE, b"LOAD <http://127.0.0.1:9/x>", 403),
        ("POST", "/sparql", UPDATE, b"LOAD SILENT <file:///etc/passwd>", 403),
        ("POST", "/sparql", UPDATE, b"INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p 1 } }", 403),
        ("POST", "/sparql", QUERY, b"SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }", 403),
        ("POST", "/sparql", QUERY, b"ASK { FILTER" + b"(" * 20_000 + b"1" + b")" * 20_000 + b" }", 400),
        ("POST", "/sparql", UPDATE, b"#" * 2_000_000, 413),
    ],
)
def test_what_the_protocol_forbids_gets_its_status(served: Served, method, target, content_type, body, status) -> None:
    headers = {"Content_Type": content_type} if content_type else {}
    answer = served.send(method, target, body, **headers)
    assert answer.status == status
    assert json.loads(answer.body)["detail"]
    assert served.ask("ASK {}")


def test_the_dataset_of_the_request_wins_over_that_of_the_query(empty: Served) -> None:
    empty.update("INSERT DATA { GRAPH <urn:1> { <urn:1> a <urn:T> } GRAPH <urn:2> { <urn:2> a <urn:T> } }")
    both = "ASK FROM <urn:none> { <urn:1> a ?t . <urn:2> a ?t FILTER NOT EXISTS { GRAPH ?g {} } }"
    sent = [("query", both), ("default-graph-uri", "urn:1"), ("default-graph-uri", "urn:2")]
    assert empty.send("GET", f"/sparql?{urlencode(sent)}").boolean
    named = "ASK { GRAPH <urn:1> { ?s a ?t } FILTER NOT EXISTS { GRAPH <urn:2> { ?s a ?t } } }"
    sent = [("query", named), ("named-graph-uri", "urn:1")]
    assert empty.send("GET", f"/sparql?{urlencode(sent)}").boolean


def test_relative_iris_are_those_of_the_endpoint(empty: Served) -> None:
    assert empty.update("INSERT DATA { <urn:s> <urn:p> <x> }").status == 204
    assert empty.ask(f"ASK {{ <urn:s> <urn:p> <x> FILTER(<x> = <{empty.url}/x>) }}")


@pytest.mark.parametrize(
    ("format_", "media_type"),
    [
        ("ttl", TURTLE),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
        ("trig", "application/trig"),
        ("nq", "application/n-quads"),
    ],
)
def test_triples_come_in_each_format(served: Served, format_: str, media_type: str) -> None:
    query = quote("CONSTRUCT { <urn:s> <http://x.example/p> 'é' } WHERE {}")
    for headers, choice in (({}, f"&format={format_}"), ({"Accept": media_type}, "")):
        answer = served.send("GET", f"/sparql?query={query}{choice}", **headers)
        assert answer.headers["content-type"] == media_type
        assert "é" in answer.body.decode() or "\\u00e9" in answer.body.decode().lower()


def test_a_triple_may_be_a_term(empty: Served) -> None:
    empty.update('INSERT DATA { <urn:s> <urn:says> <<( <urn:a> <urn:b> "c"@en--ltr )>> }')
    query = quote("SELECT ?s (SUBJECT(?t) AS ?about) { ?s <urn:says> ?t }")
    rows = json.loads(empty.send("GET", f"/sparql?query={query}&format=json").body)["results"]["bindings"]
    assert rows[0]["about"]["value"] == "urn:a"
    turtle = empty.send("GET", "/graphs?default", Accept=TURTLE).body.decode()
    assert '<<( <urn:a> <urn:b> "c"@en--ltr )>>' in turtle


@pytest.mark.parametrize("media_type", SOLUTIONS.values())
def test_tables_hold_triples_and_directions(served: Served, media_type: str) -> None:
    query = 'VERSION "1.2" SELECT * { VALUES ?t { <<( <urn:a> <urn:b> "c"@ar--rtl )>> } }'
    answer = served.send("GET", f"/sparql?query={quote(query)}", Accept=f"{media_type}; version=1.2")
    assert answer.headers["content-type"].partition(";")[0] == media_type
    if media_type == SOLUTIONS["csv"]:
        assert answer.body == b"t\r\nurn:a urn:b c\r\n"
    else:
        rows = ox.parse_query_results(answer.body, ox.QueryResultsFormat.from_media_type(media_type))
        said = ox.Literal("c", language="ar", direction=ox.BaseDirection.RTL)
        assert next(iter(rows))["t"] == ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), said)


def test_what_is_sent_may_tell_its_version(empty: Served) -> None:
    text = b'VERSION "1.2" <urn:s> <urn:p> "x"@en--ltr ~ <urn:r> {| <urn:q> 1 |} .'
    assert empty.send("PUT", "/graphs?default", text, Content_Type=f"{TURTLE}; version=1.2").status == 204
    update = b'VERSION "1.2" INSERT DATA { <urn:s> <urn:p> 1 ~ <urn:r> }'
    assert empty.send("POST", "/sparql", update, Content_Type=f"{UPDATE}; version=1.2").status == 204
    query = (
        b'VERSION "1.2" ASK { << <urn:s> <urn:p> "x"@en--ltr ~ <urn:r> >> <urn:q> 1 . << <urn:s> <urn:p> 1 >> ?p 1 }'
    )
    answer = empty.send("POST", "/sparql", query, Content_Type=f"{QUERY}; version=1.2", Accept=JSON)
    assert answer.boolean


def test_head_tells_what_get_would(served: Served) -> None:
    got, told = (served.send(method, "/sparql?query=ASK%20%7B%7D", Accept=JSON) for method in ("GET", "HEAD"))
    assert (told.status, told.body) == (200, b"")
    assert told.headers["content-type"] == got.headers["content-type"] == JSON
    assert told.headers["content-length"] == got.headers["content-length"]


def test_a_query_that_never_ends_is_an_error_and_harms_nothing(served: Served) -> None:
    rows = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(300)))} }}" for n in range(4))
    answer = served.send("POST", "/sparql", f"SELECT (COUNT(*) AS ?c) {{ {rows} }}".encode(), Content_Type=QUERY)
    assert answer.status == 504
    assert served.ask("ASK {}")


# The service description.


def test_the_endpoint_describes_itself(served: Served) -> None:
    for target, accept in (
        ("/sparql", TURTLE),
        ("/sparql/", "application/rdf+xml"),
        ("/sparql", "application/n-triples"),
    ):
        graph = served.send("GET", target, None, None, Accept=accept).graph
        (service,) = graph.subjects(RDF.type, SD.Service)
        assert graph.value(service, SD.endpoint) == URIRef(served.url + target)
        assert {SD.SPARQL11Query, SD.SPARQL11Update} <= set(graph.objects(service, SD.supportedLanguage))
        assert graph.value(graph.value(service, SD.defaultDataset), SD.defaultGraph)


def test_a_browser_gets_the_form_instead(served: Served) -> None:
    page = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert served.send("GET", "/sparql", Accept=page).headers["location"] == "/query"
    assert served.send("GET", "/", Accept=page).headers["location"] == "/query"
    form = served.send("GET", "/query", Accept=page).body.decode()
    assert "<textarea" in form
    assert "/meeting/" not in form
    answered = served.send("GET", f"/query?query={quote('SELECT (1 AS ?one) {}')}", Accept=page)
    assert "<td" in answered.body.decode()


# Updates.


def test_an_update_is_seen_by_the_next_query(empty: Served) -> None:
    for number, (content_type, body) in enumerate(
        [(UPDATE, "INSERT DATA { <urn:s> <urn:p> %d }"), (FORM, "update=INSERT+DATA+{+<urn:s>+<urn:p>+%d+}")]
    ):
        answer = empty.send("POST", "/sparql", (body % number).encode(), Content_Type=content_type)
        assert (answer.status, answer.body) == (204, b"")
        assert empty.ask(f"ASK {{ <urn:s> <urn:p> {number} }}")


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_the_dataset_of_an_update_is_what_its_patterns_see(empty: Served, path: str) -> None:
    empty.update(
        "INSERT DATA { <urn:0> a <urn:T> "
        + "".join(f"GRAPH <urn:{n}> {{ <urn:{n}> a <urn:T> }}" for n in (1, 2, 3))
        + "}"
    )
    update = (
        "INSERT { GRAPH <urn:found> { ?s <urn:in> ?g } } WHERE { { ?s a <urn:T> BIND('default' AS ?g) } UNION "
        "{ GRAPH ?g { ?s a <urn:T> } } }"
    )
    assert empty.update(update, ("using-graph-uri", "urn:1"), ("using-named-graph-uri", "urn:2")).status == 204
    query = quote("SELECT ?s ?g { GRAPH <urn:found> { ?s <urn:in> ?g } } ORDER BY ?s")
    assert empty.send("GET", f"{path}?query={query}&format=csv").body == b"s,g\r\nurn:1,default\r\nurn:2,urn:2\r\n"


def test_a_wrong_update_is_explained(served: Served) -> None:
    answer = served.update("CLEAR ALL ;\n INSRT DATA { <urn:s> <urn:p> 1 }")
    problem = json.loads(answer.body)
    assert (answer.status, problem["line"], problem["column"]) == (400, 2, 2)
    assert "INSERT" in problem["hint"]


# The graph store.


@pytest.mark.parametrize(
    "target",
    ["/graphs/person/1.ttl", "/graphs/a%2Fb%20%C3%A9//c", f"/graphs?graph={quote('http://x.example/g', safe='')}"],
)
def test_a_graph_is_put_read_replaced_and_deleted(empty: Served, target: str) -> None:
    assert empty.send("GET", target).status == 404
    assert empty.send("HEAD", target, Accept=TURTLE).status == 404
    assert empty.send("PUT", target, CARD, Content_Type=TURTLE).status == 201
    assert empty.send("PUT", target, OTHER, Content_Type=TURTLE).status == 204
    answer = empty.send("GET", target, Accept="text/turtle")
    assert (answer.status, answer.headers["content-type"]) == (200, TURTLE)
    assert isomorphic(answer.graph, Graph().parse(data=OTHER))
    told = empty.send("HEAD", target, Accept="text/turtle; charset=utf-8")
    assert (told.status, told.headers["content-type"], told.body) == (200, TURTLE, b"")
    assert empty.send("DELETE", target).status == 204
    assert empty.send("DELETE", target).status == 404
    assert not empty.ask("ASK { GRAPH ?g {} }")


def test_the_name_of_a_graph_is_the_very_address(empty: Served) -> None:
    empty.send("PUT", "/graphs/a%2Fb//%31?format=ttl", b"<> <urn:p> <x> .", Content_Type=TURTLE)
    assert empty.ask(f"ASK {{ GRAPH <{empty.url}/graphs/a%2Fb//%31> {{ ?g <urn:p> <{empty.url}/graphs/a%2Fb//x> "
                     f"FILTER(?g = <{empty.url}/graphs/a%2Fb//%31>) }} }}")  # fmt: skip
    for token in ("", None):  # without a token answers are kept for others
        assert empty.send("GET", "/graphs/a%2Fb//%31", None, token).status == 200
        assert empty.send("GET", "/graphs/a%2Fb//1", None, token).status == 404
        assert empty.send("GET", "/graphs/a/b//%31", None, token).status == 404


@pytest.mark.parametrize("path", ["/graphs/../x", "/graphs/%2e%2e/%2e%2e/etc/passwd", "/graphs/a/./b"])
def test_an_address_with_dots_names_no_graph(served: Served, path: str) -> None:
    assert served.send("PUT", path, CARD, Content_Type=TURTLE).status in (400, 404)
    assert not served.ask("ASK { GRAPH ?g {} FILTER(CONTAINS(STR(?g), '..') || CONTAINS(STR(?g), 'passwd')) }")


def test_the_name_in_a_parameter_is_decoded_once(empty: Served) -> None:
    base = "/graphs?graph=http://x.example/"
    assert empty.send("PUT", f"{base}%31", CARD, Content_Type=TURTLE).status == 201
    assert empty.send("PUT", f"{base}%2531", OTHER, Content_Type=TURTLE).status == 201
    assert isomorphic(empty.send("GET", f"{base}1", Accept=TURTLE).graph, Graph().parse(data=CARD))
    assert isomorphic(empty.send("GET", f"{base}%2531", Accept=TURTLE).graph, Graph().parse(data=OTHER))


def test_the_default_graph_is_put_and_emptied(empty: Served) -> None:
    assert empty.send("PUT", "/graphs?default", CARD, Content_Type=TURTLE).status == 204
    assert isomorphic(empty.send("GET", "/graphs/?default", Accept=TURTLE).graph, Graph().parse(data=CARD))
    assert empty.send("DELETE", "/graphs?default").status == 204
    answer = empty.send("GET", "/graphs?default", Accept=TURTLE)
    assert (answer.status, len(answer.graph)) == (200, 0)


def test_posting_adds_one_document_or_several(empty: Served) -> None:
    target = "/graphs?graph=urn:g"
    form = (
        b'--xyz\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
        b'<urn:s> <urn:p> 2 .\r\n--xyz\r\nContent-Disposition: form-data; name="b"\r\n'
        b'Content-Type: application/n-triples\r\n\r\n<urn:s> <urn:p> "3" .\r\n--xyz--\r\n'
    )
    assert empty.send("POST", target, b"<urn:s> <urn:p> 1 .", Content_Type=TURTLE).status == 201
    assert empty.send("POST", target, form, Content_Type="multipart/form-data; boundary=xyz").status == 204
    assert len(empty.send("GET", target, Accept=TURTLE).graph) == 3


def test_posting_without_a_name_makes_a_graph_and_tells_its_name(empty: Served) -> None:
    answer = empty.send("POST", "/graphs", CARD, Content_Type=TURTLE)
    iri = answer.headers["location"]
    assert (answer.status, iri.startswith(f"{empty.url}/graphs/")) == (201, True)
    for target in (urlsplit(iri).path, f"/graphs?graph={quote(iri, safe='')}"):
        assert isomorphic(empty.send("GET", target, Accept=TURTLE).graph, Graph().parse(data=CARD))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/n-triples", b"<urn:s> <urn:p> <urn:o> ."),
        ("application/ld+json", b'{"@id": "urn:s", "urn:p": {"@id": "urn:o"}}'),
        (
            "application/rdf+xml",
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><rdf:Description '
            b'rdf:about="urn:s"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_a_graph_may_be_sent_in_each_format(empty: Served, content_type: str, body: bytes) -> None:
    assert empty.send("PUT", "/graphs?graph=urn:g", body, Content_Type=content_type).status == 201
    assert empty.ask("ASK { GRAPH <urn:g> { <urn:s> <urn:p> <urn:o> } }")


BOMB = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("target", "headers", "body", "status"),
    [
        ("/graphs", {"Content_Type": TURTLE}, CARD, 400),
        ("/graphs?default&graph=urn:g", {"Content_Type": TURTLE}, CARD, 400),
        ("/graphs?graph=relative", {"Content_Type": TURTLE}, CARD, 400),
        ("/graphs/a?graph=urn:g", {"Content_Type": TURTLE}, CARD, 400),
        ("/graphs?graph=urn:g", {"Content_Type": TURTLE}, b"<urn:s> <urn:p> oops .", 400),
        ("/graphs?graph=urn:g", {"Content_Type": TURTLE}, "<urn:s> <urn:p> 1 .".encode("utf-16"), 400),
        ("/graphs?graph=urn:g", {"Content_Type": "application/rdf+xml"}, BOMB, 400),
        ("/graphs?graph=urn:g", {"Content_Type": TURTLE}, b"<urn:s> <urn:p> " + b"<<( <urn:s> <urn:p> " * 100_000, 400),
        ("/graphs?graph=urn:g", {"Content_Type": "application/ld+json"}, b'{"@graph":' * 10_000, 400),
        ("/graphs?graph=urn:g", {"Content_Type": "application/ld+json"}, b'{"@context":"http://127.0.0.1:9/"}', 400),
        ("/graphs?graph=urn:g", {"Content_Type": "image/png"}, b"x", 415),
        ("/graphs?graph=urn:g", {}, CARD, 415),
        ("/graphs?graph=urn:g", {"Content_Type": TURTLE, "Content_Encoding": "gzip"}, CARD, 415),
        ("/graphs?graph=urn:g", {"Content_Type": TURTLE, "Content_Length": "16777217"}, None, 413),
    ],
)
def test_a_broken_or_harmful_graph_is_refused_and_nothing_stored(empty: Served, target, headers, body, status) -> None:
    assert empty.send("PUT", target, body, **headers).status == status
    assert not empty.ask("ASK { { GRAPH ?g {} } UNION { ?s ?p ?o } }")


@pytest.mark.parametrize(
    ("target", "accept", "status"),
    [("/graphs", TURTLE, 400), ("/graphs?graph=urn:none", TURTLE, 404), ("/graphs?default", "image/png", 406)],
)
def test_what_cannot_be_given_gets_its_status(served: Served, target: str, accept: str, status: int) -> None:
    assert served.send("GET", target, Accept=accept).status == status


@pytest.mark.parametrize("target", ["/sparql", "/graphs", "/graphs/x"])
def test_any_page_may_ask_and_write_with_a_token(served: Served, target: str) -> None:
    asked = {"Origin": "https://x.example", "Access_Control_Request_Method": "PUT"}
    answer = served.send("OPTIONS", target, None, None, **asked)
    assert answer.status in (200, 204)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert ("PUT" in answer.headers["allow"]) is target.startswith("/graphs")


# Several at once.


def test_writers_take_turns_and_each_is_seen_when_it_is_told(empty: Served) -> None:
    def add(number: int) -> bool:
        told = empty.update(
            f"INSERT {{ <urn:s{number}> <urn:p> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }}"
        )
        return told.status == 204 and empty.ask(f"ASK {{ <urn:s{number}> <urn:p> ?n }}")

    with ThreadPoolExecutor(8) as writers:
        assert all(writers.map(add, range(24)))
    assert empty.ask("ASK { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } FILTER(?n = 24) }")


def test_an_update_that_takes_too_long_changes_nothing_and_the_next_is_carried_out(empty: Served) -> None:
    rows = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(300)))} }}" for n in range(4))
    assert (
        empty.update(f"INSERT {{ <urn:s> <urn:p> ?c }} WHERE {{ SELECT (COUNT(*) AS ?c) {{ {rows} }} }}").status == 504
    )
    assert empty.update("INSERT DATA { <urn:s> <urn:p> 'next' }").status == 204
    assert empty.ask("ASK { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } FILTER(?n = 1) }")


def test_a_large_graph_is_taken_and_given_whole(empty: Served) -> None:
    lines = b"".join(b"<urn:s> <urn:p> %d .\n" % number for number in range(20_000))
    assert empty.send("PUT", "/graphs?graph=urn:large", lines, Content_Type=TURTLE).status == 201
    assert empty.send("PUT", "/graphs?graph=urn:large", lines, Content_Type=TURTLE).status == 204
    given = empty.send("GET", "/graphs?graph=urn:large", None, None, Accept="application/n-triples")
    assert given.body.count(b"\n") == 20_000


# Who may write.


@pytest.mark.parametrize("token", [None, "kg_0123456789abcdef_" + "x" * 43])
@pytest.mark.parametrize(
    ("method", "target", "content_type"),
    [
        ("POST", "/sparql", UPDATE),
        ("PUT", "/graphs?graph=urn:g", TURTLE),
        ("POST", "/graphs", TURTLE),
        ("DELETE", "/graphs?default", TURTLE),
        ("PUT", "/graphs/x", TURTLE),
    ],
)
def test_nobody_writes_without_a_token(
    empty: Served, token: str | None, method: str, target: str, content_type: str
) -> None:
    empty.update("INSERT DATA { <urn:s> <urn:p> 1 }")
    body = b"CLEAR ALL" if content_type == UPDATE else CARD
    answer = empty.send(method, target, body, token, Content_Type=content_type)
    assert answer.status in (401, 429)
    assert empty.ask("ASK { <urn:s> <urn:p> 1 FILTER NOT EXISTS { GRAPH ?g {} } }")


# The checker beside the checkout.


@pytest.mark.skipif(
    not (CHECKS / "protocol_check.py").is_file(), reason=f"no checker in {CHECKS.name}/ (KG_CHECKS_DIR)"
)
@pytest.mark.parametrize(
    ("tests", "suites"),
    [
        (
            "protocol_tests.json",
            {
                "protocol": 34,
                "service-description": 3,
                "graph-store-protocol-direct": 5,
                "graph-store-protocol-indirect": 9,
            },
        ),
        ("protocol_extra_tests.json", {"extra": 36}),
    ],
)
def test_the_checker_finds_no_fault(served: Served, tests: str, suites: dict[str, int]) -> None:
    command = [
        sys.executable,
        CHECKS / "protocol_check.py",
        "--query",
        f"{served.url}/sparql",
        "--gsp",
        f"{served.url}/graphs",
    ]
    command += ["--auth", f"Bearer {served.token}", "--tests", CHECKS / tests]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {suite: (int(passed), int(of)) for suite, passed, of in re.findall(r"^(\S+)\s+(\d+)/(\d+)", printed, re.M)}
    assert found == {suite: (number, number) for suite, number in suites.items()}, printed
