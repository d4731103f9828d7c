"""Meetings: the words of an article that tell of one, read one by one, and what all of them tell together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import (
    has_child,
    is_verb,
    objects_of,
    verb_over,
)
from kg.extraction.actors.cast import Cast, distinct
from kg.extraction.actors.coreference import Resolver
from kg.extraction.meetings.dates import date_of, date_within
from kg.extraction.meetings.encounters import (
    ASSEMBLY,
    Encounter,
    date_by_context,
    date_by_news,
    date_by_publication,
    date_by_visits,
    drop_parts,
    join_trips,
    merge_mentions,
)
from kg.extraction.meetings.gatherings import Gatherings
from kg.extraction.meetings.happenings import Happenings
from kg.extraction.meetings.journeys import Journey, Journeys, is_stay, is_to_the_country
from kg.extraction.meetings.occasions import (
    DEVICES,
    NOUNS,
    is_assembly,
    is_hypothetical,
    is_occasion,
    is_of_meeting,
    is_telephone,
    kind_of,
    whole_of,
)
from kg.extraction.meetings.partaking import is_addressed_guest
from kg.extraction.meetings.participants import Participants
from kg.extraction.meetings.series import Series, is_another
from kg.extraction.meetings.sides import Sides, are_enough, has_person, is_group, kind_of_talks, without_own_states
from kg.extraction.meetings.telling import clause, is_event, told_status, undone
from kg.extraction.meetings.whereabouts import Whereabouts
from kg.extraction.meetings.writing_day import day_of_dateline, news_lead, writing_day
from kg.extraction.rulebook import reads
from kg.extraction.wording.circumstances import (
    is_future,
    is_hoped,
)
from kg.extraction.wording.meeting_verbs import (
    INVITING,
    MEETING,
    MEETING_OF_PERSONS,
    TAKING,
    VISITING,
    act_of,
)
from kg.records import ActorType, MeetingKind, MeetingStatus, PartialDate

_OVER = ("over", "by", "on", "via")
_MEETINGS = {MeetingKind.MEETING, MeetingKind.NEGOTIATION, MeetingKind.SUMMIT}
_SENTENCES_BEFORE = 2  # in which a meeting was told of which the text tells more


class MeetingFinder:
    """Finds the meetings of one article; `published` is the day from which its relative dates count."""

    def __init__(self, cast: Cast, resolver: Resolver, published: date | None) -> None:
        self._cast = cast
        self._who = Participants(cast, resolver)
        self._sides = Sides(self._who)
        self._journeys = Journeys(cast, self._who)
        self._whereabouts = Whereabouts(cast, self._who)
        dateline = day_of_dateline(cast.document, published) if published is not None else None
        self._published = dateline or published or writing_day(cast)
        self._is_dated = published is not None
        self._happenings = Happenings(cast, self._who, self._whereabouts, self._published, self._is_dated)
        self._series = Series(self._who, self._happenings)
        self._gatherings = Gatherings(self._who, self._whereabouts, self._happenings)

    def find(self) -> list[Encounter]:
        """All meetings in reading order, each once however often the article names it."""
        found: list[Encounter] = []
        for token in itertools.chain.from_iterable(self._cast.document.sentences):
            if encounters := list(self._read(token)):
                if len(encounters) > 1 or not self._names(encounters[0], token, found):
                    found += (self._with_partner(e, token, found) for e in encounters)
            elif is_another(token) and (other := self._series.of(token, found)) is not None:
                found.append(other)
            elif self._tells_more(token):
                self._undo(token, found)
                self._add(token, found)
        seated = self._whereabouts.seat(merge_mentions(found))
        lead = news_lead(self._cast.document, self._published)
        news = (lead[0].end_char, lead[1]) if lead is not None else None
        dated = date_by_context(date_by_visits(seated), news)
        joined = join_trips(drop_parts(self._with_day_of_news(dated, lead)))
        return date_by_publication(joined, self._published) if self._is_dated else joined

    def _with_day_of_news(self, found: list[Encounter], lead: tuple[TokenSpan, PartialDate] | None) -> list[Encounter]:
        """The day told first of all for what those did whom its sentence names, or whose state it names."""
        if lead is None:
            return found
        sentence, day = lead
        figures = (self._cast.named_at(token) for token in sentence)
        states = (self._cast.name_of_state_at(n) for t in sentence if (n := self._cast.names.at(t)) is not None)
        named = {f.name for f in figures if f is not None} | {state for state in states if state is not None}
        return date_by_news(found, day, (sentence.start_char, sentence.end_char), named)

    def _with_partner(self, encounter: Encounter, noun: Token, found: Sequence[Encounter]) -> Encounter:
        """A joint press conference of one with the other of the two who met just before."""
        alone = encounter.participants
        if encounter.kind is not MeetingKind.PRESS_CONFERENCE or len(alone) > 1 or not has_child(noun, ("joint",)):
            return encounter
        pairs = [e.participants for e in reversed(found) if alone[0] in e.participants and _are_two_persons(e)]
        peers = (pair for pair in pairs if len({f.title.office for f in pair if f.title is not None}) == 1)
        return replace(encounter, participants=next(peers, pairs[0] if pairs else alone))

    def _names(self, encounter: Encounter, noun: Token, found: list[Encounter]) -> bool:
        """Name in the meeting told just before who they were: "A met two Russian officials. | The meeting | with X …".

        They take the place of their state. False where the noun tells of a meeting of its own.
        """
        if is_verb(noun) or not has_child(noun, ("the", "this")) or not any(objects_of(noun, ("with",))):
            return False
        before = noun.doc[noun.sent.start - 1].sent if noun.sent.start else noun.sent
        told = (e for e in found if before.start_char <= e.evidence[0] < noun.sent.start_char)
        last = next((e for e in told if e.date is not None and _is_with_own(e, encounter)), None)
        if last is None:
            return False
        persons = (f for f in last.participants if f.type is ActorType.PERSON)
        fuller = (*persons, *encounter.participants)
        self._told(last, replace(last, participants=fuller, also=(*last.also, encounter.evidence)), found)
        return True

    def _tells_more(self, noun: Token) -> bool:
        """Whether the noun may name a meeting told before: "| the | talks", "| their | meeting"."""
        if noun.pos_ not in ("NOUN", "PROPN") or noun.lemma_.lower() not in NOUNS:
            return False
        is_other = any(objects_of(noun, ("by", "of", "to", "with", "between")))
        return not is_other and has_child(noun, ("the", "that", "this", "their"))

    @reads("meeting", "undone")
    def _undo(self, noun: Token, found: list[Encounter]) -> None:
        """Call off the meeting planned last in the paragraph where the noun tells so."""
        status = undone(noun)
        if status is None:
            return
        start, _ = self._cast.document.paragraph_at(noun.idx)
        planned = (e for e in reversed(found) if e.status is MeetingStatus.PLANNED and e.kind is kind_of(noun))
        last = next((e for e in planned if e.evidence[0] >= start), None)
        if last is not None:
            found[found.index(last)] = replace(last, status=status, evidence=clause(noun), rule="meeting.undone")

    def _add(self, noun: Token, found: list[Encounter]) -> None:
        """Add what the noun tells of the meeting told just before: "A met B. | The talks | took place on Friday"."""
        kind = kind_of(noun)
        before = noun.sent
        for _ in range(_SENTENCES_BEFORE):
            before = noun.doc[before.start - 1].sent if before.start else before
        kinds = {kind} if noun.lemma_.lower() == "summit" or kind not in _MEETINGS else _MEETINGS
        last = next((e for e in reversed(found) if e.kind in kinds), None)
        if last is None or not before.start_char < last.evidence[1] <= noun.sent.start_char:
            return
        if any(f not in last.participants for f in self._who.named_by(noun)):
            return
        when, words = date_of(self._cast.document, noun, self._published, is_future(noun), is_own=True)
        place = self._whereabouts.own(noun)
        if when is not None and (last.date is None or (str(when).startswith(str(last.date)))):
            last = self._told(last, replace(last, date=when, date_words=words), found)
        if place is not None and last.place is None and not last.is_remote and last.kind is not MeetingKind.VISIT:
            self._told(last, replace(last, place=place), found)

    def _told(self, encounter: Encounter, fuller: Encounter, found: list[Encounter]) -> Encounter:
        found[found.index(encounter)] = fuller
        return fuller

    def _read(self, token: Token) -> Iterator[Encounter]:
        if is_addressed_guest(token) and told_status(token.head) is MeetingStatus.HELD:
            yield from self._gatherings.of_guest(token)
        if not ((act_of(token) or is_stay(token)) if is_verb(token) else is_of_meeting(token)):
            return
        status = told_status(token) if is_event(token) else None
        if status is MeetingStatus.HELD:
            yield from (e for e in self._encounters_of(token) if e.date is not None or not is_hoped(token))
        elif status is not None:
            yield from (replace(e, status=status) for e in self._encounters_of(token) if len(e.participants) > 1)

    def _encounters_of(self, token: Token) -> Iterator[Encounter]:
        if not is_verb(token):
            yield from self._assembly(token) if is_assembly(token) else self._noun(token, kind_of(token))
            return
        act = act_of(token)
        if act in VISITING or act in (INVITING, TAKING):
            yield from self._visits(self._journeys.of_verb(token), f"meeting.{act}")
        elif is_stay(token):
            yield from self._visits(self._journeys.of_stay(token), "meeting.stay")
        else:
            yield from self._gatherings.of_verb(token)

    def _is_told_by_verb(self, noun: Token) -> bool:
        """Whether the verb over the noun tells of the same meeting: "they | met | for a summit"."""
        verb = verb_over(noun)
        if verb is None or noun.dep_ != "pobj":
            return False
        link = whole_of(noun).head
        is_to = link.lower_ == "to" and verb.lemma_ in MEETING_OF_PERSONS  # "welcomed X to | a summit"
        is_for = link.head == verb and is_occasion(noun) and verb.lemma_ in MEETING
        return (is_to or is_for) and any(self._gatherings.of_verb(verb))

    @reads("meeting", *VISITING, INVITING, TAKING, "stay", "noun-visit")
    def _visits(self, journey: Journey, rule: str) -> Iterator[Encounter]:
        """Read who travels to which state, as `Journeys` finds them."""
        visits = list(self._journeys.visits(journey)) or list(self._journeys.visits(self._at_dateline(journey)))
        for number, visit in enumerate(visits):
            encounter = self._happenings.of(journey.trigger, MeetingKind.VISIT, visit.participants, rule)
            if len(visits) > 1 and visit.place is not None:
                following = visits[number + 1].place if number + 1 < len(visits) else None
                end = following.span[0] if following is not None else journey.trigger.sent.end_char
                within = visit.place.span[1], end
                day, words = date_within(self._cast.document, within, self._published, is_future(journey.trigger))
                encounter = encounter if day is None else replace(encounter, date=day, date_words=words)
            is_first_known = encounter.date_words is not None and encounter.date_words.is_span
            if visit.is_over and encounter.date is not None and not is_first_known:
                when = PartialDate(encounter.date.year, encounter.date.month)
                encounter = replace(encounter, date=when, date_words=None)
            yield encounter if visit.place is None else replace(encounter, place=visit.place)

    def _at_dateline(self, journey: Journey) -> Journey:
        """A visit of which the text does not say where leads to where it is written: "TOKYO – On his visit, X said".

        So does "who is visiting | the country |", where no state was named before.
        """
        word, city = journey.trigger, self._whereabouts.dateline
        is_elsewhere = is_verb(word) or any(objects_of(word, ("to", "in", "of")))
        if city is None or journey.destinations or (is_elsewhere and not is_to_the_country(word)):
            return journey
        return replace(journey, destinations=(city,))

    @reads("meeting", *(f"noun-{noun}" for noun, kind in NOUNS.items() if kind is not MeetingKind.VISIT))
    def _noun(self, noun: Token, kind: MeetingKind) -> Iterator[Encounter]:
        """Read "talks between A and B", "at a summit with B", "a telephone conversation with B"."""
        if kind is MeetingKind.VISIT:
            yield from self._visits(self._journeys.of_noun(noun), "meeting.noun-visit")
            return
        if self._is_told_by_verb(noun):
            return  # "met for their seventh summit": the verb is read
        participants = self._sides.at_event(noun, kind)
        is_half = len(participants) == 1 and self._sides.is_half_named(noun, participants[0])
        is_of_group = len(participants) == 1 and kind is MeetingKind.MEETING and is_group(participants[0])
        if not (is_half or is_of_group or are_enough(kind, participants)) or (
            not has_person(participants) and is_hypothetical(noun)
        ):
            return
        if noun.lemma_ == "conversation" and not is_telephone(noun):
            kind = MeetingKind.MEETING
        links = (noun, noun.head) if noun.dep_ == "dobj" else (noun,)
        if any(t.lower_ in DEVICES for link in links for t in objects_of(link, _OVER)):
            kind = MeetingKind.PHONE_CALL  # "talks | over the telephone |"
        else:
            kind = kind_of_talks(noun, participants, kind)
        if len(sides := self._sides.apart(noun, kind)) > 1:
            yield from (self._happenings.of(noun, kind, each, "meeting.apart") for each in sides)
            return
        who = without_own_states(participants)
        encounter = self._happenings.of(noun, kind, who, f"meeting.noun-{noun.lemma_.lower()}")
        if is_of_group and encounter.date is None and encounter.place is None:
            return  # "decisions of | the Security Council meetings |"
        yield replace(encounter, is_half=is_half and self._sides.may_be_known(noun, participants[0]))

    @reads("meeting", "assembly")
    def _assembly(self, noun: Token) -> Iterator[Encounter]:
        """Read who attends an assembly with a name: "X spoke at | the General Assembly", "Y addressed the Forum"."""
        event = self._cast.named_at(noun)
        attendees = [f for f in self._who.governing(noun) if f.type is ActorType.PERSON]
        if event is not None and attendees:
            yield self._happenings.of(noun, MeetingKind.MEETING, distinct([*attendees, event]), ASSEMBLY)


def _is_with_own(general: Encounter, named: Encounter) -> bool:
    """Whether one tells of a state's officials at large, and the other who they were: "A met | Russian officials |"."""
    states = [f.name for f in general.participants if f.type is ActorType.STATE]
    is_one = general.kind is named.kind and general.status is named.status and named.date is None
    are_officials = all(f.type is ActorType.PERSON and f.of in states for f in named.participants)
    others = [f for f in general.participants if f.type is ActorType.PERSON and f not in named.participants]
    return is_one and len(states) == 1 and are_officials and len(others) == len(general.participants) - 1 > 0


def _are_two_persons(encounter: Encounter) -> bool:
    return len(encounter.participants) == 2 and all(f.type is ActorType.PERSON for f in encounter.participants)
