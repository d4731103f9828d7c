"""Projects: agreements, works, programmes and pledged sums that states or organisations carry or receive."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.analysis.syntax import child, children, end_of, has_child, is_negated, is_verb, objects_of
from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.circumstances import is_future
from kg.extraction.coreference import Resolver
from kg.extraction.matters import FIELDS, kind_of_agreement, kind_told
from kg.extraction.names import NameKind
from kg.extraction.rulebook import reads
from kg.records import ActorType, ProjectKind, ProjectStatus, Span

_ACTS = frozenset("""agreement deal memorandum mou treaty pact accord contract declaration arrangement""".split())
# Works that are undertakings by their very name, and buildings that are one only while somebody makes them.
_LINES = frozenset(
    """pipeline railway corridor grid interconnector canal synchronisation synchronization reconstruction
    construction electrification cable""".split()
)
_BUILDINGS = frozenset(
    """bridge dam port airport road highway terminal refinery plant reactor school hospital warehouse factory route
    line link network complex center centre rail base stadium""".split()
)
_WORKS = _LINES | _BUILDINGS
_MAKING = frozenset(
    """build construct rebuild restore launch finance fund complete inaugurate develop expand upgrade modernise
    modernize erect reconstruct establish renovate announce plan""".split()
)
_GENERAL = frozenset("partnership plan committee forum platform coalition dialogue program programme".split())
_FOUNDING = frozenset(
    """launch establish sign announce form create conclude found unveil inaugurate agree set implement fund finance
    run""".split()
)
_MAKING_NOUNS = frozenset(
    """construction reconstruction establishment launch creation development building expansion completion opening
    implementation financing funding""".split()
)
_GIVING = frozenset(
    """commit provide pledge give disburse allocate donate contribute lend grant invest offer earmark promise""".split()
)
_KNOWN = ("actor.state", "actor.organisation", "actor.seat")  # of parties that make it more than a domestic matter
_SUPPLYING = frozenset("supply deliver arm equip train lend donate".split())
_AGREEING = frozenset("agree pledge promise commit undertake".split())
# What parties agree to do and have not thereby undertaken anything.
_TALKING = frozenset(
    """meet stay remain continue keep hold discuss consult coordinate work maintain speak engage talk visit resume
    be have take consider explore support cooperate begin start strengthen deepen""".split()
)
_PROMISING = frozenset("pledge promise offer earmark".split())
_SCALES = frozenset("thousand million billion trillion".split())
_AGENTS = frozenset(
    "company firm bank contractor investor engineer builder government official authority ministry".split()
)
_UNDERTAKINGS = frozenset(
    """project programme program initiative partnership dialogue plan platform committee coalition mechanism
    pilot drill drills exercise exercises forum hotline""".split()
)
_SUMS = frozenset(
    "assistance aid loan loans fund funds funding grant grants investment investments package support credit".split()
)
_NOUNS = _ACTS | _WORKS | _UNDERTAKINGS | _SUMS
_VERBS = frozenset(
    """sign build construct launch establish finance fund implement ratify conclude finalise finalize initial
    ink cement create inaugurate open complete develop provide pledge announce lend disburse invest deliver
    sell supply buy join extend expand endorse advance reach enter agree set form""".split()
)
_DONE = frozenset("""sign ratify conclude complete inaugurate ink initial cement reach enter form""".split())
_NOT_PROJECTS = frozenset(
    """peace ceasefire truce ceasefires sanctions political military-political hostage election campaign""".split()
)
_PROPOSED = frozenset(
    """propose proposed suggest suggested possible potential proposal discuss discussed consider""".split()
)
_MONEY = re.compile(
    r"(?:(?:US|A|C|HK)?[$€£¥])\s?\d[\d.,]*(?:\s?(?:thousand|million|billion|trillion|bn|m|tn)\b)?",
    re.IGNORECASE,
)

_OF_BUILDINGS = (ProjectKind.ENERGY, ProjectKind.MILITARY, ProjectKind.TRANSPORT)


@dataclass(frozen=True)
class Undertaking:
    """One project as found: figures in place of ids."""

    name: str
    kind: ProjectKind
    parties: tuple[Figure, ...]
    status: ProjectStatus
    evidence: Span
    rule: str
    amount: str | None


class ProjectFinder:
    """Finds the projects of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def find(self) -> list[Undertaking]:
        """All projects in reading order, each once: the first mention, or the one that tells more parties."""
        found: list[Undertaking] = []
        for token in itertools.chain.from_iterable(self._cast.document.sentences):
            undertaking = self._read(token)
            if undertaking is None:
                continue
            known = next((u for u in found if _is_same(undertaking, u)), None)
            if known is None:
                found.append(undertaking)
            elif set(map(id, known.parties)) < set(map(id, undertaking.parties)):
                found[found.index(known)] = undertaking
        return found

    @reads("project", "act", "sum", "works")
    def _read(self, noun: Token) -> Undertaking | None:
        """Read the agreement, works, programme or sum that a noun names, or else what is given or supplied."""
        lemma = noun.lemma_.lower()
        if lemma in _SCALES or noun.pos_ == "NUM":
            return self._sum(noun)
        if noun.pos_ == "VERB" and lemma in _SUPPLYING:
            return self._supply(noun)
        if noun.pos_ == "VERB" and lemma in _AGREEING:
            return self._agreed(noun)
        if noun.pos_ not in ("NOUN", "PROPN") or lemma not in _NOUNS or noun.dep_ == "compound":
            return None
        span = _phrase(noun)
        words = self._cast.document.prose[slice(*span)]
        if {w.lower() for w in words.split()} & _NOT_PROJECTS:
            return None
        amount = _MONEY.search(words)
        named = self._named_within(noun)
        if not self._is_concrete(noun, lemma, words, named, amount is not None):
            return None
        itself = self._cast.named_at(noun)
        parties = [f for f in distinct([*named, *self._undertakers(noun)]) if f is not itself]
        if not parties or (len(parties) < 2 and parties[0].rule not in _KNOWN):
            return None
        kind = _kind_of_act(noun) if lemma in _ACTS else _kind(words, lemma)
        return Undertaking(
            _name(words), kind, tuple(parties), self._status(noun, lemma), self._evidence(noun, span),
            f"project.{'act' if lemma in _ACTS else 'sum' if lemma in _SUMS else 'works'}",
            amount[0] if amount else None,
        )  # fmt: skip

    @reads("project", "given")
    def _sum(self, number: Token) -> Undertaking | None:
        """Read what is given by its amount alone: "has committed | $7 billion in food assistance to Africa"."""
        verb = number.head
        if number.dep_ not in ("dobj", "nsubjpass") or verb.lemma_ not in _GIVING:
            return None
        span = number.left_edge.idx, number.right_edge.idx + len(number.right_edge)
        words = self._cast.document.prose[slice(*span)]
        amount = _MONEY.search(words)
        parties = distinct([*self._undertakers(number), *self._named_within(number)])
        if amount is None or not parties:
            return None
        is_to_come = verb.lemma_ in _PROMISING or is_future(number)
        status = ProjectStatus.PLANNED if is_to_come else ProjectStatus.UNDERWAY
        return Undertaking(
            _name(words), _kind(number.sent.text, ""), tuple(parties), status, span, "project.given", amount[0]
        )

    @reads("project", "supplied")
    def _supply(self, verb: Token) -> Undertaking | None:
        """Read what one state delivers to another: "intends to | supply | Mali with helicopters"."""
        chain = [verb, *itertools.takewhile(is_verb, verb.ancestors)]
        givers = (list(self._acting(node)) for node in chain if node is verb or node.dep_ != "ccomp")
        giver = next((found for found in givers if found), [])
        objects = [*children(verb, "dobj", "dative", "nsubjpass"), *objects_of(verb, ("to", "for"))]
        taker = [f for o in objects for f in self._states_of(o) if f.type is ActorType.STATE and f not in giver]
        if not taker or not any(f.type is ActorType.STATE for f in giver):
            return None
        span = verb.idx, end_of(verb.right_edge)
        words = self._cast.document.prose[slice(*span)]
        status = ProjectStatus.PLANNED if is_future(verb) else ProjectStatus.UNDERWAY
        amount = _MONEY.search(words)
        return Undertaking(
            _name(words), _kind(words, ""), tuple(distinct([*giver, *taker])), status, span, "project.supplied",
            amount[0] if amount else None,
        )  # fmt: skip

    @reads("project", "agreed")
    def _agreed(self, verb: Token) -> Undertaking | None:
        """Read what states agree or promise one another to do: "agreed to | open a consulate", "to help X build Y"."""
        deed = next((t for t in children(verb, "xcomp", "ccomp") if t.tag_ == "VB" and has_child(t, ("to",))), None)
        if deed is None or deed.lemma_ in _TALKING or is_negated(verb) or child(deed, "dobj", "ccomp") is None:
            return None
        doers = [f for f in self._acting(verb) if f.rule in _KNOWN]
        takers = [f for t in children(deed, "dobj", "ccomp", "dative") for f in self._states_of(t)]
        takers += [f for c in children(deed, "ccomp") for t in children(c, "nsubj") for f in self._states_of(t)]
        parties = distinct([*doers, *(f for f in takers if f.type is ActorType.STATE)])
        if not doers or len([f for f in parties if f.type is ActorType.STATE]) < 2:
            return None
        span = verb.idx, end_of(verb.right_edge)
        words = self._cast.document.prose[slice(deed.idx, end_of(deed.right_edge))]
        return Undertaking(
            _name(words), _kind(words, ""), tuple(parties), ProjectStatus.PLANNED, span, "project.agreed", None
        )

    def _acting(self, verb: Token) -> Iterator[Figure]:
        """The states and bodies that do what the verb says."""
        for doer in children(verb, "nsubj", "agent"):
            yield from self._states_of(doer)

    def _is_concrete(self, noun: Token, lemma: str, words: str, named: list[Figure], costed: bool) -> bool:
        """Whether the words name one undertaking rather than a kind: by parties, a proper name, a price or a verb."""
        is_enacted = _is_object_of(noun, _VERBS, directly=False)
        is_named = noun.is_title and self._has_proper_name(noun)
        if lemma in _SUMS:
            if lemma == "support" and not costed and not has_child(noun, FIELDS):
                return False  # one supports a bid or an ally in words
            is_given = len(named) > 1 and has_child(noun, ("to", "for"))  # "continued | US | aid to | Israel"
            return costed or is_given or (is_enacted and bool(named))
        if lemma in _ACTS:
            return is_enacted or bool(named) or is_named
        if lemma in _BUILDINGS:  # an embassy or a bridge that stands is no undertaking
            is_between = len(named) > 1 and has_child(noun, ("between",))
            return is_between or _is_made(noun) or _is_object_of(noun, _MAKING)
        if lemma in _GENERAL and not (is_named and lemma != "committee"):
            is_new = len(named) > 1 and (has_child(noun, ("new",)) or _is_in_a_field(noun))
            return is_new or _is_made(noun) or _is_object_of(noun, _FOUNDING)
        return is_named or (is_enacted and len(words.split()) > 2) or len(named) > 1

    def _has_proper_name(self, noun: Token) -> bool:
        proper = (t for t in noun.subtree if t.is_title and t.pos_ == "PROPN" and self._cast.named_at(t) is None)
        return len(list(proper)) > 1

    def _named_within(self, noun: Token) -> list[Figure]:
        """States and organisations that the noun phrase names: "between Turkey and Libya", "the US-PNG agreement"."""
        found = []
        for token in noun.subtree:
            if token.sent != noun.sent:
                continue
            name = self._cast.names.at(token)
            figure = self._cast.named_at(token)
            if name is not None and name.kind is NameKind.ADJECTIVE:
                figure = self._cast.state_behind(name)
            if figure is not None and figure.type is not ActorType.PERSON and not figure.outlet:
                found.append(figure)
        return found

    def _undertakers(self, noun: Token) -> Iterator[Figure]:
        """Who does it: the subjects of the verb over the noun, and whoever it is done with or for, as states."""
        verb = _verb_over(noun)
        if verb is None:
            return
        for node in (verb, *([verb.head] if verb.dep_ in ("xcomp", "conj") else [])):
            for part in node.children:
                if part.dep_ in ("nsubj", "agent", "dative"):
                    yield from self._states_of(part)
                elif part.dep_ == "prep" and part.lower_ in ("with", "to", "for", "by", "between"):
                    for below in part.children:
                        yield from self._states_of(below)

    def _states_of(self, token: Token) -> Iterator[Figure]:
        targets = [c for c in token.children if c.dep_ == "pobj"] if token.dep_ == "agent" else [token]
        for target in targets:
            for figure in self._resolver.resolve(target):
                if figure.type is not ActorType.PERSON:
                    if not figure.outlet:
                        yield figure
                elif figure.of is not None and (state := self._cast.named(figure.of)) is not None:
                    yield state
            owner = self._resolver.owner_of(target) if target.lemma_.lower() in _AGENTS else None
            if owner is not None and (behind := self._cast.state_behind(owner)) is not None:
                yield behind

    def _status(self, noun: Token, lemma: str) -> ProjectStatus:
        verb = _verb_over(noun)
        around = {t.lower_ for t in noun.lefts} | ({verb.lemma_, verb.lower_} if verb is not None else set())
        if around & _PROPOSED:
            return ProjectStatus.PROPOSED
        if is_future(noun):
            return ProjectStatus.PLANNED
        if lemma in _ACTS or around & _DONE:
            return ProjectStatus.COMPLETED
        if verb is not None and verb.lemma_ in ("announce", "pledge", "agree", "establish"):
            return ProjectStatus.PLANNED
        return ProjectStatus.UNDERWAY

    def _evidence(self, noun: Token, span: Span) -> Span:
        """The noun phrase, with the verb where it is the verb's object: "signed | a memorandum of understanding"."""
        verb = _verb_over(noun)
        if verb is not None and noun.dep_ == "dobj" and verb.lemma_ in _VERBS and verb.idx < span[0]:
            return verb.idx, span[1]
        return span


def _is_in_a_field(noun: Token) -> bool:
    """Whether it binds two in one matter: "the | defence | partnership between Russia and Iran"."""
    return has_child(noun, ("between", "with")) and has_child(noun, FIELDS)


def _is_made(noun: Token) -> bool:
    """Whether a noun of making leads to it: "the establishment of | a platform"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _MAKING_NOUNS


def _is_object_of(noun: Token, verbs: frozenset[str], directly: bool = True) -> bool:
    """Whether one of the verbs governs the noun, or has it as what it makes: "a school | was built"."""
    verb = _verb_over(noun)
    if verb is None or verb.lemma_ not in verbs:
        return False
    return not directly or noun.dep_ in ("dobj", "nsubjpass", "appos")


def _verb_over(noun: Token) -> Token | None:
    """The verb that the noun depends on, through prepositions and nouns."""
    node = noun
    for _ in range(4):
        if node.head == node:
            return None
        node = node.head
        if node.pos_ == "VERB":
            return node
    return None


def _phrase(noun: Token) -> Span:
    """The noun with what describes it, without relative clauses; with the sum before it: "$40 million in | aid"."""
    left, right = noun.left_edge, noun
    if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "of") and noun.head.head.pos_ in ("NUM", "SYM"):
        left = noun.head.head.left_edge
    for part in noun.children:
        if part.i > noun.i and part.dep_ in ("prep", "acl", "nmod", "compound"):
            right = part.right_edge
    if right.i - left.i > 30:
        right = noun
    return left.idx, right.idx + len(right)


def _name(words: str) -> str:
    """The words without article and beyond what fits a label."""
    bare = re.sub(
        r"^(?:the|a|an|its|their|his|her|our|this|that|new|recent)\s+",
        "",
        " ".join(words.split()),
        flags=re.IGNORECASE,
    )
    short = " ".join(bare.split()[:14]).rstrip(",;")
    return short[:1].upper() + short[1:]


def _kind_of_act(noun: Token) -> ProjectKind:
    """The kind of an agreement: "a | trade | deal", "a memorandum | on energy"; else it is just an agreement."""
    before = {t.lower_ for t in noun.doc[noun.left_edge.i : noun.i]}
    topics = (t for t in noun.subtree if t.lower_ == "on" and t.dep_ == "prep" and _verb_over(t) == _verb_over(noun))
    return kind_of_agreement(before, {below.lower_ for topic in topics for below in topic.subtree})


def _kind(words: str, lemma: str) -> ProjectKind:
    told = kind_told(words)
    if lemma in _BUILDINGS:
        return told if told in _OF_BUILDINGS else ProjectKind.INFRASTRUCTURE
    if told is None and lemma in ("aid", "assistance"):
        return ProjectKind.HUMANITARIAN
    return told or (ProjectKind.INFRASTRUCTURE if lemma in _LINES else ProjectKind.OTHER)


def _is_same(one: Undertaking, other: Undertaking) -> bool:
    """Whether two mentions share words of the text, or the name of one says all that the other's does."""
    if other.evidence[0] < one.evidence[1] and one.evidence[0] < other.evidence[1]:
        return True
    mine, theirs = _significant(one.name), _significant(other.name)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _significant(name: str) -> frozenset[str]:
    return frozenset(
        w for w in re.findall(r"[a-z]{4,}", name.lower()) if w not in ("with", "between", "from", "that", "which")
    )
