"""Statements: who said what, by which cue, relayed by whom.

The speaker is whom the cue's subject (`cues`) names or describes (`voices`), the content what its verb takes
(`contents`). Sentences without a cue may rest on "according to", or be a headline with its speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.quotations import Quotation
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, objects_of
from kg.extraction.actors.cast import Cast, Figure, last_before
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.institutions import UTTERANCES
from kg.extraction.rulebook import reads
from kg.extraction.statements.contents import Content, ContentFinder
from kg.extraction.statements.cues import Cue, find_cues
from kg.extraction.statements.relays import (
    according_to,
    closing_report,
    is_outlet,
    relay_of_cue,
    relay_of_sentence,
    source_of,
)
from kg.extraction.statements.voices import Voices
from kg.extraction.wording.phrases import is_timeless
from kg.extraction.wording.reporting_verbs import LETTERS, LISTENERS, NEEDS_PERSON, SPEAKING_TO, WARNING_OF
from kg.records import ActorType, Span, StatementKind

_HIM = frozenset(["him", "her"])
_MOST_SPEAKERS = 2  # more who speak at once speak as the body they form
_OWN = frozenset("its his her their".split())  # "according to | its | statement, Hamas was ready"
_KNOWN = frozenset("the this these that those both".split())  # what they describe was spoken of before
_SHORTEST_HEADLINE = 3  # words; fewer are a label: "Edited by: X"
_LONGEST_HEADLINE = 40  # words
_LONGEST_SIGNATURE = 6  # tokens after a headline's colon


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
    addressee_span: Span | None = None


class StatementFinder:
    """Finds the statements of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver
        self._voices = Voices(cast, resolver)
        self._document: Document = cast.document
        self._contents = ContentFinder(cast.document)
        self._found: list[Said] = []
        self._unheard: list[int] = []  # where somebody speaks of whom it is not known who it is

    def find(self) -> list[Said]:
        """All statements in reading order."""
        for sentence in self._document.sentences:
            self._read_sentence(sentence)
        for quotation in self._document.quotations:
            if self._contents.is_free(quotation) and self._contents.is_whole(quotation):
                self._lead_in(quotation)
                self._continue(quotation)
        self._found.sort(key=lambda said: (said.content.span, said.cue_span or (0, 0)))
        return _without_repeats(self._found)

    def _read_sentence(self, sentence: TokenSpan) -> None:
        before = len(self._found)
        cues = find_cues(sentence, self._cast)
        ending = closing_report(sentence, self._cast) if cues else None
        via = (ending[1] if ending is not None else relay_of_sentence(sentence, self._cast)) if cues else None
        if ending is not None:
            cues = [cue for cue in cues if cue.start < ending[0]]
        closing = next((cue for cue in reversed(cues) if self._closes(cue)), None)
        for cue in sorted(cues, key=lambda cue: cue is not closing):
            is_nested = self._contents.is_within_content(cue.verb.idx)
            if not is_nested or (cue.dependent and closing is None):
                later = [c for c in cues[cues.index(cue) + 1 :] if not c.dependent or self._heard(c.subject)]
                limit = min(_limit(cue, later, sentence), ending[0] if ending is not None else sentence.end_char)
                self._read_cue(cue, limit, via or relay_of_cue(cue, self._cast))
        self._read_according_to(sentence)
        if len(self._found) == before:
            self._read_headline(sentence)

    def _closes(self, cue: Cue) -> bool:
        return self._contents.is_closing(cue.verb, cue.frame, cue.subject)

    def _read_cue(self, cue: Cue, limit: int, via: str | None) -> None:
        speakers = self._speakers(cue)
        if not speakers:
            self._pass_over(cue)
            return
        (addressee, named), words = self._addressee(cue, speakers), cue.words
        is_loose = cue.verb.lemma_ in NEEDS_PERSON and not any(f.type is ActorType.PERSON for f in speakers)
        is_loose = is_loose and not _counts(cue.verb)
        for content in self._contents.of_cue(cue.verb, cue.frame, cue.subject, limit, passive=cue.passive):
            if is_loose and content.rule in ("object", "passive"):
                continue
            for speaker in speakers:
                self._found.append(
                    Said(speaker, content, self._document.prose[slice(*words)], cue.frame.kind,
                         _cover(cue.verb.sent, content.span), f"statement.{content.rule}", words, via, addressee, named)
                )  # fmt: skip

    def _pass_over(self, cue: Cue) -> None:
        """Leave the quotation of somebody new to nobody: '"All is calm," | a young man said.'.

        "The statement said" and "the diplomats said" mean whoever spoke before.
        """
        if cue.frame.clause and _is_new(cue.subject) and not self._heard(cue.subject):
            self._unheard.append(cue.verb.idx)
            self._contents.take_quotation(cue.verb, cue.subject)

    def _speakers(self, cue: Cue) -> tuple[Figure, ...]:
        """Who speaks: one figure, or two who speak together; nobody when it is an outlet or unknown.

        Of more names none speaks, also where some of them are unknown: "Macron, Scholz and Tusk said".
        """
        listed = (cue.speaker, *cue.speaker.conjuncts) if cue.speaker is not None else ()
        named = ((self._cast.named_at(t), t) for t in listed)
        if len({figure or token for figure, token in named if figure or token.ent_type_}) > _MOST_SPEAKERS:
            return ()  # "President and CEO Ann Reed" is one
        figures = self._heard(cue.speaker)
        if cue.verb.lemma_ in ("speak", "welcome") and self._is_encounter(cue.verb, figures):
            return ()
        return figures if len(figures) <= _MOST_SPEAKERS else ()

    def _is_encounter(self, verb: Token, figures: tuple[Figure, ...]) -> bool:
        """Whether a verb tells that they met: "spoke | with Xi | about trade", "welcomed | Scholz to the White House".

        Who speak with one another about something take no position, nor does who greets a guest.
        """
        if verb.lemma_ == "speak":
            return len(figures) > 1 or any(self._resolver.resolve(partner) for partner in objects_of(verb, ("with",)))
        guest = child(verb, "dobj", "nsubjpass")
        figure = self._cast.named_at(guest) if guest is not None else None
        return figure is not None and figure.type is ActorType.PERSON

    @reads("audience", "named")
    def _addressee(self, cue: Cue, speakers: tuple[Figure, ...]) -> tuple[Figure, Span] | tuple[None, None]:
        """Read whom the cue names as spoken to: "told | the president | that", "urged | Armenia | to sign"."""
        for named in _listeners(cue, len(speakers)):
            meant = self._other_named(named, speakers) if named.lower_ in _HIM else self._resolver.resolve(named)
            found = next((figure for figure in meant if figure not in speakers and not is_outlet(figure)), None)
            is_medium = found is not None and found.rule == "actor.entity" and cue.verb.lemma_ == "tell"
            is_one = len(meant) == 1 or self._cast.named_at(named) is found  # not "both delegations"
            is_offered = found is not None and found.type is ActorType.ORGANISATION and _is_offered(cue, named)
            if found is not None and is_one and not is_medium and not is_offered:
                return found, (named.left_edge.idx, end_of(named))
        return None, None

    def _other_named(self, pronoun: Token, speakers: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """The person named last before who does not speak, in the same sentence or the one before: "told | him |"."""
        sentence = pronoun.sent
        before = sentence.doc[sentence.start - 1].sent.start_char if sentence.start else 0
        persons = [f for f in self._cast.persons() if f not in speakers]
        other = last_before(persons, pronoun.idx)
        is_near = other is not None and any(before <= start < pronoun.idx for start, _ in other.mentions)
        return (other,) if other is not None and is_near else ()

    def _heard(self, token: Token | None) -> tuple[Figure, ...]:
        """Whom a subject names; "they | added" are who spoke last, be it one spokesperson."""
        if token is not None and token.lower_ == "they" and token.head.lemma_ in ("add", "continue") and self._found:
            span = self._found[-1].content.span
            return tuple(said.speaker for said in self._found if said.content.span == span)
        last = self._found[-1].speaker if self._found else None
        heard = self._voices.heard(token, last)
        if last is None or token is None or len(heard) != 1 or not self._is_spoken_of(heard[0], last, token):
            return heard
        return (last,) if self._resolver.may_be(token, last) else heard

    def _is_spoken_of(self, figure: Figure, speaker: Figure, token: Token) -> bool:
        """Whether a person was named before only in the words of who speaks: "X said Minister Y would come"."""
        before = [span for span in figure.mentions if span[0] < token.idx]
        said = [s.content.span for s in self._found if s.speaker is speaker and speaker is not figure]
        return bool(before) and all(any(a <= start and end <= b for a, b in said) for start, end in before)

    @reads("statement", "according-to")
    def _read_according_to(self, sentence: TokenSpan) -> None:
        """Read a sentence that rests on somebody's word: "…, according to the ministry"."""
        according = according_to(sentence)
        if according is None or self._document.quotation_at(according.start_char) is not None:
            return
        source = source_of(according, self._cast)
        is_own = source is not None and source.lower_ in UTTERANCES and has_child(source, _OWN)
        named = self._cast.named_at(source) if source is not None else None
        if named is not None and is_outlet(named):
            return
        is_ahead = is_own and according.start == sentence.start
        speakers = self._heard(child(sentence.root, *SUBJECTS) if is_ahead else source)
        if source is not None and not any(t.lower_ == "and" for t in source.subtree):
            speakers = speakers[:1]  # "according to his wife, | Ann Lee |, Tom Lee was ill"
        content = self._contents.beside(sentence, according, source) if speakers else None
        if content is not None:
            cue, words = according.text.lower(), (according.start_char, according.end_char)
            evidence = _cover(sentence, content.span)
            self._found += [
                Said(speaker, content, cue, StatementKind.CLAIM, evidence, "statement.according-to", words)
                for speaker in speakers[:_MOST_SPEAKERS]
            ]

    @reads("statement", "headline")
    def _read_headline(self, sentence: TokenSpan) -> None:
        """Read a headline with its speaker after the colon, else before it: "Land will not be used: Minister"."""
        span = self._document.paragraph_at(sentence.start_char)
        text = self._document.prose[slice(*span)]
        before, colon, _ = text.rpartition(":")
        signature = [t for t in sentence if t.idx > span[0] + len(before) and not t.is_space]
        is_line = sentence.start_char <= span[0] + len(before) and len(text.split()) <= _LONGEST_HEADLINE
        is_line = is_line and len(before.split()) >= _SHORTEST_HEADLINE
        if not colon or not is_line or text[-1] in '.!?"”' or not 0 < len(signature) <= _LONGEST_SIGNATURE:
            self._read_led_headline(sentence)
            return
        speakers = self._heard(signature[-1]) or self._holder_below(signature[-1])
        content = self._contents.span_of(span[0], span[0] + len(before), "headline")
        if len(speakers) == 1 and content is not None:
            self._found.append(Said(speakers[0], content, ":", StatementKind.CLAIM, span, "statement.headline"))
        else:
            self._read_led_headline(sentence)

    def _read_led_headline(self, sentence: TokenSpan) -> None:
        """Read a headline with its speaker before the colon: "Lavrov: Talks will go on", not "Ukraine: Talks go on".

        What a state, an outlet or a person without a verb is followed by is what the article is about.
        """
        span = self._document.paragraph_at(sentence.start_char)
        text = self._document.prose[slice(*span)]
        before, colon, after = text.partition(": ")
        is_line = sentence.start_char == span[0] and len(text.split()) <= _LONGEST_HEADLINE
        is_line = is_line and (text[-1] not in ".:" or span == self._document.paragraphs[0])
        if not colon or not is_line or '"' in before or len(after.split()) < _SHORTEST_HEADLINE:
            return
        start = span[1] - len(after)
        tells = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in sentence.doc.char_span(start, span[1]) or ())
        speakers = [t for t in sentence if t.idx < span[0] + len(before)][-1:]
        figures = self._heard(speakers[0]) if speakers and len(before.split()) <= _LONGEST_SIGNATURE and tells else ()
        words = next((q.inner for q in self._document.quotations if q.outer == (start, span[1])), (start, span[1]))
        content = self._contents.span_of(*words, "headline") if len(figures) == 1 else None
        if content is not None and figures[0].type in (ActorType.PERSON, ActorType.ORGANISATION):
            self._found.append(Said(figures[0], content, ":", StatementKind.CLAIM, span, "statement.headline"))

    def _holder_below(self, head: Token) -> tuple[Figure, ...]:
        """The person whom the text below a headline names with the same office."""
        title = self._cast.people.unheld_at(head)
        if title is None:
            return ()
        fitting = [f for f in self._cast.persons() if f.title and title.office.lower() in f.title.office.lower()]
        return tuple(fitting[:1])

    @reads("statement", "colon")
    def _lead_in(self, quotation: Quotation) -> None:
        """Read a quotation that a sentence without a verb of speech leads in: 'The minister was blunt: "No."'."""
        start, _ = self._document.paragraph_at(quotation.outer[0])
        before = self._document.prose[start : quotation.outer[0]].rstrip()
        colon = self._document.token_at(start + len(before) - 1) if before.endswith(":") else None
        if colon is None:
            return
        words = colon.doc[colon.sent.start : colon.i]
        subject = next((t for t in words if t.dep_ == "nsubj" and _is_main(t.head, colon)), None)
        after = colon.doc[subject.i : colon.i] if subject is not None else ()
        if any(t.lemma_ == "read" or t.tag_ == "MD" or t.dep_ == "neg" for t in after):
            return  # 'Putin read: "…"' says nothing of his own
        figures = self._heard(subject)
        content = self._contents.quoted(quotation, "colon") if len(figures) == 1 else None
        if content is not None:
            evidence = _cover(colon.sent, content.span)
            self._found.append(Said(figures[0], content, ":", StatementKind.CLAIM, evidence, "statement.colon"))

    @reads("statement", "continuation")
    def _continue(self, quotation: Quotation) -> None:
        """Give a whole quotation without a cue to whoever spoke last, in its paragraph or the one before.

        Not if somebody unknown has spoken since: 'officials said so. | "We must wait."'.
        """
        if not self._contents.is_free(quotation):
            return
        floor = self._paragraph_before(quotation.outer[0])[0]
        before = [said for said in self._found if floor <= said.content.span[0] < quotation.outer[0]]
        content = self._contents.quoted(quotation, "continuation") if before else None
        if content is None:
            return
        last = max(said.content.span[1] for said in before)
        if not self._follows(quotation, last) or any(last <= at < quotation.outer[0] for at in self._unheard):
            return
        for said in before:
            if said.content.span[1] == last:
                self._found.append(
                    replace(
                        said, content=content, evidence=quotation.outer, rule="statement.continuation", cue_span=None
                    )
                )

    def _follows(self, quotation: Quotation, last: int) -> bool:
        """Whether the quotation begins a paragraph, or comes right after the sentence with what was said last."""
        start = quotation.outer[0]
        sentence = self._document.sentence_at(last - 1)
        is_next = sentence is not None and start <= sentence.end_char + 1
        return is_next or start == self._document.paragraph_at(start)[0]

    def _paragraph_before(self, offset: int) -> Span:
        own = self._document.paragraph_at(offset)
        before = [paragraph for paragraph in self._document.paragraphs if paragraph[0] < own[0]]
        return before[-1] if before else own


def _is_main(verb: Token, colon: Token) -> bool:
    """Whether the verb is that of the sentence which ends with the colon, whatever the parser makes of what follows."""
    return verb.i > colon.i or verb.dep_ == "ROOT" or verb.head.i > colon.i


def _counts(verb: Token) -> bool:
    """Whether a body tells a number: "the police reported | three deaths |"."""
    return verb.lemma_ == "report" and any(child(c, "nummod") is not None for c in children(verb, "dobj"))


def _listeners(cue: Cue, speakers: int) -> Iterator[Token]:
    """Yield the heads of the phrases that may tell who is spoken to, the surest first."""
    verb = cue.verb
    if _has_listener(cue):
        yield from (t for t in objects_of(verb, ("to",)) if t.head.i == verb.i + 1)
    objects = [c for c in children(verb, "dobj", "dative", "nsubj") if c.dep_ != "nsubj" or c.i > verb.i]
    is_warned = verb.lemma_ in WARNING_OF and child(verb, "ccomp", "xcomp", "prep") is not None
    is_spoken_to = verb.lemma_ in SPEAKING_TO and speakers == 1 and not cue.passive
    if cue.frame.addressee_first and cue.passive:
        yield from children(verb, "nsubjpass")
    elif cue.frame.addressee_first or cue.frame.infinitive or is_warned or is_spoken_to:
        yield from objects
    links = LISTENERS.get(verb.lemma_, "").split()
    for over in (verb, *children(verb, "dobj")):
        yield from (t for t in objects_of(over, links) if not any(w.is_quote for w in verb.doc[verb.i : t.i]))
    for text in objects_of(verb, ("in",)):
        if text.lemma_ in LETTERS:
            yield from objects_of(text, ("to",))


def _is_offered(cue: Cue, thing: Token) -> bool:
    """Whether somebody promises the thing, not to it: "offered | the army |", not "promised | the army | to pay it"."""
    is_all = child(cue.verb, "xcomp", "ccomp") is None
    return cue.frame.kind is StatementKind.COMMITMENT and thing.dep_ == "dobj" and is_all


def _has_listener(cue: Cue) -> bool:
    """Whether "to" after the verb leads to who listens: "underscored | to | X that", not "referred | to | X"."""
    return "to" not in cue.frame.prepositions and (cue.frame.clause or cue.frame.object)


def _is_new(subject: Token | None) -> bool:
    """Whether a noun phrase brings somebody in: "a young man", "residents", not "the diplomats", "he"."""
    if subject is None or subject.pos_ not in ("NOUN", "PROPN"):
        return False
    return not any(c.lower_ in _KNOWN or c.dep_ == "poss" for c in subject.children)


def _limit(cue: Cue, later: Sequence[Cue], sentence: TokenSpan) -> int:
    """Where a cue's content must end: at the next cue that shares its subject, or at "according to"."""
    limits = [sentence.end_char, *(other.start for other in later if other.dependent)]
    limits += [joint for other in later if (joint := _joint(cue, other)) is not None]
    according = according_to(sentence)
    if according is not None and according.start > cue.verb.i:
        limits.append(according.start_char)
    return min(limits)


def _joint(cue: Cue, other: Cue) -> int | None:
    """Where a later cue of the same tense begins a clause that the article, not the speaker, adds.

    "said the world was dark | as he lambasted Trump", "said ties were good|, and his critics blame him".
    """
    if other.dependent or other.subject is None or other.subject.i > other.verb.i:
        return None
    if other.verb.dep_ == "relcl" and (before := _comma_before(other.verb)) is not None:
        return before.idx
    if other.beside is not None and cue.verb.i < other.beside.i:
        return other.beside.idx  # "confirmed the transfer, | with her spokesman saying"
    words = cue.verb.doc[cue.verb.i + 1 : other.subject.left_edge.i]
    if len(words) < 2:
        return None
    joint, before = words[-1], words[-2]
    if joint.lower_ in ("as", "while") and other.subject.lower_ in ("he", "she") and other.verb.tag_ == "VBD":
        return joint.idx
    if _is_past(other.verb) is not _is_past(cue.verb) or (cue.verb.tag_ == "VB" and is_timeless(other.verb)):
        return None  # "met X to affirm his support for Ukraine | as it defends | itself"
    if (joint.lower_ in ("and", "but") and before.text == ",") or before.text == ";":
        return before.idx
    is_turn = joint.text in (";", "while") or (joint.lower_ in ("as", "but") and other.subject.pos_ == "PRON")
    return joint.idx if is_turn else None


def _comma_before(relative: Token) -> Token | None:
    """The comma before a relative clause that reports: "thanked the government for its support|, which he said"."""
    opening = relative.left_edge
    comma = opening.nbor(-1) if opening.i else opening
    return comma if comma.text == "," and opening.tag_ in ("WDT", "WP") else None


def _is_past(verb: Token) -> bool:
    """Whether the verb is of the past; "has said" is of the present."""
    return verb.tag_ == "VBD" or any(c.lower_ == "had" for c in children(verb, "aux"))


def _cover(sentence: TokenSpan, span: Span) -> Span:
    """The sentence, without the white space after it, and the content where it is longer."""
    end = sentence.start_char + len(sentence.text.rstrip())
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
