"""From settings to the concrete parts: the one place that names adapters.

The imports stand inside the functions, so that a command loads only what it needs: a query no language model,
a call for help nothing at all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.budget import within
from kg.errors import (
    ArticleError,
    EndpointError,
    FeedError,
    JournalError,
    KgError,
    LockedError,
    SettingsError,
    StoreError,
    UnknownResource,
)
from kg.resources import resource
from kg.settings import Settings
from kg.sources import ArticleSource

if TYPE_CHECKING:
    from flask import Flask
    from rdflib import URIRef

    from kg.derivation import Derivation
    from kg.evaluation.gold import Annotated
    from kg.evaluation.scores import Evaluation
    from kg.evaluation.summary import Sheet
    from kg.explanation.notes import Explanation
    from kg.extraction import Extractor
    from kg.extraction.expenses import Expenses
    from kg.journal.sqlite import SqliteJournal
    from kg.ontology import Ontology
    from kg.pipeline import Read, Reading
    from kg.records import Article, Extraction
    from kg.reference import Reference
    from kg.reference.renewal import Renewal
    from kg.sources.feed import FeedSource
    from kg.sources.feed_register import FeedRegister
    from kg.sources.fetching import Fetcher
    from kg.store import GraphStore
    from kg.terms import Triple
    from kg.workers import Workers

RULES = "rules"
LLM = "llm"
"""The extractors by the names that `--extractor` gives them."""


def open_store(settings: Settings, must_exist: bool = False) -> GraphStore:
    """The installation's store, with the ontology and the reference tables in it.

    Made if it is missing; but for who only reads, a missing one is a mistyped folder: `StoreError`. One in this process
    is reconciled with the journal, whatever it has lost; nobody else can have it open.
    """
    if settings.store_url:
        return _furnished(settings, _open_remote(settings, must_exist))
    store = _furnished(settings, _open_embedded(settings, must_exist))
    if journal_path(settings).exists():
        try:
            with closing(_open_journal(settings)) as journal:
                _reconcile(settings, journal, store)
        except KgError:
            store.close()
            raise
    return store


def _furnished(settings: Settings, store: GraphStore) -> GraphStore:
    """The store with the ontology and the reference tables in it."""
    from kg.iris import Iris
    from kg.pipeline import install_reference

    try:
        install_reference(
            store,
            load_shipped_ontology(),
            lambda: read_reference(settings),
            make_derivation(settings),
            Iris(settings.base_iri),
            edition(settings),
        )
    except KgError:
        store.close()
        raise
    return store


@dataclass(frozen=True, slots=True)
class Writer:
    """What one process at a time writes with: the store, and the journal that knows of every write before it."""

    store: GraphStore
    journal: SqliteJournal
    reconciled: int
    """How many articles the store lacked, or had otherwise, when it was opened."""


@contextmanager
def open_writer(settings: Settings) -> Iterator[Writer]:
    """The store and the journal, which agree; `LockedError` tells who is writing already."""
    with closing(_open_journal(settings)) as journal:
        store = _open_remote(settings, False) if settings.store_url else _open_embedded(settings, False)
        with closing(_furnished(settings, store)):
            yield Writer(store, journal, _reconcile(settings, journal, store))


def journal_path(settings: Settings) -> Path:
    """Where the journal of an installation lies."""
    return settings.data_dir / "journal.sqlite"


def _open_journal(settings: Settings) -> SqliteJournal:
    from kg.journal.sqlite import SqliteJournal

    return SqliteJournal(journal_path(settings), settings.base_iri)


def read_journal(settings: Settings) -> SqliteJournal:
    """The journal, to be read beside whoever writes; `JournalError` where there is none."""
    from kg.journal.sqlite import SqliteJournal

    if not journal_path(settings).exists():
        raise JournalError(f"there is no journal in {settings.data_dir}: set KG_DATA_DIR, or run kg ingest first")
    return SqliteJournal(journal_path(settings), settings.base_iri, is_read=True)


def _reconcile(settings: Settings, journal: SqliteJournal, store: GraphStore) -> int:
    from kg.reconciliation import reconcile

    return reconcile(journal, store, make_derivation(settings), partial(_purge, store))


def _purge(store: GraphStore) -> None:
    """Another engine overwrites on its disk what it no longer holds when it pleases."""
    from kg.store.embedded import EmbeddedStore

    if isinstance(store, EmbeddedStore):
        store.purge()


def take_down(settings: Settings, names: Collection[str], reason: str) -> list[URIRef]:
    """Remove the articles of these IRIs or keys, and all that they alone told; `UnknownResource` if one is missing."""
    with open_writer(settings) as writer:
        wanted = [_known_article(settings, writer, name) for name in names]
        for article, key in wanted:
            writer.journal.remove(article, key, reason)
        _reconcile(settings, writer.journal, writer.store)
        return [article for article, _ in wanted]


def _known_article(settings: Settings, writer: Writer, name: str) -> tuple[URIRef, str]:
    known = writer.journal.article_of(name) or writer.journal.article_of(_article_named(settings, name))
    article, key = known or (_article_named(settings, name), name)
    if not known and not next(writer.store.graph(article), None):
        raise UnknownResource(f"there is no article {name}: give its IRI, its address, or the id of its source")
    return article, key


def _article_named(settings: Settings, name: str) -> URIRef:
    """The IRI of an article that the journal does not know: the name, unless it is a key."""
    from rdflib import URIRef

    from kg.iris import Iris

    is_iri = name.startswith(f"{settings.base_iri}article/")
    return URIRef(name) if is_iri else Iris(settings.base_iri).article(name)


def readmit(settings: Settings, name: str, reason: str) -> URIRef:
    """Let a removed article in again; `UnknownResource` if it is not taken down."""
    with closing(_open_journal(settings)) as journal:
        article, _ = journal.article_of(name) or (None, name)
        if article is None or not journal.removal(article):
            raise UnknownResource(f"{name} is not taken down; kg journal --state removed lists what is")
        journal.readmit(article, reason)
        return article


def rebuild(settings: Settings, drop_unknown: bool) -> int:
    """Make the store anew from the journal alone; returns how many articles it holds then.

    `StoreError` where the store has articles that the journal does not know, unless these may go.
    """
    read_journal(settings).close()
    with closing(_open_journal(settings)) as journal:
        if not drop_unknown:
            _refuse_unknown(settings, journal)
        _rebuild_remote(settings, journal) if settings.store_url else _rebuild_embedded(settings, journal)
        return len(journal.names())


def _rebuild_embedded(settings: Settings, journal: SqliteJournal) -> None:
    """Fill a new folder, then put it in place of the old one."""
    from kg.lock import Lock
    from kg.store.embedded import EmbeddedStore
    from kg.store.folders import beside, exchange

    path = settings.data_dir / "store"
    fresh = beside(path, "new")
    with closing(Lock.take(path.with_name("store.lock"), f"the store in {path}")):
        shutil.rmtree(fresh, ignore_errors=True)
        with closing(EmbeddedStore(fresh)) as store:
            _reconcile(settings, journal, _furnished(settings, store))
        exchange(path)
        fresh.with_name(f"{fresh.name}.lock").unlink(missing_ok=True)


def _rebuild_remote(settings: Settings, journal: SqliteJournal) -> None:
    with closing(_open_remote(settings, False)) as store:
        store.replace(dict.fromkeys(store.graphs(), ()))
        _reconcile(settings, journal, _furnished(settings, store))


def _refuse_unknown(settings: Settings, journal: SqliteJournal) -> None:
    from kg.pipeline import stored_articles

    try:
        store = _open_remote(settings, True) if settings.store_url else _open_embedded(settings, True)
    except LockedError:
        raise
    except StoreError:  # missing or broken: there is nothing to be lost
        return
    with closing(store):
        unknown = stored_articles(store) - journal.names()
    if unknown:
        raise StoreError(
            f"{len(unknown):,} articles of the store are not in the journal, such as {min(unknown)}: ingest their "
            "sources first, or let them go with --drop-unknown"
        )


def _open_embedded(settings: Settings, must_exist: bool) -> GraphStore:
    from kg.store.embedded import EmbeddedStore
    from kg.store.folders import is_there

    path = settings.data_dir / "store"
    if must_exist and not is_there(path):
        raise StoreError(f"there is no store in {settings.data_dir}: set KG_DATA_DIR, or run kg ingest first")
    return EmbeddedStore(path)


def _open_remote(settings: Settings, must_exist: bool) -> GraphStore:
    from kg.iris import Iris
    from kg.store.endpoint import Access, Endpoint
    from kg.store.profiles import PROFILES
    from kg.store.remote import RemoteStore

    profile = PROFILES.get(settings.store_profile)
    if profile is None:
        raise SettingsError(f"KG_STORE_PROFILE: no such profile as {settings.store_profile}, but {', '.join(PROFILES)}")
    access = Access(
        settings.store_url or "",
        settings.store_query_url,
        settings.store_update_url,
        settings.store_graphs_url,
        settings.store_user,
        settings.store_password.get_secret_value() if settings.store_password else None,
        settings.store_timeout,
    )
    store = RemoteStore(Endpoint(access, profile), profile, Iris(settings.base_iri).graph("merged"))
    if must_exist and not store.select("SELECT ?s { ?s ?p ?o } LIMIT 1"):
        store.close()
        raise StoreError(f"there is nothing in the store at {settings.store_url}: run kg ingest first")
    return store


@cache
def load_shipped_ontology() -> Ontology:
    """The ontology of the package, read once: several parts of an installation need it."""
    from kg.ontology import load_ontology

    return load_ontology(resource("ontology"))


def read_reference(settings: Settings) -> Reference:
    """The reference tables of the installation: the bundled ones, and its own office holders in place of those.

    Raises `StoreError` where its own table cannot be read.
    """
    from csv import Error

    from kg.reference import load_reference

    folder, holders = resource("ontology") / "reference", holders_in_use(settings)
    try:
        return load_reference(folder, holders)
    except (ValueError, OSError, Error) as error:
        if holders != own_holders(settings):
            raise
        raise StoreError(f"{holders} cannot be read: {error}. Remove it, or mend it") from error


def holders_in_use(settings: Settings) -> Path:
    """The table of office holders: the installation's own, if `renew_holders` has made one."""
    own = own_holders(settings)
    return own if own.is_file() else resource("ontology") / "reference" / own.name


def own_holders(settings: Settings) -> Path:
    """Where an installation keeps office holders of its own."""
    return settings.data_dir / "reference" / "office_holders.csv"


def renew_holders(settings: Settings, address: str, since: str, allow_fewer: bool) -> Renewal:
    """Renew the installation's office holders from a SPARQL endpoint in Wikidata's shape."""
    from datetime import UTC, datetime

    from kg import __version__
    from kg.reference import renewal
    from kg.reference.wikidata import Wikidata

    reference = read_reference(settings)
    asked = Wikidata(address, agent=f"communique/{__version__} (kg reference update; python SPARQLWrapper)")
    harvest = asked.harvest(reference, f"wikidata-{datetime.now(UTC):%Y-%m}", since)
    return renewal.renew_holders(own_holders(settings), holders_in_use(settings), harvest, reference, allow_fewer)


def make_derivation(settings: Settings) -> Derivation:
    """What draws the conclusions of the rules."""
    from kg.derivation import Derivation, load_rules
    from kg.iris import Iris
    from kg.store.scratch import EngineScratch

    folder = resource("ontology")
    rules = load_rules(folder / "rules")
    return Derivation(rules, load_shipped_ontology(), Iris(settings.base_iri), EngineScratch)


def edition(settings: Settings) -> str:
    """The digest of the ontology, the rules and the reference tables of the installation."""
    digest, folder = hashlib.sha256(), resource("ontology")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    if (own := own_holders(settings)).is_file():
        digest.update(own.read_bytes())
    return digest.hexdigest()


def make_reading(settings: Settings, extractor: str = RULES) -> Reading:
    """An extractor with what turns its records into triples."""
    from kg.iris import Iris
    from kg.linking import Linker, map_classes
    from kg.pipeline import Reading
    from kg.shapes import read_context

    reference, iris = read_reference(settings), Iris(settings.base_iri)
    context = read_context(chain(load_shipped_ontology().triples(), map_classes(reference)))
    made, seconds = make_extractor(settings, reference, extractor), seconds_for_article(settings, extractor)
    return Reading(made, Linker(iris, reference), iris, context, seconds)


def invent(settings: Settings, seed: int) -> Iterator[tuple[URIRef, set[Triple]]]:
    """The graphs of invented articles without end, by the linking and the mapping of real ones; see `kg.invention`."""
    from kg.invention import Newsroom
    from kg.iris import Iris
    from kg.linking import Linker
    from kg.mapping import map_article

    iris, reference = Iris(settings.base_iri), read_reference(settings)
    linker = Linker(iris, reference)
    for article, extraction in Newsroom(reference, seed).articles():
        linked = linker.link(article, extraction)
        yield iris.article(article.key), set(map_article(iris, linker, article, linked, f"invention {seed}"))


def make_workers(settings: Settings, number: int) -> Workers[Article, Read]:
    """Processes that read articles as `make_reading` does here; each takes a second or two to start, and 400 MB."""
    from kg.workers import Workers

    # Twice: a process that can break off what it does tells so itself.
    return Workers(number, partial(_make_reader, settings), 2 * settings.article_seconds)


def _make_reader(settings: Settings) -> Callable[[Article], Read]:
    return make_reading(settings).read


def seconds_for_article(settings: Settings, extractor: str) -> float:
    """How long an extractor may take for one article."""
    return settings.llm_article_seconds if extractor == LLM else settings.article_seconds


def make_extractor(settings: Settings, reference: Reference, name: str = RULES) -> Extractor:
    """What finds records in articles, by its name; `SettingsError` where it lacks a setting."""
    if name != LLM:
        from kg.extraction.rules import RuleExtractor

        return RuleExtractor(reference)
    from kg.extraction.expenses import Expenses
    from kg.extraction.llm.chat import Chat
    from kg.extraction.llm.extractor import LlmExtractor
    from kg.extraction.llm.told import SCHEMA

    if not settings.llm_url or not settings.llm_model:
        raise SettingsError("--extractor llm needs KG_LLM_URL and KG_LLM_MODEL: a chat endpoint and its model")
    expenses = Expenses(settings.llm_input_price, settings.llm_output_price)
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    chat = Chat(settings.llm_url, settings.llm_model, SCHEMA, expenses, key=key, timeout=settings.llm_timeout)
    return LlmExtractor(chat, _measured_confidence(settings.llm_confidence) if settings.llm_confidence else None)


def _measured_confidence(path: Path) -> Mapping[str, float]:
    from csv import Error

    from kg.extraction.confidence import read_confidence
    from kg.extraction.llm.verification import RULES

    try:
        table = read_confidence(path)
    except (OSError, ValueError, KeyError, Error) as error:
        raise SettingsError(f"KG_LLM_CONFIDENCE: {path} cannot be read as a table of confidence ({error})") from error
    if not RULES.keys() & table.keys():
        raise SettingsError(f"KG_LLM_CONFIDENCE: {path} was not made with --extractor llm: it holds none of its rules")
    return table


def read_article(settings: Settings, path: Path) -> Article:
    """The article of a file that holds one; raises the error that says why it cannot be read."""
    found = list(islice((article for source in open_sources([path], settings) for article in source.articles()), 2))
    if len(found) != 1:
        raise ArticleError(f"{path}: holds {'more than one article' if found else 'no article'}; give a file of one")
    if isinstance(found[0], ArticleError):
        raise found[0]
    return found[0]


def open_gold(settings: Settings, folder: Path, texts: Path | None) -> list[Annotated]:
    """The annotated articles of a folder, their texts beside them or in a folder of their own."""
    from kg.evaluation.gold import read_gold

    return read_gold(folder, texts or folder, partial(read_article, settings))


def explain(settings: Settings, path: Path, extractor: str = RULES) -> tuple[Explanation, Expenses | None]:
    """The article of a file with what an extractor reads from it, and what that cost."""
    from kg.explanation import notes

    article = read_article(settings, path)
    made = make_extractor(settings, read_reference(settings), extractor)
    extraction = _extract(made, article, seconds_for_article(settings, extractor))
    return notes.explain(article, extraction, made.rules), made.expenses


def evaluate(
    settings: Settings, documents: Sequence[Annotated], extractor: str, on_refusal: Callable[[KgError], None]
) -> tuple[Evaluation, Expenses | None]:
    """Read annotated articles with an extractor and the installation's tables, and compare; and what that cost.

    An article that cannot be read counts as one of which nothing was read; where all are such, the error is raised.
    """
    from kg.evaluation.agreement import Names
    from kg.evaluation.comparison import compare
    from kg.evaluation.scores import Evaluation
    from kg.records import Extraction

    reference = read_reference(settings)
    made, names = make_extractor(settings, reference, extractor), Names(reference)
    seconds, comparisons, refused = seconds_for_article(settings, extractor), [], 0
    for document in documents:
        try:
            extraction = _extract(made, document.article, seconds)
        except KgError as error:
            refused += 1
            if refused == len(documents):
                raise
            on_refusal(error)
            extraction = Extraction()
        comparisons.append(compare(document, extraction, names))
    return Evaluation(comparisons), made.expenses


def evaluate_identity(settings: Settings, folder: Path, evaluation: Evaluation) -> Sheet:
    """How the persons and meetings of evaluated articles are linked, held against `identity.json` of their folder."""
    from kg.evaluation.identity import identity_sheet, read_identities
    from kg.iris import Iris
    from kg.linking import Linker

    linker = Linker(Iris(settings.base_iri), read_reference(settings))
    return identity_sheet(read_identities(folder), evaluation.comparisons, linker.link)


def _extract(extractor: Extractor, article: Article, seconds: float) -> Extraction:
    try:
        with within(seconds, "reading it"):
            return extractor.extract(article)
    except (ArticleError, EndpointError) as error:
        raise type(error)(f"{article.source}: {error}") from error


def make_app(settings: Settings) -> Flask:
    """The web front on the installation's store."""
    from kg.iris import Iris
    from kg.web import create_app

    ontology = load_shipped_ontology()
    iris, queries = Iris(settings.base_iri), resource("queries")
    return create_app(open_store(settings), ontology, iris, queries, settings.query_timeout)


def open_sources(
    places: Iterable[str | Path], settings: Settings, keys: Mapping[str, str] | None = None
) -> list[ArticleSource]:
    """A source for each file, web address, and file of a known kind in a folder and the folders in it.

    The ending of its name tells the kind of a file. One that is named itself may have any other ending: it is read as
    text. What cannot be a source gives one that says so. `keys` are for JSON Lines, as `kg.sources.jsonl` tells.
    """
    opening = _Opening(settings, dict(keys or {}))
    return [source for place in places for source in opening.sources_at(place)]


def open_feeds(settings: Settings) -> FeedRegister:
    """The installation's feeds."""
    from kg.sources.feed_register import FeedRegister

    return FeedRegister(settings.data_dir / "feeds.sqlite")


def feed_sources(settings: Settings, addresses: Collection[str] = (), now: float | None = None) -> list[FeedSource]:
    """The feeds that are due by the time `now`, or all where it is `None`; only these, where addresses are given."""
    from kg.sources.feed import FeedSource

    register, fetcher = open_feeds(settings), make_fetcher(settings)
    feeds = register.feeds()
    if unknown := set(addresses) - {feed.address for feed in feeds}:
        raise FeedError(f"{', '.join(sorted(unknown))}: no feed of this installation; kg feed add takes it up")
    chosen = [feed for feed in feeds if feed.address in addresses] if addresses else feeds
    return [FeedSource(feed, register, fetcher) for feed in chosen if now is None or feed.due <= now]


def make_fetcher(settings: Settings) -> Fetcher:
    """What fetches pages and feeds for this installation."""
    from kg import __version__
    from kg.sources.fetching import Fetcher

    contact = f" (+{settings.contact})" if settings.contact else ""
    return Fetcher(f"communique/{__version__}{contact}", settings.allow_private_addresses)


ENDINGS = (".txt", ".md", ".markdown", ".jsonl", ".jsonl.gz", ".html", ".htm", ".pdf", ".warc", ".warc.gz")
"""Of the files that are read in folders."""

_BESIDE_ARTICLES = (".meta.json", ".gold.json")
_ABOUT_FOLDERS = ("readme.md", "readme.txt", "license.md", "license.txt", "changelog.md", "contributing.md")
"""Files that tell of a folder, not of the world; they are read only when they are named themselves."""


@dataclass(frozen=True)
class _Opening:
    """Finds what can be read at a place."""

    settings: Settings
    keys: Mapping[str, str]

    @cached_property
    def fetcher(self) -> Fetcher:
        return make_fetcher(self.settings)

    def sources_at(self, place: str | Path) -> Iterator[ArticleSource]:
        if isinstance(place, str) and place.lower().startswith(("http://", "https://")):
            from kg.sources.web import WebAddress

            yield WebAddress(place, self.fetcher)
        else:
            yield from self._sources_at(Path(place))

    def _sources_at(self, path: Path) -> Iterator[ArticleSource]:
        from kg.sources.refused import Refused

        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            yield Refused(f"{path}: {getattr(error, 'strerror', None) or error}")
            return
        if stat.S_ISDIR(mode):
            yield from self._sources_in(path)
        elif stat.S_ISREG(mode):
            yield self._source_of(path)
        else:  # it can be read only once, or without end, and has no address by which its article is found again
            yield Refused(f"{path}: a pipe or device is not read; write what comes out of it into a file")

    def _sources_in(self, folder: Path) -> Iterator[ArticleSource]:
        from kg.sources.refused import Refused

        closed: list[OSError] = []
        files: list[Path] = []
        others: list[Path] = []
        for parent, folders, names in os.walk(folder, onerror=closed.append):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in filter(_is_no_side_matter, names):
                (files if name.lower().endswith(ENDINGS) else others).append(Path(parent, name))
        yield from map(self._source_of, sorted(files))
        for error in closed:
            yield Refused(f"{error.filename}: {error.strerror or error}")
        if others:
            yield Refused(f"{folder}: {_left_alone(others)}")
        elif not files and not closed:
            yield Refused(f"{folder}: no {', '.join(ENDINGS)} file in this folder")

    def _source_of(self, path: Path) -> ArticleSource:
        name = path.name.lower()
        if name.endswith((".jsonl", ".jsonl.gz")):
            from kg.sources.jsonl import JsonLines

            return JsonLines(path, self.keys)
        if name.endswith((".warc", ".warc.gz")):
            from kg.sources.warc import WarcFile

            return WarcFile(path)
        if name.endswith(".json"):
            from kg.sources.refused import Refused

            return Refused(f"{path}: a .json file is not read; write one object a line into a .jsonl file")
        return _file_of_one_article(path)


def _file_of_one_article(path: Path) -> ArticleSource:
    from kg.sources.files import TextFile
    from kg.sources.html import HtmlFile
    from kg.sources.markdown import MarkdownFile
    from kg.sources.pdf import PdfFile

    kinds: dict[str, Callable[[Path], ArticleSource]] = {
        ".html": HtmlFile,
        ".htm": HtmlFile,
        ".md": MarkdownFile,
        ".markdown": MarkdownFile,
        ".pdf": PdfFile,
    }
    return kinds.get(path.suffix.lower(), TextFile)(path)


def _is_no_side_matter(name: str) -> bool:
    lowered = name.lower()
    return not (name.startswith(".") or lowered.endswith(_BESIDE_ARTICLES) or lowered in _ABOUT_FOLDERS)


def _left_alone(files: list[Path]) -> str:
    """A line that names files of other kinds, the first three and how many more."""
    names = sorted(path.name for path in files)
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return f"{len(names):,} of its files are of no kind that is read in folders: {', '.join(names[:3])}{more}"


def scratch_store() -> GraphStore:
    """An empty store in memory."""
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore()
