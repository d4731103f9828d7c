"""One article into the triples of its graph: extracted, linked, mapped, and checked against the shapes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Protocol

from rdflib import URIRef

from kg.budget import within
from kg.errors import ArticleError, KgError
from kg.extraction import Extractor
from kg.iris import Iris
from kg.linking import Linker
from kg.mapping import map_article
from kg.records import Article, Extraction
from kg.shapes import Context, check, set_aside
from kg.terms import Triple
from kg.vocabulary import DIPLO

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading an article: its graph, a line for each record set aside, or why it is refused."""

    triples: set[Triple] = field(default_factory=set)
    set_aside: tuple[str, ...] = ()
    refusal: str | None = None


class Readers(Protocol):
    """Where articles are read: a `Reading` does it here and now, `kg.workers` in other processes."""

    @property
    def ahead(self) -> int:
        """How many articles may be begun before the first of them is asked for."""
        ...

    def begin(self, article: Article) -> Callable[[], Read]:
        """Have an article read; what is returned waits for it, and raises `ArticleError` where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What turns one article into the triples of its graph; it gives up on an article after some seconds."""

    ahead: ClassVar[int] = 0

    extractor: Extractor
    linker: Linker
    iris: Iris
    context: Context
    seconds: float = 120.0

    def begin(self, article: Article) -> Callable[[], Read]:
        """As `read`, when what is returned is called."""
        return partial(self.read, article)

    def read(self, article: Article) -> Read:
        """What of the article can be stored; however reading it fails is a refusal."""
        try:
            kept, lines = self.sound(self.triples(article, self.extract(article)))
        except KgError as error:
            return Read(refusal=str(error))
        except Exception as error:
            log.debug("%s cannot be read", article.source, exc_info=True)
            return Read(refusal=failure_of(error))
        refusal = None if kept else f"nothing of it is as the shapes demand: {'; '.join(lines)}"
        return Read(kept, tuple(lines), refusal)

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
            raise ArticleError(failure_of(error)) from error
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


def failure_of(error: Exception) -> str:
    """Why an article is refused on which a rule or a library failed."""
    return f"the extractor failed on it ({type(error).__name__}: {error})"


def _describes(about: URIRef, triple: Triple) -> bool:
    return triple[0] == about and triple[1] != DIPLO.mentions
