"""`/dumps/` and `/.well-known/void` over HTTP, and the process that makes dumps beside a server."""

import gzip
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from evaluators import app_on
from pyjelly.integrations.generic.parse import parse_jelly_flat
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef
from served import IRIS, fill
from shipped import ONTOLOGY, REFERENCE
from werkzeug.serving import make_server
from werkzeug.wsgi import FileWrapper

from kg.bootstrap import make_app, open_releases, open_snapshots, release, start_maker
from kg.bootstrap.searching import empty_index
from kg.bootstrap.stores import origin
from kg.dumps.description import _namespaces
from kg.dumps.statistics import Statistics
from kg.formats import GRAPH
from kg.linking import map_reference
from kg.reference.holders import Register
from kg.serving.outbox import Outbox
from kg.settings import Settings
from kg.store import Version
from kg.store.embedded import EmbeddedStore

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PROV = Namespace("http://www.w3.org/ns/prov#")
TYPES = {
    "communique.nq.gz": "application/gzip",
    "communique.nq.zst": "application/zstd",
    "communique.trig.gz": "application/gzip",
    "communique.jelly.gz": "application/gzip",
    "communique.ttl.gz": "application/gzip",
    "SHA256SUMS": "text/plain; charset=utf-8",
    "manifest.json": "application/json",
}


def publish(settings, change):
    """Publish what the store holds after a change, past the commands."""
    snapshots = open_snapshots(settings)
    with closing(EmbeddedStore(settings.data_dir / "store")) as store:
        change(store)
        current = snapshots.current()
        snapshots.publish(store, replace(current, number=current.number + 1))


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """An installation in which one office holder stands for the register, of which dumps take ten seconds."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("downloads"), snapshots_kept=2, query_log="off")
    minister = next(person for person in REFERENCE.register.persons if person.id == "Q16366137")
    tables = replace(REFERENCE, register=Register(minister.holdings))
    empty_index(settings)
    with closing(EmbeddedStore(settings.data_dir / "store")) as store:
        store.load({IRIS.graph("ontology"): ONTOLOGY.triples(), IRIS.graph("reference"): map_reference(tables)})
        fill(store)
        version = Version(1, "2026-01-01T00:00:00Z", "written", 3, 0, origin(settings))
        open_snapshots(settings).publish(store, version)
    return settings


@pytest.fixture(scope="module")
def made(settings):
    return release(settings)


@pytest.fixture(scope="module")
def client(settings, made):
    """A client of a real HTTP server."""
    server = make_server("127.0.0.1", 0, make_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    as_they_are = {"Accept-Encoding": "identity"}
    with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", headers=as_they_are, timeout=30) as client:
        yield client
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("place", ["latest", "number"])
def test_each_file_is_sent_whole_with_what_it_is(client, made, place):
    told = {file.name: file for file in made.files}
    for name, content_type in TYPES.items():
        answer = client.get(f"/dumps/{made.version if place == 'number' else 'latest'}/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == content_type
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert answer.headers["Content-Location"] == f"/dumps/{made.version}/{name}"
        assert answer.headers["Link"] == f'<{made.licence}>; rel="license"'
        assert "Content-Encoding" not in answer.headers
        if name in told:
            digest = hashlib.sha256(answer.content).hexdigest()
            assert (digest, f'"{digest}"', len(answer.content)) == (
                told[name].sha256, answer.headers["ETag"], told[name].size
            )  # fmt: skip


def test_dumps_are_not_compressed_again_and_their_parts_are_of_the_files(client, made):
    name, packs = made.files[0].name, {"Accept-Encoding": "zstd, br, gzip"}
    whole = client.get(f"/dumps/latest/{name}", headers=packs)
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["ETag"] == f'"{made.files[0].sha256}"'
    assert "Accept-Encoding" in whole.headers["Vary"]
    part = client.get(f"/dumps/latest/{name}", headers={**packs, "Range": "bytes=10-99"})
    assert (part.status_code, part.content) == (206, whole.content[10:100])
    told = client.get("/dumps/latest/manifest.json", headers={"Accept-Encoding": "gzip"})
    assert told.headers["Content-Encoding"] == "gzip"
    assert told.json() == client.get("/dumps/latest/manifest.json").json()
    part = client.get("/dumps/latest/manifest.json", headers={**packs, "Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, told.content[:10])


def test_the_sums_and_the_manifest_are_of_the_files(client, made):
    sums = dict(line.split("  ")[::-1] for line in client.get("/dumps/latest/SHA256SUMS").text.splitlines())
    manifest = client.get("/dumps/latest/manifest.json").json()
    assert sums == {file["name"]: file["sha256"] for file in manifest["files"]}
    assert (manifest["version"], manifest["licence"]) == (made.version, Settings().licence)
    content = gzip.decompress(client.get("/dumps/latest/communique.nq.gz").content)
    assert manifest["nquads_sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["quads"] == content.count(b"\n")
    count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"})
    assert manifest["triples"] == int(count.text.split()[1])


@pytest.mark.parametrize("name", ["communique.nq.gz", "communique.jelly.gz"])
def test_a_part_of_a_file_is_sent_to_who_asks_for_it(client, name):
    address = f"/dumps/latest/{name}"
    whole = client.get(address)
    size, tag = len(whole.content), whole.headers["ETag"]

    def part(wanted, **more):
        return client.get(address, headers={"Range": wanted, **more})

    first, last = part("bytes=0-999"), part("bytes=-100")
    assert (first.status_code, first.content, first.headers["Content-Range"]) == (
        206, whole.content[:1000], f"bytes 0-999/{size}"
    )  # fmt: skip
    assert (last.status_code, last.content) == (206, whole.content[-100:])
    rest = part("bytes=1000-", **{"If-Range": tag})
    assert first.content + rest.content == whole.content
    assert part("bytes=1000-", **{"If-Range": '"another"'}).content == whole.content
    assert part(f"bytes={size}-").status_code == 416
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    head = client.head(address)
    assert (head.content, head.headers["Content-Length"], head.headers["ETag"]) == (b"", str(size), tag)


@pytest.mark.parametrize("name", ["communique.nq.gz", "manifest.json"])
def test_ranges_are_read_as_the_standard_has_them(client, name):
    address = f"/dumps/latest/{name}"
    whole = client.get(address)
    size = len(whole.content)
    for wanted, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=5-999999999", 5, size - 1),
        ("Bytes=-999999999", 0, size - 1),
    ):
        answer = client.get(address, headers={"Range": wanted})
        assert (answer.status_code, answer.headers["Content-Range"]) == (206, f"bytes {first}-{last}/{size}")
        assert answer.content == whole.content[first : last + 1]
    for ignored in ("bytes=0-1,4-5", "bytes=abc", "bytes=9-2", "bytes=", "bytes=-", "items=0-3", "bytes=٣-".encode()):
        answer = client.get(address, headers={"Range": ignored})
        assert (answer.status_code, answer.content) == (200, whole.content), ignored
    for unsatisfiable in (f"bytes={size}-", "bytes=999999999-", "bytes=-0"):
        answer = client.get(address, headers={"Range": unsatisfiable})
        assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert client.head(address, headers={"Range": "bytes=0-9"}).status_code == 200


def test_a_part_goes_with_what_the_client_has_or_all_is_sent(client):
    address = "/dumps/latest/communique.nq.gz"
    told = client.head(address).headers
    for condition, status in (
        (told["ETag"], 206),
        (told["Last-Modified"], 206),
        (f"W/{told['ETag']}", 200),
        ('"another"', 200),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 200),
        ("yesterday", 200),
    ):
        answer = client.get(address, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert answer.status_code == status, condition
    missed = {"Range": "bytes=999999999-"}
    assert client.get(address, headers={**missed, "If-Range": '"another"'}).status_code == 200
    assert client.get(address, headers={**missed, "If-None-Match": told["ETag"]}).status_code == 304
    assert client.get(address, headers={**missed, "If-Match": '"another"'}).status_code == 412
    assert client.get(address, headers={"If-Modified-Since": told["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dumps/latest/communique.exe", 404),
        ("/dumps/٣/communique.nq.gz", 404),
        ("/dumps/latest/statistics.json", 404),
        ("/dumps/latest/..%2f..%2fjournal.sqlite", 404),
        ("/dumps/latest/%2e%2e/making.lock", 404),
        ("/dumps/99999999/communique.nq.gz", 410),
        ("/dumps/-1/communique.nq.gz", 404),
        ("/dumps/x/communique.nq.gz", 404),
    ],
)
def test_what_is_no_dump_is_not_sent(client, path, status):
    assert client.get(path).status_code == status


def test_the_page_names_each_file_with_its_size_digest_and_licence(client, made):
    page = client.get("/dumps/", headers={"Accept": "text/html"}).text
    for file in made.files:
        assert f"/dumps/{made.version}/{file.name}" in page
        assert f"{file.size:,}" in page
        assert file.sha256 in page
    assert made.licence in page
    assert "Quotations remain" in page


def described(client, form="nt"):
    """Its triples."""
    answer = client.get("/.well-known/void", params={"format": form})
    assert answer.status_code == 200
    syntax = RdfFormat.from_media_type(GRAPH[form])
    return {quad.triple for quad in parse(answer.content, syntax, base_iri="http://a.example/")}


def test_the_counts_of_the_description_are_those_of_the_store(client):
    graph = Graph().parse(data=client.get("/.well-known/void").text)
    (dataset,) = graph.subjects(RDF.type, VOID.Dataset)

    def asked(select):
        answer = client.get("/sparql", params={"query": select, "format": "csv"})
        assert answer.status_code == 200, answer.text
        return dict(line.rsplit(",", 1) for line in answer.text.splitlines()[1:])

    def number(what):
        (found,) = asked(f"SELECT ('n' AS ?n) (COUNT({what}) AS ?number) {{ ?s ?p ?o }}").values()
        return int(found)

    told = {
        term: int(graph.value(dataset, term)) for term in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
    }
    assert told == {
        VOID.triples: number("*"),
        VOID.distinctSubjects: number("DISTINCT ?s"),
        VOID.distinctObjects: number("DISTINCT ?o"),
    }
    for part, term, of, select in (
        (
            VOID.classPartition,
            VOID["class"],
            VOID.entities,
            "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { ?s a ?t } GROUP BY ?t",
        ),
        (VOID.propertyPartition, VOID.property, VOID.triples, "SELECT ?t (COUNT(*) AS ?n) { ?s ?t ?o } GROUP BY ?t"),
    ):
        parts = {str(graph.value(each, term)): str(graph.value(each, of)) for each in graph.objects(dataset, part)}
        assert parts == asked(select)
        assert len(parts) > 20
    assert int(graph.value(dataset, VOID.classes)) == len(list(graph.objects(dataset, VOID.classPartition)))


def test_a_property_whose_iri_has_no_namespace_leaves_the_description_whole():
    statistics = Statistics(3, 1, 1, 3, {}, {"urn:a:b": 1, "https://example.org/a#b": 2}, {})
    assert _namespaces(statistics) == {"https://example.org/a#"}


def test_the_description_leads_to_what_there_is(client, made):
    graph = Graph().parse(data=client.get("/.well-known/void").text)
    root = str(client.base_url)
    assert client.get("/.well-known/void").headers["X-Graph-Version"] == str(made.version)
    assert f"communique_dumps_version {made.version}.0" in client.get("/metrics").text
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == f"{root}/.well-known/void#dataset"
    assert graph.value(dataset, DCAT.version) == Literal(str(made.version))
    assert graph.value(dataset, DCTERMS.license) == URIRef(made.licence)
    assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef(f"{root}/sparql")
    assert graph.value(dataset, PROV.wasGeneratedBy)
    for file in made.files:
        (part,) = (p for p in graph.objects(dataset, DCAT.distribution) if str(p).endswith(f"#{file.name}"))
        address = graph.value(part, DCAT.downloadURL)
        content = client.get(str(address)).content
        assert graph.value(part, DCAT.byteSize) == Literal(str(len(content)), datatype=XSD.nonNegativeInteger)
        told = graph.value(part, DCAT.mediaType) or graph.value(graph.value(part, DCTERMS["format"]), RDFS.label)
        assert str(told).endswith(file.media_type)
        checksum = graph.value(graph.value(part, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum) == hashlib.sha256(content).hexdigest()
    examples = list(graph.objects(dataset, VOID.exampleResource))
    assert len(examples) > 5
    for example in examples:
        path = str(example).removeprefix(Settings().base_iri)
        assert client.get(f"/{path}", headers={"Accept": "text/turtle"}).status_code == 200, example


@pytest.mark.parametrize("form", GRAPH)
def test_the_description_is_the_same_in_each_syntax(client, form):
    answer = client.get("/.well-known/void", headers={"Accept": GRAPH[form]})
    assert answer.headers["Content-Type"].partition(";")[0] == GRAPH[form]
    assert described(client, form) == described(client)
    assert len(described(client)) > 300
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_the_endpoint_describes_the_graph_too(client):
    told = Graph().parse(data=client.get("/sparql", headers={"Accept": "text/turtle"}).text)
    assert set(Graph().parse(data=client.get("/.well-known/void").text)) < set(told)


@pytest.mark.parametrize("address", ["/.well-known/void", "/sparql"])
def test_a_description_is_of_the_version_that_is_named(client, made, address):
    told, named = client.get(address), client.get(address, params={"version": made.version})
    assert (named.status_code, named.content) == (200, told.content)
    assert client.get(address, params={"version": 77}).status_code == 410
    for wrong in ("x", "٣", "0"):
        assert client.get(address, params={"version": wrong}).status_code == 400


@pytest.mark.parametrize("address", ["/ontology", "/graph/ontology", "/.well-known/void", "/sparql", "/dumps/"])
def test_the_forms_of_what_is_negotiated_have_tags_of_their_own(client, address):
    types = ("text/html",) if address == "/dumps/" else tuple(GRAPH.values())
    tags = set()
    for media_type in types:
        tag = client.get(address, headers={"Accept": media_type}).headers["ETag"]
        again = client.get(address, headers={"Accept": media_type, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        tags.add(tag)
    assert len(tags) == len(types)


def test_the_description_is_sent_once(client):
    tag = client.get("/.well-known/void").headers["ETag"]
    assert client.get("/.well-known/void", headers={"If-None-Match": tag}).status_code == 304


def waited(what, seconds=300):
    """What is found within a time, looked for again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come in time")


def makers(folder):
    """The processes that make dumps of the installation in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
            environment = (entry / "environ").read_bytes().split(b"\0")
        except (OSError, NotADirectoryError):
            continue
        if b"--publish" in command and f"KG_DATA_DIR={folder}".encode() in environment:
            found.append(int(entry.name))
    return found


@pytest.mark.external("minutes")
def test_a_server_has_the_dumps_of_each_version_made_beside_it_and_takes_its_maker_with_it(install, tmp_path):
    settings = Settings(data_dir=install(tmp_path / "data"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"KG_DATA_DIR": str(settings.data_dir), "KG_PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "kg", "serve"], env=environment, cwd=tmp_path)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:

            def version():
                try:
                    answer = client.get("/dumps/latest/manifest.json")
                except httpx.TransportError:
                    return None
                return answer.json()["version"] if answer.status_code == 200 else None

            first = waited(version)
            publish(settings, fill)
            waited(lambda: version() == first + 1)
            told = client.get("/changes", params={"since": first}).json()
            assert len(told["articles"]["added"]) == 3
            assert makers(settings.data_dir)
    finally:
        server.send_signal(signal.SIGKILL)  # it has no time to tell anybody
        server.wait()
    waited(lambda: not makers(settings.data_dir), 15)


_KILLED = """
import os, signal
from kg.cli import main
from kg.store.embedded import EmbeddedStore

def end(*_):
    os.kill(os.getpid(), signal.SIGKILL)

EmbeddedStore.dump_merge = end
main(["dump", "--publish"])
"""


def test_a_making_that_is_killed_leaves_no_half_release(settings, made, tmp_path):
    publish(settings, lambda store: None)
    number = open_snapshots(settings).current_number()
    folder = settings.data_dir / "dumps"
    environment = {"KG_DATA_DIR": str(settings.data_dir), "KG_SNAPSHOTS_KEPT": "2"}
    making = subprocess.run(
        [sys.executable, "-c", _KILLED], env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert making.returncode == -signal.SIGKILL
    assert list(folder.glob("*.new/communique.trig.gz")), "it was killed between two files"
    assert open_releases(settings).latest().version == made.version
    assert release(settings).version == number
    assert not list(folder.glob("*.new"))
    assert [step.version for step in open_releases(settings).steps()][-1] == number


def test_of_a_graph_without_versions_the_description_counts_what_is_there_now():
    with closing(EmbeddedStore()) as store:
        fill(store)
        client = app_on(lambda: store, IRIS).test_client()
        graph = Graph().parse(data=client.get("/.well-known/void").text)
        (dataset,) = graph.subjects(RDF.type, VOID.Dataset)
        assert int(graph.value(dataset, VOID.triples)) == store.count()
        assert not list(graph.objects(dataset, VOID.dataDump))
        assert int(graph.value(dataset, VOID.classes)) > 5
        sent = gzip.decompress(client.get("/dumps/latest/communique.nq.gz").data)
        assert sent.count(b"\n") == sum(store.count(name) for name in store.graphs())
        assert client.get("/dumps/latest/communique.nq.zst").content_type == "application/zstd"
        jelly = gzip.decompress(client.get("/dumps/latest/communique.jelly.gz").data)
        assert sum(1 for _ in parse_jelly_flat(io.BytesIO(jelly))) == sent.count(b"\n")
        query = {"query": "ASK {}"}
        assert client.get("/dumps/1/communique.nq.gz").status_code == 410
        assert client.get("/dumps/latest/communique.ttl.gz").status_code == 404
        assert client.get("/changes").status_code == 404
        assert client.get("/cite", query_string=query).status_code == 400
        assert "engine" in client.get("/cite", query_string=query).get_json()["detail"]
        assert "no versions" in client.get("/dumps/", headers={"Accept": "text/html"}).text


@pytest.fixture
def cats(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started, which wait for the end of their standard input."""
    started: list[subprocess.Popen[bytes]] = []

    class Maker(subprocess.Popen[bytes]):
        def __init__(self, _command: list[str], **_more: object) -> None:
            super().__init__(["cat"], stdin=subprocess.PIPE)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Maker)
    monkeypatch.setattr("kg.bootstrap.dumping._LOOK", 0.05)
    monkeypatch.setattr("kg.bootstrap.dumping._SHORTEST_PAUSE", 0.05)
    return started


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_another_one_takes_the_place_of_who_makes_dumps_and_was_killed(cats, caplog):
    ended = start_maker(Settings())
    until(lambda: len(cats) == 1)
    cats[0].kill()
    until(lambda: len(cats) == 2)
    assert "the process that makes dumps has ended (status -9)" in caplog.text
    ended.set()
    assert cats[1].wait(20) == 0
    assert len(cats) == 2


def test_who_makes_dumps_is_started_again_where_the_machine_had_no_room_for_it(monkeypatch, caplog):
    tries = []

    def start(*_given, **_more):
        tries.append(1)
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr("kg.bootstrap.dumping._SHORTEST_PAUSE", 0.02)
    ended = start_maker(Settings())
    until(lambda: len(tries) >= 2)
    ended.set()
    assert "has ended (Cannot allocate memory)" in caplog.text


def test_no_dumps_are_made_where_they_are_not_wanted(cats):
    start_maker(Settings(make_dumps=False))
    start_maker(Settings(store_url="http://127.0.0.1:1/query"))
    time.sleep(0.3)
    assert not cats


class Wrapped(FileWrapper):
    """What gunicorn sends by itself."""


@pytest.mark.parametrize("wanted", [None, "bytes=10-99"])
def test_files_and_parts_of_them_are_left_to_the_server(settings, made, wanted):
    headers = {"Range": wanted} if wanted else {}
    client = make_app(settings).test_client()
    environ = {"wsgi.file_wrapper": Wrapped}
    answer = client.get("/dumps/latest/communique.nq.gz", headers=headers, environ_overrides=environ, buffered=False)
    whole = open_releases(settings).path(open_releases(settings).latest(), "communique.nq.gz").read_bytes()
    assert answer.content_length == (90 if wanted else len(whole))
    assert b"".join(answer.response) == whole[10 if wanted else 0 :]  # the server ends it by its length
    answer.close()


def test_a_file_is_sent_without_waiting_for_its_reader(tmp_path):
    (tmp_path / "large").write_bytes(bytes(range(256)) * 2**15)
    ours, theirs = socket.socketpair()
    with theirs, closing(Outbox(ours)) as outbox, (tmp_path / "large").open("rb") as file:
        outbox.sendall(b"head")
        outbox.sendfile(file, 3, 2**22)
        assert outbox.is_behind
        taken = b""
        while outbox.is_behind:
            outbox.send_on()
            taken += theirs.recv(2**20)
        outbox.close()
        while piece := theirs.recv(2**20):
            taken += piece
    assert taken == b"head" + (bytes(range(256)) * 2**15)[3 : 2**22 + 3]
