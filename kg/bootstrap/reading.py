"""What reads articles: extractors, workers, and what measures and explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bootstrap.reference import load_shipped_ontology, read_reference
from kg.bootstrap.sources import open_sources
from kg.budget import within
from kg.errors import (
    ArticleError,
    EndpointError,
    KgError,
    SettingsError,
)
from kg.settings import Settings

if TYPE_CHECKING:
    from rdflib import URIRef

    from kg.evaluation.gold import Annotated
    from kg.evaluation.scores import Evaluation
    from kg.evaluation.summary import Sheet
    from kg.explanation.notes import Explanation
    from kg.extraction import Extractor
    from kg.extraction.expenses import Expenses
    from kg.reading import Read, Reading
    from kg.records import Article, Extraction
    from kg.reference import Reference
    from kg.terms import Triple
    from kg.workers import Workers

RULES = "rules"
LLM = "llm"
"""The extractors by the names that `--extractor` gives them."""


def make_reading(settings: Settings, extractor: str = RULES) -> Reading:
    """An extractor with what turns its records into triples."""
    from kg.iris import Iris
    from kg.linking import Linker, map_classes
    from kg.reading import Reading
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


def open_gold(settings: Settings, folders: Sequence[Path], texts: Path | None = None) -> list[Annotated]:
    """The annotated articles of the folders, their texts beside them or in a folder of their own.

    Those of several folders go by the name of theirs too: "elsewhere/001".
    """
    from kg.evaluation.gold import read_gold

    read = partial(read_article, settings)
    if len(folders) == 1:
        return read_gold(folders[0], texts or folders[0], read)
    return [
        replace(document, name=f"{folder.name}/{document.name}")
        for folder in folders
        for document in read_gold(folder, texts or folder, read)
    ]


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
