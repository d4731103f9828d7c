"""Which known entity a name stands for, and which event a report is about.

Between extraction and mapping: records come in with names and leave with IRIs. A name is looked up in the
reference tables; what they do not hold gets an IRI of this installation. It writes no triples of an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from kg.iris import (
    Entity,
    Iris,
    anchors,
    body_label,
    fold,
    organisation_iri,
    person_label,
    place_iri,
    state_iri,
    territory_iri,
    title_case,
    with_article,
)
from kg.records import Actor, ActorType, Article, Extraction, Meeting, Project, Statement
from kg.reference import Organisation, Outlet, Place, Reference, State
from kg.terms import Triple
from kg.vocabulary import DIPLO

_WIKIDATA = "http://www.wikidata.org/entity/"
_OUTLET_TYPES = (DIPLO.Outlet, DIPLO.Organisation)
_BODY_TYPES = {
    ActorType.ORGANISATION: (DIPLO.Organisation,),
    ActorType.FORMAT: (DIPLO.Format,),
    ActorType.GROUP: (DIPLO.Group,),
}

# A body named by these words alone is another one in each state: "Foreign Ministry", "the government".
_GENERIC_WORDS = """
    of and for the affairs administration agency agriculture army assembly authority bank body
    cabinet central commission committee congress council court culture defence defense delegation
    department development economic economy education embassy energy environment executive external
    finance foreign general government health high house industry information intelligence interior
    internal justice labor labour lower military ministry mission national navy office palace
    parliament police presidency president presidential president's prime minister's science
    secretariat security senate service social state supreme trade transport treasury upper
"""
_OUTLET_NOUNS = (" news agency", " newspaper", " website", " television")


def _without_article(name: str) -> str:
    return body_label(name).removeprefix("the ").removeprefix("The ")


def _is_generic(name: str) -> bool:
    return set(name.lower().split()) <= set(_GENERIC_WORDS.split())


def _is_description(name: str) -> bool:
    """Whether the words are no name: "his office", "a Turkish official"."""
    return name.islower() or name.lower().startswith(("a ", "an "))


def _state_entity(state: State) -> Entity:
    return Entity(state_iri(state.code), (DIPLO.State,), state.name, is_reference=True)


def _territory_entity(state: State) -> Entity:
    return Entity(territory_iri(state.code), (DIPLO.Place,), state.name, is_reference=True)


def _capital_entity(state: State) -> Entity:
    name = state.capitals[0]  # the further ones are other spellings
    return Entity(place_iri(name), (DIPLO.Place,), name, is_reference=True)


def _place_entity(place: Place) -> Entity:
    return Entity(place_iri(place.name), (DIPLO.Place,), place.name, is_reference=True)


def _body_entity(body: Organisation) -> Entity:
    kind = DIPLO.Format if body.kind == "format" else DIPLO.Organisation
    return Entity(organisation_iri(body.id), (kind,), body.name, is_reference=True)


def _outlet_entity(outlet: Outlet) -> Entity:
    return Entity(organisation_iri(outlet.id), _OUTLET_TYPES, outlet.name, is_reference=True)


def _known_state(reference: Reference, name: str) -> Entity | None:
    for find in (
        reference.state_named,
        reference.state_of_adjective,
        reference.state_of_capital,
        reference.state_of_metonym,
    ):
        if state := find(name):
            return _state_entity(state)
    return None


def _known_body(reference: Reference, name: str) -> Entity | None:
    if body := reference.organisation_named(name):
        return _body_entity(body)
    return _known_outlet(reference, name)


def _known_outlet(reference: Reference, name: str) -> Entity | None:
    for form in (name, *(name.removesuffix(noun) for noun in _OUTLET_NOUNS)):
        if outlet := reference.outlet_named(form):
            return _outlet_entity(outlet)
    return None


def _known_place(reference: Reference, name: str) -> Entity | None:
    if place := reference.place_named(name):
        return _place_entity(place)
    if state := reference.state_of_capital(name):
        return _capital_entity(state)
    if state := reference.state_named(name):
        return _territory_entity(state)
    return None


@dataclass(frozen=True, slots=True)
class Linker:
    """Decides who and what the names of an article stand for.

    `article` is the article's IRI: a name that tells nobody apart ("Raisi", "his office") counts in it alone.
    """

    iris: Iris
    reference: Reference

    def link(self, article: Article, extraction: Extraction) -> Extraction:
        """The records with their IRIs filled in; `KeyError` if one names a local actor that is not there."""
        graph = self.iris.article(article.key)
        actors = tuple(replace(a, iri=self.actor(a, extraction, graph).iri) for a in extraction.actors)
        iris = {actor.id: str(actor.iri) for actor in actors}
        return Extraction(
            actors=actors,
            meetings=tuple(self._linked_meetings(extraction.meetings, iris, graph)),
            statements=tuple(self._linked_statements(extraction.statements, article, graph)),
            projects=tuple(self._linked_projects(extraction.projects, iris)),
        )

    def _linked_meetings(self, meetings: Iterable[Meeting], iris: dict[str, str], graph: URIRef) -> Iterator[Meeting]:
        meetings = tuple(meetings)
        for meeting, anchor in zip(meetings, anchors("meeting", (m.evidence for m in meetings)), strict=True):
            participants = {iris[identifier] for identifier in meeting.participants}
            if meeting.date is not None and meeting.date.precision == "day" and len(participants) > 1:
                iri = self.iris.meeting(meeting.kind, participants, meeting.date.not_before)
            else:
                iri = self.iris.meeting_at(graph, anchor)
            yield replace(meeting, iri=iri)

    def _linked_statements(
        self, statements: Iterable[Statement], article: Article, graph: URIRef
    ) -> Iterator[Statement]:
        statements = tuple(statements)
        for statement, anchor in zip(statements, anchors("statement", (s.content for s in statements)), strict=True):
            yield replace(statement, iri=self.iris.statement(graph, anchor, article.digest))

    def _linked_projects(self, projects: Iterable[Project], iris: dict[str, str]) -> Iterator[Project]:
        for project in projects:
            parties = {iris[identifier] for identifier in project.parties}
            yield replace(project, iri=self.iris.project(project.name, parties))

    def actor(self, actor: Actor, extraction: Extraction, article: URIRef) -> Entity:
        """Who an actor of the article is."""
        if actor.type is ActorType.PERSON:
            return Entity(self.iris.person(actor.name, article), (DIPLO.Person,), person_label(actor.name))
        if actor.type is ActorType.STATE:
            return self._state(actor.name)
        return self._body(actor.name, _BODY_TYPES[actor.type], article, self._state_of(actor, extraction))

    def owner(self, of: str, extraction: Extraction, article: URIRef) -> Entity:
        """The state or body to which an office belongs, by local actor id or name: "Iran", "Iranian"."""
        for actor in extraction.actors:
            if actor.id == of:
                return self.actor(actor, extraction, article)
        return _known_state(self.reference, of) or self._body(of, (DIPLO.Organisation,), article)

    def relay(self, via: str, extraction: Extraction, article: URIRef) -> Entity:
        """Who relayed a statement: a local actor, by id or name, else an outlet or body."""
        for actor in extraction.actors:
            if via in (actor.id, actor.name):
                return self.actor(actor, extraction, article)
        if _is_description(via):
            return Entity(self.iris.within(article, "organisation", via), (DIPLO.Group,), fold(via))
        return _known_outlet(self.reference, via) or self._body(via, _OUTLET_TYPES, article)

    def outlet(self, name: str) -> Entity:
        """The outlet that published an article."""
        if known := _known_outlet(self.reference, name) or _known_body(self.reference, name):
            return known
        bare = _without_article(name)
        return Entity(self.iris.named("organisation", bare), _OUTLET_TYPES, bare)

    def place(self, name: str, article: URIRef) -> Entity:
        """The place that a name stands for: a known one, the land of a state, else a new place."""
        if known := _known_place(self.reference, name):
            return known
        bare = _without_article(name)
        if _is_description(name):
            return Entity(self.iris.within(article, "place", bare), (DIPLO.Place,), bare)
        return Entity(self.iris.named("place", bare), (DIPLO.Place,), bare)

    def _state(self, name: str) -> Entity:
        bare = _without_article(name)
        return (
            _known_state(self.reference, name)
            or _known_body(self.reference, name)
            or Entity(self.iris.named("state", bare), (DIPLO.State,), bare)
        )

    def _state_of(self, actor: Actor, extraction: Extraction) -> Entity | None:
        names = {other.id: other.name for other in extraction.actors}
        return _known_state(self.reference, names.get(actor.of, actor.of)) if actor.of else None

    def _body(self, name: str, types: tuple[URIRef, ...], article: URIRef, state: Entity | None = None) -> Entity:
        """A body of the reference tables, else a new one; without a name of its own it belongs to a state."""
        if known := _known_body(self.reference, name):
            return known
        if government := self.reference.state_of_metonym(name):
            return _state_entity(government)
        bare, state = self._national(_without_article(name), state)
        if types != _BODY_TYPES[ActorType.GROUP]:
            if _is_generic(bare) and state is not None:
                bare = f"{title_case(bare)} of {with_article(state.label)}"
                return Entity(self.iris.named("organisation", bare), types, bare)
            if not (_is_generic(bare) or _is_description(name)):
                return Entity(self.iris.named("organisation", bare), types, bare)
        return Entity(self.iris.within(article, "organisation", bare), types, bare)

    def _national(self, name: str, state: Entity | None) -> tuple[str, Entity | None]:
        """The body's name without its state, and the state: "Turkish Foreign Ministry", "Russia's army"."""
        words = name.split()
        for cut in (1, 2):
            owner, body = " ".join(words[:cut]).removesuffix("'s"), " ".join(words[cut:])
            if body and _is_generic(body) and (found := _known_state(self.reference, owner)):
                return body, found
        return name, state


def map_reference(reference: Reference) -> Iterator[Triple]:
    """The triples of `graph/reference`: every entity that a name can be linked to."""
    for state in reference.states:
        yield from _map_state(reference, state)
    for body in reference.organisations:
        entity = _body_entity(body)
        yield from _map_names(entity, body.aliases)
        yield from _map_state_of(entity, DIPLO.ofState, body.state)
        if body.seat and (seat := _known_place(reference, body.seat)):
            yield entity.iri, DIPLO.seat, seat.iri
    for outlet in reference.outlets:
        yield from _map_names(_outlet_entity(outlet), outlet.aliases)
        yield from _map_state_of(_outlet_entity(outlet), DIPLO.ofState, outlet.state)
    for place in reference.places:
        yield from _map_names(_place_entity(place), place.aliases)
        yield from _map_state_of(_place_entity(place), DIPLO.inState, place.state)


def _map_state(reference: Reference, state: State) -> Iterator[Triple]:
    entity, territory = _state_entity(state), _territory_entity(state)
    yield from _map_names(entity, state.aliases)
    yield entity.iri, DIPLO.countryCode, Literal(state.code)
    if state.wikidata:
        yield entity.iri, SKOS.exactMatch, URIRef(_WIKIDATA + state.wikidata)
    yield from _map_names(territory, ())
    yield territory.iri, DIPLO.territoryOf, entity.iri
    if state.capitals:
        capital = _known_place(reference, state.capitals[0]) or _capital_entity(state)
        yield entity.iri, DIPLO.capital, capital.iri
        yield capital.iri, DIPLO.inState, entity.iri
        yield from _map_names(capital, (form for form in state.capitals[1:] if not reference.place_named(form)))


def _map_names(entity: Entity, aliases: Iterable[str]) -> Iterator[Triple]:
    for kind in entity.types:
        yield entity.iri, RDF.type, kind
    yield entity.iri, RDFS.label, Literal(entity.label)
    for alias in aliases:
        yield entity.iri, SKOS.altLabel, Literal(alias)


def _map_state_of(entity: Entity, relation: URIRef, code: str | None) -> Iterator[Triple]:
    if code:
        yield entity.iri, relation, state_iri(code)
