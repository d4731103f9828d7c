"""A desk that writes invented news in many editions, and what must be true of its store whenever it breaks off.

Reading takes no time here, so that nearly all of a run is writing: mapping, checks, conclusions, journal and store are
the real ones.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pyoxigraph as ox
from rdflib import URIRef
from shipped import ONTOLOGY, REFERENCE, shipped_context

from kg import pipeline
from kg.derivation import Derivation, load_rules
from kg.invention import Newsroom
from kg.iris import Iris
from kg.journal import Selection, State
from kg.journal.sqlite import SqliteJournal
from kg.linking import Linker
from kg.reconciliation import Mended, reconcile
from kg.records import Article, Extraction
from kg.resources import resource
from kg.store import GraphStore
from kg.store.embedded import EmbeddedStore
from kg.store.engine_terms import engine_terms
from kg.store.scratch import EngineScratch

SEED = int(os.environ.get("KG_TEST_SEED", random.randrange(10**6)))
ARTICLES = 12
BATCH = 4  # in an update: many small ones offer more moments to break off
BASE = "http://127.0.0.1:8000/"
IRIS = Iris(BASE)
DERIVATION = Derivation(load_rules(resource("ontology") / "rules"), ONTOLOGY, IRIS, EngineScratch)
LINKER = Linker(IRIS, REFERENCE)
Content = dict[URIRef, set]


@dataclass
class Records:
    """The extractor of invented articles, of which it knows the records."""

    version: str = "invented-1"
    known: dict[tuple[str, str], Extraction] = field(default_factory=dict)

    def extract(self, article: Article) -> Extraction:
        return self.known[article.key, article.title]


RECORDS = Records()
READING = pipeline.Reading(RECORDS, LINKER, IRIS, shipped_context())


@cache
def newsroom(seed: int) -> list[tuple[Article, Extraction]]:
    return list(islice(Newsroom(REFERENCE, seed).articles(), ARTICLES))


@cache
def edition(seed: int, number: int) -> list[Article]:
    """The articles under another title, and some of their statements left out, so that graphs lose and gain triples."""
    articles = []
    for place, (article, told) in enumerate(newsroom(seed)):
        changed = replace(article, title=f"{article.title} ({number})")
        RECORDS.known[changed.key, changed.title] = replace(told, statements=told.statements[(place + number) % 3 :])
        articles.append(changed)
    return articles


@cache
def graphs_of(seed: int, number: int) -> Content:
    """What the store is to hold of an edition, each article whole."""
    with closing(EmbeddedStore()) as store:
        articles = {IRIS.article(article.key): READING.read(article).triples for article in edition(seed, number)}
        store.load(articles)
        return {name: set(store.graph(name)) for name in articles}


@dataclass
class Wire:
    """A source of some articles."""

    given: list[Article]

    def articles(self) -> Iterator[Article]:
        yield from self.given


def open_journal(folder: Path, kind: type[SqliteJournal] = SqliteJournal) -> SqliteJournal:
    return kind(folder / "journal.sqlite", BASE)


def ingest(seed: int, number: int, store: GraphStore, journal: SqliteJournal | None = None) -> pipeline.IngestReport:
    """Take in an edition, some articles at a time."""
    with patch.object(pipeline, "BATCH", BATCH):
        return pipeline.ingest([Wire(edition(seed, number))], READING, DERIVATION, store, journal=journal)


def mend(journal: SqliteJournal, store: GraphStore) -> Mended:
    """Do as the commands do when they open both."""
    return reconcile(journal, store, DERIVATION, lambda: None)


def go_on(journal: SqliteJournal, store: GraphStore) -> None:
    """Finish what an earlier run has begun."""
    mend(journal, store)
    pipeline.finish(journal, READING, DERIVATION, store)


def content(store: GraphStore) -> Content:
    return {name: set(store.graph(name)) for name in store.graphs()}


def merge(store: GraphStore) -> set:
    return {(row["s"], row["p"], row["o"]) for row in store.select("SELECT * { ?s ?p ?o }")}


@cache
def undisturbed(seed: int, number: int) -> Content:
    """What is there after an edition that nothing disturbed."""
    with closing(EmbeddedStore()) as store:
        ingest(seed, number, store)
        return content(store)


def check_whole(seed: int, store: GraphStore, numbers: range, at_least: dict[URIRef, int]) -> dict[URIRef, int]:
    """Which edition the store has of each article: a whole one, not before the one acknowledged; the merge is right."""
    there = content(store)
    assert merge(store) == set().union(*there.values()), "the merge is not that of the graphs"
    found = {}
    for name in graphs_of(seed, 0):
        held = [number for number in numbers if there.get(name) == graphs_of(seed, number)[name]]
        assert held or name not in there, f"a part of {name}"
        assert not at_least.get(name, -1) > max(held, default=-1), f"{name} was acknowledged"
        found[name] = max(held, default=-1)
    return found


def check_mended(seed: int, journal: SqliteJournal, store: GraphStore, acknowledged: dict[URIRef, int]) -> bool:
    """Before anything mends it, nothing acknowledged is missing; afterwards journal and store agree.

    Returns whether something had been accepted and not yet written.
    """
    numbers = range(max(acknowledged.values(), default=0) + 3)
    check_whole(seed, store, numbers, acknowledged)
    was_begun = bool(journal.entries(Selection(states=(State.RECEIVED, State.EXTRACTED))))
    mend(journal, store)
    assert journal.latest(0) == []
    assert all(set(store.graph(name)) == journal.graph(name) for name in journal.names())
    check_whole(seed, store, numbers, acknowledged)
    return was_begun


class Acknowledging(SqliteJournal):
    """Tells what is durable, with the edition, as soon as it is; and before that, with nothing, that it is written.

    Of a batch without articles nothing is told: one waits for these words to kill in the midst of a write.
    """

    tell: Callable[[dict[URIRef, int]], None] = staticmethod(lambda acknowledged: None)

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._editions: dict[URIRef, int] = {}

    def receive(self, articles) -> None:
        super().receive(articles)
        self._editions |= {name: int(a.title.rpartition("(")[2].rstrip(")")) for name, a in articles.items()}

    def note_extracted(self, graphs, version) -> None:
        super().note_extracted(graphs, version)
        if graphs:
            self.tell({})

    def settle(self, stored, quarantined) -> None:
        super().settle(stored, quarantined)
        if stored:
            self.tell({name: self._editions[name] for name in stored if name in self._editions})


class Hasty(Acknowledging):
    """The control: acknowledges what the store does not have yet."""

    def note_extracted(self, graphs, version) -> None:
        super().note_extracted(graphs, version)
        self.tell({name: self._editions[name] for name in graphs})


class Torn(EmbeddedStore):
    """The control: replaces one graph after another, and each by removing and adding."""

    def replace(self, graphs) -> None:
        default = ox.DefaultGraph()
        for name, triples in graphs.items():
            self._store.remove_graph(ox.NamedNode(name))
            time.sleep(0.01)
            terms = [engine_terms(triple) for triple in triples]
            self._store.extend(ox.Quad(*each, graph) for each in terms for graph in (ox.NamedNode(name), default))
        self._store.flush()


def write_on(folder: Path, seed: int, first: int, last: int, journal: type, store: type, acknowledgements) -> None:
    """The process that is killed: finish what another one began, then write editions, and tell what is durable."""
    with closing(open_journal(folder, journal)) as journal, closing(store(folder / "store")) as store:
        journal.tell = acknowledgements.send
        go_on(journal, store)
        for number in range(first, last + 1):
            ingest(seed, number, store, journal)
