"""A store on a server: what happens when the engine is down, slow, failing or cut off, and what the profiles claim."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from types import SimpleNamespace

import desk
import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from engines import SERVERS, Server, free_port, serving
from proxies import proxy_to
from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.cli import main
from kg.errors import StoreError
from kg.store import Query
from kg.store.endpoint import PAUSES
from kg.store.profiles import PROFILES

EX = "http://example.org/"
BAKU, TEHRAN, VISIT = URIRef(EX + "article/baku"), URIRef(EX + "article/tehran"), URIRef(EX + "visit")
IS_A_VISIT = (VISIT, RDF.type, URIRef(EX + "Visit"))
ON_JULY_4, ON_JULY_5 = ((VISIT, URIRef(EX + "heldOn"), Literal(day)) for day in ("4 July", "5 July"))
BEFORE = {BAKU: {IS_A_VISIT, ON_JULY_4}, TEHRAN: {ON_JULY_4}}
AFTER = {BAKU: {IS_A_VISIT, ON_JULY_5}, URIRef(EX + "article/new"): {ON_JULY_5}, TEHRAN: set()}
FAULTS = ("500", "slow", "lost", "severed", "cut", "short")
pytestmark = pytest.mark.external(", ".join(SERVERS.values()))


@pytest.fixture(scope="module")
def proxies(server_of):
    with proxy_to(server_of("oxigraph").url) as one, proxy_to(server_of("virtuoso").url) as other:
        yield {"oxigraph": one, "virtuoso": other}


@pytest.fixture(autouse=True)
def closed(server_of):
    yield
    for name in SERVERS:
        server_of(name).close()


@pytest.fixture(params=SERVERS)
def server(request, server_of):
    return server_of(request.param)


@pytest.fixture
def proxy(server, proxies):
    """A proxy before a server that holds two articles."""
    proxy = proxies[server.profile]
    proxy.fail(())
    server.empty().replace(BEFORE)
    return proxy


def content(store):
    return {name: set(store.graph(name)) for name in store.graphs()}


def merge(store):
    return {(row["s"], row["p"], row["o"]) for row in store.select("SELECT * { ?s ?p ?o }")}


def holds(store, graphs):
    """Whether the store holds just these graphs, and their merge."""
    wanted = {name: triples for name, triples in graphs.items() if triples}
    return content(store) == wanted and merge(store) == set().union(*wanted.values())


# --- a failure that passes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["500", "slow", "lost", "severed", "cut", "short"])
def test_a_question_is_asked_again_until_its_answer_is_whole(server, proxy, fault):
    store = server.store(proxy.url, timeout=2)
    proxy.fail([fault, fault])
    assert merge(store) == {IS_A_VISIT, ON_JULY_4}


@pytest.mark.parametrize("fault", ["500", "slow", "lost", "severed", "cut"])
def test_what_is_written_again_after_a_failure_is_not_written_twice(server, proxy, fault):
    for spared in range(30):  # so that the fault befalls each request in turn
        server.empty().replace(BEFORE)
        proxy.fail([*[None] * spared, fault], only_updates=True)
        server.store(proxy.url, timeout=2).replace(AFTER)
        assert holds(server.store(), AFTER), f"after {spared} requests: {proxy.asked}"
        if len(proxy.asked) <= spared:
            break
    assert len(proxy.asked) <= spared, "some request was never failed"


def test_an_engine_that_comes_back_is_waited_for(tmp_path):
    port = free_port()
    store = Server(f"http://127.0.0.1:{port}", "oxigraph").store(pauses=(0.1,) * 300)
    with ThreadPoolExecutor() as pool:
        writing = pool.submit(store.replace, BEFORE)
        time.sleep(0.3)
        assert not writing.done()
        with serving("oxigraph", tmp_path, port):
            writing.result()
            assert holds(store, BEFORE)
    store.close()


def test_a_run_over_a_bad_line_stores_everything_once(server_of, proxies, tmp_path):
    print(f"KG_TEST_SEED={desk.SEED}")  # noqa: T201 - shown when it fails
    server, proxy, chance = server_of("oxigraph"), proxies["oxigraph"], random.Random(desk.SEED)
    server.empty()
    with closing(desk.open_journal(tmp_path)) as journal:
        store = server.store(proxy.url, timeout=2, pauses=(0.02,) * 8)
        for edition in range(2):
            proxy.fail(chance.choice(FAULTS) if chance.random() < 0.2 else None for _ in count())
            desk.ingest(desk.SEED, edition, store, journal)
            whole = server.store()
            assert desk.content(whole) == desk.undisturbed(desk.SEED, edition)
            assert desk.merge(whole) == set().union(*desk.content(whole).values())
        proxy.fail(chance.choice(FAULTS) if chance.random() < 0.2 else None for _ in count())
        with pytest.raises(StoreError):  # the control: without trying again
            desk.ingest(desk.SEED, 2, server.store(proxy.url, timeout=2, pauses=()), journal)


def test_a_run_while_the_engine_is_down_says_so_and_goes_on_when_it_is_there(tmp_path):
    port = free_port()
    server = Server(f"http://127.0.0.1:{port}", "oxigraph")
    with closing(desk.open_journal(tmp_path)) as journal:
        with pytest.raises(StoreError, match=f"the store at {server.url} does not answer"):
            desk.ingest(desk.SEED, 0, server.store(), journal)
        with serving("oxigraph", tmp_path, port):
            desk.ingest(desk.SEED, 0, server.store(), journal)
            assert desk.content(server.store()) == desk.undisturbed(desk.SEED, 0)
        with pytest.raises(StoreError, match="does not answer"):  # it is gone in mid-run
            desk.ingest(desk.SEED, 1, server.store(), journal)
        with serving("oxigraph", tmp_path, port):
            desk.go_on(journal, server.store())
            desk.ingest(desk.SEED, 1, server.store(), journal)
            assert desk.content(server.store()) == desk.undisturbed(desk.SEED, 1)
            server.close()


def test_the_pauses_between_tries_grow(server_of, proxies, monkeypatch):
    waited = []
    monkeypatch.setattr("kg.store.endpoint.time", SimpleNamespace(sleep=waited.append))
    proxies["oxigraph"].fail(["500"] * 20)
    with pytest.raises(StoreError, match="the disk is on fire"):
        server_of("oxigraph").store(proxies["oxigraph"].url, pauses=PAUSES).count()
    assert len(waited) == len(PAUSES)
    assert waited == sorted(waited)
    assert 5 < sum(waited) < 10


# --- a failure that stays -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("500", "fails"),
        ("slow", "does not answer"),
        ("lost", "does not answer"),
        ("cut", "does not answer|breaks off"),
        ("short", "breaks off its answer"),
        ("marked", "only part of the answer"),
        ("partial", "only part of the answer"),
    ],
)
def test_an_answer_that_stays_cut_off_is_refused_by_name(server, proxy, fault, words):
    store = server.store(proxy.url, timeout=0.3)
    for ask in (store.count, lambda: store.answer(Query("CONSTRUCT WHERE { ?s ?p ?o }")), lambda: content(store)):
        proxy.fail([fault] * 20)
        with pytest.raises(StoreError, match=f"the store at http://127.0.0.1:.*({words})"):
            ask()


def test_whatever_request_fails_for_good_all_of_a_write_is_there_or_none(server, proxy):
    outcomes = set()
    for spared in range(30):
        server.empty().replace(BEFORE)
        proxy.fail([*[None] * spared, *["lost"] * 20], only_updates=True)
        try:
            server.store(proxy.url).replace(AFTER)
        except StoreError:
            proxy.fail(())
            # The next process that writes finds it as it was, or finishes it.
            after = server.store()
            after.replace({URIRef(EX + "other"): [IS_A_VISIT]})
            after.replace({URIRef(EX + "other"): []})
            is_done = holds(after, AFTER)
            assert is_done or holds(after, BEFORE), f"after {spared} requests: {content(after)}"
            outcomes.add(is_done)
        else:
            break
    else:
        pytest.fail("some request was never failed")
    assert outcomes == {False, True}


# --- a write that comes late ----------------------------------------------------------------------------------------

NEWER = {BAKU: {IS_A_VISIT}, URIRef(EX + "article/newer"): {ON_JULY_4}}


def late(server, proxy, write, is_same):
    """Let each request of a write come after a newer write; tells whether any was carried out then."""
    is_any_late = False
    for spared in range(30):
        server.empty().replace(BEFORE)
        proxy.fail([*[None] * spared, "held"], only_updates=True)
        store = server.store(proxy.url, pauses=())
        try:
            write(store)
        except StoreError:
            writer = store if is_same else server.store()
            writer.replace({name: NEWER.get(name, ()) for name in {*writer.graphs(), *NEWER}})
            is_any_late |= 200 in (statuses := {status - status % 100 for status in proxy.release()})
            assert statuses <= {200, 400}  # Virtuoso asks for the password first
            assert holds(server.store(), NEWER), f"after {spared} requests: {proxy.asked}"
            writer.replace({TEHRAN: [ON_JULY_5]})
            assert holds(server.store(), NEWER | {TEHRAN: {ON_JULY_5}})
        else:
            return is_any_late
    pytest.fail("some request was never held")


@pytest.mark.parametrize("is_same", [True, False], ids=["the same process", "another process"])
def test_a_write_that_was_given_up_changes_nothing_after_a_newer_one(server, proxy, is_same):
    assert late(server, proxy, lambda store: store.replace(AFTER), is_same)


def test_a_load_that_was_given_up_changes_nothing_after_a_newer_write(server, proxy, monkeypatch):
    monkeypatch.setattr("kg.store.remote._PIECE", 2)
    assert late(server, proxy, lambda store: store.load(AFTER), is_same=True)


def test_emptying_that_was_given_up_takes_nothing_of_what_is_newer(server, proxy, monkeypatch):
    monkeypatch.setattr("kg.store.remote._PIECE", 3)
    assert late(server, proxy, lambda store: store.clear(), is_same=False)


def test_an_update_that_takes_place_whatever_the_mark_is_caught(server_of, proxies, monkeypatch):
    """The control."""
    monkeypatch.setattr("kg.store.updates.Step.here", "")
    with pytest.raises(AssertionError, match="after"):
        late(server_of("oxigraph"), proxies["oxigraph"], lambda store: store.replace(AFTER), is_same=True)


def test_of_two_that_write_at_the_same_time_one_is_refused_or_both_are_seen(server):
    crossed = 0
    for _ in range(6):
        server.empty().close()
        stores = [server.store(), server.store()]
        written = [{BAKU: [(VISIT, IS_A_VISIT[1], Literal(f"{word} {n}")) for n in range(800)]} for word in "ab"]
        stores[0].replace({TEHRAN: [ON_JULY_4]})
        stores[1]._mark = stores[0]._mark
        with ThreadPoolExecutor() as pool:
            outcomes = [pool.submit(store.replace, graphs) for store, graphs in zip(stores, written, strict=True)]
        errors = [outcome.exception() for outcome in outcomes]
        done = [graphs for graphs, error in zip(written, errors, strict=True) if error is None]
        try:
            server.store().replace({TEHRAN: [ON_JULY_5]})
        except StoreError as error:
            assert "carried out two updates at the same time" in str(error)
            crossed += 1
        else:
            assert len(done) == 1
            assert content(server.store()) == {BAKU: set(done[0][BAKU]), TEHRAN: {ON_JULY_5}}
            assert "nothing of this change is stored" in str(next(filter(None, errors)))
    assert (crossed == 0) is PROFILES[server.profile].isolates_updates


def test_emptying_that_breaks_off_is_finished_by_who_writes_next(server, proxy, monkeypatch):
    monkeypatch.setattr("kg.store.remote._PIECE", 3)
    outcomes = set()
    for spared in range(30):
        server.empty().replace(BEFORE)
        proxy.fail([*[None] * spared, *["500"] * 20], only_updates=True)
        try:
            server.store(proxy.url, pauses=()).clear()
        except StoreError:
            server.store().replace({BAKU: [ON_JULY_5]})
            is_emptied = holds(server.store(), {BAKU: {ON_JULY_5}})
            assert is_emptied or holds(server.store(), BEFORE | {BAKU: {ON_JULY_5}}), f"after {spared} updates"
            outcomes.add(is_emptied)
        else:
            break
    assert outcomes == {True, False}
    assert holds(server.store(), {})


def test_an_update_that_is_not_staged_leaves_half_of_it_on_virtuoso(server_of):
    """What the graphs set aside are for: so many triples are more than Virtuoso takes in one update."""
    server = server_of("virtuoso")
    triples = "".join(f"<{EX}s{n}> <{EX}p> {n} .\n" for n in range(5_000))
    answer = httpx.post(
        f"{server.url}/sparql-auth",
        data={"query": f"INSERT DATA {{ GRAPH <{EX}g> {{ {triples} }} }}"},
        auth=httpx.DigestAuth("dba", "dba"),
    )
    assert answer.status_code >= 400


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:{port}", "nothing listens there; start it, or set KG_STORE_URL right"),
        ("http://nowhere.invalid:{port}", "there is no host of that name; set KG_STORE_URL right"),
    ],
)
def test_why_there_is_no_answer_is_told_in_words(url, words):
    url = url.format(port=free_port())
    with closing(Server(url, "oxigraph").store()) as store:
        for ask in (store.count, lambda: store._endpoint.update("CLEAR ALL")):
            with pytest.raises(StoreError) as told:
                ask()
            assert str(told.value) == f"the store at {url} does not answer: {words}"


@pytest.mark.parametrize(
    ("fault", "words"),
    [("slow", r"nothing came within 0\.3 s \(KG_STORE_TIMEOUT\)"), ("lost", "it cut the connection")],
)
def test_why_an_answer_is_missing_is_told_in_words(server, proxy, fault, words):
    store = server.store(proxy.url, timeout=0.3, pauses=())
    for ask in (store.count, lambda: store._endpoint.update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }")):
        proxy.fail([fault] * 20)
        with pytest.raises(StoreError, match=f"does not answer: {words}$"):
            ask()


def test_a_refusal_is_not_asked_again(server, proxy):
    store = server.store(proxy.url)
    proxy.fail(())
    with pytest.raises(StoreError, match="refuses"):
        store._endpoint.select("SELECT * { ?s ?p }")
    assert len([text for text in proxy.asked if text == "SELECT * { ?s ?p }"]) <= 2  # digest asks twice
    with pytest.raises(StoreError, match="refuses"):
        store._endpoint.update("INSERT ?s ?p ?o")


# --- what engines cut -----------------------------------------------------------------------------------------------


def test_what_virtuoso_cuts_without_a_word_is_refused(server_of):
    server = server_of("virtuoso")
    store = server.empty()
    store.replace({BAKU: [(URIRef(f"{EX}s{n}"), RDF.type, URIRef(EX + "Visit")) for n in range(10_500)]})
    for text in ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o } LIMIT 20000", "CONSTRUCT WHERE { ?s ?p ?o }"):
        with pytest.raises(StoreError, match="only part of the answer"):
            store.answer(Query(text))
    naive = httpx.post(
        f"{server.url}/sparql-auth",
        data={"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{BAKU}> {{ ?s ?p ?o }} }}"},
        headers={"Accept": "application/n-triples"},
        auth=httpx.DigestAuth("dba", "dba"),
    )
    assert naive.status_code == 200
    assert naive.text.count("#type>") < 10_100  # success, and nothing that tells of the rest
    assert store.count() == len(set(store.graph(BAKU))) == 10_500
    store.replace({BAKU: []})


def test_a_large_graph_is_the_same_in_pages_and_in_ranges(server_of):
    store = server_of("virtuoso").empty()
    number = 25_000
    store.load({BAKU: [(URIRef(f"{EX}s{n % 9_000}"), URIRef(f"{EX}p"), Literal(f"{n}")) for n in range(number)]})
    name = ox.NamedNode(BAKU)
    in_ranges = {ox.Triple(*row) for row in store._in_ranges(name, f"SELECT ?s ?p ?o {{ GRAPH {name} {{ ?s ?p ?o }}")}
    assert len(in_ranges) == number
    assert in_ranges == store._triples(name)
    store.replace({BAKU: []})


# --- what the profiles claim ----------------------------------------------------------------------------------------


def test_whether_the_default_graph_is_the_union_is_as_the_profile_says(server):
    server.empty().replace({BAKU: [IS_A_VISIT], TEHRAN: [IS_A_VISIT]})
    profile = PROFILES[server.profile]
    answer = httpx.post(
        server.url + profile.query,
        data={"query": f"SELECT ?o {{ <{VISIT}> ?p ?o }}"},
        headers={"Accept": "text/csv"},
        auth=httpx.DigestAuth("dba", "dba"),
    )
    assert (answer.text.count("Visit") > 0) is profile.union_default


def test_each_profile_that_is_said_to_run_is_run():
    assert {profile.name for profile in PROFILES.values() if profile.is_run} == set(SERVERS)


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"KG_STORE_PROFILE": "blazegraph"}, "KG_STORE_PROFILE: no such profile as blazegraph"),
        ({"KG_STORE_TIMEOUT": "0"}, "KG_STORE_TIMEOUT"),
        ({"KG_BASE_IRI": "http://nothing.example/"}, "is empty or is being filled: run kg ingest, or wait for"),
    ],
)
def test_a_setting_that_leads_nowhere_is_explained(server_of, monkeypatch, tmp_path, settings, words):
    monkeypatch.chdir(tmp_path)
    server = server_of("oxigraph")
    server.empty().close()
    for name, value in {"KG_STORE_URL": server.url, **settings}.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main, ["query", "ASK {}"])
    assert result.exit_code != 0
    assert words in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_wrong_password_is_explained(server_of):
    store = server_of("virtuoso").store(password="wrong")
    with pytest.raises(StoreError, match="refuses"):
        store.count()
