"""Relays: the outlet or channel through which the article knows what was said."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.extraction.cast import Cast, Figure
from kg.extraction.cues import Cue, agent_of, subject_of

_RELAYING = frozenset("quoted cited reported quoting citing".split())
_CHANNELS = frozenset("website agency newspaper broadcaster channel".split())
# Words with which the names of papers and stations end that no table has: "the Baltimore | Sun".
_PRESS = frozenset(
    """sun times post herald bulletin news journal tribune gazette chronicle courier telegraph observer mirror
    magazine weekly daily tv television radio fm insider agency""".split()
)
_TOLD = frozenset("tell say speak write".split())
_STOPS = frozenset(", .".split())
_REACH = 9  # tokens after a cue or "according to" within which the outlet is named


def is_outlet(figure: Figure) -> bool:
    """Whether a figure is an outlet: by the tables, or by the name of a body that only the language model sees."""
    if figure.outlet or figure.rule != "actor.entity":
        return figure.outlet
    words = figure.name.lower().split()
    return words[-1] in _PRESS or words[-1].endswith((".com", ".org", ".net"))


def according_to(sentence: TokenSpan) -> Token | None:
    """The word "according" of a sentence's "according to"."""
    found = (t for t in sentence if t.lower_ == "according" and t.i + 1 < sentence.end)
    return next((token for token in found if token.nbor().lower_ == "to"), None)


def relay_of_sentence(sentence: TokenSpan, cast: Cast) -> str | None:
    """The outlet that relays what the sentence reports: "according to the Fars news agency", "TASS quoted him"."""
    according = according_to(sentence)
    if according is not None:
        words = list(sentence.doc[according.i + 2 : min(sentence.end, according.i + 2 + _REACH)])
        return _outlet_in(words, cast) or _channel_in(words)
    relaying = (verb for verb in sentence if verb.lower_ in _RELAYING)
    sources = (source for verb in relaying for source in (subject_of(verb), agent_of(verb)) if source is not None)
    return next((name for source in sources if (name := _outlet_in([source], cast)) is not None), None)


def relay_of_cue(cue: Cue, cast: Cast) -> str | None:
    """The outlet that was told: "told the RIA Novosti news agency", "said in an interview with the BBC"."""
    end = min(cue.verb.sent.end, cue.verb.i + _REACH)
    return _outlet_in(cue.verb.doc[cue.verb.i + 1 : end], cast) if cue.verb.lemma_ in _TOLD else None


def _outlet_in(words: Iterable[Token], cast: Cast) -> str | None:
    for token in words:
        if token.text in _STOPS:
            return None
        figure = cast.named_at(token)
        if figure is not None and is_outlet(figure):
            return figure.name
    return None


def _channel_in(words: Iterable[Token]) -> str | None:
    """The official channel that is named by what it is: "the Iranian president's official website"."""
    said: list[Token] = []
    for token in words:
        if token.text in _STOPS:
            return None
        said.append(token)
        if token.lower_ in _CHANNELS:
            phrase = token.doc[said[0].i : token.i + 1].text
            return phrase.removeprefix("the ").removeprefix("The ")
    return None
