"""How fast articles are read, beside the bare language model on the same texts in the same run.

Run it as `python benchmarks/reading.py CORPUS…`, each CORPUS a file or folder that `kg ingest` reads; `--help` tells
more. The two take turns, batch by batch, on one processor, and times are those of the processor, so that a busy machine
disturbs little. A ratio of 1 means that all beside the model costs nothing.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import spacy

from kg import bootstrap
from kg.analysis.document import MODEL
from kg.pipeline import BATCH, ingest
from kg.reading import Reading
from kg.records import Article
from kg.settings import Settings

WORDS = 700
# Between the two processes stands a small one: what a process begins with is the memory of the one that started it.
_MEASURED = """import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
sys.exit(status)"""


@dataclass(frozen=True)
class Given:
    """A source of what it is given."""

    items: list[Article]

    def articles(self) -> Iterator[Article]:
        """Yield the articles."""
        yield from self.items


def english(corpus: Path, most: int, settings: Settings) -> list[Article]:
    """The first articles of a corpus, each once."""
    items = (item for source in bootstrap.open_sources([corpus], settings) for item in source.articles())
    articles = (item for item in items if isinstance(item, Article) and item.language.startswith("en"))
    return list({article.key: article for article in islice(articles, most)}.values())


def spent(act: Callable[[], object]) -> float:
    """The seconds of the processor that it takes."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def compare(articles: list[Article], reading: Reading, settings: Settings) -> None:
    """Print how reading, and all that `kg ingest` does, keep up with the bare model."""
    model, derivation = spacy.load(MODEL), bootstrap.make_derivation(settings)
    ratios: dict[str, list[float]] = {"records found": [], "ingested": []}
    bare = tokens = 0.0
    with bootstrap.open_writer(settings) as writer:
        store = writer.store
        for number, start in enumerate(range(0, len(articles), BATCH)):
            batch = articles[start : start + BATCH]
            ways: dict[str, Callable[[], object]] = {
                "bare": lambda batch=batch: [model(article.text) for article in batch],
                "records found": lambda batch=batch: [reading.extractor.extract(article) for article in batch],
                "ingested": lambda batch=batch: ingest([Given(batch)], reading, derivation, store),
            }
            order = list(ways)[number % 3 :] + list(ways)[: number % 3]
            times = {name: spent(ways[name]) for name in order}
            bare, tokens = bare + times["bare"], tokens + sum(len(model.make_doc(article.text)) for article in batch)
            for name, found in ratios.items():
                found.append(times["bare"] / times[name])
    print(f"  {len(articles)} articles, {tokens:,.0f} tokens; the bare model takes {tokens / bare:,.0f} a second")
    for name, found in ratios.items():
        print(f"  {name}: {statistics.median(found):.2f} of its tokens/s, {min(found):.2f} to {max(found):.2f} a batch")


def show_one(articles: list[Article], reading: Reading) -> None:
    """Print how long the article takes that has most nearly 700 words."""
    near = min(articles, key=lambda article: abs(len(article.text.split()) - WORDS))
    times = [spent(lambda: reading.read(near)) for _ in range(7)]
    print(f"  an article of {len(near.text.split())} words: {statistics.median(times):.2f} s")


def run(settings: Settings, *arguments: str) -> tuple[str, float, float, float]:
    """What `kg` prints, the seconds by the clock and by the processor, and its most memory in MB."""
    begun = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-c", _MEASURED, sys.executable, "-m", "kg", *arguments],
        env=os.environ | {"KG_DATA_DIR": str(settings.data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    memory, processor = map(float, child.stderr.splitlines()[-1].split())
    return child.stdout, time.monotonic() - begun, processor, memory


def compare_jobs(articles: list[Article], jobs: int, rounds: int, folder: Path) -> None:
    """Print how much faster several processes are by the clock, and what one needs to begin, and at most."""
    corpus = folder / "corpus.jsonl"
    fields = [{"text": a.text, "id": a.key, "published": a.published and str(a.published)} for a in articles]
    corpus.write_text("".join(json.dumps(article) + "\n" for article in fields), encoding="utf-8")
    times: dict[int, list[float]] = {1: [], jobs: []}
    for number in range(rounds):
        for count, found in times.items():
            settings = Settings(data_dir=folder / f"{number}-{count}")
            with bootstrap.open_writer(settings):
                pass
            report, seconds, _, memory = run(settings, "ingest", "--json", "--jobs", str(count), str(corpus))
            found.append(seconds)
            print(f"  --jobs {count}: {seconds:.0f} s, {json.loads(report)['stored']} stored, at most {memory:.0f} MB")
    one, several = (statistics.median(found) for found in times.values())
    print(f"  {jobs} processes: {one / several:.2f} times as fast as one")
    (folder / "short.txt").write_text("Iranian President Ebrahim Raisi spoke in Tehran.", encoding="utf-8")
    starts = [run(settings, "extract", str(folder / "short.txt")) for _ in range(3)]
    clock, processor = (statistics.median(values) for values in list(zip(*starts, strict=True))[1:3])
    print(f"  from the start to the records of one sentence: {clock:.1f} s, of the processor {processor:.1f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=300, help="how many of each corpus; default 300")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes to compare with one; default 2")
    parser.add_argument("--rounds", type=int, default=3, help="how often to compare processes; default 3, 0 leaves out")
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(data_dir=Path(name, "data"))
        reading = bootstrap.make_reading(settings)
        reading.read(Article("Iranian President Ebrahim Raisi spoke.", "first"))  # loads the model
        articles = {corpus: english(corpus, given.articles, settings) for corpus in given.corpus}
        for corpus, found in articles.items():
            print(corpus.name)
            compare(found, reading, settings)
            show_one(found, reading)
        if given.rounds:
            print("all together")
            compare_jobs([a for found in articles.values() for a in found], given.jobs, given.rounds, Path(name))


if __name__ == "__main__":
    main()
