"""From settings to the concrete parts: the one place that names adapters.

The imports stand inside the functions, so that a command loads only what it needs: a query no language model,
a call for help nothing at all.
"""

from __future__ import annotations

import functools
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError, KgError, StoreError
from kg.resources import resource
from kg.settings import Settings
from kg.sources import ArticleSource

if TYPE_CHECKING:
    from flask import Flask

    from kg.derivation import Derivation
    from kg.evaluation.gold import Annotated
    from kg.evaluation.scores import Evaluation
    from kg.explanation.notes import Explanation
    from kg.extraction import Extractor
    from kg.ontology import Ontology
    from kg.pipeline import Reading
    from kg.records import Article, Extraction
    from kg.reference import Reference
    from kg.reference.renewal import Renewal
    from kg.store import GraphStore


def open_store(settings: Settings, must_exist: bool = False) -> GraphStore:
    """The installation's store, with the ontology and the reference tables in it.

    Made if it is missing; but for who only reads, a missing one is a mistyped folder: `StoreError`.
    """
    from kg.iris import Iris
    from kg.pipeline import install_reference
    from kg.store.embedded import EmbeddedStore

    path = settings.data_dir / "store"
    if must_exist and not os.path.lexists(path):
        raise StoreError(f"there is no store in {settings.data_dir}: set KG_DATA_DIR, or run kg ingest first")
    store = EmbeddedStore(path)
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


@functools.cache
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


def make_reading(settings: Settings) -> Reading:
    """The extractor with what turns its records into triples. Loads the language model: a second or two."""
    from kg.iris import Iris
    from kg.linking import Linker, map_classes
    from kg.pipeline import Reading
    from kg.shapes import read_context

    reference, iris = read_reference(settings), Iris(settings.base_iri)
    context = read_context(chain(load_shipped_ontology().triples(), map_classes(reference)))
    return Reading(make_extractor(reference), Linker(iris, reference), iris, context)


def make_extractor(reference: Reference) -> Extractor:
    """What finds records in articles. Loads the language model: a second or two."""
    from kg.extraction.rules import RuleExtractor

    return RuleExtractor(reference)


def read_article(path: Path) -> Article:
    """The article of a file that holds one; raises the error that says why it cannot be read."""
    found = list(islice((article for source in open_sources([path]) for article in source.articles()), 2))
    if len(found) != 1:
        raise ArticleError(f"{path}: holds {'more than one article' if found else 'no article'}; give a file of one")
    if isinstance(found[0], ArticleError):
        raise found[0]
    return found[0]


def open_gold(folder: Path, texts: Path | None) -> list[Annotated]:
    """The annotated articles of a folder, their texts beside them or in a folder of their own."""
    from kg.evaluation.gold import read_gold

    return read_gold(folder, texts or folder, read_article)


def explain(settings: Settings, path: Path) -> Explanation:
    """The article of a file with what is read from it."""
    from kg.explanation import notes

    article = read_article(path)
    extractor = make_extractor(read_reference(settings))
    return notes.explain(article, _extract(extractor, article), extractor.rules)


def evaluate(settings: Settings, documents: Iterable[Annotated]) -> Evaluation:
    """Read annotated articles with the installation's extractor and tables, and compare."""
    from kg.evaluation.agreement import Names
    from kg.evaluation.comparison import compare
    from kg.evaluation.scores import Evaluation

    reference = read_reference(settings)
    extractor, names = make_extractor(reference), Names(reference)
    return Evaluation([compare(document, _extract(extractor, document.article), names) for document in documents])


def _extract(extractor: Extractor, article: Article) -> Extraction:
    try:
        return extractor.extract(article)
    except ArticleError as error:
        raise ArticleError(f"{article.source}: {error}") from error


def make_app(settings: Settings) -> Flask:
    """The web front on the installation's store."""
    from kg.iris import Iris
    from kg.web import create_app

    ontology = load_shipped_ontology()
    iris, queries = Iris(settings.base_iri), resource("queries")
    return create_app(open_store(settings), ontology, iris, queries, settings.query_timeout)


def open_sources(paths: Iterable[Path]) -> list[ArticleSource]:
    """A source for each file, and for each file of a known kind in a folder and the folders in it.

    `.txt` is text, `.jsonl` and `.jsonl.gz` JSON Lines, `.html` and `.htm` web pages. A file that is named itself
    may have any other ending: it is read as text. What cannot be a source gives one that says so.
    """
    return [source for path in paths for source in _sources_at(Path(path))]


def _sources_at(path: Path) -> Iterator[ArticleSource]:
    from kg.sources.refused import Refused

    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Refused(f"{path}: {error.strerror or error}")
        return
    if stat.S_ISFIFO(mode):  # it can be read only once, and has no address by which its article is found again
        yield Refused(f"{path}: a pipe is not read; write what comes out of it into a file")
    elif stat.S_ISDIR(mode):
        yield from _sources_in(path)
    else:
        yield _source_of(path)


def _sources_in(folder: Path) -> Iterator[ArticleSource]:
    from kg.sources.refused import Refused

    closed: list[OSError] = []
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(parent, name) for name in names if _is_article_file(name)]
    yield from map(_source_of, sorted(files))
    for error in closed:
        yield Refused(f"{error.filename}: {error.strerror or error}")
    if not files and not closed:
        yield Refused(f"{folder}: no .txt, .jsonl, .jsonl.gz, .html or .htm file in this folder")


def _is_article_file(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith((".txt", ".jsonl", ".jsonl.gz", ".html", ".htm"))


def _source_of(path: Path) -> ArticleSource:
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        from kg.sources.jsonl import JsonLines

        return JsonLines(path)
    if name.endswith((".html", ".htm")):
        from kg.sources.html import HtmlFile

        return HtmlFile(path)
    if name.endswith(".json"):
        from kg.sources.refused import Refused

        return Refused(f"{path}: a .json file is not read; write one object a line into a .jsonl file")
    from kg.sources.files import TextFile

    return TextFile(path)


def scratch_store() -> GraphStore:
    """An empty store in memory."""
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore()
