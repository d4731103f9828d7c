"""Events that keep their IRI when a new edition of the article, or a new reading of it, corrects their day.

Seen when a graph is replaced, for only then are both known: what the article told before is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from rdflib import URIRef

from kg.identity import Identity, family
from kg.identity.curation import contradicted
from kg.identity.linking import CORRECTED
from kg.identity.matters import Matter, read_matters
from kg.identity.telling import graphs_telling
from kg.journal import Decision, IngestLog, Kind
from kg.store import GraphStore
from kg.terms import Triple

ALIKE = 0.6
"""The least part of the letters of two sentences that are the same, in order, where one is the other one corrected."""

_EVENTS = ("meeting", "project")


def find_corrections(
    journal: IngestLog, store: GraphStore, identity: Identity, graphs: Mapping[URIRef, Iterable[Triple]]
) -> list[Decision]:
    """The links from the IRIs that events have in new graphs of articles to those that they had in the store.

    One event of its kind and participants is gone and nobody else tells of it, one has come, and their sentences are by
    and large the same.
    """
    found: list[Decision] = []
    for article, triples in graphs.items():
        old = _events(article, store.graph(article))
        new = _events(article, identity.apply(article, triples)) if old else {}
        for gone, come in _corrected(old, new):
            link = _link(article, gone, come, journal.age([article]))
            if _is_told_by(article, store, gone) and not contradicted([*journal.decisions(), *found, link]):
                found.append(link)
    return found


def _is_told_by(article: URIRef, store: GraphStore, matter: Matter) -> bool:
    """Whether of all articles this one alone tells of it."""
    articles = article.rpartition("/")[0]
    return {g for g in graphs_telling(store, [matter.iri]) if g.rpartition("/")[0] == articles} == {article}


def _events(article: URIRef, triples: Iterable[Triple]) -> dict[URIRef, Matter]:
    return {matter.iri: matter for matter in read_matters(article, 0, triples) if family(matter.iri) in _EVENTS}


def _corrected(old: Mapping[URIRef, Matter], new: Mapping[URIRef, Matter]) -> Iterator[tuple[Matter, Matter]]:
    gone = [matter for iri, matter in old.items() if iri not in new]
    come = [matter for iri, matter in new.items() if iri not in old]
    for one in gone:
        rivals = [other for other in gone if _likeness(other) == _likeness(one)]
        successors = [other for other in come if _likeness(other) == _likeness(one)]
        if len(rivals) == len(successors) == 1 and _in_like_words(one, successors[0]):
            yield one, successors[0]


def _likeness(matter: Matter) -> tuple[frozenset[URIRef], frozenset[tuple[URIRef, URIRef]]]:
    return frozenset(matter.kinds), frozenset(matter.roles)


def _in_like_words(one: Matter, other: Matter) -> bool:
    matcher = SequenceMatcher(autojunk=False)
    for sentence in one.sentences:
        matcher.set_seq2(sentence)
        for another in other.sentences:
            matcher.set_seq1(another)
            if matcher.ratio() >= ALIKE:
                return True
    return False


def _link(article: URIRef, gone: Matter, come: Matter, age: int) -> Decision:
    reason = "the article that told of the one tells of the other in its place, in like words"
    labels = come.label, gone.label
    return Decision(Kind.LINK, come.iri, gone.iri, reason, (age + 1, age), labels, CORRECTED, (str(article),))
