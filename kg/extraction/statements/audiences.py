"""Audiences: at which meeting something was said, and to whom.

What was said at a meeting of two was said to the other one. A meeting is where the sentence puts its words ("at a
meeting with X, Y said"), referred to ("during the meeting"), or told before, in the same sentence ("met X and said") or
another. Then its account goes on, without a paragraph of anything else, until somebody speaks who was not there, to
somebody else, elsewhere ("in an interview") or on another day: in a readout, at a press conference, or where something
was told as said there just before. A relative clause ("X, who met Y last year, said") tells of a background alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, end_of, is_verb, objects_of, verb_over
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.meetings.encounters import ASSEMBLY, Encounter
from kg.extraction.meetings.occasions import NOUNS
from kg.extraction.rulebook import reads
from kg.extraction.statements.accounts import (
    TURNS,
    begins_apart,
    goes_on,
    has_listener,
    is_about,
    is_around,
    is_asked_there,
    is_beside,
    is_by_the_way,
    is_elsewhere,
    is_event,
    is_in_readouts,
    is_narrated,
    is_own,
    is_reference,
    is_remembered,
    is_reply,
    is_scene,
    is_to_press,
    is_to_public,
    is_written,
    tells_when,
)
from kg.extraction.statements.finder import Said
from kg.records import ActorType, MeetingKind, MeetingStatus, Span, StatementKind
from kg.reference import State

_TALKS = frozenset((MeetingKind.MEETING, MeetingKind.NEGOTIATION, MeetingKind.SUMMIT, MeetingKind.PHONE_CALL))
_WITH_BODIES = (MeetingKind.MEETING, MeetingKind.PHONE_CALL)  # at a summit, one speaks among a body, not to it
_BODIES = (ActorType.FORMAT, ActorType.ORGANISATION)
_WITHOUT_VERB = ("statement.according-to", "statement.headline")
_ADDING = frozenset("added adding continued continuing".split())
_EVERYBODY = frozenset("each every any".split())
_FEW_PARAGRAPHS = 1


@dataclass(frozen=True)
class Audience:
    """The place in the list of the meeting at which something was said, and the one who was spoken to.

    `spans` and `rules` tell of `occasion` and `addressee` the words behind each, and the rule that read it.
    """

    occasion: int | None = None
    addressee: Figure | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Occasion:
    """The place of a meeting in the list, the words that tell that something was said there, and the rule.

    Not `is_sure` where it only may have been: the account of the meeting may go on afterwards.
    """

    number: int
    words: Span
    rule: str
    is_sure: bool = True


class Audiences:
    """Finds the audiences of the statements of one article, read in their order.

    `issuer` is the state whose government published it.
    """

    def __init__(
        self, cast: Cast, encounters: Sequence[Encounter], found: Sequence[Said], issuer: State | None = None
    ) -> None:
        self._cast = cast
        self._document: Document = cast.document
        self._encounters = encounters
        self._found = found
        self._issuer = issuer.name if issuer is not None else None
        # what anybody says, by the numbers of its tokens
        self._said = {token.i for said in found for token in self._document.tokens_of(said.content.span)}
        held = ((n, e) for n, e in enumerate(encounters) if e.status is MeetingStatus.HELD)
        self._together = Counter(said.content.span for said in found)
        self._days = {date.span[0] for date in cast.document.dates}
        self._told = sorted((mention, n) for n, e in held for mention in e.mentions)
        self._foreground = [one for one in self._told if not self._is_background(one[0])]
        self._readout = self._find_readout()
        self._account: int | None = None  # the meeting of which the article tells
        self._begun: int | None = None  # where the last words were said
        self._heard = 0  # where the last words end that were said
        self._read = 0  # up to which offset it was read for meetings
        self._last: dict[Figure, Audience] = {}  # to whom each spoke last

    def find(self) -> list[Audience]:
        """The audience of each statement."""
        return [self._audience(said) for said in self._found]

    def _audience(self, said: Said) -> Audience:
        evidence = self._document.tokens_of(said.evidence)
        sentence = evidence[0].sent if evidence else ()
        words = [t for t in {t.i: t for t in (*sentence, *evidence)}.values() if not self._is_said(t)]
        self._read_up_to(said)
        likely = self._occasion(said, words)
        occasion = likely if likely is not None and likely.is_sure else None
        at = occasion.number if occasion is not None else None
        if said.rule not in _WITHOUT_VERB:
            is_visit = likely is not None and self._encounters[likely.number].kind is MeetingKind.VISIT
            self._account = likely.number if likely is not None and not is_visit else None  # a visit has many places
            self._begun = at
            self._heard = said.evidence[1]
        self._last[said.speaker] = audience = self._with_words(said, occasion, self._addressee(said, at))
        return audience

    def _with_words(self, said: Said, occasion: _Occasion | None, addressee: Figure | None) -> Audience:
        """The audience with its words and rules: of one whom the cue does not name, those that tell of the meeting."""
        spans: dict[str, Span] = {}
        rules: dict[str, str] = {}
        if occasion is not None:
            spans["occasion"], rules["occasion"] = occasion.words, occasion.rule
        if addressee is not None and addressee is said.addressee and said.addressee_span is not None:
            spans["addressee"], rules["addressee"] = said.addressee_span, "audience.named"
        elif addressee is not None and occasion is not None:
            spans["addressee"], rules["addressee"] = self._telling(said, occasion.number), occasion.rule
        spans = {name: self._document.trimmed(span) for name, span in spans.items()}
        return Audience(occasion.number if occasion is not None else None, addressee, spans, rules)

    def _is_background(self, mention: Span) -> bool:
        """Whether a relative clause on somebody tells of the meeting: "X, | who received Y last year |, said"."""
        events = [t for t in self._document.tokens_of(mention) if is_event(t)]
        return bool(events) and all(is_by_the_way(t) for t in events)

    def _find_readout(self) -> int | None:
        """The talks of which the whole text is a readout: it begins with them, and only those speak who were there."""
        talks = [one for one in self._told if not _is_large(self._encounters[one[1]])]
        (start, _), number = next(iter(talks or self._told), ((0, 0), 0))
        begin = next((t.sent for t in self._document.doc if t.tag_ in ("VBD", "VBZ", "VBP")), None)
        if not self._told or begin is None or start >= begin.end_char or self._encounters[number].kind not in _TALKS:
            return None
        is_of_them = all(_takes_part(said.speaker, self._encounters[number]) for said in self._found)
        return number if is_of_them else None

    def _is_said(self, token: Token) -> bool:
        return token.i in self._said or self._document.quotation_at(token.idx) is not None

    def _read_up_to(self, said: Said) -> None:
        """Learn of the meetings told before, of several in a sentence the speaker's; those somebody tells of are none.

        Of talks and the summit beside which they were held, the talks. A visit is no meeting at which anything is said.
        """
        new: list[tuple[int, bool, bool, int, int]] = []
        end = said.cue_span[0] if said.cue_span is not None else said.evidence[0]
        for (start, _), number in self._foreground:
            token = self._document.token_at(start)
            is_new = self._read <= start < end and self._encounters[number].kind is not MeetingKind.VISIT
            if is_new and token is not None and token.i not in self._said:
                encounter = self._encounters[number]
                is_there = _takes_part(said.speaker, encounter)
                new.append((token.sent.start, is_there, not _is_large(encounter), start, number))
        if new:
            self._account = max(new)[-1]
        self._read = max(self._read, said.evidence[0])

    def _occasion(self, said: Said, words: Sequence[Token]) -> _Occasion | None:
        if self._is_spoken_for(said) or any(is_around(token) for token in words):
            return None
        at = self._put_at(said) or self._referred(said, words)
        if at is not None or said.rule in _WITHOUT_VERB or not self._is_narrated(said, words):
            return at
        number = self._narrated(said)
        if number is None:
            return None
        is_sure = self._is_to_them(said, number)
        return _Occasion(number, self._telling(said, number), "audience.account", is_sure)

    @reads("audience", "account")
    def _narrated(self, said: Said) -> int | None:
        """Read what goes on with the account of a meeting as said there: "A met B. … A added that"."""
        if said.addressee is not None and (met := self._met_before(said, said.addressee)) is not None:
            return met
        if said.cue.split()[-1] in _ADDING and said.speaker in self._last:
            return self._last[said.speaker].occasion
        account = self._account
        if account is None or self._paragraphs_since(account, said) > _FEW_PARAGRAPHS:
            return None
        people = self._encounters[account].participants
        is_there = _takes_part(said.speaker, self._encounters[account])
        to = said.addressee
        is_to_them = to is None or to in people or any(f.of == to.name for f in people)
        return account if is_there and is_to_them else None

    def _is_to_them(self, said: Said, number: int) -> bool:
        """Whether words told after a meeting were said there: they name one of those who met, or nobody, and go on.

        At a press conference they do, else if they are not about it: in a release of one of its sides, in a readout by
        the verbs of one, in one breath with the meeting ("received X, warning that", "met X and urged talks"), in a
        reply that follows it or what another one said, or in the paragraph in which something was told as said there.
        """
        encounter, cue = self._encounters[number], self._cue(said)
        if said.addressee is not None or (said.cue.split()[-1] in _ADDING and said.speaker in self._last):
            return True
        if cue is not None and has_listener(cue):
            return False
        if encounter.kind is MeetingKind.PRESS_CONFERENCE:
            return True
        if is_about(self._document.tokens_of(said.content.span), encounter.kind):
            return False
        if cue is not None and begins_apart(cue):
            return False
        if self._is_issuers(number):
            return True
        if cue is not None and is_to_public(cue):
            return False
        is_of_readout = cue is not None and number == self._readout and is_in_readouts(cue)
        is_begun = number == self._begun and self._paragraphs_since(number, said) == 0
        is_at_once = cue is not None and (
            is_beside(cue) or is_asked_there(cue) or (is_reply(cue) and self._is_next(number, said))
        )
        return is_of_readout or is_begun or is_at_once

    def _is_issuers(self, number: int) -> bool:
        """Whether the text is published by the government of one of those who met."""
        return self._issuer is not None and self._issuer in map(_state_of, self._encounters[number].participants)

    def _cue(self, said: Said) -> Token | None:
        return self._document.token_at(said.cue_span[0]) if said.cue_span is not None else None

    def _is_spoken_for(self, said: Said) -> bool:
        """Whether a spokesperson says it, who speaks to the world: "at the meeting, | X's spokesman said |"."""
        cue = self._document.tokens_of(said.cue_span) if said.cue_span is not None else ()
        return any(t.lower_.startswith("spokes") for verb in cue for t in children(verb, *SUBJECTS))

    def _paragraphs_since(self, number: int, said: Said) -> int:
        """How many paragraphs began since the meeting was told of, or something that was said at it."""
        told = (start for (start, _), n in self._told if n == number and start <= said.evidence[0])
        last = max(self._heard, *told, 0)
        return sum(last < start <= said.evidence[0] for start, _ in self._document.paragraphs)

    def _is_next(self, number: int, said: Said) -> bool:
        """Whether no sentence stands between, in which others may have spoken."""
        told = (end for (start, end), n in self._told if n == number and start <= said.evidence[0])
        last = self._document.sentence_at(max(self._heard, *told, 1) - 1)
        own = self._document.sentence_at(said.evidence[0])
        return last is not None and own is not None and own.start <= last.end

    def _telling(self, said: Said, number: int) -> Span:
        """The words that told of the meeting last, up to the end of the sentence and not in what is said."""
        told = (span for span, n in reversed(self._told) if n == number and span[0] < said.evidence[1])
        return next((span for span in told if not _is_told(said, span)), self._encounters[number].evidence)

    @reads("audience", "sentence")
    def _put_at(self, said: Said) -> _Occasion | None:
        """Read what a sentence puts at a meeting of the speaker as said there: "at a meeting with B, A said that".

        Talks with who is addressed go before others, and talks before the summit beside which they were, and the visit.
        """
        cue = self._cue(said)
        if cue is None or is_written(cue):
            return None
        told = [
            number
            for span, number in self._foreground
            if span[0] < said.evidence[1] and said.evidence[0] < span[1]
            if _takes_part(said.speaker, self._encounters[number]) and self._is_setting(said, cue, span, number)
        ]
        at = min(told, key=lambda number: self._remoteness(said, number), default=None)
        return _Occasion(at, self._telling(said, at), "audience.sentence") if at is not None else None

    def _is_setting(self, said: Said, cue: Token, mention: Span, number: int) -> bool:
        """Whether the meeting is where it was said, not what is spoken of, nor what the press is told of."""
        words = self._document.tokens_of(mention)
        events = [t for t in words if is_event(t)]
        there = [t for t in events if t.i not in self._said and is_scene(t, cue) and not is_remembered(t)]
        if _is_told(said, mention) or (events and not there):
            return False
        sentence = self._document.tokens_of(said.evidence)
        is_public = self._encounters[number].kind in (MeetingKind.PRESS_CONFERENCE, MeetingKind.VISIT)
        return is_public or not any(is_to_press(t) for t in sentence if t.i not in self._said)

    def _remoteness(self, said: Said, number: int) -> tuple[bool, int]:
        """How far from the words the meeting is: not with who is addressed; a summit; a visit."""
        encounter = self._encounters[number]
        is_with = said.addressee is not None and said.addressee in encounter.participants
        if encounter.kind is MeetingKind.VISIT:
            return not is_with, 2
        return not is_with, int(_is_large(encounter))

    @reads("audience", "reference")
    def _referred(self, said: Said, words: Sequence[Token]) -> _Occasion | None:
        """Read that a sentence refers to the meeting told last: "A said | during the meeting |".

        "| For his part |" goes on where somebody spoke before, or with the talks told since.
        """
        noun = next((token for token in words if is_reference(token)), None)
        if noun is None:
            return None
        kind = NOUNS.get(noun.lemma_.lower())
        kinds = {kind} if kind is not None and kind not in _TALKS else _TALKS
        at = next((n for n in self._before(said, self._told) if self._encounters[n].kind in kinds), None)
        if noun.lower_ in TURNS:
            is_there = self._account is not None and _takes_part(said.speaker, self._encounters[self._account])
            at = self._account if is_there else None
        return _Occasion(at, (noun.head.idx, end_of(noun)), "audience.reference") if at is not None else None

    def _met_before(self, said: Said, addressee: Figure) -> int | None:
        """The talks told last of the speaker with who is addressed: "A met B. … A told | B | that"."""
        talks = (n for n in self._before(said, self._foreground) if self._encounters[n].kind in _TALKS)
        return next((n for n in talks if addressee in self._encounters[n].participants), None)

    def _before(self, said: Said, told: Sequence[tuple[Span, int]]) -> Iterator[int]:
        """Yield the speaker's meetings told before the end of the sentence, the last first."""
        for (start, _), number in reversed(told):
            if start < said.evidence[1] and _takes_part(said.speaker, self._encounters[number]):
                yield number

    def _is_narrated(self, said: Said, words: Sequence[Token]) -> bool:
        """Whether the sentence goes on telling what happened, there and then: not "has said", "said | on Friday |"."""
        cue = self._cue(said)
        if cue is not None and not is_narrated(cue):
            return False
        if cue is not None and any(is_event(t) and goes_on(cue, t) for t in words):
            words = [t for t in words if is_own(t, cue)]
        return not any(is_elsewhere(token) or (token.idx in self._days and tells_when(token)) for token in words)

    def _addressee(self, said: Said, at: int | None) -> Figure | None:
        """Who was spoken to: named by the cue, else the other side of those who met.

        A state of which something is asked is spoken to through its own who is there.
        """
        other = self._other_side(said, self._encounters[at]) if at is not None else None
        named = said.addressee
        if named is not None and other is not None and named.type is ActorType.STATE and other.of == named.name:
            return other
        if named is None and other is not None and self._is_of_other(said, other, at):
            return None
        return named or other

    def _is_of_other(self, said: Said, other: Figure, at: int | None) -> bool:
        """Whether one speaks of the other side to others: asks those, or names a person, but in a release of a side."""
        is_released = at is not None and self._is_issuers(at)
        return self._is_to_others(said) or (not is_released and self._is_named_in(said, other))

    def _is_to_others(self, said: Said) -> bool:
        """Whether it is said to others, too: "asked | each governor | to pay", "urged | the bloc | to act"."""
        cue, first = self._cue(said), self._document.token_at(said.content.span[0])
        if cue is not None and has_listener(cue):
            return True
        return said.kind is StatementKind.APPEAL and first is not None and first.lower_ in _EVERYBODY

    def _is_named_in(self, said: Said, figure: Figure) -> bool:
        """Whether a person is named in the words said."""
        named = (self._cast.named_at(token) for token in self._document.tokens_of(said.content.span))
        return figure.type is ActorType.PERSON and any(one is figure for one in named)

    def _other_side(self, said: Said, encounter: Encounter) -> Figure | None:
        """The one other who met, those of the speaker's own state aside; of several officials of a state, the state.

        Nobody where several speak together: they speak to the world.
        """
        people = encounter.participants
        is_among_body = encounter.kind not in _WITH_BODIES and any(f.type in _BODIES for f in people)
        if encounter.kind not in _TALKS or encounter.rule == ASSEMBLY or is_among_body:
            return None
        if self._together[said.content.span] > 1:
            return None
        own = _state_of(said.speaker)
        apart = [f for f in people if f is not said.speaker]
        beside = self._beside(said.speaker, encounter)
        others = [f for f in apart if own is None or _state_of(f) != own] or [f for f in apart if f not in beside]
        states = {f.of if f.type is ActorType.PERSON else None for f in others}
        if len(others) > 1 and len(states) == 1:
            state = states.pop()
            return self._cast.named(state) if state not in (None, own) else None
        return others[0] if len(others) == 1 else None

    def _beside(self, speaker: Figure, encounter: Encounter) -> list[Figure]:
        """With whom the speaker met others: "Biden and | Walsh | met union leaders" does not tell that the two met."""
        words = (t for span in encounter.mentions for t in self._document.tokens_of(span))
        verbs = (t if is_verb(t) else verb_over(t) for t in words if is_event(t))
        for verb in verbs:
            subject = child(verb, "nsubj") if verb is not None else None
            others = [*children(verb, "dobj"), *objects_of(verb, ("with",))] if verb is not None else []
            if subject is not None and any(not is_event(t) for t in others):
                figures = [self._cast.named_at(t) for t in subject.subtree]
                if speaker in figures:
                    return [f for f in figures if f is not None]
        return []


def _state_of(figure: Figure) -> str | None:
    return figure.name if figure.type is ActorType.STATE else figure.of


def _is_large(encounter: Encounter) -> bool:
    return encounter.kind is MeetingKind.SUMMIT or encounter.rule == ASSEMBLY


def _takes_part(speaker: Figure, encounter: Encounter) -> bool:
    """Whether the speaker was there, or for a state a delegation of its officials."""
    delegates = [f for f in encounter.participants if f.of == speaker.name]
    return speaker in encounter.participants or (speaker.type is ActorType.STATE and len(delegates) > 1)


def _is_told(said: Said, mention: Span) -> bool:
    """Whether the meeting is what the speaker tells of, rather than where it was told: "said | that he had met X"."""
    (start, end), (begin, stop) = mention, said.content.span
    cue_end = said.cue_span[1] if said.cue_span is not None else begin
    return min(cue_end, begin) <= start < stop and begin < end
