"""How long conclusions take, on the bundled sample: for what is written together, one by one, and all drawn anew.

Reading the same articles in the same run is what they are compared with. Run it as `python benchmarks/derivation.py`;
the figures stand in docs/model.md.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

from rdflib import URIRef

from kg import bootstrap
from kg.records import Article
from kg.settings import Settings
from kg.terms import Triple

RUNS = 5


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        reading, derivation = bootstrap.make_reading(settings), bootstrap.make_derivation(settings)
        sources = bootstrap.open_sources([Path(__file__).parent.parent / "sample"], settings)
        articles = [item for source in sources for item in source.articles() if isinstance(item, Article)]
        graphs: dict[URIRef, set[Triple]] = {}
        begun = time.perf_counter()
        for article in articles:
            graphs[reading.iris.article(article.key)] = set(reading.triples(article, reading.extract(article)))
        read = time.perf_counter() - begun
        size = sum(map(len, graphs.values())) / len(graphs)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{len(graphs)} articles of {size:.0f} triples, read in {1000 * read / len(graphs):.1f} ms each")
        times: dict[str, list[float]] = {"written together": [], "one by one": [], "all drawn anew": []}
        with bootstrap.open_writer(settings) as writer:
            store = writer.store
            for _ in range(RUNS):
                begun = time.perf_counter()
                derived = derivation.conclude(store, graphs)
                times["written together"].append(time.perf_counter() - begun)
                spent = 0.0
                for name, triples in graphs.items():
                    begun = time.perf_counter()
                    one = derivation.conclude(store, {name: triples})
                    spent += time.perf_counter() - begun
                    store.replace({name: triples, **one})
                times["one by one"].append(spent)
                begun = time.perf_counter()
                derivation.renew(store)
                times["all drawn anew"].append(time.perf_counter() - begun)
                store.replace(dict.fromkeys((*graphs, *derived), ()))
        for way, found in times.items():
            each = sorted(1000 * seconds / len(graphs) for seconds in found)
            middle = statistics.median(each)
            print(
                f"{way}: median {middle:.1f} ms an article, from {each[0]:.1f} to {each[-1]:.1f}; "
                f"{middle * len(graphs) / read / 10:.0f} % of the time of reading"
            )


if __name__ == "__main__":
    main()
