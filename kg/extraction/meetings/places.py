"""Where an event took place, as its sentence tells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import has_child, is_verb, verb_over
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.names import Name, NameKind
from kg.extraction.meetings.dates import comes_before, is_apart, is_of_clause_before
from kg.extraction.meetings.occasions import NOUNS, is_event_apart
from kg.extraction.wording.circumstances import (
    ASIDE,
    HAPPENING,
    TOPICAL,
    awaited,
    goes_on,
    governors,
    is_ahead,
)

_WHERE = frozenset(["in", "at", "outside", "near", "to"])
_WELCOMING = frozenset(["welcome", "greet", "invite", "bring"])  # to where one is: "welcomed X | to Paris |"
_KINDS_OF_PLACE = frozenset("capital city town resort island port village region province peninsula suburb".split())
_FAR = 13  # words; a place further off is hardly that of the event
_LINKS = 3  # nouns between a place and its preposition
_MATTERS = frozenset(
    """situation war conflict crisis coup development violence ceasefire truce fighting tension attack peace election
    unrest offensive operation stability security""".split()
)
_NO_PLACES = frozenset("DATE TIME PERSON NORP LANGUAGE LAW EVENT ORG".split())  # of the language model
_STAGES = ASIDE | frozenset("session sessions leg".split())
PLACES = (NameKind.CAPITAL, NameKind.PLACE, NameKind.STATE, NameKind.SEAT)
"""The kinds of names where an event may take place."""


def place_of(document: Document, names: Iterable[Name], trigger: Token) -> Name | None:
    """The place that the sentence gives the event: "in Tehran", "at the White House"; the finer one of two."""
    found, sentence = [], trigger.sent
    quotation = document.quotation_at(trigger.idx)
    for name in names:
        if not sentence.start <= name.start < sentence.end or name.kind not in PLACES:
            continue
        if document.quotation_at(name.span[0]) is not quotation:
            continue
        preposition = None if _only_describes(name, sentence) else _preposition_of(name, sentence)
        is_aim = preposition is not None and preposition.lower_ == "to" and not _is_welcome(preposition, trigger)
        if preposition is not None and not is_aim and _is_near(preposition, trigger):
            is_own = trigger in preposition.ancestors
            order = preposition.lower_ == "to", not is_own, _coarseness(name), abs(name.start - trigger.i), name.start
            found.append((*order, name))
    return min(found)[-1] if found else None


def _is_welcome(preposition: Token, trigger: Token) -> bool:
    """Whether one is asked to where the other is: "welcomed X | to Paris |", "invited X | to Paris | for talks"."""
    return trigger.lemma_ in _WELCOMING or (
        preposition.head == verb_over(trigger) and preposition.head.lemma_ == "invite"
    )


def _coarseness(name: Name) -> int:
    """Cities and known sites before sites that no table knows, these before states and regions."""
    if name.kind is NameKind.PLACE:
        return {"venue": 1, "region": 2}.get(getattr(name.entry, "kind", ""), 0)
    return 2 if name.kind is NameKind.STATE else 0


def is_met_in(words: TokenSpan, preposition: Token) -> bool:
    """Whether the words tell where people met, whatever the language model takes them for: "met in | Moyale |"."""
    is_met = preposition.lower_ == "in" and preposition.head.lemma_ in ("meet", "meeting", "talk", "talks", "summit")
    are_other = any(e.label_ in _NO_PLACES for e in words.ents) or any(t.lower_ in BODIES for t in words)
    return is_met and not are_other and all(t.tag_ == "NNP" for t in words)


def is_town(words: TokenSpan) -> bool:
    """Whether the language model takes just these words for a place."""
    return any(e.label_ in ("GPE", "LOC", "FAC") and e.end == words.end for e in words.ents)


def _preposition_of(name: Name, sentence: TokenSpan) -> Token | None:
    """The preposition before a place: "| in | the Ukrainian capital Kyiv", "| in | northern Italy"."""
    before = sentence.doc[name.start - 1] if name.start > sentence.start else None
    if before is not None and before.lower_ == "the" and before.i > sentence.start:
        before = before.nbor(-1)
    if before is not None and before.lower_ in _WHERE:
        return before
    noun = sentence.doc[name.end - 1]
    for _ in range(_LINKS):
        if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in _KINDS_OF_PLACE:
            noun = noun.head.head  # "in the Turkish city of | Adana"
        elif noun.dep_ in ("appos", "compound", "nmod") and _KINDS_OF_PLACE & {noun.lower_, noun.head.lower_}:
            noun = noun.head  # "in the Ukrainian capital, | Kyiv"
    links = (*_WHERE, "on") if noun.lower_ in ("island", "peninsula") else _WHERE
    return noun.head if noun.dep_ == "pobj" and noun.head.lower_ in links else None


def _only_describes(name: Name, sentence: TokenSpan) -> bool:
    """Whether the name only says which kind of place another is: "the | Red Sea | resort of Sharm el-Sheikh"."""
    last = sentence.doc[name.end - 1]
    kind = sentence.doc[name.end] if name.end < sentence.end else last
    if last.dep_ == "amod" and kind.pos_ in ("NOUN", "PROPN"):
        return True  # "in | North American | air space"
    return kind.lower_ in _KINDS_OF_PLACE and last.dep_ in ("compound", "nmod", "amod") and has_child(kind, ("of",))


def _is_near(preposition: Token, trigger: Token) -> bool:
    """Whether the prepositional phrase may belong to the event: it hangs on it, on its clause or close by."""
    head = preposition.head
    if is_ahead(trigger) and trigger not in preposition.ancestors and not goes_on(trigger, preposition):
        return False  # "met X | in Oslo | ahead of talks with Y"
    above = itertools.takewhile(lambda t: t != trigger, preposition.ancestors)
    if any(t.lower_ in TOPICAL and t.dep_ == "prep" for t in above):
        return False  # "talked about the developments | in Syria", but "about the talks | in Oslo"
    if head.lemma_ in _MATTERS and head != trigger:
        return False  # "discussed the war | in Ukraine"
    if any(map(is_event_apart, itertools.takewhile(lambda t: t != trigger, preposition.ancestors))):
        return False  # "met X after a visit | to Uganda", "after talks with Y | in Rome"
    if trigger.lemma_ == "summon" and head != trigger:
        return False  # "summoned the envoy over attacks on shops | in Pretoria"
    own = trigger if is_verb(trigger) else awaited(trigger) or verb_over(trigger)
    verb = verb_over(preposition)
    if trigger in preposition.ancestors:
        if is_apart(preposition, trigger):
            return False
        if any(t.lower_ in ASIDE for t in itertools.takewhile(lambda t: t != trigger, preposition.ancestors)):
            return True  # "met X on the sidelines of a conference held | in | Laos"
    elif verb is not None and verb != own and (comes_before(verb, trigger) or _is_told_before(preposition, verb, own)):
        return False
    is_of_event = verb == own and head.lower_ in NOUNS and head.dep_ == "pobj"  # "at the summit | in | Bari, X met Y"
    is_clauses = verb is None or own is None or verb == own or verb in own.ancestors
    is_close = is_clauses and _words_between(preposition, trigger) < _FAR
    return (
        head == trigger or head in governors(trigger) or is_of_event or is_close or _is_held_there(preposition, trigger)
    )


def _is_told_before(word: Token, verb: Token, own: Token | None) -> bool:
    """Whether the word belongs to a clause that is over: "X met Y | in Paris |, and Z received W"."""
    return own is not None and is_of_clause_before(word, verb, own)


def is_beside(noun: Token, trigger: Token) -> bool:
    """Whether nothing but an event lies between: not "summoned X to protest against a remark at | the summit |"."""
    between = itertools.takewhile(lambda t: t != trigger, noun.ancestors)
    return all(
        t.head == trigger or t.pos_ == "ADP" or t.lemma_.lower() in NOUNS or t.lower_ in _STAGES for t in between
    )


def _words_between(one: Token, other: Token) -> int:
    """How many words part the two; names and titles, however long, set nothing apart."""
    first, last = sorted((one.i, other.i))
    return sum(t.pos_ != "PROPN" and not t.is_punct for t in one.doc[first:last])


def _is_held_there(preposition: Token, noun: Token) -> bool:
    """Whether a clause below the noun tells where the event came about: "the talks | held | in Doha"."""
    verb = verb_over(preposition)
    return verb is not None and verb.lemma_ in HAPPENING and verb.head == noun
