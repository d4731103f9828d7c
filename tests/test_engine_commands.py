"""What the commands that write do on a server, and what they say when it fails them."""

import shutil

import pytest
from engines import PASSWORD, SERVERS, free_port
from proxies import proxy_to
from rdflib import URIRef
from rdflib.namespace import RDF
from test_cli import FIRST, SECOND, kg, workplace, write_lines  # noqa: F401 - a fixture

from kg.journal.sqlite import SqliteJournal
from kg.settings import Settings
from kg.vocabulary import DIPLO

THIRD = "Turkish Foreign Minister Mevlüt Çavuşoğlu met Jeyhun Bayramov in Ankara on July 3, 2022."
on_servers = pytest.mark.external(", ".join(SERVERS.values()))
UNKNOWN = URIRef("http://127.0.0.1:8000/article/unknown")


@pytest.fixture
def at(workplace, monkeypatch):  # noqa: F811
    """Lets the commands write on an engine at an address."""
    monkeypatch.setattr("kg.store.endpoint.time.sleep", lambda seconds: None)

    def set_store(url, profile="oxigraph", user=None):
        values = {"STORE_URL": url, "STORE_PROFILE": profile, "STORE_USER": user or "", "STORE_PASSWORD": PASSWORD}
        for name, value in values.items():
            monkeypatch.setenv(f"KG_{name}", value)

    return set_store


def empty_journal():
    folder = Settings().data_dir
    folder.mkdir()
    SqliteJournal(folder / "journal.sqlite", Settings().base_iri).close()


# --- an engine that is not there ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["rebuild"], ["restore", "kept"], ["query", "ASK {}"], ["ingest", "news.jsonl"]])
def test_an_engine_that_is_not_there_is_told_in_words(at, command):
    url = f"http://127.0.0.1:{free_port()}"
    at(url)
    empty_journal()
    kg("backup", "kept")
    write_lines(Settings().data_dir.parent / "news.jsonl", {"text": FIRST, "id": "1"})
    if command[0] == "restore":
        shutil.rmtree("data")
    told = kg(*command, status=2).stderr
    assert f"the store at {url} does not answer: nothing listens there" in told
    assert "Errno" not in told
    assert "urlopen" not in told


@on_servers
def test_an_engine_that_does_not_answer_at_first_is_not_taken_for_an_empty_one(at, server_of):
    server = server_of("oxigraph")
    engine = server.store(merged=URIRef("http://127.0.0.1:8000/graph/merged"))
    engine.replace({UNKNOWN: [(UNKNOWN, RDF.type, URIRef(DIPLO.Article))]})
    empty_journal()
    with proxy_to(server.url) as proxy:
        at(proxy.url)
        for command in (["rebuild"], ["rebuild", "--drop-unknown"]):
            proxy.fail(["500"] * 5)  # each of the tries
            told = kg(*command, status=2).stderr
            assert "the disk is on fire" in told
        assert set(engine.graph(UNKNOWN))
        proxy.fail(())
        assert "1 articles of the store are not in the journal" in kg("rebuild", status=2).stderr
    engine.replace({UNKNOWN: ()})
    engine.close()
