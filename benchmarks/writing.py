"""How fast the store writes, beside the engine alone: durable batches, a first load, opening after a crash, and size.

`python benchmarks/writing.py` invents its articles; with a file of N-Quads (`kg bench generate --quads 5000000 f.nq`)
it loads that too, beside `oxigraph load`. All is measured in turn in the same run, several times; the middle counts.
The figures stand in docs/writing.md.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from kg import bootstrap
from kg.invention import Newsroom
from kg.iris import Iris
from kg.journal.sqlite import SqliteJournal
from kg.linking import Linker
from kg.mapping import map_article
from kg.records import Article
from kg.settings import Settings
from kg.store import Version
from kg.store.embedded import EmbeddedStore
from kg.store.engine_terms import engine_terms, rdflib_triple
from kg.store.snapshots import Snapshots
from kg.terms import Triple

RUNS = 5
BATCH = 100
Batch = dict[URIRef, tuple[Article, set[Triple]]]


class Spent(NamedTuple):
    """Seconds by the clock and of processors, and bytes on the disk."""

    wall: float
    cpu: float
    size: int


OPEN = """
import pathlib, sys, time
from kg.store.embedded import EmbeddedStore
begun = time.perf_counter()
EmbeddedStore(pathlib.Path(sys.argv[1])).select("SELECT * { ?s ?p ?o } LIMIT 1")
print(time.perf_counter() - begun)
"""
KILLED = """
import os, pathlib, signal, sys, pyoxigraph as ox
from kg.store.embedded import EmbeddedStore
names = [ox.NamedNode(f"urn:x:{n}") for n in range(60_000)]
store = EmbeddedStore(pathlib.Path(sys.argv[1]))
store._store.extend(ox.Quad(name, name, name, names[0]) for name in names)  # a batch, which lies in the log alone
os.kill(os.getpid(), signal.SIGKILL)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--quads", type=Path, help="a file of N-Quads, graph by graph, to be loaded")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        measure_batches(given.articles, given.runs, Path(folder))
        if given.quads:
            measure_loading(given.quads, given.runs, Path(folder))
    print(f"load {os.getloadavg()[0]:.1f}")


# --- durable batches ------------------------------------------------------------------------------------------------


def measure_batches(articles: int, runs: int, folder: Path) -> None:
    """Batches of articles with journal and merge, beside the engine alone, which only keeps their graphs."""
    settings = Settings(data_dir=folder)
    batches = list(invented(articles, settings))
    size = sum(len(triples) for batch in batches for _, triples in batch.values())
    print(f"{articles} articles of {size / articles:.0f} triples, {BATCH} in a batch, flushed after each")
    ways: dict[str, Callable[[Path], None]] = {
        "engine alone, extend": lambda place: alone(batches, place, extend),
        "engine alone, update": lambda place: alone(batches, place, update),
        "with merge and journal": lambda place: with_journal(batches, place, settings),
        "and conclusions": lambda place: with_journal(batches, place, settings, concluded=True),
    }
    spent: dict[str, list[Spent]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, write in ways.items():
            spent[way].append(spent_on(write, folder / "place"))
    report(spent, articles, "articles/s")


def invented(articles: int, settings: Settings) -> Iterator[Batch]:
    """Articles with the graphs that are mapped from their records, in batches."""
    reference, iris = bootstrap.read_reference(settings), Iris(settings.base_iri)
    linker = Linker(iris, reference)
    told = islice(Newsroom(reference, 1).articles(), articles)
    while some := list(islice(told, BATCH)):
        yield {
            iris.article(article.key): (
                article,
                set(map_article(iris, linker, article, linker.link(article, records), "invention 1")),
            )
            for article, records in some
        }


def alone(batches: list[Batch], place: Path, write: Callable[[ox.Store, Batch], None]) -> None:
    """What the engine's own library does of it."""
    store = ox.Store(place / "store")
    for batch in batches:
        write(store, batch)
        store.flush()


def extend(store: ox.Store, batch: Batch) -> None:
    """Add the graphs, as if none were there."""
    store.extend(quads(batch))


def update(store: ox.Store, batch: Batch) -> None:
    """Put the graphs in place of older ones."""
    data = "".join(f"GRAPH {q.graph_name} {{ {q.triple} }}\n" for q in quads(batch))
    drops = "".join(f"DROP SILENT GRAPH <{name}> ;\n" for name in batch)
    store.update(f"{drops} INSERT DATA {{ {data} }}")


def quads(batch: Batch) -> Iterator[ox.Quad]:
    """The graphs in the engine's terms."""
    for name, (_, triples) in batch.items():
        graph = ox.NamedNode(name)
        for triple in triples:
            yield ox.Quad(*engine_terms(triple), graph)


def with_journal(batches: list[Batch], place: Path, settings: Settings, concluded: bool = False) -> None:
    """What `kg ingest` writes of it."""
    derivation = bootstrap.make_derivation(settings)
    with (
        closing(SqliteJournal(place / "journal.sqlite", settings.base_iri)) as journal,
        closing(EmbeddedStore(place / "store")) as store,
    ):
        for batch in batches:
            graphs = {name: triples for name, (_, triples) in batch.items()}
            journal.receive({name: article for name, (article, _) in batch.items()})
            journal.note_extracted(graphs, "invention 1")
            store.replace({**graphs, **(derivation.conclude(store, graphs) if concluded else {})})
            journal.settle(graphs, {})


# --- a first load ---------------------------------------------------------------------------------------------------


def measure_loading(path: Path, runs: int, folder: Path) -> None:
    """A file loaded by `oxigraph load`, and its graphs by the store with their merge; then size and opening."""
    spent: dict[str, list[Spent]] = {"oxigraph load": [], "with the merge built": []}
    number = sum(1 for _ in path.open("rb"))
    print(f"{number:,} quads loaded")
    for _ in range(runs):
        for way, load in (("oxigraph load", load_alone), ("with the merge built", load_merged)):
            spent[way].append(spent_on(partial(load, path), folder / "place"))
    report(spent, number, "quads/s")
    one, both = (found[-1].size for found in spent.values())
    print(f"on disk: named graphs {one / 1e6:.0f} MB, with the merge {both / 1e6:.0f} MB: {both / one:.2f} times")
    (folder / "place").mkdir()
    load_merged(path, folder / "place")
    times = sorted(publish_again_and_again(folder / "place"))
    print(f"publish a version after a batch: median {statistics.median(times):.3f} s, at most {times[-1]:.3f}")
    opened = []
    for _ in range(RUNS):
        crash(folder / "place" / "store")
        opened.append(float(run(OPEN, folder / "place" / "store")))
    print(f"open after a crash: median {statistics.median(opened):.2f} s, at most {max(opened):.2f}")


def publish_again_and_again(place: Path) -> Iterator[float]:
    """The seconds that each of some versions takes, with a batch of triples written before it."""
    snapshots = Snapshots(place / "snapshots")
    with closing(EmbeddedStore(place / "store")) as store:
        for number in range(1, RUNS + 1):
            name = URIRef(f"urn:x:{number}")
            store.replace({name: [(URIRef(f"urn:x:{number}:{n}"), name, name) for n in range(100 * BATCH)]})
            begun = time.perf_counter()
            snapshots.publish(store, Version(number, "", "measured", 0, 0, ""))
            yield time.perf_counter() - begun


def load_alone(path: Path, place: Path) -> None:
    """As the engine's own program does it."""
    program = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    command = [program or "oxigraph", "load", "--location", str(place / "store"), "--file", str(path)]
    subprocess.run(command, check=True, capture_output=True)


def load_merged(path: Path, place: Path) -> None:
    """As the store does it.

    Without the collector of cycles, which would look through all triples of the file again and again: who loads what
    has been read from articles never holds so many at once.
    """
    gc.disable()
    try:
        with closing(EmbeddedStore(place / "store")) as store, path.open("rb") as stream:
            store.load(dict(read(ox.parse(stream, format=ox.RdfFormat.N_QUADS))))
    finally:
        gc.enable()


def read(found: Iterable[ox.Quad]) -> Iterator[tuple[URIRef, list[Triple]]]:
    """The graphs of a file that stand one after another."""
    for name, some in groupby(found, key=lambda quad: quad.graph_name.value):
        yield URIRef(name), [rdflib_triple(quad.triple) for quad in some]


def crash(store: Path) -> None:
    """End a process that has just written, without a word."""
    ended = subprocess.run([sys.executable, "-c", KILLED, str(store)], capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def run(code: str, store: Path) -> str:
    """What a process of its own prints."""
    return subprocess.run([sys.executable, "-c", code, str(store)], capture_output=True, check=True, text=True).stdout


# --- both -----------------------------------------------------------------------------------------------------------


def spent_on(act: Callable[[Path], None], place: Path) -> Spent:
    """What it takes in an empty folder, and how large its store is then."""
    place.mkdir()
    begun, used = time.perf_counter(), processor()
    act(place)
    wall, cpu = time.perf_counter() - begun, processor() - used
    size = sum(path.stat().st_size for path in place.rglob("*.sst"))
    shutil.rmtree(place)
    return Spent(wall, cpu, size)


def processor() -> float:
    """Seconds of processors that this process and those it waited for have used, all threads together."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def report(spent: dict[str, list[Spent]], number: int, unit: str) -> None:
    """The rate of each way, and its ratio to the first ones, run by run: by the clock, and by processor time."""
    for way, found in spent.items():
        rate = number / statistics.median(each.wall for each in found)
        print(f"{way}: {rate:,.0f} {unit}", end="")
        for other in spent:
            if other == way:
                break
            pairs = list(zip(spent[other], found, strict=True))
            wall, cpu = sorted(a.wall / b.wall for a, b in pairs), sorted(a.cpu / b.cpu for a, b in pairs)
            print(f"; {statistics.median(wall):.2f} ({wall[0]:.2f} to {wall[-1]:.2f}) of {other}, ", end="")
            print(f"by processor time {statistics.median(cpu):.2f} ({cpu[0]:.2f} to {cpu[-1]:.2f})", end="")
        print()


if __name__ == "__main__":
    main()
