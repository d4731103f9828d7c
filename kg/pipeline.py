"""The river from articles to stored graphs: read, extract, link, map, replace.

It decides which articles need reading again and counts what became of each, not how a step works.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import chain
from typing import TypeVar

from rdflib import URIRef

from kg.derivation import Derivation
from kg.errors import ArticleError, JournalError, KgError, StoreError
from kg.identity import Identity
from kg.identity.corrections import find_corrections
from kg.identity.graphs import graphs_of_decisions
from kg.identity.telling import graphs_concerned
from kg.journal import Decision, IngestLog, Journal, JournalSource, NoJournal, Removal, State
from kg.reading import Read, Readers, Reading, failure_of
from kg.records import Article
from kg.sources import ArticleSource
from kg.store import GraphStore
from kg.terms import Triple

log = logging.getLogger(__name__)

BATCH = 100
"""Articles in one atomic update: enough that durability costs little, few enough to hold in memory."""

TOGETHER = 1.0
"""Seconds for which articles are gathered that go into the journal together: one synchronisation for all of them."""

BETWEEN_UPDATES = 60.0
"""Seconds after which what is read is stored, however little: where reading is slow it may also cost money."""


@dataclass(slots=True)
class IngestReport:
    """What became of the articles of one run. `stored` and `replaced` count only what is durable.

    `changed` names each article that replaced its older self. `refused`, `undated`, `repeated` (given again with the
    same text), `superseded` (given again with another text, which is the one that stays), `removed` (taken down, and
    therefore not read) and `doubtful` (read, although something of it is uncertain) hold a line for each such article,
    which begins with its source; `set_aside` one for each record that is not as `ontology/shapes.ttl` demands and was
    left out of its article. `total` is how many articles the sources hold. `tokens` counts the words between white
    space of the articles that were extracted, `quads` the triples of the article graphs written.
    """

    stored: int = 0
    replaced: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
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
        left_out = len(self.refused) + len(self.repeated) + len(self.superseded) + len(self.removed)
        return self.stored + self.replaced + self.unchanged + left_out

    def add(self, other: IngestReport) -> None:
        """Take in the report of a further run."""
        for part in fields(self):
            setattr(self, part.name, getattr(self, part.name) + getattr(other, part.name))


def ingest(
    sources: Iterable[ArticleSource],
    reading: Reading,
    derivation: Derivation,
    store: GraphStore,
    on_progress: Callable[[IngestReport], None] | None = None,
    again: bool = False,
    readers: Readers | None = None,
    journal: IngestLog | None = None,
) -> IngestReport:
    """Put every article of the sources into the store, each in its own graph, and report on each.

    An article whose text, metadata and extractor are those of the stored graph is left alone, unless `again`.
    Of two articles with the same key only the later one is read. `on_progress` gets the report after each article;
    it stays true when the run is broken off: what it counts as stored is stored. What was read `again` and came out the
    same counts as unchanged. `readers` may read elsewhere what
    `reading` reads here; the report and the store come out the same. What is to be read goes into the journal first,
    what was read before it goes into the store, with what is decided there about identity.
    """
    sources = list(sources)
    total, again_later = _look_through(sources)
    log_of_writes = journal or NoJournal()
    identity, report = Identity.of(log_of_writes.decisions()), IngestReport(total=total)
    run = _Run(reading, readers or reading, derivation, store, log_of_writes, again, identity, report)
    groups = _together((item, again_later.get(place)) for place, item in _items(sources))
    for settle in _ahead(chain.from_iterable(map(run.begin_all, groups)), run.readers.ahead):
        settle()
        if on_progress:
            on_progress(run.report)
    run.write()
    return run.report


def finish(
    journal: Journal,
    reading: Reading,
    derivation: Derivation,
    store: GraphStore,
    on_progress: Callable[[IngestReport], None] | None = None,
    readers: Readers | None = None,
) -> IngestReport:
    """Go on with the articles that an earlier run had received, and neither stored nor refused when it broke off."""
    left = JournalSource(journal, (State.RECEIVED, State.EXTRACTED))
    return ingest([left], reading, derivation, store, on_progress, True, readers, journal)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What a report says of an article that is given again later: where, and with which text."""

    source: str
    digest: str


_Item = tuple[Article | KgError, _Edition | None]
_Step = Callable[[], None]
Outcome = TypeVar("Outcome")


def _items(sources: Iterable[ArticleSource]) -> Iterator[tuple[int, Article | KgError]]:
    return enumerate(item for source in sources for item in source.articles())


def _together(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items in groups, as many as come within a short time."""
    group: list[_Item] = []
    begun = time.monotonic()
    for item in items:
        group.append(item)
        if len(group) >= BATCH or time.monotonic() - begun > TOGETHER:
            yield group
            group, begun = [], time.monotonic()
    yield group


def _ahead(steps: Iterable[Callable[[], None]], most: int) -> Iterator[Callable[[], None]]:
    """The steps in their order, each after `most` further ones are begun."""
    waiting: deque[Callable[[], None]] = deque()
    for step in steps:
        waiting.append(step)
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


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


@dataclass(slots=True)
class _Run:
    reading: Reading
    readers: Readers
    derivation: Derivation
    store: GraphStore
    journal: IngestLog
    again: bool
    identity: Identity
    report: IngestReport = field(default_factory=IngestReport)
    pending: dict[URIRef, set[Triple]] = field(default_factory=dict)
    sources: dict[URIRef, str] = field(default_factory=dict)
    quarantined: dict[URIRef, str] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)
    written: float = field(default_factory=time.monotonic)

    def begin_all(self, group: list[_Item]) -> Iterator[_Step]:
        """Begin with each article that needs reading, all of them being in the journal; each step settles one item."""
        looked_at = [self._look_at(item, later) for item, later in group]
        self.journal.receive({self._graph(item): item for item in looked_at if isinstance(item, Article)})
        for item in looked_at:
            yield self._guarded(item, self._begin) if isinstance(item, Article) else item

    def _look_at(self, item: Article | KgError, later: _Edition | None) -> Article | _Step:
        """The article if it is to be read, else what settles it."""
        if isinstance(item, KgError):
            return partial(self._refuse, str(item))
        if later:
            return partial(self._leave_out, item, later)
        return self._guarded(item, self._judge)

    def _judge(self, article: Article) -> Article | _Step:
        graph = self._graph(article)
        if removal := self.journal.removal(graph):
            return partial(self._pass_by, article, removal)
        is_known = not self.again and self.reading.is_stored(article, self.store.graph(graph))
        return partial(self._settle, article, None) if is_known and self.journal.holds(graph) else article

    def _begin(self, article: Article) -> _Step:
        return partial(self._settle, article, self.readers.begin(article))

    def _guarded(self, article: Article, act: Callable[[Article], Outcome]) -> Outcome | _Step:
        """What comes of it, or the step that refuses the article, if that fails for a reason of its own."""
        try:
            return act(article)
        except (JournalError, StoreError):  # no fault of the article
            raise
        except KgError as error:
            return partial(self._refuse, f"{article.source}: {error}")
        except Exception as error:
            log.debug("%s cannot be read", article.source, exc_info=True)
            return partial(self._refuse, f"{article.source}: {failure_of(error)}")

    def _graph(self, article: Article) -> URIRef:
        return self.reading.iris.article(article.key)

    def _refuse(self, line: str) -> None:
        self.report.refused.append(line)

    def _pass_by(self, article: Article, removal: Removal) -> None:
        when = f"taken down on {removal.since[:10]} ({removal.reason})"
        again = f"kg readmit {removal.article} --reason WHY"
        self.report.removed.append(f"{article.source}: {when}; {again} lets it in again")

    def _leave_out(self, article: Article, later: _Edition) -> None:
        lines = self.report.repeated if later.digest == article.digest else self.report.superseded
        lines.append(f"{article.source}: the same article as {later.source}; the later one stays")

    def _settle(self, article: Article, read: Callable[[], Read] | None) -> None:
        """Count an article that is stored already (without `read`), or take up what is read of it."""
        if read is None:
            self.report.unchanged += 1
            self._tell_doubts(article)
            return
        try:
            self._take(article, read())
            self._tell_doubts(article)
        except ArticleError as error:
            self.quarantined[self._graph(article)] = str(error)
            self._refuse(f"{article.source}: {error}")
        if len(self.pending) >= BATCH or time.monotonic() - self.written > BETWEEN_UPDATES:
            self.write()

    def _tell_doubts(self, article: Article) -> None:
        if article.published is None:
            self.report.undated.append(article.source)
        if article.notes:
            self.report.doubtful.append(f"{article.source}: {'; '.join(article.notes)}")

    def _take(self, article: Article, read: Read) -> None:
        self.report.set_aside += [f"{article.source}: {line}" for line in read.set_aside]
        if read.refusal is not None:
            raise ArticleError(read.refusal)
        graph = self._graph(article)
        self.pending[graph] = read.triples
        self.sources[graph] = article.source
        self.report.tokens += len(article.text.split())

    def _correct(self) -> list[Decision]:
        """Let events keep their IRIs whose day is corrected; returns what was decided for that."""
        found = find_corrections(self.journal, self.store, self.identity, self.pending)
        if found:
            self.journal.decide(found, {})
            self.identity = Identity.of(self.journal.decisions())
        return self.journal.open_decisions()

    def write(self) -> None:
        """Make the pending graphs durable, then count them."""
        held = {graph: set(self.store.graph(graph)) for graph in self.pending}
        corrections = self._correct()
        self.journal.note_extracted(self.pending, self.reading.extractor.version)
        read, told = {**self.pending}, {}
        if corrections:
            decisions = self.journal.decisions()
            others = graphs_concerned(self.store, decisions, corrections) & self.journal.names()
            read |= {article: self.journal.graph(article) for article in others - self.pending.keys()}
            told = graphs_of_decisions(self.reading.iris, decisions)
        graphs = {article: self.identity.apply(article, triples) for article, triples in read.items()}
        self.store.replace({**graphs, **self.derivation.conclude(self.store, graphs), **told})
        self.journal.settle(self.pending, self.quarantined)
        if corrections:
            self.journal.note_decided([decision.number for decision in corrections])
        changed = [graph for graph in self.pending if held[graph] != graphs[graph]]
        replaced = [graph for graph in changed if held[graph]]
        self.report.replaced += len(replaced)
        self.report.changed += [self.sources[graph] for graph in replaced]
        self.report.stored += len(changed) - len(replaced)
        self.report.unchanged += len(self.pending) - len(changed)
        self.report.quads += sum(len(self.pending[graph]) for graph in changed)
        self.report.seconds = time.monotonic() - self.begun
        self.pending, self.sources, self.quarantined, self.written = {}, {}, {}, time.monotonic()
