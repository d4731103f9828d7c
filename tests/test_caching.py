"""Answers kept for a version: what is kept, what is not, conditions, named versions, and room."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from evaluators import services_of
from rdflib import Literal, URIRef
from served import IRIS

from kg.access import Role, Token
from kg.querying.current import Current
from kg.querying.pool import Pool
from kg.querying.worker import Duty
from kg.store import Version
from kg.store.embedded import EmbeddedStore
from kg.store.snapshots import Snapshots
from kg.web import create_app
from kg.web.gate import Access

A, P = URIRef("http://a.example/a"), URIRef("http://a.example/p")
VALUE = "SELECT ?o { <http://a.example/a> ?p ?o }"
MIB = 2**20


class Counting:
    """Hands each job on, and counts them."""

    def __init__(self, pool):
        self.pool, self.jobs = pool, 0

    def start(self, errand):
        self.jobs += 1
        return self.pool.start(errand)


class Desk:
    """A store with versions, and the front on it."""

    def __init__(self, folder, room=MIB):
        self.store, self.shelf = EmbeddedStore(folder / "store"), Snapshots(folder / "snapshots")
        self.number = 0
        self.publish("first")
        self.pool = Pool(Duty(self.shelf.open, 256 * MIB), 10, kind_of=str)
        self.counting = Counting(self.pool)
        versions = Current(self.counting, self.shelf)
        access = Access({"x": Token("x", Role.READER, (), datetime.now(UTC))}.get)
        app = create_app(services_of(self.counting, IRIS, versions), access=access, cache_room=room)
        self.client = app.test_client()

    def publish(self, value):
        self.number += 1
        self.store.replace({A: [(A, P, Literal(value))]})
        at = f"2026-01-0{self.number}T12:00:00Z"
        self.shelf.publish(self.store, Version(self.number, at, "", 0, 0, ""))

    def ask(self, query=VALUE, method="get", headers=None, **more):
        given = {"query": query, "format": "csv", **more}
        if method == "post":
            return self.client.post("/sparql", data=given, headers=headers)
        return getattr(self.client, method)("/sparql", query_string=given, headers=headers)

    def jobs_for(self, *args, **more):
        before = self.counting.jobs
        self.ask(*args, **more)
        return self.counting.jobs - before

    def close(self):
        self.pool.close()
        self.store.close()


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def test_the_same_question_is_answered_from_what_is_kept_until_the_version_changes(desk):
    first = desk.ask()
    assert desk.jobs_for() == 0
    again = desk.ask()
    assert again.data == first.data == b"o\r\nfirst\r\n"
    assert {name for name, value in first.headers.items() if again.headers.get(name) != value} == {
        "X-Query-ID",
        "X-Request-ID",
    }
    assert (again.headers["X-Graph-Version"], again.headers["Last-Modified"]) == ("1", "Thu, 01 Jan 2026 12:00:00 GMT")
    assert "Accept" in again.headers["Vary"]
    desk.publish("second")
    answer = desk.ask()
    assert (answer.data, answer.headers["X-Graph-Version"]) == (b"o\r\nsecond\r\n", "2")
    assert answer.headers["ETag"] != first.headers["ETag"]


def test_every_part_of_a_question_counts(desk):
    desk.ask()
    assert desk.jobs_for(VALUE + " ") == 1
    assert desk.jobs_for(format="tsv") == 1
    assert desk.jobs_for(**{"default-graph-uri": "http://a.example/other"}) == 1
    assert desk.jobs_for(method="post") == 1
    assert desk.jobs_for(method="post") == 0
    assert desk.jobs_for(headers={"Host": "elsewhere.example"}) == 1
    assert desk.jobs_for(method="head") == 0


def test_each_form_of_an_answer_is_kept_and_who_has_one_is_told_that_nothing_changed(desk):
    long = "SELECT (CONCAT(STR(?o), '%s') AS ?long) { <http://a.example/a> ?p ?o }" % ("x" * 2000)
    tags = set()
    for accepted in ("gzip", "br", "zstd", "identity"):
        packs = {"Accept-Encoding": accepted}
        assert desk.jobs_for(long, headers=packs) > 0
        assert desk.jobs_for(long, headers=packs) == 0
        answer, head = desk.ask(long, headers=packs), desk.ask(long, method="head", headers=packs)
        own = ("X-Request-ID", "X-Query-ID", "Date")
        assert [pair for pair in answer.headers if pair[0] not in own] == [
            pair for pair in head.headers if pair[0] not in own
        ]
        assert answer.headers.get("Content-Encoding", "identity") == accepted
        tags.add(answer.headers["ETag"])
    assert len(tags) == 4
    for tag in tags:
        for accepted in ("gzip", "identity", "deflate"):
            for condition in (tag, f'"0", W/{tag}'):
                again = desk.ask(long, headers={"Accept-Encoding": accepted, "If-None-Match": condition})
                assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
                assert "Accept-Encoding" in again.headers["Vary"]
                assert "Content-Encoding" not in again.headers
    desk.publish("another")
    assert desk.ask(long, headers={"Accept-Encoding": "gzip", "If-None-Match": ", ".join(tags)}).status_code == 200


RELATIVE = "SELECT (<x> AS ?iri) {}"


def test_hosts_share_no_answers_and_a_client_that_is_no_proxy_names_none(desk):
    def told(**headers):
        return desk.ask(RELATIVE, headers={name.replace("_", "-"): value for name, value in headers.items()}).text

    assert "http://a.example/x" in told(Host="a.example")
    assert "http://b.example/x" in told(Host="b.example")
    lie = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/evil"}
    assert "http://c.example/x" in told(Host="c.example", **lie)
    assert "http://a.example/x" in told(Host="a.example", **lie)
    assert "http://c.example/x" in told(Host="c.example")


def test_who_has_the_answer_is_told_that_nothing_changed(desk):
    etag = desk.ask().headers["ETag"]
    for headers in ({"If-None-Match": etag}, {"If-None-Match": f'"other", W/{etag}'}, {"If-None-Match": "*"}):
        answer = desk.ask(headers=headers)
        assert (answer.status_code, answer.data) == (304, b"")
        assert (answer.headers["ETag"], answer.headers["X-Graph-Version"]) == (etag, "1")
        assert "Content-Type" not in answer.headers
    assert desk.ask(headers={"If-None-Match": '"other"'}).status_code == 200
    fresh = desk.ask(VALUE + "  ", headers={"If-None-Match": etag})
    assert fresh.status_code == 304  # the same octets, whatever asked for them
    desk.publish("second")
    assert desk.ask(headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT (1+UUID() AS ?x) {}",
    ],
)
def test_what_depends_on_the_moment_is_never_kept(desk, query):
    first, second = desk.ask(query), desk.ask(query)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    assert desk.jobs_for(query) == 1
    assert desk.client.get("/query", query_string={"query": query}).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("call", ["\\u0052AND()", "N\\U0000004FW()", "STR\\u0055UID()"])
def test_what_depends_on_the_moment_is_not_kept_where_escapes_hide_it(desk, call):
    """The engine reads no escapes in its keywords: if it ever does, the cache must know of it."""
    answer = desk.ask(f"SELECT ({call} AS ?x) {{}}")
    assert (answer.status_code, "ETag" in answer.headers) == (400, False)


def test_what_is_asked_with_credentials_is_neither_kept_nor_taken_from_what_is(desk):
    mine = {"Authorization": "Bearer x"}
    assert desk.ask(headers=mine).headers["Cache-Control"].startswith("private")
    assert desk.jobs_for(headers=mine) == 1
    assert desk.jobs_for() == 1
    assert desk.jobs_for(headers=mine) == 1


def test_errors_are_not_kept(desk):
    assert desk.ask("SELECT ?x { ?x").status_code == 400
    assert desk.jobs_for("SELECT ?x { ?x") == 1


def test_readiness_is_asked_again_after_a_second_though_the_version_is_the_same(desk):
    desk.client.get("/ready")
    before = desk.counting.jobs
    time.sleep(1.1)
    assert desk.client.get("/ready").status_code == 200
    assert desk.counting.jobs == before + 1


def test_a_kept_version_is_answered_from_and_another_is_gone(desk):
    desk.publish("second")
    desk.publish("third")
    old = desk.ask(version="1")
    assert (old.data, old.headers["X-Graph-Version"]) == (b"o\r\nfirst\r\n", "1")
    assert desk.ask(method="post", version="2").data == b"o\r\nsecond\r\n"
    assert desk.ask().data == b"o\r\nthird\r\n"
    desk.publish("fourth")
    desk.shelf.forget_others()
    gone = desk.ask(version="1")
    assert gone.status_code == 410
    assert "version 1 is not kept; those that are: 4" in gone.json["detail"]
    assert desk.ask(version="one").status_code == 400


def test_a_version_in_use_stays_until_its_answer_is_read(desk, monkeypatch):
    monkeypatch.setattr("kg.querying.pool._LONGEST_REST", 0.0)
    held = desk.client.application.extensions["communique"].versions(1)
    desk.publish("second")
    desk.shelf.prune(1)
    assert desk.ask(version="1").data == b"o\r\nfirst\r\n"
    del held
    desk.publish("third")
    desk.ask()  # one worker turns to another version, and the other is let go
    until = time.monotonic() + 20
    while 1 in [version.number for version in desk.shelf.versions()] and time.monotonic() < until:
        desk.shelf.prune(1)  # until the process of the one let go has ended
    assert desk.ask(version="1").status_code == 410


def test_the_room_is_bounded(tmp_path):
    desk = Desk(tmp_path, room=256 * 1024)
    try:
        large = "SELECT ?x { VALUES ?x { " + "'" + "x" * 5000 + "' } }"
        desk.ask(large)
        assert desk.jobs_for(large) == 1  # more than its share
        for number in range(250):
            desk.ask(f"{VALUE} #{number}")
        assert desk.jobs_for(f"{VALUE} #249") == 0
        assert desk.jobs_for(f"{VALUE} #0") == 1
        assert sum(desk.jobs_for(f"{VALUE} #{number}") for number in range(249, 150, -1)) == 0
    finally:
        desk.close()
