"""When a noun names one project rather than a kind, and of which kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from kg.analysis.syntax import child, children, has_child, objects_of
from kg.extraction.projects.matters import FIELDS, FORCES, kind_of_agreement, kind_told
from kg.extraction.projects.parties import verb_above
from kg.extraction.projects.status import MAKING_NOUNS, OFFERS, WEIGHING
from kg.extraction.projects.words import (
    ACTS,
    BUILDINGS,
    GENERAL,
    HANDOVERS,
    LINES,
    LOOSE,
    MISSIONS,
    MOVES,
    SERVICES,
    STANDING,
    SUMS,
    UNDERTAKINGS,
    head_of,
    is_under,
)
from kg.records import ProjectKind

_SENT = frozenset(
    """peacekeeping peace-keeping peacekeeper training observer monitoring policing stabilization stabilisation
    multinational joint advisory mine-clearing demining""".split()
)
_SENT_AS_MISSION = frozenset("naval maritime security police military civilian".split())  # every state has such forces
_ALLOWING = frozenset("authorise authorize approve allow permit extend host".split())
_DEMANDING = frozenset("demand call urge condemn want insist".split())
_CARRYING = frozenset("air flight train rail railway ferry bus passenger freight postal consular".split())
_RESUMING = {
    "resume": "resumption", "restore": "restoration", "reopen": "reopening", "launch": "launch", "open": "opening",
    "start": "start", "restart": "restart", "relaunch": "relaunch", "introduce": "introduction",
}  # fmt: skip
_RESUMING_NOUNS = frozenset(_RESUMING.values())
_MAKING = frozenset(
    """build construct rebuild restore launch finance fund complete inaugurate develop expand upgrade modernise
    modernize erect reconstruct establish renovate announce plan open commission hand""".split()
)
_FOUNDING = frozenset(
    """launch establish sign announce approve form create conclude found unveil inaugurate agree set implement fund
    finance run hold""".split()
)
_ENACTING = frozenset(
    """sign build construct launch establish finance fund implement ratify conclude finalise finalize initial
    ink cement create inaugurate open complete develop provide pledge announce lend loan disburse invest deliver
    sell supply buy join extend expand endorse advance reach enter agree set form strike seal clinch secure negotiate
    renegotiate renew award win""".split()
)
_HOLDING = frozenset("hold conduct stage carry begin start resume pursue".split())
_MANY = frozenset("project program programme initiative plan mechanism".split())
_OF_TWO = frozenset(["joint", "intergovernmental"])
_SUNK = frozenset("undersea subsea underwater telecommunications fibre fiber".split())
_OF_BUILDINGS = (ProjectKind.ENERGY, ProjectKind.MILITARY, ProjectKind.TRANSPORT, ProjectKind.TRADE)


@dataclass(frozen=True)
class Signs:
    """What tells one undertaking from a kind: how many parties words and clause name, a price, a proper name."""

    named: int
    involved: int
    is_costed: bool
    is_named: bool
    length: int


def is_concrete(noun: Token, signs: Signs) -> bool:
    """Whether the words name one undertaking rather than a kind: by parties, a proper name, a price or a verb."""
    lemma = head_of(noun)
    if lemma in _MANY and noun.tag_ == "NNS" and not _is_counted_or_named(noun):
        return False  # "its | projects | in Africa"
    judge = next((judge for lemmas, judge in _JUDGES if lemma in lemmas), None)
    return judge is not None and judge(noun, lemma, signs)


def _is_counted_or_named(noun: Token) -> bool:
    """Whether a number or a name tells which of many are meant: "| two | projects", "the | Rail Baltica | projects"."""
    return any(t.dep_ == "nummod" or (t.dep_ in ("compound", "nmod") and t.pos_ == "PROPN") for t in noun.lefts)


def _is_act(noun: Token, _: str, signs: Signs) -> bool:
    if _is_only_referred_to(noun) or noun.dep_ == "attr":  # "it is | the greatest deal |"
        return False
    is_told = signs.named > 0 or signs.is_named or (signs.involved > 0 and _is_described(noun))
    return is_told or _is_brought_about(noun)


def _is_sum(noun: Token, lemma: str, signs: Signs) -> bool:
    if lemma in LOOSE and not signs.is_costed and not has_child(noun, FIELDS):
        return False  # one supports a bid or an ally in words
    is_given = signs.named > 1 and has_child(noun, ("to", "for"))  # "continued | US | aid to | Israel"
    is_offered = noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in OFFERS and signs.involved > 0
    is_enacted = _is_brought_about(noun) and (signs.named > 0 or signs.involved > 1)
    return signs.is_costed or is_given or is_offered or is_enacted


def _is_handover(noun: Token, _: str, signs: Signs) -> bool:
    is_handed = signs.named > 1 and has_child(noun, ("to", "for", "from"))
    return (is_handed or signs.involved > 1) and _is_of_goods(noun)


def _is_mission(noun: Token, lemma: str, signs: Signs) -> bool:
    is_sent = has_child(noun, _SENT) or (lemma == "mission" and has_child(noun, _SENT_AS_MISSION))
    return signs.involved > 0 and is_sent


def _is_move(noun: Token, lemma: str, signs: Signs) -> bool:
    is_moved = is_under(noun, _ALLOWING) if lemma == "presence" else not is_under(noun, _DEMANDING)
    return signs.involved > 0 and is_moved and _is_of_forces(noun)


def _is_service(noun: Token, lemma: str, signs: Signs) -> bool:
    """Whether a connection is opened or taken up again: "flights will | resume", "the | reopening | of the border"."""
    if signs.involved < 2 or (lemma in ("service", "train") and not has_child(noun, _CARRYING)):
        return False
    is_taken_up = noun.dep_ in ("dobj", "nsubj", "nsubjpass", "conj") and is_under(noun, frozenset(_RESUMING))
    return is_taken_up or _is_of(noun, _RESUMING_NOUNS)


def _is_building(noun: Token, _: str, signs: Signs) -> bool:
    """Whether somebody makes it, or it binds two: an embassy or a bridge that stands is no undertaking."""
    is_between = signs.named > 1 and (_is_joined(noun) or has_child(noun, ("between", "linking")))
    is_weighed = signs.involved > 1 and has_child(noun, FIELDS) and is_under(noun, WEIGHING)
    return is_between or is_weighed or _is_in_making(noun) or _is_made(noun, _MAKING)


def _is_programme(noun: Token, lemma: str, signs: Signs) -> bool:
    if lemma not in STANDING and (signs.is_named or (signs.named > 1 and _is_joined(noun))):
        return True
    is_shared = lemma not in STANDING and has_child(noun, _OF_TWO)  # "the joint commission" only meets
    if _is_only_referred_to(noun):
        return False
    is_new = signs.named > 1 and (has_child(noun, ("new",)) or is_shared)
    is_pursued = lemma == "dialogue" and signs.involved > 1 and is_under(noun, _HOLDING) and _is_described(noun)
    is_in_field = signs.involved > 1 and _is_in_a_field(noun)
    return is_new or is_pursued or is_in_field or signs.is_costed or _is_made(noun, _FOUNDING)


def _is_undertaking(noun: Token, lemma: str, signs: Signs) -> bool:
    if lemma == "cable" and not has_child(noun, FIELDS | _SUNK):
        return False  # diplomats send cables too
    if lemma == "corridor" and has_child(noun, ("humanitarian", "evacuation", "safe")):
        return False  # for those who flee
    if _is_only_referred_to(noun) and not signs.is_named:
        return False
    is_held = signs.involved > 1 and is_under(noun, _HOLDING)
    is_enacted = is_under(noun, _ENACTING) and signs.length > 2
    is_weighed = signs.involved > 1 and lemma in LINES and is_under(noun, WEIGHING)
    is_called = signs.involved > 0 and lemma in LINES and _is_counted_or_named(noun)  # "the | Medgaz | pipeline"
    return signs.is_named or signs.named > 1 or is_enacted or is_held or is_weighed or is_called


_JUDGES = (
    (HANDOVERS, _is_handover),
    (SUMS, _is_sum),
    (ACTS, _is_act),
    (MISSIONS, _is_mission),
    (MOVES, _is_move),
    (SERVICES, _is_service),
    (BUILDINGS, _is_building),
    (GENERAL, _is_programme),
    (UNDERTAKINGS | LINES, _is_undertaking),
)


def _is_joined(noun: Token) -> bool:
    """Whether two states stand before it as one: "a | US-UK | base", "the | Iran-Iraq | railway"."""
    return re.search(r"\b[A-Z][\w.]+[-–][A-Z]", noun.doc[noun.left_edge.i : noun.i].text) is not None


def _is_in_making(noun: Token) -> bool:
    """Whether it is being built: "a plant that is nearing | completion |", "a dam under | construction |"."""
    return any(t.lower_ in ("construction", "completion") and t.dep_ in ("pobj", "dobj") for t in noun.subtree)


def _is_only_referred_to(noun: Token) -> bool:
    """Whether it leads back to what is told elsewhere, or is accord only: "signed | the deal |", "accords"."""
    if any(has_child(clause, ("that",)) for clause in children(noun, "acl")):
        return True  # "their agreement | that | wars cannot be won"
    telling = children(noun, "amod", "compound", "nmod", "nummod", "poss", "acl", "relcl", "appos", "prep")
    is_told = any(t.dep_ != "prep" or t.lower_ not in ("in", "at", "by", "during") for t in telling)
    return not is_told and not (noun.dep_ == "dobj" and has_child(noun, ("a", "an")))


def _is_described(noun: Token) -> bool:
    """Whether words say which agreement it is: "the | Chagos | deal", "a | mutual defence | treaty"."""
    is_told = any(t.dep_ in ("compound", "nmod") or (t.dep_ == "amod" and t.lower_ in FIELDS) for t in noun.lefts)
    return is_told or has_child(noun, ("on",)) or any(re.fullmatch(r"(?:1[89]|20)\d\d", t.text) for t in noun.lefts)


def _is_of_forces(noun: Token) -> bool:
    """Whether soldiers, police or arms are what is moved: "the | deployment | of troops", "troop | withdrawal |"."""
    moved = (*objects_of(noun, ("of", "by")), *children(noun, "compound"))
    return any(t.lemma_.lower() in FORCES or kind_told(t.text) is ProjectKind.MILITARY for t in moved)


def _is_made(noun: Token, verbs: frozenset[str]) -> bool:
    """Whether somebody makes it: "a school | was built", "the | establishment | of a platform", "built by China"."""
    is_object = noun.dep_ in ("dobj", "nsubjpass", "appos") and is_under(noun, verbs)
    clauses = (t for t in noun.rights if t.dep_ in ("relcl", "acl") and not _is_its_own(t))
    told = (v for clause in clauses for v in (clause, *children(clause, "xcomp")))
    return is_object or _is_of(noun, MAKING_NOUNS) or any(v.lemma_.lower() in verbs for v in told)


def _is_brought_about(noun: Token) -> bool:
    """Whether a verb over it or of its own brings it about: "| signed | a deal", "a loan | agreed | by France"."""
    return is_under(noun, _ENACTING) or any(t.tag_ == "VBN" and t.lemma_ in _ENACTING for t in children(noun, "acl"))


def _is_of(noun: Token, above: frozenset[str]) -> bool:
    """Whether one of the nouns leads to it: "the | establishment | of a platform"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in above


def _is_its_own(clause: Token) -> bool:
    """Whether the noun itself does what its clause says: "groups | that | agreed"."""
    doer = child(clause, "nsubj")
    return (doer.tag_ in ("WDT", "WP")) if doer is not None else clause.tag_ == "VBG"


def _is_of_goods(noun: Token) -> bool:
    """Whether the words say what is handed over: "the UK's | provision of weapons | to Ukraine", "gas | supplies"."""
    goods = {t.lower_ for t in noun.lefts} | {t.lower_ for o in objects_of(noun, ("of",)) for t in o.subtree}
    return not FIELDS.isdisjoint(goods)


def _is_in_a_field(noun: Token) -> bool:
    """Whether it binds two in one matter: "the | defence | partnership between Russia and Iran"."""
    return has_child(noun, ("between", "with")) and has_child(noun, FIELDS)


def is_enacted(noun: Token) -> bool:
    """Whether it is the object of a verb that brings it about: "| signed | an agreement"."""
    return noun.dep_ == "dobj" and is_under(noun, _ENACTING)


def taken_up(noun: Token) -> str:
    """The noun for what was done to a connection: "reopening" for "| reopened | it" and "the | reopening | of it"."""
    if _is_of(noun, _RESUMING_NOUNS):
        return noun.head.head.lemma_.lower()
    verb = verb_above(noun)
    return _RESUMING.get(verb.lemma_, "") if verb is not None else ""


def kind_of(noun: Token, words: str) -> ProjectKind:
    """The kind of what the noun names, in these words."""
    lemma = head_of(noun)
    if lemma in ACTS:
        return _kind_of_act(noun)
    if lemma in MOVES:
        return ProjectKind.MILITARY
    told = kind_told(words)
    if lemma in BUILDINGS:
        return told if told in _OF_BUILDINGS else ProjectKind.INFRASTRUCTURE
    if told is None and lemma == "dialogue":
        return ProjectKind.AGREEMENT
    if lemma in ("aid", "assistance") and told in (None, ProjectKind.HUMANITARIAN):
        return ProjectKind.OTHER if has_child(noun, ("technical",)) else ProjectKind.HUMANITARIAN
    return told or (ProjectKind.INFRASTRUCTURE if lemma in LINES else ProjectKind.OTHER)


def _kind_of_act(noun: Token) -> ProjectKind:
    """The kind of an agreement: "a | trade | deal", "a memorandum | on energy"; else it is just an agreement."""
    before = {t.lower_ for t in noun.doc[noun.left_edge.i : noun.i]}
    topics = (t for t in noun.subtree if t.lower_ == "on" and t.dep_ == "prep" and verb_above(t) == verb_above(noun))
    return kind_of_agreement(before, {below.lower_ for topic in topics for below in topic.subtree})
