"""How long it takes to find copies among many articles: a store is filled with invented ones, then some are written.

Every article is 300 words of the sample, drawn by their frequency, around one of its sentences, so that each sentence
stands in several hundred articles; one in ten articles is a copy of an earlier one, shortened and with another lead.
Times are those of the processor. Run it as `python benchmarks/copies.py [ARTICLES]`; figures: docs/model.md.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rdflib import DCTERMS, RDF, XSD, Literal, URIRef

from kg import bootstrap
from kg.derivation.copies import Copies
from kg.derivation.rules import load_rules
from kg.fingerprint import fingerprint
from kg.iris import Iris
from kg.resources import resource
from kg.settings import Settings
from kg.terms import Triple
from kg.vocabulary import DIPLO, SCHEMA

IRIS = Iris("http://127.0.0.1:8000/")
WORDS, OUTLETS = 300, 200
BATCH = 1000
MEASURED = 300


def invent(number: int, chance: random.Random) -> Iterator[str]:
    """The texts of so many articles."""
    sample = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.parent.glob("sample/*-*.txt"))]
    words = " ".join(sample).split()
    passages = [part for text in sample for part in re.split(r"(?<=[.!?])\s+", text) if len(part) > 60]
    printed: list[str] = []
    for _ in range(number):
        if printed and chance.random() < 0.1:
            yield "As our paper has learnt: " + chance.choice(printed)[200:1500]
            continue
        halves = (" ".join(chance.choices(words, k=WORDS // 2)) for _ in range(2))
        text = f" {chance.choice(passages)} ".join(halves)
        printed = [*printed[-500:], text]
        yield text


def graph_of(place: int, text: str) -> tuple[URIRef, set[Triple]]:
    """The graph of an article as far as copies are found by it."""
    article = IRIS.article(str(place))
    found = fingerprint(text)
    day = date(2020, 1, 1) + timedelta(place // 50)
    return article, {
        (article, RDF.type, DIPLO.Article),
        (article, DCTERMS.issued, Literal(str(day), datatype=XSD.date)),
        (article, DIPLO.outlet, IRIS.named("organisation", f"paper {place % OUTLETS}")),
        (article, SCHEMA.wordCount, Literal(found.words)),
        *((article, DCTERMS.hasPart, part) for part in found.parts),
    }


def milliseconds(times: list[float]) -> str:
    """The middle of some seconds and the longest of nineteen in twenty, in milliseconds."""
    each = sorted(1000 * seconds for seconds in times)
    return f"median {statistics.median(each):.2f} ms, 95 % below {each[len(each) * 95 // 100]:.2f} ms"


def main(articles: int) -> None:
    """Fill, measure and print."""
    rules = load_rules(resource("ontology") / "rules")
    texts = list(invent(articles + MEASURED, random.Random(1)))
    with tempfile.TemporaryDirectory() as folder, bootstrap.open_writer(Settings(data_dir=Path(folder))) as writer:
        store = writer.store
        for start in range(0, articles, BATCH):
            store.load(dict(graph_of(n, texts[n]) for n in range(start, min(start + BATCH, articles))))
        print(f"{articles:,} articles stored, of {sum(map(len, texts)) / len(texts) / 6:.0f} words")
        sketched, alone, links = [], [], 0
        fresh = []
        for place in range(articles, articles + MEASURED):
            begun = time.thread_time()
            fingerprint(texts[place])
            sketched.append(time.thread_time() - begun)
            article, triples = graph_of(place, texts[place])
            fresh.append((article, triples))
            begun = time.thread_time()
            links += sum(first is not None for first in Copies(rules, store, {article: triples}).firsts().values())
            alone.append(time.thread_time() - begun)
        print(f"fingerprint of one text: {milliseconds(sketched)}")
        print(f"one article written alone: {milliseconds(alone)}; {links} of {MEASURED} are copies")
        begun = time.thread_time()
        for start in range(0, MEASURED, 100):
            Copies(rules, store, dict(fresh[start : start + 100])).firsts()
        print(f"100 written together: {1000 * (time.thread_time() - begun) / MEASURED:.2f} ms an article")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
