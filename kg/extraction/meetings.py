"""Meetings: verbs and nouns of coming together, with who took part, where, when and whether it was held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from kg.analysis.dates import DateExpression
from kg.extraction.cast import Cast, Figure
from kg.extraction.circumstances import date_of, is_future, place_of, status_of
from kg.extraction.coreference import Resolver
from kg.extraction.cues import FRAMES
from kg.extraction.names import Name, NameKind
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
_VISITING = frozenset(["visit", "travel", "fly", "arrive", "head", "go", "come", "return", "depart", "journey", "tour"])
_MEETING_VERBS = frozenset(
    ["meet", "receive", "host", "greet", "welcome", "summon", "gather", "convene", "huddle", "confer"]
)
_SPEAKING = frozenset(["speak", "talk", "call", "phone", "telephone"])
_HOSTS_TO = frozenset(["receive", "host", "greet", "welcome", "summon"])
_GENERIC = frozenset(["peace", "business", "working", "family", "school", "board", "cabinet", "town", "club", "annual"])
_REFUSALS = frozenset("refuse decline fail deny".split())
_DENIALS = frozenset("deny contradict dismiss".split())
_FAR = 40  # tokens; a subject further off would make the evidence a paragraph
_TRAVEL_PREPOSITIONS = frozenset(["to", "in", "into", "for"])
_WITH = frozenset(["with", "between", "of", "by", "among"])
_TELEPHONE = frozenset(["phone", "telephone", "call", "spoke", "speak"])


@dataclass(frozen=True)
class Encounter:
    """One meeting as found: figures in place of ids."""

    kind: MeetingKind
    participants: tuple[Figure, ...]
    status: MeetingStatus
    evidence: Span
    rule: str
    date: PartialDate | None
    date_words: DateExpression | None
    place: Name | None
    trigger: int


class MeetingFinder:
    """Finds the meetings of one article; `published` is the day from which its relative dates count."""

    def __init__(self, cast: Cast, resolver: Resolver, published: date | None) -> None:
        self._cast = cast
        self._resolver = resolver
        self._published = published

    def find(self) -> list[Encounter]:
        """All meetings in reading order, each once however often the article names it."""
        found: list[Encounter] = []
        for sentence in self._cast.document.sentences:
            for token in sentence:
                found.extend(self._read(token))
        return _with_seats(_merged(found))

    def _read(self, token: Token) -> Iterator[Encounter]:
        if self._is_quoted_narrative(token):
            return
        negated = _is_negated(token)
        if negated and not _is_reported(token):
            return
        for encounter in self._encounters_of(token):
            yield replace(encounter, status=MeetingStatus.DENIED) if negated else encounter

    def _encounters_of(self, token: Token) -> Iterator[Encounter]:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX"):
            if lemma in _VISITING:
                yield from self._visit_verb(token)
            elif lemma in _MEETING_VERBS:
                yield from self._meeting_verb(token)
            elif lemma in _SPEAKING:
                yield from self._conversation_verb(token)
        elif token.pos_ in ("NOUN", "PROPN") and lemma in _NOUNS:
            yield from self._noun(token, _NOUNS[lemma])

    def _is_quoted_narrative(self, token: Token) -> bool:
        """Whether the word stands in a direct quotation: what a speaker tells is not the article's own report."""
        quotation = self._cast.document.quotation_at(token.idx)
        return quotation is not None and quotation.outer[1] - quotation.outer[0] > 60

    def _meeting_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A met (with) B", "A and B met", "A received B", "B was received by A", "the ministry summoned B"."""
        lemma = verb.lemma_
        participants = self._subjects(verb)
        for child in verb.children:
            if child.dep_ in ("dobj", "nsubjpass"):
                if lemma in ("host", "convene") and child.lemma_ in _NOUNS:
                    return
                participants += self._figures(child)
            elif child.dep_ in ("agent", "prep") and child.lower_ in ("with", "by"):
                participants += [f for c in child.children if c.dep_ == "pobj" for f in self._figures(c)]
        participants = _distinct(participants)
        if lemma in ("greet", "welcome", "gather", "convene", "host", "confer") and not all(
            f.type is ActorType.PERSON for f in participants
        ):
            return
        if len(participants) > 1:
            yield self._encounter(verb, MeetingKind.MEETING, participants, f"meeting.{lemma}")

    def _conversation_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A spoke with B by telephone", "A called B"."""
        participants = self._subjects(verb)
        lemma = verb.lemma_
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "to") and lemma in ("speak", "talk"):
                participants += [f for c in child.children if c.dep_ == "pobj" for f in self._figures(c)]
            elif child.dep_ == "dobj" and lemma in ("phone", "telephone"):
                participants += self._figures(child)
        participants = [f for f in _distinct(participants) if f.type is ActorType.PERSON]
        addressed = any(c.dep_ in ("prep", "dobj") and c.lower_ != "about" for c in verb.children)
        by_telephone = any(t.lower_ in ("phone", "telephone", "video") for t in verb.subtree)
        if len(participants) > 1 and ((addressed and len(participants) > len(self._subjects(verb))) or by_telephone):
            yield self._encounter(verb, MeetingKind.PHONE_CALL, participants, "meeting.spoke")

    def _visit_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A visited B", "A will travel to B", "A arrived in B": the visitor and the state that is visited."""
        visitors = [f for f in self._subjects(verb) if f.type is ActorType.PERSON]
        if not visitors:
            return
        for name in self._destinations(verb):
            host = self._cast.state_behind(name)
            if host is not None and not self._is_home(visitors, host):
                yield replace(
                    self._encounter(verb, MeetingKind.VISIT, [*visitors, host], f"meeting.{verb.lemma_}"),
                    place=name,
                )

    def _destinations(self, word: Token) -> list[Name]:
        """The places and states that a verb or noun of travel leads to."""
        heads = [c for c in word.children if c.dep_ == "dobj" and word.lemma_ in ("visit", "tour")]
        for child in word.children:
            if child.dep_ == "prep" and child.lower_ in _TRAVEL_PREPOSITIONS - {"for"}:
                heads += [c for c in child.children if c.dep_ == "pobj"]
        named = [self._cast.names.at(t) for head in heads for t in (head, *head.conjuncts) if t.i >= word.i]
        return [n for n in named if n is not None and n.kind in (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)]

    def _is_home(self, visitors: Iterable[Figure], host: Figure) -> bool:
        """Whether a visitor holds office in the very state: going home is no visit."""
        return any(v.of == host.name for v in visitors)

    def _noun(self, noun: Token, kind: MeetingKind) -> Iterator[Encounter]:
        if noun.lemma_ == "conference" and not any(c.lower_ in ("press", "news") for c in noun.children):
            return
        if any(c.lower_ in _GENERIC for c in noun.lefts) and kind is not MeetingKind.VISIT:
            return
        if kind is MeetingKind.PHONE_CALL and not _is_telephone(noun):
            return
        if kind is MeetingKind.VISIT:
            yield from self._visit_noun(noun)
            return
        participants = self._with(noun)
        groups = self._compounds(noun)
        if kind is MeetingKind.SUMMIT or len(participants) < 2 or noun.dep_ in ("dobj", "pobj"):
            participants = [*self._governing_subjects(noun), *participants, *groups]
        participants = _distinct(participants)
        enough = 1 if kind in (MeetingKind.PRESS_CONFERENCE, MeetingKind.SUMMIT) else 2
        if len(participants) >= enough:
            yield self._encounter(noun, kind, participants, f"meeting.noun-{noun.lemma_}")

    def _visit_noun(self, noun: Token) -> Iterator[Encounter]:
        """Read "his first visit to China", "the minister's upcoming visit to Baku", "on an official visit to"."""
        owners = [f for c in noun.children if c.dep_ == "poss" for f in self._figures(c)]
        visitors = [f for f in owners or self._governing_subjects(noun) if f.type is ActorType.PERSON]
        names = self._destinations(noun) or (
            [] if owners else self._destinations(noun.head) if noun.head.pos_ == "VERB" else []
        )
        if noun.dep_ == "pobj" and not names:
            names = self._destinations(noun.head.head)
        for name in names if visitors else ():
            host = self._cast.state_behind(name)
            if host is not None and not self._is_home(visitors, host):
                yield replace(
                    self._encounter(noun, MeetingKind.VISIT, [*visitors, host], "meeting.noun-visit"),
                    place=name,
                )

    def _with(self, noun: Token) -> list[Figure]:
        """Those whom the noun names itself: "with X", "between X and Y", "X's talks"."""
        found = [f for c in noun.children if c.dep_ == "poss" for f in self._figures(c)]
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in _WITH:
                found += [f for c in child.children if c.dep_ == "pobj" for f in self._figures(c)]
        if noun.head.lemma_ in ("hold", "have", "conduct", "begin", "start") and noun.dep_ == "dobj":
            for child in noun.head.children:
                if child.dep_ == "prep" and child.lower_ == "with":
                    found += [f for c in child.children if c.dep_ == "pobj" for f in self._figures(c)]
        return found

    def _compounds(self, noun: Token) -> list[Figure]:
        """Those who stand as names before the noun: "the Nato summit", "the U.S.-ASEAN Summit", "the 3+3 meeting"."""
        left = noun.doc[noun.left_edge.i : noun.i]
        described = [t for t in left if t.dep_ in ("compound", "nmod", "amod", "nummod")]
        named = [t for t in described if (n := self._cast.names.at(t)) is None or n.kind is not NameKind.CAPITAL]
        return [f for t in named if (f := self._cast.named_at(t))]

    def _governing_subjects(self, noun: Token) -> list[Figure]:
        """The subjects of the verb over the noun: "| Bayramov | made the remarks at a meeting with …"."""
        node = noun
        for _ in range(6):
            node = node.head
            if node.pos_ in ("VERB", "AUX") and (subjects := self._subjects(node)):
                return subjects
            if node.head == node:
                break
        return []

    def _subjects(self, verb: Token) -> list[Figure]:
        node = verb
        for _ in range(4):
            kinds = ("nsubj",) if node == verb else ("nsubj", "nsubjpass")
            subject = next((c for c in node.children if c.dep_ in kinds), None)
            if subject is not None:
                return self._figures(subject)
            if node.dep_ in ("acl", "relcl") and node.head.pos_ in ("NOUN", "PROPN"):
                return self._figures(node.head)
            if node.dep_ not in ("conj", "xcomp", "advcl") or node.head == node:
                break
            node = node.head
        return []

    def _figures(self, token: Token) -> list[Figure]:
        return [f for f in self._resolver.resolve(token) if not f.outlet]

    def _encounter(self, trigger: Token, kind: MeetingKind, participants: Iterable[Figure], rule: str) -> Encounter:
        future = is_future(trigger)
        when, words = date_of(self._cast.document, trigger, self._published, future)
        place = place_of(self._cast.names, trigger, trigger.sent)
        return Encounter(
            kind,
            tuple(participants),
            status_of(trigger),
            _clause(trigger),
            rule,
            when,
            words,
            place,
            trigger.i,
        )


def _is_negated(trigger: Token) -> bool:
    """Whether the event is denied: "did not meet", "refused to meet", "had no call", "denied that talks were held"."""
    if any(c.dep_ == "neg" or c.lower_ == "no" for c in trigger.children):
        return True
    verbs = (t for t in (trigger, *trigger.ancestors) if t.pos_ in ("VERB", "AUX"))
    if (verb := next(verbs, None)) is None:
        return False
    over = [verb, *([verb.head] if verb.dep_ in ("xcomp", "ccomp") else [])]
    if any(v.lemma_ in _REFUSALS for v in over):
        return True
    is_object = trigger == verb or trigger.dep_ in ("dobj", "attr", "nsubjpass")
    return is_object and any(c.dep_ == "neg" for c in verb.children)


def _is_reported(trigger: Token) -> bool:
    """Whether somebody says so: a denial is news only in somebody's mouth, "did not meet" alone tells of no meeting."""
    return any(t.lemma_ in _DENIALS or (t.lemma_ in FRAMES and t.pos_ == "VERB") for t in trigger.ancestors)


def _is_telephone(noun: Token) -> bool:
    """Whether a call or conversation is one by telephone: it says so, or it is held with somebody."""
    if any(c.lower_ in ("phone", "telephone", "video", "secure", "conference") for c in noun.children):
        return True
    if noun.lemma_ != "call":
        return False
    had = noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "hold", "make", "place")
    return had or any(c.dep_ == "prep" and c.lower_ in ("with", "between") for c in noun.children)


def _clause(trigger: Token) -> Span:
    """The words around the trigger: for a verb its clause, for a noun its phrase with the subject of its verb."""
    first, last = trigger.left_edge, trigger.right_edge
    verb = next((t for t in trigger.ancestors if t.pos_ == "VERB"), None)
    if trigger.pos_ in ("NOUN", "PROPN") and verb is not None and trigger.i - verb.i < _FAR:
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        start = subject.left_edge if subject is not None else verb
        if 0 <= trigger.i - start.i < _FAR:
            first = start
    return first.idx, last.idx + len(last.text.rstrip())


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    return list({id(f): f for f in figures}.values())


def _merged(found: Iterable[Encounter]) -> list[Encounter]:
    """Mentions of one meeting made one: same participants and kind, and dates that do not contradict each other."""
    kept: list[Encounter] = []
    for encounter in found:
        index = next((i for i, k in enumerate(kept) if _is_same(k, encounter)), None)
        if index is None:
            kept.append(encounter)
        else:
            kept[index] = _joined(kept[index], encounter)
    return kept


def _is_same(one: Encounter, other: Encounter) -> bool:
    if one.kind != other.kind or (one.status is MeetingStatus.HELD) != (other.status is MeetingStatus.HELD):
        return False
    mine, theirs = {id(f) for f in one.participants}, {id(f) for f in other.participants}
    if not (mine <= theirs or theirs <= mine):
        return False
    return (
        one.date is None
        or other.date is None
        or str(one.date).startswith(str(other.date))
        or str(other.date).startswith(str(one.date))
    )


def _joined(one: Encounter, other: Encounter) -> Encounter:
    fuller = one if len(one.participants) >= len(other.participants) else other
    dated = max((one, other), key=lambda e: len(str(e.date or "")))
    return replace(
        one,
        participants=fuller.participants,
        date=dated.date,
        date_words=dated.date_words,
        place=one.place or other.place,
    )


def _with_seats(found: list[Encounter]) -> list[Encounter]:
    """Meetings without a place given that of the visit during which they took place, if the visitor makes only one."""
    visits = [e for e in found if e.kind is MeetingKind.VISIT and e.place is not None]
    seated = []
    for encounter in found:
        hosts = [v for v in visits if v.participants[0] in encounter.participants]
        if encounter.place is None and len(hosts) == 1:
            encounter = replace(encounter, place=hosts[0].place)
        seated.append(encounter)
    return seated
