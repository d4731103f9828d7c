"""Which articles have the text of an earlier one: wire copies and re-posts.

An article is a version of the earliest article whose text it has, by and large (`kg.fingerprint`). Each link is drawn
between two texts that were compared: a round-up that holds two reports makes no copies of these. Links depend on the
set of articles alone, whatever was written in which order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, URIRef

from kg.derivation.rules import Rules, among, triple_of
from kg.fingerprint import LEAST_SHARED, is_same_text
from kg.store import GraphStore, Row
from kg.terms import Triple
from kg.vocabulary import DIPLO, SCHEMA

Firsts = dict[URIRef, URIRef | None]
"""Of which earlier article each is a version; `None` for one that is of none."""

_COMPARED = frozenset((DCTERMS.issued, SCHEMA.wordCount, DIPLO.outlet))
_HAS_PART = DCTERMS.hasPart  # rdflib makes each anew when asked
_UNDATED = "~"  # after all days


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as far as it is compared with others.

    `first` is the rank of the one of which the store says that it is a version.
    """

    article: URIRef
    day: str
    words: int
    outlets: frozenset[str]
    first: tuple[str, str] | None = None

    @property
    def rank(self) -> tuple[str, str]:
        """What tells which of two is the earlier one: the day, then an order that never changes."""
        return self.day, str(self.article)

    def is_that_of(self, other: _Text, shared: int) -> bool:
        """Whether the text is that of another one with which it shares so many parts."""
        return is_same_text(shared, self.words, other.words, not self.outlets.isdisjoint(other.outlets))


class Copies:
    """Compares articles that are about to be written with one another and with those that are stored."""

    def __init__(self, rules: Rules, store: GraphStore, written: Mapping[URIRef, Iterable[Triple]]) -> None:
        self._rules = rules
        self._store = store
        self._written = {article: _read_text(article, triples) for article, triples in written.items()}
        self._parts = {article: _parts(triples) for article, triples in written.items()}
        self._having: dict[URIRef, list[URIRef]] = defaultdict(list)
        for article, parts in self._parts.items():
            for part in parts:
                self._having[part].append(article)

    def firsts(self) -> Firsts:
        """Of which earlier article each is a version: of those written, and of stored ones for which it may change."""
        texts = {**self._written, **self._hanging()}
        found: Firsts = dict.fromkeys(texts)
        later: Firsts = {}
        for text in sorted(texts.values(), key=lambda text: text.rank):
            others = self._same(text)
            found[text.article] = next((other.article for other in others if other.rank < text.rank), None)
            for other in others:
                is_open = other.article not in found and other.article not in later
                if is_open and _comes_first(text, other):
                    later[other.article] = text.article
        return found | later

    def _hanging(self) -> dict[URIRef, _Text]:
        """The stored articles that are versions of those written, or of versions of these, and may be no longer."""
        hanging = self.versions_of(self._written) - set(self._written)
        told = {article: list(self._store.graph(article)) for article in hanging}
        self._parts |= {article: _parts(triples) for article, triples in told.items()}
        return {article: _read_text(article, triples) for article, triples in told.items()}

    def versions_of(self, articles: Collection[URIRef]) -> set[URIRef]:
        """Those of which the store says that they are versions of these, or of versions of these."""
        rows = self._store.select(among(self._rules.versions, articles)) if articles else ()
        return {URIRef(str(row["article"])) for row in rows}

    def matters_in(self, articles: set[URIRef]) -> set[URIRef]:
        """The meetings and projects of which these stored articles tell."""
        rows = self._store.select(among(self._rules.matters, articles)) if articles else ()
        return {URIRef(str(row["matter"])) for row in rows}

    def lineage(self, articles: Iterable[URIRef], firsts: Firsts) -> set[Triple]:
        """Back to the earliest, of which article each is a version, and the outlets of all."""
        found: set[Triple] = set()
        seen: set[URIRef] = set()
        open_ = set(articles)
        while open_:
            seen |= open_
            told = set(self._told_of(open_, firsts))
            found |= told
            open_ = {value for _, p, value in told if p == DCTERMS.isVersionOf and isinstance(value, URIRef)} - seen
        return found

    def _told_of(self, articles: set[URIRef], firsts: Firsts) -> Iterator[Triple]:
        for article in articles:
            if first := firsts.get(article):
                yield article, DCTERMS.isVersionOf, first
            if article in self._written:
                yield from ((article, DIPLO.outlet, URIRef(outlet)) for outlet in self._written[article].outlets)
        stored = articles - set(self._written)
        for triple in map(triple_of, self._store.select(among(self._rules.lineage, stored))) if stored else ():
            if triple[1] != DCTERMS.isVersionOf or triple[0] not in firsts:
                yield triple

    def _same(self, text: _Text) -> list[_Text]:
        """The other articles that have the text, the earliest first."""
        parts = self._parts[text.article]
        shared = Counter(article for part in parts for article in self._having[part])
        others = [(self._written[article], number) for article, number in shared.items()]
        others += self._stored_like(text) if len(parts) >= LEAST_SHARED else ()
        same = (other for other, number in others if other.article != text.article and text.is_that_of(other, number))
        return sorted(same, key=lambda other: other.rank)

    def _stored_like(self, text: _Text) -> list[tuple[_Text, int]]:
        """The stored articles that may have the text, each with how many parts it shares."""
        found: dict[URIRef, tuple[int, int]] = {}
        for row in self._store.select(among(self._rules.sharing, self._parts[text.article])):
            article, shared, words = URIRef(str(row["article"])), int(str(row["shared"])), int(str(row["words"]))
            if article not in self._written and is_same_text(shared, text.words, words):
                found[article] = shared, words
        told: dict[URIRef, list[Row]] = {article: [] for article in found}
        for row in self._store.select(among(self._rules.texts, found)) if found else ():
            told[URIRef(str(row["article"]))].append(row)
        return [(_stored_text(article, found[article][1], rows), found[article][0]) for article, rows in told.items()]


def _comes_first(text: _Text, other: _Text) -> bool:
    """Whether a text is earlier than another one and than that of which the other is known to be a version."""
    return text.rank < (other.first or other.rank)


def _read_text(article: URIRef, triples: Iterable[Triple]) -> _Text:
    values: dict[URIRef, list[str]] = defaultdict(list)
    for _, relation, value in triples:
        if relation in _COMPARED:
            values[relation].append(str(value))
    day = min(values[DCTERMS.issued], default=_UNDATED)
    return _Text(article, day, int(max(values[SCHEMA.wordCount], default=0)), frozenset(values[DIPLO.outlet]))


def _stored_text(article: URIRef, words: int, rows: list[Row]) -> _Text:
    """An article of which rows tell the day, the outlets, and of which other one it is a version."""
    told = rows[0]
    first = (str(told.get("begun", _UNDATED)), str(told["first"])) if "first" in told else None
    outlets = frozenset(str(row["outlet"]) for row in rows if "outlet" in row)
    return _Text(article, str(told.get("day", _UNDATED)), words, outlets, first)


def _parts(triples: Iterable[Triple]) -> set[URIRef]:
    return {value for _, p, value in triples if p == _HAS_PART and isinstance(value, URIRef)}
