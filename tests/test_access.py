"""Tokens, roles and limits: what is kept, who may write what, and who is let in over HTTP."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from evaluators import app_on
from flask import Flask, request
from flask.testing import FlaskClient
from served import IRIS

from kg.access import Anonymous, Role, Token
from kg.access.limits import FREE_FAILURES, LONGEST_WAIT, BackOff, Buckets
from kg.access.sqlite_tokens import SqliteTokens
from kg.cli import main
from kg.errors import AccessError
from kg.settings import load_settings
from kg.store.embedded import EmbeddedStore
from kg.web.clients import client_of
from kg.web.gate import Access, require_administrator, require_writing

pytest_plugins = ["web_fixtures"]

NOTES = "https://example.org/notes/"
CURATION = f"{IRIS.base_iri}graph/curation"
TOMORROW = datetime.now(UTC) + timedelta(days=1)


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tokens(tmp_path: Path) -> SqliteTokens:
    return SqliteTokens(tmp_path / "data" / "tokens.sqlite", (CURATION,))


# What is kept.


def test_who_shows_the_text_of_a_token_is_its_holder(tokens: SqliteTokens) -> None:
    text = tokens.new("desk", Role.WRITER, [NOTES], TOMORROW)
    holder = tokens.holder_of(text)
    assert holder is not None
    assert (holder.name, holder.role, holder.graphs) == ("desk", Role.WRITER, (CURATION, NOTES))
    assert tokens.all() == [holder]


def test_the_file_holds_no_token_and_is_its_owners_only(tokens: SqliteTokens) -> None:
    text = tokens.new("desk", Role.ADMIN)
    assert text.split("_", 2)[2].encode() not in tokens.path.read_bytes()
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("change", ["", "x", "{}x", "x{}", "{} ", "kg_0123456789abcdef_" + "a" * 43])
def test_another_text_has_no_holder(tokens: SqliteTokens, change: str) -> None:
    assert tokens.holder_of(change) is None  # no token was ever made
    text = tokens.new("desk", Role.ADMIN)
    assert tokens.holder_of(change.format(text)) is None
    assert tokens.holder_of(text[:-1] + ("A" if text[-1] != "A" else "B")) is None


def test_an_expired_or_revoked_token_has_no_holder(tokens: SqliteTokens) -> None:
    late = tokens.new("late", Role.READER, expires=datetime.now(UTC) - timedelta(seconds=1))
    gone = tokens.new("gone", Role.READER)
    beside = SqliteTokens(tokens.path)
    assert beside.holder_of(gone) is not None
    tokens.revoke("gone")
    assert beside.holder_of(gone) is beside.holder_of(late) is None
    assert [(token.name, token.is_expired) for token in beside.all()] == [("late", True)]


@pytest.mark.parametrize(
    ("name", "role", "graphs", "reason"),
    [
        ("", Role.READER, (), "no name of a token"),
        ("a b", Role.READER, (), "no name of a token"),
        ("a\r\nX-Evil: 1", Role.READER, (), "no name of a token"),
        ("desk", Role.READER, (NOTES,), "may write none"),
        ("desk", Role.ADMIN, (NOTES,), "may write every graph"),
        ("desk", Role.WRITER, ("notes",), "neither the IRI of a graph"),
        ("desk", Role.WRITER, ("https://example.org/a b",), "neither the IRI of a graph"),
        ("desk", Role.WRITER, ("https://",), "neither the IRI of a graph"),
        ("desk", Role.WRITER, ("https:/",), "neither the IRI of a graph"),
        ("taken", Role.READER, (), "there is a token “taken” already"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused_with_the_reason(
    tokens: SqliteTokens, name: str, role: Role, graphs: tuple[str, ...], reason: str
) -> None:
    tokens.new("taken", Role.READER)
    with pytest.raises(AccessError, match=reason):
        tokens.new(name, role, graphs)
    assert len(tokens.all()) == 1


def test_what_cannot_be_read_is_told(tokens: SqliteTokens) -> None:
    tokens.path.parent.mkdir()
    tokens.path.write_bytes(b"no database" * 100)
    with pytest.raises(AccessError, match=r"tokens\.sqlite cannot be used"):
        tokens.holder_of("kg_0123456789abcdef_" + "a" * 43)
    with pytest.raises(AccessError, match=r"tokens\.sqlite cannot be used"):
        tokens.new("desk", Role.READER)


def token(role: Role, *graphs: str) -> Token:
    return Token("t", role, graphs, datetime.now(UTC))


@pytest.mark.parametrize(
    ("who", "graph", "may"),
    [
        (Anonymous(), NOTES, False),
        (token(Role.READER), NOTES, False),
        (token(Role.WRITER, NOTES), NOTES + "1", True),
        (token(Role.WRITER, NOTES), NOTES, True),
        (token(Role.WRITER, NOTES), NOTES[:-1], False),
        (token(Role.WRITER, NOTES), "https://example.org/notes.d", False),
        (token(Role.WRITER, NOTES[:-1]), NOTES[:-1], True),
        (token(Role.WRITER, NOTES[:-1]), NOTES + "1", False),
        (token(Role.WRITER, "https://example.org/n#"), "https://example.org/n#1", True),
        (token(Role.WRITER, NOTES), None, False),
        (token(Role.ADMIN), NOTES, True),
        (token(Role.ADMIN), None, True),
    ],
)
def test_who_may_write_what(who: Token | Anonymous, graph: str | None, may: bool) -> None:
    assert who.may_write(graph) is may


# The command.


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["token", *arguments])


@pytest.mark.parametrize(
    "graph", [f"{IRIS.base_iri}article/1", f"{IRIS.base_iri}graph/derived", "https://w3id.org/communique/state/"]
)
def test_a_token_that_names_what_nobody_writes_is_refused(kg, tokens: SqliteTokens, graph: str) -> None:  # type: ignore[no-untyped-def]
    given = ("new", "--role", "writer", "--name")
    refused = kg(*given, "desk", "--graph", graph)
    assert (refused.exit_code, f"nobody writes the graph {graph}" in refused.output) == (2, True)
    assert tokens.all() == []
    for number, written in enumerate((f"{IRIS.base_iri}graphs/", IRIS.base_iri, CURATION, "https://w3id.org/", NOTES)):
        assert kg(*given, f"desk{number}", "--graph", written).exit_code == 0
    assert kg(*given, "desk", "--dataset", "plain", "--graph", graph).exit_code == 0


def test_a_token_is_made_listed_and_revoked(kg, tokens: SqliteTokens) -> None:  # type: ignore[no-untyped-def]
    made = kg("new", "--role", "writer", "--name", "desk", "--graph", NOTES, "--expires", "30")
    text = made.stdout.splitlines()[-1]
    holder = tokens.holder_of(text)
    assert made.exit_code == 0
    assert holder is not None
    assert holder.expires is not None
    assert 29 < (holder.expires - datetime.now(UTC)) / timedelta(days=1) < 31
    listed = kg("list").stdout
    assert all(word in listed for word in ("desk", "writer", "graph/curation", "example.org/notes/"))
    assert text.split("_", 2)[2] not in listed
    assert kg("revoke", "desk").exit_code == 0
    assert tokens.holder_of(text) is None
    again = kg("revoke", "desk")
    assert (again.exit_code, "there is no token “desk”" in again.output) == (2, True)


# The limits.


def test_a_bucket_gives_a_minutes_worth_at_once_and_fills_steadily() -> None:
    clock = Clock()
    buckets = Buckets(3, clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 20]
    assert buckets.take("b") == 0
    clock.now += 20
    assert [buckets.take("a"), buckets.take("a")] == [0, 20]
    clock.now += 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 20]


def test_a_bucket_that_is_overdrawn_is_paid_for_later() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    buckets.charge("a", 90)
    assert buckets.wait("a") == 30
    clock.now += 30
    assert buckets.wait("a") == 0


def test_no_limit_keeps_nothing() -> None:
    buckets = Buckets(0)
    assert not any(buckets.take("a") for _ in range(1000))
    assert not buckets._full_at


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.access.limits.MOST_CLIENTS", 3)
    buckets, back_off = Buckets(1), BackOff()
    for client in "abcd":
        buckets.take(client)
        back_off.fail(client)
    assert list(buckets._full_at) == list(back_off._failures) == ["b", "c", "d"]


def test_failures_wait_longer_and_longer() -> None:
    clock = Clock()
    back_off = BackOff(clock)
    assert [back_off.fail("a") for _ in range(FREE_FAILURES)] == [0] * FREE_FAILURES
    waits = []
    for _ in range(12):
        waits.append(back_off.fail("a"))
        assert back_off.fail("a") == waits[-1]  # in vain, and it makes nothing worse
        clock.now += waits[-1]
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT
    assert back_off.fail("b") == 0
    clock.now += LONGEST_WAIT + 1
    assert back_off.fail("a") == 0


# Over HTTP.

SECRETS = {
    "r": token(Role.READER),
    "w": Token("desk", Role.WRITER, (NOTES,), datetime.now(UTC)),
    "a": token(Role.ADMIN),
}


def make(store: EmbeddedStore, **more: object) -> Flask:
    app = app_on(lambda: store, IRIS, access=Access(SECRETS.get, **more))  # type: ignore[arg-type]

    def write() -> str:
        require_writing([request.args.get("graph")])
        return "written"

    def look() -> str:
        require_administrator()
        return "seen"

    app.add_url_rule("/write", view_func=write, methods=["POST"])
    app.add_url_rule("/look", view_func=look)
    return app


@pytest.fixture
def client(store: EmbeddedStore) -> FlaskClient:
    return make(store).test_client()


@pytest.fixture
def closed(store: EmbeddedStore) -> FlaskClient:
    return make(store, is_read_by_anybody=False).test_client()


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.parametrize(
    ("headers", "graph", "status"),
    [
        ({}, NOTES, 401),
        ({"Authorization": "Basic dzp3"}, NOTES, 401),
        (bearer("wrong"), NOTES, 401),
        (bearer("r"), NOTES, 403),
        (bearer("w"), NOTES + "1", 200),
        ({"Authorization": "bearer  w"}, NOTES + "1", 200),
        (bearer("w"), CURATION, 403),
        (bearer("a"), CURATION, 200),
    ],
)
def test_only_who_may_write_writes(client: FlaskClient, headers: dict[str, str], graph: str, status: int) -> None:
    answer = client.post("/write", query_string={"graph": graph}, headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="communique"')
        assert ("invalid_token" in answer.headers["WWW-Authenticate"]) is ("wrong" in str(headers))
    if status == 403:
        assert graph in answer.json["detail"]  # type: ignore[index]


@pytest.mark.parametrize(("headers", "status"), [({}, 401), (bearer("w"), 403), (bearer("a"), 200)])
def test_only_an_administrator_looks_on(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/look", headers=headers).status_code == status


def test_a_wrong_token_is_told_also_where_none_is_needed(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK{}").status_code == 200
    assert client.get("/sparql?query=ASK{}", headers=bearer("wrong")).status_code == 401
    assert client.get("/sparql?query=ASK{}", headers={"Authorization": "Basic dzp3"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/query", "/dumps/", "/nowhere"])
def test_reading_may_be_closed(closed: FlaskClient, path: str) -> None:
    assert closed.get(path).status_code == 401
    assert closed.get(path, headers=bearer("r")).status_code == (404 if path == "/nowhere" else 200)


@pytest.mark.parametrize("path", ["/health", "/static/style.css"])
def test_who_watches_needs_no_token(closed: FlaskClient, path: str) -> None:
    with closed.get(path) as answer:
        assert answer.status_code == 200
    assert closed.options("/sparql").status_code == 200


def test_wrong_tokens_have_to_wait_and_right_ones_need_not(client: FlaskClient) -> None:
    statuses = [client.get("/", headers=bearer("wrong")).status_code for _ in range(FREE_FAILURES + 2)]
    assert statuses == [401] * FREE_FAILURES + [429] * 2
    assert client.get("/", headers=bearer("wrong")).headers["Retry-After"] == "1"
    assert client.get("/", headers=bearer("r")).status_code == client.get("/").status_code == 200


def test_each_client_has_its_own_limit(store: EmbeddedStore) -> None:
    client = make(store, most_requests=3).test_client()

    def statuses(**more: object) -> list[int]:
        return [client.get("/query", **more).status_code for _ in range(4)]  # type: ignore[arg-type]

    assert statuses() == [200, 200, 200, 429]
    assert int(client.get("/query").headers["Retry-After"]) in range(1, 21)
    assert statuses(environ_base={"REMOTE_ADDR": "192.0.2.1"}) == [200, 200, 200, 429]
    assert statuses(headers=bearer("w")) == [200, 200, 200, 429]
    assert statuses(headers=bearer("a")) == [200] * 4
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "client"),
    [
        ("", "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("192.0.2.0/24", "192.0.2.1", "198.51.100.7", "198.51.100.7"),
        ("192.0.2.1, 10.0.0.0/8", "192.0.2.1", "203.0.113.9, 198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("192.0.2.1", "192.0.2.1", "198.51.100.7, not an address", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("", "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("", "::ffff:192.0.2.1", "", "192.0.2.1"),
        ("::1", "::1", "2001:db8::1", "2001:db8::/64"),
        ("", "", "", "unknown"),
    ],
)
def test_a_client_is_who_a_trusted_proxy_says(
    monkeypatch: pytest.MonkeyPatch, proxies: str, remote: str, forwarded: str, client: str
) -> None:
    monkeypatch.setenv("KG_TRUSTED_PROXIES", proxies)
    environ = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_of(environ, load_settings().proxies) == client
