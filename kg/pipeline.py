"""The river from articles to stored graphs: read, extract, link, map, replace.

It decides which articles need reading again and counts what became of each, not how a step works.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields

from rdflib import DCTERMS, Literal, URIRef

from kg.budget import within
from kg.derivation import Derivation
from kg.errors import ArticleError, KgError, SettingsError
from kg.extraction import Extractor
from kg.iris import Iris
from kg.linking import Linker, describe_reference_graph, map_reference
from kg.mapping import map_article
from kg.ontology import Ontology
from kg.records import Article, Extraction
from kg.reference import Reference
from kg.shapes import Context, check, set_aside
from kg.sources import ArticleSource
from kg.store import GraphStore
from kg.terms import Triple
from kg.vocabulary import DIPLO

log = logging.getLogger(__name__)

_ONTOLOGY_GRAPH = Iris("").graph("ontology")

BATCH = 100
"""Articles in one atomic update: enough that durability costs little, few enough to hold in memory."""


@dataclass(slots=True)
class IngestReport:
    """What became of the articles of one run. `stored` and `replaced` count only what is durable.

    `changed` names each article that replaced its older self. `refused`, `undated`, `repeated` (given again with the
    same text), `superseded` (given again with another text, which is the one that stays) and `doubtful` (read, although
    something of it is uncertain) hold a line for each such article, which begins with its source; `set_aside` one for
    each record that is not as `ontology/shapes.ttl` demands and was left out of its article. `total` is how many
    articles the sources hold. `tokens` counts the words between white space of the articles that were extracted,
    `quads` the triples of the article graphs written.
    """

    stored: int = 0
    replaced: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    total: int = 0
    tokens: int = 0
    quads: int = 0
    seconds: float = 0.0

    @property
    def items(self) -> int:
        """How many articles of the sources are settled, whatever became of them."""
        left_out = len(self.refused) + len(self.repeated) + len(self.superseded)
        return self.stored + self.replaced + self.unchanged + left_out

    def add(self, other: IngestReport) -> None:
        """Take in the report of a further run."""
        for part in fields(self):
            setattr(self, part.name, getattr(self, part.name) + getattr(other, part.name))


@dataclass(frozen=True, slots=True)
class Reading:
    """What turns one article into the triples of its graph; it gives up on an article after some seconds."""

    extractor: Extractor
    linker: Linker
    iris: Iris
    context: Context
    seconds: float = 120.0

    def extract(self, article: Article) -> Extraction:
        """The linked records of the article, each span checked against its text; `ArticleError` if that fails."""
        try:
            with within(self.seconds, "reading it"):
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

    def sound(self, triples: set[Triple]) -> tuple[set[Triple], list[str]]:
        """What of a graph is as the shapes demand, and a line for each record that is set aside, with the reason."""
        violations = check(triples, self.context)
        if not violations:
            return triples, []
        kept, removed = set_aside(triples, violations)
        lines = []
        for record, gone in removed.items():
            subjects = {subject for subject, _, _ in gone}
            reasons = dict.fromkeys(violation.message for violation in violations if violation.focus in subjects)
            lines.append(
                f"{record.rpartition('/')[2]}: {' '.join(reasons) or 'it rests on a record that is set aside'}"
            )
        return kept, lines

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
    derivation: Derivation,
    store: GraphStore,
    on_progress: Callable[[IngestReport], None] | None = None,
    again: bool = False,
) -> IngestReport:
    """Put every article of the sources into the store, each in its own graph, and report on each.

    An article whose text, metadata and extractor are those of the stored graph is left alone, unless `again`.
    Of two articles with the same key only the later one is read. `on_progress` gets the report after each article;
    it stays true when the run is broken off: what it counts as stored is stored.
    """
    sources = list(sources)
    total, again_later = _look_through(sources)
    run = _Run(reading, derivation, store, again, IngestReport(total=total))
    for place, item in _items(sources):
        run.take(item, again_later.get(place))
        if on_progress:
            on_progress(run.report)
    run.write()
    return run.report


@dataclass(frozen=True, slots=True)
class _Edition:
    """What a report says of an article that is given again later: where, and with which text."""

    source: str
    digest: str


def _items(sources: Iterable[ArticleSource]) -> Iterator[tuple[int, Article | KgError]]:
    return enumerate(item for source in sources for item in source.articles())


def _look_through(sources: Iterable[ArticleSource]) -> tuple[int, dict[int, _Edition]]:
    """How many items there are, and for each that comes again, by its place, the next edition of it.

    Looking ahead is cheap beside extraction, and without it each run would store the earlier edition again.
    """
    latest: dict[str, int] = {}
    again_later: dict[int, _Edition] = {}
    total = 0
    for place, item in _items(sources):
        total += 1
        if isinstance(item, Article):
            earlier = latest.get(item.key)
            if earlier is not None:
                again_later[earlier] = _Edition(item.source, item.digest)
            latest[item.key] = place
    return total, again_later


def install_reference(
    store: GraphStore,
    ontology: Ontology,
    reference: Callable[[], Reference],
    derivation: Derivation,
    iris: Iris,
    edition: str,
) -> None:
    """Put the ontology and the reference tables into their graphs and draw all conclusions from them anew.

    `edition` tells the files apart; where the store has it already, nothing is read or written. It is written last,
    so that an installation that was broken off begins again. `SettingsError` if the store was filled under another base
    IRI: every article would be in it twice.
    """
    _refuse_another_base(store, iris)
    mark = iris.graph("derived"), DCTERMS.identifier, Literal(edition)
    if mark in store.graph(iris.graph("derived")):
        return
    tables, graph = set(map_reference(reference())), iris.graph("reference")
    described = tables.union(describe_reference_graph(graph))
    store.load({iris.graph("ontology"): ontology.triples(), graph: described})
    store.load(derivation.of_reference(tables))
    derivation.renew(store)
    store.replace({iris.graph("derived"): [mark]})


def _refuse_another_base(store: GraphStore, iris: Iris) -> None:
    own = iris.graph("ontology")
    for name in store.graphs():
        if name != own and name.endswith(_ONTOLOGY_GRAPH):
            raise SettingsError(
                f"the store was filled under KG_BASE_IRI={name.removesuffix(_ONTOLOGY_GRAPH)}, and KG_BASE_IRI is now "
                f"{iris.base_iri}: set it back, or choose an empty folder with KG_DATA_DIR and ingest again"
            )


@dataclass(slots=True)
class _Run:
    reading: Reading
    derivation: Derivation
    store: GraphStore
    again: bool
    report: IngestReport = field(default_factory=IngestReport)
    pending: dict[URIRef, set[Triple]] = field(default_factory=dict)
    sources: dict[URIRef, str] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    def take(self, item: Article | KgError, later: _Edition | None) -> None:
        if isinstance(item, KgError):
            self.report.refused.append(str(item))
            return
        if later:
            is_same = later.digest == item.digest
            lines = self.report.repeated if is_same else self.report.superseded
            lines.append(f"{item.source}: the same article as {later.source}; the later one stays")
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
        if article.published is None:
            self.report.undated.append(article.source)
        if article.notes:
            self.report.doubtful.append(f"{article.source}: {'; '.join(article.notes)}")
        if not self.again and self.reading.is_stored(article, self.store.graph(graph)):
            self.report.unchanged += 1
            return
        kept, lines = self.reading.sound(self.reading.triples(article, self.reading.extract(article)))
        self.report.set_aside += [f"{article.source}: {line}" for line in lines]
        if not kept:
            raise ArticleError(f"nothing of it is as the shapes demand: {'; '.join(lines)}")
        self.pending[graph] = kept
        self.sources[graph] = article.source
        self.report.tokens += len(article.text.split())

    def write(self) -> None:
        """Make the pending graphs durable, then count them."""
        known = [graph for graph in self.pending if next(iter(self.store.graph(graph)), None)]
        self.store.replace({**self.pending, **self.derivation.conclude(self.store, self.pending)})
        self.report.replaced += len(known)
        self.report.changed += [self.sources[graph] for graph in known]
        self.report.stored += len(self.pending) - len(known)
        self.report.quads += sum(map(len, self.pending.values()))
        self.report.seconds = time.monotonic() - self.begun
        self.pending, self.sources = {}, {}
