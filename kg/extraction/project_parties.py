"""Who carries or receives a project: the states and bodies that its words and the verb over them name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, objects_of
from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.coreference import Resolver
from kg.extraction.names import Name, NameKind
from kg.records import ActorType
from kg.reference import Organisation

_KNOWN = ("actor.state", "actor.organisation", "actor.seat")
_AGENTS = frozenset(
    """company firm bank contractor investor engineer builder government official authority ministry
    force army military troop""".split()
)
_TAKING_PART = ("with", "to", "for", "by", "between")
_ABOUT = frozenset("on at about along against during over under after before since despite through".split())
_HELPING = frozenset("help support assist aid arm give provide supply".split())
_DEPTH = 4


def verb_above(noun: Token) -> Token | None:
    """The verb that the noun depends on, through prepositions and nouns."""
    node = noun
    for _ in range(_DEPTH):
        if node.head == node:
            return None
        node = node.head
        if node.pos_ == "VERB":
            return node
        if node.pos_ == "AUX" and child(node, *SUBJECTS) is not None:
            return None  # "they signed, but the pact | was | vague"
    return None


def is_known(figure: Figure) -> bool:
    """Whether it is a state, or a body of the reference tables, and so makes it more than a domestic matter."""
    return figure.rule in _KNOWN


def _has_part(token: Token, noun: Token) -> bool:
    """Whether what the token names has a part in what the noun names: the nearest word that links it there tells.

    "A deal on gas | between | Iran and Iraq", but not "a deal | on | Iraq" nor "a plan to | attack | Iraq".
    """
    node = token
    while node != noun:
        if node.dep_ == "pobj":
            return node.head.lower_ not in _ABOUT
        if node.dep_ == "dobj":
            return node.head.lemma_ in _HELPING
        if node.dep_ in SUBJECTS:
            return True
        node = node.head
    return True


class Parties:
    """Finds the parties of the projects of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def within(self, noun: Token) -> list[Figure]:
        """States and organisations that the noun phrase names: "between Turkey and Libya", "the US-PNG agreement"."""
        tokens = [t for t in noun.subtree if t.sent == noun.sent and _has_part(t, noun)]
        return [figure for token in tokens for figure in self.named_at(token)]

    def named_at(self, token: Token) -> list[Figure]:
        """Whom the token names, by an adjective too, and by each part of "U.S.-Philippines"."""
        name, figure = self._cast.names.at(token), self._cast.named_at(token)
        if name is not None and name.kind is NameKind.ADJECTIVE:
            figure = self._cast.state_behind(name)
        elif name is not None and name.kind is NameKind.CAPITAL and token.dep_ == "compound":
            return []  # where it was made: "the | Pretoria | agreement"
        if figure is None:
            return self._cast.joined_at(token)
        return [figure] if figure.type is not ActorType.PERSON and not figure.outlet else []

    def of(self, noun: Token) -> list[Figure]:
        """All parties: those that the phrase names, and those that undertake it."""
        itself = self._cast.named_at(noun)
        return [f for f in distinct([*self.within(noun), *self.undertaking(noun)]) if f is not itself]

    def undertaking(self, noun: Token) -> Iterator[Figure]:
        """Who does it: the subjects of the verb over the noun, and whoever it is done with or for, as states."""
        verb = verb_above(noun)
        if verb is None:
            return
        for node in (verb, *([verb.head] if verb.dep_ in ("xcomp", "conj") else [])):
            for part in node.children:
                if part.dep_ in ("nsubj", "agent", "dative"):
                    yield from self.behind(part)
                elif part.dep_ == "prep" and part.lower_ in _TAKING_PART:
                    for below in part.children:
                        yield from self.behind(below)
        yield from self._intending(verb)

    def cross_borders(self, noun: Token, parties: Sequence[Figure]) -> bool:
        """Whether it is more than one state's own affair: by its parties, or by who else the sentence or news names."""
        sides = {f.of or f.name for f in parties if is_known(f)}
        if self._is_foreign or len(sides) > 1 or not sides.isdisjoint(self._unions):
            return True
        named = (self._cast.names.at(token) for token in noun.sent)
        return any(self._side(name) not in sides for name in named if name is not None)

    @cached_property
    def _unions(self) -> frozenset[str]:
        """The organisations of several states: what they do is no state's own affair."""
        return frozenset(
            n.entry.name for n in self._cast.names if isinstance(n.entry, Organisation) and not n.entry.state
        )

    @cached_property
    def _is_foreign(self) -> bool:
        """Whether the article is on more than one state: others than the one named most are named twice and more."""
        states = Counter(filter(None, (self._cast.name_of_state_at(name) for name in self._cast.names)))
        return states.total() - max(states.values(), default=0) > 1

    def _side(self, name: Name) -> str:
        return self._cast.name_of_state_at(name) or name.entry.name

    def acting(self, verb: Token) -> Iterator[Figure]:
        """The states and bodies that do what the verb says."""
        for doer in children(verb, "nsubj", "agent"):
            yield from self.behind(doer)
        yield from self._intending(verb)

    def _intending(self, verb: Token) -> Iterator[Figure]:
        """Whose intention the verb tells: "the commitment of | the United States | to provide"."""
        if verb.dep_ == "acl" and verb.tag_ == "VB":
            for owner in (*children(verb.head, "poss"), *objects_of(verb.head, ("of", "by"))):
                yield from self.behind(owner)

    def behind(self, token: Token) -> Iterator[Figure]:
        """The states and bodies that a phrase means; for a person the state or body whose office it is."""
        targets = children(token, "pobj") if token.dep_ == "agent" else iter((token,))
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
