"""Writing into an installation over HTTP as a program does it: `kg serve`, a token, and what becomes of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import URIRef
from test_cli import FIRST, ROOT, free_port, kg, serving, write_lines
from test_conformance import UPDATE, Answer, Served, serving_plain
from test_writing import content, entries

from kg import reconciliation
from kg.bootstrap import open_snapshots, open_writer
from kg.bootstrap.front import open_managed
from kg.bootstrap.searching import open_search
from kg.errors import BadRequest, StoreError
from kg.reconciliation import reconcile
from kg.search import Term
from kg.settings import Settings
from kg.store import Author, Document, Update
from kg.store.embedded import EmbeddedStore

pytest_plugins = ["small"]
pytestmark = pytest.mark.external("minutes")

BASE = "http://127.0.0.1:8000/"
CURATION = f"{BASE}graph/curation"
NOTES = "https://desk.example.org/notes/1"
STATE = "<https://w3id.org/communique/ontology#State>"
ONE = "<https://desk.example.org/a> <https://desk.example.org/p> 1"
TURTLE = "text/turtle"


@contextmanager
def written_to():
    """A server, and a token for the curation, notes of a desk and graphs that are named as this server."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    graphs = [f"--graph={graph}" for graph in ("https://desk.example.org/notes/", f"{url}/graphs/")]
    token = kg("token", "new", "--role", "writer", "--name", "desk", *graphs).stdout.splitlines()[-1]
    with serving(Path.cwd(), port):
        yield Served(url, token)
    kg("token", "revoke", "desk")


def gsp(graph: str) -> str:
    return f"/graphs?graph={quote(graph, safe='')}"


@pytest.mark.usefixtures("ingested")
def test_what_a_token_writes_is_read_at_once_and_what_is_not_its_own_is_refused():
    with written_to() as served:
        before = served.send("GET", "/sparql?query=ASK%7B%7D", None, None).headers["x-graph-version"]
        assert served.update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} }}").status == 204
        assert served.ask(f"ASK {{ {ONE} }}")
        assert served.ask(f"ASK {{ GRAPH <{NOTES}> {{ {ONE} }} }}")
        after = served.send("GET", "/sparql?query=ASK%7B%7D", None, None).headers["x-graph-version"]
        assert int(after) > int(before)

        copied = f"INSERT {{ GRAPH <{CURATION}> {{ ?m <https://desk.example.org/seen> 1 }} }} WHERE {{ ?m a {STATE} }}"
        assert served.update(copied).status == 204
        assert served.ask(f"ASK {{ GRAPH <{CURATION}> {{ ?m <https://desk.example.org/seen> 1 }} ?m a {STATE} }}")

        article = next(name for name in content_names(served) if "/article/" in name)
        for graph in (article, f"{BASE}graph/ontology", "https://desk.example.org/others/1"):
            refused = served.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {ONE} }} }}")
            assert (refused.status, graph in refused.body.decode()) == (403, True)
        for text in (f"INSERT DATA {{ {ONE} }}", "CLEAR ALL"):
            refused = served.update(text)
            assert (refused.status, "the default graph is the merge" in refused.body.decode()) == (403, True)
        nobody = served.send("POST", "/sparql", b"CLEAR ALL", None, Content_Type=UPDATE)
        assert (nobody.status, nobody.headers["www-authenticate"].startswith("Bearer")) == (401, True)
    written = [entry for entry in entries() if entry["kind"] == "contribution"]
    assert [(e["key"], e["state"], e["reason"]) for e in written] == [
        (NOTES, "stored", "updated by desk"),
        (CURATION, "stored", "updated by desk"),
    ]
    assert NOTES in kg("journal", "--about", "desk.example.org").stdout


def content_names(served: Served) -> list[str]:
    query = quote("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    rows = json.loads(served.send("GET", f"/sparql?query={query}", Accept="application/sparql-results+json").body)
    return [row["g"]["value"] for row in rows["results"]["bindings"]]


@pytest.mark.usefixtures("workplace")
def test_graphs_are_put_posted_read_and_deleted_as_resources():
    with written_to() as served:
        text = b"<https://desk.example.org/a> <https://desk.example.org/p> [ <https://desk.example.org/q> 1 ] ."
        for target in (gsp(NOTES), "/graphs/a%20note"):
            assert served.send("GET", target, None, None).status == 404
            assert served.send("PUT", target, text, Content_Type=TURTLE).status == 201
            assert served.send("PUT", target, text, Content_Type=TURTLE).status == 204
            assert served.send("POST", target, f"{ONE} .".encode(), Content_Type=TURTLE).status == 204
            found = served.send("GET", target, None, None, Accept="text/turtle").graph
            assert len(found) == 3
            (node,) = {s for s in found.subjects() if s.startswith(f"{BASE}.well-known/genid/")}
            place = f"/{node.removeprefix(BASE)}"
            told = served.send("GET", place, None, None, Accept="text/turtle").graph
            assert set(found.triples((node, None, None))) < set(told)
            page = served.send("GET", place, None, None, Accept="text/html")
            assert (page.status, "DESCRIBE" in page.headers["location"]) == (303, True)
            assert served.send("DELETE", target, None, None).status == 401
            assert served.send("DELETE", target).status == 204
            assert served.send("DELETE", target).status == 404
            gone = served.send("GET", place, None, None, Accept="text/html")
            assert (gone.status, b"blank nodes that people wrote" in gone.body) == (404, True)
        made = served.send("POST", "/graphs", f"{ONE} .".encode(), Content_Type=TURTLE)
        assert (made.status, made.headers["location"].startswith(f"{served.url}/graphs/")) == (201, True)
        assert len(served.send("GET", made.headers["location"], None, None, Accept="text/turtle").graph) == 1
        for target in (gsp(f"{BASE}graph/reference"), "/graphs?default"):
            assert served.send("PUT", target, f"{ONE} .".encode(), Content_Type=TURTLE).status == 403
            assert served.send("DELETE", target).status == 403
        assert served.send("PUT", gsp(NOTES), b"<a> <b> .", Content_Type=TURTLE).status == 400
    log = Path(os.environ["KG_DATA_DIR"], "log", "queries.jsonl").read_text(encoding="utf-8")
    told = [(line["token"], line["method"], line["form"], line["status"]) for line in map(json.loads, log.splitlines())]
    written = [("PUT", 201), ("PUT", 204), ("POST", 204), ("DELETE", 204), ("DELETE", 404)]
    assert told[:5] == [("desk", method, "update", status) for method, status in written]
    assert told[-1] == ("desk", "PUT", "update", 400)


@pytest.mark.usefixtures("workplace")
def test_while_somebody_else_writes_it_is_to_be_tried_later():
    with written_to() as served:
        with open_writer(Settings()):
            refused = served.update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} }}")
            assert (refused.status, int(refused.headers["retry-after"]) > 0) == (503, True)
            assert "in use by another process" in refused.body.decode()
            assert served.ask("ASK { ?s ?p ?o }")
        assert served.update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} }}").status == 204


def stopped(served: Served, text: str, admin: str) -> Answer:
    """What comes back of an update without end that is ended as soon as it is listed."""
    before = [run["id"] for run in listed(served, admin)]
    with ThreadPoolExecutor(1) as other:
        answer = other.submit(served.update, text, X_Query_ID="my-own-update")
        while not (running := [run for run in listed(served, admin) if run["id"] == "my-own-update"]):
            assert not answer.done(), answer.result().body
        assert (running[0]["kind"], running[0]["query"], before) == ("write", text, [])
        ended = served.send("DELETE", "/queries/my-own-update", None, None)
        assert ended.status == 204
        return answer.result(timeout=30)


def listed(served: Served, admin: str) -> list[dict]:
    return json.loads(served.send("GET", "/queries/", token=admin).body)["queries"]


def endless(graph: str) -> str:
    values = " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghijklm")
    return (
        f"INSERT DATA {{ GRAPH <{graph}> {{ <x:a> <x:p> 'first' }} }} ; "
        f"INSERT {{ GRAPH <{graph}> {{ <x:a> <x:p> ?n }} }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {values} }} }}"
    )


@pytest.mark.usefixtures("workplace")
def test_an_update_is_listed_and_when_it_is_stopped_it_has_changed_nothing():
    admin = kg("token", "new", "--role", "admin", "--name", "chief").stdout.splitlines()[-1]
    with written_to() as served:
        refused = stopped(served, endless(NOTES), admin)
        assert (refused.status, b"has changed nothing" in refused.body) == (503, True)
        assert refused.headers["x-query-id"] == "my-own-update"
        assert served.update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} }}").headers["x-query-id"]
        assert served.ask(f"ASK {{ GRAPH <{NOTES}> {{ {ONE} }} FILTER NOT EXISTS {{ <x:a> ?p ?o }} }}")
        assert listed(served, admin) == []
        assert served.send("DELETE", "/queries/my-own-update", None, None).status == 404
    assert [entry["reason"] for entry in entries() if entry["kind"] == "contribution"] == ["updated by desk"]


def administrator(folder: Path) -> str:
    """The token of one for an ordinary dataset."""
    environment = os.environ | {"KG_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    new = [sys.executable, "-m", "kg", "token", "new", "--role", "admin", "--name", "chief"]
    told = subprocess.run(new, env=environment, cwd=folder, check=True, capture_output=True, text=True).stdout
    return told.splitlines()[-1]


def test_an_update_of_an_ordinary_dataset_too(tmp_path):
    with serving_plain(tmp_path) as served:
        assert served.update("INSERT DATA { <x:b> <x:p> 1 }").status == 204
        refused = stopped(served, endless("x:g"), administrator(tmp_path))
        assert (refused.status, b"has changed nothing" in refused.body) == (503, True)
        assert served.update("INSERT DATA { <x:b> <x:p> 2 }").status == 204
        assert served.ask("ASK { <x:b> <x:p> 1 , 2 FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")


def test_a_write_that_waits_for_its_turn_is_listed_and_may_be_stopped(tmp_path):
    with serving_plain(tmp_path) as served, ThreadPoolExecutor(2) as others:
        admin, ids = administrator(tmp_path), ["first-of-all", "second-in-turn"]
        answers = []
        for number, id_ in enumerate(ids):
            text = endless("x:g") if number == 0 else f"INSERT DATA {{ {ONE} }}"
            answers.append(others.submit(served.update, text, X_Query_ID=id_))
            while [run["id"] for run in listed(served, admin)] != ids[: number + 1]:
                assert not any(answer.done() for answer in answers)
        for id_ in reversed(ids):
            assert served.send("DELETE", f"/queries/{id_}", None, None).status == 204
        assert [answer.result(timeout=30).status for answer in answers] == [503, 503]
        assert not served.ask("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")


def test_no_path_of_the_machine_is_told_when_a_write_fails_but_logged(tmp_path):
    with serving_plain(tmp_path) as served:
        assert served.update("INSERT DATA { <x:b> <x:p> 1 }").status == 204
        versions, aside = tmp_path / "plain" / "snapshots", tmp_path / "plain" / "aside"
        versions.rename(aside)
        versions.write_text("in the way")
        failed = served.update("INSERT DATA { <x:b> <x:p> 'words of somebody' }", X_Request_ID="trace-1")
        versions.unlink()
        aside.rename(versions)
        assert (failed.status, b"what was written is safe" in failed.body) == (503, True)
        assert str(tmp_path).encode() not in failed.body
        log = (tmp_path / "output").read_text()
        assert "request trace-1, POST /sparql: DiskError: version " in log
        assert str(versions) in log
        assert "words of somebody" not in log
        assert served.update("INSERT DATA { <x:b> <x:p> 2 }").status == 204
        assert served.ask("ASK { <x:b> <x:p> 1 , 2 , 'words of somebody' }")


_KILLED = f"""
import os, signal
from kg.bootstrap.front import open_managed
from kg.bootstrap.searching import open_search
from kg.contributions import managed
from kg.settings import Settings
from kg.store import Author, Update

def end(*_):
    os.kill(os.getpid(), signal.SIGKILL)

managed.carry_out_latest = end
text = "INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} GRAPH <{CURATION}> {{ {ONE} }} }}"
open_managed(Settings()).update(Update(text), Author("desk", lambda graph: True))
"""


@pytest.mark.usefixtures("ingested")
def test_what_was_journalled_when_the_writer_was_killed_comes_with_the_next_opening():
    before = content()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", _KILLED], env=environment).returncode == -signal.SIGKILL
    assert content() == before
    assert [e["state"] for e in entries("--state", "received")] == ["received", "received"]
    kg("snapshot", "publish")
    after = content()
    assert {name: len(after[name]) for name in after.keys() - before.keys()} == {NOTES: 1, CURATION: 1}
    assert kg("query", f"ASK {{ GRAPH <{NOTES}> {{ {ONE} }} }}").stdout == "yes\n"
    kg("check")


@pytest.mark.usefixtures("ingested")
def test_rebuild_rollback_and_backup_bring_back_what_was_written():
    with written_to() as served:
        both = f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} GRAPH <{CURATION}> {{ {ONE} }} }}"
        assert served.update(both).status == 204
    number = max(version.number for version in open_snapshots(Settings()).versions())
    whole = content()
    assert {NOTES, CURATION} < whole.keys()
    kg("snapshot", "pin", str(number))
    kg("rebuild")
    assert content() == whole
    kg("backup", "../kept")
    with written_to() as served:
        assert served.send("DELETE", gsp(NOTES)).status == 204
        assert served.update(f"CLEAR GRAPH <{CURATION}> ; INSERT DATA {{ GRAPH <{NOTES}x> {{ {ONE} }} }}").status == 204
    assert content().keys() & {NOTES, CURATION, f"{NOTES}x"} == {f"{NOTES}x"}
    kg("snapshot", "rollback", str(number), "--reason", "a mistake")
    assert content() == whole
    kg("rebuild")
    assert content() == whole
    shutil.rmtree("data")
    kg("restore", "../kept")
    assert content() == whole


@pytest.mark.external("oxigraph")
@pytest.mark.usefixtures("workplace")
def test_on_another_engine_triples_are_written_and_patterns_refused(server_of, monkeypatch):
    monkeypatch.setenv("KG_STORE_URL", server_of("oxigraph").url)
    write_lines(Path("news.jsonl"), {"text": FIRST, "id": "1", "published": "2022-07-05"})
    kg("ingest", "news.jsonl")
    with written_to() as served:
        assert served.update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ {ONE} }} }}").status == 204
        assert served.ask(f"ASK {{ {ONE} }}")
        refused = served.update(f"INSERT {{ GRAPH <{NOTES}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}")
        assert (refused.status, "another engine" in refused.body.decode()) == (403, True)


@pytest.mark.usefixtures("workplace")
def test_the_copy_on_which_an_update_is_tried_is_thrown_away():
    with written_to() as served:
        text = f"INSERT {{ GRAPH <{NOTES}> {{ ?s <https://desk.example.org/p> 1 }} }} WHERE {{ ?s a {STATE} }}"
        assert served.update(text).status == 204
    left = [path.name for path in Path("data/snapshots").iterdir() if path.name.endswith(".new")]
    assert left == []
    with closing(EmbeddedStore(Path("data/store"))) as store:
        assert len(store.select(f"SELECT ?s {{ GRAPH <{NOTES}> {{ ?s ?p ?o }} }} LIMIT 10")) == 10


ME = Author("desk", lambda _graph: True)


def say(graph, number):
    graph.update(Update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ <x:a> <x:p> {number} }} }}"), ME)


@pytest.fixture
def compared(monkeypatch):
    """How often journal and store were compared."""
    calls = []

    def counting(*arguments):
        calls.append(arguments)
        return reconcile(*arguments)

    monkeypatch.setattr(reconciliation, "reconcile", counting)
    return calls


@pytest.mark.usefixtures("workplace")
def test_journal_and_store_are_compared_when_somebody_else_may_have_written_and_only_then(compared):
    graph = open_managed(Settings())
    for number in range(3):
        say(graph, number)
    with pytest.raises(BadRequest):
        graph.update(Update("DROP GRAPH <x:nowhere>"), ME)
    say(graph, 3)
    assert len(compared) == 1, "one process wrote all of it, and had compared before the first"
    open_managed(Settings()).put(f"{NOTES}x", [Document(b"<x:a> <x:p> 1 .", TURTLE)], None, ME)
    assert len(compared) == 2, "another one knows nothing of that"
    say(graph, 4)
    assert len(compared) == 3, "another one has written"
    assert {name: len(triples) for name, triples in content().items() if "desk" in name} == {NOTES: 5, f"{NOTES}x": 1}


@pytest.mark.usefixtures("workplace")
def test_what_is_lost_between_two_writes_is_mended_by_the_second(compared, monkeypatch):
    graph = open_managed(Settings())
    say(graph, 1)
    with closing(EmbeddedStore(Path("data/store"))) as store:
        store.replace({URIRef(NOTES): []})
    graph.put(f"{NOTES}x", [Document(b"<x:a> <x:p> 1 .", TURTLE)], None, ME)
    assert {NOTES, f"{NOTES}x"} <= content().keys()

    def refuse(*_):
        raise StoreError("the disk is full")

    say(graph, 2)
    number = len(compared)
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedStore, "replace", refuse)
        with pytest.raises(StoreError, match="comes with the next write"):
            say(graph, 3)
    say(graph, 4)
    assert len(compared) == number + 1
    assert len(content()[NOTES]) == 4

    for path in Path("data").glob("search.sqlite*"):
        path.unlink()
    say(graph, 5)
    found = open_search(Settings()).find([Term("Azerbaijan", ("azerbaijan",))], None, 10)
    assert found.total > 0, "the index is made anew"
