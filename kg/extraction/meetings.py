"""Meetings: verbs and nouns of coming together, with who took part, where, when and whether it was held."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_negated, is_verb, objects_of, verb_over
from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.circumstances import (
    HAPPENING,
    date_of,
    did_not_happen,
    is_future,
    is_ongoing,
    is_past,
    is_prospect,
    place_of,
    status_of,
)
from kg.extraction.coreference import Resolver
from kg.extraction.encounters import Encounter, date_by_visits, drop_parts, merge_mentions, seat_meetings
from kg.extraction.names import Name, NameKind
from kg.extraction.participants import Participants
from kg.extraction.reporting_verbs import FRAMES, telephoned
from kg.extraction.rulebook import reads
from kg.records import ActorType, MeetingKind, MeetingStatus, PartialDate, Span

_NOUNS = {
    "meeting": MeetingKind.MEETING, "talk": MeetingKind.MEETING, "talks": MeetingKind.MEETING,
    "discussion": MeetingKind.MEETING, "consultation": MeetingKind.MEETING, "encounter": MeetingKind.MEETING,
    "bilateral": MeetingKind.MEETING, "session": MeetingKind.MEETING, "lunch": MeetingKind.MEETING,
    "dinner": MeetingKind.MEETING,
    "summit": MeetingKind.SUMMIT, "visit": MeetingKind.VISIT, "trip": MeetingKind.VISIT, "tour": MeetingKind.VISIT,
    "negotiation": MeetingKind.NEGOTIATION, "call": MeetingKind.PHONE_CALL, "conversation": MeetingKind.PHONE_CALL,
    "conference": MeetingKind.PRESS_CONFERENCE, "briefing": MeetingKind.PRESS_CONFERENCE,
}  # fmt: skip
_VISITING = frozenset("visit travel fly arrive head go come return depart journey tour".split())
_MEETING = frozenset("meet receive summon huddle".split())
# These say that people met only when it is people who are their objects: one also welcomes a deal and hosts a team.
_MEETING_OF_PERSONS = frozenset("greet welcome gather convene host confer".split())
_DEVICES = frozenset("phone telephone video".split())
_SPEAKING = frozenset("speak talk call phone telephone".split())
_GENERIC = frozenset("peace business working family school board cabinet town club annual".split())
_REFUSALS = frozenset("refuse decline fail deny".split())
_DENIALS = frozenset("deny contradict dismiss".split())
_PLACES = (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)
_ONE_IS_ENOUGH = (MeetingKind.PRESS_CONFERENCE, MeetingKind.SUMMIT)
_STAGES = frozenset(
    """start end beginning conclusion close opening course day part round sideline sidelines margin margins eve side
    series time context""".split()
)
_ASIDE = frozenset("sideline sidelines margin margins eve".split())
_FAR = 40  # tokens; a subject further off would make the evidence a paragraph


class MeetingFinder:
    """Finds the meetings of one article; `published` is the day from which its relative dates count."""

    def __init__(self, cast: Cast, resolver: Resolver, published: date | None) -> None:
        self._cast = cast
        self._who = Participants(cast, resolver)
        self._published = published

    def find(self) -> list[Encounter]:
        """All meetings in reading order, each once however often the article names it."""
        found: list[Encounter] = []
        for token in itertools.chain.from_iterable(self._cast.document.sentences):
            if encounters := list(self._read(token)):
                found += encounters
            else:
                self._undo(token, found)
        return date_by_visits(drop_parts(seat_meetings(merge_mentions(found))))

    @reads("meeting", "undone")
    def _undo(self, noun: Token, found: list[Encounter]) -> None:
        """Call off the meeting planned last in the paragraph where the noun tells so."""
        kind = None if is_verb(noun) else _NOUNS.get(noun.lemma_.lower())
        status = _undone(noun) if kind is not None else None
        start, _ = self._cast.document.paragraph_at(noun.idx)
        planned = (e for e in reversed(found) if e.status is MeetingStatus.PLANNED and e.kind is kind)
        last = next((e for e in planned if e.evidence[0] >= start), None)
        if status is not None and last is not None:
            undone = replace(last, status=status, evidence=_clause(noun), rule="meeting.undone")
            found[found.index(last)] = undone

    def _read(self, token: Token) -> Iterator[Encounter]:
        if not _names_a_meeting(token):
            return
        status = _told_status(token)
        if status is MeetingStatus.HELD:
            yield from self._encounters_of(token)
        elif status is not None:
            yield from (replace(encounter, status=status) for encounter in self._encounters_of(token))

    def _encounters_of(self, token: Token) -> Iterator[Encounter]:
        lemma = token.lemma_.lower()
        if not is_verb(token):
            yield from self._noun(token, _NOUNS[lemma])
        elif lemma in _VISITING:
            yield from self._visit_verb(token)
        elif lemma in _SPEAKING:
            yield from self._conversation_verb(token)
        else:
            yield from self._meeting_verb(token)

    @reads("meeting", *_MEETING, *_MEETING_OF_PERSONS)
    def _meeting_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A met (with) B", "A and B met", "A received B", "B was received by A", "the ministry summoned B"."""
        patients = list(children(verb, "dobj", "nsubjpass"))
        if any(_antecedent(p).lemma_ in _NOUNS for p in patients):
            return  # "hosted a summit": the noun is read
        if verb.lemma_ == "host" and not self._who.figures(*patients):
            return  # "that he hosted together with X": both are hosts
        others = self._who.partners(*patients, *objects_of(verb, ("with", "by")))
        participants = distinct([*self._who.subjects(verb), *others])
        if verb.lemma_ in _MEETING_OF_PERSONS and not all(f.type is ActorType.PERSON for f in participants):
            return
        if len(participants) > 1:
            yield self._encounter(verb, MeetingKind.MEETING, participants, f"meeting.{verb.lemma_.lower()}")

    @reads("meeting", "spoke")
    def _conversation_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A spoke with B by telephone", "A telephoned B"."""
        speakers = self._who.subjects(verb)
        # "spoke by telephone | with B": the parser may hang B on the telephone
        links = [verb, *(t for t in objects_of(verb, ("by", "over", "on")) if t.lower_ in _DEVICES)]
        partners = [t for link in links for t in objects_of(link, ("with", "to"))]
        others = self._who.figures(*partners) if verb.lemma_ in ("speak", "talk") else []
        if verb.lemma_ in ("phone", "telephone"):
            others += self._who.figures(*children(verb, "dobj"))
        if (called := telephoned(verb)) is not None:
            others += self._who.figures(called)
        participants = [f for f in distinct([*speakers, *others]) if f.type is ActorType.PERSON]
        by_telephone = any(t.lower_ in _DEVICES for t in verb.subtree)
        # "The two leaders spoke candidly" tells of no call; "spoke with B" and "spoke by phone" do.
        if len(participants) > 1 and (len(participants) > len(speakers) or by_telephone):
            yield self._encounter(verb, MeetingKind.PHONE_CALL, participants, "meeting.spoke")

    @reads("meeting", *_VISITING)
    def _visit_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A visited B", "A will travel to B", "A arrived in B"."""
        yield from self._visits(
            verb, self._who.subjects(verb), self._destinations(verb), f"meeting.{verb.lemma_.lower()}"
        )

    @reads("meeting", "noun-visit")
    def _visit_noun(self, noun: Token) -> Iterator[Encounter]:
        """Read "his first visit to China", "the minister's upcoming visit to Baku", "on an official visit to"."""
        owners = self._who.figures(*children(noun, "poss"), *objects_of(noun, ("by", "of")))
        destinations = self._destinations(noun)
        if not destinations and not owners and is_verb(noun.head):
            destinations = self._destinations(noun.head)
        if not destinations and noun.dep_ == "pobj":
            destinations = self._destinations(noun.head.head)
        visitors = owners or self._who.governing(noun)
        yield from self._visits(noun, visitors, destinations, "meeting.noun-visit")
        if owners and not destinations and noun.dep_ == "dobj":  # "| Turkey | called off a visit by X"
            hosts = [f for f in self._who.figures(*children(noun.head, "nsubj")) if f.type is ActorType.STATE]
            guests = [f for f in owners if f.type is ActorType.PERSON]
            if hosts and guests and not any(g.of == hosts[0].name for g in guests):
                yield self._encounter(noun, MeetingKind.VISIT, [*guests, hosts[0]], "meeting.noun-visit")

    def _visits(
        self, trigger: Token, actors: Iterable[Figure], destinations: Iterable[Name], rule: str
    ) -> Iterator[Encounter]:
        """One visit for each destination: the persons and the state that is visited; going home is none.

        One returns to where one belongs: of a person whose state is unknown that is likely home.
        """
        visitors = [f for f in actors if f.type is ActorType.PERSON]
        if trigger.lemma_ == "return":
            visitors = [f for f in visitors if f.of is not None]
        for name in destinations if visitors else ():
            host = self._cast.state_behind(name)
            if host is not None and not any(v.of == host.name for v in visitors):
                yield replace(self._encounter(trigger, MeetingKind.VISIT, [*visitors, host], rule), place=name)

    def _destinations(self, word: Token) -> list[Name]:
        """The places and states to which a verb or noun of travel leads."""
        heads = list(children(word, "dobj")) if word.lemma_ in ("visit", "tour") else []
        heads += objects_of(word, ("to", "in", "into"))
        tokens = [token for head in heads for token in (head, *head.conjuncts) if token.i >= word.i]
        tokens += [t for head in heads for t in children(head, "appos")]  # "to the Sicilian city | Palermo"
        if not tokens and not is_verb(word):
            tokens = list(children(word, "compound", "nmod"))  # "a | UK | state visit"
        named = [self._capital(token) or self._cast.names.at(token) for token in tokens]
        return [name for name in named if name is not None and name.kind in _PLACES]

    def _capital(self, noun: Token) -> Name | None:
        """The capital that is named by its state: "the Iranian | capital"."""
        if noun.lower_ != "capital":
            return None
        owners = (self._cast.names.at(c) for c in children(noun, "amod", "poss", "compound"))
        owner = next((name for name in owners if name is not None and name.state is not None), None)
        if owner is None:
            return None
        return replace(owner, kind=NameKind.CAPITAL, end=noun.i + 1, span=(owner.span[0], end_of(noun)))

    @reads("meeting", *(f"noun-{noun}" for noun, kind in _NOUNS.items() if kind is not MeetingKind.VISIT))
    def _noun(self, noun: Token, kind: MeetingKind) -> Iterator[Encounter]:
        """Read "talks between A and B", "at a summit with B", "a telephone conversation with B"."""
        if kind is MeetingKind.VISIT:
            yield from self._visit_noun(noun)
            return
        participants = self._who.named_by(noun)
        is_complete = has_child(noun, ("between", "among")) or _is_topic(noun)
        if _is_aside(noun) or (is_prospect(noun) and not participants and noun.head.head.lemma_ != "invite"):
            # who prepares or announces a meeting that names nobody need not take part in it
            participants = [*participants, *self._who.before(noun)]
        elif not is_complete and (kind is MeetingKind.SUMMIT or len(participants) < 2 or noun.dep_ in ("dobj", "pobj")):
            participants = [*self._who.governing(noun), *participants, *self._who.before(noun)]
        participants = distinct(participants)
        if len(participants) >= (1 if kind in _ONE_IS_ENOUGH else 2):
            if noun.lemma_ == "conversation" and not _is_telephone(noun):
                kind = MeetingKind.MEETING
            yield self._encounter(noun, kind, participants, f"meeting.noun-{noun.lemma_.lower()}")

    def _encounter(self, trigger: Token, kind: MeetingKind, participants: Sequence[Figure], rule: str) -> Encounter:
        when, words = date_of(self._cast.document, trigger, self._published, is_future(trigger))
        if (
            words is not None
            and _is_aside(trigger)
            and not _is_below(self._cast.document.token_at(words.span[0]), trigger)
        ):
            when, words = None, None  # the day is that of those who met beside it
        place = place_of(self._cast.document, self._cast.names, trigger)
        status = status_of(trigger)
        if status is MeetingStatus.HELD and when is not None and self._is_to_come(when, trigger):
            status = MeetingStatus.PLANNED
        if when is None and self._published is not None and is_ongoing(trigger):
            when = PartialDate(self._published.year, self._published.month)
        return Encounter(kind, tuple(participants), status, _clause(trigger), rule, when, words, place)

    def _is_to_come(self, when: PartialDate, trigger: Token) -> bool:
        """Whether the day lies after publication, or is that day and the verb does not say that it is past."""
        if self._published is None or when.not_before < self._published:
            return False
        return when.not_before > self._published or (when.day is not None and not is_past(trigger))


def _names_a_meeting(token: Token) -> bool:
    """Whether the word is a verb or noun of meeting, and no kind of meeting that has nothing to do with diplomacy."""
    lemma = token.lemma_.lower()
    if is_verb(token):
        return lemma in _VISITING | _MEETING | _MEETING_OF_PERSONS | _SPEAKING
    kind = _NOUNS.get(lemma) if token.pos_ in ("NOUN", "PROPN") else None
    if kind is None or kind is MeetingKind.VISIT:
        return kind is not None
    if has_child(token, _GENERIC):
        return False
    if lemma == "conversation":
        return any(objects_of(token, ("with", "between")))
    if kind is MeetingKind.PHONE_CALL:
        return _is_telephone(token)
    if kind is MeetingKind.PRESS_CONFERENCE and not has_child(token, ("press", "news", "media")):
        return lemma == "briefing" and token.dep_ == "pobj" and token.head.lower_ in ("at", "in", "during")
    return True


def _is_topic(noun: Token) -> bool:
    """Whether the event is what something is about: "a summary of | the call", "plans for | the summit".

    Whoever releases or discusses that need not take part; but at "the start of | a meeting" one is there.
    """
    above = noun.head.head
    return noun.dep_ == "pobj" and above.pos_ in ("NOUN", "PROPN") and above.lemma_.lower() not in _STAGES


def _antecedent(token: Token) -> Token:
    """The noun for which a relative pronoun stands: "a summit | that | he hosted"; else the token itself."""
    is_relative = token.tag_ in ("WDT", "WP") and token.head.dep_ == "relcl"
    return token.head.head if is_relative else token


def _is_aside(noun: Token) -> bool:
    """Whether people met beside it: "on the sidelines of | the summit" says nothing of who took part in it."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _ASIDE


def _told_status(trigger: Token) -> MeetingStatus | None:
    """Whether the text denies the event: somebody does, or it did not come about; none if it tells of no event.

    An event that is not denied counts as held here; that it is still to come is read later.
    """
    did_not = did_not_happen(trigger)
    if not did_not and not _is_denied(trigger):
        return MeetingStatus.HELD
    if _is_reported(trigger):
        return MeetingStatus.DENIED
    return MeetingStatus.CANCELLED if did_not else None


def _undone(noun: Token) -> MeetingStatus | None:
    """Whether the noun's clause calls off a meeting told before: "the meeting | did not take place"."""
    if noun.dep_ not in SUBJECTS or not has_child(noun, ("the", "that", "this")):
        return None
    status = MeetingStatus.CANCELLED if did_not_happen(noun) else status_of(noun)
    return status if status in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED) else None


def _is_below(token: Token | None, above: Token) -> bool:
    return token is not None and above in token.ancestors


def _is_denied(trigger: Token) -> bool:
    """Whether the event is denied: "did not meet", "refused to meet", "had no call", "denied that talks were held"."""
    if is_negated(trigger):
        return True
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is None:
        return False
    above = verb.head if verb.dep_ in ("xcomp", "ccomp") else verb
    if {verb.lemma_, above.lemma_} & _REFUSALS:
        return True
    return trigger.dep_ in ("dobj", "attr", "nsubjpass") and child(verb, "neg") is not None


def _is_reported(trigger: Token) -> bool:
    """Whether somebody says so: a denial is news only in somebody's mouth, "did not meet" alone tells of no meeting."""
    return any(t.lemma_ in _DENIALS or (t.lemma_ in FRAMES and t.pos_ == "VERB") for t in trigger.ancestors)


def _is_telephone(noun: Token) -> bool:
    """Whether a call or conversation is one by telephone: it says so, or it is held with somebody."""
    if has_child(noun, ("phone", "telephone", "video", "secure", "conference")):
        return True
    if noun.lemma_ != "call":
        return False
    had = noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "hold", "make", "place")
    return had or any(objects_of(noun, ("with", "between")))


def _clause(trigger: Token) -> Span:
    """The words around the trigger: for a verb its clause, for a noun its phrase with the subject of its verb."""
    if trigger.dep_ in SUBJECTS and trigger.head.lemma_ in HAPPENING:
        trigger = trigger.head  # "the summit | took place in Hiroshima"
    first, last = trigger.left_edge, trigger.right_edge
    verb = None if is_verb(trigger) else verb_over(trigger)
    if verb is not None:
        start = (child(verb, *SUBJECTS) or verb).left_edge
        first = start if 0 <= trigger.i - start.i < _FAR else first
    return first.idx, last.idx + len(last.text.rstrip())
