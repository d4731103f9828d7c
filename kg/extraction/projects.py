"""Projects: agreements, works, programmes and pledged sums that states or organisations carry or receive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.circumstances import is_future
from kg.extraction.coreference import Resolver
from kg.extraction.names import NameKind
from kg.records import ActorType, ProjectKind, ProjectStatus, Span

_ACTS = frozenset("""agreement deal memorandum mou treaty pact accord contract declaration arrangement""".split())
_WORKS = frozenset(
    """pipeline railway rail corridor bridge dam port airport road highway grid interconnector terminal
    refinery plant reactor school hospital warehouse factory route cable synchronisation synchronization
    reconstruction construction electrification line link network canal complex center centre embassy""".split()
)
_UNDERTAKINGS = frozenset(
    """project programme program initiative partnership dialogue plan platform committee coalition mechanism
    pilot drill drills exercise exercises forum hotline""".split()
)
_SUMS = frozenset(
    "assistance aid loan loans fund funds funding grant grants investment investments package support credit".split()
)
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

_KINDS: tuple[tuple[ProjectKind, str], ...] = (
    (ProjectKind.ENERGY, "energy gas oil pipeline power electric electricity electrification grid nuclear solar wind "
                         "reactor refinery petrochemical climate hydrogen interconnector drilling"),
    (ProjectKind.MILITARY, "military defence defense security arms weapons naval troops army missile drill drills "
                           "exercise exercises submarine submarines"),
    (ProjectKind.HUMANITARIAN, "humanitarian aid relief food vaccine vaccines refugee refugees health disaster"),
    (ProjectKind.TRANSPORT, "transport rail railway corridor road route highway airport port flights communication "
                            "links"),
    (ProjectKind.TRADE, "trade investment investments tariff market business minerals economic"),
    (ProjectKind.CULTURE, "cultural culture education school university exchange language museum"),
    (ProjectKind.INFRASTRUCTURE, "infrastructure reconstruction construction bridge dam hospital belt broadband"),
)  # fmt: skip


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
        """All projects in reading order; a later mention of the same name or the same words is passed over."""
        found: list[Undertaking] = []
        for sentence in self._cast.document.sentences:
            for token in sentence:
                undertaking = self._read(token)
                if undertaking is not None and not _is_repeat(undertaking, found):
                    found.append(undertaking)
        return found

    def _read(self, noun: Token) -> Undertaking | None:
        lemma = noun.lemma_.lower()
        if (
            noun.pos_ not in ("NOUN", "PROPN")
            or lemma not in _ACTS | _WORKS | _UNDERTAKINGS | _SUMS
            or noun.dep_ == "compound"
        ):
            return None
        span = _phrase(noun)
        words = self._cast.document.prose[slice(*span)]
        if {w.lower() for w in words.split()} & _NOT_PROJECTS:
            return None
        amount = _MONEY.search(words)
        named = self._named_within(noun)
        if not self._is_concrete(noun, lemma, words, named, amount is not None):
            return None
        parties = distinct([*named, *self._undertakers(noun)])
        if not parties:
            return None
        evidence = self._evidence(noun, span)
        return Undertaking(
            _name(words), _kind(words, lemma), tuple(parties), self._status(noun, lemma), evidence,
            f"project.{'act' if lemma in _ACTS else 'sum' if lemma in _SUMS else 'works'}",
            amount[0] if amount else None,
        )  # fmt: skip

    def _is_concrete(self, noun: Token, lemma: str, words: str, named: list[Figure], costed: bool) -> bool:
        """Whether the words name one undertaking rather than a kind: by parties, a proper name, a price or a verb."""
        verb = _verb_over(noun)
        enacted = verb is not None and verb.lemma_ in _VERBS
        proper = (
            sum(1 for t in noun.subtree if t.is_title and t.pos_ == "PROPN" and self._cast.named_at(t) is None) >= 2
        )
        if lemma in _SUMS:
            return costed or (enacted and len(named) > 0)
        if lemma in _ACTS:
            return enacted or len(named) > 1 or (proper and noun.is_title)
        return (proper and noun.is_title) or (enacted and len(words.split()) > 2) or len(named) > 1

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
            for child in node.children:
                if child.dep_ in ("nsubj", "agent", "dative"):
                    yield from self._states_of(child)
                elif child.dep_ == "prep" and child.lower_ in ("with", "to", "for", "by", "between"):
                    for below in child.children:
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
    for child in noun.children:
        if child.i > noun.i and child.dep_ in ("prep", "acl", "nmod", "compound"):
            right = child.right_edge
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


def _kind(words: str, lemma: str) -> ProjectKind:
    present = set(re.findall(r"[a-z]+", words.lower()))
    for kind, keywords in _KINDS:
        if present & set(keywords.split()):
            return kind
    if lemma in _ACTS:
        return ProjectKind.AGREEMENT
    return ProjectKind.INFRASTRUCTURE if lemma in _WORKS else ProjectKind.OTHER


def _is_repeat(undertaking: Undertaking, found: Iterable[Undertaking]) -> bool:
    start, end = undertaking.evidence
    mine = _significant(undertaking.name)
    for other in found:
        if other.evidence[0] < end and start < other.evidence[1]:
            return True
        theirs = _significant(other.name)
        if mine and theirs and (mine <= theirs or theirs <= mine):
            return True
    return False


def _significant(name: str) -> frozenset[str]:
    return frozenset(
        w for w in re.findall(r"[a-z]{4,}", name.lower()) if w not in ("with", "between", "from", "that", "which")
    )
