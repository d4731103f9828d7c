"""Guests and hosts: who is meant by "the visiting minister", "his guest", "her host"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.analysis.syntax import children, has_child, objects_of
from kg.extraction.actors.antecedents import Resolve
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.records import ActorType

_GUESTS = frozenset("guest visitor".split())
_RECEIVING = frozenset("receive host welcome greet".split())
_COMING = frozenset("arrive visit travel fly land come head".split())
_OF_ONE = frozenset("the his her".split())


def is_guest(noun: Token) -> bool:
    """Whether the noun means a guest told of before: "the | visiting | minister", "his | guest |"."""
    is_called_so = noun.lower_ in _GUESTS or has_child(noun, ("visiting",))
    return is_called_so and noun.tag_ == "NN" and has_child(noun, _OF_ONE)


def is_host(noun: Token) -> bool:
    """Whether the noun means whoever received somebody: "his | host |", but not "the host" of a show or of games."""
    return noun.lower_ == "host" and noun.tag_ == "NN" and has_child(noun, ("his", "her"))


class Guests:
    """Tells guests and hosts apart by who was last told to come to or to receive whom."""

    def __init__(self, cast: Cast, resolve: Resolve) -> None:
        self._cast = cast
        self._resolve = resolve

    def guest(self, noun: Token) -> tuple[Figure, ...]:
        """The person who came or was received last before the noun."""
        return next((guests for guests, _ in self._visits(noun) if guests), ())

    def host(self, noun: Token) -> tuple[Figure, ...]:
        """The person who received somebody last before the noun, or with whom the visitor came to talk."""
        return next((hosts for _, hosts in self._visits(noun) if hosts), ())

    def _visits(self, noun: Token) -> Iterator[tuple[tuple[Figure, ...], tuple[Figure, ...]]]:
        """Guest and host of each visit told before, the last one first; neither if they are several."""
        for sentence in reversed([s for s in self._cast.document.sentences if s.start <= noun.i]):
            for verb in reversed([t for t in sentence if t.i < noun.i and t.lemma_ in _RECEIVING | _COMING]):
                subjects = self._person(*children(verb, "nsubj"))
                if verb.lemma_ in _COMING:
                    yield subjects, self._person(*(t for t in verb.subtree if t.dep_ == "pobj" and t.i < noun.i))
                else:
                    hosts = subjects or self._person(*objects_of(verb, ("by",)))
                    yield self._person(*children(verb, "dobj", "nsubjpass")), hosts

    def _person(self, *nouns: Token) -> tuple[Figure, ...]:
        found = distinct(f for noun in nouns for f in self._resolve(noun) if f.type is ActorType.PERSON)
        return tuple(found) if len(found) == 1 else ()
