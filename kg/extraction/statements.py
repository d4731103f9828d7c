"""Statements: who said what, by which cue, relayed by whom.

A cue is a verb of speech outside quotation marks (`kg.extraction.cues`). Its speaker is its subject, or the subject
of the verb it is coordinated with or hangs on; its content is found in `kg.extraction.contents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.extraction.cast import Cast, Figure
from kg.extraction.contents import Content, ContentFinder
from kg.extraction.coreference import UTTERANCES, Resolver
from kg.extraction.cues import FRAMES, NEEDS_PERSON, PURPOSEFUL, Frame
from kg.records import ActorType, Span, StatementKind

_SUBJECTS = ("nsubj", "nsubjpass")
_MODALS = frozenset(["will", "would", "can", "could", "may", "might", "should", "must", "shall", "'ll", "'d"])
_FINITE = ("VBD", "VBZ", "VBP")
_NONFINITE = ("VBG", "VB")


@dataclass(eq=False)
class Cue:
    """A verb of speech in the text with the token that heads its speaker's noun phrase.

    `dependent` cues share the subject of an earlier one ("… and reiterated that", ", adding that").
    """

    verb: Token
    frame: Frame
    subject: Token | None
    dependent: bool
    passive: bool = False

    @property
    def words(self) -> Span:
        """The verb with its auxiliaries and particle: "has said", "called for"."""
        first = min(
            [t for t in self.verb.children if t.dep_ in ("aux", "auxpass") and t.i < self.verb.i] + [self.verb],
            key=lambda t: t.i,
        )
        last = self.verb
        following = last.nbor() if last.i + 1 < len(last.doc) else last
        if following.lower_ in self.frame.prepositions or following.dep_ == "prt":
            last = following
        return first.idx, last.idx + len(last)


@dataclass(frozen=True)
class Said:
    """One statement as found: figures in place of ids."""

    speaker: Figure
    content: Content
    cue: str
    kind: StatementKind
    evidence: Span
    rule: str
    cue_span: Span | None = None
    via: str | None = None
    addressee: Figure | None = None


@dataclass
class StatementFinder:
    """Finds the statements of one article."""

    cast: Cast
    resolver: Resolver
    found: list[Said] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The article's layers."""
        return self.cast.document

    def find(self) -> list[Said]:
        """All statements in reading order."""
        contents = ContentFinder(self.document)
        for sentence in self.document.sentences:
            self._read_sentence(sentence, contents)
        self._continue_quotations(contents)
        self.found.sort(key=lambda said: (said.content.span, said.cue_span or (0, 0)))
        return _without_repeats(self.found)

    def _read_sentence(self, sentence: TokenSpan, contents: ContentFinder) -> None:
        cues = self._cues(sentence)
        via = self._via(sentence)
        before = len(self.found)
        for index, cue in enumerate(cues):
            limit = _limit(cue, cues[index + 1 :], sentence)
            if not contents.is_within_content(cue.verb.idx) or cue.dependent:
                self._read_cue(cue, sentence, limit, contents, via)
        if len(self.found) == before:
            self._read_according_to(sentence, contents)
            self._read_headline(sentence, contents)

    def _read_cue(self, cue: Cue, sentence: TokenSpan, limit: int, contents: ContentFinder, via: str | None) -> None:
        speakers = self._speakers(cue)
        if not speakers:
            return
        addressee = self._addressee(cue)
        for content in contents.of_cue(cue.verb, cue.frame, cue.subject, limit, passive=cue.passive):
            relay = via or self._outlet_told(cue)
            words = cue.words
            for speaker in speakers:
                self.found.append(
                    Said(speaker, content, self.document.text[slice(*words)], cue.frame.kind,
                         _cover(sentence, content.span), f"statement.{content.rule}", words, relay, addressee)
                )  # fmt: skip

    def _addressee(self, cue: Cue) -> Figure | None:
        """Whom the cue names as spoken to: "told | the president | that", "urged | Armenia | to sign"."""
        if not (cue.frame.addressee_first or cue.frame.infinitive):
            return None
        for child in cue.verb.children:
            if child.dep_ in ("dobj", "dative") or (child.dep_ == "nsubj" and child.i > cue.verb.i):
                return next((f for f in self.resolver.resolve(child) if not f.outlet), None)
        return None

    def _speakers(self, cue: Cue) -> tuple[Figure, ...]:
        """Who speaks: one figure, or two who speak together; nobody when it is an outlet or unknown."""
        if cue.subject is None:
            return ()
        figures = tuple(f for f in self.resolver.resolve(cue.subject) if not f.outlet)
        if cue.verb.lemma_ in NEEDS_PERSON and not any(f.type is ActorType.PERSON for f in figures):
            return ()
        return figures if len(figures) <= 2 else ()

    def _cues(self, sentence: TokenSpan) -> list[Cue]:
        found: list[Cue] = []
        for token in sentence:
            frame = FRAMES.get(token.lemma_.lower())
            if frame is None or token.pos_ not in ("VERB", "AUX") or self.document.quotation_at(token.idx):
                continue
            if not _is_asserted(token) or _is_hyphenated(token):
                continue
            cue = self._cue_of(token, frame, found)
            if cue is not None:
                found.append(cue)
        return found

    def _cue_of(self, verb: Token, frame: Frame, earlier: Sequence[Cue]) -> Cue | None:
        agent = _agent(verb)
        if agent is not None:
            return Cue(verb, frame, agent, dependent=False, passive=True)
        if any(c.dep_ == "auxpass" for c in verb.children):
            return None
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) or _adjacent_subject(verb, self.cast)
        if subject is not None:
            return Cue(verb, frame, subject, dependent=False)
        if verb.tag_ == "VB" and not (verb.head.lemma_ in PURPOSEFUL and verb.dep_ in ("xcomp", "advcl")):
            return None
        return self._dependent_cue(verb, frame, earlier)

    def _dependent_cue(self, verb: Token, frame: Frame, earlier: Sequence[Cue]) -> Cue | None:
        """A cue without a subject of its own: coordinated with, or hanging on, an earlier verb."""
        host = _host(verb, {cue.verb.i: cue for cue in earlier})
        if isinstance(host, Cue):
            return Cue(verb, frame, host.subject, dependent=True)
        quoted = _quoted_as_saying(verb)
        subject = quoted or (_subject_of(host) if host is not None else None)
        return Cue(verb, frame, subject, dependent=True) if subject is not None else None

    def _via(self, sentence: TokenSpan) -> str | None:
        """The outlet that relays what the sentence reports: "according to the Fars news agency", "TASS quoted him"."""
        for token in sentence:
            if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
                words = sentence.doc[token.i + 2 : min(sentence.end, token.i + 12)]
                return self._outlet_in(words) or _website(words)
            if token.lower_ in ("quoted", "cited", "reported", "quoting", "citing"):
                subject = _subject_of(token)
                figure = self.cast.named_at(subject) if subject is not None else None
                if figure is not None and figure.outlet:
                    return figure.name
                agent = _agent(token)
                figure = self.cast.named_at(agent) if agent is not None else None
                if figure is not None and figure.outlet:
                    return figure.name
        return None

    def _outlet_in(self, words: Iterable[Token]) -> str | None:
        for token in words:
            if token.text in (",", "."):
                return None
            figure = self.cast.named_at(token)
            if figure is not None and figure.outlet:
                return figure.name
        return None

    def _outlet_told(self, cue: Cue) -> str | None:
        """The outlet that was told: "told the RIA Novosti news agency", "in an interview with the BBC"."""
        end = min(cue.verb.sent.end, cue.verb.i + 9)
        if cue.verb.lemma_ in ("tell", "say", "speak"):
            return self._outlet_in(cue.verb.doc[cue.verb.i + 1 : end])
        return None

    def _read_according_to(self, sentence: TokenSpan, contents: ContentFinder) -> None:
        """A sentence that rests on somebody's word: "…, according to the ministry"."""
        for token in sentence:
            if token.lower_ != "according" or token.i + 1 >= sentence.end or self.document.quotation_at(token.idx):
                continue
            source = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
            figures = [f for f in self.resolver.resolve(source) if not f.outlet] if source is not None else []
            content = contents.beside(sentence, token, source) if figures else None
            if content is not None:
                self.found.append(
                    Said(figures[0], content, "according to", StatementKind.CLAIM, _cover(sentence, content.span),
                         "statement.according-to", (token.idx, token.nbor().idx + 2))
                )  # fmt: skip

    def _read_headline(self, sentence: TokenSpan, contents: ContentFinder) -> None:
        """A headline with its speaker after the colon: "Territories will not be used …: Foreign Minister"."""
        start, end = self.document.paragraph_at(sentence.start_char)
        text = self.document.text[start:end]
        if ":" not in text or text.rstrip()[-1:] in '.!?"”' or "\n" in text:
            return
        colon = start + text.rindex(":")
        after = [t for t in sentence if t.idx > colon]
        if not after or len(after) > 6:
            return
        speakers = self.resolver.resolve(after[-1]) or self._holder_later(after[-1])
        content = contents.span_of(start, colon, "headline")
        if len(speakers) == 1 and content is not None:
            self.found.append(Said(speakers[0], content, ":", StatementKind.CLAIM, (start, end), "statement.headline"))

    def _holder_later(self, head: Token) -> tuple[Figure, ...]:
        """The person whom the text below a headline names with the same office."""
        title = self.cast.people.unheld_at(head)
        if title is None:
            return ()
        fitting = [f for f in self.cast.persons() if f.title and title.office.lower() in f.title.office.lower()]
        return tuple(fitting[:1])

    def _continue_quotations(self, contents: ContentFinder) -> None:
        """Give a whole quotation without a cue of its own to whoever spoke last, in this paragraph or the last one."""
        for quotation in self.document.quotations:
            if not contents.is_free(quotation) or not contents.is_whole(quotation):
                continue
            paragraph = self.document.paragraph_at(quotation.outer[0])
            floor = self._paragraph_before(paragraph)[0]
            before = [s for s in self.found if floor <= s.content.span[0] < quotation.outer[0]]
            content = contents.quoted(quotation, "continuation")
            if before and content is not None:
                last = max(before, key=lambda s: s.content.span[1])
                for said in [s for s in before if s.content.span == last.content.span]:
                    self.found.append(
                        Said(
                            said.speaker,
                            content,
                            said.cue,
                            said.kind,
                            quotation.outer,
                            "statement.continuation",
                            via=said.via,
                        )
                    )

    def _paragraph_before(self, paragraph: Span) -> Span:
        before = [p for p in self.document.paragraphs if p[0] < paragraph[0]]
        return before[-1] if before else paragraph


def _is_asserted(verb: Token) -> bool:
    """Whether the text reports the speech as having taken place: neither denied nor foreseen nor possible."""
    if any(c.dep_ == "neg" or c.lower_ == "what" for c in verb.children) and verb.lemma_ != "agree":
        return False
    return not any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.children)


def _is_hyphenated(verb: Token) -> bool:
    """Whether the verb is a part of a compound: "so-called"."""
    return verb.i > 0 and verb.nbor(-1).text == "-"


def _agent(verb: Token) -> Token | None:
    """The actor of a passive verb: "was condemned by | Turkey"."""
    if not any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return None
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is coordinated with or hangs on."""
    for _ in range(5):
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            return subject
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        if verb.head == verb or verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "acl"):
            return None
        verb = verb.head
    return None


def _adjacent_subject(verb: Token, cast: Cast) -> Token | None:
    """The name or pronoun right before or after the verb, where the parser has lost the subject."""
    if verb.tag_ not in _FINITE:
        return None
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in ("ADV", "AUX"):
        at -= 1
    if at < verb.sent.start:
        return None
    before = verb.doc[at]
    is_name = cast.named_at(before) is not None and before.dep_ not in ("pobj", "dobj")
    return before if is_name or before.lower_ in ("he", "she", "they", "it") else None


def _host(verb: Token, cues: dict[int, Cue]) -> Cue | Token | None:
    """The cue, or else the verb, whose subject a verb without a subject shares."""
    if verb.tag_ == "VBG" and not _may_hang(verb):
        return None
    for above in verb.ancestors:
        if above.i in cues and (verb.tag_ in _NONFINITE or _same_form(verb, above)):
            return cues[above.i]
        if verb.dep_ == "conj" and above == verb.head and _same_form(verb, above):
            return above
    if verb.tag_ in _NONFINITE and verb.dep_ in ("advcl", "xcomp", "acl"):
        return verb.head
    # The small parser hangs a coordinated cue on a verb of what was said; its form gives it away.
    earlier = [cue for cue in cues.values() if cue.verb.i < verb.i and _same_form(verb, cue.verb)]
    return earlier[-1] if earlier and verb.dep_ == "conj" else None


def _may_hang(participle: Token) -> bool:
    """Whether a participle may report speech: after a comma or a conjunction, or on a noun of utterance."""
    if participle.dep_ not in ("advcl", "conj", "acl", "ccomp", "dep", "ROOT", "pcomp"):
        return False
    before = participle.nbor(-1) if participle.i else participle
    while before.i and before.dep_ in ("advmod", "cc", "preconj", "neg"):
        before = before.nbor(-1)
    return before.text in (",", "–", "—", "-", ";") or participle.dep_ == "conj" or participle.head.lemma_ in UTTERANCES


def _same_form(one: Token, other: Token) -> bool:
    past = ("VBD", "VBN")
    return one.tag_ == other.tag_ or (one.tag_ in past and other.tag_ in past)


def _quoted_as_saying(verb: Token) -> Token | None:
    """Who is quoted: "TASS quoted | Lavrov as saying that …"."""
    head = verb.head.head if verb.head.lower_ == "as" else verb.head
    if verb.lower_ == "saying" and head.lemma_ in ("quote", "cite"):
        return next((c for c in head.children if c.dep_ in ("dobj", "nsubjpass")), None)
    return None


def _limit(cue: Cue, later: Sequence[Cue], sentence: TokenSpan) -> int:
    """Where a cue's content must end: at the next cue that shares its subject, or at "according to"."""
    limit = sentence.end_char
    for other in later:
        if other.dependent:
            start = other.verb
            while start.i > cue.verb.i + 1 and (
                start.nbor(-1).lower_ in ("and", "but", ",", "also", "further", "then", "while")
                or start.nbor(-1).dep_ == "advmod"
            ):
                start = start.nbor(-1)
            limit = min(limit, start.idx)
    for token in sentence[cue.verb.i - sentence.start :]:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
            limit = min(limit, token.idx)
    return limit


def _website(words: TokenSpan) -> str | None:
    """The official channel named after "according to": "the Iranian president's official website"."""
    for token in words:
        if token.lower_ in ("website", "agency", "newspaper", "broadcaster", "channel"):
            phrase = words.doc[words.start : token.i + 1].text
            return phrase.removeprefix("the ").removeprefix("The ")
        if token.text in (",", "."):
            return None
    return None


def _cover(sentence: TokenSpan, span: Span) -> Span:
    text = sentence.text
    end = sentence.start_char + len(text.rstrip())
    return min(sentence.start_char, span[0]), max(end, span[1])


def _without_repeats(found: Iterable[Said]) -> list[Said]:
    """Of statements by one speaker with overlapping contents, the first found in the text."""
    kept: list[Said] = []
    for said in found:
        start, end = said.content.span
        clash = [k for k in kept if k.speaker is said.speaker and k.content.span[0] < end and start < k.content.span[1]]
        if not clash:
            kept.append(said)
    return kept
