"""The words of a statement: which part of the text a cue takes as what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.quotations import Quotation
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb
from kg.extraction.reporting_verbs import NOT_SAID, Frame, telephoned
from kg.records import Span, StatementForm

_EDGES = ',;:.–—-"“”„«»'
_BETWEEN = re.compile(r"[\s,–—-]*")  # no mark that ends a sentence
_THAT = re.compile(r"that\s+")
# "at a meeting with", "during their talks": when it was said, not what.
_OCCASION = re.compile(
    r",?\s(?:at|during|in|after|following|as)\s(?:a|an|the|their|his|her|its)\s(?:[\w-]+\s){0,3}?"
    r"(?:meeting|talks|visit|summit|conference|call|briefing|interview|statement|speech|trip)\b"
)
_PROPOSITIONS = ("ccomp", "xcomp", "oprd")
_BARE = frozenset(
    """it this that these those him her them himself herself themselves so what a an the his its their my our your
    all both""".split()
)  # words that say nothing by themselves
_SHORTEST = 3  # characters
_LONGEST_ADJUNCT = 26  # tokens between a cue and its quotation
_SHORTEST_CLAUSE = 4  # tokens, with the comma


@dataclass(frozen=True, slots=True)
class Content:
    """What was said: its span, whether the whole of it is quoted, and the rule by which it was delimited.

    `negated` tells that something be not so or not done: its main verb is negated.
    """

    span: Span
    form: StatementForm
    rule: str
    negated: bool = False


class ContentFinder:
    """Delimits the contents of one article's cues and remembers which words are taken."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._taken: list[Span] = []

    def is_within_content(self, offset: int) -> bool:
        """Whether the offset lies in words already taken as a content: speech within speech is not read again."""
        return any(start <= offset < end for start, end in self._taken)

    def is_free(self, quotation: Quotation) -> bool:
        """Whether no part of the quotation is taken."""
        return not any(start < quotation.inner[1] and quotation.inner[0] < end for start, end in self._taken)

    def is_whole(self, quotation: Quotation) -> bool:
        """Whether the quotation is a sentence of its own, not some words within one."""
        text = self._document.text
        start, end = quotation.inner
        words = text[start:end].split()
        paragraph = self._document.paragraph_at(quotation.outer[0])
        before = text[paragraph[0] : quotation.outer[0]].rstrip()
        opens = not before or before[-1] in '.!?"”:,'
        closes = (
            not quotation.closed or text[start:end].rstrip()[-1:] in ".!?,…" or text[quotation.outer[1] :][:1] in ".,"
        )
        return len(words) >= 4 and opens and closes

    def of_cue(self, verb: Token, frame: Frame, subject: Token | None, limit: int, passive: bool) -> Iterator[Content]:
        """The contents of a cue: two when it splits a quotation, none when the verb says nothing here."""
        before, after = self._quotation_before(verb, subject), self._quotation_after(verb)
        found = [self.quoted(q, "quotation") for q in (before, after) if q is not None] if frame.clause else []
        if not any(found):
            found = [self._passive(verb) if passive else self._clausal(verb, frame, subject, limit)]
        yield from (content for content in found if content is not None)

    def quoted(self, quotation: Quotation, rule: str) -> Content | None:
        """The words of a quotation as a content."""
        return self.span_of(*quotation.inner, rule)

    def span_of(self, start: int, end: int, rule: str) -> Content | None:
        """The span trimmed to its words and taken; none if nothing is left."""
        text = self._document.prose
        while start < end and _is_edge(text[start]):
            start += 1
        if (that := _THAT.match(text, start, end)) is not None:
            start = that.end()
        while end > start and _is_edge(text[end - 1]):
            end -= 1
        span = (start, end)
        if end - start < _SHORTEST or self._says_nothing(span):
            return None
        self._taken.append(span)
        return Content(span, self._form(span), rule, self._is_negated(span))

    def beside(self, sentence: TokenSpan, according: Token, source: Token | None) -> Content | None:
        """The rest of the sentence that holds "according to …": what comes before it, else what follows."""
        before = self._document.text[sentence.start_char : according.idx]
        if sum(any(map(str.isalnum, word)) for word in before.split()) > 3:
            return self.span_of(sentence.start_char, according.idx, "according-to")
        last = source.right_edge if source is not None else according
        return self.span_of(last.idx + len(last), sentence.end_char, "according-to")

    def _says_nothing(self, span: Span) -> bool:
        """Whether the span holds nothing but articles and pronouns."""
        return {word.lower() for word in self._document.text[slice(*span)].split()} <= _BARE

    def _is_negated(self, span: Span) -> bool:
        """Whether the main verb of the content, if it is one sentence, is negated: "it will not go", "X not to go"."""
        words = self._document.doc.char_span(*span, alignment_mode="expand")
        if words is None or any(t.is_sent_start for t in words[1:]):
            return False
        main = (t for t in words if t.head == t or not words.start <= t.head.i < words.end)
        return any(is_verb(t) and child(t, "neg") is not None for t in main)

    def _form(self, span: Span) -> StatementForm:
        """A quotation if one pair of marks holds the whole span."""
        held = any(q.inner[0] <= span[0] and span[1] <= q.inner[1] for q in self._document.quotations)
        return StatementForm.QUOTE if held else StatementForm.PARAPHRASE

    def _quotation_before(self, verb: Token, subject: Token | None) -> Quotation | None:
        """The whole quotation that ends right before speaker and cue: '"…," | Bayramov said'."""
        starts = {verb.idx}
        if subject is not None and subject.sent == verb.sent:
            # A clause between quotation and cue that describes the speaker may hide the left edge.
            starts |= {subject.left_edge.idx, subject.idx}
        for quotation in self._document.quotations:
            near = any(self._touches(quotation, start) for start in starts)
            if near and self.is_free(quotation) and self.is_whole(quotation):
                return None if _has_clause_of_its_own(verb) and self._is_finished(quotation) else quotation
        return None

    def _is_finished(self, quotation: Quotation) -> bool:
        """Whether the quotation ends with a full stop: a cue with a clause of its own then begins the next sentence."""
        return self._document.text[slice(*quotation.inner)].rstrip()[-1:] == "."

    def _touches(self, quotation: Quotation, start: int) -> bool:
        """Whether the quotation ends right before the offset, in the same sentence: only commas and dashes between."""
        end = quotation.outer[1]
        if end > start or self._document.paragraph_at(quotation.outer[0]) != self._document.paragraph_at(start):
            return False
        return _BETWEEN.fullmatch(self._document.text, end, start) is not None

    def _quotation_after(self, verb: Token) -> Quotation | None:
        """The whole quotation that follows the cue, past its adjuncts: 'said in Kyiv: | "…"'."""
        following = (q for q in self._document.quotations if q.outer[0] >= end_of(verb))
        quotation = next(following, None)
        if quotation is None or quotation.outer[0] >= verb.sent.end_char + 2 or not self.is_free(quotation):
            return None
        between = [t for t in verb.doc[verb.i + 1 : verb.i + _LONGEST_ADJUNCT] if t.idx < quotation.outer[0]]
        if len(between) == _LONGEST_ADJUNCT - 1 or not _are_adjuncts(between, verb):
            return None
        return quotation if self._ends_sentence(quotation) else None

    def _ends_sentence(self, quotation: Quotation) -> bool:
        """Whether the sentence ends with the quotation, or goes on only with a new clause after a comma."""
        text = self._document.text
        last, after = text[slice(*quotation.inner)].rstrip()[-1:], text[quotation.outer[1] : quotation.outer[1] + 2]
        return last in ".!?…," or after[:1] in ".,;" or not after.strip() or not quotation.closed

    def _passive(self, verb: Token) -> Content | None:
        """What was said of, in the passive: "| The move | was heavily criticised by the US"."""
        patient = child(verb, "nsubjpass")
        if patient is None:
            return None
        return self.span_of(patient.left_edge.idx, end_of(patient.right_edge), "passive")

    def _clausal(self, verb: Token, frame: Frame, subject: Token | None, limit: int) -> Content | None:
        if frame.clause:
            clause = self._that_clause(verb, frame, limit) or self._clause_before(verb, subject)
            if clause is not None:
                return clause
        return self._object(verb, frame, limit)

    def _that_clause(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The clause after the cue: "said | that Iran is ready to …", "vowed | to respond"."""
        relations = _PROPOSITIONS if frame.infinitive else ("ccomp", "oprd")
        after = (c for c in children(verb, *relations) if c.i > verb.i and (is_verb(c) or c.dep_ == "ccomp"))
        clause = next(after, None)
        if clause is None:
            return self._marked_that(verb, limit)
        start = clause.left_edge if clause.left_edge.i > verb.i else verb.nbor()
        start = self._past_date(verb, start)
        if frame.infinitive and not frame.addressee_first:
            patient = child(verb, "dobj", "dative")
            start = patient.left_edge if patient is not None and patient.i < clause.i else start
        return self.span_of(start.idx, _clause_end(clause, verb, limit), "that-clause")

    def _past_date(self, verb: Token, start: Token) -> Token:
        """Past the words that say when it was said, where the parser takes them for the clause's own.

        In "said | on Monday | he would meet X" the day between a cue and its clause is the cue's.
        """
        said = self._document.date_after(verb)
        if said is None or start.idx > said.span[0]:
            return start
        return next((t for t in verb.doc[start.i :] if t.idx >= said.span[1] and not t.is_punct), start)

    def _marked_that(self, verb: Token, limit: int) -> Content | None:
        """The words after "that" where the parser has lost the clause: "said on Monday | that"."""
        for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 10)]:
            if token.lower_ == "that" and token.tag_ == "IN":
                return self.span_of(end_of(token), limit, "that-clause")
        return None

    def _clause_before(self, verb: Token, subject: Token | None) -> Content | None:
        """The sentence that speaker and cue follow: "| The talks were useful, | Lavrov said"."""
        sentence = verb.sent
        ends = [verb]
        if subject is not None and subject.sent == sentence:
            ends += [subject.left_edge, *([subject.right_edge] if subject.i > verb.i else [])]
        first, last = min(t.i for t in ends), max(t.i for t in ends)
        before, rest = sentence.doc[sentence.start : first], sentence.doc[last + 1 : sentence.end]
        if len(before) < _SHORTEST_CLAUSE or before[-1].text not in (",", "”", '"'):
            return None
        if not any(t.dep_ in SUBJECTS for t in before) or not _may_close(verb, rest):
            return None
        return self.span_of(sentence.start_char, before[-1].idx, "clause-before")

    def _object(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The phrase that the cue is about: "welcomed | the deal", "called for | restraint", "thanked | X for Y"."""
        if _is_other_sense(verb):
            return None
        parts = list(_object_parts(verb, frame))
        if not parts or (parts[0].dep_ == "xcomp" and not frame.prepositions & {"for", "on"}):
            return None
        parts += [c for c in children(verb, "xcomp", "advcl") if _continues(c, parts[-1])]
        first = parts[0]
        start = end_of(first) + 1 if first.dep_ == "prep" else first.left_edge.idx
        end = min(max(end_of(part.right_edge) for part in parts), limit)
        occasion = _OCCASION.search(self._document.prose, start, end)
        end = occasion.start() if occasion is not None else end
        return self.span_of(start, end, "object")


def _is_edge(character: str) -> bool:
    """Whether a content neither begins nor ends with the character."""
    return character.isspace() or character in _EDGES


def _are_adjuncts(between: Sequence[Token], verb: Token) -> bool:
    """Whether the words between a cue and a quotation only say to whom, where and when: "told reporters in Kyiv:"."""
    if any(is_verb(t) or (t.dep_ in ("nsubj", "dobj") and t.head != verb) for t in between):
        return False
    words = [t for t in between if t.is_alpha and t.lower_ not in ("that", "to", "reporters", "us")]
    return not words or between[-1].text in (":", ",")


def _clause_end(clause: Token, verb: Token, limit: int) -> int:
    """The end of what was said: what the parser hung on the cue after the clause belongs to it, up to the limit.

    A coordinated clause with a subject of its own is the article's again: "said X, | and his critics blame him".
    """
    end = end_of(clause.right_edge)
    own = next(
        (c for c in children(verb, "conj", "parataxis") if c.i > clause.i and child(c, "nsubj") is not None), None
    )
    if own is not None:
        joint = min(t.i for t in (own.left_edge, *children(verb, "cc")) if t.i > clause.i)
        return min(end, limit, verb.doc[joint].idx)
    return min(max(end, end_of(verb.right_edge)), limit)


def _has_clause_of_its_own(verb: Token) -> bool:
    """Whether a that-clause follows the cue: "Museveni said | that Uganda would pay"."""
    return any(c.i > verb.i and has_child(c, ("that",)) for c in children(verb, "ccomp"))


def _may_close(verb: Token, rest: TokenSpan) -> bool:
    """Whether the cue closes what it reports: nothing but adjuncts follow it, or the parser says so."""
    if any(t.dep_ == "ccomp" and t.head == verb for t in rest) or (len(rest) and rest[0].lower_ in ("that", ":")):
        return False
    hangs = verb.dep_ == "parataxis" or any(c.i < verb.i for c in children(verb, "ccomp", "parataxis", "dep"))
    return hangs or bool(len(rest) and (rest[0].is_punct or rest[0].pos_ in ("ADP", "ADV", "SCONJ")))


def _is_other_sense(verb: Token) -> bool:
    """Whether object or particle show that nothing was said: "called a meeting", "backed down"."""
    if (
        any(c.i > verb.i and c.lemma_.lower() in NOT_SAID for c in children(verb, "dobj"))
        or telephoned(verb) is not None
    ):
        return True
    return any(c.lower_ not in ("out", "up", "down") for c in children(verb, "prt"))


def _object_parts(verb: Token, frame: Frame) -> Iterator[Token]:
    """Yield the phrases after the verb that belong to its content by its frame."""
    found = False
    for part in (c for c in verb.children if c.i > verb.i):
        as_object = frame.object and part.dep_ in ("dobj", *_PROPOSITIONS)
        as_phrase = part.dep_ == "prep" and part.lower_ in frame.prepositions
        if as_object or (as_phrase and (found or child(part, "pobj", "pcomp") is not None)):
            found = True
            yield part


def _continues(infinitive: Token, last: Token) -> bool:
    """Whether a to-infinitive that hangs on the cue goes on right after the object: "for action | to correct"."""
    first = infinitive.left_edge
    return first.lower_ == "to" and first.i == last.right_edge.i + 1
