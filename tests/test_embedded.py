"""What only the embedded store promises: its files, its lock, its journal, and what it says when the disk fails."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.errors import StoreError
from kg.store.embedded import EmbeddedStore

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
