"""Meetings: verbs and nouns of coming together, with who took part, where, when and whether it was held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_negated, is_verb, objects_of, verb_over
from kg.extraction.cast import Cast, Figure
from kg.extraction.circumstances import date_of, is_future, place_of, status_of
from kg.extraction.coreference import Resolver
from kg.extraction.encounters import Encounter, merge_mentions, seat_meetings
from kg.extraction.names import Name, NameKind
from kg.extraction.reporting_verbs import FRAMES
from kg.records import ActorType, MeetingKind, MeetingStatus, Span

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
_SPEAKING = frozenset("speak talk call phone telephone".split())
_HOLDING = frozenset("hold have conduct begin start".split())
_GENERIC = frozenset("peace business working family school board cabinet town club annual".split())
_REFUSALS = frozenset("refuse decline fail deny".split())
_DENIALS = frozenset("deny contradict dismiss".split())
_WITH = ("with", "between", "of", "by", "among")
_PLACES = (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)
_ONE_IS_ENOUGH = (MeetingKind.PRESS_CONFERENCE, MeetingKind.SUMMIT)
_LONG_QUOTATION = 60  # characters; shorter ones are words quoted within the article's own sentence
_FAR = 40  # tokens; a subject further off would make the evidence a paragraph


class MeetingFinder:
    """Finds the meetings of one article; `published` is the day from which its relative dates count."""

    def __init__(self, cast: Cast, resolver: Resolver, published: date | None) -> None:
        self._cast = cast
        self._resolver = resolver
        self._published = published

    def find(self) -> list[Encounter]:
        """All meetings in reading order, each once however often the article names it."""
        tokens = (token for sentence in self._cast.document.sentences for token in sentence)
        return seat_meetings(merge_mentions(e for token in tokens for e in self._read(token)))

    def _read(self, token: Token) -> Iterator[Encounter]:
        if not _names_a_meeting(token) or self._is_quoted_narrative(token):
            return
        denied = _is_denied(token)
        if denied and not _is_reported(token):
            return
        for encounter in self._encounters_of(token):
            yield replace(encounter, status=MeetingStatus.DENIED) if denied else encounter

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

    def _is_quoted_narrative(self, token: Token) -> bool:
        """Whether the word stands in a direct quotation: what a speaker tells is not the article's own report."""
        quotation = self._cast.document.quotation_at(token.idx)
        return quotation is not None and quotation.outer[1] - quotation.outer[0] > _LONG_QUOTATION

    def _meeting_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A met (with) B", "A and B met", "A received B", "B was received by A", "the ministry summoned B"."""
        patients = list(children(verb, "dobj", "nsubjpass"))
        if any(p.lemma_ in _NOUNS for p in patients):
            return  # "hosted a summit": the noun is read
        others = self._figures(*patients, *objects_of(verb, ("with", "by")))
        participants = _distinct([*self._subjects(verb), *others])
        if verb.lemma_ in _MEETING_OF_PERSONS and not all(f.type is ActorType.PERSON for f in participants):
            return
        if len(participants) > 1:
            yield self._encounter(verb, MeetingKind.MEETING, participants, f"meeting.{verb.lemma_}")

    def _conversation_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A spoke with B by telephone", "A telephoned B"."""
        speakers = self._subjects(verb)
        others = self._figures(*objects_of(verb, ("with", "to"))) if verb.lemma_ in ("speak", "talk") else []
        others += self._figures(*children(verb, "dobj")) if verb.lemma_ in ("phone", "telephone") else []
        participants = [f for f in _distinct([*speakers, *others]) if f.type is ActorType.PERSON]
        by_telephone = any(t.lower_ in ("phone", "telephone", "video") for t in verb.subtree)
        # "The two leaders spoke candidly" tells of no call; "spoke with B" and "spoke by phone" do.
        if len(participants) > 1 and (len(participants) > len(speakers) or by_telephone):
            yield self._encounter(verb, MeetingKind.PHONE_CALL, participants, "meeting.spoke")

    def _visit_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A visited B", "A will travel to B", "A arrived in B"."""
        yield from self._visits(verb, self._subjects(verb), self._destinations(verb), f"meeting.{verb.lemma_}")

    def _visit_noun(self, noun: Token) -> Iterator[Encounter]:
        """Read "his first visit to China", "the minister's upcoming visit to Baku", "on an official visit to"."""
        owners = self._figures(*children(noun, "poss"))
        destinations = self._destinations(noun)
        if not destinations and not owners and is_verb(noun.head):
            destinations = self._destinations(noun.head)
        if not destinations and noun.dep_ == "pobj":
            destinations = self._destinations(noun.head.head)
        visitors = owners or self._governing_subjects(noun)
        yield from self._visits(noun, visitors, destinations, "meeting.noun-visit")

    def _visits(
        self, trigger: Token, actors: Iterable[Figure], destinations: Iterable[Name], rule: str
    ) -> Iterator[Encounter]:
        """One visit for each destination: the persons and the state that is visited; going home is none."""
        visitors = [f for f in actors if f.type is ActorType.PERSON]
        for name in destinations if visitors else ():
            host = self._cast.state_behind(name)
            if host is not None and not any(v.of == host.name for v in visitors):
                yield replace(self._encounter(trigger, MeetingKind.VISIT, [*visitors, host], rule), place=name)

    def _destinations(self, word: Token) -> list[Name]:
        """The places and states to which a verb or noun of travel leads."""
        heads = list(children(word, "dobj")) if word.lemma_ in ("visit", "tour") else []
        heads += objects_of(word, ("to", "in", "into"))
        named = [self._cast.names.at(token) for head in heads for token in (head, *head.conjuncts) if token.i >= word.i]
        return [name for name in named if name is not None and name.kind in _PLACES]

    def _noun(self, noun: Token, kind: MeetingKind) -> Iterator[Encounter]:
        if kind is MeetingKind.VISIT:
            yield from self._visit_noun(noun)
            return
        participants = self._with(noun)
        is_complete = len(participants) > 1 and has_child(noun, ("between", "among"))
        if not is_complete and (kind is MeetingKind.SUMMIT or len(participants) < 2 or noun.dep_ in ("dobj", "pobj")):
            participants = [*self._governing_subjects(noun), *participants, *self._compounds(noun)]
        participants = _distinct(participants)
        if len(participants) >= (1 if kind in _ONE_IS_ENOUGH else 2):
            yield self._encounter(noun, kind, participants, f"meeting.noun-{noun.lemma_}")

    def _with(self, noun: Token) -> list[Figure]:
        """Those whom the noun names itself: "with X", "between X and Y", "X's talks", "held talks with X"."""
        held = noun.head if noun.dep_ == "dobj" and noun.head.lemma_ in _HOLDING else None
        of_verb = objects_of(held, ("with",)) if held is not None else ()
        return self._figures(*children(noun, "poss"), *objects_of(noun, _WITH), *of_verb)

    def _compounds(self, noun: Token) -> list[Figure]:
        """Those who stand as names before the noun: "the Nato summit", "the U.S.-ASEAN Summit", "the 3+3 meeting"."""
        before = noun.doc[noun.left_edge.i : noun.i]
        describing = [t for t in before if t.dep_ in ("compound", "nmod", "amod", "nummod")]
        # "the Tehran meeting" says where, not who.
        who = [t for t in describing if (n := self._cast.names.at(t)) is None or n.kind is not NameKind.CAPITAL]
        return [figure for t in who if (figure := self._cast.named_at(t))]

    def _governing_subjects(self, noun: Token) -> list[Figure]:
        """The subjects of the verb over the noun: "| Bayramov | made the remarks at a meeting with …"."""
        for verb in (t for t in noun.ancestors if is_verb(t)):
            # What somebody says of a meeting of others does not make the speaker one of them.
            if (subjects := self._subjects(verb)) or child(verb, *SUBJECTS) is not None or verb.dep_ == "ccomp":
                return subjects
        return []

    def _subjects(self, verb: Token) -> list[Figure]:
        """The subject of the verb, or of the one it is coordinated with or hangs on."""
        node: Token = verb
        relations: tuple[str, ...] = SUBJECTS[:1]
        while (subject := child(node, *relations)) is None:
            if node.dep_ in ("acl", "relcl") and node.head.pos_ in ("NOUN", "PROPN"):
                return self._figures(node.head)
            if node.dep_ not in ("conj", "xcomp", "advcl"):
                return []
            node, relations = node.head, SUBJECTS
        return self._figures(subject)

    def _figures(self, *tokens: Token) -> list[Figure]:
        return [f for token in tokens for f in self._resolver.resolve(token) if not f.outlet]

    def _encounter(self, trigger: Token, kind: MeetingKind, participants: Sequence[Figure], rule: str) -> Encounter:
        when, words = date_of(self._cast.document, trigger, self._published, is_future(trigger))
        place = place_of(self._cast.names, trigger, trigger.sent)
        return Encounter(kind, tuple(participants), status_of(trigger), _clause(trigger), rule, when, words, place)


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
    if kind is MeetingKind.PHONE_CALL:
        return _is_telephone(token)
    return lemma != "conference" or has_child(token, ("press", "news"))


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
    first, last = trigger.left_edge, trigger.right_edge
    verb = None if is_verb(trigger) else verb_over(trigger)
    if verb is not None:
        start = (child(verb, *SUBJECTS) or verb).left_edge
        first = start if 0 <= trigger.i - start.i < _FAR else first
    return first.idx, last.idx + len(last.text.rstrip())


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({id(f): f for f in figures}.values())
