"""A store on a server: what happens when the engine is down, slow, failing or cut off, and what the profiles claim."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

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
    store = server.store(proxy.url, timeout=0.3)
    proxy.fail([fault, fault])
    assert merge(store) == {IS_A_VISIT, ON_JULY_4}


@pytest.mark.parametrize("fault", ["500", "slow", "lost", "severed", "cut"])
def test_what_is_written_again_after_a_failure_is_not_written_twice(server, proxy, fault):
    store = server.store(proxy.url, timeout=2)
    for spared in range(30):  # so that the fault befalls each request in turn
        server.empty().replace(BEFORE)
        proxy.fail([*[None] * spared, fault])
        store.replace(AFTER)
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
    monkeypatch.setattr("kg.store.endpoint.time.sleep", waited.append)
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
        proxy.fail([*[None] * spared, *["lost"] * 20])
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


def test_whether_a_put_is_atomic_is_as_the_profile_says(server):
    server.empty().replace({BAKU: [IS_A_VISIT]})
    profile = PROFILES[server.profile]
    some = "".join(f"<{EX}a> <{EX}b> {n} .\n" for n in range(500))
    answer = httpx.put(
        server.url + profile.graphs,
        params={"graph": str(BAKU)},
        content=f"{some}<{EX}a> <{EX}b>",
        headers={"Content-Type": "text/turtle"},
        auth=httpx.DigestAuth("dba", "dba"),
    )
    assert answer.status_code >= 400
    assert (set(server.store().graph(BAKU)) == {IS_A_VISIT}) is profile.atomic_put
    server.store().replace({BAKU: []})


def test_each_profile_that_is_said_to_run_is_run():
    assert {profile.name for profile in PROFILES.values() if profile.is_run} == set(SERVERS)


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"KG_STORE_PROFILE": "blazegraph"}, "KG_STORE_PROFILE: no such profile as blazegraph"),
        ({"KG_STORE_TIMEOUT": "0"}, "KG_STORE_TIMEOUT"),
        ({"KG_BASE_IRI": "http://nothing.example/"}, "there is nothing in the store at"),
    ],
)
def test_a_setting_that_leads_nowhere_is_explained(server_of, monkeypatch, tmp_path, settings, words):
    monkeypatch.chdir(tmp_path)
    for name, value in {"KG_STORE_URL": server_of("oxigraph").url, **settings}.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main, ["query", "ASK {}"])
    assert result.exit_code != 0
    assert words in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_wrong_password_is_explained(server_of):
    store = server_of("virtuoso").store(password="wrong")
    with pytest.raises(StoreError, match="refuses"):
        store.count()
