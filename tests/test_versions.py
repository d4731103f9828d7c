"""Published versions, going back to one, and copies of the whole that are set up again elsewhere."""

import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from test_cli import SECOND, kg, write_lines
from test_writing import content, dumped, entries

from kg.bootstrap import make_app, open_snapshots, open_writer
from kg.bootstrap.backups import restore
from kg.bootstrap.plain import open_plain, open_plain_version
from kg.errors import BadRequest, StoreError
from kg.querying import Evaluator
from kg.querying.current import Current
from kg.querying.pool import Pool
from kg.querying.reader import Reader
from kg.querying.worker import Duty
from kg.settings import Settings
from kg.store import Author, Update, Version
from kg.store.embedded import EmbeddedStore
from kg.store.snapshots import Snapshots

pytest_plugins = ["small"]

A, P = URIRef("http://a.example/a"), URIRef("http://a.example/p")


def version(number, **more):
    return Version(number, "2026-01-01T00:00:00Z", "written", 0, 0, "x", **more)


def triples(text):
    return [(A, P, Literal(text))]


@pytest.fixture
def shelf(tmp_path):
    """A store, and the place of its versions."""
    with closing(EmbeddedStore(tmp_path / "store")) as store:
        yield store, Snapshots(tmp_path / "snapshots")


def publish(shelf, number, text):
    store, snapshots = shelf
    store.replace({A: triples(text)})
    snapshots.publish(store, version(number))


def test_a_version_stays_as_it_was_while_others_come(shelf):
    publish(shelf, 1, "one")
    first = shelf[1].open()
    publish(shelf, 2, "two")
    assert (set(first.graph(A)), set(shelf[1].open().graph(A))) == (set(triples("one")), set(triples("two")))
    assert [v.number for v in shelf[1].versions()] == [1, 2]
    assert shelf[1].current() == version(2)


def test_of_older_versions_only_the_pinned_and_the_ones_in_use_stay(shelf):
    for number in range(1, 7):
        publish(shelf, number, str(number))
    shelf[1].pin(2, True)
    for number, is_pinned, told in ((2, True, "version 2 is pinned already"), (3, False, "version 3 is not pinned")):
        with pytest.raises(BadRequest, match=told):
            shelf[1].pin(number, is_pinned)
    held = shelf[1].open(3)
    shelf[1].prune(2)
    assert [v.number for v in shelf[1].versions()] == [2, 3, 5, 6]
    assert set(held.graph(A)) == set(triples("3"))
    held.close()
    shelf[1].pin(2, False)
    shelf[1].prune(2)
    assert [v.number for v in shelf[1].versions()] == [5, 6]


@pytest.fixture
def pool(shelf):
    """Workers that open the versions of the shelf."""
    pool = Pool(Duty(shelf[1].open, 2**28), 10)
    yield pool
    pool.close()


def read(pool: Evaluator, current: Current) -> set:
    return set(Reader(pool, current().number).graph(A))


def test_whoever_reads_turns_to_the_next_version_and_lets_go_of_the_last(shelf, pool):
    publish(shelf, 1, "one")
    current = Current(pool, shelf[1])
    assert read(pool, current) == set(triples("one"))
    publish(shelf, 2, "two")
    shelf[1].prune(1)
    assert [v.number for v in shelf[1].versions()] == [1, 2]
    assert set(Reader(pool, 1).graph(A)) == set(triples("one"))
    assert read(pool, current) == set(triples("two"))
    shelf[1].prune(1)
    assert [v.number for v in shelf[1].versions()] == [2]


def test_a_publication_that_breaks_off_leaves_the_version_before(shelf, monkeypatch):
    publish(shelf, 1, "one")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StoreError, match=r"version 2 cannot be published: .*No space left.*free disk space"):
            publish(shelf, 2, "two")
    assert shelf[1].current() == version(1)
    publish(shelf, 3, "three")
    shelf[1].prune(5)
    assert sorted(path.name for path in (shelf[0]._path.parent / "snapshots").iterdir()) == ["1", "3", "current"]


def test_no_reader_sees_half_of_a_write_while_versions_come_and_go(shelf, pool):
    store, snapshots = shelf
    publish(shelf, 1, "0")
    current, torn, done = Current(pool, snapshots), [], threading.Event()

    def read():
        while not done.is_set():
            held = current()
            graph = list(Reader(pool, held.number).graph(A))
            if len({(str(s), str(p)) for s, p, _ in graph}) != 1 or len({str(o).split()[0] for *_, o in graph}) != 1:
                torn.append(graph)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(2, 40):
        store.replace({A: [(A, P, Literal(f"{number} {part}")) for part in range(20)]})
        snapshots.publish(store, version(number))
        snapshots.prune(2)
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_a_running_server_shows_what_is_ingested_beside_it(ingested):
    client = make_app(Settings()).test_client()

    def count():
        query = "SELECT (COUNT(*) AS ?n) { ?a a <https://w3id.org/communique/ontology#Article> }"
        return client.get("/sparql", query_string={"query": query, "format": "csv"}).text.split()[1]

    assert count() == "3"
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    assert count() == "4"


def test_a_run_publishes_when_its_interval_is_over_and_at_its_end(ingested, monkeypatch):
    snapshots = open_snapshots(Settings())
    first = snapshots.current_number()
    monkeypatch.setenv("KG_PUBLISH_INTERVAL", "0")
    with open_writer(Settings()) as writer:
        writer.keep_pace()
        assert snapshots.current_number() == first  # nothing is new
        writer.journal.settle([URIRef("http://a.example/unknown")], {})
        writer.keep_pace()
        assert snapshots.current_number() == first + 1
        writer.journal.settle([URIRef("http://a.example/unknown")], {})
    assert snapshots.current_number() == first + 2


@pytest.mark.external("minutes")
def test_a_rollback_brings_back_what_was_and_is_a_version_of_its_own(ingested):
    before, first = content(), open_snapshots(Settings()).current_number()
    changed = [
        {"text": SECOND, "id": "1", "published": "2022-07-05"},
        {"text": SECOND, "id": "9", "published": "2022-07-06"},
    ]
    write_lines(ingested / "more.jsonl", *changed)
    kg("ingest", "more.jsonl")
    after = content()
    assert after != before
    told = kg("snapshot", "rollback", str(first), "--reason", "a wrong feed").stdout
    assert told == f"as in version {first}: 2 articles changed; published: version {first + 2}\n"
    assert content() == before
    kg("rebuild")
    assert content() == before  # the journal knows
    (noted,) = entries("--about", f"version {first}")
    assert (noted["kind"], noted["state"], noted["reason"]) == ("rollback", "stored", "a wrong feed")
    listed = kg("snapshot", "list").stdout
    assert "rolled back to version" in listed
    assert [entry["key"] for entry in entries("--state", "withdrawn")] == ["9"]
    kg("ingest", "more.jsonl")
    assert content() == after


def test_versions_that_are_not_kept_are_named(ingested):
    assert "version 77 is not kept; those that are: " in kg("snapshot", "pin", "77", status=2).stderr
    assert "version 77 is not kept" in kg("snapshot", "rollback", "77", "--reason", "x", status=2).stderr


def test_versions_that_are_deleted_are_published_again_with_new_numbers(ingested):
    snapshots = open_snapshots(Settings())
    first = snapshots.current_number()
    shutil.rmtree(ingested / "data" / "snapshots")
    assert kg("query", "ASK { ?s ?p ?o }").stdout == "yes\n"
    assert snapshots.current_number() == first + 1


def test_a_version_that_cannot_be_opened_leaves_readers_with_the_one_before(shelf, pool):
    publish(shelf, 1, "one")
    current = Current(pool, shelf[1])
    current()
    publish(shelf, 2, "two")
    for path in (shelf[0]._path.parent / "snapshots" / "2" / "store").glob("MANIFEST*"):
        path.unlink()
    assert read(pool, current) == set(triples("one"))
    with pytest.raises(StoreError, match="kg snapshot publish makes a new version"):
        Current(pool, shelf[1])()
    publish(shelf, 3, "three")
    assert read(pool, current) == set(triples("three"))


def test_versions_that_tell_nothing_of_themselves_are_taken_away_too(shelf):
    for number in range(1, 5):
        publish(shelf, number, str(number))
    for number in (1, 3):
        (shelf[0]._path.parent / "snapshots" / str(number) / "about.json").write_text("{")
    assert [v.number for v in shelf[1].versions()] == [2, 4]
    shelf[1].prune(2)
    assert shelf[1]._numbers() == [3, 4]
    shelf[1].forget_others()
    assert shelf[1]._numbers() == [4]


@pytest.mark.external("minutes")
def test_a_rollback_brings_nothing_back_that_is_taken_down(ingested):
    first = open_snapshots(Settings()).current_number()
    kept = shutil.copytree(f"data/snapshots/{first}", "kept-version")
    kg("remove", "2", "--reason", "a court order")
    shutil.move(kept, f"data/snapshots/{first}")  # as if a kill had come before it was deleted
    without = content()
    assert kg("snapshot", "rollback", str(first), "--reason", "x").stdout.startswith(
        f"as in version {first}: 0 articles changed"
    )
    assert content() == without


@pytest.mark.external("minutes")
def test_an_article_that_is_taken_down_is_in_no_version(ingested):
    snapshots = open_snapshots(Settings())
    kg("snapshot", "pin", str(snapshots.current_number()))
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    kg("remove", "2", "9", "--reason", "a court order")
    assert [v.number for v in snapshots.versions()] == [snapshots.current_number()]


@pytest.mark.external("minutes")
def test_a_backup_is_restored_byte_for_byte_in_another_folder(ingested, monkeypatch):
    kg("feed", "add", "https://news.example/feed.xml")
    before = dumped()
    assert "with 3 articles" in kg("backup", "kept").stdout
    shutil.rmtree("data")
    assert "kept is whole" in kg("restore", "kept", "--check").stdout
    assert ": 3 articles in " in kg("restore", "kept").stdout
    assert dumped() == before
    assert "news.example" in kg("feed", "list").stdout
    assert "3 unchanged" in kg("ingest", "news.jsonl").stdout
    assert "there is something in " in kg("restore", "kept", status=2).stderr
    assert "kept exists" in kg("backup", "kept", status=2).stderr
    monkeypatch.setenv("KG_DATA_DIR", "elsewhere")
    monkeypatch.setenv("KG_BASE_IRI", "https://graph.example/")
    assert "was made under KG_BASE_IRI=http://127.0.0.1:8000/" in kg("restore", "kept", status=2).stderr
    assert not Path("elsewhere").exists()


def test_a_backup_has_the_ordinary_dataset_too(ingested):
    with closing(open_plain(Settings())) as dataset:
        dataset.update(Update("INSERT DATA { <x:a> <x:b> 1 }"), Author("anybody", lambda _graph: True))
    kg("backup", "kept")
    shutil.rmtree("data")
    kg("restore", "kept")
    open_plain(Settings()).close()
    with closing(open_plain_version(Settings(), None)) as dataset:
        assert [str(row["o"]) for row in dataset.select("SELECT ?o { <x:a> <x:b> ?o }")] == ["1"]


class Killed(BaseException):
    pass


@pytest.mark.parametrize("moves", range(3))
def test_a_restoring_that_was_killed_is_done_anew(ingested, monkeypatch, moves):
    kg("feed", "add", "https://news.example/feed.xml")
    before = dumped()
    kg("backup", "kept")
    shutil.rmtree("data")
    left, rename = [moves], Path.rename

    def rename_or_die(path, target):
        if path.parent.name == "restoring":
            left[0] -= 1
            if left[0] < 0:
                raise Killed
        return rename(path, target)

    with monkeypatch.context() as killing, pytest.raises(Killed):
        killing.setattr(Path, "rename", rename_or_die)
        restore(Settings(), Path("kept"))
    kg("restore", "kept")
    assert dumped() == before
    assert not Path("data/restoring").exists()


HARMS = [
    (lambda folder: (folder / "journal.sqlite").write_bytes(b"x"), "journal.sqlite: other than it was written"),
    (lambda folder: next(folder.glob("store/*.sst")).unlink(), ".sst: not there"),
    (lambda folder: (folder / "more").write_text("x"), "more: not in the manifest"),
    (lambda folder: (folder / "manifest.json").unlink(), "it has no manifest.json"),
    (lambda folder: (folder / "manifest.json").write_text('{"form": 9, "communique": "7.0"}'), "use communique 7.0"),
    (lambda folder: (folder / "manifest.json").write_text("["), "cannot be read"),
    (
        lambda folder: (folder / "manifest.json").write_text(
            (folder / "manifest.json").read_text().replace("journal.sqlite", "../journal.sqlite")
        ),
        "../journal.sqlite: not there",
    ),
    (lambda folder: (folder / "manifest.json").write_text("{}"), "cannot be read"),
]


def test_a_backup_that_is_not_whole_is_not_restored(ingested):
    kg("backup", "kept")
    shutil.rmtree("data")
    for number, (harm, told) in enumerate(HARMS):
        folder = shutil.copytree("kept", f"kept-{number}")
        harm(Path(folder))
        assert told in kg("restore", folder, status=2).stderr
        assert not Path("data").exists()
    assert ingested.joinpath("kept").exists()


def test_versions_are_read_by_who_may_not_write_there(ingested):
    snapshots = ingested / "data" / "snapshots"
    before = {path: path.stat().st_mtime_ns for path in snapshots.rglob("*")}
    assert kg("query", "ASK { ?s ?p ?o }").stdout == "yes\n"
    assert {path: path.stat().st_mtime_ns for path in snapshots.rglob("*")} == before
