"""Writing as a user does it: runs that are killed and go on, a store made anew, articles that are taken down."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from rdflib import URIRef
from test_cli import FIRST, SECOND, kg, write_lines
from test_journal import alter
from test_journal import spoil as spoil_value
from test_releases import everything_in

from kg.backup import seal
from kg.bootstrap import journal_path, read_journal
from kg.errors import StoreError
from kg.journal import Decision, Kind, Selection, State
from kg.journal.sqlite import SqliteJournal
from kg.settings import Settings
from kg.store.embedded import EmbeddedStore

KILLS = int(os.environ.get("KG_TEST_KILLS", "50")) // 5  # tests/test_kills.py has the rest
SEED = int(os.environ.get("KG_TEST_SEED", random.randrange(10**6)))
PAGE = 4096
TABLES = ("graph/ontology", "graph/reference", "graph/derived/reference")
PLACES = ("Baku", "Tehran", "Ankara", "Astana", "Tashkent", "Doha", "Vienna", "Geneva", "Cairo", "Rome")
THIRD = "Turkish Foreign Minister Mevlüt Çavuşoğlu met Jeyhun Bayramov in Ankara on July 3, 2022."


@pytest.fixture
def workplace(tmp_path, monkeypatch, install):
    """A folder to work in, its store without an article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_DATA_DIR", str(install(tmp_path / "data")))
    return tmp_path


@pytest.fixture
def ingested(workplace):
    """Three articles are stored."""
    texts = enumerate((FIRST, SECOND, THIRD), 1)
    write_lines(workplace / "news.jsonl", *({"text": t, "id": str(n), "published": "2022-07-05"} for n, t in texts))
    kg("ingest", "news.jsonl")
    return workplace


def dumped(name="dump.nq.gz"):
    kg("dump", "--output", name)
    return Path(name).read_bytes()


def content():
    """What the store tells beside the ontology and the tables, read past the commands: quicker than a dump."""
    with closing(EmbeddedStore(Settings().data_dir / "store")) as store:
        return {str(name): set(store.graph(name)) for name in store.graphs() if not name.endswith(TABLES)}


def entries(*options):
    return [json.loads(line) for line in kg("journal", "--json", *options).stdout.splitlines()]


def news(seed, number):
    """Articles of which some replace others later."""
    chance = random.Random(seed)
    for n in range(number):
        one, other = chance.sample(PLACES, 2)
        day = f"2022-07-{chance.randrange(4, 29):02d}"  # after the meeting that each tells of
        text = f"{FIRST} President Ebrahim Raisi visited {one} on Monday and said in {other} that it was round {n}."
        yield {"text": text, "id": str(n), "published": day}


@pytest.mark.external("minutes")
def test_a_killed_run_goes_on_and_ends_like_an_undisturbed_one(workplace, install):
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED)
    write_lines(workplace / "news.jsonl", *news(SEED, 120))
    begun = time.monotonic()
    _start(workplace).wait()
    seconds = time.monotonic() - begun
    expected = dumped()
    remaining = KILLS
    while remaining > 0:
        shutil.rmtree(workplace / "data")
        install(workplace / "data")
        for _ in range(5):
            process = _start(workplace)
            time.sleep(chance.uniform(0.25, 1.0) * seconds)
            process.send_signal(signal.SIGKILL)
            process.wait()
            remaining -= 1
            _check_acknowledged(workplace / "data")
        kg("ingest", "news.jsonl")
        assert dumped() == expected
        assert {entry["state"] for entry in entries("--most", "1000")} == {"stored"}


def _start(folder, errors=subprocess.DEVNULL):
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "ingest", "news.jsonl"],
        stdout=subprocess.DEVNULL,
        stderr=errors,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
        cwd=folder,
    )


def _check_acknowledged(folder):
    """What the journal calls stored is in the store, whole, before anything mends it; the merge is right."""
    settings = Settings(data_dir=folder)
    if not journal_path(settings).exists():
        return
    with closing(read_journal(settings)) as journal, closing(EmbeddedStore(folder / "store")) as store:
        for entry in journal.entries(Selection(states=(State.STORED,), most=1000)):
            assert set(store.graph(entry.article)) == journal.graph(entry.article)
        assert store.count() == len({triple for name in store.graphs() for triple in store.graph(name)})


@pytest.mark.external("minutes")
def test_a_store_that_is_broken_is_rebuilt_from_the_journal(ingested):
    before = content()
    for path in (ingested / "data" / "store").glob("CURRENT"):
        path.write_text("broken")
    assert "cannot be opened" in kg("ingest", "news.jsonl", status=2).stderr
    assert kg("query", "ASK { ?s ?p ?o }").stdout == "yes\n"  # what was published is there
    assert kg("rebuild").stdout == "rebuilt from the journal: 3 articles\n"
    assert content() == before
    assert not (ingested / "data" / "store.old").exists()


@pytest.mark.external("minutes")
def test_a_store_that_cannot_be_read_is_not_taken_for_an_empty_one(ingested):
    journal_path(Settings()).unlink()
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    store = ingested / "data" / "store"
    (store / "CURRENT").unlink()
    left = sorted(store.iterdir())
    assert "CURRENT is missing. `kg rebuild` makes it anew" in kg("ingest", "news.jsonl", status=2).stderr
    assert "3 articles of the store are not in the journal" in kg("rebuild", status=2).stderr  # as was published
    for path in left:
        if path.name.startswith(("0", "MANIFEST")):
            path.unlink()  # what is left of it tells nothing
    left = sorted(store.iterdir())
    assert "3 articles of the store are not in the journal" in kg("rebuild", status=2).stderr
    (ingested / "data" / "snapshots" / "current").unlink()
    refusal = kg("rebuild", status=2).stderr
    assert "the store cannot be read, so that nobody can tell whether it has articles" in refusal
    assert "--drop-unknown rebuilds it" in refusal
    assert sorted(store.iterdir()) == left
    rebuilt = "rebuilt from the journal: 1 article\n"
    assert kg("rebuild", "--drop-unknown").stdout == rebuilt
    shutil.rmtree(store)
    store.mkdir()
    assert kg("rebuild").stdout == rebuilt


@pytest.mark.external("minutes")
def test_a_store_on_another_disk_is_reached_by_a_link(ingested):
    store, disk = ingested / "data" / "store", ingested / "disk" / "graphs"
    disk.parent.mkdir()
    store.rename(disk)
    store.symlink_to(disk)
    words = b"We will build the bridge together"
    assert any(words in path.read_bytes() for path in disk.iterdir())
    kg("remove", "2", "--reason", "a court order")
    assert not any(words in path.read_bytes() for path in ingested.rglob("data/**/*") if path.is_file())
    assert not any(words in path.read_bytes() for path in disk.parent.rglob("*") if path.is_file())
    assert "2 unchanged" in kg("ingest", "news.jsonl").stdout
    assert kg("rebuild").stdout == "rebuilt from the journal: 2 articles\n"
    assert store.is_symlink()
    assert sorted(path.name for path in disk.parent.iterdir()) == ["graphs", "graphs.lock"]
    shutil.rmtree(disk)
    for command in (["ingest", "news.jsonl"], ["rebuild"]):
        assert "nothing is there: is its disk missing?" in kg(*command, status=2).stderr


@pytest.mark.external("minutes")
def test_a_file_in_the_place_of_the_store_is_told_and_rebuilding_takes_its_place(ingested):
    before, store = content(), ingested / "data" / "store"
    for _ in range(2):
        shutil.rmtree(store)
        store.touch()
        assert "`kg rebuild` makes it anew" in kg("ingest", "news.jsonl", status=2).stderr
        assert kg("rebuild").stdout == "rebuilt from the journal: 3 articles\n"
        assert content() == before


@pytest.mark.external("minutes")
def test_a_rebuilding_that_fails_leaves_nothing_but_the_store(ingested, monkeypatch):
    before = content()
    with monkeypatch.context() as full:
        full.setattr("kg.publication.Publication.publish", lambda *_: fail_full())
        assert "no space" in kg("rebuild", status=2).stderr
    assert list((ingested / "data").glob("store.new*")) == []
    assert content() == before
    assert kg("rebuild").stdout == "rebuilt from the journal: 3 articles\n"


def fail_full():
    raise StoreError("no space")


@pytest.mark.external("minutes")
def test_a_damaged_journal_is_no_backup_and_is_mended_from_its_texts(ingested):
    kg("backup", "kept")
    before, file = content(), journal_path(Settings())
    spoil_value(file, "graph", "entry = 2")
    assert (
        "1 articles of the journal are damaged, such as 2: kg rebuild mends it" in kg("backup", "no", status=2).stderr
    )
    assert not Path("no").exists()
    shutil.rmtree("data/store")
    assert "is damaged: kg rebuild" in kg("ingest", "news.jsonl", status=2).stderr
    run = kg("rebuild")
    assert "rebuilt from the journal: 2 articles\n1 articles: 1 stored" in run.stdout
    assert "kg: 1 graph damaged, read again from the texts" in run.stderr
    assert content() == before
    kg("backup", "again")
    spoil_value(file, "text", "digest = (SELECT digest FROM entry WHERE number = 3)")
    run = kg("rebuild", status=1)
    assert "1 damaged in the journal, and to be ingested again from their sources:\n  3" in run.stderr
    assert "3 articles: 0 stored, 0 replaced, 3 unchanged" in kg("ingest", "news.jsonl").stdout
    assert content() == before


def test_a_backup_of_a_damaged_journal_is_refused_before_anything_is_there(ingested):
    kg("backup", "kept")
    spoil_value(Path("kept/journal.sqlite"), "graph", "entry = 2")
    seal(Path("kept"), 1, 3, Settings().base_iri)  # as a program that did not look at it would have
    shutil.rmtree("data")
    for options in ([], ["--check"]):
        assert "are damaged, such as 2: take another backup" in kg("restore", "kept", *options, status=2).stderr
        assert not Path("data").exists()


@pytest.mark.external("minutes")
def test_a_damaged_journal_of_which_metadata_and_decisions_cannot_be_read_is_told_as_such(ingested):
    before, file = content(), journal_path(Settings())
    alter(file, "metadata", b'"source"', b'"source\x00', entry=2)
    assert "the article 2) in the journal is damaged: kg rebuild" in kg("journal", status=2).stderr
    assert "are damaged, such as 2: kg rebuild mends it" in kg("backup", "no", status=2).stderr
    run = kg("rebuild", status=1)
    assert "1 damaged in the journal, and to be ingested again from their sources:\n  2" in run.stderr
    assert "0 replaced, 3 unchanged" in kg("ingest", "news.jsonl").stdout
    assert content() == before
    kg("backup", "kept")

    one, other = URIRef("http://a.example/1"), URIRef("http://a.example/2")
    with closing(SqliteJournal(file, Settings().base_iri)) as journal:
        journal.decide([Decision(Kind.SAME, one, other, "seen", labels=("Baku", "Bakı"))], {})
    alter(file, "metadata", b'"labels"', b'"labels\x00', entry=5)
    for command in (["ingest", "news.jsonl"], ["rebuild"], ["link"], ["curate", "list"], ["backup", "no"]):
        told = kg(*command, status=2).stderr
        assert "entry 5 (same of http://a.example/1 and http://a.example/2) in the journal is damaged" in told, command
        assert "kg restore the last backup that is whole" in told
    shutil.rmtree("data")
    kg("restore", "kept")
    assert content() == before


def spoil(store, chance):
    """Overwrite a page of each file of sorted strings with zeros, and look at nothing that was held in memory."""
    for file in store.glob("*.sst"):
        content = bytearray(file.read_bytes())
        place = PAGE * chance.randrange(len(content) // PAGE) if len(content) > 2 * PAGE else len(content)
        content[place : place + PAGE] = bytes(len(content[place : place + PAGE]))
        file.unlink()  # other installations share it
        file.write_bytes(content)


@pytest.mark.external("minutes")
def test_a_store_with_damaged_pages_is_named_and_rebuilt_from_the_journal(ingested):
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201 - shown when it fails
    before = content()
    spoil(ingested / "data" / "store", random.Random(SEED))
    run = _start(ingested, subprocess.PIPE)  # in a process of its own: it once never came back
    _, told = run.communicate(timeout=100)
    assert (run.returncode, "Traceback" in told) == (2, False), told
    assert re.search("kg: the store .*(is damaged|cannot be opened): Corruption", told)
    assert "`kg rebuild` makes it anew" in told
    assert kg("rebuild").stdout == "rebuilt from the journal: 3 articles\n"
    assert content() == before
    assert "3 unchanged" in kg("ingest", "news.jsonl").stdout


@pytest.mark.external("minutes")
def test_articles_that_the_journal_does_not_know_are_not_lost_by_rebuilding(ingested):
    journal_path(Settings()).unlink()
    assert "there is no journal in" in kg("rebuild", status=2).stderr
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    assert "3 articles of the store are not in the journal" in kg("rebuild", status=2).stderr
    kg("ingest", "news.jsonl")
    before = content()
    assert "4 articles" in kg("rebuild").stdout
    assert content() == before


@pytest.mark.external("minutes")
def test_an_article_that_is_taken_down_leaves_no_trace_and_stays_out(ingested, install):
    data = ingested / "data"
    with_it = content()
    words = b"We will build the bridge together"
    assert any(words in path.read_bytes() for path in (data / "store").iterdir())
    kg("dump", "--publish")
    assert words in everything_in(data / "dumps")
    assert "taken down: http" in kg("remove", "2", "--reason", "a court order").stdout
    assert not any(words in path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert words not in everything_in(data / "dumps")
    kg("dump", "--publish")
    assert words not in everything_in(data / "dumps")
    without = content()
    told = kg("ingest", "news.jsonl").stdout
    assert "0 stored, 0 replaced, 2 unchanged, 0 refused" in told
    assert "1 taken down, and therefore not read:\n  news.jsonl:2: taken down on" in told
    assert "--reason WHY lets it in again" in told
    kg("rebuild")
    kg("reingest", "--again")
    assert content() == without
    assert [(e["kind"], e["state"], e["reason"]) for e in entries("--about", "2", "--most", "1")] == [
        ("removal", "stored", "a court order")
    ]
    kg("readmit", "2", "--reason", "it is lifted")
    assert content() == without
    assert "1 stored" in kg("ingest", "news.jsonl").stdout
    assert content() == with_it
    shutil.rmtree(data)
    install(data)
    lines = (ingested / "news.jsonl").read_text().splitlines(keepends=True)
    (ingested / "news.jsonl").write_text(lines[0] + lines[2])
    kg("ingest", "news.jsonl")
    assert content() == without  # as if it had never been


def test_what_is_not_there_is_not_taken_down_or_readmitted(ingested):
    assert "there is no article 7: give its IRI, its address, or" in kg("remove", "7", "--reason", "x", status=2).stderr
    assert "1 is not taken down; kg journal --state removed" in kg("readmit", "1", "--reason", "x", status=2).stderr
    assert kg("remove", "1", status=2).stderr.strip().endswith("Missing option '--reason'.")
    for command in (["remove", "1"], ["curate", "wrong", "1"], ["curate", "same", "1", "2"]):
        assert "it is empty: say why" in kg(*command, "--reason", " ", status=2).stderr
    kg("remove", "1", "--reason", "an order")
    assert "1 is taken down already, since 20" in kg("remove", "1", "--reason", "again", status=2).stderr


@pytest.mark.parametrize(
    "command", [["curate", "same", "http://a.example/1", "http://a.example/2"], ["remove", "1"], ["readmit", "1"]]
)
def test_a_mistyped_folder_is_named_and_nothing_is_made_there(tmp_path, monkeypatch, command):
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "typo"))
    told = kg(*command, "--reason", "why", status=2).stderr
    assert f"there is no journal in {tmp_path / 'typo'}: set KG_DATA_DIR" in told
    assert list(tmp_path.iterdir()) == []


def test_the_journal_is_asked_by_a_date():
    assert "“yesterday” is no date: give 2026" in kg("journal", "--since", "yesterday", status=2).stderr


@pytest.mark.external("minutes")
def test_the_journal_lists_and_reads_again_what_could_not_be_read(ingested, monkeypatch):
    write_lines(ingested / "more.jsonl", {"text": SECOND + " ", "id": "9", "published": "2022-07-05"})
    with monkeypatch.context() as broken:
        broken.setattr("kg.extraction.rules.RuleExtractor.extract", lambda *_: 1 / 0)
        kg("ingest", "more.jsonl", status=2)
    (entry,) = entries("--state", "quarantined")
    assert (entry["key"], entry["source"], entry["state"]) == ("9", "more.jsonl:1", "quarantined")
    assert entry["reason"] == "the extractor failed on it (ZeroDivisionError: division by zero)"
    (ingested / "more.jsonl").unlink()
    assert "1 articles: 1 stored" in kg("journal", "--retry").stdout
    assert entries("--state", "quarantined") == []
    assert kg("journal", "--retry").exit_code == 0
    assert "4 rows" in kg("journal").stdout


@pytest.mark.external("minutes")
def test_articles_are_read_again_without_their_sources_when_the_rules_change(ingested, monkeypatch):
    (ingested / "news.jsonl").unlink()
    before = content()
    assert "0 stored, 0 replaced, 3 unchanged" in kg("reingest").stdout
    monkeypatch.setattr("kg.extraction.rules.RULES_VERSION", "999")
    assert "0 stored, 3 replaced, 0 unchanged" in kg("reingest").stdout
    again = kg("reingest", "--again").stdout
    assert "0 stored, 0 replaced, 3 unchanged" in again
    assert "0 quads written" in again
    assert content() != before
    assert "3 articles: 0 stored, 0 replaced, 3 unchanged" in kg("reingest", "--since-version", "rules-999").stdout
    refusal = kg("reingest", "--since-version", "rules-1000", status=2).stderr
    assert "nothing was read by a version rules-1000 or a later one; those in the journal are: rules-" in refusal
    assert "3 articles" in kg("reingest", "--since-version", "rules-1").stdout  # which is before, and no beginning of


@pytest.mark.external("minutes")
def test_what_was_accepted_before_a_run_broke_off_is_not_told_as_lost(ingested, monkeypatch):
    def fail(*_):
        raise StoreError("the engine is gone")

    write_lines(ingested / "more.jsonl", {"text": SECOND + " ", "id": "9", "published": "2022-07-05"})
    with monkeypatch.context() as broken:
        broken.setattr(EmbeddedStore, "replace", fail)
        kg("ingest", "more.jsonl", status=2)
    told = kg("ingest", "more.jsonl").stderr
    assert told == "kg: wrote 1 article that had been accepted and not yet written when the last run ended\n"
    assert kg("ingest", "more.jsonl").stderr == ""
    with closing(EmbeddedStore(Settings().data_dir / "store")) as store:
        store.replace({URIRef(entries("--about", "9")[0]["article"]): ()})
    told = kg("ingest", "more.jsonl").stderr
    assert told == "kg: the store lacked 1 article of the journal, and has them again\n"


def test_a_second_writer_is_told_who_writes(ingested):
    code = (
        "from kg.bootstrap import *; from kg.settings import Settings\nwith open_writer(Settings()): print(); input()"
    )
    held = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
    )
    with held:
        held.stdout.readline()
        refusal = kg("ingest", "news.jsonl", status=2).stderr
        assert len(entries()) == 3  # reading goes on
        held.communicate(b"\n")
    assert f"is in use by another process, {held.pid} (-c), since 20" in refusal
    kg("ingest", "news.jsonl")
