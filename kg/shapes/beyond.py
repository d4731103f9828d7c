"""What SHACL could say only in SPARQL, node by node, which would double the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from rdflib import DCTERMS, Literal, URIRef

from kg.shapes.violation import Violation, short
from kg.terms import Triple
from kg.vocabulary import DIPLO, NIF, ONTOLOGY

TERMS, TEXT, PRECISION, TIME = BEYOND_SHACL = ("Terms", "Text", "Precision", "Time")
"""What violations name instead of a shape where no shape judges: see `ontology/shapes.ttl`."""

_A_DAY = timedelta(days=1)  # it may be tomorrow already where an article tells of what happened
_A_FORTNIGHT = timedelta(days=14)  # bounds nearer than that are as good as those of a month
_ENDS_OF: Mapping[URIRef | Literal, tuple[str | tuple[str, ...], str | tuple[str, ...]]] = {
    DIPLO.Month: ("-01", ("-28", "-29", "-30", "-31")),
    DIPLO.Year: ("-01-01", "-12-31"),
    DIPLO.Span: ((), ()),
}
"""How the first and the last day of a term of office end that is known to the month or year; none spans more."""

_BOUNDS = (DIPLO.notBefore, DIPLO.notAfter, DIPLO.heldFrom, DIPLO.heldUntil)
_DONE = frozenset((DIPLO.Held, DIPLO.Completed))

_Said = dict[URIRef, dict[URIRef, list[URIRef | Literal]]]
_COMPARED = (
    *(DIPLO.words, DIPLO.sentence, DIPLO.evidence, DIPLO.inArticle),
    *(DIPLO.notBefore, DIPLO.notAfter, DIPLO.datePrecision, DIPLO.heldFrom, DIPLO.heldUntil),
    *(DIPLO.reportedStatus, DCTERMS.issued),
    *(DIPLO.about, DIPLO.text, NIF.beginIndex, NIF.endIndex, NIF.anchorOf),
)


def judge(graph: list[Triple], terms: frozenset[URIRef]) -> Iterator[Violation]:
    """What is wrong with a graph that no shape sees; `terms` are all that the ontology has."""
    said: _Said = {predicate: {} for predicate in _COMPARED}
    for s, p, o in graph:
        if p in said:
            said[p].setdefault(s, []).append(o)
    yield from _unknown_terms(graph, terms)
    yield from _wrong_texts(said)
    yield from _wrong_passages(said)
    yield from _wrong_evidence(said)
    yield from _wrong_contents(said)
    yield from _told_too_early(said)
    yield from _wrong_precisions(said)
    yield from _wrong_terms_of_office(said)


def _unknown_terms(graph: Iterable[Triple], terms: frozenset[URIRef]) -> Iterator[Violation]:
    """Where a graph has terms that the ontology does not know, as `:particpant`."""
    for s, p, o in graph:
        for term in (p, o):
            if isinstance(term, URIRef) and term not in terms and term.startswith(ONTOLOGY):
                message = f"{short(f'<{term}>')} is no term of the ontology."
                yield Violation(s, short(f"<{p}>"), str(o), message, TERMS)


def _wrong_texts(said: _Said) -> Iterator[Violation]:
    """Reports whose words are not in their sentence, or whose evidence is a passage of another article."""
    for report, all_words in said[DIPLO.words].items():
        for words in all_words:
            if any(str(words) not in str(sentence) for sentence in said[DIPLO.sentence].get(report, ())):
                yield Violation(report, ":words", str(words), "The words of a report stand in its sentence.", TEXT)
    for report, passages in said[DIPLO.evidence].items():
        articles = set(map(str, said[DIPLO.inArticle].get(report, ())))
        for passage in passages:
            if articles and str(passage).partition("#")[0] not in articles:
                message = "The evidence of a report is a passage of the article in which it stands."
                yield Violation(report, ":evidence", str(passage), message, TEXT)


def _wrong_passages(said: _Said) -> Iterator[Violation]:
    """Passages whose words are longer or shorter than their offsets say, or whose names tell other offsets."""
    for passage in said[NIF.beginIndex]:
        offsets = _offsets(said, passage)
        if offsets and str(passage).partition("#char=")[2] not in ("", *(f"{begin},{end}" for begin, end in offsets)):
            message = "A passage that is named by offsets is named by its own."
            yield Violation(passage, "nif:beginIndex", None, message, TEXT)
        for words in said[NIF.anchorOf].get(passage, ()):
            if offsets and len(words) not in {end - begin for begin, end in offsets}:
                message = "The words of a passage are as many characters as lie between its offsets."
                yield Violation(passage, "nif:anchorOf", str(words), message, TEXT)


def _wrong_evidence(said: _Said) -> Iterator[Violation]:
    """Reports longer or shorter than their evidence, and passages within it that have other words than it has there."""
    read: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for report, passages in said[DIPLO.evidence].items():
        spans = [(passage, span) for passage in passages for span in _offsets(said, passage)]
        for words in map(str, said[DIPLO.words].get(report, ())):
            fitting = [(passage, begin, end) for passage, (begin, end) in spans if end - begin == len(words)]
            if spans and not fitting:
                message = "The words of a report are as many characters as its evidence."
                yield Violation(report, ":words", words, message, TEXT)
            for passage, begin, end in fitting:
                read[_text_of(passage)].append((begin, end, words))
    for passage, named in said[NIF.anchorOf].items():
        for (first, last), words in product(_offsets(said, passage), named):
            around = [
                text[first - begin : last - begin]
                for begin, end, text in read[_text_of(passage)]
                if begin <= first < last <= end
            ]
            if any(part != str(words) for part in around):
                message = "The words of a passage are those that its article has there."
                yield Violation(passage, "nif:anchorOf", str(words), message, TEXT)


def _offsets(said: _Said, passage: URIRef | Literal) -> list[tuple[int, int]]:
    """The first and last offsets of a passage, but for such as are no numbers, which a shape finds."""
    pairs = product(*(said[end].get(URIRef(passage), ()) for end in (NIF.beginIndex, NIF.endIndex)))
    return [(int(begin), int(end)) for begin, end in pairs if f"{begin}{end}".isdecimal()]


def _text_of(passage: URIRef | Literal) -> str:
    return str(passage).partition("#")[0]


def _told_too_early(said: _Said) -> Iterator[Violation]:
    """Reports that something was held or completed after their article was published."""
    for report, statuses in said[DIPLO.reportedStatus].items():
        articles = said[DIPLO.inArticle].get(report, ()) if not _DONE.isdisjoint(statuses) else ()
        for article, first in product(articles, said[DIPLO.notBefore].get(report, ())):
            for day in said[DCTERMS.issued].get(URIRef(article), ()):
                if _is_later(str(first), str(day)):
                    message = f"What an article of {day} tells as done was not done later."
                    yield Violation(report, ":notBefore", str(first), message, TIME)


def _is_later(first: str, published: str) -> bool:
    """Whether a day is later than the one after another; a word that is no day is a shape's to find."""
    try:
        return date.fromisoformat(first) > date.fromisoformat(published) + _A_DAY
    except ValueError:
        return False


def _wrong_contents(said: _Said) -> Iterator[Violation]:
    """Statements of which a piece of the text stands in no report of them."""
    told: dict[URIRef | Literal, list[str]] = defaultdict(list)
    for report, matters in said[DIPLO.about].items():
        for matter in matters:
            told[matter] += map(str, said[DIPLO.words].get(report, ()))
    for statement, texts in said[DIPLO.text].items():
        for text in texts:
            pieces = str(text).split(" … ")
            if told[statement] and not all(any(piece in words for words in told[statement]) for piece in pieces):
                message = "The text of a statement stands in the words of its report."
                yield Violation(statement, ":text", str(text), message, TEXT)


def _wrong_precisions(said: _Said) -> Iterator[Violation]:
    """Dates that call themselves more or less precise than their bounds are, or have none."""
    for node, precisions in said[DIPLO.datePrecision].items():
        if not any(node in said[bound] for bound in _BOUNDS):
            yield Violation(node, ":datePrecision", None, "What has a precision has a first or a last day.", PRECISION)
        for first, last in product(said[DIPLO.notBefore].get(node, ()), said[DIPLO.notAfter].get(node, ())):
            right = _precision(str(first), str(last))
            for precision in precisions:
                if right and str(first) <= str(last) and precision != right:
                    message = f"A date from {first} to {last} has the precision {short(f'<{right}>')}."
                    yield Violation(node, ":datePrecision", short(f"<{precision}>"), message, PRECISION)


def _wrong_terms_of_office(said: _Said) -> Iterator[Violation]:
    """Terms of office that are known to the month or year and neither begin nor end with one."""
    for holding, precisions in said[DIPLO.datePrecision].items():
        begun, ended = (list(map(str, said[p].get(holding, ()))) for p in (DIPLO.heldFrom, DIPLO.heldUntil))
        for precision in precisions:
            first, last = _ENDS_OF.get(precision, ("", ""))
            fits = any(day.endswith(first) for day in begun) or any(day.endswith(last) for day in ended)
            if (begun or ended) and not fits:
                message = "A term of office known to the month or year begins with its first day or ends with its last."
                yield Violation(holding, ":datePrecision", short(f"<{precision}>"), message, PRECISION)


def _precision(first: str, last: str) -> URIRef | None:
    """The precision of these bounds; `None` where one is no day of the calendar, which a shape finds."""
    try:
        apart = date.fromisoformat(last) - date.fromisoformat(first)
    except ValueError:
        return None
    if not apart:
        return DIPLO.Day
    if first[:7] == last[:7] or apart < _A_FORTNIGHT:
        return DIPLO.Month
    return DIPLO.Year if first[:4] == last[:4] else DIPLO.Span
