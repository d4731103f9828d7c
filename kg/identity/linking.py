"""Which links hold by what all articles tell now: what `kg link` makes, and what it splits.

The links are found as if there were none, so that one whose reasons are gone is not its own reason. What stays is what
people say, an IRI that no article gives any longer, and what a correction told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from rdflib import URIRef

from kg.identity import JOINING, Identity, groups
from kg.identity.curation import Change, contradicted
from kg.identity.matters import Matter, joined, read_matters
from kg.identity.rules import RULES, Found, are_told_apart, may_coincide
from kg.journal import Decision, Journal, Kind

CORRECTED = "event.corrected"
"""The rule of links that are made when an article is replaced, which is when its older self is known."""

_EVIDENCE = 2  # articles on each side, the first that told of it


def relink(journal: Journal) -> Change:
    """The links to make and, by their numbers, those to split, from the graphs in the journal."""
    holding = journal.decisions()
    misread = Identity(misread=Identity.of(holding).misread)
    matters = []
    for article in sorted(journal.names()):
        matters += read_matters(article, journal.age([article]), misread.apply(article, journal.graph(article)))
    return changes(matters, holding)


def changes(matters: Collection[Matter], holding: Collection[Decision]) -> Change:
    """What is to be decided, from what articles tell and what holds."""
    told: dict[URIRef, list[Matter]] = defaultdict(list)
    for matter in matters:
        told[matter.iri].append(matter)
    links = [decision for decision in holding if decision.kind is Kind.LINK]
    kept = [decision for decision in holding if decision.kind is not Kind.LINK or _stays(decision, told)]
    found = _found(matters, holding, kept)
    wanted = groups(_ends([*kept, *found]))
    still = [link for link in links if wanted.has_joined(link.one, link.other)]
    split = {link.number: _why_split(link) for link in links if not wanted.has_joined(link.one, link.other)}
    joined_already = groups(_ends([*kept, *still]))
    return Change([link for link in found if joined_already.join(link.one, link.other)], split)


def _ends(decisions: Iterable[Decision]) -> Iterator[tuple[URIRef, URIRef]]:
    return ((decision.one, decision.other) for decision in decisions if decision.kind in JOINING)


def _stays(link: Decision, told: Mapping[URIRef, list[Matter]]) -> bool:
    """Whether there is nothing to judge a link by anew: an IRI of it is in no article any longer."""
    one, other = ([days for matter in told.get(iri, ()) for days in matter.days] for iri in (link.one, link.other))
    is_idle = link.one not in told or link.other not in told
    return is_idle or (link.rule == CORRECTED and may_coincide(one, other))


def _why_split(link: Decision) -> str:
    return f"by what articles tell now, {link.rule} holds no longer, or not of these two alone"


def _found(matters: Collection[Matter], holding: Iterable[Decision], kept: list[Decision]) -> list[Decision]:
    """The links by the rules, each rule upon what those before it found, until there are no more."""
    ages = {iri: age for d in holding for iri, age in zip((d.one, d.other), d.ages, strict=True) if age}
    found: list[Decision] = []
    refused: set[frozenset[URIRef]] = set()
    grows = True
    while grows:
        grows = False
        for rule in RULES:
            as_one = joined(matters, Identity.of([*kept, *found]))
            new = [_link(two, ages) for two in _sure(rule(as_one)) if _pair(two) not in refused]
            found += new
            grows = grows or bool(new)
            found, against = _agreeing(kept, found)
            refused |= against
    return found


def _agreeing(kept: list[Decision], found: list[Decision]) -> tuple[list[Decision], set[frozenset[URIRef]]]:
    """Those found that join nothing of which people say that it is two, and the pairs of the others."""
    refused: set[frozenset[URIRef]] = set()
    while against := contradicted([*kept, *found]):
        doubtful = [decision for decision in against[1] if decision in found]
        refused |= {frozenset((decision.one, decision.other)) for decision in doubtful}
        found = [decision for decision in found if decision not in doubtful]
        if not doubtful:
            break
    return found, refused


def _pair(two: Found) -> frozenset[URIRef]:
    return frozenset((two.one.iri, two.other.iri))


def _sure(found: Iterable[Found]) -> Iterator[Found]:
    """As many of these pairs as join them; none where, of all that they join, an article tells two apart."""
    pairs = list(found)
    matters = {matter.iri: matter for two in pairs for matter in (two.one, two.other)}
    for group in groups((two.one.iri, two.other.iri) for two in pairs):
        if any(are_told_apart(matters[one], matters[other]) for one, other in combinations(sorted(group), 2)):
            continue
        reached: set[frozenset[URIRef]] = {frozenset((iri,)) for iri in group}
        for two in (two for two in pairs if two.one.iri in group):
            parts = {part for part in reached if part & _pair(two)}
            if len(parts) > 1:
                reached = reached - parts | {frozenset().union(*parts)}
                yield two


def _link(two: Found, ages: dict[URIRef, int]) -> Decision:
    older, newer = sorted((two.one, two.other), key=lambda matter: (ages.get(matter.iri, matter.age), matter.iri))
    evidence = [article for matter in (older, newer) for article in _first_articles(matter)]
    return Decision(
        Kind.LINK,
        newer.iri,
        older.iri,
        two.reason,
        (ages.get(newer.iri, newer.age), ages.get(older.iri, older.age)),
        (newer.label, older.label),
        two.rule,
        tuple(dict.fromkeys(map(str, evidence))),
    )


def _first_articles(matter: Matter) -> list[URIRef]:
    return sorted(matter.articles, key=lambda article: (matter.articles[article], article))[:_EVIDENCE]
