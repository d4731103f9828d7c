"""The words of a statement: which part of the text a cue takes as what was said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.quotations import Quotation
from kg.analysis.syntax import SUBJECTS, child, children, end_of, is_verb, objects_of, verb_over
from kg.extraction.actors.office_words import noun_of_office
from kg.extraction.rulebook import reads
from kg.extraction.statements.clauses import (
    aside_start,
    clause_end,
    has_clause_of_its_own,
    scene_start,
    span_before,
    span_beside,
    span_beside_as,
)
from kg.extraction.wording.phrases import (
    PROPOSITIONS,
    equates,
    is_other_sense,
    is_timeless,
    object_parts,
    object_span,
    tells_why,
)
from kg.extraction.wording.reporting_verbs import COMPLEMENTS, NEVER_WITH_OBJECT, TOLD, Frame, frame_of, noun_of_speech
from kg.records import Span, StatementForm, StatementKind

_EDGES = ',;:.–—-"“”„«»'
_BETWEEN = re.compile(r"[\s,–—-]*")  # no mark that ends a sentence
_THAT = re.compile(r"that,?\s+")
_LEFT_OVER = re.compile(r"[\s,]+(?:and|but|or)$")
# "at a meeting with", "during their talks": when it was said, not what.
_OCCASION = re.compile(
    r",?\s(?:at|during|in|after|following|as)\s(?:a|an|the|their|his|her|its)\s(?:[\w’'-]+\s){0,5}?"
    r"(?:meeting|talks|visit|summit|conference|call|briefing|interview|statement|speech|trip)\b"
    r"|(?<!,)\s(?:as|while)\s(?:he|she|they)\s"
    r"|\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,"
)
_BARE = frozenset(
    """it this that which who these those him her them himself herself themselves so what a an the his its their my our
    your all both""".split()
)  # words that say nothing by themselves
_LEADING_IN = frozenset("that to reporters us and but".split())
"""Words between a cue and a quotation that say nothing: '"It is fine," he said, | but | "we must wait."'."""
_TOPICAL = frozenset(["comment", "reflect"])  # 'commented on the matter: | "It is late."' says only how
_SHORTEST = 3  # characters
_DONE_TO_HOLDERS = frozenset("recall dismiss welcome".split())
_FORCES = frozenset("troop soldier force reservist diplomat peacekeeper".split())
_SURE = 9  # tokens after a cue within which "that" is its own, whatever stands between
_LONGEST_ADJUNCT = 26  # tokens between a cue and its quotation


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

    def is_whole(self, quotation: Quotation, *, attributed: bool = False) -> bool:
        """Whether the quotation is a sentence of its own, not some words within one.

        One that is `attributed`, with speaker and cue right after it, may lack the mark that ends it.
        """
        text = self._document.prose
        start, end = quotation.inner
        words = text[start:end].split()
        paragraph = self._document.paragraph_at(quotation.outer[0])
        before = text[paragraph[0] : quotation.outer[0]].rstrip()
        opens = not before or before[-1] in '.!?"”:,'
        closes = (
            not quotation.closed
            or text[start:end].rstrip(" ]")[-1:] in ".!?,…"
            or text[quotation.outer[1] :][:1] in ".,"
        )
        return len(words) >= (2 if attributed else 4) and opens and (closes or attributed)

    @reads("statement", "quotation")
    def of_cue(self, verb: Token, frame: Frame, subject: Token | None, limit: int, passive: bool) -> Iterator[Content]:
        """The contents of a cue: two when it splits a quotation, none when the verb says nothing here."""
        equated = equates(verb)
        if equated is not None:
            content = self._object_from(verb, [equated], limit)
            yield from [content] if content is not None else []
            return
        before, after = self._quotation_before(verb, subject), self._quotation_after(verb, subject)
        introduced = self._introduced(verb, frame)
        if introduced is not None:
            paraphrase = self._clausal if frame.clause else self._object
            is_topic = verb.lemma_ in _TOPICAL and not self._has_cue(introduced)
            found = [paraphrase(verb, frame, subject, introduced.outer[0])] if not is_topic else []
            found += [self.quoted(introduced, "quotation")] if not self._has_cue(introduced) else []
        else:
            found = [self.quoted(q, "quotation") for q in (before, after) if q is not None] if frame.clause else []
            if before is None and after is not None and self._is_next(after, verb):
                found.insert(0, self._clause_before(verb, subject))
        if not any(found):
            found = [self._passive(verb, frame, limit) if passive else self._clausal(verb, frame, subject, limit)]
        yield from (content for content in found if content is not None)

    @reads("statement", "as-clause")
    def _beside_as(self, verb: Token, subject: Token | None) -> Content | None:
        """What a clause with "as" tells who says: "As the ministry noted, | the talks were useful"."""
        span = span_beside_as(verb, subject)
        return self.span_of(*span, "as-clause") if span is not None else None

    def take_quotation(self, verb: Token, subject: Token | None) -> None:
        """Remember that the quotation before or after this speaker is taken."""
        for quotation in (self._quotation_before(verb, subject), self._quotation_after(verb, subject)):
            if quotation is not None:
                self._taken.append(quotation.inner)

    def _is_next(self, quotation: Quotation, verb: Token) -> bool:
        """Whether the cue's sentence ends before the quotation: 'it was "a pity", he said. | "We must wait."'."""
        return "." in self._document.prose[end_of(verb) : quotation.outer[0]]

    def _introduced(self, verb: Token, frame: Frame) -> Quotation | None:
        """The quotation after a colon that gives the words of a position or a claim: 'opposed the statement: | "…"'.

        So in 'said that he had not been told: | "…"'.
        """
        objects = (c for c in children(verb, "dobj", "prep") if c.dep_ == "dobj" or c.lower_ in frame.prepositions)
        is_position = (frame.object or bool(frame.prepositions)) and any(c.i > verb.i for c in objects)
        if frame.addressee_first or not (is_position or (frame.clause and has_clause_of_its_own(verb))):
            return None
        is_others = any(t.tag_ == "VBG" and t.nbor(-1).text == "," and frame_of(t) for t in verb.sent if t.i > verb.i)
        if is_others:
            return None  # 'voiced his support, | telling the paper: "…"'
        for quotation in self._document.quotations:
            between = self._document.prose[end_of(verb) : quotation.outer[0]].rstrip()
            if verb.idx < quotation.outer[0] < verb.sent.end_char + 2 and between.endswith((":", ",")):
                is_own = between.count(":") == 1 or (is_position and self._goes_with(verb, quotation))
                is_one = is_own and self._ends_sentence(quotation)
                is_one &= self.is_free(quotation) or self._has_cue(quotation)
                return quotation if is_one else None
        return None

    def _goes_with(self, verb: Token, quotation: Quotation) -> bool:
        """Whether a quotation after a comma is a sentence, with no verb between: 'defended it, | "We had to."'."""
        words = self._document.prose[slice(*quotation.inner)].rstrip(" ]")
        between = verb.doc[verb.i + 1 : verb.sent.end]
        is_others = any(is_verb(t) and t.idx < quotation.outer[0] for t in between)
        return words[:1].isupper() and words[-1:] in ".!?" and self.is_whole(quotation) and not is_others

    def _has_cue(self, quotation: Quotation) -> bool:
        """Whether a verb of speech follows the quotation: 'noted the need: "We must act," | said | Ann Lee'."""
        following = self._document.token_at(quotation.outer[1] + 1)
        return following is not None and is_verb(following) and frame_of(following) is not None

    def quoted(self, quotation: Quotation, rule: str) -> Content | None:
        """The words of a quotation as a content."""
        return self.span_of(*quotation.inner, rule)

    def span_of(self, start: int, end: int, rule: str) -> Content | None:
        """The span trimmed to its words and taken; none if nothing is left."""
        text = self._document.prose
        end = self._quotation_end(end)
        start = _past_edges(text, start, end)
        if (that := _THAT.match(text, start, end)) is not None:
            start = _past_edges(text, that.end(), end)
        end = _before_edges(text, start, end)
        if (joint := _LEFT_OVER.search(text, start, end)) is not None:
            end = joint.start()
        span = (start, end)
        if end - start < _SHORTEST or self._says_nothing(span):
            return None
        self._taken.append(span)
        return Content(span, self._form(span), rule, self._is_negated(span))

    def _quotation_end(self, end: int) -> int:
        """Past the sentences that a quotation goes on for: 'said "I can do it. | I may do it."'."""
        open_still = (q.inner[1] for q in self._document.quotations if q.closed and q.inner[0] < end < q.inner[1])
        return next(open_still, end)

    def beside(self, sentence: TokenSpan, according: TokenSpan, source: Token | None) -> Content | None:
        """The rest of the sentence that holds "according to …"; none if a cue has taken it."""
        start, end = span_beside(sentence, according, source)
        overlaps = any(taken[0] < end and start < taken[1] for taken in self._taken)
        return self.span_of(start, end, "according-to") if not overlaps else None

    def _says_nothing(self, span: Span) -> bool:
        """Whether the span holds nothing but articles and pronouns."""
        return {word.lower() for word in self._document.prose[slice(*span)].split()} <= _BARE

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
            near = any(self._touches(quotation, start) for start in starts) or self._leads_to(quotation, verb, subject)
            if near and self.is_free(quotation) and self.is_whole(quotation, attributed=True):
                is_past = self._is_finished(quotation) and (has_clause_of_its_own(verb) or self._begins(verb, subject))
                return None if is_past else quotation
        return None

    def _is_finished(self, quotation: Quotation) -> bool:
        """Whether the quotation ends with a full stop: a cue with a clause of its own then begins the next sentence."""
        return self._document.prose[slice(*quotation.inner)].rstrip(" ]")[-1:] == "."

    def _begins(self, verb: Token, subject: Token | None) -> bool:
        """Whether speaker and cue begin a sentence with an object: '"We must wait." | Guterres warned | of a war'."""
        if subject is None or subject.i > verb.i or not verb.doc[subject.left_edge.i].text[0].isupper():
            return False
        return any(c.i > verb.i for c in children(verb, "dobj", "prep", "xcomp"))

    def _touches(self, quotation: Quotation, start: int) -> bool:
        """Whether the quotation ends right before the offset, in the same sentence: only commas and dashes between."""
        end = quotation.outer[1]
        if end > start or self._document.paragraph_at(end - 1) != self._document.paragraph_at(start):
            return False
        return _BETWEEN.fullmatch(self._document.prose, end, start) is not None

    def _leads_to(self, quotation: Quotation, verb: Token, subject: Token | None) -> bool:
        """Whether only the speaker, described at length, stands between: '"…," the group's head, Ann Reed, | said'."""
        end = quotation.outer[1]
        if subject is None or not end <= subject.idx < verb.idx or quotation.outer[0] < verb.sent.start_char - 2:
            return False
        between = [t for t in verb.doc[verb.sent.start : verb.i] if t.idx >= end]
        comma = "," in self._document.prose[quotation.inner[1] - 1 : end + 1]
        return (
            comma
            and len(between) < _LONGEST_ADJUNCT
            and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") and t.head != verb and t.dep_ != "relcl" for t in between)
        )

    def _quotation_after(self, verb: Token, subject: Token | None) -> Quotation | None:
        """The whole quotation that follows the cue, past its adjuncts: 'said in Kyiv: | "…"'."""
        following = (q for q in self._document.quotations if q.outer[0] >= end_of(verb))
        quotation = next(following, None)
        if quotation is None or quotation.outer[0] >= verb.sent.end_char + 2 or not self.is_free(quotation):
            return None
        between = [t for t in verb.doc[verb.i + 1 : verb.i + _LONGEST_ADJUNCT] if t.idx < quotation.outer[0]]
        opening = self._document.prose[quotation.inner[0] :][:1]
        is_sentence = opening.isupper() or opening == "["  # "[W]e" was written otherwise
        if self._is_next(quotation, verb) and self._document.prose[quotation.inner[1] - 1] == ",":
            return None  # 'Ann Lee spoke. | "We must wait," said Tom Reed.'
        if len(between) == _LONGEST_ADJUNCT - 1 or not _are_adjuncts(between, verb, subject, is_sentence):
            return None
        return quotation if self._ends_sentence(quotation) else None

    def _ends_sentence(self, quotation: Quotation) -> bool:
        """Whether the sentence ends with the quotation, or goes on only with a new clause after a comma."""
        text = self._document.prose
        last, after = text[slice(*quotation.inner)].rstrip(" ]")[-1:], text[quotation.outer[1] : quotation.outer[1] + 2]
        return last in ".!?…," or after[:1] in ".,;" or not after.strip() or not quotation.closed

    @reads("statement", "passive")
    def _passive(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """What was said of, in the passive: "| The move | was heavily criticised by the US".

        Who was told or asked is no content: "Aliyev was asked by Iran | to come", "he was asked by him about it".
        """
        if frame.addressee_first or (frame.infinitive and frame.kind is StatementKind.APPEAL):
            return self._that_clause(verb, frame, limit)
        described = next((c for c in children(verb, "prep") if c.lower_ == "as" and c.i > verb.i), None)
        if described is not None and frame.kind is StatementKind.ASSESSMENT:
            return self._object_from(verb, [described], limit)  # "was described by X | as a friend"
        patient = child(verb, "nsubjpass")
        if patient is None:
            return None
        return self.span_of(patient.left_edge.idx, end_of(patient.right_edge), "passive")

    def _clausal(self, verb: Token, frame: Frame, subject: Token | None, limit: int) -> Content | None:
        if frame.clause:
            thrown_in = self._clause_before(verb, subject) if verb.dep_ == "parataxis" else None
            clause = thrown_in or self._beside_as(verb, subject) or self._that_clause(verb, frame, limit)
            clause = clause or self._clause_before(verb, subject)
            if clause is not None:
                return clause
        return self._object(verb, frame, subject, limit)

    @reads("statement", "that-clause")
    def _that_clause(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The clause after the cue: "said | that Iran is ready to …", "vowed | to respond"."""
        relations = PROPOSITIONS if frame.infinitive else ("ccomp", "oprd")
        after = (c for c in children(verb, *relations) if c.i > verb.i and c.lower_ not in COMPLEMENTS)
        after = (c for c in after if not tells_why(c) and not _is_aside(c, verb))
        clause = next((c for c in after if is_verb(c) or c.dep_ == "ccomp"), None)
        if clause is None:
            return self._marked_that(verb, frame, limit) or self._lost_clause(verb, limit)
        start = clause.left_edge if clause.left_edge.i > verb.i else verb.nbor()
        start = self._past_date(verb, start)
        if start.lower_ in COMPLEMENTS and start.i < clause.i:
            start = start.nbor()  # "made clear | it is so"
        that = next((c for c in children(clause, "mark") if c.lower_ == "that" and start.i <= c.i < clause.i), None)
        start = that.nbor() if that is not None else start  # "told X as they met | that | trade would grow"
        if frame.infinitive and not frame.addressee_first and frame.kind is not StatementKind.COMMITMENT:
            patient = child(verb, "dobj", "dative")
            start = patient.left_edge if patient is not None and patient.i < clause.i else start
        elif not (frame.addressee_first or frame.infinitive) and (thing := child(verb, "dobj")) is not None:
            is_subject = frame.object or child(clause, *SUBJECTS, "mark") is None  # "remarked | the paper is dear"
            # "stressed | the need to ensure that"
            start = thing.left_edge if verb.i < thing.i < clause.i and is_subject else start
        end = clause_end(clause, verb, limit)
        if any(t.tag_ == "TO" for t in children(clause, "aux")):
            end = min(end, scene_start(clause, end))
        is_finite = child(clause, *SUBJECTS) is not None and not any(t.tag_ == "TO" for t in children(clause, "aux"))
        end = aside_start(self._document, start.idx, end, is_clause=is_finite)
        return self.span_of(start.idx, end, "that-clause")

    def _past_date(self, verb: Token, start: Token) -> Token:
        """Past the words that say when it was said, where the parser takes them for the clause's own.

        In "said | on Monday | he would meet X" the day between a cue and its clause is the cue's.
        """
        said = self._document.date_after(verb)
        if said is None or start.idx > said.span[0]:
            return start
        return next((t for t in verb.doc[start.i :] if t.idx >= said.span[1] and not t.is_punct), start)

    def _marked_that(self, verb: Token, frame: Frame, limit: int) -> Content | None:
        """The words after "that" where the parser has lost the clause: "said on Monday | that"."""
        for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + _LONGEST_ADJUNCT)]:
            is_other = token.i > verb.i + _SURE and is_verb(token) and token.dep_ != "acl"
            if is_other or (verb.tag_ == "VBG" and token.tag_ in ("VBD", "VBZ", "VBP")):
                return None  # "| speaking | after the talks, X said that"
            if token.lower_ == "that" and (token.tag_ == "IN" or _opens_clause(token, verb)):
                described = token.head.head if token.head.dep_ in ("acl", "relcl") else None
                if described is not None and described.dep_ == "dobj" and not frame.addressee_first:
                    return None  # "denied the claim | that"
                start = end_of(token)
                return self.span_of(start, aside_start(self._document, start, limit), "that-clause")
        return None

    def is_closing(self, verb: Token, frame: Frame, subject: Token | None) -> bool:
        """Whether speaker and cue follow all that they report: "Iran promised to help, | the ministry said"."""
        if not frame.clause or any(c.i > verb.i for c in children(verb, "dobj", *PROPOSITIONS)):
            return False
        return span_before(verb, subject) is not None

    def _lost_clause(self, verb: Token, limit: int) -> Content | None:
        """The clause whose subject the parser takes for an object: "said | an attack on the base left nobody hurt".

        So is the deed that is its subject: "said | naming it after a town would be a mistake".
        """
        taken = child(verb, "dobj") or next((c for c in children(verb, "xcomp") if c.tag_ == "VBG"), None)
        if taken is None or taken.left_edge.i != verb.i + 1:
            return None
        if verb.lemma_ not in NEVER_WITH_OBJECT:
            if noun_of_speech(verb) is not None:
                return None
            return self.span_of(taken.left_edge.idx, limit, "that-clause") if _is_subject(taken, verb) else None
        following = verb.doc[taken.left_edge.i : verb.sent.end]
        has_verb = any(t.tag_ in ("VBD", "VBZ", "VBP", "VBN", "MD") for t in following)
        return self.span_of(taken.left_edge.idx, limit, "that-clause") if has_verb else None

    def _clause_before(self, verb: Token, subject: Token | None) -> Content | None:
        before = span_before(verb, subject)
        return self.span_of(*before) if before is not None else None

    @reads("statement", "object")
    def _object(self, verb: Token, frame: Frame, subject: Token | None, limit: int) -> Content | None:
        """The phrase that the cue is about: "welcomed | the deal", "called for | restraint", "thanked | X for Y"."""
        if is_other_sense(verb, frame) or _is_done_to_holder(verb):
            return None
        parts = object_parts(verb, frame, subject)
        if not parts:
            return None
        return self._object_from(verb, parts, limit)

    def _turn(self, start: int, end: int) -> int:
        """Where the sentence turns to what else was done: 'called him "decent" | but did not endorse him'."""
        words = self._document.doc.char_span(start, end, alignment_mode="contract") or ()
        pairs = itertools.pairwise(words)
        turns = (t for t, after in pairs if t.lower_ == "but" and after.tag_ in ("VBD", "VBZ"))
        return next((t.idx for t in turns if self._document.quotation_at(t.idx) is None), end)

    def _is_going_on(self, offset: int) -> bool:
        """Whether what happens "as they" do something goes on: "its support for Ukraine as they | defend | it"."""
        pronoun = self._document.token_at(offset - 2)
        return pronoun is not None and pronoun.dep_ in SUBJECTS and is_timeless(pronoun.head)

    def _object_from(self, verb: Token, parts: Sequence[Token], limit: int) -> Content | None:
        """The phrase made of these parts, without the occasion on which it was said."""
        start, end = object_span(verb, parts, self._document)
        end = aside_start(self._document, start, min(end, limit))
        occasions = _OCCASION.finditer(self._document.prose, start + _SHORTEST, end)
        end = next((o.start() for o in occasions if not self._is_going_on(o.end())), end)
        end = min(end, self._turn(start, end))
        return self.span_of(start, end, "object")


def _is_subject(taken: Token, verb: Token) -> bool:
    """Whether a finite verb of its own follows what the parser takes for an object: "ruled | the draft | violated it".

    A comma between the two only closes an insertion: "announced | the classes, big and small, | would end".
    """
    following = taken.doc[taken.right_edge.i + 1 : verb.sent.end]
    inserted = any(t.text == "," for t in taken.subtree)
    finite = next((t for t in following if t.text != "," or not inserted), None)
    if finite is None or finite.tag_ not in ("VBD", "VBZ", "VBP", "MD"):
        return False
    main = finite.head if finite.dep_ in ("aux", "auxpass") else finite
    return main.head == verb and child(main, *SUBJECTS, "mark", "cc") is None and main.i > taken.i


def _is_done_to_holder(verb: Token) -> bool:
    """Whether a deed is told: "recalled | its ambassador", "dismissed | a minister", "welcomed | the emperor"."""
    objects = [t for t in children(verb, "dobj") if t.i > verb.i]
    are_holders = any(t.lemma_.lower() in _FORCES or noun_of_office(t) for t in objects if t.pos_ == "NOUN")
    return verb.lemma_ in _DONE_TO_HOLDERS and are_holders and not any(objects_of(verb, ("for",)))


def _is_aside(clause: Token, verb: Token) -> bool:
    """Whether a clause only describes, after a mark: "commented on it — | which he rarely does".

    Or tells what else was so: "asked for advice, | while stressing that time is short".
    """
    opening = clause.left_edge
    if opening.lower_ in ("while", "whereas") and opening.i > verb.i:
        return True
    return opening.lower_ in ("who", "which") and opening.i > verb.i and opening.nbor(-1).is_punct


def _opens_clause(that: Token, verb: Token) -> bool:
    """Whether the parser takes a that-clause for a relative one: "said at a briefing | that she had not heard"."""
    clause = that.head if is_verb(that.head) else verb_over(that) or that.head  # "| that | men were paid to do it"
    if clause.dep_ != "relcl" or clause.head == that or not any(c.i > that.i for c in children(clause, *SUBJECTS)):
        return False
    described = clause.head
    return described.dep_ == "pobj" or (described.dep_ == "dobj" and described.head == verb)


def _past_edges(text: str, start: int, end: int) -> int:
    """Past the marks and blanks with which a content does not begin."""
    return next((at for at in range(start, end) if not is_edge(text[at])), end)


def _before_edges(text: str, start: int, end: int) -> int:
    """Where the marks and blanks begin with which a content does not end."""
    return next((at for at in range(end, start, -1) if not is_edge(text[at - 1])), start)


def is_edge(character: str) -> bool:
    """Whether a content neither begins nor ends with the character."""
    return character.isspace() or character in _EDGES


def _are_adjuncts(between: Sequence[Token], verb: Token, subject: Token | None, is_sentence: bool) -> bool:
    """Whether the words between a cue and a quotation only say to whom, where and when: "told reporters in Kyiv:"."""
    if any(is_verb(t) or (t.dep_ in ("nsubj", "dobj") and t.head != verb) for t in between):
        return False
    if subject is not None and subject.i > verb.i:  # '"…" said | Johnson | "to provide"'
        between = [t for t in between if t.i > subject.i]
    words = [t for t in between if t.is_alpha and t.lower_ not in _LEADING_IN]
    if verb.lemma_ in TOLD and words and all(t.head in (verb, *between) for t in words):
        return True  # 'told | radio host Ann Lee | "if you fail, you fail."'
    if is_sentence and all(t.head in (verb, *between) and t.head.dep_ != "dobj" for t in words):
        return True  # 'said on Friday "I can do it."'
    return not words or between[-1].text in (":", ",")
