"""From what a model tells to records: each quoted word is found in the text, or the record is dropped and named.

What the text decides by itself is not taken from the model: sentences, quotation marks, dates, topics.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from textwrap import shorten
from typing import TypeVar

from kg.analysis.document import Document
from kg.extraction.llm.passage import Passage, gap, share_characters
from kg.extraction.llm.told import Told, ToldActor, ToldMeeting, ToldProject, ToldStatement
from kg.extraction.meetings.dates import day_meant
from kg.extraction.rulebook import Rule
from kg.extraction.statements.contents import is_edge
from kg.extraction.statements.topics import find_topics
from kg.records import (
    Actor,
    ActorType,
    Extraction,
    Meeting,
    MeetingStatus,
    PartialDate,
    Project,
    Span,
    Statement,
    StatementForm,
    cover,
)

MENTIONS = 3
_REACH = 500
"""Characters that may lie between what was said and the cue that says so: a paragraph or two."""

_SHOWN = 80  # characters of a quotation in a line that says why a record is dropped
_ID = re.compile(r"[a-z]\d+")
_Entry = TypeVar("_Entry", ToldMeeting, ToldStatement, ToldProject)
_Record = TypeVar("_Record", Meeting, Statement, Project)


class Verification:
    """One answer on one passage of a document; `drop` gets a line for each record or fact that is not taken over."""

    def __init__(
        self, told: Told, document: Document, passage: Passage, published: date | None, drop: Callable[[str], None]
    ) -> None:
        self._told = told
        self._document = document
        self._passage = passage
        self._published = published
        self._drop = drop
        self._ids: dict[str, str] = {}
        self._actors: dict[str, Actor] = {}
        self._meetings: tuple[Meeting, ...] = ()
        self._taken: set[tuple[object, ...]] = set()
        self._done = 0

    def records(self) -> Extraction:
        """The records that the text bears out, by the ids that the model gave."""
        told = self._distinct_actors()
        mentions = self._mentions_of(told)
        self._actors = {a.id: actor for a in told if (actor := self.actor(a, mentions[a.id])) is not None}
        self._meetings = self._in_order(self._told.meetings, self.meeting)
        return Extraction(
            actors=tuple(self._actors.values()),
            meetings=self._meetings,
            statements=self._in_order(self._told.statements, self.statement),
            projects=self._in_order(self._told.projects, self.project),
        )

    def _in_order(self, entries: Iterable[_Entry], verify: Callable[[_Entry], _Record | None]) -> tuple[_Record, ...]:
        """The verified records; they come in the order of the text, which tells repeated words apart."""
        self._done = 0
        return tuple(record for entry in entries if (record := verify(entry)) is not None)

    def _distinct_actors(self) -> list[ToldActor]:
        """Each actor once: two of one type and name are one, and an id of two that differ leads to neither."""
        bearers: dict[str, set[tuple[str, str]]] = {}
        for actor in self._told.actors:
            bearers.setdefault(actor.id, set()).add(identity(actor))
        distinct: dict[tuple[str, str], ToldActor] = {}
        for actor in self._told.actors:
            if len(bearers[actor.id]) > 1:
                self._drop(f"actor {actor.name}: another one has its id “{actor.id}” too")
            else:
                self._ids[actor.id] = distinct.setdefault(identity(actor), actor).id
        return list(distinct.values())

    def _mentions_of(self, actors: Collection[ToldActor]) -> dict[str, list[Span]]:
        """Where each actor is named, longer names first, so that "Biden" in "Hunter Biden" is not Joe's.

        A name that several bear means whoever of them was named last before it.
        """
        bearers: dict[str, list[str]] = {}
        for actor in actors:
            for form in dict.fromkeys(actor.mentions):
                bearers.setdefault(form, []).append(actor.id)
        named: dict[str, list[Span]] = {actor.id: [] for actor in actors}
        for form in sorted(bearers, key=len, reverse=True):
            claimed = [span for spans in named.values() for span in spans]
            for place in self._passage.find(form):
                if not any(share_characters(place, span) for span in claimed):
                    before = {bearer: [s for s in named[bearer] if s < place] for bearer in bearers[form]}
                    last = max(before, key=lambda bearer: max(before[bearer], default=(-1, -1)))
                    named[last].append(place)
        return {bearer: sorted(spans) for bearer, spans in named.items()}

    def actor(self, told: ToldActor, named: list[Span]) -> Actor | None:
        """Read who acts as a language model tells it, where the text holds the name; the office by its own words."""
        if not named:
            self._drop(f"actor {told.name}: its names {_quoted(*told.mentions)} are not in the text")
            return None
        office = self._passage.nearest(told.office_words, named[0]) if told.office and told.office_words else None
        if told.office and office is None:
            self._drop(f"office of {told.name}: its words {_quoted(told.office_words or '')} are not in the text")
        spans: dict[str, Span] = {}
        if office:
            spans = {"office": office, "sentence": self._document.sentence_span(cover(named[0], office))}
        return Actor(
            id=told.id,
            type=told.type,
            name=self._name(told, named),
            mentions=tuple(named[:MENTIONS]),
            rule="actor.llm",
            office=told.office if office else None,
            of=self._owner(told.of) if office and told.of else None,
            is_former=bool(office) and told.is_former,
            spans=spans,
        )

    def _name(self, told: ToldActor, named: list[Span]) -> str:
        """The full name; of a person the longest form in the text, where the full one has no word in common with it."""
        forms = [self._document.prose[slice(*span)] for span in named]
        words = {word for form in forms for word in form.casefold().split()}
        is_borne_out = told.type is not ActorType.PERSON or words & set(told.name.casefold().split())
        return told.name if is_borne_out else max(forms, key=len)

    def _owner(self, of: str) -> str | None:
        """The name of the state or body of an office, which is told by the id of an actor or by name."""
        names = {actor.name for actor in self._told.actors if actor.id == of}
        if names or _ID.fullmatch(of):
            return names.pop() if len(names) == 1 else None
        return of

    def _known(self, identifier: str | None) -> str | None:
        """The id of the actor that is meant, if it is one of the text's."""
        known = self._ids.get(identifier or "")
        return known if known in self._actors else None

    def _all_known(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(known for i in identifiers if (known := self._known(i)) is not None))

    def _free(self, what: str, words: str, key: tuple[object, ...]) -> list[Span]:
        """Where the words stand, but for places that a record of the same key has; if nowhere, the record is dropped.

        The words are taken without the marks and stops at their ends.
        """
        places = self._passage.find(_bare(words))
        free = [place for place in places if (place, *key) not in self._taken]
        if not free:
            self._drop(f"{what} {_quoted(words)}: {'told twice' if places else 'its words are not in the text'}")
        return free

    def _take(self, place: Span, key: tuple[object, ...]) -> Span:
        self._taken.add((place, *key))
        self._done = place[0]
        return place

    def _next(self, places: Iterable[Span]) -> Span:
        """The first of the places after the record before, else the first."""
        return min(places, key=lambda place: (place[0] < self._done, place))

    def meeting(self, told: ToldMeeting) -> Meeting | None:
        """Read a meeting as a language model tells it, where the text holds its words and participants."""
        participants = self._all_known(told.participants)
        if len(participants) < (2 if len(set(told.participants)) > 1 else 1):
            self._drop(f"meeting {_quoted(told.evidence)}: who met is not among the actors of the text")
            return None
        key = ("meeting", told.kind, frozenset(participants))
        if not (places := self._free("meeting", told.evidence, key)):
            return None
        evidence = self._take(self._next(places), key)
        spans = {"sentence": self._document.sentence_span(evidence)}
        for name, words in (("date", told.date_words), ("place", told.place)):
            if words and (found := self._fact(f"{name} of the meeting", words, evidence)):
                spans[name] = found
        return Meeting(
            id=told.id,
            kind=told.kind,
            participants=participants,
            status=told.status,
            evidence=evidence,
            rule="meeting.llm",
            date=self._date(spans["date"], told.status) if "date" in spans else None,
            date_words=self._words(spans.get("date")),
            place=self._words(spans.get("place")),
            spans=spans,
        )

    def _fact(self, what: str, words: str, near: Span) -> Span | None:
        """Where the words of a single fact stand, nearest to the record; if nowhere, the fact is dropped."""
        found = self._passage.nearest(words, near)
        if found is None:
            self._drop(f"{what} {_quoted(self._document.prose[slice(*near)])}: {_quoted(words)} is not in the text")
        return found

    def _words(self, span: Span | None) -> str | None:
        return self._document.prose[slice(*span)] if span else None

    def _date(self, words: Span, status: MeetingStatus) -> PartialDate | None:
        """What the words say by the calendar, seen from the day of publication."""
        meant = next((d for d in self._document.dates if share_characters(d.span, words)), None)
        is_planned = status is MeetingStatus.PLANNED
        return day_meant(self._document, meant, self._published, is_planned) if meant is not None else None

    def statement(self, told: ToldStatement) -> Statement | None:
        """Read a statement as a language model tells it, where the text holds its words beside its cue."""
        speaker = self._known(told.speaker)
        if speaker is None:
            self._drop(f"statement {_quoted(told.content)}: its speaker is no actor of the text")
            return None
        key = ("statement", speaker, told.cue.casefold())
        if not (places := self._free("statement", told.content, key)):
            return None
        cues = {place: cue for place in places if (cue := self._cue_beside(place, told.cue)) is not None}
        if not cues:
            self._drop(f"statement {_quoted(told.content)}: its cue {_quoted(told.cue)} does not stand beside it")
            return None
        same = [place for place, cue in cues.items() if self._paragraph(place) == self._paragraph(cue)]
        content = self._take(self._next(same or cues), key)
        evidence = self._document.sentence_span(cover(content, cues[content]))
        addressee = self._known(told.addressee) if self._known(told.addressee) != speaker else None
        called = [meeting for meeting in self._meetings if meeting.id == told.occasion]
        occasion = called[0] if len(called) == 1 else None
        return Statement(
            id=f"s{len(self._taken)}",
            speaker=speaker,
            form=self._form(content),
            content=content,
            cue=self._document.prose[slice(*cues[content])],
            evidence=evidence,
            rule="statement.llm",
            addressee=addressee,
            via=self._via(told, speaker, content),
            topics=find_topics(self._document.prose[slice(*content)]),
            kind=told.kind,
            occasion=occasion.id if occasion is not None else None,
            negated=told.negated,
            spans={"cue": cues[content]} | self._words_of_audience(addressee, occasion, evidence, content),
        )

    def _words_of_audience(
        self, addressee: str | None, occasion: Meeting | None, evidence: Span, content: Span
    ) -> dict[str, Span]:
        """The words that tell of the meeting, and those in the sentence that name who is spoken to; else the former."""
        spans = {"occasion": occasion.evidence} if occasion is not None else {}
        if addressee is not None:
            forms = {self._document.prose[slice(*mention)] for mention in self._actors[addressee].mentions}
            named = (p for form in forms for p in self._passage.find(form) if share_characters(p, evidence))
            first = min((p for p in named if not share_characters(p, content)), default=spans.get("occasion"))
            spans |= {"addressee": first} if first is not None else {}
        return spans

    def _cue_beside(self, content: Span, cue: str) -> Span | None:
        places = [place for place in self._passage.find(cue) if not share_characters(place, content)]
        nearest = min(places, key=lambda place: gap(place, content), default=None)
        return nearest if nearest and gap(nearest, content) <= _REACH else None

    def _paragraph(self, span: Span) -> Span:
        return self._document.paragraph_at(span[0])

    def _form(self, content: Span) -> StatementForm:
        quotation = self._document.quotation_at(content[0])
        return StatementForm.QUOTE if quotation and quotation.holds(content[1] - 1) else StatementForm.PARAPHRASE

    def _via(self, told: ToldStatement, speaker: str, content: Span) -> str | None:
        """Who relayed it: an actor, else an outlet that the text names."""
        if not told.via:
            return None
        if told.via in self._ids:
            relay = self._known(told.via)
            return relay if relay != speaker else None
        return self._words(self._fact("relay of the statement", told.via, content))

    def project(self, told: ToldProject) -> Project | None:
        """Read a project as a language model tells it, where the text holds its words and parties."""
        parties = tuple(i for i in self._all_known(told.parties) if self._actors[i].type is not ActorType.PERSON)
        if not parties:
            self._drop(f"project {told.name}: no party of it is among the states and bodies of the text")
            return None
        key = ("project", told.name.casefold())
        if not (places := self._free("project", told.evidence, key)):
            return None
        evidence = self._take(self._next(places), key)
        spans = {"sentence": self._document.sentence_span(evidence)}
        if told.amount and (amount := self._fact("amount of the project", told.amount, evidence)):
            spans["amount"] = amount
        return Project(
            id=f"p{len(self._taken)}",
            name=told.name,
            kind=told.kind,
            parties=parties,
            status=told.status,
            evidence=evidence,
            rule="project.llm",
            amount=self._words(spans.get("amount")),
            spans=spans,
        )


RULES = {
    rule.name: rule
    for rule in (
        Rule("actor.llm", Verification.actor),
        Rule("meeting.llm", Verification.meeting),
        Rule("project.llm", Verification.project),
        Rule("statement.llm", Verification.statement),
    )
}
"""What reads a record, by the name that it carries; the model itself is named in the extractor's version."""


def identity(actor: ToldActor | Actor) -> tuple[str, str]:
    """By what an actor is the same one when it is told again: type and name."""
    return actor.type, actor.name.casefold()


def _bare(words: str) -> str:
    """The words without the marks and stops at their ends."""
    start, end = 0, len(words)
    while start < end and is_edge(words[start]):
        start += 1
    while end > start and is_edge(words[end - 1]):
        end -= 1
    return words[start:end]


def _quoted(*words: str) -> str:
    return ", ".join(f"“{shorten(form, _SHOWN, placeholder='…')}”" for form in words) or "(none)"
