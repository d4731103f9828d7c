"""Disks that lose what they were given, or have no room: nothing is lost that the journal has, and writing goes on."""

import io
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import desk
import pytest
from opened import open_copy
from rdflib import DCTERMS, Literal

from kg.errors import KgError, QueryEndedWorker, QueryTimeout, StoreError
from kg.journal import Selection
from kg.journal.sqlite import SqliteJournal
from kg.querying.pool import Pool
from kg.querying.reader import Reader
from kg.querying.worker import Duty
from kg.store import Query
from kg.store.embedded import EmbeddedStore

DAMAGES = int(os.environ.get("KG_TEST_DAMAGES", "20"))
SEED = desk.SEED
PAGE = 4096
LAST = 1  # edition


@pytest.fixture
def chance():
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201 - shown when it fails
    return random.Random(SEED)


# --- a write-ahead log that is damaged ------------------------------------------------------------------------------


class Unflushed:
    """Hands all on to an engine but what synchronises it with the disk."""

    def __init__(self, engine):
        self.engine = engine

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def flush(self):
        """A disk that lies."""


class Lying(EmbeddedStore):
    """A store on a disk that says it has what it has not: all it was given is in the write-ahead log alone."""

    @property
    def _store(self):
        return Unflushed(super()._store)


def crashed(folder, kind):
    """What a power cut leaves of two editions: a copy of the folder while the store is open; all is acknowledged."""
    live, image = folder / "live", folder / "image"
    live.mkdir()
    with closing(desk.open_journal(live)) as journal, closing(kind(live / "store")) as store:
        for number in range(LAST + 1):
            desk.ingest(SEED, number, store, journal)
        while True:
            before = sorted(live.rglob("*"))
            time.sleep(0.5)  # until the engine has put its files in order
            if sorted(live.rglob("*")) == before:
                shutil.copytree(live, image)
                return image


def damage(store, chance):
    """Cut the write-ahead log at a byte, or overwrite a page of it with zeros."""
    log = max(store.glob("*.log"))
    content = bytearray(log.read_bytes())
    place = int(len(content) * chance.random() ** 0.2)  # mostly near the end, where the second edition is
    if chance.random() < 0.5:
        del content[place:]
    else:
        place -= place % PAGE
        content[place : place + PAGE] = bytes(len(content[place : place + PAGE]))
    log.write_bytes(content)


def lost_after_damage(folder, image, chance):
    """How many articles the store has lost; the journal gives them all back."""
    shutil.copytree(image, folder)
    damage(folder / "store", chance)
    with closing(desk.open_journal(folder)) as journal, closing(EmbeddedStore(folder / "store")) as store:
        found = desk.check_whole(SEED, store, range(LAST + 1), {})
        assert desk.mend(journal, store).lost == sum(number < LAST for number in found.values())
        assert desk.content(store) == desk.undisturbed(SEED, LAST)
        desk.check_whole(SEED, store, range(LAST + 1), dict.fromkeys(found, LAST))
    return sum(number < LAST for number in found.values())


@pytest.mark.external("minutes")
def test_what_a_damaged_log_has_lost_comes_back_from_the_journal(chance, tmp_path):
    image = crashed(tmp_path, Lying)
    lost = [lost_after_damage(tmp_path / str(number), image, chance) for number in range(DAMAGES)]
    print("articles lost by the store alone:", lost)  # noqa: T201
    assert sum(lost) > 0  # the control: without the journal they would be gone, and nothing tells of it


@pytest.mark.external("minutes")
def test_what_is_flushed_needs_no_log(chance, tmp_path):
    image = crashed(tmp_path, EmbeddedStore)
    assert {lost_after_damage(tmp_path / str(number), image, chance) for number in range(DAMAGES)} == {0}


# --- a page of a store that is damaged ------------------------------------------------------------------------------

USING = """
import sys
from pathlib import Path
from rdflib import Literal, RDFS, URIRef
from kg.errors import StoreError
from kg.journal import Selection
from kg.journal.sqlite import SqliteJournal
from kg.store.embedded import EmbeddedStore
try:
    store = EmbeddedStore(Path(sys.argv[1]))
    names = list(store.graphs())
    print(store.count(), [store.count(name) for name in names])
    store.replace({name: [(name, RDFS.label, Literal("another"))] for name in names[::5]})
    store.replace({name: () for name in names})
    print(store.count())
except StoreError as error:
    print(error)
    assert "`kg rebuild` makes it anew" in str(error)
"""
"""What writers do with a store, in a process of its own: it once never ended."""


@pytest.fixture(scope="module")
def of_many_pages(tmp_path_factory):
    """A store whose files of sorted strings have several pages each."""
    folder = tmp_path_factory.mktemp("pages") / "store"
    names = [desk.IRIS.article(f"page{n}") for n in range(50)]
    with closing(EmbeddedStore(folder)) as store:
        store.load({n: [(n, DCTERMS.title, Literal(f"{n} has {m} and no other")) for m in range(200)] for n in names})
    return folder


@pytest.mark.external("minutes")
@pytest.mark.parametrize("run", range(DAMAGES))
def test_a_store_with_a_damaged_page_ends_whatever_is_done_with_it(of_many_pages, run, tmp_path):
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201
    chance = random.Random(SEED + run)
    store = shutil.copytree(of_many_pages, tmp_path / "store")
    file = chance.choice([path for path in sorted(store.glob("*.sst")) if path.stat().st_size > PAGE])
    content = bytearray(file.read_bytes())
    place = PAGE * chance.randrange(len(content) // PAGE)
    content[place : place + PAGE] = bytes(PAGE)
    file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", USING, store],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)  # noqa: T201
    assert done.stdout.splitlines()[0].startswith(("10000 [", "the store"))


def test_a_visitor_over_damaged_pages_is_told_and_harms_nobody(of_many_pages, tmp_path):
    """The engine never ends counting over such a page, and takes gigabytes within seconds."""
    store = shutil.copytree(of_many_pages, tmp_path / "store")
    (tmp_path / "in-use.lock").touch()
    for file in store.glob("*.sst"):
        content = bytearray(file.read_bytes())
        for place in range(PAGE, len(content) - 2 * PAGE, 4 * PAGE):
            content[place : place + PAGE] = bytes(PAGE)
        file.write_bytes(content)
    pool = Pool(Duty(partial(open_copy, store), 2**28), 5)
    told = []
    for query in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ORDER BY ?o",
        "ASK { ?s ?p ?o FILTER(STR(?o) = 'none') }",
    ):
        with pytest.raises(KgError) as error:
            Reader(pool).value(partial(_asked, query))
        told.append(type(error.value))
        assert Reader(pool).select("SELECT ?x { VALUES ?x { 1 } }")
    pool.close()
    print(told)  # noqa: T201
    assert set(told) <= {QueryEndedWorker, QueryTimeout, StoreError}


def _asked(query, store):
    store.answer(Query(query)).write(io.BytesIO(), "application/sparql-results+json")


def test_what_a_killed_load_has_left_is_swept_away(tmp_path):
    EmbeddedStore(tmp_path / "store").close()
    left = tmp_path / "store" / "bulk-0123.sst"
    left.write_bytes(b"sorted")
    EmbeddedStore(tmp_path / "store").close()
    assert not left.exists()


# --- a disk that is full --------------------------------------------------------------------------------------------


class SmallDisk:
    """A file system in memory that ballast fills, but for so many bytes."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self, spared):
        self.ballast.unlink(missing_ok=True)
        free = shutil.disk_usage(self.folder).free
        self.ballast.write_bytes(bytes(max(0, free - spared)))

    def clear(self):
        self.ballast.unlink()


class BoundedFiles:
    """A bound on the size of files: what is beyond it is refused as by a full disk. Needs no rights."""

    def __init__(self, folder):
        self.folder = folder
        self.soft, self.hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, spared):
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 * PAGE + spared // 8, self.hard))

    def clear(self):
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.soft, self.hard))


@contextmanager
def mounted(folder):
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(params=["small disk", "bounded files"])
def disk(request, tmp_path):
    """A folder that is full on demand; where none may mount a file system, by a bound on files alone."""
    if request.param == "small disk" and os.geteuid() == 0:
        try:
            with mounted(tmp_path / "disk") as disk:
                yield disk
            return
        except subprocess.CalledProcessError:
            shutil.rmtree(tmp_path / "disk")
    (tmp_path / "disk").mkdir()
    disk = BoundedFiles(tmp_path / "disk")
    yield disk
    disk.clear()


REFUSED = "No space left on device|File too large|database or disk is full|disk I/O error"


LARGE = {
    desk.IRIS.article(f"large{n}"): {
        (desk.IRIS.article(f"large{n}"), DCTERMS.title, Literal(f"{n} {m} {'words ' * 30}")) for m in range(200)
    }
    for n in range(100)
}
"""More than there is room for."""


def check_small(store, number):
    """The edition is there, and of what was refused all or nothing."""
    there = desk.content(store)
    assert there == desk.undisturbed(SEED, number) | (LARGE if LARGE.keys() <= there.keys() else {})


def test_reads_go_on_when_the_disk_is_full_and_writes_when_it_is_not(disk, chance):
    with closing(EmbeddedStore(disk.folder / "store")) as store:
        desk.ingest(SEED, 0, store)
        disk.fill(chance.randrange(500_000))
        for write in (store.replace, store.replace, store.load, store.replace):  # each opens the store anew
            with pytest.raises(StoreError, match=f"cannot be (written|opened).*({REFUSED})"):
                write(LARGE)
            check_small(store, 0)
        disk.clear()
        desk.ingest(SEED, 1, store)
        check_small(store, 1)
        there = desk.content(store)
    with closing(EmbeddedStore(disk.folder / "store")) as store:
        assert desk.content(store) == there


def test_a_store_that_is_not_opened_anew_writes_no_more(disk):
    with closing(Stubborn(disk.folder / "store")) as store:
        disk.fill(0)
        with pytest.raises(StoreError, match=REFUSED):
            store.replace(LARGE)
        disk.clear()
        with pytest.raises(StoreError, match=REFUSED):
            store.replace({desk.IRIS.article("small"): ()} | desk.graphs_of(SEED, 0))


class Stubborn(EmbeddedStore):
    """The control: keeps the engine that the disk has refused."""

    def _reopen(self):
        """Nothing is opened anew."""


def test_the_journal_is_read_when_the_disk_is_full(disk):
    """Also where a process that was killed has left a log, and not the index of it."""
    with closing(desk.open_journal(disk.folder)) as journal:
        desk.ingest(SEED, 0, EmbeddedStore(), journal)
        expected = journal.entries(Selection())
        path = disk.folder / "journal.sqlite"
        left = shutil.copy(path, disk.folder / "left.sqlite")
        shutil.copy(f"{path}-wal", f"{left}-wal")
    assert expected
    disk.fill(0)
    for file in (path, Path(left)):
        with closing(SqliteJournal(file, desk.BASE, is_read=True)) as journal:
            assert journal.entries(Selection()) == expected


@pytest.mark.external("minutes")
@pytest.mark.parametrize("run", range(4))
def test_a_run_on_a_full_disk_goes_on_where_it_stopped_when_there_is_room(disk, run):
    chance = random.Random(SEED + run)
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201
    with closing(desk.open_journal(disk.folder)) as journal, closing(EmbeddedStore(disk.folder / "store")) as store:
        last = 0
        with pytest.raises(KgError, match=REFUSED):
            for last in range(100):
                desk.ingest(SEED, last, store, journal)
                disk.fill(chance.randrange(300_000))
        acknowledged = dict.fromkeys(desk.graphs_of(SEED, 0), last - 1)
        desk.check_whole(SEED, store, range(last + 1), acknowledged)
        disk.clear()
        desk.go_on(journal, store)
        desk.ingest(SEED, last, store, journal)
        assert desk.content(store) == desk.undisturbed(SEED, last)
        assert journal.latest(0) == []
