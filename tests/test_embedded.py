"""What only the embedded store promises: its files, its lock, its journal, and what it says when the disk fails."""

import shutil
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.errors import StoreError
from kg.store.embedded import EmbeddedStore
from kg.store.folders import own_folder, renewing

STORES = Path(__file__).parent / "stores"
EX = "http://example.org/"
BAKU, VISIT = URIRef(EX + "article/baku"), URIRef(EX + "visit")
IS_A_VISIT = (VISIT, RDF.type, URIRef(EX + "Visit"))
ON_JULY_4 = (VISIT, URIRef(EX + "heldOn"), Literal("2022-07-04", datatype=XSD.date))


def test_what_was_replaced_is_there_after_the_store_is_opened_again(tmp_path):
    first = EmbeddedStore(tmp_path)
    first.replace({BAKU: [IS_A_VISIT]})
    first.close()
    assert set(EmbeddedStore(tmp_path).graph(BAKU)) == {IS_A_VISIT}


def test_what_was_replaced_does_not_rest_on_the_journal_alone(tmp_path):
    store = EmbeddedStore(tmp_path / "store")
    store.replace({BAKU: [IS_A_VISIT]})
    # As after a power cut: the journal, which the system writes when it likes, is lost.
    copy = shutil.copytree(tmp_path / "store", tmp_path / "copy", ignore=shutil.ignore_patterns("*.log", "LOCK"))
    store.close()
    assert set(EmbeddedStore(copy).graph(BAKU)) == {IS_A_VISIT}


def test_replacing_by_the_same_triples_in_other_spelling_writes_nothing(tmp_path):
    amount = URIRef(EX + "amount")
    store = EmbeddedStore(tmp_path)
    store.replace({BAKU: [(VISIT, amount, Literal("01", datatype=XSD.integer, normalize=False))]})

    def log():
        newest = max(tmp_path.glob("*.log"))  # the engine's journal: every write passes through it
        return newest.name, newest.stat().st_size

    before = log()
    store.replace({BAKU: [(VISIT, amount, Literal("1", datatype=XSD.integer))]})
    assert log() == before
    store.replace({BAKU: [(VISIT, amount, Literal("2", datatype=XSD.integer))]})
    assert log() != before
    store.close()


def test_a_second_process_is_told_that_the_store_is_in_use(tmp_path):
    store = EmbeddedStore(tmp_path)
    code = "import sys, pathlib, kg.store.embedded as e; e.EmbeddedStore(pathlib.Path(sys.argv[1]))"
    other = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=False)
    store.close()
    assert other.returncode == 1
    assert "LockedError: the store in" in other.stderr
    assert "in use by another process" in other.stderr


def test_a_path_that_is_a_file_is_refused_by_name(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not a store")
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened"):
        EmbeddedStore(file)


def test_a_file_whose_name_speaks_of_a_lock_is_not_taken_for_a_store_in_use(tmp_path):
    file = tmp_path / "lock file"
    file.write_text("not a store")
    with pytest.raises(StoreError, match=r"lock file cannot be opened"):
        EmbeddedStore(file)


def test_a_damaged_store_is_named_with_what_helps(tmp_path):
    store = EmbeddedStore(tmp_path)
    store.replace({BAKU: [IS_A_VISIT]})
    store.close()
    (tmp_path / "CURRENT").write_text("x\n")
    with pytest.raises(StoreError, match=r"cannot be opened: Corruption.* `kg rebuild` makes it anew"):
        EmbeddedStore(tmp_path)


@pytest.mark.parametrize("left", ["LOG", "LOCK", "OPTIONS-000007", "000012.sst"])
def test_a_folder_of_which_only_something_is_left_is_not_taken_for_a_new_store(tmp_path, left):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / left).touch()
    with pytest.raises(StoreError, match=r"CURRENT is missing. `kg rebuild` makes it anew"):
        EmbeddedStore(tmp_path / "store")
    assert [path.name for path in (tmp_path / "store").iterdir()] == [left]


def test_a_store_that_is_begun_and_killed_is_begun_again(tmp_path):
    """What the engine has made of it until then is not in its place yet."""
    (tmp_path / "store.new").mkdir()
    (tmp_path / "store.new" / "LOG").touch()
    EmbeddedStore(tmp_path / "store").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "store.lock"]


def in_the_way(path, what):
    if what == "folder":
        (path / "in it").mkdir(parents=True)
    elif what == "file":
        path.touch()
    else:
        path.symlink_to("nowhere")


@pytest.mark.parametrize("what", ["folder", "file", "link"])
@pytest.mark.parametrize("name", ["store", "store.new", "store.old"])
def test_whatever_is_in_the_way_of_a_folder_that_takes_the_place_of_the_store_goes(tmp_path, name, what):
    in_the_way(tmp_path / name, what)
    with renewing(tmp_path / "store") as fresh:
        fresh.mkdir()
        (fresh / "CURRENT").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert (tmp_path / "store" / "CURRENT").exists()


def test_the_disk_knows_the_new_store_before_the_old_one_is_deleted(tmp_path, monkeypatch):
    (tmp_path / "store").mkdir()
    at_sync = []
    monkeypatch.setattr("kg.store.folders.sync", lambda path: at_sync.append((path, sorted(tmp_path.glob("*/*")))))
    with renewing(tmp_path / "store") as fresh:
        (tmp_path / "store" / "before").touch()
        fresh.mkdir()
        (fresh / "after").touch()
    assert at_sync == [(tmp_path, [tmp_path / "store" / "after", tmp_path / "store.old" / "before"])]


def test_a_store_that_cannot_be_exchanged_is_told_and_stays(tmp_path, monkeypatch):
    with closing(EmbeddedStore(tmp_path / "store")) as store:
        store.replace({BAKU: [IS_A_VISIT]})
        with monkeypatch.context() as busy:
            busy.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(16, "Device or resource busy")))
            with pytest.raises(StoreError, match=r"the store in .* cannot be written: .*resource busy"):
                store.purge()
        assert set(store.graph(BAKU)) == {IS_A_VISIT}
        assert not (tmp_path / "store.new").exists()


def test_a_link_to_a_store_is_followed_and_one_that_leads_nowhere_is_told(tmp_path):
    link, folder = tmp_path / "store", tmp_path / "disk" / "graphs"
    link.symlink_to(folder)
    with pytest.raises(StoreError, match=r"store is a link to .*graphs, and nothing is there: is its disk missing"):
        own_folder(link)
    (tmp_path / "disk" / "graphs.old").mkdir(parents=True)  # an exchange was broken off
    assert own_folder(link) == folder
    folder.mkdir()
    assert own_folder(link) == folder
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(StoreError, match="nothing is there"):
        own_folder(link)


def test_a_disk_mounted_in_the_place_of_a_store_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "is_mount", lambda path: path == tmp_path)
    (tmp_path / "store").mkdir()
    assert own_folder(tmp_path / "store") == tmp_path / "store"
    with pytest.raises(StoreError, match="is where a disk is mounted, which cannot be exchanged"):
        own_folder(tmp_path)


def test_a_disk_that_refuses_is_named_and_nothing_is_changed(tmp_path, monkeypatch):
    store = EmbeddedStore(tmp_path)

    class Full:
        def __init__(self, engine):
            self.engine = engine

        def __getattr__(self, name):
            return getattr(self.engine, name)

        def update(self, text):
            raise OSError("no space left on device")

    store.replace({BAKU: [IS_A_VISIT]})
    monkeypatch.setattr(store, "_open", Full(store._open))
    with pytest.raises(StoreError, match="no space left"):
        store.replace({BAKU: [ON_JULY_4]})
    assert set(store.graph(BAKU)) == {IS_A_VISIT}
    assert store.count() == 1


@pytest.mark.parametrize("version", ["0.3.22", "0.4.11"])
def test_a_store_that_an_older_engine_wrote_is_opened_whole_and_written_on(version, tmp_path):
    with tarfile.open(STORES / f"oxigraph-{version}.tar.xz") as packed:
        packed.extractall(tmp_path / "store", filter="data")
    store = EmbeddedStore(tmp_path / "store")
    (name,) = store.graphs()
    assert {value for _, _, value in store.graph(name)} == {
        Literal("a long literal of more than sixteen bytes"),
        Literal("12", datatype=XSD.integer),
    }
    store.replace({name: [IS_A_VISIT]})
    assert (set(store.graph(name)), store.count()) == ({IS_A_VISIT}, 1)
    store.close()
