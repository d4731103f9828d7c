"""Which nouns may name a project: agreements, sums, works, programmes, forces that are sent, services."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import child, children, has_child, objects_of
from kg.extraction.projects.parties import verb_above

ACTS = frozenset(
    """agreement deal memorandum mou treaty pact accord contract declaration arrangement protocol compact roadmap
    swap""".split()
)
SUMS = frozenset(
    """assistance aid loan loans fund funds funding grant grants investment investments package support credit
    provision delivery supply transfer shipment sale purchase financing tranche bailout scholarship rollover relief
    contribution donation compensation""".split()
)
HANDOVERS = frozenset("provision delivery supply transfer shipment sale purchase".split())
LOOSE = frozenset("support relief contribution donation compensation".split())  # also of words and of taxes
# Two nouns of which only both together name one: "a line | of credit", "a letter | of intent".
_OF_TWO_NOUNS = {("line", "credit"): "credit", ("letter", "intent"): "memorandum", ("road", "map"): "roadmap"}
_PAPERS = frozenset("document instrument plan programme program".split())  # acts where they are signed
_COUNTS = frozenset("number series package raft set dozen score host batch".split())
SIGNING = frozenset("sign ink conclude initial ratify".split())
# Works that are undertakings by their very name, and buildings that are one only while somebody makes them.
LINES = frozenset(
    """pipeline railway railroad corridor grid interconnector interconnection canal tunnel synchronisation
    synchronization reconstruction construction electrification cable""".split()
)
BUILDINGS = frozenset(
    """bridge dam port airport road highway motorway terminal refinery plant reactor station stadium school university
    clinic hospital warehouse factory shipyard route line link network complex center centre facility hub zone park
    market ferry satellite metro rail base""".split()
)
GENERAL = frozenset(
    """partnership plan committee forum platform coalition dialogue program programme scheme taskforce
    group commission council""".split()
)
STANDING = frozenset("committee group commission council".split())  # bodies, unless somebody founds them
UNDERTAKINGS = GENERAL | frozenset(
    "project initiative mechanism pilot drill drills exercise exercises patrol hotline".split()
)
MISSIONS = frozenset("mission force operation".split())
MOVES = frozenset("deployment withdrawal presence stationing dispatch".split())
SERVICES = frozenset("flight service crossing border frontier train".split())
_NOUNS = (
    ACTS | SUMS | LINES | BUILDINGS | UNDERTAKINGS | MISSIONS | MOVES | SERVICES | _PAPERS
    | frozenset(first for first, _ in _OF_TWO_NOUNS)
)  # fmt: skip
_OTHER_MATTERS = frozenset(
    """peace ceasefire truce ceasefires sanctions political military-political hostage election campaign""".split()
)


_MADE = frozenset("build rebuild construct upgrade modernise modernize expand complete finance fund".split())
_HITTING = frozenset("strike hit attack damage bomb shell destroy sabotage target".split())
_HITS = frozenset("strike attack damage raid sabotage explosion blast fire".split())


def head_of(noun: Token) -> str:
    """The lemma by which the noun is judged; of two nouns that name one thing together, that of the thing."""
    lemma = noun.lemma_.lower()
    for (first, second), whole in _OF_TWO_NOUNS.items():
        if lemma == first and any(t.lemma_.lower() == second for t in objects_of(noun, ("of",))):
            return whole
        if lemma == second and any(t.lemma_.lower() == first for t in children(noun, "compound")):
            return whole
    if lemma in _PAPERS and is_under(noun, SIGNING) and _counted(noun).dep_ in ("dobj", "nsubjpass"):
        return "agreement"
    return lemma


def _counted(noun: Token) -> Token:
    """The word that counts what the noun names, if one does: "| a number | of documents"."""
    is_part = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _COUNTS
    return noun.head.head if is_part else noun


def may_name_project(noun: Token) -> bool:
    """Whether the word is one that heads a project's name."""
    lemma = noun.lemma_.lower()
    if (
        noun.pos_ not in ("NOUN", "PROPN")
        or lemma not in _NOUNS
        or noun.dep_ == "compound"
        or has_child(noun, ("any",))
    ):
        return False
    return lemma in ACTS or not has_child(noun, ("no",))  # "left without | a deal |" tells that one was sought


def is_other_matter(words: str) -> bool:
    """Whether the words tell of peace, sanctions or elections, which are no projects."""
    return not _OTHER_MATTERS.isdisjoint(words.lower().split())


def is_means(noun: Token) -> bool:
    """Whether it only tells by whose money something is made: "is being built with Chinese | investment |"."""
    by = noun.head
    is_by = noun.dep_ == "pobj" and by.lower_ in ("with", "by", "through") and noun.lemma_.lower() in SUMS
    return is_by and by.head.lemma_ in _MADE and child(by.head, "nsubjpass", "dobj") is not None


def is_target(noun: Token) -> bool:
    """Whether it stands and is hit: "| struck | the pipeline", "the attack | on the pipeline"."""
    verb = verb_above(noun)
    is_hit = verb is not None and noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _HITTING
    is_attacked = noun.dep_ == "pobj" and noun.head.lower_ in ("on", "against", "at")
    return is_hit or (is_attacked and noun.head.head.lemma_ in _HITS)


def is_under(noun: Token, verbs: frozenset[str]) -> bool:
    """Whether one of the verbs governs the noun."""
    verb = verb_above(noun)
    return verb is not None and verb.lemma_ in verbs
