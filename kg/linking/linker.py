"""Which known entity each name of an article stands for, and which event a report is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib import URIRef

from kg.fingerprint import plain_words
from kg.iris import (
    Entity,
    Iris,
    anchors,
    body_label,
    fold,
    office_kind_iri,
    person_iri,
    person_label,
    state_iri,
    title_case,
    with_article,
)
from kg.linking.entities import (
    OUTLET_TYPES,
    known_body,
    known_outlet,
    known_place,
    known_state,
    office_entity,
    person_entity,
    state_entity,
)
from kg.linking.trades import tells_of_a_trade
from kg.records import Actor, ActorType, Article, Extraction, Meeting, MeetingKind, Project, Statement
from kg.reference import Person, Reference, State
from kg.reference.recognition import Recognition
from kg.vocabulary import DIPLO

_BODY_TYPES = {
    ActorType.ORGANISATION: (DIPLO.Organisation,),
    ActorType.FORMAT: (DIPLO.Format,),
    ActorType.GROUP: (DIPLO.Group,),
}

# A shorter sentence ("The two ministers met in Baku") may be told of two meetings in a month.
_LEAST_WORDS = 12

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

_NAMED_AFTER_STATES = frozenset({"Bank"})  # the Bank of Japan is called so, and that of America is no body of a state


def _without_article(name: str) -> str:
    return body_label(name).removeprefix("the ").removeprefix("The ")


def _is_generic(name: str) -> bool:
    return set(name.lower().split()) <= set(_GENERIC_WORDS.split())


def _code(owner: Entity | None) -> str | None:
    """The code or id by which the tables know a state or body."""
    return owner.iri.rpartition("/")[2] if owner else None


def _is_description(name: str) -> bool:
    """Whether the words are no name: "his office", "a Turkish official"."""
    return name.islower() or name.lower().startswith(("a ", "an "))


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
        actors = tuple(
            replace(actor, iri=actor.iri or self.actor(actor, extraction, graph).iri)
            for actor in self._with_known_persons(article, extraction)
        )
        iris = {actor.id: str(actor.iri) for actor in actors}
        return Extraction(
            actors=actors,
            meetings=tuple(self._linked_meetings(article, extraction.meetings, iris)),
            statements=tuple(self._linked_statements(extraction.statements, article, graph)),
            projects=tuple(self._linked_projects(extraction.projects, iris)),
        )

    def _with_known_persons(self, article: Article, extraction: Extraction) -> Iterator[Actor]:
        """The actors; those persons whom the tables know with their IRI."""
        day = article.published.isoformat() if article.published else None
        recognition = Recognition(self.reference, day, self.reference.owners_in(article.text))
        names = {actor.id: actor.name for actor in extraction.actors}
        for actor in extraction.actors:
            of = self.reference.owner_named(names.get(actor.of, actor.of)) if actor.of else None
            # who has a trade and no office is none of those who govern: "Wang Yi, a student from Beijing"
            is_known = actor.office is not None or not tells_of_a_trade(article.text, actor.mentions)
            is_person = actor.type is ActorType.PERSON and is_known
            person = recognition.person(actor.name, actor.office, of) if is_person else None
            yield replace(actor, iri=str(person_entity(person).iri)) if person else actor

    def _linked_person(self, actor: Actor) -> Person | None:
        prefix = person_iri("")
        known = actor.iri is not None and actor.iri.startswith(prefix)
        return self.reference.register.with_id(str(actor.iri).removeprefix(prefix)) if known else None

    def _linked_meetings(
        self, article: Article, meetings: Iterable[Meeting], iris: dict[str, str]
    ) -> Iterator[Meeting]:
        meetings, taken = tuple(meetings), set()
        for meeting, anchor in zip(meetings, anchors("meeting", (m.evidence for m in meetings)), strict=True):
            participants = {iris[identifier] for identifier in meeting.participants}
            own = self.iris.meeting_at(self.iris.article(article.key), anchor)
            shared = self._shared_meeting(article, meeting, participants)
            iri = own if shared is None or shared in taken else shared
            taken.add(iri)
            yield replace(meeting, iri=iri)

    def _shared_meeting(self, article: Article, meeting: Meeting, participants: set[str]) -> URIRef | None:
        """The meeting as other articles know it too: by its exact day, or by the sentence, if they copy that."""
        day, published = meeting.date, article.published
        if day is not None and day.precision == "day":
            # A circle alone tells which summit of a day it is; a press conference of one may be the second one.
            is_told = len(participants) > 1 or meeting.kind is MeetingKind.SUMMIT
            return self.iris.meeting(meeting.kind, participants, day.not_before) if is_told else None
        words = plain_words(article.text[slice(*meeting.spans.get("sentence", meeting.evidence))])
        if published is None or len(words) < _LEAST_WORDS:
            return None
        return self.iris.meeting_in_words(meeting.kind, participants, words, published)

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
            if person := self._linked_person(actor):
                return person_entity(person)
            return Entity(self.iris.person(actor.name, article), (DIPLO.Person,), person_label(actor.name))
        if actor.type is ActorType.STATE:
            return self._state(actor.name)
        return self._body(actor.name, _BODY_TYPES[actor.type], article, self._state_of(actor, extraction))

    def owner(self, of: str, extraction: Extraction, article: URIRef) -> Entity:
        """The state or body to which an office belongs, by local actor id or name: "Iran", "Iranian"."""
        for actor in extraction.actors:
            if actor.id == of:
                return self.actor(actor, extraction, article)
        return known_state(self.reference, of) or self._body(of, (DIPLO.Organisation,), article)

    def titles(self, office: str, owner: Entity | None) -> tuple[str, ...]:
        """The titles of the offices that somebody holds together: "Deputy Prime Minister and Foreign Minister"."""
        return self.reference.titles.split(office, _code(owner))

    def office(self, title: str, owner: Entity | None) -> Entity:
        """The office that a title names, as whoever's office it is; one of this installation if no table knows it."""
        if known := self.reference.titles.office(title, _code(owner)):
            return office_entity(known)
        kind = self.reference.titles.kind(title)
        return Entity(
            self.iris.named("office", title),
            (DIPLO.Office,),
            title_case(title),
            kind=office_kind_iri(kind) if kind else None,
        )

    def relay(self, via: str, extraction: Extraction, article: URIRef) -> Entity:
        """Who relayed a statement: a local actor, by id or name, else an outlet or body."""
        for actor in extraction.actors:
            if via in (actor.id, actor.name):
                return self.actor(actor, extraction, article)
        if _is_description(via):
            return Entity(self.iris.within(article, "organisation", via), (DIPLO.Group,), fold(via))
        return known_outlet(self.reference, via) or self._body(via, OUTLET_TYPES, article)

    def outlet(self, name: str) -> Entity:
        """Who published an article: a news outlet, or a body that has another purpose, as a ministry."""
        if known := known_outlet(self.reference, name) or known_body(self.reference, name):
            return known
        bare = _without_article(name)
        new = Entity(self.iris.named("organisation", bare), OUTLET_TYPES, bare)
        return self._body_of_state(*self._national(bare, None)) or new

    def place(self, name: str, article: URIRef) -> Entity:
        """The place that a name stands for: a known one, the land of a state, else a new place."""
        if known := known_place(self.reference, name):
            return known
        bare, state = self._in_state(_without_article(name))
        if known := known_place(self.reference, bare):
            return known
        described = _is_description(bare)
        iri = self.iris.within(article, "place", bare) if described else self.iris.named("place", bare)
        return Entity(iri, (DIPLO.Place,), bare, of_state=state_iri(state.code) if state else None)

    def _in_state(self, name: str) -> tuple[str, State | None]:
        """The place without its state, and the state: "Meymand, Iran"; of "the Kremlin", whose seat it is."""
        if seat := self.reference.state_of_metonym(name):
            return name, seat
        site, _, where = name.rpartition(", ")
        state = self.reference.state_named(where) if site else None
        return (site, state) if state else (name, None)

    def _state(self, name: str) -> Entity:
        bare = _without_article(name)
        return (
            known_state(self.reference, name)
            or known_body(self.reference, name)
            or Entity(self.iris.named("state", bare), (DIPLO.State,), bare)
        )

    def _state_of(self, actor: Actor, extraction: Extraction) -> Entity | None:
        names = {other.id: other.name for other in extraction.actors}
        return known_state(self.reference, names.get(actor.of, actor.of)) if actor.of else None

    def _body(self, name: str, types: tuple[URIRef, ...], article: URIRef, state: Entity | None = None) -> Entity:
        """A body of the reference tables, else a new one; without a name of its own it belongs to a state."""
        if known := known_body(self.reference, name):
            return known
        if government := self.reference.state_of_metonym(name):
            return state_entity(government)
        bare, state = self._national(_without_article(name), state)
        if types != _BODY_TYPES[ActorType.GROUP]:
            if of_state := self._body_of_state(bare, state):
                return of_state
            if not (_is_generic(bare) or _is_description(name)):
                return Entity(self.iris.named("organisation", bare), types, bare)
        return Entity(self.iris.within(article, "organisation", bare), types, bare)

    def _body_of_state(self, bare: str, state: Entity | None) -> Entity | None:
        """The body that these words alone name in a state; a court does not act for it."""
        if state is None or not _is_generic(bare):
            return None
        name = f"{title_case(bare)} of {with_article(state.label)}"
        acts_for = None if title_case(bare).endswith("Court") else state.iri
        return Entity(self.iris.named("organisation", name), (DIPLO.Organisation,), name, of_state=acts_for)

    def _national(self, name: str, state: Entity | None) -> tuple[str, Entity | None]:
        """The body's name without its state, and the state: "Turkish Foreign Ministry", "Foreign Ministry of Iran"."""
        words = name.split()
        for cut in (1, 2):
            owner, body = " ".join(words[:cut]).removesuffix("'s").removesuffix("’s"), " ".join(words[cut:])
            if body and _is_generic(body) and (found := known_state(self.reference, owner)):
                return body, found
        for of in re.finditer(r" of (?:the )?", name):
            body, whose = name[: of.start()], self.reference.state_named(name[of.end() :])
            if whose and _is_generic(body) and body not in _NAMED_AFTER_STATES:
                return body, state_entity(whose)
        return name, state
