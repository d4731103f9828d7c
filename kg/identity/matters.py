"""What articles tell of each meeting, project and person, as far as it shows who and what is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.identity import FAMILIES, Identity, family
from kg.iris import FIXED
from kg.terms import Triple
from kg.vocabulary import DIPLO

Days = tuple[date, date]
"""The first and the last day on which something may have been."""

_TYPE, _LABEL, _ALSO = RDF.type, RDFS.label, SKOS.altLabel  # rdflib makes each anew when asked
_ROLES = frozenset(
    (DIPLO.participant, DIPLO.guest, DIPLO.chair, DIPLO.mediator, DIPLO.hostedBy, DIPLO.inFormat, DIPLO.party)
)
_ABOUT, _STATUS, _NOT_BEFORE, _NOT_AFTER = DIPLO.about, DIPLO.reportedStatus, DIPLO.notBefore, DIPLO.notAfter
_HOLDER, _OFFICE, _OFFICE_OF, _ATTESTED = DIPLO.holder, DIPLO.office, DIPLO.officeOf, DIPLO.attestedOn
_DAY_IN_WORDS, _PLACE = DIPLO.reportedDate, DIPLO.reportedPlace
_SENTENCE, _ISSUED = DIPLO.sentence, DCTERMS.issued
_NEWS = timedelta(days=2)


@dataclass(slots=True)
class Matter:
    """A meeting, project or person by one IRI.

    `age` is the entry with which the journal first told of it; `articles` tell of it, each with its first entry.
    `days` has the bounds that reports give; `within` those that they give in words, cut at the day of the article,
    before which is what was held and after which what is planned; `news` the days just before an article that tells
    of what was held in no such words; `held` the offices of a person, each with owner and day.
    """

    iri: URIRef
    age: int
    articles: dict[URIRef, int] = field(default_factory=dict)
    kinds: set[URIRef] = field(default_factory=set)
    roles: set[tuple[URIRef, URIRef]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    label: str = ""
    days: set[Days] = field(default_factory=set)
    within: set[Days] = field(default_factory=set)
    news: set[Days] = field(default_factory=set)
    statuses: set[Node] = field(default_factory=set)
    places: set[Node] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)
    held: set[tuple[URIRef, URIRef, date]] = field(default_factory=set)

    def take_in(self, other: Matter, identity: Identity) -> None:
        """Tell also what is told of the other one, with canonical IRIs."""
        self.age = min(self.age, other.age)
        self.articles |= other.articles
        for part in ("kinds", "names", "days", "within", "news", "statuses", "places", "sentences", "held"):
            getattr(self, part).update(getattr(other, part))
        self.roles |= {(role, identity.of_iri(actor)) for role, actor in other.roles}
        self.label = self.label or other.label

    @property
    def actors(self) -> set[URIRef]:
        """Who takes part, in whatever role."""
        return {actor for _, actor in self.roles}

    @property
    def day(self) -> date | None:
        """The day, where every report that dates it gives this one."""
        (first, last), *others = self.days or {(date.min, date.max)}
        return first if first == last and not others else None


def read_matters(article: URIRef, age: int, triples: Iterable[Triple]) -> list[Matter]:
    """What one graph tells of each meeting, project and person that the installation has named."""
    about: dict[URIRef, list[tuple[URIRef, URIRef | Literal]]] = defaultdict(list)
    for subject, relation, value in triples:
        about[subject].append((relation, value))
    found: dict[Node, Matter] = {}
    for subject, facts in about.items():
        if (_TYPE, DIPLO.Report) not in facts and family(subject) in FAMILIES and not subject.startswith(FIXED):
            found[subject] = _read(Matter(subject, age, {article: age}), facts)
    issued = dict(about[article]).get(_ISSUED)
    published = date.fromisoformat(str(issued)[:10]) if issued else None
    for facts in about.values():
        told = dict(facts)
        if (matter := found.get(told.get(_ABOUT, article))) and _ABOUT in told:
            _report(matter, told, published)
        if (matter := found.get(told.get(_HOLDER, article))) and _HOLDER in told:
            matter.held.update(_holding(told))
    return list(found.values())


def _read(matter: Matter, facts: Iterable[tuple[URIRef, URIRef | Literal]]) -> Matter:
    for relation, value in facts:
        if relation == _TYPE and isinstance(value, URIRef):
            matter.kinds.add(value)
        elif relation in _ROLES and isinstance(value, URIRef):
            matter.roles.add((relation, value))
        elif relation in (_LABEL, _ALSO):
            matter.names.add(str(value))
            matter.label = str(value) if relation == _LABEL else matter.label
    return matter


def _report(matter: Matter, told: Mapping[URIRef, URIRef | Literal], published: date | None) -> None:
    if _NOT_BEFORE in told and _NOT_AFTER in told:
        first, last = (date.fromisoformat(str(told[bound])[:10]) for bound in (_NOT_BEFORE, _NOT_AFTER))
        matter.days.add((first, last))
        if _DAY_IN_WORDS in told:
            matter.within.add(_cut(first, last, told.get(_STATUS), published))
    if published and _DAY_IN_WORDS not in told and told.get(_STATUS) == DIPLO.Held:
        matter.news.add((published - _NEWS, published))
    if _STATUS in told:
        matter.statuses.add(told[_STATUS])
    if _PLACE in told:
        matter.places.add(told[_PLACE])
    if _SENTENCE in told:
        matter.sentences.add(str(told[_SENTENCE]))


def _cut(first: date, last: date, status: Node | None, published: date | None) -> Days:
    if published and status == DIPLO.Held and first <= published:
        return first, min(last, published)
    if published and status == DIPLO.Planned and published <= last:
        return max(first, published), last
    return first, last


def _holding(told: Mapping[URIRef, URIRef | Literal]) -> Iterator[tuple[URIRef, URIRef, date]]:
    office, owner, day = (told.get(part) for part in (_OFFICE, _OFFICE_OF, _ATTESTED))
    if isinstance(office, URIRef) and isinstance(owner, URIRef) and day is not None:
        yield office, owner, date.fromisoformat(str(day)[:10])


def joined(matters: Collection[Matter], identity: Identity) -> list[Matter]:
    """The matters by their canonical IRIs, in the order of their age."""
    found: dict[URIRef, Matter] = {}
    for matter in matters:
        iri = identity.of_iri(matter.iri)
        found.setdefault(iri, Matter(iri, matter.age)).take_in(matter, identity)
    return sorted(found.values(), key=lambda matter: (matter.age, matter.iri))
