"""Clauses that a cue reports: where one after the cue ends, and whether cue and speaker follow or interrupt one."""

from __future__ import annotations

import itertools

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb
from kg.extraction.rulebook import reads
from kg.records import Span

_SHORTEST_CLAUSE = 4  # tokens, with the comma
_ADDING = frozenset("despite although though after who".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())
_GOING_ON = frozenset("until because if unless since though although".split())


@reads("statement", "clause-before", "thrown-in")
def span_before(verb: Token, subject: Token | None) -> tuple[int, int, str] | None:
    """The sentence that speaker and cue follow: "| The talks were useful, | Lavrov said"."""
    sentence = verb.sent
    ends = [verb]
    if subject is not None and subject.sent == sentence:
        ends += [subject.left_edge, *([subject.right_edge] if subject.i > verb.i else [])]
    first, last = min(t.i for t in ends), max(t.i for t in ends)
    before, rest = sentence.doc[sentence.start : first], sentence.doc[last + 1 : sentence.end]
    if not len(before) or before[-1].text not in (",", "”", '"') or _is_setting(before, verb):
        return None
    if _is_thrown_in(verb, rest):
        return sentence.start_char, sentence.end_char, "thrown-in"
    if len(before) < _SHORTEST_CLAUSE or not any(t.dep_ in SUBJECTS for t in before) or not _may_close(verb, rest):
        return None
    return sentence.start_char, before[-1].idx, "clause-before"


def span_beside(sentence: TokenSpan, according: Token, source: Token | None) -> Span:
    """What rests on "according to …": the words before it, else those after it, or all where it interrupts them.

    "Ties were good, | according to X", "a group that is, | according to X, | a threat", "the talks, | according to X, |
    were useful".
    """
    before = [t for t in sentence if t.i < according.i and not t.is_punct]
    subject = child(sentence.root, *SUBJECTS)
    joined = bool(before) and before[-1].tag_ in ("CC", "WDT", "IN")
    if subject is not None and subject.i < according.i < sentence.root.i and not joined:
        return sentence.start_char, sentence.end_char
    if len(before) >= _SHORTEST_CLAUSE and not joined:
        return sentence.start_char, according.idx
    return end_of(_last_of_source(source or according)), sentence.end_char


def _last_of_source(source: Token) -> Token:
    """The last token of a source with what describes it, unless that leaves nothing said: then up to the comma."""
    last = source.right_edge
    if any(t.is_alpha for t in source.doc[last.i + 1 : source.sent.end]):
        return last
    return next((t.nbor(-1) for t in source.doc[source.i + 1 : last.i] if t.text == ","), last)


def clause_end(clause: Token, verb: Token, limit: int) -> int:
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


def aside_start(document: Document, start: int, end: int) -> int:
    """Where words begin that the article adds to what was said, up to their end; the end if it adds none.

    "promised to help|, after several failures", "cited the minister|, who has gone", "called for calm|, but left".
    """
    words = document.doc.char_span(start, end, alignment_mode="contract")
    if words is None:
        return end
    commas = [t for t in words[_SHORTEST_CLAUSE - 2 : -1] if t.text == "," and document.quotation_at(t.idx) is None]
    for comma, following in itertools.zip_longest(commas, commas[1:]):
        opening = comma.nbor()
        rest = words.doc[comma.i + 1 : following.i if following is not None else words.end]
        is_last = following is None and opening.lower_ in _ADDING
        tells = any(t.tag_ in _FINITE for t in rest)
        is_turn = opening.lower_ == "but" and tells and (following is None or any(t.dep_ in SUBJECTS for t in rest))
        if is_last or is_turn:
            return comma.idx
    return end


def has_clause_of_its_own(verb: Token) -> bool:
    """Whether a clause follows the cue: "Museveni said | that Uganda would pay", "the group said | it would wait"."""
    after = [c for c in children(verb, "ccomp") if c.i > verb.i]
    return any(has_child(c, ("that",)) or child(c, *SUBJECTS) is not None for c in after)


def _is_setting(before: TokenSpan, verb: Token) -> bool:
    """Whether the words before speaker and cue tell when or why it was said: "When the talks failed, | he said so"."""
    settings = (c for c in children(verb, "advcl") if c.i < verb.i and child(c, "mark", "advmod") is not None)
    return any(c.right_edge.i >= before[-1].i - 1 and before[0].i >= c.left_edge.i - 2 for c in settings)


def _is_thrown_in(verb: Token, rest: TokenSpan) -> bool:
    """Whether the cue only interrupts what it reports: "The decision, | he said, | was part of a pattern".

    Or a clause that explains it follows: "It was strong, | he said, | until it went bankrupt".
    """
    if len(rest) < _SHORTEST_CLAUSE or rest[0].text != ",":
        return False
    if rest[1].lower_ in _GOING_ON and rest[1].head.i > rest[1].i:
        return True
    return verb.dep_ == "parataxis" and verb.head.i in range(rest.start, rest.end) and is_verb(verb.head)


def _may_close(verb: Token, rest: TokenSpan) -> bool:
    """Whether the cue closes what it reports: nothing but adjuncts follow it, or the parser says so."""
    if any(t.dep_ == "ccomp" and t.head == verb for t in rest) or (len(rest) and rest[0].lower_ in ("that", ":")):
        return False
    hangs = verb.dep_ == "parataxis" or any(c.i < verb.i for c in children(verb, "ccomp", "parataxis", "dep"))
    return hangs or bool(len(rest) and (rest[0].is_punct or rest[0].pos_ in ("ADP", "ADV", "SCONJ")))
