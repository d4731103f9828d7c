"""Readers beside a writer: at any moment each article is whole, and so is what was written together with it."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Event

import desk
import pytest

from kg.store.embedded import EmbeddedStore

SECONDS = float(os.environ.get("KG_TEST_SOAK", "60"))
EDITIONS = 3
SEED = desk.SEED
TITLES = """SELECT ?graph ?title ?merged {
  GRAPH ?graph { ?graph a <https://w3id.org/communique/ontology#Article>; <http://purl.org/dc/terms/title> ?title }
  OPTIONAL { ?graph <http://purl.org/dc/terms/title> ?merged } }"""
STRAY = "SELECT ?s { GRAPH ?graph { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } } LIMIT 1"


def torn_article(store, chance):
    """Whether an article is of no edition."""
    name = chance.choice(list(desk.graphs_of(SEED, 0)))
    rows = store.select(f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
    found = {(row["s"], row["p"], row["o"]) for row in rows}
    return all(found != desk.graphs_of(SEED, number)[name] for number in range(EDITIONS))


def torn_batch(store, chance):
    """Whether articles that are written together are of several editions, or have another title in the merge."""
    rows = {str(row["graph"]): (str(row["title"]), str(row.get("merged"))) for row in store.select(TITLES)}
    editions = [rows[name][0].rpartition("(")[2] if name in rows else None for name in desk.graphs_of(SEED, 0)]
    together = [set(editions[place : place + desk.BATCH]) for place in range(0, desk.ARTICLES, desk.BATCH)]
    return any(len(some) > 1 for some in together) or any(title != merged for title, merged in rows.values())


def torn_merge(store, chance):
    """Whether a graph holds what the merge does not."""
    return bool(store.select(STRAY))


def soak(store, seconds):
    """Write edition after edition beside readers; how many reads there were, and what was torn."""
    desk.ingest(SEED, 0, store)
    for number in range(EDITIONS):
        desk.graphs_of(SEED, number)
    done = Event()

    def read(torn):
        chance, reads, found = random.Random(SEED), 0, 0
        while not done.is_set():
            found += torn(store, chance)
            reads += 1
        return reads, found

    with ThreadPoolExecutor() as readers:
        reading = [readers.submit(read, torn) for torn in (torn_article, torn_batch, torn_merge)]
        try:
            ends = time.monotonic() + seconds
            for turn in count(1):
                desk.ingest(SEED, turn % EDITIONS, store)
                if time.monotonic() > ends:
                    break
        finally:
            done.set()
        counts = [each.result() for each in reading]
    reads, torn = (sum(column) for column in zip(*counts, strict=True))
    print(f"KG_TEST_SEED={SEED}: {turn} editions, {reads} reads, {torn} torn")  # noqa: T201
    return reads, torn


@pytest.mark.external("minutes")
def test_no_reader_ever_sees_half_of_what_is_written(tmp_path):
    with closing(EmbeddedStore(tmp_path / "store")) as store:
        reads, torn = soak(store, SECONDS)
    assert torn == 0
    assert reads > SECONDS


@pytest.mark.external("minutes")
def test_a_writer_that_writes_piece_by_piece_is_seen(tmp_path):
    with closing(desk.Torn(tmp_path / "store")) as store:
        _, torn = soak(store, 3)
    assert torn > 0
