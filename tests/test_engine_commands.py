"""What the commands that write do on a server, and what they say when it fails them."""

import gzip
import json
import re
import shutil
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from engines import PASSWORD, SERVERS, USUAL_MERGED, free_port
from proxies import proxy_to
from rdflib import URIRef
from rdflib.namespace import RDF
from shipped import REFERENCE
from test_cli import FIRST, SECOND, kg, write_lines

from kg.bootstrap import make_app
from kg.bootstrap.reference import own_holders
from kg.checking import check_merge
from kg.derivation import Derivation
from kg.errors import StoreError
from kg.journal.sqlite import SqliteJournal
from kg.reference import Reference
from kg.settings import Settings
from kg.vocabulary import DIPLO

on_servers = pytest.mark.external(", ".join(SERVERS.values()))
UNKNOWN = URIRef("http://127.0.0.1:8000/article/unknown")
STATES = ("AZE", "IRN", "TUR")


def few_tables(*_):
    """What of the tables the texts need: an engine is not to be filled with the rest so often."""
    states = tuple(state for state in REFERENCE.states if state.code in STATES)
    return Reference(states, (), (), (), REFERENCE.offices)


@contextmanager
def working_in(folder):
    """A folder to work in, on an engine for which nobody waits; yields what sets the address of the engine."""
    with pytest.MonkeyPatch.context() as changed:
        changed.chdir(folder)
        changed.setenv("KG_DATA_DIR", "data")
        changed.setattr("kg.bootstrap.reference._read_tables", few_tables)  # what is kept there is for all tests
        changed.setattr("kg.store.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))

        def set_store(url, profile="oxigraph", user=None):
            values = {"URL": url, "PROFILE": profile, "USER": user or "", "PASSWORD": PASSWORD}
            for name, value in values.items():
                changed.setenv(f"KG_STORE_{name}", value)

        yield set_store


@pytest.fixture
def at(tmp_path):
    """Lets the commands write on an engine at an address."""
    with working_in(tmp_path) as set_store:
        yield set_store


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
    engine = server.store(merged=USUAL_MERGED)
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


# --- who only asks --------------------------------------------------------------------------------------------------

NOT_WHOLE = "is empty or is being filled: run kg ingest, or wait for the kg rebuild that is running"
READING = (["query", "ASK {}"], ["search", "bayramov"], ["dump", "--output", "none.gz"], ["check"])


def quads(server):
    """All that the engine holds, its marks too."""
    asked = {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"}
    answer = httpx.post(f"{server.url}/query", data=asked, headers={"Accept": "text/tab-separated-values"}, timeout=60)
    return sorted(answer.raise_for_status().text.splitlines())


def refusals(server):
    """What each command that reads says, and the web front, none of which changes anything."""
    before = quads(server)
    told = [kg(*command, status=2).stderr for command in READING]
    with pytest.raises(StoreError) as refused:
        make_app(Settings())
    assert quads(server) == before
    return [*told, str(refused.value)]


@pytest.fixture
def filled(at, server_of):
    """Two articles on a server."""
    server = server_of("oxigraph")
    server.empty(USUAL_MERGED).close()
    at(server.url)
    texts = {"1": FIRST, "2": SECOND}
    write_lines(Path("news.jsonl"), *({"text": texts[n], "id": n, "published": "2022-07-05"} for n in texts))
    kg("ingest", "news.jsonl")
    return server


@on_servers
def test_who_asks_beside_a_rebuild_is_told_and_leaves_it_alone(filled, monkeypatch):
    before, told, renew = dumped(), [], Derivation.renew

    def renew_beside(self, store):
        told.extend(refusals(filled))
        renew(self, store)

    monkeypatch.setattr(Derivation, "renew", renew_beside)
    assert "2 articles" in kg("rebuild").stdout
    assert len(told) == len(READING) + 1
    assert [words for words in told if NOT_WHOLE not in words] == []
    assert dumped() == before


@on_servers
def test_an_engine_that_was_to_be_emptied_is_filled_by_who_writes_next_and_by_nobody_else(filled, at):
    before = dumped()
    with proxy_to(filled.url) as proxy:
        at(proxy.url)
        proxy.fail([None, *["500"] * 20], only_updates=True)  # that it is to be emptied is noted, and no more
        kg("rebuild", status=2)
    at(filled.url)
    assert [words for words in refusals(filled) if NOT_WHOLE not in words] == []
    kg("ingest", "news.jsonl")
    assert dumped() == before


@on_servers
def test_who_asks_with_other_tables_changes_none(filled, monkeypatch):
    before, shown = quads(filled), dumped()
    monkeypatch.setenv("KG_DATA_DIR", "other")
    own = own_holders(Settings())
    own.parent.mkdir(parents=True)
    own.write_text("other,tables")
    assert kg("query", "ASK { ?s ?p ?o }").stdout == "yes\n"
    assert dumped() == shown
    kg("check")
    assert make_app(Settings()).test_client().get("/").status_code == 200
    assert quads(filled) == before


# --- what is written beside ingest ----------------------------------------------------------------------------------

MET = "Turkish Foreign Minister Mevlut Cavusoglu met Azerbaijani Foreign Minister Jeyhun Bayramov in Ankara"
ON_DAY = "Iranian Foreign Minister Hossein Amir-Abdollahian met his Azerbaijani counterpart Jeyhun Bayramov on July %d."
TEXTS = (FIRST, SECOND, f"{MET} on July 3, 2022.", f"{MET} in July 2022.", ON_DAY % 3, ON_DAY % 4)
ONE_OF = f"SELECT (STR(?one) AS ?it) {{ ?one a <{DIPLO}%s> }} ORDER BY ?it"
DAY = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DAY}T[\d:.]+"
CHANGING = rf"{MOMENT}|on {DAY}|[\d,]+ bytes|\"(\w+_per_second|seconds)\": [\d.]+"


def everything(wipe):
    """What each command says, and which graphs there are after it; `wipe` empties what is outside the folder."""
    said = {}

    def do(*arguments):
        told = kg(*arguments).stdout
        said[f"{len(said)}: kg {' '.join(arguments)}"] = re.sub(CHANGING, "", told), re.sub(MOMENT, "", dumped())

    articles = ({"text": text, "id": str(number), "published": "2022-07-05"} for number, text in enumerate(TEXTS))
    write_lines(Path("news.jsonl"), *articles)
    do("ingest", "news.jsonl", "--json")
    do("link", "--json")
    one, other = found("Meeting")[:2]
    do("curate", "same", one, other, "--reason", "one table")
    do("curate", "wrong", found("Report")[0], "--reason", "misread")
    (noted,) = [e for e in map(json.loads, kg("journal", "--json").stdout.splitlines()) if e["kind"] == "same"]
    do("curate", "undo", str(noted["number"]), "--reason", "a mistake")
    do("search", "bayramov", "--json")
    do("reingest", "--again", "--json")
    do("remove", "1", "--reason", "a court order")
    do("rebuild")
    do("check")
    kg("backup", "kept")
    shutil.rmtree("data")
    wipe()
    do("restore", "kept")
    do("search", "bayramov", "--json")
    do("ingest", "news.jsonl", "--json")
    return said


def found(kind):
    answer = json.loads(kg("query", "--format", "json", ONE_OF % kind).stdout)
    return [row["it"]["value"] for row in answer["results"]["bindings"]]


def dumped():
    kg("dump", "--output", "all.nq.gz")
    return gzip.decompress(Path("all.nq.gz").read_bytes()).decode()


@pytest.fixture(scope="module")
def on_embedded(tmp_path_factory):
    """What is said on the embedded store."""
    with working_in(tmp_path_factory.mktemp("embedded")):
        return everything(wipe=lambda: None)


@on_servers
@pytest.mark.parametrize("name", SERVERS)
def test_each_command_that_writes_does_the_same_on_a_server(at, server_of, on_embedded, name):
    server = server_of(name)
    server.empty(USUAL_MERGED).close()
    at(server.url, server.profile, server.user)
    said = everything(wipe=lambda: server.empty(USUAL_MERGED).close())
    assert said.keys() == on_embedded.keys()
    assert [name for name, told in said.items() if told != on_embedded[name]] == []
    with closing(server.store(merged=USUAL_MERGED)) as store:
        assert check_merge(store).violations == []


@on_servers
def test_each_command_does_something_on_the_embedded_store(on_embedded):
    """Equal failures would be equal too."""
    names = [" ".join(name.split()[2:4]) for name in on_embedded]
    texts, dumps = zip(*on_embedded.values(), strict=True)
    changing = [name for name, before, after in zip(names, ("", *dumps), dumps, strict=False) if before != after]
    assert changing == ["ingest news.jsonl", "link --json", "curate same", "curate wrong", "curate undo", "remove 1"]
    expected = ['"stored": 6', "day-in-span", "noted: same", "noted: wrong", "taken back", "person/jeyhun-bayramov"]
    expected += ['"unchanged": 6', "taken down", "5 articles", "0 violations", "5 articles", "person/jeyhun-bayramov"]
    expected += ['"unchanged": 5']
    assert [(told, text) for told, text in zip(expected, texts, strict=True) if told not in text] == []
