"""The records of one article as the triples of its named graph.

What the article says hangs on reports, each with its words; who takes part in what hangs on the matter.
Who and which event a record means was decided before, in `kg.linking`; this module only writes it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from textwrap import shorten
from typing import Protocol

from rdflib import DC, DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef

from kg.fingerprint import fingerprint
from kg.iris import Entity, Iris, anchors, fold, title_case, topic_iri, with_article
from kg.records import (
    Actor,
    ActorType,
    Article,
    Extraction,
    Meeting,
    MeetingKind,
    PartialDate,
    Project,
    ProjectKind,
    ProjectStatus,
    Span,
    Statement,
    cover,
    length,
)
from kg.terms import Triple, clean
from kg.vocabulary import DIPLO, ITSRDF, NIF, SCHEMA

# Terms not called as the record's value is. Values of two kinds may be equal strings: "planned".
_TERMS = {
    (ProjectStatus, "planned"): DIPLO.ProjectPlanned,
    (ProjectStatus, "unknown"): DIPLO.StatusUnknown,
    (ProjectKind, "other"): DIPLO.OtherProject,
}
_LABEL_LENGTH = 80
_LONGEST_TITLE = 200  # code points from the beginning of the office to the end of the name
_NAMED_PARTICIPANTS = 3


class Names(Protocol):
    """Who decides what names stand for; `kg.linking.Linker` does."""

    def actor(self, actor: Actor, extraction: Extraction, article: URIRef) -> Entity:
        """Who an actor of the article is."""
        ...

    def owner(self, of: str, extraction: Extraction, article: URIRef) -> Entity:
        """The state or body to which an office belongs."""
        ...

    def titles(self, office: str, owner: Entity | None) -> tuple[str, ...]:
        """The titles of the offices that are joined in one."""
        ...

    def office(self, title: str, owner: Entity | None) -> Entity:
        """The office that a title names."""
        ...

    def relay(self, via: str, extraction: Extraction, article: URIRef) -> Entity:
        """Who relayed a statement."""
        ...

    def outlet(self, name: str) -> Entity:
        """The outlet that published an article."""
        ...

    def place(self, name: str, article: URIRef) -> Entity:
        """The place that a name stands for."""
        ...


def map_article(
    iris: Iris, names: Names, article: Article, extraction: Extraction, extractor_version: str
) -> Iterator[Triple]:
    """Yield the triples of the article's named graph, each once.

    `extraction` comes from `Linker.link`; `ValueError` if a record of it has no IRI.
    """
    reading = _Reading(iris, names, article, extraction, iris.article(article.key))
    yield from dict.fromkeys(reading.triples(extractor_version))


Record = Actor | Meeting | Statement | Project


def _iri(record: Record) -> URIRef:
    if record.iri is None:
        raise ValueError(f"{record.id} has no IRI: link the extraction before mapping it")
    return URIRef(record.iri)


def _words_of_office(actor: Actor) -> Span:
    """The office with the name beside it ("Foreign Minister Jeyhun Bayramov"), else the mention nearest to it."""
    office = actor.spans.get("office")
    if office is None:
        return actor.mentions[0]
    nearest = min(actor.mentions, key=lambda mention: length(cover(mention, office)))
    both = cover(nearest, office)
    return both if length(both) <= _LONGEST_TITLE else nearest


def term_of(value: StrEnum) -> URIRef:
    """The ontology's term for a kind, form or status: "phone-call" gives `:PhoneCall`."""
    name = "".join(word.capitalize() for word in value.split("-"))
    return _TERMS.get((type(value), value.value)) or DIPLO[name]


def event_label(kind: MeetingKind, participants: Iterable[Entity]) -> str:
    """What a meeting is called, from kind and participants alone, so that every article calls it the same.

    "Meeting of Ebrahim Raisi and Jeyhun Bayramov"; "Visit of Jeyhun Bayramov to Iran".
    """
    name = kind.replace("-", " ").capitalize()
    entities = sorted(set(participants), key=lambda entity: (entity.label, entity.iri))
    people = [entity.label for entity in entities if DIPLO.Person in entity.types]
    others = [entity.label for entity in entities if DIPLO.Person not in entity.types]
    if kind is MeetingKind.VISIT and people and others:
        return f"{name} of {_enumerate(people)} to {_enumerate([with_article(label) for label in others])}"
    return f"{name} of {_enumerate([entity.label for entity in entities])}"


def _enumerate(labels: list[str]) -> str:
    if len(labels) > _NAMED_PARTICIPANTS + 1:
        labels = [*labels[:_NAMED_PARTICIPANTS], f"{len(labels) - _NAMED_PARTICIPANTS} others"]
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last


def _date(value: object) -> Literal:
    return Literal(str(value), datatype=XSD.date)


def _confidence(value: float) -> Literal:
    # The canonical form, which engines give back: 0.9, not 0.90 or 9E-1 (XSD 1.1 part 2, section 3.3.3.1).
    text = f"{Decimal(str(value)):f}"
    return Literal((text.rstrip("0").rstrip(".") if "." in text else text) or "0", datatype=XSD.decimal)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article being written down; `graph` is its IRI and the name of its graph."""

    iris: Iris
    names: Names
    article: Article
    extraction: Extraction
    graph: URIRef

    def triples(self, extractor_version: str) -> Iterator[Triple]:
        yield from self._article(extractor_version)
        for actor in self.extraction.actors:
            yield from self._actor(actor)
        yield from self._holdings()
        yield from self._meetings()
        yield from self._statements()
        yield from self._projects()

    def _article(self, extractor_version: str) -> Iterator[Triple]:
        article, graph = self.article, self.graph
        yield graph, RDF.type, DIPLO.Article
        yield (
            graph,
            RDFS.label,
            Literal(article.title or shorten(clean(article.text), _LABEL_LENGTH, placeholder="…")),
        )
        yield graph, DIPLO.textDigest, Literal(article.digest)
        found = fingerprint(article.text)
        yield graph, SCHEMA.wordCount, Literal(found.words)
        for part in found.parts:
            yield graph, DCTERMS.hasPart, part
        yield graph, DIPLO.extractorVersion, Literal(extractor_version)
        yield graph, DCTERMS.language, Literal(article.language)
        for relation, value in ((DCTERMS.title, article.title), (DCTERMS.identifier, article.identifier)):
            if value:
                yield graph, relation, Literal(value)
        if article.published:
            yield graph, DCTERMS.issued, _date(article.published)
        if article.url:
            yield graph, SCHEMA.url, Literal(article.url, datatype=XSD.anyURI)
        for author in article.authors:
            yield graph, DC.creator, Literal(author)
        if article.outlet:
            yield from self._refer(graph, DIPLO.outlet, self.names.outlet(article.outlet))

    def _actor(self, actor: Actor) -> Iterator[Triple]:
        entity = self.names.actor(actor, self.extraction, self.graph)
        yield self.graph, DIPLO.mentions, _iri(actor)
        yield from self._describe(entity)
        for span in actor.mentions:
            passage = self.iris.evidence(self.graph, span)
            yield from self._passage(span)
            yield passage, NIF.anchorOf, Literal(self.article.text[slice(*span)])
            yield passage, ITSRDF.taIdentRef, _iri(actor)
        name = " ".join(actor.name.split())
        if not entity.is_reference and name != entity.label:
            yield entity.iri, SKOS.altLabel, Literal(name)

    def _describe(self, entity: Entity) -> Iterator[Triple]:
        """Class and label, but for what `graph/reference` describes once for all."""
        if not entity.is_reference:
            for kind in entity.types:
                yield entity.iri, RDF.type, kind
            yield entity.iri, RDFS.label, Literal(entity.label)
            if entity.of_state and DIPLO.Organisation in entity.types:
                yield entity.iri, DIPLO.ofState, entity.of_state
            if entity.of_state and DIPLO.Place in entity.types:
                yield entity.iri, DIPLO.inState, entity.of_state
            if entity.kind:
                yield entity.iri, DIPLO.kind, entity.kind

    def _refer(self, subject: URIRef, relation: URIRef, entity: Entity) -> Iterator[Triple]:
        yield subject, relation, entity.iri
        yield from self._describe(entity)

    def _actor_iri(self, identifier: str) -> URIRef:
        return _iri(self.extraction.actor(identifier))

    def _entity(self, identifier: str) -> Entity:
        return self.names.actor(self.extraction.actor(identifier), self.extraction, self.graph)

    def _report(self, anchor: str, about: URIRef, evidence: Span, record: Record) -> Iterator[Triple]:
        """What every report says: of what, where, in which words, and which rule read it so."""
        report = self.iris.report(self.graph, anchor)
        yield report, RDF.type, DIPLO.Report
        yield report, DIPLO.about, about
        yield report, DIPLO.inArticle, self.graph
        yield report, DIPLO.words, Literal(self.article.text[slice(*evidence)])
        yield report, DIPLO.sentence, Literal(self.article.text[slice(*record.spans.get("sentence", evidence))])
        yield report, DIPLO.evidence, self.iris.evidence(self.graph, evidence)
        yield from self._passage(evidence)
        yield report, DIPLO.textDigest, Literal(self.article.digest)
        yield report, DIPLO.readBy, Literal(record.rule)
        if record.confidence is not None:
            yield report, DIPLO.confidence, _confidence(record.confidence)

    def _passage(self, span: Span) -> Iterator[Triple]:
        passage = self.iris.evidence(self.graph, span)
        yield passage, RDF.type, DIPLO.Passage
        yield passage, NIF.beginIndex, Literal(span[0], datatype=XSD.integer)
        yield passage, NIF.endIndex, Literal(span[1], datatype=XSD.integer)

    def _according_to(self, anchor: str, evidence: Span) -> Iterator[Triple]:
        """The statement within which the words stand, if any: then somebody says it and not the article."""
        around = [
            (end - start, statement)
            for statement in self.extraction.statements
            for start, end in statement.pieces or (statement.content,)
            if start <= evidence[0] and evidence[1] <= end
        ]
        if around:
            _, statement = min(around, key=lambda found: found[0])
            yield self.iris.report(self.graph, anchor), DIPLO.accordingTo, _iri(statement)

    def _holdings(self) -> Iterator[Triple]:
        persons = (a for a in self.extraction.actors if a.type is ActorType.PERSON)
        held = [
            (actor, owner, title)
            for actor in persons
            if actor.office and not actor.is_former
            for owner in [self.names.owner(actor.of, self.extraction, self.graph) if actor.of else None]
            for title in self.names.titles(actor.office, owner)
        ]
        spans = [_words_of_office(actor) for actor, _, _ in held]
        for (actor, owner, title), span, anchor in zip(held, spans, anchors("holding", spans), strict=True):
            yield from self._holding(actor, owner, title, span, anchor)

    def _holding(self, actor: Actor, owner: Entity | None, office: str, span: Span, anchor: str) -> Iterator[Triple]:
        """The office as the article names it, whole: "Minister of Agriculture, Forestry and Fisheries"."""
        day, person = self.article.published, _iri(actor)
        holding = self.iris.holding(person, office, owner.iri if owner else None, day)
        title = title_case(office)
        yield holding, RDF.type, DIPLO.OfficeHolding
        yield holding, DIPLO.holder, person
        yield from self._refer(holding, DIPLO.office, self.names.office(office, owner))
        if owner:
            title = f"{title} of {with_article(owner.label)}"
            yield from self._refer(holding, DIPLO.officeOf, owner)
        yield holding, RDFS.label, Literal(f"{self._entity(actor.id).label}, {title}")
        if day:
            yield holding, DIPLO.attestedOn, _date(day)
        yield from self._report(anchor, holding, span, actor)

    def _meetings(self) -> Iterator[Triple]:
        meetings = self.extraction.meetings
        for meeting, anchor in zip(meetings, anchors("meeting", (m.evidence for m in meetings)), strict=True):
            iri, report = _iri(meeting), self.iris.report(self.graph, anchor)
            participants = [self._entity(identifier) for identifier in meeting.participants]
            yield iri, RDF.type, DIPLO.Meeting
            yield iri, RDF.type, term_of(meeting.kind)
            yield iri, RDFS.label, Literal(event_label(meeting.kind, participants))
            for participant in participants:
                yield iri, _role(meeting.kind, participant), participant.iri
            yield from self._report(anchor, iri, meeting.evidence, meeting)
            yield from self._according_to(anchor, meeting.evidence)
            yield report, DIPLO.reportedStatus, term_of(meeting.status)
            if meeting.date_words:
                yield report, DIPLO.reportedDate, Literal(meeting.date_words)
            if meeting.date:
                yield from _bounds(report, meeting.date)
            if meeting.place:
                yield from self._refer(report, DIPLO.reportedPlace, self.names.place(meeting.place, self.graph))

    def _statements(self) -> Iterator[Triple]:
        statements = self.extraction.statements
        for statement, anchor in zip(statements, anchors("statement", (s.content for s in statements)), strict=True):
            yield from self._statement(statement)
            yield from self._report(anchor, _iri(statement), statement.evidence, statement)
            report = self.iris.report(self.graph, anchor)
            for rule in statement.rules.values():
                yield report, DIPLO.readBy, Literal(rule)
            if statement.via:
                relay = self.names.relay(statement.via, self.extraction, self.graph)
                yield from self._refer(report, DIPLO.via, relay)

    def _statement(self, statement: Statement) -> Iterator[Triple]:
        iri = _iri(statement)
        text = " … ".join(self.article.text[slice(*span)] for span in statement.pieces or (statement.content,))
        speaker = self._entity(statement.speaker).label
        yield iri, RDF.type, DIPLO.Statement
        if statement.kind:
            yield iri, RDF.type, term_of(statement.kind)
        yield iri, RDFS.label, Literal(f"{speaker}: {shorten(text, _LABEL_LENGTH, placeholder='…')}")
        yield iri, DIPLO.speaker, self._actor_iri(statement.speaker)
        yield iri, DIPLO.text, Literal(text)
        yield iri, DIPLO.cue, Literal(statement.cue)
        yield iri, DIPLO.form, term_of(statement.form)
        yield iri, DIPLO.negated, Literal(statement.negated)
        if statement.addressee:
            yield iri, DIPLO.addressee, self._actor_iri(statement.addressee)
        for meeting in self.extraction.meetings:
            if meeting.id == statement.occasion:
                yield iri, DIPLO.saidAt, _iri(meeting)
        for name in statement.topics:
            yield iri, DIPLO.topic, topic_iri(name)

    def _projects(self) -> Iterator[Triple]:
        projects = self.extraction.projects
        for project, anchor in zip(projects, anchors("project", (p.evidence for p in projects)), strict=True):
            iri = _iri(project)
            yield iri, RDF.type, DIPLO.Project
            yield iri, RDFS.label, Literal(fold(project.name))
            yield iri, DIPLO.kind, term_of(project.kind)
            for identifier in project.parties:
                yield iri, DIPLO.party, self._actor_iri(identifier)
            if project.amount:
                yield iri, DIPLO.amount, Literal(project.amount)
            yield from self._report(anchor, iri, project.evidence, project)
            yield from self._according_to(anchor, project.evidence)
            yield self.iris.report(self.graph, anchor), DIPLO.reportedStatus, term_of(project.status)


def _role(kind: MeetingKind, participant: Entity) -> URIRef:
    """How somebody takes part: who visits is a guest, whom they visit the host; a circle that meets is the format."""
    if DIPLO.Format in participant.types:
        return DIPLO.inFormat
    if kind is MeetingKind.VISIT:
        return DIPLO.guest if DIPLO.Person in participant.types else DIPLO.hostedBy
    return DIPLO.participant


def _bounds(report: URIRef, day: PartialDate) -> Iterator[Triple]:
    yield report, DIPLO.notBefore, _date(day.not_before)
    yield report, DIPLO.notAfter, _date(day.not_after)
    yield report, DIPLO.datePrecision, DIPLO[day.precision.capitalize()]
