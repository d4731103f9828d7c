"""Projects told by verbs alone: what is given, supplied, or agreed to be done."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.sums import UNITS, amount_in
from kg.analysis.syntax import child, children, end_of, has_child, objects_of
from kg.extraction.actors.cast import Figure, distinct
from kg.extraction.projects.matters import FORCES, kind_told
from kg.extraction.projects.parties import Parties, is_known, verb_above
from kg.extraction.projects.status import is_denied, is_going_on, is_intended, is_possible
from kg.extraction.projects.undertakings import Undertaking, name_for
from kg.extraction.projects.words import SUMS
from kg.extraction.rulebook import reads
from kg.extraction.wording.circumstances import WISHING, is_future, is_past
from kg.records import ActorType, ProjectKind, ProjectStatus, Span

_GIVING = frozenset(
    """commit provide pledge give disburse allocate donate contribute lend loan grant invest offer earmark promise
    approve extend send deposit inject announce receive secure obtain""".split()
)
_PROMISING = frozenset("pledge promise offer earmark".split())
_PROMISES = frozenset("announcement pledge commitment promise offer".split())
_GIFTS = _PROMISES | frozenset("provision allocation disbursement injection".split())
_FURNISHING = frozenset("support help assist back provide supply furnish".split())
_SUPPLYING = frozenset("supply deliver arm equip train lend loan donate".split())
# Verbs of much else besides, which tell a project where what changes hands is goods.
_HANDING = frozenset("send ship transfer provide give sell export hand".split())
_BUYING = frozenset("buy purchase order acquire procure".split())
_GOODS = (ProjectKind.MILITARY, ProjectKind.ENERGY, ProjectKind.HUMANITARIAN, ProjectKind.TRANSPORT)
_MOVING = frozenset("deploy send dispatch station withdraw pull recall contribute commit pledge redeploy".split())
_POSTING = frozenset("station withdraw".split())  # arms that are deployed are as often fired
_LENT = frozenset("contingent peacekeeper".split())  # sent to others by their very name
_HOSTS = ("to", "from", "in")
_MISSIONS = frozenset("embassy consulate office".split())
_OPENING = frozenset("open reopen inaugurate establish move relocate".split())
_OPENINGS = frozenset("opening reopening establishment inauguration relocation closure".split())
_AGREEING = frozenset("agree pledge promise commit undertake decide".split())
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
_TAKING = ("to", "with", "for")
_COMPLEMENTS = ("dobj", "dative", "prep", "prt", "agent", "xcomp", "ccomp", "advmod", "npadvmod")


class DeedReader:
    """Reads the projects of one article that no noun names."""

    def __init__(self, document: Document, parties: Parties) -> None:
        self._document = document
        self._parties = parties

    def read(self, token: Token) -> Undertaking | None:
        """Read what the token tells as given, supplied or agreed, if it does."""
        lemma = token.lemma_.lower()
        if lemma in UNITS or token.pos_ == "NUM":
            return self._given(token)
        if token.pos_ == "VERB" and lemma in _MOVING and (moved := _forces_under(token)) is not None:
            return self._deployed(token, moved)
        if token.pos_ == "VERB" and (lemma in _SUPPLYING or (lemma in _HANDING and _hands(token, _GOODS))):
            return self._supplied(token)
        if token.pos_ == "VERB" and lemma in _BUYING and _hands(token, (ProjectKind.MILITARY,)):
            return self._supplied(token)
        if lemma in _MISSIONS:
            return self._opened(token)
        if token.pos_ == "VERB" and lemma in _AGREEING:
            return self._agreed(token)
        return None

    @reads("project", "given")
    def _given(self, number: Token) -> Undertaking | None:
        """Read what is given by its amount alone: "has committed | $7 billion in food assistance to Africa"."""
        verb = _giving(number)
        if verb is None or is_denied(verb):
            return None
        span = number.left_edge.idx, end_of(_end_of_gift(number, verb))
        words = self._document.prose[slice(*span)]
        amount = amount_in(words)
        takers = (f for t in verb.subtree if t.i > number.i and _is_place_or_aim(t) for f in self._parties.located(t))
        states = [f for f in takers if f.type is ActorType.STATE]  # "to support the police | in Nigeria"
        sharing = [*children(number.head.head, "poss"), *children(verb, "dobj")] if number.dep_ == "pobj" else []
        named = (
            f for t in sharing for f in self._parties.behind(t)
        )  # "supported | Mali | with", "| Mali's | pledge of"
        parties = distinct([*self._parties.undertaking(number), *named, *self._parties.within(number), *states])
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
        giver = list(self._parties.acting(verb))
        links = ("from",) if verb.lemma_ in _BUYING else ("to", "for")
        objects = [*children(verb, "dobj", "dative", "nsubjpass"), *_objects_of(verb, links)]
        goods = list(children(verb, "dobj", "nsubjpass"))  # "has trained soldiers | of Burkina Faso"
        if any(has_child(thing, ("this", "that", "these", "those")) for thing in goods):
            return None  # told before
        readings = (self._parties.behind, self._parties.located)
        meant = itertools.chain((r(t) for t in objects for r in readings), map(self._parties.within, goods))
        named = itertools.chain.from_iterable(meant)
        taker = [f for f in named if f.type is ActorType.STATE and f not in giver]
        if not taker or not any(map(is_known, giver)):
            return None
        span = _span_of(verb)
        words = self._document.prose[slice(*span)]
        status = _status_of_deed(verb)
        parties = tuple(distinct([*giver, *taker]))
        kind = self._kind_under(verb) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, parties, status, span, "project.supplied", amount_in(words))

    def _kind_under(self, verb: Token) -> ProjectKind | None:
        """The kind that the verb and all below it tell."""
        return kind_told(self._document.prose[slice(verb.idx, end_of(verb.right_edge))])

    @reads("project", "deployed")
    def _deployed(self, verb: Token, forces: Token) -> Undertaking | None:
        """Read the forces that a state sends to others or calls back: "will | send soldiers to Mali"."""
        if is_denied(verb):
            return None
        places = [*_objects_of(verb, _HOSTS), *objects_of(forces, _HOSTS)]
        places += [t for out in children(verb, "prep") if out.lower_ == "out" for t in objects_of(out, ("of",))]
        hosts = [f for place in places for f in self._hosting(place)]
        senders = [f for f in (*self._parties.acting(verb), *self._parties.within(forces)) if is_known(f)]
        senders = [f for f in senders if f not in hosts]
        if not senders or not (hosts or forces.lemma_.lower() in _LENT):
            return None
        span = _span_of(verb)
        words = self._document.prose[slice(*span)]
        parties = tuple(distinct([*senders, *hosts]))
        status = _status_of_deed(verb)
        return Undertaking(name_for(words), ProjectKind.MILITARY, parties, status, span, "project.deployed", None)

    def _hosting(self, place: Token) -> list[Figure]:
        """The state that the token names, or all whom a mission's name tells: "the UN | mission | in South Sudan"."""
        is_mission = place.lemma_.lower() in ("mission", "force")
        figures = self._parties.within(place) if is_mission else self._parties.located(place)
        return [f for f in figures if is_known(f)]

    @reads("project", "opened")
    def _opened(self, mission: Token) -> Undertaking | None:
        """Read the embassy that one state opens in another: "will | reopen its embassy in Tehran"."""
        verb = _opening(mission)
        if verb is None or is_denied(verb):
            return None
        places = [*objects_of(mission, ("in",)), *objects_of(verb, ("in", "to"))]
        hosts = (f for place in places for f in self._parties.located(place))
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
        if deed is None or is_denied(verb) or child(deed, "dobj", "ccomp") is None:
            return None
        objects = list(children(deed, "dobj"))
        if any(t.tag_ == "WDT" for t in objects):
            return None  # the noun before it names the project: "a railway | which | they agreed to build"
        is_of_ties = any(t.lemma_.lower() in _TIES for t in objects) and deed.lemma_ not in _ESTABLISHING
        if is_of_ties or deed.lemma_ in _TALKING:
            return None
        doers = [f for f in self._parties.acting(verb) if is_known(f)]
        takers = [f for t in (*children(deed, "ccomp", "dative"), *objects) for f in self._parties.behind(t)]
        takers += [f for t in objects_of(deed, _TAKING) for f in self._parties.behind(t)]
        takers += [f for c in children(deed, "ccomp") for t in children(c, "nsubj") for f in self._parties.behind(t)]
        parties = distinct([*doers, *(f for f in takers if f.type is ActorType.STATE)])
        if not doers or len([f for f in parties if f.type is ActorType.STATE]) < 2:
            return None
        span = _span_of(verb)
        negation = child(deed, "neg")  # "agreed | not to use force |"
        start, end = _span_of(deed)
        words = self._document.prose[negation.idx if negation is not None else start : end]
        kind = self._kind_under(deed) or (ProjectKind.AGREEMENT if verb.lemma_ == "agree" else ProjectKind.OTHER)
        return Undertaking(name_for(words), kind, tuple(parties), ProjectStatus.PLANNED, span, "project.agreed", None)


def _opening(mission: Token) -> Token | None:
    """The verb by which a mission is opened: "| reopened | the embassy", "will | hasten | its opening"."""
    if mission.dep_ in ("dobj", "nsubjpass") and mission.head.lemma_.lower() in _OPENING:
        return mission.head
    is_of = mission.dep_ == "pobj" and mission.head.lower_ == "of" and mission.head.head.lemma_.lower() in _OPENINGS
    return verb_above(mission) if is_of else None


def _giving(number: Token) -> Token | None:
    """The verb by which the sum is given: "| provides | $5 million", "| welcomed | the grant of $5 million"."""
    if number.dep_ in ("dobj", "nsubjpass"):
        is_given = number.head.lemma_ in _GIVING or has_child(number.head, ("available", "aside"))
        return number.head if is_given else None
    if number.dep_ == "conj" and number.head.dep_ == "dobj":
        return number.head.head if number.head.head.lemma_ in _GIVING else None
    if number.dep_ != "pobj":
        return None
    above = number.head.head
    is_with = number.head.lower_ == "with" and above.lemma_ in _FURNISHING
    is_of = number.head.lower_ == "of" and above.lemma_.lower() in _GIFTS
    return verb_above(number) if is_with or is_of else None


def _end_of_gift(number: Token, verb: Token) -> Token:
    """The last word of what is given, also where the parser hangs the rest on the verb: "£40m | in aid to Sudan |"."""
    end = number.right_edge
    for link in children(verb, "prep", "dative"):
        given = child(link, "pobj")
        if given is not None and link.i == end.i + 1 and _tells_gift(link, given):
            end = link.right_edge
    return end


def _tells_gift(link: Token, given: Token) -> bool:
    """Whether the words tell in what a sum is given or to whom: "| in aid |", "| to Sudan |"."""
    return given.lemma_.lower() in SUMS if link.lower_ == "in" else link.lower_ in _TAKING and given.pos_ == "PROPN"


def _span_of(verb: Token) -> Span:
    """The verb with what it needs, and nothing that only follows: "pledged | a contingent |, and others refused"."""
    needed = [t.right_edge for t in children(verb, *_COMPLEMENTS) if t.i > verb.i]
    return verb.idx, end_of(max([verb, *needed], key=lambda t: t.i))


def _objects_of(verb: Token, links: Iterable[str]) -> Iterator[Token]:
    """The objects of these prepositions, to whichever of two relations the parser puts them."""
    yield from objects_of(verb, links)
    for dative in children(verb, "dative"):
        yield from children(dative, "pobj")


def _status_of_gift(number: Token, verb: Token) -> ProjectStatus:
    """The status of a sum: "could provide", "has pledged", "has committed"."""
    told = number.head.head.lemma_.lower() if number.dep_ == "pobj" else ""
    if is_possible(verb) or told == "offer":
        return ProjectStatus.PROPOSED
    if told in _PROMISES:
        return ProjectStatus.PLANNED
    if is_going_on(verb):
        return ProjectStatus.UNDERWAY
    is_to_come = verb.lemma_ in _PROMISING or is_future(number) or is_intended(verb)
    return ProjectStatus.PLANNED if is_to_come else ProjectStatus.UNDERWAY


def _status_of_deed(verb: Token) -> ProjectStatus:
    """The status by the tense: "could supply", "will supply", "is supplying", "has supplied"."""
    if is_possible(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_ in WISHING):
        return ProjectStatus.PROPOSED
    if is_going_on(verb):
        return ProjectStatus.UNDERWAY
    if is_future(verb) or is_intended(verb) or verb.lemma_ in _PROMISING:
        return ProjectStatus.PLANNED
    return ProjectStatus.COMPLETED if is_past(verb) else ProjectStatus.UNDERWAY


def _is_place_or_aim(token: Token) -> bool:
    """Whether the token names where or for whom something is: "| in Nigeria", "to | Kenya"."""
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "to", "for")


def _forces_under(verb: Token) -> Token | None:
    """The soldiers or police whom the verb moves, or arms that stay theirs: "sent | a battalion of | troops"."""
    is_posting = verb.lemma_ in _POSTING
    for moved in children(verb, "dobj", "nsubjpass"):
        for noun in _with_parts(moved):
            if noun.lemma_.lower() in FORCES or (is_posting and kind_told(noun.text) is ProjectKind.MILITARY):
                return moved
    return None


def _with_parts(noun: Token) -> Iterator[Token]:
    """The noun, and what it is a measure of: "| thousands | of | containers | of | shells |"."""
    yield noun
    for part in objects_of(noun, ("of",)):
        yield from _with_parts(part)


def _hands(verb: Token, kinds: Container[ProjectKind | None]) -> bool:
    """Whether the verb's object is of arms, fuel or relief: "sent | air defence systems | to Ukraine"."""
    objects = [*children(verb, "dobj", "nsubjpass"), *objects_of(verb, ("with",))]
    goods = (part for noun in objects for one in (noun, *noun.conjuncts) for part in _with_parts(one))
    words = (" ".join(t.text for t in (*noun.lefts, noun)) for noun in goods)
    return any(kind_told(described) in kinds for described in words)
