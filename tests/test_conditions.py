"""What a request makes its answer depend on: `If-Match` and `If-None-Match`, on reading and on writing a graph."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from test_conformance import UPDATE, Answer, Served, serving_plain

from kg.formats import TRIPLES
from kg.web.entity_tags import is_named

ONE, TWO = (f"<x:a> <x:b> {number} .".encode() for number in (1, 2))
GRAPH = "/graphs?graph=x%3Ag"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_plain(tmp_path_factory.mktemp("conditions")) as found:
        yield found


@pytest.fixture
def graph(served: Served) -> Served:
    """One that holds a triple."""
    assert send(served, "PUT", ONE).status in (201, 204)
    return served


def send(served: Served, method: str, body: bytes | None = None, target: str = GRAPH, **headers: str) -> Answer:
    if body is not None:
        headers["Content_Type"] = "text/turtle"
    return served.send(method, target, body, **headers)


def tag(served: Served, media_type: str = "text/turtle", **headers: str) -> str:
    return served.send("GET", GRAPH, None, None, Accept=media_type, **headers).headers["etag"]


@pytest.mark.parametrize(
    ("condition", "strongly", "weakly"),
    [
        ('"a"', True, True),
        ('"b", "a"', True, True),
        ('W/"a"', False, True),
        ('"b",W/"a" ', False, True),
        ('"b"', False, False),
        ("a", False, False),
        ("", False, False),
    ],
)
def test_tags_are_compared_strongly_or_weakly(condition, strongly, weakly):
    assert (is_named('"a"', condition, True), is_named('"a"', condition, False)) == (strongly, weakly)
    assert not is_named('W/"a"', condition, True)


@pytest.mark.parametrize("media_type", [*TRIPLES.values(), "application/json", "text/xml"])
def test_a_graph_is_replaced_by_who_has_it_as_it_is(graph: Served, media_type: str):
    held = tag(graph, media_type)
    assert send(graph, "PUT", TWO, If_Match=f'"other", {held}').status == 204
    lost = send(graph, "PUT", ONE, If_Match=held)
    assert (lost.status, "another one by now" in lost.body.decode()) == (412, True)
    assert b"2" in graph.send("GET", GRAPH, None, None, Accept="application/n-triples").body
    assert send(graph, "PUT", ONE, If_Match=f"W/{tag(graph, media_type)}").status == 412


def test_forms_of_a_graph_have_tags_of_their_own(graph: Served):
    tags = {tag(graph, media_type) for media_type in (*TRIPLES.values(), "application/json", "text/xml")}
    assert len(tags) == len(TRIPLES) + 2


def test_the_tag_of_a_compressed_form_is_that_of_the_graph(graph: Served):
    many = b"".join(b"<x:a> <x:b> %d .\n" % number for number in range(200))
    assert send(graph, "PUT", many).status == 204
    held = tag(graph, Accept_Encoding="gzip")
    assert held.endswith('-gzip"')
    assert send(graph, "DELETE", If_Match=held).status == 204


def test_a_graph_is_only_made_and_not_replaced_by_who_says_so(graph: Served):
    for method in ("PUT", "POST"):
        assert send(graph, method, TWO, If_None_Match="*").status == 412
        assert send(graph, method, TWO, If_None_Match=tag(graph)).status == 412
    assert send(graph, "POST", ONE, If_None_Match='"other"').status == 204
    assert send(graph, "DELETE", If_Match='"other"').status == 412
    assert send(graph, "DELETE", If_Match="*").status == 204
    for method in ("PUT", "POST"):
        assert send(graph, method, TWO, If_Match="*").status == 412
    assert send(graph, "DELETE", If_Match="*").status == 404
    assert send(graph, "PUT", b"<x:a> <x:b>", If_Match="*").status == 400  # it would be refused anyhow
    assert send(graph, "PUT", TWO, If_None_Match="*").status == 201
    assert send(graph, "POST", ONE, "/graphs", If_Match="*").status == 412
    assert send(graph, "POST", ONE, "/graphs", If_None_Match="*").status == 201
    assert send(graph, "PUT", ONE, "/graphs?default", If_None_Match="*").status == 412


def test_an_update_has_no_tag_to_depend_on(graph: Served):
    for condition in ({"If_Match": tag(graph)}, {"If_None_Match": "*"}):
        assert graph.send("POST", "/sparql", b"DROP ALL", Content_Type=UPDATE, **condition).status == 412
    assert tag(graph)


def test_what_is_read_depends_on_conditions_with_a_token_too(graph: Served):
    held = tag(graph)
    for token in ("", None):
        same = graph.send("GET", GRAPH, None, token, Accept="text/turtle", If_None_Match=held)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", held)
        assert graph.send("GET", GRAPH, None, token, Accept="text/turtle", If_Match=held).status == 200
        assert graph.send("GET", GRAPH, None, token, Accept="text/turtle", If_Match='"other"').status == 412
        assert graph.send("GET", GRAPH, None, token, Accept="text/turtle", If_Match="*").status == 200


def test_the_head_of_what_is_not_known_yet_tells_neither_its_length_nor_its_tag(graph: Served):
    many = b"".join(b"<x:a> <x:b> %d .\n" % number for number in range(100_000))
    assert send(graph, "PUT", many).status == 204
    told = graph.send("HEAD", GRAPH, None, None, Accept="application/n-triples").headers
    assert told["content-type"] == "application/n-triples"
    assert {"etag", "content-length"}.isdisjoint(told)


def test_what_has_no_body_has_no_type(served: Served):
    for method, target, body in (
        ("POST", "/graphs", ONE),
        ("PUT", "/graphs?graph=x%3Anew", ONE),
        ("PUT", "/graphs?graph=x%3Anew", TWO),
        ("DELETE", "/graphs?graph=x%3Anew", None),
        ("OPTIONS", "/sparql", None),
    ):
        answer = send(served, method, body, target)
        assert (answer.status // 100, answer.body, "content-type" in answer.headers) == (2, b"", False)


@pytest.mark.parametrize(
    ("version", "host", "status"),
    [
        ("1.1", b"", 400),
        ("1.0", b"", 200),
        ("1.1", b"Host:\r\n", 400),
        ("1.1", b"Host: a b\r\n", 400),
        ("1.1", b"Host: a/b\r\n", 400),
        ("1.1", b"Host: a@b\r\n", 400),
        ("1.1", b"Host: a\r\nHost: b\r\n", 400),
        ("1.1", b"Host: kg_web:8000\r\n", 200),
        ("1.1", b"Host: [::1]:8000\r\n", 200),
    ],
)
@pytest.mark.parametrize("path", [b"/health", b"/sparql?query=ASK%7B%7D", b"http://a.example/health"])
def test_a_request_names_its_host(served: Served, path: bytes, version: str, host: bytes, status: int):
    with socket.create_connection(("127.0.0.1", urlsplit(served.url).port), timeout=20) as connection:
        connection.sendall(b"GET %s HTTP/%s\r\n%sConnection: close\r\n\r\n" % (path, version.encode(), host))
        assert int(connection.makefile("rb").readline().split()[1]) == status


@pytest.mark.parametrize("change", [signal.SIGTTIN, signal.SIGTTOU])
def test_the_server_stays_one_process_whatever_gunicorn_is_told(served: Served, change: signal.Signals):
    def of(parent: int) -> list[int]:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
        return [int(pid) for pid in listed.split()]

    (server,) = (
        pid
        for pid in of(os.getpid())
        if f"--port {urlsplit(served.url).port}" in subprocess.getoutput(f"ps -o args= -p {pid}")
    )
    workers = of(server)
    for pid in (server, *workers):
        os.kill(pid, change)
    assert send(served, "GET", target="/health").status == 200
    assert send(served, "PUT", ONE).status in (201, 204)
    assert of(server) == workers
