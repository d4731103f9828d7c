"""The day on which an article was written, where it tells it or nobody else does, and the day of its news."""

from __future__ import annotations

from datetime import date, timedelta

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.dates import DateExpression
from kg.analysis.document import Document
from kg.analysis.syntax import has_child, verb_over
from kg.extraction.actors.cast import Cast
from kg.extraction.wording.circumstances import is_past
from kg.records import ActorType, PartialDate

_OLD = frozenset("file archive archives".split())  # words of captions under pictures that are not new
_WEEK = 7
_LEADS = 4  # sentences, with headline and dateline, one of which tells the news


def writing_day(cast: Cast) -> date | None:
    """The day from which the weekdays of an article without a date count, or none.

    A picture of those whom the article is about, or an act, dated to the day, is hardly older than the article: "Xi
    listens to his counterpart in Panama City on | December 3, 2018 |. Xi arrives in Portugal on | Tuesday |" was
    written for 4 December. An article that names a later year is younger.
    """
    dates = cast.document.dates
    full = [(day, d) for d in dates if (day := d.exact) is not None]
    if not full:
        return None
    latest, words = max(full, key=lambda pair: pair[0])
    sentence = cast.document.sentence_at(words.span[0])
    if sentence is None or not _is_of_news(cast, sentence) or any(_is_later(d, latest) for d in dates):
        return None
    weekday = next((d.weekday for d in dates if d.span[0] > words.span[1] and d.weekday is not None), None)
    return latest if weekday is None else latest + timedelta(days=(weekday - latest.weekday()) % _WEEK)


def day_of_dateline(document: Document, published: date) -> date | None:
    """The day in the date line, "Baku, | May 14 |, AZERTAC.", where it lies less than a week back; or none."""
    for expression in document.dates:
        if any(start <= expression.span[0] < end for start, end in document.datelines):
            day = expression.resolve(published)
            if day is not None and day.day is not None and 0 <= (published - day.not_before).days < _WEEK:
                return day.not_before
    return None


def news_lead(document: Document, published: date | None) -> tuple[TokenSpan, PartialDate] | None:
    """The sentence that tells the news, one of the first, and its day: "X said | on Tuesday | that"; or none.

    The day is one of the last week, and tells when something was done rather than since when or until when.
    """
    if published is None:
        return None
    for sentence in document.sentences[:_LEADS]:
        for expression in document.dates:
            token = document.token_at(expression.span[0])
            if token is None or token.sent != sentence or document.quotation_at(token.idx) is not None:
                continue
            day, verb = expression.resolve(published), verb_over(token)
            if day is None or day.day is None or expression.shift is not None:
                continue
            if verb is not None and _is_main(verb) and is_past(verb) and not has_child(verb, ("had",)):
                return (sentence, day) if 0 <= (published - day.not_before).days < _WEEK else None
    return None


def _is_main(verb: Token) -> bool:
    """Whether the verb is the sentence's own, not that of a clause below it."""
    while verb.dep_ == "conj":
        verb = verb.head
    return verb == verb.sent.root


def _is_of_news(cast: Cast, sentence: TokenSpan) -> bool:
    figures = (cast.named_at(token) for token in sentence)
    are_told = any(f is not None and (f.type is ActorType.PERSON or f.rule == "actor.body") for f in figures)
    return are_told and _OLD.isdisjoint(token.lower_ for token in sentence)


def _is_later(expression: DateExpression, day: date) -> bool:
    """Whether the words name a year after the day, or a month of its year after it."""
    named = expression.resolve(None)
    return named is not None and named.not_before > day
