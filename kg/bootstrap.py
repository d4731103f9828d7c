"""From settings to the concrete parts: the one place that names adapters.

The imports stand inside the functions, so that a command loads only what it needs: a query no language model,
a call for help nothing at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.resources import resource
from kg.settings import Settings
from kg.sources import ArticleSource

if TYPE_CHECKING:
    from flask import Flask

    from kg.derivation import Derivation
    from kg.pipeline import Reading
    from kg.store import GraphStore


def open_store(settings: Settings) -> GraphStore:
    """The installation's store, with the ontology and the reference tables in it."""
    from kg.iris import Iris
    from kg.ontology import load_ontology
    from kg.pipeline import install_reference
    from kg.reference import load_reference
    from kg.store.embedded import EmbeddedStore

    store = EmbeddedStore(settings.data_dir / "store")
    folder = resource("ontology")
    install_reference(
        store,
        load_ontology(folder),
        lambda: load_reference(folder / "reference"),
        make_derivation(settings),
        Iris(settings.base_iri),
        _edition(folder),
    )
    return store


def make_derivation(settings: Settings) -> Derivation:
    """What draws the conclusions of the rules."""
    from kg.derivation import Derivation, load_rules
    from kg.iris import Iris
    from kg.ontology import load_ontology
    from kg.store.embedded import EmbeddedStore

    folder = resource("ontology")
    rules = load_rules(folder / "rules")
    return Derivation(rules, load_ontology(folder), Iris(settings.base_iri), EmbeddedStore.holding)


def _edition(folder: Path) -> str:
    """The digest of all files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_reading(settings: Settings) -> Reading:
    """The extractor with what turns its records into triples. Loads the language model: a second or two."""
    from kg.extraction.rules import RuleExtractor
    from kg.iris import Iris
    from kg.linking import Linker
    from kg.pipeline import Reading
    from kg.reference import load_reference

    reference = load_reference(resource("ontology") / "reference")
    iris = Iris(settings.base_iri)
    return Reading(RuleExtractor(reference), Linker(iris, reference), iris)


def make_app(settings: Settings) -> Flask:
    """The web front on the installation's store."""
    from kg.iris import Iris
    from kg.ontology import load_ontology
    from kg.web import create_app

    ontology = load_ontology(resource("ontology"))
    return create_app(open_store(settings), ontology, Iris(settings.base_iri), resource("queries"))


def open_sources(paths: Iterable[Path]) -> list[ArticleSource]:
    """A source for each file, and for each file of a known kind in a folder and the folders in it.

    `.txt` is text, `.jsonl` and `.jsonl.gz` JSON Lines, `.html` and `.htm` web pages. A file that is named itself
    may have any other ending: it is read as text. What cannot be a source gives one that says so.
    """
    return [source for path in paths for source in _sources_at(Path(path))]


def _sources_at(path: Path) -> Iterator[ArticleSource]:
    from kg.sources.refused import Refused

    if not path.is_dir():
        yield _source_of(path)
        return
    files = [file for file in sorted(path.rglob("*")) if _is_article_file(file.relative_to(path)) and file.is_file()]
    yield from map(_source_of, files)
    if not files:
        yield Refused(f"{path}: no .txt, .jsonl, .jsonl.gz, .html or .htm file in this folder")


def _is_article_file(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts)
    return not hidden and file.name.lower().endswith((".txt", ".jsonl", ".jsonl.gz", ".html", ".htm"))


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
