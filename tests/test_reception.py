"""How requests come in to a running server: slowly, in pieces, many at once, and the same again."""

import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from evaluators import Here
from rdflib import Literal, URIRef
from test_cli import environment, free_port, serving

from kg.bootstrap import open_writer
from kg.querying import Errand
from kg.querying.reader import Answering
from kg.serving.arrival import Arrival, Refusal
from kg.serving.outbox import Outbox
from kg.settings import Settings
from kg.store import Query
from kg.web.fast_path import FastPath, tell_errand
from kg.web.octets import KeptOctets
from kg.web.visits import Visit

ASK = "/sparql?query=ASK%7B%7D"
LOOK_UP = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%201"


@pytest.fixture(scope="module")
def installed(install, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reception")
    install(folder / "data")
    return folder


@pytest.fixture(scope="module")
def port(installed) -> Iterator[int]:
    port = free_port()
    with serving(installed, port):
        yield port


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def request(path=ASK, *lines, method="GET"):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: here", *lines, "", ""]).encode()


def answers(connection, number=1):
    """So many answers from a connection, each with its head and body."""
    stream = connection.makefile("rb")
    found = []
    for _ in range(number):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return found
            head += line
        length = re.search(rb"content-length: (\d+)", head.lower())
        found.append((head.decode(), stream.read(int(length[1])) if length else b""))
    return found


def one(port, octets):
    with connect(port) as connection:
        connection.sendall(octets)
        return answers(connection)[0]


@pytest.mark.parametrize(
    ("octets", "is_whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH:3\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", False),
    ],
)
def test_a_request_is_waited_for_until_nothing_of_it_is_missing(octets, is_whole):
    arrival = Arrival()
    arrival.add(octets)
    assert arrival.is_whole is is_whole


CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_chunks_are_put_together_however_they_come_in_pieces(size):
    sent = CHUNKED + b"3\r\nabc\r\n1;x=y\r\nd\r\n0A\r\n0123456789\r\n0\r\nX-Of-No: use\r\n\r\n" + request("/next")
    arrival = Arrival()
    for start in range(0, len(sent), size):
        if not arrival.is_whole:
            arrival.add(sent[start : start + size])
            rest = sent[start + size :]
    assert arrival.handed_on() == b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\nabcd0123456789"
    following = arrival.following()
    following.add(rest)
    assert following.handed_on() == request("/next")


@pytest.mark.parametrize(
    ("octets", "status"),
    [
        (CHUNKED + b"x\r\n", 400),
        (CHUNKED + b"-1\r\n", 400),
        (CHUNKED + b"3\nabc", 400),
        (CHUNKED + b"2\r\nabc\r\n", 400),
        (CHUNKED + b"0\r\nX: a\n\n", 400),
        (CHUNKED + b"0\r\n" + b"X: a\r\n" * 2000, 431),
        (CHUNKED + b"1;" + b"x" * 2000, 431),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding:\x0bchunked\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET /" + b"x" * 40_000, 431),
    ],
)
def test_a_request_of_which_it_is_not_plain_where_it_ends_is_refused(octets, status):
    with pytest.raises(Refusal) as refused:
        Arrival().add(octets)
    assert refused.value.status == status


@pytest.mark.parametrize(
    "octets",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n",
        CHUNKED + b"100001\r\n",
        CHUNKED + b"1\r\nx\r\n" * 200_000,  # what stands between chunks counts too
    ],
)
def test_a_body_larger_than_it_may_be_is_not_read_on(octets):
    arrival = Arrival()
    arrival.add(octets)
    assert arrival.is_too_large
    assert not arrival.is_whole
    head, length = arrival.without_body().split(b"Content-Length: ")
    assert int(length.split()[0]) > 2**20
    assert b"Transfer-Encoding" not in head
    assert b"Connection: close" in head + length
    arrival.most *= 2
    arrival.add(b"")
    assert not arrival.is_too_large


def test_a_request_in_pieces_is_answered(port):
    with connect(port) as connection:
        body = b"query=ASK%7B%7D"
        whole = (
            request(
                "/sparql",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                method="POST",
            )
            + body
        )
        for start in range(0, len(whole), 40):
            connection.sendall(whole[start : start + 40])
            time.sleep(0.02)
        head, found = answers(connection)[0]
    assert head.startswith("HTTP/1.1 200")
    assert b"true" in found


def test_requests_that_are_sent_ahead_are_answered_in_turn(port):
    with connect(port) as connection:
        connection.sendall(request(ASK) + request("/nowhere") + request(LOOK_UP))
        statuses = [head.split()[1] for head, _ in answers(connection, 3)]
    assert statuses == ["200", "404", "200"]


def test_clients_that_send_nothing_or_too_little_hold_nobody_up(port):
    with ExitStack() as stack:
        for number in range(500):
            connection = stack.enter_context(connect(port))
            if number % 2:
                connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: h")
        began = time.monotonic()
        head, _ = one(port, request(LOOK_UP))
        assert head.startswith("HTTP/1.1 200")
        assert time.monotonic() - began < 3
        connection.sendall(b"ere\r\n\r\n")
        assert answers(connection)[0][0].startswith("HTTP/1.1 200")


def test_what_is_read_of_large_requests_is_bounded_and_keeps_no_small_one_out(port):
    head = request("/sparql", "Content-Type: application/sparql-query", f"Content-Length: {2**20}", method="POST")
    large = head + b"#" * 2**20

    def status():
        """That of a large request; who is refused while it still sends may only see the connection close."""
        try:
            return int(one(port, large)[0].split()[1])
        except (ConnectionError, IndexError):
            return 503

    assert status() == 400  # read, and too long for a query
    with ExitStack() as stack:
        for _ in range(36):
            connection = stack.enter_context(connect(port))
            with suppress(ConnectionError):
                connection.sendall(large[:-1])
        until = time.monotonic() + 10
        while status() != 503:  # until all of it has been read
            assert time.monotonic() < until
        assert one(port, request(LOOK_UP))[0].startswith("HTTP/1.1 200")
    until = time.monotonic() + 10
    while status() != 400:
        assert time.monotonic() < until


@pytest.mark.external("minutes")
def test_a_client_that_never_ends_its_request_is_left(port):
    with connect(port) as connection:
        connection.settimeout(40)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n")
        began = time.monotonic()
        assert connection.recv(1000).startswith(b"HTTP/1.1 408")
        assert 15 < time.monotonic() - began < 30


def test_a_head_that_is_too_large_is_refused(port):
    head, _ = one(port, b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: here\r\n\r\n")
    assert head.split()[1] in ("400", "414", "431")


def test_the_same_octets_get_the_same_answer_with_an_id_and_a_date_of_their_own(port):
    with connect(port) as connection:
        found = []
        for _ in range(4):
            connection.sendall(request(LOOK_UP, "Accept: text/csv"))
            found += answers(connection)
    heads, bodies = zip(*found, strict=True)
    assert len(set(bodies)) == 1
    ids = [re.search(r"X-Request-ID: (\w{32})\r", head)[1] for head in heads]
    assert len(set(ids)) == 4
    told = {
        tuple(
            sorted(line for line in head.split("\r\n") if not line.startswith(("X-Request-ID", "X-Query-ID", "Date")))
        )
        for head in heads
    }
    assert len(told) == 1
    assert "X-Query-ID:" in heads[0]
    assert "X-Query-ID:" not in heads[-1]


def test_who_has_it_gets_304_again_and_again(port):
    etag = re.search(r"ETag: (\S+)", one(port, request(LOOK_UP))[0])[1]
    with connect(port) as connection:
        for _ in range(3):
            connection.sendall(request(LOOK_UP, f"If-None-Match: {etag}"))
            head, body = answers(connection)[0]
            assert head.startswith("HTTP/1.1 304")
            assert body == b""


def test_who_wants_the_connection_closed_gets_it_closed(port):
    for _ in range(3):
        with connect(port) as connection:
            connection.sendall(request(LOOK_UP, "Connection: close"))
            head, _ = answers(connection)[0]
            assert "Connection: close" in head
            assert connection.recv(10) == b""


def test_what_was_kept_is_not_given_for_the_next_version(installed, port):
    count = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { <http://a.example/a> ?p ?o }')}&format=csv"
    for _ in range(3):
        assert one(port, request(count))[1] == b"n\r\n0\r\n"
    with open_writer(Settings(data_dir=installed / "data")) as writer:
        a = URIRef("http://a.example/a")
        writer.store.replace({a: [(a, a, Literal("x"))]})
        writer.publication.publish("by hand")
    for _ in range(3):
        assert one(port, request(count))[1] == b"n\r\n1\r\n"


def test_answers_that_were_kept_have_their_line_in_the_query_log(installed, port):
    path = LOOK_UP + "%20%23logged"
    for _ in range(3):
        one(port, request(path))
    time.sleep(0.5)
    lines = (installed / "data" / "log" / "queries.jsonl").read_text().splitlines()[-3:]
    assert len({line.split('"query": ')[1] for line in lines}) == 1
    assert [('"kept": true' in line) for line in lines] == [False, True, True]


def test_where_requests_are_counted_each_is(installed, tmp_path):
    port = free_port()
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("KG_CLIENT_REQUESTS", "5")
        with serving(installed, port):
            statuses = [one(port, request(LOOK_UP))[0].split()[1] for _ in range(12)]
    assert statuses[:5] == ["200"] * 5
    assert "429" in statuses[5:]  # what fills in while they are sent lets one more pass


def test_an_ordinary_client_keeps_its_connection(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(5):
        connection.request("GET", LOOK_UP, headers={"Accept": "text/csv"})
        answer = connection.getresponse()
        assert answer.read().count(b"\r\n") == 2
    connection.close()


def selecting(text, *lines, more=""):
    return request(f"/sparql?query={quote(text)}{more}", *lines)


def head_of(answer):
    """The status and the headers, but for those that are of one answer."""
    own = ("X-Request-ID", "X-Query-ID", "Date")
    return sorted(line for line in answer[0].split("\r\n") if not line.startswith(own))


KINDS = (
    ("SELECT ?x { VALUES ?x { %s } }", "Accept: text/csv", ""),
    ("SELECT ?x { VALUES ?x { %s } }", "Accept: application/sparql-results+json", ""),
    ("ASK { FILTER(%s = 1) }", "Accept: application/sparql-results+xml", ""),
    ("CONSTRUCT { <http://a.example/a> <http://a.example/p> %s } {}", "Accept: */*", "&format=nt"),
    ("SELECT ?x { VALUES ?x { %s } }", "Accept: text/csv\r\nAccept-Encoding: gzip", ""),
    ("SELECT ?x { VALUES ?x { %s } }", "Accept: text/csv\r\nAccept-Encoding: gzip, identity;q=0", ""),
    (f"SELECT ?x {{ VALUES ?x {{ %s '{'long' * 600}' }} }}", "Accept: text/csv\r\nAccept-Encoding: gzip, br", ""),
)


@pytest.mark.parametrize(("text", "accept", "more"), KINDS)
def test_a_query_like_one_before_is_answered_as_any_other(port, text, accept, more):
    with connect(port) as connection:
        for number in range(4):
            connection.sendall(selecting(text % number, accept, more=more))
            like = answers(connection)[0]
            connection.sendall(selecting(text % number, accept, "X-Query-ID: the-ordinary-way", more=more))
            ordinary = answers(connection)[0]
            assert like[1] == ordinary[1]
            assert head_of(like) == head_of(ordinary)
            assert "X-Query-ID: " in like[0]


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("SELECT ?x { ?x }", "400", b'"line": 1'),
        ("SELECT * { SERVICE <http://b.example/> { ?s ?p ?o } }", "403", b"SERVICE"),
        ("SELECT (UUID() AS ?x) {}", "200", b"urn:uuid:"),
        ("SELECT * { ?a ?b ?c } LIMIT 3000", "200", b"\r\n"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "504", b"seconds"),
    ],
)
def test_what_cannot_be_answered_fast_is_answered_in_the_ordinary_way(slow, text, status, told):
    with connect(slow) as connection:
        for query in (LOOK_UP_TEXT % 1, LOOK_UP_TEXT % 2, text, LOOK_UP_TEXT % 3):
            connection.sendall(selecting(query, "Accept: text/csv"))
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            body = answer.read()
            assert str(answer.status) == (status if query == text else "200")
            assert told in body or query != text
            answer.close()


LOOK_UP_TEXT = "SELECT * { ?s ?p ?o } LIMIT %d"


@pytest.fixture(scope="module")
def slow(installed) -> Iterator[int]:
    port = free_port()
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("KG_QUERY_TIMEOUT", "3")
        with serving(installed, port):
            yield port


def test_queries_that_are_answered_fast_have_their_lines_in_the_query_log(installed, port):
    for number in range(3):
        one(port, selecting(f"SELECT * {{}} LIMIT {number} #fast"))
    time.sleep(0.5)
    lines = (installed / "data" / "log" / "queries.jsonl").read_text().splitlines()[-3:]
    told = [json.loads(line) for line in lines]
    assert len({line["query"] for line in told}) == 3
    assert {(line["kept"], line["status"], line["outcome"], line["form"], line["route"]) for line in told} == {
        (False, 200, "whole", "solutions", "/sparql")
    }


class Ready:
    """An evaluator that has every answer at once, and tells what it was asked."""

    def __init__(self):
        self.whole, self.seconds, self.worked, self.longest, self.line = b"answer", 0.0, 0.0, 30.0, None
        self.stopped = None
        self.asked, self.ended = [], []

    def kind(self, text):
        return text[:20]

    def is_usual(self, kind, text):
        return "unusual" not in kind and "long before" not in text

    def close(self):
        self.ended.append("closed")

    def begin(self, errand):
        self.asked.append(errand.text)
        return self

    def settle(self, client, outcome, seconds):
        self.ended.append((client, outcome, seconds))

    def take(self):
        return True


def learned(ready, is_welcome=lambda client: True, text=LOOK_UP_TEXT % 1):
    """A fast path that has seen one look-up answered."""
    job = Answering(Query(text, base_iri="http://here/sparql"), "text/csv")
    seen = Visit("first", "GET", client="somebody", status=200)
    seen.hold(text, "solutions")
    environ = {}
    tell_errand(environ, Errand(job, 7, 5.0, "somebody", text=text))
    fast = FastPath(ready, is_welcome, ready.settle)
    headers = [("Content-Type", "text/csv"), ("ETag", '"old"'), ("Content-Length", "3"), ("X-Graph-Version", "7")]
    fast.learn(selecting(text), "here", "7", headers, seen, environ)
    return fast


def test_who_can_receive_little_at_once_gets_the_whole_answer(port):
    large = selecting("SELECT * { ?s ?p ?o } LIMIT 230")
    whole = one(port, large)[1]
    for _ in range(3):
        with socket.socket() as connection:
            connection.settimeout(20)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", port))
            connection.sendall(large + large)
            assert [body for _, body in answers(connection, 2)] == [whole, whole]
    assert 30_000 < len(whole) < 65_000


def test_a_query_like_one_before_needs_no_application():
    ready = Ready()
    evaluation = learned(ready).evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7")
    assert evaluation.begin()
    assert evaluation.take()
    headers, body, seen = evaluation.answer()
    told = dict(headers)
    assert ready.asked == [LOOK_UP_TEXT % 2]
    assert ready.ended == [("somebody", "whole", 0.0)]
    assert (told["Content-Length"], told["X-Graph-Version"]) == ("6", "7")
    digest = hashlib.sha256(b"text/csv\nanswer").hexdigest()
    assert told["ETag"] == f'"{digest[:32]}"'
    assert (body, seen.query, seen.client, seen.octets) == (b"answer", LOOK_UP_TEXT % 2, "somebody", 6)


UNLIKE = (
    (selecting(LOOK_UP_TEXT % 2), "elsewhere", "7"),
    (selecting(LOOK_UP_TEXT % 2), "here", "8"),
    (selecting(LOOK_UP_TEXT % 2, "Accept: text/csv"), "here", "7"),
    (selecting(LOOK_UP_TEXT % 2, more="&format=csv"), "here", "7"),
    (selecting(LOOK_UP_TEXT % 2, more="&version=7"), "here", "7"),
    (selecting("ASK {}"), "here", "7"),
    (selecting("SELECT * { ?unusual ?p ?o }"), "here", "7"),
    (selecting("SELECT (NOW() AS ?x) {}"), "here", "7"),
    (selecting("SELECT * { SERVICE <http://b.example/> {} }"), "here", "7"),
    (selecting("SELECT * " + "{" * 100 + "}" * 100), "here", "7"),
    (selecting(LOOK_UP_TEXT % 2 + "#" + "x" * 8000), "here", "7"),  # no server takes such a target
    (request("/sparql?query=SELECT+*+{+?s+?p+?o+}#b"), "here", "7"),
    (request("/sparql?query=%FF"), "here", "7"),
    (request("/sparql?query="), "here", "7"),
    (request("/query?query=SELECT"), "here", "7"),
    (selecting(LOOK_UP_TEXT % 2 + "#long before"), "here", "7"),
)


@pytest.mark.parametrize(("octets", "address", "number"), UNLIKE)
def test_what_differs_by_more_than_a_harmless_query_goes_the_ordinary_way(octets, address, number):
    assert learned(Ready()).evaluation(octets, address, number) is None


def test_whose_queries_have_worked_too_long_is_not_answered_fast():
    fast = learned(Ready(), lambda client: client != "somebody")
    assert fast.evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7") is None


def test_a_large_answer_is_left_to_the_application_as_are_others_of_its_kind():
    ready = Ready()
    fast = learned(ready)
    evaluation = fast.evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7")
    evaluation.begin()
    ready.whole = b"x" * 100_000
    assert evaluation.answer() is None
    evaluation.give_up()
    assert ready.ended == ["closed"]
    assert fast.evaluation(selecting(LOOK_UP_TEXT % 3), "here", "7") is None


class Clock:
    """A time that the test tells."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now

    def perf_counter(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    told = Clock()
    monkeypatch.setattr("kg.web.fast_path.time", told)
    return told


def ask_fast(fast, ready, body=b"answer"):
    """Whether a query is evaluated beside others; `body` is what comes of it."""
    ready.whole = body
    evaluation = fast.evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7")
    if evaluation is None:
        return False
    evaluation.begin()
    if evaluation.answer() is None:
        evaluation.give_up()
    return True


def test_one_in_vain_among_many_changes_nothing(clock):
    ready = Ready()
    fast = learned(ready)
    for _ in range(3):
        assert all(ask_fast(fast, ready) for _ in range(100))
        assert ask_fast(fast, ready, None)
    assert ask_fast(fast, ready)


def test_what_is_in_vain_often_is_left_to_the_application_for_longer_each_time(clock):
    ready = Ready()
    fast = learned(ready)
    rests = []
    for _ in range(9):
        assert ask_fast(fast, ready, None)
        began = clock.now
        while not ask_fast(fast, ready):
            clock.now += 0.5
        rests.append(clock.now - began)
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_those_that_a_stall_meets_at_once_count_as_one(clock):
    ready = Ready()
    fast = learned(ready)
    assert all(ask_fast(fast, ready) for _ in range(100))
    together = [fast.evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7") for _ in range(4)]
    for evaluation in together:
        evaluation.begin()
    clock.now += 0.02
    for evaluation in together:
        evaluation.give_up()
    assert ask_fast(fast, ready)


def test_who_is_late_is_waited_for_as_long_as_the_processors_work_for_others(clock):
    ready = Ready()
    evaluation = learned(ready).evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7")
    assert not evaluation.goes_on(), "as it waits for a place, which threads do better"
    evaluation.begin()
    for _ in range(10):
        clock.now = evaluation.until
        assert evaluation.goes_on()
        assert evaluation.until > clock.now
    ready.worked = 0.03
    assert not evaluation.goes_on()
    ready.worked, clock.now = 0.01, clock.now + 1
    assert not evaluation.goes_on()


def test_nobody_is_waited_for_past_the_time_of_a_query(clock):
    ready = Ready()
    ready.longest = 0.1
    evaluation = learned(ready).evaluation(selecting(LOOK_UP_TEXT % 2), "here", "7")
    evaluation.begin()
    clock.now += 0.09
    assert evaluation.goes_on()
    clock.now += 0.02
    assert not evaluation.goes_on()


@pytest.mark.skipif(sys.platform != "linux", reason="it looks where Linux tells of processes")
def test_a_worker_that_had_to_wait_for_a_processor_is_not_lost(installed):
    port = free_port()
    with serving(installed, port) as server:
        for number in range(3):
            one(port, selecting(LOOK_UP_TEXT % number))
        workers = workers_of(server.pid)
        for number in range(3, 8):
            with connect(port) as connection:
                for worker in workers & workers_of(server.pid):
                    os.kill(worker, signal.SIGSTOP)
                connection.sendall(selecting(LOOK_UP_TEXT % number))
                time.sleep(0.2)
                for worker in workers:
                    with suppress(ProcessLookupError):
                        os.kill(worker, signal.SIGCONT)
                assert answers(connection)[0][0].startswith("HTTP/1.1 200")
        assert workers <= workers_of(server.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="it looks where Linux tells of processes")
def test_what_is_ended_while_it_is_late_is_not_begun_anew(installed):
    port, new_token = free_port(), ["token", "new", "--name", "chief", "--role", "admin"]
    made = subprocess.run(
        [sys.executable, "-m", "kg", *new_token],
        cwd=installed,
        env=environment(installed),
        capture_output=True,
        check=True,
    )
    shown = f"Authorization: Bearer {made.stdout.decode().split()[-1]}"
    with serving(installed, port) as server, connect(port) as connection:
        for number in range(3):
            one(port, selecting(LOOK_UP_TEXT % number))
        for number in range(3, 30):
            workers = workers_of(server.pid)
            for worker in workers:
                os.kill(worker, signal.SIGSTOP)
            connection.sendall(selecting(LOOK_UP_TEXT % number))
            time.sleep(0.05)
            if running := json.loads(one(port, request("/queries/", shown))[1])["queries"]:
                break
            assert answers(connection)[0][0].startswith("HTTP/1.1 200"), "the machine was busy"
        assert one(port, request(f"/queries/{running[0]['id']}", shown, method="DELETE"))[0].startswith("HTTP/1.1 204")
        head, told = answers(connection)[0]
        for worker in workers & workers_of(server.pid):
            os.kill(worker, signal.SIGCONT)
        assert head.startswith("HTTP/1.1 503")
        assert b"stopped" in told


def workers_of(server: int) -> set[int]:
    """The numbers of the processes that work on queries."""
    return {worker for serving in children(server) for forker in children(serving) for worker in children(forker)}


def children(number: int) -> set[int]:
    tasks = Path(f"/proc/{number}/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


MORE = (
    "Transfer-Encoding: chunked",
    "Expect: 100-continue",
    "Content-Length: 0",
    "Connection:close",
    "X-Query-ID: mine1234",
)


@pytest.mark.parametrize("more", MORE)
def test_what_may_have_a_body_and_what_is_sent_ahead_are_never_kept_by_their_octets(more):
    asked = []
    fast = FastPath(Here(lambda: None), lambda client: True, lambda *settled: None)
    kept = KeptOctets(lambda environ, start: asked.append(environ) or [], lambda: 1, (), fast, 10**6)
    for octets in (request(ASK, more), request(ASK) + request(LOOK_UP), request(ASK, method="POST")):
        kept.expect(octets, "here")
        assert kept._own.request is None
    for octets in (request(ASK), request(ASK, "Connection: keep-alive")):
        kept.expect(octets, "here")
        assert kept._own.request == ("here", octets)


def value_of(answer):
    return re.search(rb'"value":"(\w+)"', answer[1])[1].decode()


def form_selecting(value):
    return f"query=SELECT%20(%22{value}%22%20AS%20%3Fx)%20%7B%7D".encode()


@pytest.mark.parametrize("is_chunked", [True, False])
def test_equal_heads_with_other_bodies_get_answers_of_their_own(port, is_chunked):
    form = "Content-Type: application/x-www-form-urlencoded"
    told = []
    for value in ("AAA", "AAA", "BBB"):
        body = form_selecting(value)
        size = f"{len(body):x}\r\n".encode()
        length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"
        content = size + body + b"\r\n0\r\n\r\n" if is_chunked else body
        with connect(port) as connection:
            connection.sendall(request("/sparql", form, length, method="POST"))
            time.sleep(0.1)
            connection.sendall(content)
            told.append(value_of(answers(connection)[0]))
    assert told == ["AAA", "AAA", "BBB"]


def test_requests_that_are_sent_ahead_again_and_again_are_all_answered(port):
    both = request("/sparql?" + form_selecting("CCC").decode()) + request("/sparql?" + form_selecting("DDD").decode())
    for _ in range(4):
        with connect(port) as connection:
            connection.sendall(both)
            assert [value_of(answer) for answer in answers(connection, 2)] == ["CCC", "DDD"]


HASTY = """
import sys
from kg.cli import main
from kg.serving import lobby

lobby.SECONDS_FOR_A_REQUEST = lobby.SECONDS_TO_GO_ON = 1.0
main(["serve", "--port", sys.argv[1]])
"""


def test_who_does_not_go_on_to_send_is_told_so(installed):
    port = free_port()
    command = [sys.executable, "-c", HASTY, str(port)]
    with subprocess.Popen(command, env=environment(installed), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout.readline()
            with connect(port) as connection:
                connection.sendall(request("/sparql", "Transfer-Encoding: chunked", method="POST"))
                head, told = answers(connection)[0]
            assert head.startswith("HTTP/1.1 408")
            assert b"too long" in told
        finally:
            server.terminate()


def test_a_server_that_is_told_to_stop_refuses_at_once_and_ends_what_it_has(installed):
    port = free_port()
    body = b"query=ASK%7B%7D"
    lines = ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
    with serving(installed, port) as server, connect(port) as connection:
        connection.sendall(request("/sparql", *lines, method="POST") + body[:3])
        one(port, request(ASK))
        server.terminate()
        until = time.monotonic() + 5
        with pytest.raises(ConnectionRefusedError):
            while time.monotonic() < until:
                with suppress(ConnectionResetError):  # connected in the moment before the door was closed
                    connect(port).close()
        assert server.poll() is None
        connection.sendall(body[3:])
        head, told = answers(connection)[0]
        assert head.startswith("HTTP/1.1 200")
        assert "Connection: close" in head
        assert b"true" in told
        assert server.wait(15) == 0


def test_who_waits_for_a_query_hears_of_it_when_the_server_stops(installed, monkeypatch):
    monkeypatch.setenv("KG_QUERY_TIMEOUT", "60")
    port = free_port()
    endless = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?f < ?i) }")
    with serving(installed, port) as server, connect(port) as connection:
        connection.sendall(request(f"/sparql?query={endless}"))
        while b"\ncommunique_queries_running 1.0" not in one(port, request("/metrics"))[1]:
            time.sleep(0.05)
        server.terminate()
        connection.settimeout(15)
        head, told = answers(connection)[0]
        assert head.startswith("HTTP/1.1 503")
        assert b"stopped" in told
        assert server.wait(15) == 0


def test_a_busy_connection_keeps_no_idle_one(port):
    with connect(port) as busy, connect(port) as idle:
        for connection in (busy, idle):
            connection.sendall(request(ASK))
            assert answers(connection)
        idle.setblocking(False)
        until = time.monotonic() + 15
        while True:
            busy.sendall(request(ASK))
            assert answers(busy)
            with suppress(BlockingIOError):
                assert idle.recv(1) == b""
                break
            assert time.monotonic() < until
            time.sleep(0.1)


def test_what_a_client_has_not_taken_when_its_connection_ends_is_no_whole_answer():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for octets, is_whole in ((b"all of it", True), (b"x" * 2**25, False)):
            with socket.create_connection(listener.getsockname(), timeout=10) as client:
                outbox = Outbox(listener.accept()[0])
                outbox.sendall(octets)
                assert outbox.is_behind != is_whole
                outbox.close()
                with nullcontext() if is_whole else pytest.raises(ConnectionResetError):
                    while client.recv(2**20):
                        pass


def test_of_an_answer_that_is_taken_late_but_whole_nothing_is_lost():
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname(), timeout=10) as client,
    ):
        outbox = Outbox(listener.accept()[0])
        outbox.sendall(b"x" * 2**23)
        taken = 0
        while outbox.is_behind:
            taken += len(client.recv(2**20))
            outbox.send_on()
        outbox.close()
        while piece := client.recv(2**20):
            taken += len(piece)
    assert taken == 2**23
