"""Relays: the outlet or channel through which the article knows what was said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, objects_of
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.institutions import UTTERANCES
from kg.extraction.statements.cues import Cue, subject_of
from kg.records import ActorType

_RELAYING = frozenset("quoted cited reported quoting citing carried published aired broadcast".split())
MEDIA = frozenset("website agency newspaper broadcaster channel tv television radio media".split())
"""Nouns for what brings to the public what is said, where it is not named."""
# How an adjunct begins that tells to whom somebody spoke: "Speaking to | the BBC, he said".
_SPEAKING = frozenset("speaking talking writing appearing in during".split())
# Words with which the names of papers and stations end that no table has: "the Baltimore | Sun".
_PRESS = frozenset(
    """sun times post herald bulletin news journal tribune gazette chronicle courier telegraph observer mirror
    magazine weekly daily tv television radio fm insider agency""".split()
)
_ARTICLE = re.compile("^(?:the|an?) ")
_REPORTED = frozenset("reported reports said says showed shows".split())
_SHORT_END = 4  # words after which a sentence's last clause goes on for too long to tell only who relays it
# Who is somebody's, and may be named after it: "according to his | wife |, Ann Lee, it rained".
_RELATIONS = frozenset(
    """wife husband spouse partner widow widower girlfriend boyfriend fiancé fiancée mother father son daughter brother
    sister uncle aunt nephew niece cousin grandfather grandmother lawyer attorney solicitor doctor physician agent
    manager publicist friend colleague coach neighbour neighbor assistant aide""".split()
)
_TOLD = frozenset("tell say speak write".split())
_STOPS = frozenset(", .".split())
_REACH = 9  # tokens after a cue or "according to" within which the outlet is named


def is_outlet(figure: Figure) -> bool:
    """Whether a figure is an outlet: by the tables, or by the name of a body that no table has."""
    if figure.outlet or figure.rule not in ("actor.entity", "actor.body"):
        return figure.outlet
    words = figure.name.lower().split()
    return words[-1] in _PRESS or words[-1].endswith((".com", ".org", ".net"))


def according_to(sentence: TokenSpan) -> TokenSpan | None:
    """The words by which a sentence rests on somebody: "according to", or "per" at the edge of a clause."""
    for token in sentence[:-1]:
        word = token.lower_
        if word == "according" and token.nbor().lower_ == "to":
            return token.doc[token.i : token.i + 2]
        if word == "per" and (token.is_sent_start or token.nbor(-1).text == ","):
            source = child(token, "pobj")
            if source is not None and _may_speak(source):
                return token.doc[token.i : token.i + 1]
    return None


def _may_speak(source: Token) -> bool:
    """Whether "per" leads to a name or a text: "per | the Vatican |", not "per day"."""
    return source.pos_ == "PROPN" or source.lower_ in UTTERANCES


def source_of(according: TokenSpan, cast: Cast) -> Token | None:
    """On whom a sentence rests: the object, or the name that the parser cuts off: "according to Ohio | Mayor Lee |".

    So with "according to his lawyer, | Ann Lee |, it rained".
    """
    source = child(according[-1], "pobj")
    is_related = (
        source is not None and source.lower_ in _RELATIONS and source.doc[source.i + 1 : source.i + 2].text == ","
    )
    start = source.i + 2 if source is not None and is_related else according.end
    words = list(itertools.takewhile(lambda t: t.pos_ == "PROPN", according.doc[start : according.sent.end]))
    is_parted = bool(words) and is_related and according.doc[words[-1].i + 1 : words[-1].i + 2].text in ",."
    figure = cast.named_at(words[-1]) if words and (source in words or is_parted) else None
    return words[-1] if figure is not None and figure.type is ActorType.PERSON else source


def relay_of_sentence(sentence: TokenSpan, cast: Cast) -> str | None:
    """The outlet that relays what the sentence reports: "according to the Fars news agency", "TASS quoted him"."""
    according = according_to(sentence)
    if according is not None:
        words = list(sentence.doc[according.end : min(sentence.end, according.end + _REACH)])
        return _outlet_in(words, cast) or _channel_in(words)
    relaying = (verb for verb in sentence if verb.lower_ in _RELAYING)
    sources = (source for verb in relaying for source in (subject_of(verb), *objects_of(verb, ("by",))))
    named = (_outlet_in([source], cast) for source in sources if source is not None)
    return next((name for name in named if name is not None), None)


def relay_of_cue(cue: Cue, cast: Cast) -> str | None:
    """The outlet that was told: "told the RIA Novosti news agency", "said in an interview with the BBC"."""
    sentence = cue.verb.sent
    words = sentence.doc[cue.verb.i + 1 : min(sentence.end, cue.verb.i + _REACH)]
    adjuncts = itertools.takewhile(lambda t: t.dep_ not in SUBJECTS or t == cue.subject, words)
    told = _outlet_in(adjuncts, cast) if cue.verb.lemma_ in _TOLD else None
    if told is not None or sentence[0].lower_ not in _SPEAKING or cue.dependent:
        return told
    return _outlet_in(sentence[: max(0, cue.verb.i - sentence.start)], cast)


def closing_report(sentence: TokenSpan, cast: Cast) -> tuple[int, str] | None:
    """Where a sentence ends with who relays it, and the relay: "told Xi that it was ready|, Chinese state TV reported".

    None where somebody who may speak stands there: "…, his office said".
    """
    words = [t for t in sentence if t.is_alpha]
    verb = next((t for t in reversed(words[-_SHORT_END:]) if t.lower_ in _REPORTED), None)
    subject = child(verb, "nsubj") if verb is not None else None
    if verb is None or subject is None or subject.i > verb.i:
        return None
    before = sentence.doc[sentence.start : subject.left_edge.i]
    comma = next((t for t in reversed(before[-2:]) if t.text == ","), None)
    if comma is None or any(c.i > verb.i for c in children(verb, "dobj", "ccomp")):
        return None
    figure = cast.named_at(subject)
    if figure is not None and is_outlet(figure):
        return comma.idx, figure.name
    is_text = subject.lower_ in UTTERANCES and not subject.lower_.startswith("spokes")
    if not is_text and subject.lower_ not in MEDIA:
        return None
    phrase = sentence.doc[subject.left_edge.i : subject.i + 1].text
    return comma.idx, _ARTICLE.sub("", phrase)


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
        if token.lower_ in MEDIA:
            phrase = token.doc[said[0].i : token.i + 1].text
            return phrase.removeprefix("the ").removeprefix("The ")
    return None
