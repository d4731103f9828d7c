"""What somebody says about identity, checked against the store and what was said before, as decisions.

What people say wins: links of the machine that stand against it are withdrawn with it. What two people say must agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, URIRef
from rdflib.term import Node

from kg.errors import CurationError, UnknownResource
from kg.identity import FAMILIES, JOINING, Identity, family
from kg.identity.misread import digest_of_words
from kg.identity.telling import graphs_telling
from kg.iris import FIXED
from kg.journal import Decision, Journal, Kind
from kg.store import GraphStore
from kg.vocabulary import DIPLO

KINDS_OF_MEETING = frozenset((DIPLO.Visit, DIPLO.Summit, DIPLO.PhoneCall, DIPLO.PressConference, DIPLO.Negotiation))

_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")
_REPORTS = f"SELECT DISTINCT ?report ?entity WHERE {{ ?report <{DIPLO.about}> ?entity }}"
_FACTS = "SELECT ?entity ?property ?value WHERE { ?entity ?property ?value }"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be decided, and which decisions are withdrawn, by their numbers, each for its reason."""

    decisions: list[Decision]
    withdrawn: dict[int, str]


def say_same(journal: Journal, store: GraphStore, one: str, other: str, reason: str) -> Change:
    """That two are one; raises `CurationError` where they cannot be, or earlier decisions say otherwise."""
    decision = _pair(journal, store, Kind.SAME, one, other, reason)
    if decision.one.startswith(FIXED) and decision.other.startswith(FIXED):
        raise CurationError("both are of the reference tables, which tell them apart: correct the tables")
    return _change(journal, decision)


def say_different(journal: Journal, store: GraphStore, one: str, other: str, reason: str) -> Change:
    """That two are not one; raises `CurationError` where earlier decisions say that they are."""
    return _change(journal, _pair(journal, store, Kind.DIFFERENT, one, other, reason))


def _change(journal: Journal, decision: Decision) -> Change:
    holding = journal.decisions()
    for earlier in _of_kind(holding, decision.kind):
        if {earlier.one, earlier.other, earlier.words} == {decision.one, decision.other, decision.words}:
            raise CurationError(f"entry {earlier.number} says so already ({earlier.reason})")
    return Change([decision], _withdrawn([*holding, decision]))


def say_wrong(journal: Journal, store: GraphStore, record: str, reason: str) -> Change:
    """That a record is misread; it goes by the IRI of its report, or of its statement."""
    report = _report(store, _iri(record))
    words = [value for p, value in _facts(store, report) if p == DIPLO.words]
    if not words:
        raise UnknownResource(
            f"the graph holds no record {record}: give the IRI of a report, as article/…#meeting-177-321"
        )
    misread = digest_of_words(str(words[0]))
    return _change(journal, Decision(Kind.WRONG, report, report, reason, words=misread))


def undo(journal: Journal, number: int, reason: str) -> Change:
    """That what somebody said in an entry holds no longer; raises `CurationError` where it is none of these."""
    found = next((decision for decision in journal.decisions() if decision.number == number), None)
    if found is None:
        raise CurationError(f"entry {number} is no decision that holds; kg curate list shows those that do")
    if found.kind is Kind.LINK:
        told = f"kg curate different {found.one} {found.other}"
        raise CurationError(f"entry {number} is a link that the machine made, and would make again: say {told}")
    return Change([], {number: reason})


def contradicted(decisions: Iterable[Decision]) -> tuple[Decision, list[Decision]] | None:
    """A decision that two are different, with those that join them nevertheless, from the one to the other."""
    holding = list(decisions)
    joining = [decision for decision in holding if decision.kind in JOINING]
    for different in _of_kind(holding, Kind.DIFFERENT):
        if path := _path(joining, different.one, different.other):
            return different, path
    return None


def _withdrawn(decisions: list[Decision]) -> dict[int, str]:
    """Which links of the machine have to go so that what people say agrees; the newest ones go."""
    withdrawn: dict[int, str] = {}
    while found := contradicted(d for d in decisions if d.number not in withdrawn):
        different, path = found
        links = [decision for decision in path if decision.kind is Kind.LINK]
        if not links:
            raise CurationError(_contradiction(different, path))
        newest = max(links, key=lambda link: link.number)
        by = f"entry {different.number} says" if different.number else "it is said now"
        withdrawn[newest.number] = f"{by} that {different.one} and {different.other} are not one: {different.reason}"
    return withdrawn


def _contradiction(different: Decision, path: list[Decision]) -> str:
    earlier = [d for d in (*path, different) if d.number]
    told = "; ".join(
        f"entry {d.number} says that {d.one} and {d.other} are {'' if d.kind is Kind.SAME else 'not '}one ({d.reason})"
        for d in earlier
    )
    return f"that contradicts what was decided before: {told}. Take back what is wrong with kg curate undo ENTRY"


def _path(joining: list[Decision], one: URIRef, other: URIRef) -> list[Decision]:
    """The decisions that lead from one to the other, as few as possible; none where they are not joined."""
    if one == other:
        return []
    beside: dict[URIRef, list[Decision]] = defaultdict(list)
    for decision in joining:
        beside[decision.one].append(decision)
        beside[decision.other].append(decision)
    came: dict[URIRef, list[Decision]] = {one: []}
    waiting = [one]
    for place in waiting:  # grows while it is walked
        for decision in beside[place]:
            end = decision.other if decision.one == place else decision.one
            if end not in came:
                came[end] = [*came[place], decision]
                waiting.append(end)
    return came.get(other, [])


def _pair(journal: Journal, store: GraphStore, kind: Kind, one: str, other: str, reason: str) -> Decision:
    if one == other:
        raise CurationError(f"{one} is given twice: give two different IRIs")
    first, second = (_known(journal, store, _iri(given)) for given in (one, other))
    if family(first.iri) != family(second.iri):
        raise CurationError(f"a {family(first.iri)} and a {family(second.iri)} cannot be one: give two of one kind")
    if first.kinds and second.kinds and first.kinds != second.kinds and kind is Kind.SAME:
        names = " and a ".join(",".join(sorted(k.rpartition("#")[2] for k in known.kinds)) for known in (first, second))
        raise CurationError(f"a {names} cannot be one: give two of one kind")
    return Decision(kind, first.iri, second.iri, reason, (first.age, second.age), (first.label, second.label))


def _iri(given: str) -> URIRef:
    if not _IRI.fullmatch(given):
        raise CurationError(f"{given!r} is no IRI: give one whole, such as http://127.0.0.1:8000/meeting/2b…")
    return URIRef(given)


@dataclass(frozen=True, slots=True)
class _Known:
    """An entity that may be one with another: how early it was told, what it is called, of which kinds it is."""

    iri: URIRef
    age: int
    label: str
    kinds: frozenset[str]


def _known(journal: Journal, store: GraphStore, iri: URIRef) -> _Known:
    holding = journal.decisions()
    current = Identity.of(holding).of_iri(iri)
    facts = _facts(store, current)
    if not facts:
        raise UnknownResource(f"the graph holds nothing about {iri}: give the whole IRI, as its page shows it")
    if family(iri) not in FAMILIES:
        raise CurationError(f"{iri} is none of {', '.join(FAMILIES)}: only these may be one under two IRIs")
    kinds = frozenset(str(value) for p, value in facts if p == RDF.type and value in KINDS_OF_MEETING)
    for decision in holding:
        for known, age, label in zip((decision.one, decision.other), decision.ages, decision.labels, strict=True):
            if known == iri and decision.kind in JOINING:
                return _Known(iri, age, label, kinds)
    label = min((str(value) for p, value in facts if p == RDFS.label), default="")
    return _Known(iri, journal.age(graphs_telling(store, [iri])), label, kinds)


def _facts(store: GraphStore, entity: URIRef) -> list[tuple[Node, Node]]:
    return [(row["property"], row["value"]) for row in store.select(_FACTS, {"entity": entity})]


def _report(store: GraphStore, record: URIRef) -> URIRef:
    """The report that is meant by its own IRI, or by that of what it alone tells, as a statement."""
    if "#" in record:
        return record
    reports = sorted(URIRef(str(row["report"])) for row in store.select(_REPORTS, {"entity": record}))
    if len(reports) > 1:
        raise CurationError(f"{record} is told by {len(reports)} records: give one of them, such as {reports[0]}")
    return reports[0] if reports else record


def _of_kind(decisions: Iterable[Decision], kind: Kind) -> Iterator[Decision]:
    return (decision for decision in decisions if decision.kind is kind)
