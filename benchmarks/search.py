"""How long a search takes, and what the index costs those who write, on a graph of `kg bench generate`.

Run it as `python benchmarks/search.py FILE.nq.gz`; the figures stand in docs/search.md. Writing the same articles into
the store in the same run is what the upkeep is compared with.
"""

from __future__ import annotations

import gzip
import os
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from kg.search.asking import read_terms
from kg.search.contents import read_contents
from kg.search.indexed import mend
from kg.search.lookup import look_up
from kg.search.sqlite_index import SqliteIndex
from kg.search.sqlite_search import SqliteSearch
from kg.store.embedded import EmbeddedStore
from kg.store.engine_terms import rdflib_triple
from kg.terms import Triple

ASKED = ("cavusoglu", "iran", "met", '"foreign minister"', "the", "mi* of* st*")
BATCH = 100
BATCHES = 5
RUNS = 11


def main() -> None:
    """Measure and print."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    graphs = _read(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, index = EmbeddedStore(folder / "store"), SqliteIndex(folder / "search.sqlite")
        store.load(graphs)
        seconds = _timed(lambda: mend(store, index, "none"))
        print(
            f"{sum(map(len, graphs.values())):,} quads in {len(graphs):,} graphs: filled in {seconds:.1f} s", end=", "
        )
        print(f"found up to date in {1000 * _timed(lambda: mend(store, index, 'none')):.0f} ms")
        _measure_upkeep(graphs, store, index)
        index.purge()
        size, beside = _size(folder.glob("search.sqlite*")), _size((folder / "store").iterdir())
        print(f"{size / 1e6:.0f} MB beside {beside / 1e6:.0f} MB of the store")
        search = SqliteSearch(folder / "search.sqlite")
        for text in ASKED:
            times = [1000 * _timed(lambda text=text: look_up(search, store, text, None, 50)) for _ in range(RUNS)]
            total = search.find(read_terms(text), None, 1).total
            print(f"{text:20} {total:7,} hits {statistics.median(times):7.1f} ms")
        index.close()
        store.close()


def _measure_upkeep(graphs: dict[URIRef, set[Triple]], store: EmbeddedStore, index: SqliteIndex) -> None:
    """Take articles away and put them in again."""
    names = [name for name in graphs if "/article/" in name]
    ways: dict[str, list[tuple[float, float]]] = {"removed": [], "added": []}
    for start in range(0, BATCHES * BATCH, BATCH):
        batch = {name: graphs[name] for name in names[start : start + BATCH]}
        for way, written in (("removed", {name: set[Triple]() for name in batch}), ("added", batch)):
            stored = _timed(lambda written=written: store.replace(written))
            ways[way].append((stored, _timed(lambda written=written: _follow(index, written))))
    for way, times in ways.items():
        stored, followed = (1000 * statistics.median(column) / BATCH for column in zip(*times, strict=True))
        print(f"{way}, {BATCH} articles at once: index {followed:.1f} ms an article, store {stored:.1f} ms")


def _follow(index: SqliteIndex, written: dict[URIRef, set[Triple]]) -> None:
    index.expect(written)
    index.replace({name: read_contents(name, triples) for name, triples in written.items()})


def _read(path: Path) -> dict[URIRef, set[Triple]]:
    graphs: dict[URIRef, set[Triple]] = defaultdict(set)
    with gzip.open(path) as file:
        for quad in ox.parse(file, ox.RdfFormat.N_QUADS):
            graphs[URIRef(quad.graph_name.value)].add(rdflib_triple(quad.triple))
    return graphs


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


if __name__ == "__main__":
    main()
