"""What is told of each request: its id, its line in the log of queries, and no word of the user anywhere else."""

import http.client
import json
import logging
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from evaluators import Here, app_on, services_of, workers_on
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from served import IRIS
from werkzeug.serving import make_server

from kg import __version__
from kg.access.limits import Buckets
from kg.errors import DiskError, JournalError, KgError, LockedError, StoreError
from kg.querying import Errand
from kg.querying.current import Held
from kg.querying.pool import Places
from kg.store import Version
from kg.store.embedded import EmbeddedStore
from kg.web import create_app
from kg.web.accounts import Accounts
from kg.web.gate import Access
from kg.web.query_log import QueryLog
from kg.web.visits import Visit

pytest_plugins = ["web_fixtures"]

SELECT = "SELECT ?x WHERE { VALUES ?x { 1 2 } }"
MARK = "the words of somebody"


def ask(client: FlaskClient, query: str = SELECT, **headers: str):  # type: ignore[no-untyped-def]
    return client.get("/sparql", query_string={"query": query}, headers=headers, buffered=True)


# Ids.


def test_each_request_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {ask(client).headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(id_) == 32 for id_ in ids)


@pytest.mark.parametrize("given", ["trace-1", "0f8fad5b-d9cb-469f-a165-70867728950e", "a" * 64])
def test_a_well_formed_id_is_kept(client: FlaskClient, given: str) -> None:
    refused = ask(client, "no query", **{"X-Request-ID": given})
    assert refused.headers["X-Request-ID"] == json.loads(refused.data)["request_id"] == given


@pytest.mark.parametrize("given", ["", "a" * 65, "a b", '"', "<script>", "é", "-"])
def test_another_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get("/sparql?query=ASK{}", headers={"X-Request-ID": given.encode().decode("latin-1")})
    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 32


def test_a_page_names_the_request_that_failed(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html", "X-Request-ID": "trace-1"})
    assert (answer.status_code, "<code>trace-1</code>" in answer.text) == (404, True)


# The log of queries.


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "queries.jsonl"


@pytest.fixture
def logged() -> Iterator[Callable[..., QueryLog]]:
    with ExitStack() as made:
        yield lambda *path, **more: made.enter_context(closing(QueryLog(*path, **more)))


Logged = Callable[..., QueryLog]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def served_by(evaluator: Any, *observers: Callable[[Visit], None], access: Access | None = None) -> Flask:
    return create_app(services_of(evaluator, IRIS, query_timeout=1.0), access=access, observers=observers)


def serve(store: EmbeddedStore, *observers: Callable[[Visit], None], access: Access | None = None) -> Flask:
    return app_on(lambda: store, IRIS, access=access, observers=observers)


def test_a_query_has_a_line(store: EmbeddedStore, path: Path, logged: Logged) -> None:
    client = serve(store, logged(path)).test_client()
    answer = ask(client, **{"Accept": "text/csv", "X-Request-ID": "trace-1"})
    refused = ask(client, f"SELECT '{MARK}' oops")
    client.get("/query", query_string={"query": SELECT}, buffered=True)
    client.get("/query", buffered=True)  # no query
    client.get("/", buffered=True)
    told = lines(path)
    assert [(line["route"], line["status"]) for line in told] == [("/sparql", 200), ("/sparql", 400), ("/query", 200)]
    assert told[0]["id"] == "trace-1"
    assert told[0]["octets"] == len(answer.data)
    assert (told[0]["method"], told[0]["outcome"], told[0]["token"]) == ("GET", "whole", None)
    assert told[0]["form"] == "solutions"
    assert told[1]["id"] == refused.headers["X-Request-ID"]
    assert told[0]["query"] == told[2]["query"] != told[1]["query"]
    assert MARK not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_answer_that_was_kept_has_a_line_too(store: EmbeddedStore, path: Path, logged: Logged) -> None:
    version = Held(Version(1, "2026-01-01T12:00:00Z", "", 0, 0, ""))
    services = services_of(Here(lambda: store), IRIS, lambda _=None: version, latest=lambda: 1)
    app = create_app(services, observers=[logged(path)], cache_room=2**20)
    client = app.test_client()
    first, again = ask(client), ask(client)
    assert first.data == again.data
    told = lines(path)
    assert [line["kept"] for line in told] == [False, True]
    same = ("route", "form", "query", "status", "octets", "client")
    assert [told[0][name] for name in same] == [told[1][name] for name in same]
    assert again.headers["X-Request-ID"] == told[1]["id"] != told[0]["id"]
    assert "communique_http_answers_kept_total 1.0" in client.get("/metrics").text


def test_the_client_is_told_by_a_hash_unless_the_address_is_wanted(
    store: EmbeddedStore, path: Path, logged: Logged
) -> None:
    client = serve(store, logged(path), logged(path, tells_address=True)).test_client()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        client.get("/sparql", query_string={"query": SELECT}, environ_base={"REMOTE_ADDR": address}, buffered=True)
    hashes = [line["client"] for line in lines(path)[::2]]
    assert hashes[0] == hashes[1] != hashes[2]
    assert [line["client"] for line in lines(path)[1::2]] == ["192.0.2.1", "192.0.2.1", "192.0.2.2"]


def test_a_text_is_one_line_where_it_is_wanted(store: EmbeddedStore, path: Path, logged: Logged) -> None:
    query = f"SELECT *\n{{}} # {MARK} \u2028 \x85"
    ask(serve(store, logged(path, tells_text=True)).test_client(), query)
    assert [line["text"] for line in lines(path)] == [query]


def test_the_lines_may_be_printed_instead(
    store: EmbeddedStore, logged: Logged, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(serve(store, logged(None)).test_client())
    assert [json.loads(line)["status"] for line in capsys.readouterr().err.splitlines()] == [200]


def test_a_long_log_begins_anew(path: Path, logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.query_log._LONGEST_FILE", 1000)
    log = logged(path)
    for _ in range(100):
        log(Visit("a", "GET", query="ASK {}"))
    kept = sorted(path.parent.iterdir())
    assert len(kept) == 6
    assert all(file.stat().st_size <= 1000 for file in kept)
    assert len([line for file in kept for line in lines(file)]) < 100
    logged(path)(Visit("last", "GET", query="ASK {}"))  # as after a restart
    assert lines(path)[-1]["id"] == "last"


def test_a_log_that_cannot_be_written_is_told_once_and_stops_nothing(
    store: EmbeddedStore,
    tmp_path: Path,
    logged: Logged,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "log").write_text("in the way")
    client = serve(store, logged(tmp_path / "log" / "queries.jsonl")).test_client()
    assert [ask(client, f"ASK {{}} # {MARK}").status_code for _ in range(3)] == [200] * 3
    assert caplog.text.count("cannot be written") == 1
    assert MARK not in caplog.text + capsys.readouterr().err


# No word of the user elsewhere.


class _Failing:
    """An evaluator whose answers fail at once, or after so many octets, with words of the query in the error."""

    whole = None
    seconds = 0.0

    def __init__(self, error: Exception, octets: int = 0) -> None:
        self._error, self._octets = error, octets

    def start(self, errand: Errand) -> "_Failing":
        if not self._octets:
            raise self._error
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield b"x" * self._octets
        raise self._error

    def close(self) -> None:
        pass


FAILURES = [StoreError(f"engine: {MARK}"), ValueError(MARK), OSError(5, MARK)]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_failure_is_logged_without_the_words_of_the_query(
    error: Exception, path: Path, logged: Logged, caplog: pytest.LogCaptureFixture
) -> None:
    client = served_by(_Failing(error), logged(path)).test_client()
    answer = ask(client, f"SELECT ?x {{ BIND('{MARK}' AS ?x) }}", **{"X-Request-ID": "trace-1"})
    assert answer.status_code == getattr(error, "status", 500)
    assert (MARK in answer.text) is isinstance(error, StoreError)  # what nobody foresaw is not told to a client either
    assert "trace-1" in caplog.text
    assert type(error).__name__ in caplog.text
    assert ("test_watching.py:" in caplog.text) is not isinstance(error, StoreError)
    assert MARK not in caplog.text + path.read_text()


@pytest.mark.parametrize("target", ["/article/1", "/ready", "/search?q=Baku", "/.well-known/void"])
def test_of_what_nobody_foresaw_the_place_is_logged_and_no_word_whatever_was_asked(
    target: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = served_by(_Failing(ValueError(MARK))).test_client().get(target, headers={"X-Request-ID": "trace-1"})
    if answer.status_code == 500:
        assert "request trace-1, GET /" in caplog.text
        assert "ValueError" in caplog.text
        assert "test_watching.py:" in caplog.text
    assert MARK not in caplog.text + answer.text


def test_what_fails_before_the_application_is_told_in_the_same_way(caplog: pytest.LogCaptureFixture) -> None:
    def versions(_number: int | None = None) -> Held:
        raise ValueError(MARK)

    client = create_app(services_of(Here(EmbeddedStore), IRIS, versions), cache_room=2**20).test_client()
    answer = ask(client, **{"X-Request-ID": "trace-1"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "trace-1")
    assert "request trace-1, GET : ValueError" in caplog.text
    assert MARK not in caplog.text + answer.text


PATH = "/srv/somewhere/store"
OF_THE_MACHINE = [DiskError(f"{PATH} is full"), JournalError(f"{PATH} is full"), LockedError(f"{PATH} is in use")]


@pytest.mark.parametrize("error", OF_THE_MACHINE, ids=lambda error: type(error).__name__)
def test_what_names_files_of_the_machine_is_logged_and_not_told_to_visitors(
    error: KgError, caplog: pytest.LogCaptureFixture
) -> None:
    client = served_by(_Failing(error)).test_client()
    page = client.get("/query", query_string={"query": SELECT}, headers={"Accept": "text/html"})
    for answer in (ask(client), page, client.get("/ready")):
        assert answer.status_code == 503
        assert "/srv" not in answer.text
        assert (error.public or "none") in answer.text
    assert caplog.text.count(str(error)) == 2, "whoever asks whether it is ready notes the answer"


@contextmanager
def running(app: Flask) -> Iterator[str]:
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def read_broken(address: str, query: str) -> None:
    """Ask for what breaks after its beginning."""
    connection = http.client.HTTPConnection(address, timeout=20)
    connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    with closing(connection), connection.getresponse() as answer, pytest.raises(http.client.IncompleteRead):
        answer.read()


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_an_answer_that_breaks_is_told_as_one_and_quietly(
    error: Exception, path: Path, logged: Logged, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.ERROR)
    with running(served_by(_Failing(error, 300_000), logged(path))) as address:
        read_broken(address, f"{SELECT} # {MARK}")
    told = lines(path)
    assert [(line["status"], line["outcome"]) for line in told] == [(200, "broke")]
    assert told[0]["octets"] == 300_000
    assert told[0]["id"] in caplog.text
    printed = caplog.text + "".join(part for part in capfd.readouterr() if "HTTP/1.1" not in part)
    assert MARK not in printed


def cross(product: str) -> str:
    """A query of ten rows for each letter, multiplied."""
    digits = " ".join("0123456789")
    return "SELECT * WHERE { " + " ".join(f"VALUES ?{name} {{ {digits} }}" for name in product) + " }"


def wait_until(is_so: Callable[[], bool]) -> None:
    """Workers open the store when they are first asked, which takes longer on a busy machine."""
    until = perf_counter() + 60
    while not is_so():
        assert perf_counter() < until


# With workers: how queries end, what they cost, and what Prometheus reads.


@dataclass
class Site:
    """A server on real workers, and the log of its queries."""

    address: str
    path: Path

    def get(self, address: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.address, timeout=20)
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def ask(self, query: str) -> int:
        return self.get(f"/sparql?{urlencode({'query': query})}")[0]

    def figure(self, name: str) -> float:
        """One figure of /metrics, by name and labels as they are written."""
        lines = self.get("/metrics")[1].splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == name), 0.0)


@pytest.fixture
def site(store: EmbeddedStore, tmp_path: Path, path: Path, logged: Logged) -> Iterator[Site]:
    """Queries may take a second, and those of a client two in a minute."""
    with workers_on(store, tmp_path / "store", 1.0) as pool:
        app = served_by(pool, logged(path), access=Access(most_query_seconds=2.0))
        with running(app) as address:
            site = Site(address, path)
            wait_until(lambda: site.get("/ready")[0] == 200)
            yield site


def test_queries_are_counted_by_how_they_end(site: Site) -> None:
    assert site.ask(SELECT) == 200
    assert site.ask("SELECT oops") == 400
    assert site.ask(f"SELECT (COUNT(*) AS ?n) {{ {cross('abcdefghi')} }}") == 504
    read_broken(site.address, cross("abcdefghij"))
    assert site.figure('communique_queries_total{outcome="timeout"}') == 2
    assert site.figure('communique_queries_total{outcome="failed"}') == 1
    assert site.figure('communique_queries_total{outcome="crashed"}') == 0
    assert site.figure('communique_http_answers_cut_total{outcome="broke"}') == 1
    assert site.figure('communique_http_requests_total{method="GET",route="/sparql",status="400"}') == 1
    assert site.figure('communique_http_requests_total{method="GET",route="/sparql",status="504"}') == 1
    assert [(line["status"], line["outcome"]) for line in lines(site.path)] == [
        (200, "whole"),
        (400, "whole"),
        (504, "whole"),
        (200, "broke"),
    ]


def test_who_lets_queries_work_too_long_has_to_wait_and_who_looks_up_has_not(site: Site) -> None:
    statuses = [site.ask(f"SELECT (COUNT(*) AS ?n) {{ {cross('abcdefghi')} }}") for _ in range(4)]
    assert (statuses[0], statuses[-1]) == (504, 429)
    status, text = site.get(f"/sparql?{urlencode({'query': SELECT})}")
    assert (status, "may work for 2 seconds in a minute" in text) == (429, True)
    assert site.get("/ready")[0] == site.get("/metrics")[0] == 200
    assert site.figure('communique_http_requests_total{method="GET",route="/sparql",status="429"}') >= 1


def test_look_ups_cost_nothing(store: EmbeddedStore) -> None:
    spent, here = Buckets(1), Here(lambda: store)
    accounts = Accounts(here, spent, lambda outcome, seconds: None)
    for _ in range(100):
        assert accounts.start(Errand(lambda store, target: target.write(b"x"), client="a")).whole == b"x"
    assert spent.wait("a") == 0


def test_a_client_that_leaves_is_told_as_one(site: Site) -> None:
    host, port = site.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(f"GET /sparql?query={quote(cross('abcdefghij'))} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        assert line.recv(100)
    wait_until(lambda: site.path.exists() and lines(site.path))  # the file is there before its first line
    assert [line["outcome"] for line in lines(site.path)] == ["left"]
    wait_until(lambda: site.figure('communique_queries_total{outcome="left"}') == 1)


def test_prometheus_reads_what_is_so(site: Site, store: EmbeddedStore) -> None:
    wait_until(lambda: site.figure("communique_store_readable") == 1)  # counting may take longer than a query may here
    status, text = site.get("/metrics")
    assert status == 200
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["communique_triples"].samples[0].value == store.count()
    assert families["communique_info"].samples[0].labels == {"version": __version__}
    assert families["communique_queries_running"].samples[0].value == 0
    assert families["process_resident_memory_bytes"].samples[0].value > 0


def test_labels_have_few_values_whoever_asks(site: Site) -> None:
    for name in ("a", "b", "c"):
        site.get(f"/nowhere/{name}")
        site.get(f"/person/{name}")
    families = text_string_to_metric_families(site.get("/metrics")[1])
    counted = next(family for family in families if family.name == "communique_http_requests")
    routes = {sample.labels["route"] for sample in counted.samples}
    assert {"none", "/<family>/<name>"} <= routes
    assert not any(route.endswith(("/a", "/b")) for route in routes)


def test_a_server_whose_workers_are_all_taken_is_not_ready(store: EmbeddedStore, tmp_path: Path) -> None:
    with workers_on(store, tmp_path / "store", 20.0, Places(short=1, long=1)) as pool:
        client = served_by(pool).test_client()
        wait_until(lambda: client.get("/ready").status_code == 200)
        assert pool._usual.enter(1)
        began = perf_counter()
        wait_until(lambda: client.get("/ready").status_code == 503)
        assert perf_counter() - began < 3
        assert client.get("/health").status_code == 200
        pool._usual.leave()


class Counting(Here):
    """Counts the jobs."""

    jobs = 0

    def start(self, errand):
        self.jobs += 1
        return super().start(errand)


def test_who_asks_often_whether_it_is_ready_gives_the_graph_nothing_to_do(store: EmbeddedStore) -> None:
    evaluator = Counting(lambda: store)
    client = served_by(evaluator).test_client()
    began = perf_counter()
    assert {client.get(path).status_code for _ in range(50) for path in ("/ready", "/health")} == {200}
    assert evaluator.jobs <= 1 + (perf_counter() - began)


def test_what_has_no_dumps_is_counted_once_for_each_version(store: EmbeddedStore) -> None:
    evaluator, numbers = Counting(lambda: store), iter([1] * 5 + [2] * 5)
    services = services_of(
        evaluator, IRIS, lambda _=None: Held(Version(next(numbers), "2026-01-01T12:00:00Z", "", 0, 0, ""))
    )
    client = create_app(services).test_client()
    told = [client.get("/.well-known/void", headers={"Accept": "application/n-triples"}) for _ in range(10)]
    assert len({answer.data for answer in told}) == 1
    assert b"http://rdfs.org/ns/void#triples" in told[0].data
    assert evaluator.jobs == 2


# Headers.


def test_a_browser_is_told_to_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_elsewhere_may_write_with_a_token_and_read_what_it_is_told(client: FlaskClient) -> None:
    asked = {"Origin": "https://yasgui.example", "Access-Control-Request-Method": "PUT"}
    allowed = client.options("/sparql", headers=asked).headers
    assert {"PUT", "DELETE"} <= set(allowed["Access-Control-Allow-Methods"].split(", "))
    assert "Authorization" in allowed["Access-Control-Allow-Headers"].split(", ")
    exposed = ask(client, Origin="https://yasgui.example").headers["Access-Control-Expose-Headers"].split(", ")
    assert {"X-Request-ID", "Retry-After", "WWW-Authenticate"} <= set(exposed)
    assert "Access-Control-Allow-Credentials" not in allowed


@pytest.mark.parametrize("evil", ["%0d%0aX-Evil: 1", "%0d%0a%0d%0a<script>", "%E5%98%8A%E5%98%8DX-Evil: 1"])
def test_no_line_end_of_a_request_reaches_a_header(client: FlaskClient, evil: str) -> None:
    accept = "text/html"
    for address in (f"/sparql?query={evil}", f"/query?query={evil}", f"/nowhere{evil}", f"/sparql?format={evil}"):
        for headers in ({}, {"Accept": accept}):
            answer = client.get(address, headers=headers)
            assert "X-Evil" not in answer.headers
            assert not any("\r" in value or "\n" in value for value in answer.headers.values())
