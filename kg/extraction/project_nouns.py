"""Which nouns head a project: agreements, works, programmes and sums, and when they name one rather than a kind."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.analysis.syntax import children, has_child, objects_of
from kg.extraction.matters import FIELDS, FORCES, kind_of_agreement, kind_told
from kg.extraction.project_parties import verb_above
from kg.records import ProjectKind

ACTS = frozenset(
    """agreement deal memorandum mou treaty pact accord contract declaration arrangement protocol compact roadmap
    swap""".split()
)
SUMS = frozenset(
    """assistance aid loan loans fund funds funding grant grants investment investments package support credit
    provision delivery supply transfer shipment sale financing tranche bailout scholarship relief contribution
    donation compensation""".split()
)
_HANDOVERS = frozenset("provision delivery supply transfer shipment sale".split())
_LOOSE = frozenset("support relief contribution donation compensation".split())  # also of words and of taxes
# Two nouns of which only both together name one: "a line | of credit", "a letter | of intent".
_OF_TWO_NOUNS = {("line", "credit"): "credit", ("letter", "intent"): "memorandum", ("road", "map"): "roadmap"}
_PAPERS = frozenset("document instrument plan programme program".split())  # acts where they are signed
_SIGNING = frozenset("sign ink conclude initial ratify".split())
# Works that are undertakings by their very name, and buildings that are one only while somebody makes them.
_LINES = frozenset(
    """pipeline railway railroad corridor grid interconnector interconnection canal tunnel synchronisation
    synchronization reconstruction construction electrification cable""".split()
)
_BUILDINGS = frozenset(
    """bridge dam port airport road highway motorway terminal refinery plant reactor station stadium school university
    clinic hospital warehouse factory shipyard route line link network complex center centre facility hub zone park
    market ferry satellite metro rail base""".split()
)
_GENERAL = frozenset(
    """partnership plan committee forum platform coalition dialogue program programme scheme taskforce
    group commission council""".split()
)
_STANDING = frozenset("committee group commission council".split())  # bodies, unless somebody founds them
_UNDERTAKINGS = _GENERAL | frozenset(
    "project initiative mechanism pilot drill drills exercise exercises patrol hotline".split()
)
_MISSIONS = frozenset("mission force operation".split())
_SENT = frozenset(
    """peacekeeping peace-keeping peacekeeper training observer monitoring policing stabilization stabilisation
    multinational advisory mine-clearing demining""".split()
)
_SENT_AS_MISSION = frozenset("naval maritime security police military civilian".split())  # every state has such forces
_MOVES = frozenset("deployment withdrawal presence stationing dispatch".split())
_ALLOWING = frozenset("authorise authorize approve allow permit extend host".split())
_DEMANDING = frozenset("demand call urge condemn want insist".split())
_SERVICES = frozenset("flight service crossing border train".split())
_CARRYING = frozenset("air flight train rail railway ferry bus passenger freight postal consular".split())
_RESUMING = frozenset("resume restore reopen launch open start restart relaunch introduce".split())
_RESUMING_NOUNS = frozenset("resumption restoration reopening opening launch start".split())
_NOUNS = (
    ACTS | SUMS | _LINES | _BUILDINGS | _UNDERTAKINGS | _MISSIONS | _MOVES | _SERVICES | _PAPERS
    | frozenset(first for first, _ in _OF_TWO_NOUNS)
)  # fmt: skip

_MAKING = frozenset(
    """build construct rebuild restore launch finance fund complete inaugurate develop expand upgrade modernise
    modernize erect reconstruct establish renovate announce plan open commission""".split()
)
_FOUNDING = frozenset(
    """launch establish sign announce form create conclude found unveil inaugurate agree set implement fund finance
    run hold""".split()
)
_MAKING_NOUNS = frozenset(
    """construction reconstruction establishment launch creation development building expansion completion opening
    implementation financing funding modernisation modernization inauguration""".split()
)
_ENACTING = frozenset(
    """sign build construct launch establish finance fund implement ratify conclude finalise finalize initial
    ink cement create inaugurate open complete develop provide pledge announce lend disburse invest deliver
    sell supply buy join extend expand endorse advance reach enter agree set form strike seal clinch secure negotiate
    renegotiate renew""".split()
)
_HOLDING = frozenset("hold conduct stage carry begin start resume".split())
_SUNK = frozenset("undersea subsea underwater telecommunications fibre fiber".split())
_OTHER_MATTERS = frozenset(
    """peace ceasefire truce ceasefires sanctions political military-political hostage election campaign""".split()
)
_OF_BUILDINGS = (ProjectKind.ENERGY, ProjectKind.MILITARY, ProjectKind.TRANSPORT)


def head_of(noun: Token) -> str:
    """The lemma by which the noun is judged; of two nouns that name one thing together, that of the thing."""
    lemma = noun.lemma_.lower()
    for (first, second), whole in _OF_TWO_NOUNS.items():
        if lemma == first and any(t.lemma_.lower() == second for t in objects_of(noun, ("of",))):
            return whole
        if lemma == second and any(t.lemma_.lower() == first for t in children(noun, "compound")):
            return whole
    if lemma in _PAPERS and is_under(noun, _SIGNING) and noun.dep_ in ("dobj", "nsubjpass"):
        return "agreement"
    return lemma


def may_name_project(noun: Token) -> bool:
    """Whether the word is one that heads a project's name."""
    return noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in _NOUNS and noun.dep_ != "compound"


def is_other_matter(words: str) -> bool:
    """Whether the words tell of peace, sanctions or elections, which are no projects."""
    return not _OTHER_MATTERS.isdisjoint(words.lower().split())


@dataclass(frozen=True)
class Signs:
    """What tells one undertaking from a kind: how many parties words and clause name, a price, a proper name."""

    named: int
    involved: int
    is_costed: bool
    is_named: bool


def is_concrete(noun: Token, words: str, signs: Signs) -> bool:
    """Whether the words name one undertaking rather than a kind: by parties, a proper name, a price or a verb."""
    lemma = head_of(noun)
    is_enacted = is_under(noun, _ENACTING)
    if lemma in SUMS:
        return _is_sum(noun, lemma, signs, is_enacted)
    if lemma in ACTS:
        return is_enacted or signs.named > 0 or signs.is_named or (signs.involved > 0 and _is_described(noun))
    if lemma == "cable" and not has_child(noun, FIELDS | _SUNK):
        return False  # diplomats send cables too
    if lemma in _MISSIONS:
        is_sent = has_child(noun, _SENT) or (lemma == "mission" and has_child(noun, _SENT_AS_MISSION))
        return signs.involved > 0 and is_sent
    if lemma in _MOVES:
        is_moved = is_under(noun, _ALLOWING) if lemma == "presence" else not is_under(noun, _DEMANDING)
        return signs.involved > 0 and is_moved and _is_of_forces(noun)
    if lemma in _SERVICES:
        return signs.involved > 1 and _is_resumed(noun, lemma)
    if lemma in _BUILDINGS:  # an embassy or a bridge that stands is no undertaking
        is_between = signs.named > 1 and has_child(noun, ("between", "linking"))
        return is_between or _is_made(noun) or _is_made_by(noun, _MAKING) or _is_made_in_clause(noun)
    if lemma in _GENERAL and not (signs.is_named and lemma not in _STANDING):
        is_new = signs.named > 1 and (has_child(noun, ("new",)) or _is_in_a_field(noun))
        return is_new or signs.is_costed or _is_made(noun) or _is_made_by(noun, _FOUNDING)
    if lemma not in _UNDERTAKINGS | _LINES:
        return False
    is_held = signs.involved > 1 and is_under(noun, _HOLDING)
    return signs.is_named or (is_enacted and len(words.split()) > 2) or signs.named > 1 or is_held


def _is_described(noun: Token) -> bool:
    """Whether words say which agreement it is: "the | Chagos | deal", "a | mutual defence | treaty"."""
    is_told = any(t.dep_ in ("compound", "nmod") or (t.dep_ == "amod" and t.lower_ in FIELDS) for t in noun.lefts)
    return is_told or has_child(noun, ("on",))


def _is_of_forces(noun: Token) -> bool:
    """Whether soldiers, police or arms are what is moved: "the | deployment | of troops", "troop | withdrawal |"."""
    moved = (*objects_of(noun, ("of", "by")), *children(noun, "compound"))
    return any(t.lemma_.lower() in FORCES or kind_told(t.text) is ProjectKind.MILITARY for t in moved)


def _is_resumed(noun: Token, lemma: str) -> bool:
    """Whether a connection is opened or taken up again: "flights will | resume", "the | reopening | of the border"."""
    if lemma in ("service", "train") and not has_child(noun, _CARRYING):
        return False
    is_of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _RESUMING_NOUNS
    return is_of or (noun.dep_ in ("dobj", "nsubj", "nsubjpass", "conj") and is_under(noun, _RESUMING))


def _is_made_in_clause(noun: Token) -> bool:
    """Whether a clause of its own says who makes it: "a dam | that Ethiopia began building |", "built by China"."""
    clauses = (t for t in noun.rights if t.dep_ in ("relcl", "acl"))
    verbs = (v for clause in clauses for v in (clause, *children(clause, "xcomp")))
    return any(v.lemma_.lower() in _MAKING for v in verbs)


def _is_sum(noun: Token, lemma: str, signs: Signs, is_enacted: bool) -> bool:
    if lemma in _HANDOVERS:
        is_handed = signs.named > 1 and has_child(noun, ("to", "for"))
        return (is_handed or signs.involved > 1) and _is_of_goods(noun)
    if lemma in _LOOSE and not signs.is_costed and not has_child(noun, FIELDS):
        return False  # one supports a bid or an ally in words
    is_given = signs.named > 1 and has_child(noun, ("to", "for"))  # "continued | US | aid to | Israel"
    return signs.is_costed or is_given or (is_enacted and (signs.named > 0 or signs.involved > 1))


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
    lemma = head_of(noun)
    if lemma in ACTS:
        return _kind_of_act(noun)
    if lemma in _MOVES:
        return ProjectKind.MILITARY
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
