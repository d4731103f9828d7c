"""Projects told by verbs alone: what is given, supplied, or agreed to be done."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import child, children, end_of, has_child, is_verb, objects_of
from kg.extraction.cast import distinct
from kg.extraction.circumstances import is_future, is_past
from kg.extraction.matters import kind_told
from kg.extraction.project_parties import Parties, is_known
from kg.extraction.project_status import is_denied, is_possible
from kg.extraction.rulebook import reads
from kg.extraction.undertakings import CURRENCIES, SCALES, Undertaking, amount_in, name_for
from kg.records import ActorType, ProjectKind, ProjectStatus

_GIVING = frozenset(
    """commit provide pledge give disburse allocate donate contribute lend grant invest offer earmark promise
    approve extend send""".split()
)
_PROMISING = frozenset("pledge promise offer earmark".split())
_SUPPLYING = frozenset("supply deliver arm equip train lend donate".split())
# Verbs of much else besides, which tell a project where what changes hands is goods.
_HANDING = frozenset("send ship transfer provide give sell export".split())
_GOODS = (ProjectKind.MILITARY, ProjectKind.ENERGY, ProjectKind.HUMANITARIAN)
_MISSIONS = frozenset("embassy consulate".split())
_OPENING = frozenset("open reopen inaugurate establish move relocate".split())
_AGREEING = frozenset("agree pledge promise commit undertake".split())
# What parties agree to do and have not thereby undertaken anything.
_TALKING = frozenset(
    """meet stay remain continue keep hold discuss consult coordinate work maintain speak engage talk visit resume
    be have take postpone delay consider explore support cooperate begin start strengthen deepen""".split()
)
_ESTABLISHING = frozenset("establish launch create".split())
_TIES = frozenset(
    """cooperation collaboration coordination communication dialogue tie relation relationship engagement effort
    meeting talk""".split()
)
_HEADS_OF_SUMS = frozenset((*SCALES, *CURRENCIES))  # "$5 | million |", "5 million | euros |"


class DeedReader:
    """Reads the projects of one article that no noun names."""

    def __init__(self, document: Document, parties: Parties) -> None:
        self._document = document
        self._parties = parties

    def read(self, token: Token) -> Undertaking | None:
        """Read what the token tells as given, supplied or agreed, if it does."""
        lemma = token.lemma_.lower()
        if lemma in _HEADS_OF_SUMS or token.pos_ == "NUM":
            return self._given(token)
        if token.pos_ == "VERB" and (lemma in _SUPPLYING or (lemma in _HANDING and _hands_goods(token))):
            return self._supplied(token)
        if lemma in _MISSIONS:
            return self._opened(token)
        if token.pos_ == "VERB" and lemma in _AGREEING:
            return self._agreed(token)
        return None

    @reads("project", "given")
    def _given(self, number: Token) -> Undertaking | None:
        """Read what is given by its amount alone: "has committed | $7 billion in food assistance to Africa"."""
        verb = number.head
        if number.dep_ not in ("dobj", "nsubjpass") or verb.lemma_ not in _GIVING or is_denied(verb):
            return None
        span = number.left_edge.idx, end_of(number.right_edge)
        words = self._document.prose[slice(*span)]
        amount = amount_in(words)
        takers = (f for t in verb.subtree if t.i > number.i and _is_place_or_aim(t) for f in self._parties.named_at(t))
        states = [f for f in takers if f.type is ActorType.STATE]  # "to support the police | in Nigeria"
        parties = distinct([*self._parties.undertaking(number), *self._parties.within(number), *states])
        if amount is None or not parties:
            return None
        status = _status_of_gift(number, verb)
        kind = kind_told(number.sent.text) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, tuple(parties), status, span, "project.given", amount)

    @reads("project", "supplied")
    def _supplied(self, verb: Token) -> Undertaking | None:
        """Read what one state delivers to another: "intends to | supply | Mali with helicopters"."""
        if is_denied(verb):
            return None
        chain = [verb, *itertools.takewhile(is_verb, verb.ancestors)]
        givers = (list(self._parties.acting(node)) for node in chain if node is verb or node.dep_ != "ccomp")
        giver = next((found for found in givers if found), [])
        objects = [*children(verb, "dobj", "dative", "nsubjpass"), *objects_of(verb, ("to", "for"))]
        objects += [below for dative in children(verb, "dative") for below in children(dative, "pobj")]
        goods = children(verb, "dobj", "nsubjpass")  # "has trained soldiers | of Burkina Faso"
        meant = itertools.chain(map(self._parties.behind, objects), map(self._parties.within, goods))
        named = itertools.chain.from_iterable(meant)
        taker = [f for f in named if f.type is ActorType.STATE and f not in giver]
        if not taker or not any(f.type is ActorType.STATE for f in giver):
            return None
        span = verb.idx, end_of(verb.right_edge)
        words = self._document.prose[slice(*span)]
        status = _status_of_deed(verb)
        parties = tuple(distinct([*giver, *taker]))
        kind = kind_told(words) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, parties, status, span, "project.supplied", amount_in(words))

    @reads("project", "opened")
    def _opened(self, mission: Token) -> Undertaking | None:
        """Read the embassy that one state opens in another: "will | reopen its embassy in Tehran"."""
        verb = mission.head
        if verb.lemma_.lower() not in _OPENING or mission.dep_ not in ("dobj", "nsubjpass") or is_denied(verb):
            return None
        places = [*objects_of(mission, ("in",)), *objects_of(verb, ("in", "to"))]
        hosts = (f for place in places for f in self._parties.named_at(place))
        senders = [*self._parties.acting(verb), *self._parties.within(mission)]
        parties = distinct(f for f in (*senders, *hosts) if f.type is ActorType.STATE)
        if len(parties) < 2:
            return None
        first, last = min(verb.i, mission.left_edge.i), max(verb.i, mission.right_edge.i)
        span = mission.doc[first].idx, end_of(mission.doc[last])
        words = self._document.prose[slice(*span)]
        status = ProjectStatus.PLANNED if is_future(verb) or verb.tag_ == "VB" else ProjectStatus.COMPLETED
        return Undertaking(name_for(words), ProjectKind.OTHER, tuple(parties), status, span, "project.opened", None)

    @reads("project", "agreed")
    def _agreed(self, verb: Token) -> Undertaking | None:
        """Read what states agree or promise one another to do: "agreed to | open a consulate", "to help X build Y"."""
        deed = next((t for t in children(verb, "xcomp", "ccomp") if t.tag_ == "VB" and has_child(t, ("to",))), None)
        if deed is None or deed.lemma_ in _TALKING or is_denied(verb) or child(deed, "dobj", "ccomp") is None:
            return None
        if any(t.lemma_.lower() in _TIES for t in children(deed, "dobj")) and deed.lemma_ not in _ESTABLISHING:
            return None
        doers = [f for f in self._parties.acting(verb) if is_known(f)]
        takers = [f for t in children(deed, "dobj", "ccomp", "dative") for f in self._parties.behind(t)]
        takers += [f for c in children(deed, "ccomp") for t in children(c, "nsubj") for f in self._parties.behind(t)]
        parties = distinct([*doers, *(f for f in takers if f.type is ActorType.STATE)])
        if not doers or len([f for f in parties if f.type is ActorType.STATE]) < 2:
            return None
        span = verb.idx, end_of(verb.right_edge)
        words = self._document.prose[slice(deed.idx, end_of(deed.right_edge))]
        kind = kind_told(words) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, tuple(parties), ProjectStatus.PLANNED, span, "project.agreed", None)


def _status_of_gift(number: Token, verb: Token) -> ProjectStatus:
    """The status of a sum: "could provide", "has pledged", "has committed"."""
    if is_possible(verb):
        return ProjectStatus.PROPOSED
    is_to_come = verb.lemma_ in _PROMISING or is_future(number)
    return ProjectStatus.PLANNED if is_to_come else ProjectStatus.UNDERWAY


def _status_of_deed(verb: Token) -> ProjectStatus:
    """The status by the tense: "could supply", "will supply", "is supplying", "has supplied"."""
    if is_possible(verb):
        return ProjectStatus.PROPOSED
    if is_future(verb):
        return ProjectStatus.PLANNED
    return ProjectStatus.COMPLETED if is_past(verb) else ProjectStatus.UNDERWAY


def _is_place_or_aim(token: Token) -> bool:
    """Whether the token names where or for whom something is: "| in Nigeria", "to | Kenya"."""
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "to", "for")


def _hands_goods(verb: Token) -> bool:
    """Whether the verb's object is of arms, fuel or relief: "sent | air defence systems | to Ukraine"."""
    objects = [*children(verb, "dobj", "nsubjpass"), *objects_of(verb, ("with",))]
    goods = itertools.chain.from_iterable((noun, *noun.conjuncts, *objects_of(noun, ("of",))) for noun in objects)
    words = (" ".join(t.text for t in (*noun.lefts, noun)) for noun in goods)
    return any(kind_told(described) in _GOODS for described in words)
