"""Audiences: at which meeting something was said, and to whom.

What was said at a meeting of two was said to the other one. A meeting is told of in the sentence itself ("at a meeting
with X, Y said"), referred to ("during the meeting"), or told before: the account of a meeting goes on, without a
paragraph of anything else, until somebody speaks who was not there, to somebody else, elsewhere ("in an interview") or
on another day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb, objects_of
from kg.extraction.cast import Cast, Figure
from kg.extraction.encounters import ASSEMBLY, Encounter
from kg.extraction.meeting_verbs import MEETING
from kg.extraction.occasions import NOUNS
from kg.extraction.relays import MEDIA
from kg.extraction.rulebook import reads
from kg.extraction.statements import Said
from kg.records import ActorType, MeetingKind, MeetingStatus, Span, StatementKind

_TALKS = frozenset((MeetingKind.MEETING, MeetingKind.NEGOTIATION, MeetingKind.SUMMIT, MeetingKind.PHONE_CALL))
_WITH_BODIES = (MeetingKind.MEETING, MeetingKind.PHONE_CALL)  # at a summit, one speaks among a body, not to it
_BODIES = (ActorType.FORMAT, ActorType.ORGANISATION)
_WITHOUT_VERB = ("statement.according-to", "statement.headline")
_PERFECT = frozenset("has have had".split())
_ADDING = frozenset("added adding continued continuing".split())
_AROUND = frozenset("after following before since until ahead prior".split())
_AT = frozenset("at in during throughout".split())
_EVERYBODY = frozenset("each every any".split())
_EACH = frozenset("each all both".split())
_REFERRING = frozenset("the this that their our".split())
_MANY_IN_FORM = frozenset("talks negotiations discussions consultations".split())
_TURNS = frozenset("part turn".split())
_OTHER_TIMES = frozenset("earlier later previously separately elsewhere".split())
_LISTENING = frozenset("reporters journalists press media".split())
_TELLING = frozenset("tell assure inform remind warn brief".split())
_APART = frozenset("testify write tweet post publish".split())  # what one does elsewhere
_FEW_PARAGRAPHS = 1
_ON = frozenset("in on at during via through by".split())
# Where people speak if not at a meeting: "in | an interview |", "on | Twitter |".
_CHANNELS = MEDIA | frozenset(
    """interview statement speech address remarks tweet post letter article op-ed podcast broadcast rally message
    release report video twitter telegram facebook instagram youtube editorial note communique communiqué column
    comments""".split()
)


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
    """The place of a meeting in the list, the words that tell that something was said there, and the rule."""

    number: int
    words: Span
    rule: str


class Audiences:
    """Finds the audiences of the statements of one article, read in their order."""

    def __init__(self, cast: Cast, encounters: Sequence[Encounter], found: Sequence[Said]) -> None:
        self._cast = cast
        self._document: Document = cast.document
        self._encounters = encounters
        self._found = found
        # what anybody says, by the numbers of its tokens
        self._said = {token.i for said in found for token in self._document.tokens_of(said.content.span)}
        held = ((n, e) for n, e in enumerate(encounters) if e.status is MeetingStatus.HELD)
        self._together = Counter(said.content.span for said in found)
        self._days = {date.span[0] for date in cast.document.dates}
        self._told = sorted((mention, n) for n, e in held for mention in e.mentions if not self._is_long_past(mention))
        self._account: int | None = None  # the meeting of which the article tells
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
        occasion = self._occasion(said, words)
        at = occasion.number if occasion is not None else None
        if said.rule not in _WITHOUT_VERB:
            is_visit = at is not None and self._encounters[at].kind is MeetingKind.VISIT
            self._account = None if is_visit else at  # on a visit, one speaks at many places
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

    def _is_long_past(self, mention: Span) -> bool:
        """Whether a relative clause tells of a meeting that was over by then: "X, | who had received Y |, said"."""
        words = self._document.tokens_of(mention)
        return any(t.lower_ == "had" and t.dep_ == "aux" and t.head.dep_ == "relcl" for t in words)

    def _is_said(self, token: Token) -> bool:
        return token.i in self._said or self._document.quotation_at(token.idx) is not None

    def _read_up_to(self, said: Said) -> None:
        """Learn of the meetings told before, of several in a sentence the speaker's; those somebody tells of are none.

        A visit is no meeting at which anything is said.
        """
        new: list[tuple[int, bool, int, int]] = []
        for (start, _), number in self._told:
            token = self._document.token_at(start)
            is_new = self._read <= start < said.evidence[0] and self._encounters[number].kind is not MeetingKind.VISIT
            if is_new and token is not None and token.i not in self._said:
                new.append((token.sent.start, _takes_part(said.speaker, self._encounters[number]), start, number))
        if new:
            self._account = max(new)[-1]
        self._read = max(self._read, said.evidence[0])

    def _occasion(self, said: Said, words: Sequence[Token]) -> _Occasion | None:
        if any(_is_around(token) for token in words) or self._is_spoken_for(said):
            return None
        at = self._told_with(said) or self._referred(said, words)
        if at is not None or said.rule in _WITHOUT_VERB or not self._is_narrated(said, words):
            return at
        number = self._narrated(said)
        return _Occasion(number, self._telling(said, number), "audience.account") if number is not None else None

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

    def _is_spoken_for(self, said: Said) -> bool:
        """Whether a spokesperson says it, who speaks to the world: "at the meeting, | X's spokesman said |"."""
        cue = self._document.tokens_of(said.cue_span) if said.cue_span is not None else ()
        return any(t.lower_.startswith("spokes") for verb in cue for t in children(verb, *SUBJECTS))

    def _paragraphs_since(self, number: int, said: Said) -> int:
        """How many paragraphs began since the meeting was told of, or something that was said at it."""
        told = (start for (start, _), n in self._told if n == number and start <= said.evidence[0])
        last = max(self._heard, *told, 0)
        return sum(last < start <= said.evidence[0] for start, _ in self._document.paragraphs)

    def _telling(self, said: Said, number: int) -> Span:
        """The words that told of the meeting last, up to the end of the sentence and not in what is said."""
        told = (span for span, n in reversed(self._told) if n == number and span[0] < said.evidence[1])
        return next((span for span in told if not _is_told(said, span)), self._encounters[number].evidence)

    @reads("audience", "sentence")
    def _told_with(self, said: Said) -> _Occasion | None:
        """Read what a sentence tells together with a meeting of the speaker as said there: "A met B and said that".

        Talks go before the visit that they belong to.
        """
        told = [
            number
            for (start, end), number in self._told
            if start < said.evidence[1] and said.evidence[0] < end and not _is_told(said, (start, end))
            if _takes_part(said.speaker, self._encounters[number])
        ]
        at = min(told, key=lambda n: self._encounters[n].kind is MeetingKind.VISIT, default=None)
        return _Occasion(at, self._telling(said, at), "audience.sentence") if at is not None else None

    @reads("audience", "reference")
    def _referred(self, said: Said, words: Sequence[Token]) -> _Occasion | None:
        """Read that a sentence refers to the meeting told last: "A said | during the meeting |".

        "| For his part |" goes on where somebody spoke before, or with the talks told since.
        """
        noun = next((token for token in words if _is_reference(token)), None)
        if noun is None:
            return None
        kind = NOUNS.get(noun.lemma_.lower())
        kinds = {kind} if kind is not None and kind not in _TALKS else _TALKS
        at = next((n for n in self._before(said) if self._encounters[n].kind in kinds), None)
        if noun.lower_ in _TURNS:
            is_there = self._account is not None and _takes_part(said.speaker, self._encounters[self._account])
            at = self._account if is_there else None
        return _Occasion(at, (noun.head.idx, end_of(noun)), "audience.reference") if at is not None else None

    def _met_before(self, said: Said, addressee: Figure) -> int | None:
        """The talks told last of the speaker with who is addressed: "A met B. … A told | B | that"."""
        talks = (n for n in self._before(said) if self._encounters[n].kind in _TALKS)
        return next((n for n in talks if addressee in self._encounters[n].participants), None)

    def _before(self, said: Said) -> Iterator[int]:
        """Yield the speaker's meetings told before the end of the sentence, the last first."""
        for (start, _), number in reversed(self._told):
            if start < said.evidence[1] and _takes_part(said.speaker, self._encounters[number]):
                yield number

    def _is_narrated(self, said: Said, words: Sequence[Token]) -> bool:
        """Whether the sentence goes on telling what happened, there and then: not "has said", "said | on Friday |"."""
        first = self._document.token_at(said.cue_span[0]) if said.cue_span is not None else None
        if first is not None and (first.lower_ in _PERFECT or first.tag_ in ("VBZ", "VBP") or first.lemma_ in _APART):
            return False
        if said.addressee is None and first is not None and _has_listener(first):
            return False
        return not any(_is_elsewhere(token) or (token.idx in self._days and _tells_when(token)) for token in words)

    def _addressee(self, said: Said, at: int | None) -> Figure | None:
        """Who was spoken to: named by the cue, else the other side of those who met.

        A state of which something is asked is spoken to through its own who is there.
        """
        other = self._other_side(said, self._encounters[at]) if at is not None else None
        named = said.addressee
        if named is not None and other is not None and named.type is ActorType.STATE and other.of == named.name:
            return other
        if named is None and other is not None and (self._is_named_in(said, other) or self._asks_everybody(said)):
            return None  # of whom one speaks to others
        return named or other

    def _asks_everybody(self, said: Said) -> bool:
        """Whether something is asked of others, too: "asked | each governor | to pay"."""
        first = self._document.token_at(said.content.span[0])
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
        others = [f for f in apart if own is None or _state_of(f) != own] or apart
        states = {f.of if f.type is ActorType.PERSON else None for f in others}
        if len(others) > 1 and len(states) == 1:
            state = states.pop()
            return self._cast.named(state) if state not in (None, own) else None
        return others[0] if len(others) == 1 else None


def _has_listener(cue: Token) -> bool:
    """Whether the cue tells to whom it was said, by a noun: "told | voters | that"."""
    listener = child(cue, "dobj", "dative", "iobj") if cue.lemma_ in _TELLING else None
    return listener is not None and listener.pos_ in ("NOUN", "PROPN")


def _state_of(figure: Figure) -> str | None:
    return figure.name if figure.type is ActorType.STATE else figure.of


def _takes_part(speaker: Figure, encounter: Encounter) -> bool:
    """Whether the speaker was there, or for a state a delegation of its officials."""
    delegates = [f for f in encounter.participants if f.of == speaker.name]
    return speaker in encounter.participants or (speaker.type is ActorType.STATE and len(delegates) > 1)


def _is_told(said: Said, mention: Span) -> bool:
    """Whether the meeting is what the speaker tells of, rather than where it was told: "said | that he had met X"."""
    (start, end), (begin, stop) = mention, said.content.span
    cue_end = said.cue_span[1] if said.cue_span is not None else begin
    return min(cue_end, begin) <= start < stop and begin < end


def _is_around(token: Token) -> bool:
    """Whether the word puts what was said outside of a meeting: "said | after | talks with X"."""
    if token.lower_ not in _AROUND:
        return False
    event = child(token, "pobj", "pcomp") or token.head
    return event.lemma_.lower() in NOUNS or event.lemma_ in MEETING


def _is_at_event(token: Token) -> bool:
    """Whether something was done at the event: "during | the talks |", "in each of | the calls |"."""
    link = token.head
    if link.lower_ == "of" and link.head.lower_ in _EACH:
        link = link.head.head
    return token.dep_ == "pobj" and link.lower_ in _AT and token.lemma_.lower() in NOUNS


def _is_reference(token: Token) -> bool:
    """Whether the word refers to a meeting told before: "during the | meeting |", "for his | part |"."""
    if token.lower_ in _TURNS and token.dep_ == "pobj":
        return token.head.lower_ == "for" and has_child(token, ("his", "her", "its"))
    is_of_others = any(objects_of(token, ("with", "between", "of", "by", "to")))
    is_one = token.tag_ == "NN" or token.lower_ in _MANY_IN_FORM
    return _is_at_event(token) and is_one and has_child(token, _REFERRING) and not is_of_others


def _is_elsewhere(token: Token) -> bool:
    """Whether the word tells of another occasion: "in | an interview |", "at | a summit |", "| earlier |"."""
    if token.lower_ in _OTHER_TIMES:
        return token.dep_ == "advmod" and is_verb(token.head)
    if token.lower_ in _LISTENING:
        return token.dep_ in ("dobj", "dative") or (token.dep_ == "pobj" and token.head.lower_ == "to")
    is_channel = token.lower_ in _CHANNELS and token.dep_ == "pobj" and token.head.lower_ in _ON
    return is_channel or (_is_at_event(token) and not _is_reference(token))


def _tells_when(day: Token) -> bool:
    """Whether a date says when something was done: "said | on Friday |", not "before the elections | of May |"."""
    while day.dep_ in ("compound", "amod", "det", "nummod", "nmod", "advmod") and not is_verb(day.head):
        day = day.head
    return is_verb(day.head.head if day.dep_ == "pobj" else day.head)
