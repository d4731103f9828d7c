"""Which nouns head a project: agreements, works, programmes and sums, and when they name one rather than a kind."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import has_child, objects_of
from kg.extraction.matters import FIELDS, kind_of_agreement, kind_told
from kg.extraction.project_parties import verb_above
from kg.records import ProjectKind

ACTS = frozenset("agreement deal memorandum mou treaty pact accord contract declaration arrangement".split())
SUMS = frozenset(
    """assistance aid loan loans fund funds funding grant grants investment investments package support credit
    provision delivery supply transfer shipment sale""".split()
)
_HANDOVERS = frozenset("provision delivery supply transfer shipment sale".split())
# Works that are undertakings by their very name, and buildings that are one only while somebody makes them.
_LINES = frozenset(
    """pipeline railway corridor grid interconnector canal synchronisation synchronization reconstruction
    construction electrification cable""".split()
)
_BUILDINGS = frozenset(
    """bridge dam port airport road highway terminal refinery plant reactor school hospital warehouse factory route
    line link network complex center centre rail base stadium""".split()
)
_GENERAL = frozenset(
    """partnership plan committee forum platform coalition dialogue program programme
    group commission council""".split()
)
_STANDING = frozenset("committee group commission council".split())  # bodies, unless somebody founds them
_UNDERTAKINGS = _GENERAL | frozenset(
    "project initiative mechanism pilot drill drills exercise exercises hotline".split()
)
_NOUNS = ACTS | SUMS | _LINES | _BUILDINGS | _UNDERTAKINGS

_MAKING = frozenset(
    """build construct rebuild restore launch finance fund complete inaugurate develop expand upgrade modernise
    modernize erect reconstruct establish renovate announce plan""".split()
)
_FOUNDING = frozenset(
    """launch establish sign announce form create conclude found unveil inaugurate agree set implement fund finance
    run""".split()
)
_MAKING_NOUNS = frozenset(
    """construction reconstruction establishment launch creation development building expansion completion opening
    implementation financing funding""".split()
)
_ENACTING = frozenset(
    """sign build construct launch establish finance fund implement ratify conclude finalise finalize initial
    ink cement create inaugurate open complete develop provide pledge announce lend disburse invest deliver
    sell supply buy join extend expand endorse advance reach enter agree set form""".split()
)
_SUNK = frozenset("undersea subsea underwater telecommunications fibre fiber".split())
_OTHER_MATTERS = frozenset(
    """peace ceasefire truce ceasefires sanctions political military-political hostage election campaign""".split()
)
_OF_BUILDINGS = (ProjectKind.ENERGY, ProjectKind.MILITARY, ProjectKind.TRANSPORT)


def may_name_project(noun: Token) -> bool:
    """Whether the word is one that heads a project's name."""
    return noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in _NOUNS and noun.dep_ != "compound"


def is_other_matter(words: str) -> bool:
    """Whether the words tell of peace, sanctions or elections, which are no projects."""
    return not _OTHER_MATTERS.isdisjoint(words.lower().split())


def is_concrete(noun: Token, words: str, parties: int, *, is_costed: bool, is_named: bool) -> bool:
    """Whether the words name one undertaking rather than a kind: by parties, a proper name, a price or a verb."""
    lemma = noun.lemma_.lower()
    is_enacted = is_under(noun, _ENACTING)
    if lemma in SUMS:
        return _is_sum(noun, lemma, parties, is_costed, is_enacted)
    if lemma in ACTS:
        return is_enacted or parties > 0 or is_named
    if lemma == "cable" and not has_child(noun, FIELDS | _SUNK):
        return False  # diplomats send cables too
    if lemma in _BUILDINGS:  # an embassy or a bridge that stands is no undertaking
        is_between = parties > 1 and has_child(noun, ("between",))
        return is_between or _is_made(noun) or _is_made_by(noun, _MAKING)
    if lemma in _GENERAL and not (is_named and lemma not in _STANDING):
        is_new = parties > 1 and (has_child(noun, ("new",)) or _is_in_a_field(noun))
        return is_new or _is_made(noun) or _is_made_by(noun, _FOUNDING)
    return is_named or (is_enacted and len(words.split()) > 2) or parties > 1


def _is_sum(noun: Token, lemma: str, parties: int, is_costed: bool, is_enacted: bool) -> bool:
    if lemma in _HANDOVERS:
        return parties > 1 and has_child(noun, ("to", "for")) and _is_of_goods(noun)
    if lemma == "support" and not is_costed and not has_child(noun, FIELDS):
        return False  # one supports a bid or an ally in words
    is_given = parties > 1 and has_child(noun, ("to", "for"))  # "continued | US | aid to | Israel"
    return is_costed or is_given or (is_enacted and parties > 0)


def _is_of_goods(noun: Token) -> bool:
    """Whether the words say what is handed over: "the UK's | provision of weapons | to Ukraine", "gas | supplies"."""
    goods = {t.lower_ for t in noun.lefts} | {t.lower_ for o in objects_of(noun, ("of",)) for t in o.subtree}
    return not FIELDS.isdisjoint(goods)


def _is_in_a_field(noun: Token) -> bool:
    """Whether it binds two in one matter: "the | defence | partnership between Russia and Iran"."""
    return has_child(noun, ("between", "with")) and has_child(noun, FIELDS)


def _is_made(noun: Token) -> bool:
    """Whether a noun of making leads to it: "the establishment of | a platform"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _MAKING_NOUNS


def is_under(noun: Token, verbs: frozenset[str]) -> bool:
    """Whether one of the verbs governs the noun."""
    verb = verb_above(noun)
    return verb is not None and verb.lemma_ in verbs


def is_enacted(noun: Token) -> bool:
    """Whether it is the object of a verb that brings it about: "| signed | an agreement"."""
    return noun.dep_ == "dobj" and is_under(noun, _ENACTING)


def _is_made_by(noun: Token, verbs: frozenset[str]) -> bool:
    """Whether one of the verbs has it as what it makes: "a school | was built"."""
    return noun.dep_ in ("dobj", "nsubjpass", "appos") and is_under(noun, verbs)


def kind_of(noun: Token, words: str) -> ProjectKind:
    """The kind of what the noun names, in these words."""
    lemma = noun.lemma_.lower()
    if lemma in ACTS:
        return _kind_of_act(noun)
    told = kind_told(words)
    if lemma in _BUILDINGS:
        return told if told in _OF_BUILDINGS else ProjectKind.INFRASTRUCTURE
    if told is None and lemma in ("aid", "assistance"):
        return ProjectKind.HUMANITARIAN
    return told or (ProjectKind.INFRASTRUCTURE if lemma in _LINES else ProjectKind.OTHER)


def _kind_of_act(noun: Token) -> ProjectKind:
    """The kind of an agreement: "a | trade | deal", "a memorandum | on energy"; else it is just an agreement."""
    before = {t.lower_ for t in noun.doc[noun.left_edge.i : noun.i]}
    topics = (t for t in noun.subtree if t.lower_ == "on" and t.dep_ == "prep" and verb_above(t) == verb_above(noun))
    return kind_of_agreement(before, {below.lower_ for topic in topics for below in topic.subtree})
