"""Persons whom the tables of given names and surnames tell where the language model sees none: "Patrice Talon"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.analysis.document import Document
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.names import POSSESSIVE, Names
from kg.extraction.actors.office_words import is_office
from kg.extraction.actors.person_names import (
    BEFORE_NAMES,
    FATES,
    NameRun,
    is_name_word,
    is_talked_with,
    run_from,
    stands_for_itself,
    tells_of_meeting,
)
from kg.reference import Reference
from kg.reference.names import fold_name

_PLACES = frozenset("GPE LOC FAC EVENT PRODUCT WORK_OF_ART LAW DATE".split())
_WORKS = frozenset(["WORK_OF_ART"])


def known_runs(document: Document, names: Names, reference: Reference) -> list[NameRun]:
    """Runs of a known given name and a known surname, where the language model sees no place: "Patrice Talon".

    Of a full name that is known, whatever it sees; and of a known surname alone with which somebody talks:
    "talks with | Lavrov |".
    """
    alone = (word for word in document.doc if is_talked_with(word))
    surnames = (word for word in alone if fold_name(word.text) in reference.surnames and is_name_word(word, names))
    runs = [run for word in surnames if (run := run_from(document.doc, word.i, names)) and len(run.words) == 1]
    for token in _given_names(document, reference):
        run = run_from(document.doc, token.i, names) if is_name_word(token, names) else None
        if run is None or len(run.words) < 2 or {word.lower() for word in run.words} & BEFORE_NAMES:
            continue
        is_full = fold_name(" ".join(run.words)) in reference.full_names
        is_open = token.ent_type_ not in _PLACES - _WORKS
        if is_full or (is_open and _is_known(run, document.doc, reference)):
            runs.append(run)
    return runs


def leaders_meeting(document: Document, names: Names, reference: Reference, day: str) -> list[NameRun]:
    """Runs of surnames alone by which two who lead states on the day are said to meet: "| Modi | met | Putin |".

    Two that are given names as well tell nobody: "Martin met Joseph".
    """
    capitalised = {word for word in document.words if word.istitle()}
    called = {word: found for word in capitalised if (found := reference.register.leaders_called(word, day))}
    likely = {
        word for word, leaders in called.items()
        if fold_name(word) not in reference.given_names or any(p.name.startswith(word) for p in leaders)
    }  # fmt: skip
    runs: list[NameRun] = []
    for sentence in document.sentences if len(called) > 1 else ():
        alone = [run for token in sentence if token.text in called and (run := _standing_alone(token, names))]
        told = {run.words[0] for run in alone}
        if len(told) > 1 and told & likely and any(map(tells_of_meeting, sentence)):
            runs += alone
    return runs


def _standing_alone(token: Token, names: Names) -> NameRun | None:
    """The name of one word, which is no part of another name and follows no title."""
    is_led = token.i > token.sent.start and token.nbor(-1).pos_ == "PROPN"
    run = run_from(token.doc, token.i, names) if not is_led and is_name_word(token, names) else None
    return run if run is not None and len(run.words) == 1 and stands_for_itself(token.doc, run) else None


def _is_known(run: NameRun, doc: Doc, reference: Reference) -> bool:
    """Whether the surname is known, or the words around tell a person.

    "The death of | Aleksey Navalny", and a list of persons: "| Alessandro Serra |, Joe Estevez and Manuel Giusti".
    """
    before = doc[max(0, run.start - 2) : run.start]
    is_fate = len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in FATES
    return (
        is_fate
        or _acts_for_body(run, doc)
        or fold_name(run.words[-1]) in reference.surnames
        or _is_among_persons(run, doc)
    )


def _acts_for_body(run: NameRun, doc: Doc) -> bool:
    """Whether two names after a possessor do what persons do: "Reform UK's | Nigel Farage | said"."""
    last = doc[run.end - 1]
    acts = last.dep_ == "nsubj" and last.head.i == run.end and last.head.pos_ == "VERB"
    is_owned = run.start > 1 and doc[run.start - 1].text in POSSESSIVE
    return acts and is_owned and len(run.words) == 2 and last.lower_ not in BODIES


def _is_among_persons(run: NameRun, doc: Doc) -> bool:
    """Whether the item before or after in a list is a person of several names to the language model."""
    at = run.end
    while at < len(doc) and doc[at].lower_ in (",", "and"):
        at += 1
    follows = at > run.end and [t.ent_type_ for t in doc[at : at + 2]] == ["PERSON", "PERSON"]
    at = run.start
    while at > 0 and doc[at - 1].lower_ in (",", "and"):
        at -= 1
    return follows or (at < run.start and [t.ent_type_ for t in doc[max(0, at - 2) : at]] == ["PERSON", "PERSON"])


def _given_names(document: Document, reference: Reference) -> Iterator[Token]:
    """The words that are known given names, but for those that stand before names and for the last of the text."""
    for at, word in enumerate(document.words[:-1]):
        if fold_name(word) in reference.given_names and word.lower() not in BEFORE_NAMES:
            yield document.doc[at]


def likely_starts(document: Document, names: Names, reference: Reference) -> Iterator[int]:
    """Tokens where a known given name stands before another capitalised word: an office may end there at most."""
    for token in _given_names(document, reference):
        following = token.nbor()
        if not following.is_title or is_office([token.text]) or token.ent_type_ in _PLACES:
            continue
        if _is_in_a_body(token):
            continue
        if is_name_word(token, names) and is_name_word(following, names):
            yield token.i


def _is_in_a_body(token: Token) -> bool:
    """Whether the language model sees a body around the word, article and all: "the National | Unity Platform"."""
    start = token.i
    while start > 0 and token.doc[start].ent_iob_ == "I":
        start -= 1
    return token.ent_type_ == "ORG" and token.doc[start].lower_ == "the"
