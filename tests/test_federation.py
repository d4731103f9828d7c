"""SERVICE over HTTP: an endpoint that is allowed is asked, and nobody else ever hears of a query."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from rdflib import Graph
from test_conformance import JSON, QUERY, UPDATE, Answer, Served, serving_plain

from kg.sparql.description import SD

pytestmark = pytest.mark.external("minutes")

TIMEOUT = 3.0
HEAD = b'{"head":{"vars":["s","o"]},"results":{"bindings":['
ROW = b'{"s":{"type":"uri","value":"x:%d"},"o":{"type":"literal","value":"there"}}'


class Remote(ThreadingHTTPServer):
    """An endpoint that answers well at `/sparql`, and at other paths as endpoints should not."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.elsewhere = ""
        """Where `/redirect` leads."""
        self.connections = 0
        self.asked: list[str] = []
        """The path of each request, and its query."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[socket.socket, object]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, request, client_address) -> None:
        """A client that has gone is what some of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Remote

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(f"{self.path} {text}")
        getattr(self, f"_{self.path[1:]}")()

    def _give(self, body: bytes, status: int = 200, **headers: str) -> None:
        self._begin(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def _begin(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": JSON, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _sparql(self) -> None:
        self._give(HEAD + b",".join(ROW % number for number in range(2)) + b"]}}")

    def _redirect(self) -> None:
        self._give(b"", 307, Location=f"{self.server.elsewhere}/sparql")

    def _slow(self) -> None:
        time.sleep(20)

    def _endless(self) -> None:
        self._begin(Transfer_Encoding="chunked")
        for number in range(10**9):
            piece = ROW % number + b"," if number else HEAD
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

    def _failing(self) -> None:
        self._give(b"words of the other server", 500)

    def _nonsense(self) -> None:
        self._give(HEAD + b"oops")

    def _gone(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def listening() -> Iterator[tuple[Remote, Remote]]:
    """An endpoint that is allowed, and one that is not."""
    servers = Remote(), Remote()
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    servers[0].elsewhere = servers[1].url
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Another `kg serve`, which allows no endpoint itself."""
    with serving_plain(tmp_path_factory.mktemp("neighbour")) as found:
        assert found.update("INSERT DATA { <x:0> <x:p> 'next door' . <x:9> <x:p> 'unknown here' }").status == 204
        yield found


@pytest.fixture(scope="module")
def served(listening: tuple[Remote, Remote], neighbour: Served, tmp_path_factory) -> Iterator[Served]:
    ours = [f"{listening[0].url}/{path}" for path in "sparql redirect slow endless failing nonsense gone".split()]
    allowed = ",".join([*ours, f"{neighbour.url}/sparql"])
    folder = tmp_path_factory.mktemp("federating")
    with serving_plain(folder, service_allowed=allowed, query_timeout=str(TIMEOUT)) as found:
        assert found.update("INSERT DATA { <x:0> <x:q> 'here' . <x:1> <x:q> 'here too' }").status == 204
        yield found


@pytest.fixture
def allowed(listening: tuple[Remote, Remote]) -> Remote:
    listening[0].asked.clear()
    return listening[0]


@pytest.fixture
def other(listening: tuple[Remote, Remote]) -> Iterator[Remote]:
    """The endpoint that is not allowed: no connection to it is ever opened."""
    yield listening[1]
    assert (listening[1].connections, listening[1].asked) == (0, [])


def ask(served: Served, text: str, **more: str) -> Answer:
    return served.send("POST", "/sparql", text.encode(), None, Content_Type=QUERY, Accept=JSON, **more)


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.body
    found = json.loads(answer.body)["results"]["bindings"]
    return sorted(
        ({name: term["value"] for name, term in row.items()} for row in found), key=lambda row: sorted(row.items())
    )


def test_an_endpoint_that_is_allowed_is_asked_and_its_rows_are_joined(served: Served, allowed: Remote) -> None:
    text = f"SELECT * {{ ?s <x:q> ?here SERVICE <{allowed.url}/sparql> {{ ?s <x:p> ?o }} }}"
    assert rows(ask(served, text)) == [
        {"s": "x:0", "here": "here", "o": "there"},
        {"s": "x:1", "here": "here too", "o": "there"},
    ]
    assert [asked.split()[0] for asked in allowed.asked] == ["/sparql"]


def test_another_server_of_ours_is_asked_as_any(served: Served, neighbour: Served) -> None:
    text = f"SELECT ?s ?o {{ ?s <x:q> ?here SERVICE <{neighbour.url}/sparql> {{ ?s <x:p> ?o }} }}"
    assert rows(ask(served, text)) == [{"s": "x:0", "o": "next door"}]
    inner = f"{{ SELECT ?s {{ SERVICE SILENT <{neighbour.url}/sparql> {{ ?s <x:p> 'unknown here' }} }} }}"
    assert rows(ask(served, f"SELECT ?s {{ {inner} }}")) == [{"s": "x:9"}]


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{other}> { ?s ?p ?o }",
        "SERVICE SILENT <{other}> { ?s ?p ?o }",
        "?s ?p ?o OPTIONAL { { SELECT ?s { SERVICE <{other}> { ?s ?p ?o } } } }",
        "FILTER NOT EXISTS { SERVICE <{other}> { ?s ?p ?o } }",
        "SERVICE <{allowed}> { SERVICE <{other}> { ?s ?p ?o } }",
        "SERVICE <{allowed}#x> { ?s ?p ?o }",
        "SERVICE <{allowed}?to={other}> { ?s ?p ?o }",
        "SERVICE <{user}> { ?s ?p ?o }",
        "BIND(<{other}> AS ?x) SERVICE ?x { ?s ?p ?o }",
        "VALUES ?x { <{other}> } SERVICE SILENT ?x { ?s ?p ?o }",
        "SERVICE ex: { ?s ?p ?o }",
    ],
)
def test_one_that_is_not_is_refused_before_any_connection(
    served: Served, allowed: Remote, other: Remote, pattern: str
) -> None:
    for name, url in {
        "other": f"{other.url}/sparql",
        "allowed": f"{allowed.url}/sparql",
        "user": allowed.url.replace("//", "//somebody@") + "/sparql",
    }.items():
        pattern = pattern.replace(f"{{{name}}}", url)
    refused = ask(served, f"PREFIX ex: <{other.url}/sparql>\nSELECT * {{ {pattern} }}")
    assert refused.status == 403
    assert f"{allowed.url}/sparql" in json.loads(refused.body)["hint"]
    for target in ("/query", "/cite"):
        served.send("GET", f"{target}?{urlencode({'query': f'SELECT * {{ {pattern} }}'})}", None, None)
    assert allowed.asked == []


@pytest.mark.parametrize("silently", ["", "SILENT "])
@pytest.mark.parametrize("endpoint", ["allowed", "other"])
def test_an_update_asks_nobody(served: Served, allowed: Remote, other: Remote, silently: str, endpoint: str) -> None:
    url = {"allowed": allowed, "other": other}[endpoint].url
    where = f"SERVICE {silently}<{url}/sparql> {{ ?s <x:p> ?o }}"
    assert served.update(f"INSERT {{ ?s <x:stolen> ?o }} WHERE {{ {where} }}").status == 403
    assert served.update(f"LOAD {silently}<{url}/sparql>").status == 403
    assert allowed.asked == []
    assert not served.ask("ASK { ?s <x:stolen> ?o }")


def test_where_an_endpoint_leads_is_not_followed(served: Served, allowed: Remote, other: Remote) -> None:
    answer = ask(served, f"SELECT * {{ SERVICE <{allowed.url}/redirect> {{ ?s ?p ?o }} }}")
    assert answer.status == 502
    silently = ask(served, f"SELECT * {{ SERVICE SILENT <{allowed.url}/redirect> {{ ?s ?p ?o }} }}")
    assert rows(silently) == [{}]
    assert [asked.split()[0] for asked in allowed.asked] == ["/redirect"] * 2


@pytest.mark.parametrize("path", ["failing", "nonsense", "gone"])
def test_an_endpoint_that_fails_is_named(served: Served, allowed: Remote, path: str) -> None:
    answer = ask(served, f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{allowed.url}/{path}> {{ ?s ?p ?o }} }}")
    assert answer.status == 502
    detail = json.loads(answer.body)["detail"]
    assert "the endpoint that is asked by SERVICE" in detail
    assert "words of the other" not in detail


@pytest.mark.parametrize("path", ["slow", "endless"])
@pytest.mark.parametrize("select", ["*", "(COUNT(*) AS ?n)"])
def test_an_answer_that_does_not_end_is_ended_by_the_deadline(served, allowed: Remote, path: str, select: str) -> None:
    began = time.monotonic()
    text = f"SELECT {select} {{ SERVICE <{allowed.url}/{path}> {{ ?s ?p ?o }} }}"
    if (path, select) == ("endless", "*"):  # rows are sent on as they come
        with pytest.raises(http.client.IncompleteRead):
            ask(served, text)
    else:
        assert ask(served, text).status == 504
    assert TIMEOUT * 0.8 < time.monotonic() - began < TIMEOUT + 2
    assert served.ask("ASK {}")


def test_such_an_answer_is_never_kept(served: Served, allowed: Remote) -> None:
    text = f"SELECT * {{ SERVICE <{allowed.url}/sparql> {{ ?s ?p ?o }} }}"
    target = f"/sparql?{urlencode({'query': text})}"
    for _ in range(3):
        answer = served.send("GET", target, None, None, Accept=JSON)
        assert len(rows(answer)) == 2
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
    assert len(allowed.asked) == 3


def test_the_description_tells_of_it_where_an_endpoint_is_allowed_and_only_there(
    served: Served, neighbour: Served
) -> None:
    for server, is_told in ((served, True), (neighbour, False)):
        answer = server.send("GET", "/sparql", None, None, Accept="text/turtle")
        features = set(Graph().parse(data=answer.body).objects(None, SD.feature))
        assert (SD.BasicFederatedQuery in features) is is_told


def test_whoever_may_not_read_may_not_ask_others_by_this_server(
    allowed: Remote, listening: tuple[Remote, Remote], tmp_path: Path
) -> None:
    settings = {"service_allowed": f"{allowed.url}/sparql", "anonymous_read": "false"}
    text = f"SELECT * {{ SERVICE <{allowed.url}/sparql> {{ ?s ?p ?o }} }}"
    with serving_plain(tmp_path, **settings) as closed:
        assert ask(closed, text).status == 401
        assert ask(closed, text, Authorization="Bearer wrong").status == 401
        assert allowed.asked == []
        shown = closed.send("POST", "/sparql", text.encode(), Content_Type=QUERY, Accept=JSON)
        assert len(rows(shown)) == 2
        assert closed.send("POST", "/sparql", b"LOAD <x:y>", Content_Type=UPDATE).status == 403
