"""Records that somebody found misread: set aside from the graph of their article, as often as it is read.

Such a decision holds for the words: where the record stood, or, when the text has moved, where the same words stand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from kg.shapes import Violation, set_aside
from kg.terms import Triple
from kg.vocabulary import DIPLO

_ANCHOR = re.compile(r"#(?P<kind>[a-z]+)-\d+-\d+(?P<number>-\d+)?$")
_WORDS = DIPLO.words


@dataclass(frozen=True, slots=True)
class Misread:
    """A record of an article, by its report, and the digest of the words that were misread."""

    report: URIRef
    words: str


def digest_of_words(words: str) -> str:
    """What tells words apart that are not kept themselves, so that an article that is taken down leaves none behind."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def without_misread(triples: set[Triple], misread: Iterable[Misread]) -> set[Triple]:
    """The graph of an article without these records and what they alone support."""
    reports = {s: digest_of_words(str(value)) for s, p, value in triples if p == _WORDS}
    doomed = sorted(found for one in misread if (found := _found(one, reports)))
    kept, _ = set_aside(triples, [Violation(report, None, None, "it is misread", "") for report in doomed])
    return kept


def _found(misread: Misread, reports: dict[URIRef, str]) -> URIRef | None:
    """The report at the same anchor, else the first of the same kind, with the same words."""
    if reports.get(misread.report) == misread.words:
        return misread.report
    own = _kind(misread.report)
    return min((r for r, words in reports.items() if words == misread.words and _kind(r) == own), default=None)


def _kind(report: URIRef) -> tuple[str, str | None] | None:
    anchor = _ANCHOR.search(report)
    return (anchor["kind"], anchor["number"]) if anchor else None
