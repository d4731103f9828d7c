"""The words of a statement: which part of the text a cue takes as what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.quotations import Quotation
from kg.extraction.cues import NOT_SAID, Frame
from kg.records import Span, StatementForm

_EDGES = ' \t\r\n,;:.–—-"“”„«»'
_BETWEEN = re.compile(r"[\s,.:;–—-]*")
# "at a meeting with", "during their talks": when it was said, not what.
_OCCASION = re.compile(
    r",?\s(?:at|during|in|after|following|as)\s(?:a|an|the|their|his|her|its)\s(?:[\w-]+\s){0,3}?"
    r"(?:meeting|talks|visit|summit|conference|call|briefing|interview|statement|speech|trip)\b"
)
_PROPOSITIONS = ("ccomp", "xcomp", "oprd")


@dataclass(frozen=True, slots=True)
class Content:
    """What was said: its span, whether the whole of it is quoted, and the rule by which it was delimited."""

    span: Span
    form: StatementForm
    rule: str


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
        text = self._document.text
        while start < end and text[start] in _EDGES:
            start += 1
        if text.startswith("that ", start):
            start += len("that ")
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        if end - start < 3:
            return None
        span = (start, end)
        self._taken.append(span)
        return Content(span, self._form(span), rule)

    def beside(self, sentence: TokenSpan, according: Token, source: Token | None) -> Content | None:
        """The rest of the sentence that holds "according to …": what comes before it, else what follows."""
        before = self._document.text[sentence.start_char : according.idx].strip(_EDGES)
        if len(before.split()) > 3:
            return self.span_of(sentence.start_char, according.idx, "according-to")
        last = source.right_edge if source is not None else according
        return self.span_of(last.idx + len(last), sentence.end_char, "according-to")

    def _form(self, span: Span) -> StatementForm:
        for quotation in self._document.quotations:
            if quotation.inner[0] >= span[0] - 1 and quotation.inner[0] <= span[0] and quotation.inner[1] >= span[1]:
                return StatementForm.QUOTE
            if quotation.inner[0] <= span[0] and span[1] <= quotation.inner[1]:
                return StatementForm.QUOTE
        return StatementForm.PARAPHRASE

    def _quotation_before(self, verb: Token, subject: Token | None) -> Quotation | None:
        """The whole quotation that ends right before speaker and cue: '"…," | Bayramov said'."""
        first = min(verb.idx, subject.left_edge.idx if subject is not None and subject.sent == verb.sent else verb.idx)
        starts = {first, verb.idx}
        if subject is not None:
            starts.add(subject.idx)
        text = self._document.text
        for quotation in self._document.quotations:
            # A clause between quotation and cue that describes the speaker may hide the left edge.
            near = any(quotation.outer[1] <= s and _BETWEEN.fullmatch(text, quotation.outer[1], s) for s in starts)
            if near and self.is_free(quotation) and self.is_whole(quotation):
                return quotation
        return None

    def _quotation_after(self, verb: Token) -> Quotation | None:
        """The whole quotation that follows the cue, past its adjuncts: 'said in Kyiv: | "…"'."""
        end = verb.idx + len(verb)
        following = [q for q in self._document.quotations if q.outer[0] >= end]
        if not following:
            return None
        quotation = following[0]
        if quotation.outer[0] >= verb.sent.end_char + 2 or not self.is_free(quotation):
            return None
        between = [t for t in verb.doc[verb.i + 1 : verb.i + 26] if t.idx < quotation.outer[0]]
        if len(between) > 24 or any(
            t.pos_ in ("VERB", "AUX") or (t.dep_ in ("nsubj", "dobj") and t.head != verb) for t in between
        ):
            return None
        words = [t for t in between if t.is_alpha and t.lower_ not in ("that", "to", "reporters", "us")]
        if words and between[-1].text not in (":", ","):
            return None
        return quotation if self._ends_sentence(quotation) else None

    def _ends_sentence(self, quotation: Quotation) -> bool:
        """Whether the sentence ends with the quotation, or goes on only with a new clause after a comma."""
        text = self._document.text
        inside, after = (
            text[slice(*quotation.inner)].rstrip()[-1:],
            text[quotation.outer[1] : quotation.outer[1] + 2],
        )
        return inside in ".!?…," or after[:1] in ".,;" or not after.strip() or not quotation.closed

    def _passive(self, verb: Token) -> Content | None:
        """What was said of, in the passive: "| The move | was heavily criticised by the US"."""
        patient = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if patient is None:
            return None
        return self.span_of(patient.left_edge.idx, _end(patient.right_edge), "passive")

    def _clausal(self, verb: Token, frame: Frame, subject: Token | None, limit: int) -> Content | None:
        if frame.clause:
            clause = self._that_clause(verb, frame, limit) or self._clause_before(verb, subject)
            if clause is not None:
                return clause
        return self._object(verb, frame, limit)

    def _that_clause(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The clause after the cue: "said | that Iran is ready to …", "vowed | to respond"."""
        for child in verb.children:
            if child.dep_ not in _PROPOSITIONS or child.i < verb.i or (child.dep_ == "xcomp" and not frame.infinitive):
                continue
            if child.pos_ not in ("VERB", "AUX") and child.dep_ != "ccomp":
                continue
            start = child.left_edge
            if frame.infinitive and not frame.addressee_first:
                patient = next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i < child.i), None)
                start = patient.left_edge if patient is not None else start
            if start.i <= verb.i:
                start = verb.nbor()
            if (
                start.lower_ in ("that", "to", "if", "whether")
                and start.dep_ in ("mark", "aux")
                and start.lower_ == "that"
            ):
                start = start.nbor()
            end = self._clause_end(child, verb, limit)
            return self.span_of(start.idx, end, "that-clause") if end > start.idx else None
        return self._marked_that(verb, limit)

    def _clause_end(self, child: Token, verb: Token, limit: int) -> int:
        """The end of the clause; what the parser hung elsewhere after it belongs to it, up to the limit."""
        end = _end(child.right_edge)
        own = [
            c for c in verb.children if c.dep_ in ("conj", "parataxis") and any(g.dep_ == "nsubj" for g in c.children)
        ]
        if own and own[0].i > child.i:
            start = min(
                own[0].left_edge.i,
                next((c.i for c in verb.children if c.dep_ == "cc" and c.i > child.i), own[0].i),
            )
            return min(
                max(end, child.doc[start - 1].idx) if end > child.doc[start].idx else end,
                limit,
                child.doc[start].idx,
            )
        if verb.dep_ in ("ROOT", "conj", "advcl", "ccomp") and not any(
            t.i > verb.i and t.dep_ == "punct" and t.text == ";" for t in verb.children
        ):
            end = max(end, _end(verb.right_edge))
        return min(end, limit)

    def _marked_that(self, verb: Token, limit: int) -> Content | None:
        """The words after "that" where the parser has lost the clause: "said on Monday | that"."""
        for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 10)]:
            if token.lower_ == "that" and token.tag_ == "IN":
                return self.span_of(token.nbor().idx, limit, "that-clause")
        return None

    def _clause_before(self, verb: Token, subject: Token | None) -> Content | None:
        """The sentence that speaker and cue follow: "| The talks were useful, | Lavrov said"."""
        sentence = verb.sent
        within = subject is not None and subject.sent == sentence
        first = min(verb.i, subject.left_edge.i) if within and subject is not None else verb.i
        last = max(verb.i, subject.right_edge.i if within and subject is not None and subject.i > verb.i else verb.i)
        if first - sentence.start < 4 or sentence.doc[first - 1].text not in (",", "”", '"'):
            return None
        before, rest = sentence.doc[sentence.start : first], sentence.doc[last + 1 : sentence.end]
        if not any(t.dep_ in ("nsubj", "nsubjpass") for t in before):
            return None
        if any(t.dep_ == "ccomp" and t.head == verb for t in rest) or (rest and rest[0].lower_ in ("that", ":")):
            return None
        hangs = verb.dep_ == "parataxis" or any(
            c.dep_ in ("ccomp", "parataxis", "dep") and c.i < first for c in verb.children
        )
        if not hangs and not (rest and (rest[0].is_punct or rest[0].pos_ in ("ADP", "ADV", "SCONJ"))):
            return None
        return self.span_of(sentence.start_char, sentence.doc[first - 1].idx, "clause-before")

    def _object(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The phrase that the cue is about: "welcomed | the deal", "called for | restraint", "thanked | X for Y"."""
        parts: list[Token] = []
        for child in verb.children:
            if child.i < verb.i:
                continue
            is_object = child.dep_ in ("dobj", "oprd", "ccomp", "xcomp") and frame.object
            if is_object and child.dep_ == "dobj" and child.lemma_.lower() in NOT_SAID:
                return None
            if is_object or (
                child.dep_ == "prep" and child.lower_ in frame.prepositions and (parts or _heads_phrase(child))
            ):
                parts.append(child)
            elif child.dep_ == "prt" and child.lower_ not in ("out", "up", "down"):
                return None
        if not parts or (frame.object and not frame.prepositions & {"for", "on"} and parts[0].dep_ in ("xcomp",)):
            return None
        parts += [c for c in verb.children if _continues_infinitive(c, parts[-1])]
        first, last = parts[0], parts[-1]
        start = first.left_edge.idx
        if first.dep_ == "prep":
            start = _end(first) + 1
        end = min(max(_end(p.right_edge) for p in parts), limit)
        occasion = _OCCASION.search(self._document.text, start, end)
        end = occasion.start() if occasion is not None else end
        if self._is_bare_pronoun(start, end):
            return None
        return self.span_of(start, end, "object") if last is not None and end > start else None

    def _is_bare_pronoun(self, start: int, end: int) -> bool:
        """Whether the content would be no more than "it" or "this"."""
        return self._document.text[start:end].strip(_EDGES).lower() in (
            "it", "this", "that", "him", "her", "them", "himself", "herself", "so", "what",
        )  # fmt: skip


def _continues_infinitive(child: Token, last: Token) -> bool:
    """Whether a to-infinitive that hangs on the cue goes on right after the object: "for action | to correct"."""
    return (
        child.dep_ in ("xcomp", "advcl")
        and child.left_edge.lower_ == "to"
        and child.left_edge.i == last.right_edge.i + 1
    )


def _heads_phrase(preposition: Token) -> bool:
    return any(c.dep_ in ("pobj", "pcomp") for c in preposition.children)


def _end(token: Token) -> int:
    return token.idx + len(token)
