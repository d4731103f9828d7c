"""Clauses that a cue reports: where one after the cue ends, and whether cue and speaker follow or interrupt one."""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb
from kg.extraction.meetings.occasions import NOUNS
from kg.extraction.rulebook import reads
from kg.extraction.wording.reporting_verbs import TOLD
from kg.records import Span

_SHORTEST_CLAUSE = 4  # tokens, with the comma
# Who says that somebody said so, at the end of the sentence: "told X that it was late|, his office said on Friday".
_TOLD_BY = re.compile(
    r",\s(?:the|an?|his|her|its|their)\s(?:[\w.'’-]+\s){1,8}?"
    r"(?:said|announced|reported|confirmed)(?:\s(?:on\s)?\w+day)?\W*$"
)
_ADDING = frozenset("despite although though after who".split())
# Nouns by which the article takes up what was said: "accused Serbia of the attack|, a charge Belgrade denies".
_JUDGEMENTS = frozenset(
    """charge claim allegation accusation assertion remark comment statement suggestion view position demand sentiment
    move step decision phrase line term word""".split()
)
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
    if subject is not None and any(t.lower_ in _JUDGEMENTS for t in sentence.doc[first : subject.i]):
        return None  # "Oslo accused Bern of it, | an allegation Bern | denies"
    before, rest = sentence.doc[sentence.start : first], sentence.doc[last + 1 : sentence.end]
    while len(before) and before[-1].is_space:
        before = before[:-1]
    if verb.dep_ == "relcl" or not len(before) or before[-1].text not in (",", "”", '"'):
        return None
    is_setting = _is_setting(before, verb)
    if _is_thrown_in(verb, rest):
        sets_scene = _is_occasion(before) or (is_setting and _is_question(before, verb))
        start = next(t.idx for t in rest if t.text == ",") if sets_scene else sentence.start_char
        return start, sentence.end_char, "thrown-in"
    has_subject = any(t.dep_ in (*SUBJECTS, "csubj") for t in before)
    if is_setting or len(before) < _SHORTEST_CLAUSE or not has_subject or not _may_close(verb, rest):
        return None
    return sentence.start_char, before[-1].idx, "clause-before"


def span_beside(sentence: TokenSpan, according: TokenSpan, source: Token | None) -> Span:
    """What rests on "according to …": the words before it, else those after it, or all where it interrupts them.

    "Ties were good, | according to X", "a group that is, | according to X, | a threat", "the talks, | according to X, |
    were useful".
    """
    before = [t for t in sentence if t.i < according.start and not t.is_punct]
    subject = child(sentence.root, *SUBJECTS)
    joined = bool(before) and before[-1].tag_ in ("CC", "WDT", "IN") and before[-1].dep_ != "pobj"
    if subject is not None and subject.i < according.start < sentence.root.i and not joined:
        return sentence.start_char, sentence.end_char
    if len(before) >= _SHORTEST_CLAUSE and not joined:
        return sentence.start_char, according.start_char
    return end_of(_last_of_source(source or according[0])), sentence.end_char


def span_beside_as(verb: Token, subject: Token | None) -> Span | None:
    """The sentence that a clause with "as" opens or closes: "As X said, | ties are good", "Ties are good|, as X said".

    None where the clause has something said of its own.
    """
    mark = next((c for c in verb.children if c.lower_ == "as" and c.i < verb.i), None)
    if mark is None or subject is None or not mark.i < subject.i < verb.i:
        return None
    own = [c for c in children(verb, "dobj", "ccomp", "xcomp", "prep") if c.i > verb.i]
    if any(c.dep_ != "prep" and c.lower_ != "it" for c in own):
        return None
    sentence, last = verb.sent, max((c.right_edge.i for c in own), default=verb.i)
    before, after = sentence.doc[sentence.start : mark.i], sentence.doc[last + 1 : sentence.end]
    if all(t.is_punct or t.pos_ == "CCONJ" for t in before):
        opens = len(after) > _SHORTEST_CLAUSE and after[0].text == ","
        return (after[1].idx, sentence.end_char) if opens else None
    closes = before[-1].text == "," and len(before) > _SHORTEST_CLAUSE and not any(t.is_alpha for t in after)
    return (sentence.start_char, before[-1].idx) if closes else None


def scene_start(infinitive: Token, end: int) -> int:
    """Where a clause begins that tells what was done meanwhile: "pledged to help | as their envoys met in Oslo"."""
    words = infinitive.doc[infinitive.i + 2 : infinitive.sent.end]
    past = next((t for t in words if t.tag_ == "VBD" and t.dep_ not in ("relcl", "acl")), None)
    before = (t for t in words if past is not None and t.i < past.i and t.lower_ in ("as", "while", "when"))
    return min(end, next((mark.idx for mark in before), end))


def _last_of_source(source: Token) -> Token:
    """The last token of a source with what describes it, unless that leaves nothing said: then up to the comma.

    A name may follow: "according to the mayor, | Ann Lee |, it rained".
    """
    doc, last, root = source.doc, source.right_edge, source.sent.root
    named = list(itertools.takewhile(lambda t: t.ent_type_ == "PERSON", doc[last.i + 2 : source.sent.end]))
    is_subject = any(t.dep_ in SUBJECTS for t in named) and child(root, "expl") is None
    is_parted = named and doc[last.i + 1].text == "," and doc[named[-1].i + 1 : named[-1].i + 2].text in (",", "")
    if is_parted and not is_subject:
        return named[-1]
    # The parser may take the subject of what is said for a part of the source.
    is_lost = root.i > last.i and child(root, *SUBJECTS, "csubj", "expl") in (None, source)
    if any(t.is_alpha for t in doc[last.i + 1 : source.sent.end]) and not is_lost:
        return last
    commas = [t for t in doc[source.i + 1 : last.i] if t.text == ","]
    return commas[-1 if is_lost else 0].nbor(-1) if commas else last


def clause_end(clause: Token, verb: Token, limit: int) -> int:
    """The end of what was said: what the parser hung on the cue after the clause belongs to it, up to the limit.

    A coordinated clause with a subject of its own is the article's again: "said X, | and his critics blame him".
    """
    end = end_of(clause.right_edge)
    # "went on to | say | it rained because"
    over = verb.head if verb.tag_ == "VB" and verb.head.lemma_ == "go" else verb
    own = next(
        (c for c in children(verb, "conj", "parataxis") if c.i > clause.i and child(c, "nsubj") is not None), None
    )
    if own is not None:
        joint = min(t.i for t in (own.left_edge, *children(verb, "cc")) if t.i > clause.i)
        return min(end, limit, verb.doc[joint].idx)
    return min(max(end, end_of(over.right_edge)), limit)


def aside_start(document: Document, start: int, end: int, *, is_clause: bool = False) -> int:
    """Where words begin that the article adds to what was said, up to their end; the end if it adds none.

    "promised to help|, after several failures", "cited the minister|, who has gone", "called for calm|, but left",
    "told X that it was late|, the ministry said". A clause goes on with one that has a subject of its own: "said that
    it was late, but that was no harm".
    """
    words = document.doc.char_span(start, end, alignment_mode="contract")
    if words is None:
        return end
    told = _TOLD_BY.search(document.prose, start, words[-1].sent.end_char)
    if told is not None and told.start() < end and document.quotation_at(told.start()) is None:
        return told.start()
    commas = [t for t in words[_SHORTEST_CLAUSE - 2 : -1] if t.text == "," and _is_outside(t, document)]
    for comma, following in itertools.zip_longest(commas, commas[1:]):
        opening = comma.nbor(2) if comma.nbor().is_quote and comma.i + 2 < words.end else comma.nbor()
        rest = words.doc[comma.i + 1 : following.i if following is not None else words.end]
        is_last = following is None and opening.lower_ in _ADDING
        tells = any(t.tag_ in _FINITE for t in rest)
        is_judged = following is None and opening.pos_ == "DET" and any(t.lower_ in _JUDGEMENTS for t in rest[1:4])
        is_whole = following is None or any(t.dep_ in SUBJECTS for t in rest)
        goes_on = is_clause and any(t.dep_ in SUBJECTS for t in rest)
        is_turn = opening.lower_ == "but" and [t.lower_ for t in rest[1:2]] != ["that"] and is_whole and not goes_on
        if is_last or (tells and (is_turn or is_judged)):
            return comma.idx
    return end


def _is_outside(comma: Token, document: Document) -> bool:
    """Whether a comma is the article's, though the mark that ends a quotation may follow it: 'a "pity|," a word'."""
    return document.quotation_at(comma.idx) is None or comma.nbor().is_quote


def has_clause_of_its_own(verb: Token) -> bool:
    """Whether a clause follows the cue: "Museveni said | that Uganda would pay", "the group said | it would wait"."""
    after = [c for c in children(verb, "ccomp") if c.i > verb.i]
    return any(has_child(c, ("that",)) or child(c, *SUBJECTS) is not None for c in after)


def _is_setting(before: TokenSpan, verb: Token) -> bool:
    """Whether the words before speaker and cue tell when or why it was said: "When the talks failed, | he said so"."""
    clauses = _clauses_before(verb)
    settings = [c for c in clauses if child(c, "mark", "advmod") is not None or (c.tag_ == "VBN" and c == before[0])]
    return any(c.right_edge.i >= before[-1].i - 1 and before[0].i >= c.left_edge.i - 2 for c in settings)


def _is_occasion(before: TokenSpan) -> bool:
    """Whether the words before are only an event: "At the meeting, | X said, both set out plans"."""
    event = child(before[0], "pobj")
    return event is not None and event.lemma_.lower() in NOUNS and event.right_edge.i >= before[-1].i - 1


def _is_question(before: TokenSpan, verb: Token) -> bool:
    """Whether the words before tell what somebody was asked: "Asked about the plan, | he said, it would go on"."""
    return any(c.tag_ == "VBN" for c in _clauses_before(verb) if c.i <= before[-1].i)


def _clauses_before(verb: Token) -> list[Token]:
    """The adverbial clauses before a cue, also where the parser hangs them on what is said: "| Asked |, X said, it"."""
    above = (verb, verb.head) if verb.dep_ == "parataxis" else (verb,)
    return [c for over in above for c in children(over, "advcl") if c.i < verb.i]


def _is_thrown_in(verb: Token, rest: TokenSpan) -> bool:
    """Whether the cue only interrupts what it reports: "The decision, | he said, | was part of a pattern".

    Or a clause that explains it follows: "It was strong, | he said, | until it went bankrupt". To whom and when it was
    said may stand with the cue: "The museum, | he told the BBC on Friday, | would open".
    """
    adjuncts = [c for c in children(verb, "prep", "npadvmod", "dobj", "dative") if c.i > verb.i]
    while adjuncts and len(rest) and rest[0] == adjuncts[0].left_edge:
        rest = rest[adjuncts.pop(0).right_edge.i + 1 - rest.start :]
    if len(rest) < _SHORTEST_CLAUSE or rest[0].text != ",":
        return False
    if (rest[1].lower_ in _GOING_ON or rest[1].tag_ == "TO") and rest[1].head.i > rest[1].i:
        return True
    above = verb.head.head if verb.head.dep_ == "advcl" and verb.head.i < verb.i else verb.head
    return verb.dep_ == "parataxis" and above.i in range(rest.start, rest.end) and is_verb(above)


def _may_close(verb: Token, rest: TokenSpan) -> bool:
    """Whether the cue closes what it reports: nothing but adjuncts follow it, or the parser says so."""
    if any(t.dep_ == "ccomp" and t.head == verb for t in rest) or (len(rest) and rest[0].lower_ in ("that", ":")):
        return False
    told = child(verb, "dobj", "dative")
    if told is not None and len(rest) and told.left_edge == rest[0] and verb.lemma_ in TOLD:
        return True  # "Exports will grow, | the minister told | lawmakers on Monday"
    if len(rest) and rest[0].dep_ == "npadvmod" and rest[0].head == verb:
        return True  # "Exports will grow, | he announced | today in Lusaka"
    hangs = verb.dep_ == "parataxis" or any(c.i < verb.i for c in children(verb, "ccomp", "parataxis", "dep"))
    return hangs or bool(len(rest) and (rest[0].is_punct or rest[0].pos_ in ("ADP", "ADV", "SCONJ")))
