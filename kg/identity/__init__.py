"""Which IRIs stand for one thing, and which records are misread: what was decided, applied to the graphs of articles.

Linking gives each article its IRIs by that article alone. What is decided afterwards stands in the journal, whose
graphs stay as they were read; the store gets them with canonical IRIs. So whatever is withdrawn leaves no trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from kg.identity.misread import Misread, without_misread
from kg.iris import FIXED
from kg.journal import Decision, Kind
from kg.terms import Triple

JOINING = (Kind.LINK, Kind.SAME)
"""Decisions that make two one."""

FAMILIES = ("meeting", "project", "person")
"""What may be one thing under two IRIs."""

_TYPE, _LABEL = RDF.type, RDFS.label  # rdflib makes each anew when asked


@dataclass(frozen=True, slots=True)
class Identity:
    """The decisions that hold, ready to be applied.

    `canonical` has every IRI that another one stands for; `labels` what each of these others is called.
    """

    canonical: Mapping[URIRef, URIRef] = field(default_factory=dict)
    labels: Mapping[URIRef, str] = field(default_factory=dict)
    misread: Mapping[URIRef, list[Misread]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Collection[Decision]) -> Identity:
        """What these decisions come to, in whatever order they were made."""
        canonical: dict[URIRef, URIRef] = {}
        labels: dict[URIRef, str] = {}
        joining = [decision for decision in decisions if decision.kind in JOINING]
        ranks = _ranks(joining)
        names = {
            iri: label
            for d in reversed(joining)
            for iri, label in zip((d.one, d.other), d.labels, strict=True)
            if label
        }
        for group in groups((d.one, d.other) for d in joining):
            first = min(group, key=ranks.__getitem__)
            canonical |= dict.fromkeys(group - {first}, first)
            if named := group & names.keys():
                labels[first] = names[min(named, key=ranks.__getitem__)]
        misread: dict[URIRef, list[Misread]] = defaultdict(list)
        for decision in decisions:
            if decision.kind is Kind.WRONG:
                misread[article_of(decision.one)].append(Misread(decision.one, decision.words))
        return cls(canonical, labels, misread)

    def of_iri(self, iri: URIRef) -> URIRef:
        """The IRI that stands for this one: itself, unless it was merged into another."""
        return self.canonical.get(iri, iri)

    def apply(self, article: URIRef, triples: Iterable[Triple]) -> set[Triple]:
        """The graph of an article as the store is to hold it, from the one that was read."""
        kept = set(triples)
        if article in self.misread:
            kept = without_misread(kept, self.misread[article])
        if not self.canonical:
            return kept
        return {told for triple in kept for told in self._canonical_triples(triple)}

    def _canonical_triples(self, triple: Triple) -> Iterator[Triple]:
        subject, relation, value = triple
        about = self.canonical.get(subject, subject)
        if about in self.labels or about is not subject:
            if relation == _LABEL:
                yield from self._names(subject, about, value)
                return
            if relation == _TYPE and about.startswith(FIXED):
                return  # `graph/reference` describes it
        yield about, relation, self.canonical.get(value, value) if isinstance(value, URIRef) else value

    def _names(self, subject: URIRef, about: URIRef, value: URIRef | Literal) -> Iterator[Triple]:
        """One label for one IRI; what a merged person was called is another name of it."""
        label = Literal(self.labels[about]) if about in self.labels else value
        if not about.startswith(FIXED):
            yield about, _LABEL, label
        if about != subject and value != label and family(about) == "person":
            yield about, SKOS.altLabel, value


def family(iri: str) -> str:
    """Of which family an IRI is, by its path: `meeting`, `person`."""
    return iri.rpartition("/")[0].rpartition("/")[2]


def article_of(record: URIRef) -> URIRef:
    """The article of a report or passage, whose IRIs are fragments of its own."""
    return URIRef(record.partition("#")[0])


class Groups:
    """IRIs that are joined, directly or over others."""

    def __init__(self) -> None:
        self._of: dict[URIRef, set[URIRef]] = {}

    def join(self, one: URIRef, other: URIRef) -> bool:
        """Join two; returns whether they were apart."""
        mine, theirs = self._of.setdefault(one, {one}), self._of.setdefault(other, {other})
        if mine is theirs:
            return False
        mine |= theirs
        self._of |= dict.fromkeys(theirs, mine)
        return True

    def has_joined(self, one: URIRef, other: URIRef) -> bool:
        """Whether the two are in one group."""
        return one in self._of and self._of[one] is self._of.get(other)

    def __iter__(self) -> Iterator[set[URIRef]]:
        """Each group once."""
        return iter({id(group): group for group in self._of.values()}.values())


def groups(pairs: Iterable[tuple[URIRef, URIRef]]) -> Groups:
    """The IRIs that these pairs join."""
    found = Groups()
    for one, other in pairs:
        found.join(one, other)
    return found


def _ranks(joining: Iterable[Decision]) -> dict[URIRef, tuple[bool, int, str]]:
    """What tells which IRI stays: that of the reference tables, else the one that was told first."""
    ranks: dict[URIRef, tuple[bool, int, str]] = {}
    for decision in joining:
        for iri, age in zip((decision.one, decision.other), decision.ages, strict=True):
            rank = not iri.startswith(FIXED), age, str(iri)
            ranks[iri] = min(rank, ranks.get(iri, rank))
    return ranks
