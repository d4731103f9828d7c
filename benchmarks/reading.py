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
from contextlib import ExitStack
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


_BARE = f"import spacy; spacy.load({MODEL!r})('Ebrahim Raisi spoke in Tehran.')"
_READING = """from kg import bootstrap
from kg.records import Article
from kg.settings import load_settings
bootstrap.make_reading(load_settings()).read(Article("Iranian President Ebrahim Raisi spoke in Tehran.", "first"))"""
_BARE_ON = f"""import json, sys, spacy
model = spacy.load({MODEL!r})
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
print(flush=True)
sys.stdin.readline()
for text in texts:
    model(text)"""


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
    """What Python prints, the seconds by the clock and by the processor, and its most memory in MB."""
    begun = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-c", _MEASURED, sys.executable, *arguments],
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
            command = ("-m", "kg", "ingest", "--json", "--jobs", str(count), str(corpus))
            report, seconds, _, memory = run(settings, *command)
            found.append(seconds)
            print(f"  --jobs {count}: {seconds:.0f} s, {json.loads(report)['stored']} stored, at most {memory:.0f} MB")
    one, several = (statistics.median(found) for found in times.values())
    print(f"  {jobs} processes: {one / several:.2f} times as fast as one")
    alone, together = (bare_at_once(corpus, number) for number in (1, jobs))
    print(f"  the bare model in {jobs} processes at once: {jobs * alone / together:.2f} times as fast as in one")


def bare_at_once(corpus: Path, number: int) -> float:
    """The seconds by the clock in which so many processes each parse a corpus, from when all have loaded the model."""
    command = [sys.executable, "-c", _BARE_ON, str(corpus)]
    with ExitStack() as running:
        children = [
            running.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(number)
        ]
        lines = [(child.stdin, child.stdout) for child in children if child.stdin and child.stdout]
        for _, told in lines:
            told.readline()
        begun = time.monotonic()
        for asked, _ in lines:
            asked.write("\n")
            asked.flush()
    return time.monotonic() - begun


def show_start(settings: Settings) -> None:
    """Print what it takes from the start of Python to the records of a first sentence, and of the bare model."""
    ways = {"the bare model": ("-c", _BARE), "reading": ("-c", _READING)}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(3):
        for name, command in ways.items():
            found[name].append(run(settings, *command)[2])
    told = ", ".join(f"{name} {statistics.median(seconds):.1f} s" for name, seconds in found.items())
    print(f"from the start to a first sentence, of the processor: {told}")


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
        show_start(settings)
        if given.rounds:
            print("all together")
            compare_jobs([a for found in articles.values() for a in found], given.jobs, given.rounds, Path(name))


if __name__ == "__main__":
    main()
