"""The river from articles to stored graphs: read, extract, link, map, replace.

It decides which articles need reading again and counts what became of each, not how a step works.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.errors import ArticleError, KgError
from kg.extraction import Extractor
from kg.iris import Iris
from kg.linking import Linker, map_reference
from kg.mapping import map_article
from kg.ontology import Ontology
from kg.records import Article, Extraction
from kg.reference import Reference
from kg.sources import ArticleSource
from kg.store import GraphStore, Triple
from kg.vocabulary import DIPLO

log = logging.getLogger(__name__)

BATCH = 100
"""Articles in one atomic update: enough that durability costs little, few enough to hold in memory."""


@dataclass(slots=True)
class IngestReport:
    """What became of the articles of one run. `stored` and `replaced` count only what is durable.

    `refused`, `repeated` and `undated` hold a line for each such article. `tokens` counts the words between
    white space of the articles that were extracted, `quads` the triples of the article graphs written.
    """

    stored: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    tokens: int = 0
    quads: int = 0
    seconds: float = 0.0

    @property
    def items(self) -> int:
        """How many articles of the sources are settled, whatever became of them."""
        return self.stored + self.replaced + self.unchanged + len(self.refused)


@dataclass(frozen=True, slots=True)
class Reading:
    """What turns one article into the triples of its graph."""

    extractor: Extractor
    linker: Linker
    iris: Iris

    def extract(self, article: Article) -> Extraction:
        """The linked records of the article, each span checked against its text; `ArticleError` if that fails."""
        try:
            extraction = self.extractor.extract(article)
            extraction.check_against(article.text)
        except KgError:
            raise
        except Exception as error:
            log.debug("%s cannot be read", article.source, exc_info=True)
            raise ArticleError(f"the extractor failed on it ({type(error).__name__}: {error})") from error
        return self.linker.link(article, extraction)

    def triples(self, article: Article, extraction: Extraction) -> set[Triple]:
        """The graph of the article with these records."""
        return set(map_article(self.iris, self.linker, article, extraction, self.extractor.version))

    def description(self, article: Article) -> set[Triple]:
        """What the graph says of the article itself: it differs when text, metadata or extractor do."""
        about = self.iris.article(article.key)
        return {t for t in self.triples(article, Extraction()) if _describes(about, t)}

    def is_stored(self, article: Article, graph: Iterable[Triple]) -> bool:
        """Whether this graph is what reading the article would give again."""
        about = self.iris.article(article.key)
        return {t for t in graph if _describes(about, t)} == self.description(article)


def _describes(about: URIRef, triple: Triple) -> bool:
    return triple[0] == about and triple[1] != DIPLO.mentions


def ingest(
    sources: Iterable[ArticleSource],
    reading: Reading,
    store: GraphStore,
    on_progress: Callable[[IngestReport], None] | None = None,
    again: bool = False,
) -> IngestReport:
    """Put every article of the sources into the store, each in its own graph, and report on each.

    An article whose text, metadata and extractor are those of the stored graph is left alone, unless `again`.
    Of two articles with the same key the later one stays. `on_progress` gets the report after each article; it
    stays true when the run is broken off: what it counts as stored is stored.
    """
    run = _Run(reading, store, again)
    for source in sources:
        for item in source.articles():
            run.take(item)
            if on_progress:
                on_progress(run.report)
    run.write()
    return run.report


def install_reference(store: GraphStore, ontology: Ontology, reference: Reference, iris: Iris) -> None:
    """Put the ontology and the reference tables into their graphs; writes nothing where they are equal."""
    store.replace({iris.graph("ontology"): ontology.triples(), iris.graph("reference"): map_reference(reference)})


@dataclass(slots=True)
class _Run:
    reading: Reading
    store: GraphStore
    again: bool
    report: IngestReport = field(default_factory=IngestReport)
    pending: dict[URIRef, set[Triple]] = field(default_factory=dict)
    sources: dict[URIRef, str] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    def take(self, item: Article | KgError) -> None:
        if isinstance(item, KgError):
            self.report.refused.append(str(item))
            return
        try:
            self._read(item)
        except KgError as error:
            self.report.refused.append(f"{item.source}: {error}")
        except Exception as error:
            log.debug("%s cannot be read", item.source, exc_info=True)
            self.report.refused.append(f"{item.source}: the extractor failed on it ({type(error).__name__}: {error})")
        if len(self.pending) >= BATCH:
            self.write()

    def _read(self, article: Article) -> None:
        graph = self.reading.iris.article(article.key)
        if graph in self.pending:
            self.write()  # so that the second one is compared with the first
        if article.published is None:
            self.report.undated.append(article.source)
        if earlier := self.sources.get(graph):
            self.report.repeated.append(f"{article.source}: the same article as {earlier}; the later one stays")
        self.sources[graph] = article.source
        if not self.again and self.reading.is_stored(article, self.store.graph(graph)):
            self.report.unchanged += 1
            return
        self.pending[graph] = self.reading.triples(article, self.reading.extract(article))
        self.report.tokens += len(article.text.split())

    def write(self) -> None:
        """Make the pending graphs durable, then count them."""
        known = {graph for graph in self.pending if next(iter(self.store.graph(graph)), None)}
        self.store.replace(self.pending)
        self.report.replaced += len(known)
        self.report.stored += len(self.pending) - len(known)
        self.report.quads += sum(map(len, self.pending.values()))
        self.report.seconds = time.monotonic() - self.begun
        self.pending = {}
