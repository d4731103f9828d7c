"""Dumps of published versions, and what tells how they differ: whole, true, and rid of what is taken down."""

import hashlib
import io
import json
import random
import shutil
import threading
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyjelly.integrations.generic.parse import parse_jelly_flat
from rdflib import RDF, Literal, URIRef

from kg.dumps.differences import differences
from kg.dumps.release import CHECKSUMS, MANIFEST
from kg.dumps.releases import Releases
from kg.dumps.steps import write_step
from kg.errors import LockedError, StoreError
from kg.lock import Lock
from kg.store import Version
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO
from kg.whole_file import unpacked

EX = "http://a.example/"
ARTICLES = f"{EX}article/"
LICENCE = "http://licence.example/"
A, B, LINKS = URIRef(f"{ARTICLES}a"), URIRef(f"{ARTICLES}b"), URIRef(f"{EX}graph/links")
FILES = {f"communique.{suffix}" for suffix in ("nq.gz", "nq.zst", "trig.gz", "jelly.gz", "ttl.gz")}
SECRET = "the words that are taken down"


def graph(iri, *words):
    return {iri: [(iri, RDF.type, DIPLO.Article), *((iri, DIPLO.words, Literal(word)) for word in words)]}


def gone(iri):
    return {iri: []}


@pytest.fixture
def store():
    with closing(EmbeddedStore()) as store:
        yield store


@pytest.fixture
def releases(tmp_path):
    return Releases(tmp_path / "dumps", ARTICLES, LICENCE, keep=2)


def make(releases, store, number, *graphs, **more):
    for changed in graphs:
        store.replace(changed)
    version = Version(number, f"2026-01-01T00:00:{number % 60:02}Z", "written", 0, number, "x")
    return releases.make(store, version, **more)


def lines(store):
    """The whole N-Quads of a store."""
    return sorted(f"{quad} .\n".encode() for quad in store._store if quad.graph_name != ox.DefaultGraph())


def content(releases, release, name):
    with unpacked(releases.path(release, name)) as stream:
        return stream.read()


def patched(held, patch):
    """What a mirror holds after an RDF Patch."""
    held = set(held)
    for line in patch.splitlines(keepends=True):
        if line.startswith(b"A "):
            assert line[2:] not in held
            held.add(line[2:])
        elif line.startswith(b"D "):
            held.remove(line[2:])
    return sorted(held)


def test_a_release_holds_each_form_of_the_graph_with_its_digest(store, releases):
    release = make(releases, store, 7, graph(A, "one"), graph(B, "one"), {LINKS: [(A, DIPLO.about, B)]})
    assert {file.name for file in release.files} == FILES
    for file in release.files:
        packed = releases.path(release, file.name).read_bytes()
        assert (file.size, file.sha256) == (len(packed), hashlib.sha256(packed).hexdigest())
        assert file.licence == LICENCE
    nquads = content(releases, release, "communique.nq.gz")
    assert nquads == content(releases, release, "communique.nq.zst")
    assert sorted(nquads.splitlines(keepends=True)) == lines(store)
    assert release.nquads_sha256 == hashlib.sha256(nquads).hexdigest()
    trig = ox.parse(content(releases, release, "communique.trig.gz"), ox.RdfFormat.TRIG)
    assert {f"{quad} .\n".encode() for quad in trig} == set(lines(store))
    jelly = parse_jelly_flat(io.BytesIO(content(releases, release, "communique.jelly.gz")))
    assert {" ".join((*map(str, quad), ".\n")).encode() for quad in jelly} == set(lines(store))
    turtle = {quad.triple for quad in ox.parse(content(releases, release, "communique.ttl.gz"), ox.RdfFormat.TURTLE)}
    assert turtle == {quad.triple for quad in store._store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert (release.quads, release.triples, release.graphs) == (5, len(turtle), 3)
    sums = releases.path(release, CHECKSUMS).read_text().splitlines()
    assert sums == [f"{file.sha256}  {file.name}" for file in release.files]
    told = json.loads(releases.path(release, MANIFEST).read_text())
    assert (told["version"], told["triples"], told["licence"]) == (7, len(turtle), LICENCE)
    assert "Quotations remain" in told["rights"]


def test_only_the_files_of_a_release_can_be_had(store, releases):
    release = make(releases, store, 1, graph(A, "one"))
    for name in ("articles.tsv", "../1/manifest.json", "changes.json", "", "."):
        assert releases.path(release, name) is None


def test_the_same_content_gives_the_same_files(tmp_path):
    def made(name, *graphs):
        with closing(EmbeddedStore(tmp_path / name)) as store:
            return make(Releases(tmp_path / f"dumps of {name}", ARTICLES, LICENCE, keep=1), store, 1, *graphs)

    assert made("one", graph(A, "one"), graph(B, "one")).files == made("other", graph(B, "one"), graph(A, "one")).files


def test_as_many_releases_stay_as_versions_and_those_that_are_pinned(store, releases):
    for number in range(1, 6):
        make(releases, store, number, graph(A, str(number)), pinned=[2])
    assert [release.version for release in releases.all()] == [5, 4, 2]
    assert releases.of(1) is None
    assert {path.name for path in (releases._folder / "3").iterdir()} == {"changes.json", "changes.rdfp.gz"}


def test_a_making_that_breaks_off_leaves_nothing(store, releases, monkeypatch):
    make(releases, store, 1, graph(A, "one"))

    def half(target):
        target.write(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(store, "dump_merge", half)
        with pytest.raises(StoreError, match=r"version 2 cannot be made: .*No space left.*free disk space"):
            make(releases, store, 2, graph(A, "two"))
    assert sorted(path.name for path in releases._folder.glob("*/")) == ["1"]
    make(releases, store, 3, graph(A, "three"))
    assert [(step.previous, step.version) for step in releases.steps()] == [(1, 3)]


def test_room_is_left_to_who_writes(store, releases):
    room = shutil.disk_usage(releases._folder.parent).free + 10**12
    with pytest.raises(StoreError, match="octets are free on the disk"):
        make(releases, store, 1, room=room)
    assert releases.latest() is None


def test_one_process_makes_releases(store, releases):
    with closing(Lock.take(releases._folder / "making.lock", "the dumps")), pytest.raises(LockedError):
        make(releases, store, 1)


def test_each_step_tells_articles_and_quads(store, releases):
    make(releases, store, 1, graph(A, "one"))
    make(releases, store, 3, graph(A, "two"), graph(B, "one"), {LINKS: [(A, DIPLO.about, B)]})
    make(releases, store, 4, gone(A))
    first, second = releases.steps()
    assert (first.previous, first.version, second.previous, second.version) == (1, 3, 3, 4)
    assert (first.added, first.changed, first.removed) == ((str(B),), (str(A),), ())
    assert (second.added, second.changed, second.removed) == ((), (), (str(A),))
    assert (first.quads_added, first.quads_removed, second.quads_added, second.quads_removed) == (4, 1, 0, 2)
    with unpacked(first.patch) as patch:
        text = patch.read()
    assert text.startswith(b'H previous "1" .\nH version "3" .\nTX .\n')
    assert text.endswith(b"TC .\n")


def test_a_mirror_that_follows_the_steps_holds_the_same(store, releases):
    chance, names = (
        random.Random(3),
        [URIRef(f"{ARTICLES}{number}{tail}") for number in range(9) for tail in ("", "/b")],
    )
    make(releases, store, 1, graph(A, "one"))
    held = lines(store)
    for number in range(2, 60):
        name = chance.choice(names)
        words = [f'{chance.randrange(20)} \u0001\u00e9\U0001f600 "\\\n' for _ in range(chance.randrange(4))]
        make(releases, store, number, graph(name, *words) if words else gone(name))
        with unpacked(releases.steps()[-1].patch) as patch:
            held = patched(held, patch.read())
        assert held == lines(store), number
    assert [step.version for step in releases.steps()] == list(range(2, 60))


def test_dumps_that_are_not_in_order_are_not_compared():
    wrong = [b"<a> <p> <b> <http://g> .\n", b"<a> <p> <a> <http://g> .\n"]
    with pytest.raises(StoreError, match="not in order"):
        list(differences(wrong, []))
    assert list(differences([], wrong[:1])) == [(b"A", wrong[0])]


def test_a_damaged_dump_is_not_compared_and_the_next_one_is_again(store, releases):
    first = make(releases, store, 1, graph(A, "one"))
    releases.path(first, "communique.nq.zst").write_bytes(b"damaged")
    make(releases, store, 2, graph(A, "two"))
    make(releases, store, 3, graph(A, "three"))
    assert [(step.changed, step.patch is None) for step in releases.steps()] == [((str(A),), True), ((str(A),), False)]


def test_patches_stay_while_they_are_smaller_than_the_dump(store, releases, monkeypatch):
    monkeypatch.setattr("kg.dumps.releases._SMALLEST_ALLOWANCE", 1000)
    for number in range(1, 30):
        make(releases, store, number, graph(A, *(f"{number} {word}" for word in range(5))))
    steps = releases.steps()
    assert 2 < len(steps) < 12
    assert steps[-1].version == 29
    assert len(list(releases._folder.glob("*/"))) <= len(steps) + 2


def everything_in(folder: Path) -> bytes:
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            found += path.read_bytes()
            if path.suffix in (".gz", ".zst"):
                with unpacked(path) as stream:
                    found += stream.read()
    return found


def test_what_is_taken_down_is_in_no_dump_and_no_patch(store, releases):
    make(releases, store, 1, graph(A, "one"))
    second = make(releases, store, 2, graph(B, SECRET))
    assert SECRET.encode() in content(releases, second, "communique.jelly.gz")
    make(releases, store, 3, graph(A, "two"))
    assert SECRET.encode() in everything_in(releases._folder)
    store.replace(gone(B))
    releases.forget(below=4)
    assert SECRET.encode() not in everything_in(releases._folder)
    assert releases.latest() is None
    make(releases, store, 4)
    make(releases, store, 5, graph(A, "three"))
    assert SECRET.encode() not in everything_in(releases._folder)
    last, newest = releases.steps()[-2:]
    assert (last.removed, last.patch) == ((str(B),), None)
    assert newest.patch is not None
    assert [step.version for step in releases.steps()] == [2, 3, 4, 5]


def test_a_release_that_is_made_while_something_is_taken_down_is_not_given(store, releases, monkeypatch):
    make(releases, store, 1, graph(B, SECRET))
    dump_merge = store.dump_merge

    def slowly(target):
        dump_merge(target)
        taking = threading.Thread(target=lambda: (releases._folder / "forgotten").write_text("3"))
        taking.start()
        taking.join()

    monkeypatch.setattr(store, "dump_merge", slowly)
    make(releases, store, 2, graph(A, "one"))
    assert releases.all() == []
    assert SECRET.encode() not in everything_in(releases._folder)
    make(releases, store, 4, gone(B))
    assert [(step.version, step.patch) for step in releases.steps()][-1] == (4, None)
    assert SECRET.encode() not in everything_in(releases._folder)


def test_what_was_compared_with_what_is_taken_down_has_no_patch(store, releases, monkeypatch):
    make(releases, store, 1, graph(B, SECRET))

    def written_late(*told):
        write_step(*told)
        (releases._folder / "forgotten").write_text("2")

    monkeypatch.setattr("kg.dumps.releases.write_step", written_late)
    make(releases, store, 2, gone(B))
    assert [(step.removed, step.patch) for step in releases.steps()] == [((str(B),), None)]
    assert SECRET.encode() not in everything_in(releases._folder)


def test_the_counts_of_a_release_are_those_of_its_merge(store, releases):
    release = make(releases, store, 1, graph(A, "one", "two"), graph(B, "one"), {LINKS: [(A, RDF.type, DIPLO.Article)]})
    counted = releases.statistics(release)
    assert (counted.triples, counted.entities, counted.subjects, counted.objects) == (5, 2, 2, 3)
    assert counted.classes == {str(DIPLO.Article): 2}
    assert counted.properties == {str(RDF.type): 2, str(DIPLO.words): 3}
    assert counted.examples == {str(DIPLO.Article): str(A)}
