"""How long SHACL and HermiT take, on the bundled sample and on 100,000 triples made from it.

Run it as `python benchmarks/checking.py`; the figures stand in docs/model.md.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rdflib import Literal, URIRef

from kg import bootstrap
from kg.checking import check_store, given_triples, shipped, stored_triples
from kg.iris import Iris
from kg.ontology import Ontology
from kg.reasoning import reason
from kg.resources import resource
from kg.settings import Settings
from kg.shapes import check
from kg.sources import ArticleSource

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]
SIZE = 100_000


def read_sample() -> list[list[Triple]]:
    """The graph of each article of the sample."""
    settings = Settings()
    reading = bootstrap.make_reading(settings)
    sources: list[ArticleSource] = bootstrap.open_sources([Path(__file__).parent.parent / "sample"], settings)
    articles = [item for source in sources for item in source.articles() if not isinstance(item, Exception)]
    return [list(reading.triples(article, reading.extract(article))) for article in articles]


def repeat(graphs: list[list[Triple]], base: str) -> list[Triple]:
    """The graphs again and again, each time about other articles, until there are enough triples."""
    made: list[Triple] = []
    number = 0
    while len(made) < SIZE:
        number += 1
        for graph in graphs:
            made += [tuple(rename(term, base, number) for term in triple) for triple in graph]
    return made


def rename(term: Term, base: str, number: int) -> Term:
    """The same IRI of another run; what the reference tables describe stays."""
    return URIRef(term.replace(base, f"{base}{number}/", 1)) if isinstance(term, URIRef) else term


def seconds(act: Callable[[], object], times: int = 7) -> list[float]:
    """The sorted times of some runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    return sorted(found)


def show(name: str, found: list[float], unit: float = 1.0) -> None:
    """Print median and range."""
    low, middle, high = (unit * value for value in (found[0], statistics.median(found), found[-1]))
    print(f"{name}: median {middle:.2f}, from {low:.2f} to {high:.2f}")


def measure_new_store(ontology: Ontology) -> None:
    """Measure a store in which no article is yet: the ontology and the reference tables."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        iris = Iris(settings.base_iri)
        with bootstrap.open_writer(settings) as writer:
            store = writer.store
            show("SHACL, s for a new store", seconds(lambda: list(check_store(store, iris)), 3))
            show(
                "HermiT, s with a new store",
                seconds(lambda: reason(ontology.triples(), stored_triples(store, iris)), 3),
            )


def main() -> None:
    """Measure and print."""
    ontology, context = shipped(resource("ontology"))
    graphs = read_sample()
    large = repeat(graphs, Settings().base_iri)
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(graphs)} articles")
    check(graphs[0], context)
    each = sorted(statistics.median(seconds(lambda graph=graph: check(graph, context))) for graph in graphs)
    show("SHACL, ms an article", each, 1000)
    show(f"SHACL, s for {len(large):,} triples", seconds(lambda: check(large, context)))
    show("HermiT, s for the ontology", seconds(lambda: reason(ontology.triples())))
    measure_new_store(ontology)
    small = {"sample": graphs[0]}
    show(
        f"HermiT, s with {len(graphs[0]):,} triples",
        seconds(lambda: reason(ontology.triples(), given_triples(small, context)), 3),
    )
    big = {"large": large}
    show(
        f"HermiT, s with {len(large):,} triples",
        seconds(lambda: reason(ontology.triples(), given_triples(big, context)), 3),
    )


if __name__ == "__main__":
    main()
