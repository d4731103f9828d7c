"""Projects: agreements, works, programmes and pledged sums that states or organisations carry or receive."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from kg.analysis.sums import amount_in
from kg.analysis.syntax import SUBJECTS, child, is_verb
from kg.extraction.actors.cast import Cast, distinct
from kg.extraction.actors.coreference import Resolver
from kg.extraction.projects.contractors import find_contractors
from kg.extraction.projects.deeds import DeedReader
from kg.extraction.projects.known import KnownProjects
from kg.extraction.projects.nouns import Signs, is_concrete, is_enacted, kind_of, taken_up
from kg.extraction.projects.parties import Parties, is_known, verb_above
from kg.extraction.projects.status import is_denied, is_within_reach, status_of
from kg.extraction.projects.undertakings import Undertaking, name_for, phrase_of
from kg.extraction.projects.words import (
    ACTS,
    BUILDINGS,
    GENERAL,
    LINES,
    SERVICES,
    SUMS,
    head_of,
    is_means,
    is_other_matter,
    is_target,
    may_name_project,
)
from kg.extraction.rulebook import reads
from kg.records import ActorType, Span


class ProjectFinder:
    """Finds the projects of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        for start, end in list(find_contractors(cast)):
            cast.organisation_at(start, end)
        self._parties = Parties(cast, resolver)
        self._known = KnownProjects(cast)
        self._deeds = DeedReader(cast.document, self._parties)

    def find(self) -> list[Undertaking]:
        """All projects in reading order, each once: the first mention, with the parties of the one that tells more."""
        found: list[Undertaking] = []
        for token in itertools.chain.from_iterable(self._cast.document.sentences):
            undertaking = self._known.read(token) or self._across_borders(token)
            if undertaking is None:
                continue
            known = next((u for u in found if undertaking.is_same(u) or _explains(token, u)), None)
            if known is None:
                found.append(undertaking)
            elif (fuller := known.completed_by(undertaking)) is not known:
                found[found.index(known)] = fuller
        return found

    def _across_borders(self, token: Token) -> Undertaking | None:
        """What the token names or tells, if a known state or body has a part in it and it is not its own affair."""
        undertaking = self._deeds.read(token) or self._named(token)
        if undertaking is None or not any(map(is_known, undertaking.parties)) or _is_listed(token):
            return None
        is_more = _is_with_firm(token, undertaking) or self._parties.cross_borders(token, undertaking.parties)
        return undertaking if is_more else None

    @reads("project", "act", "sum", "works")
    def _named(self, noun: Token) -> Undertaking | None:
        """Read the agreement, works, programme or sum that a noun names: "a gas deal", "a loan of $5 million"."""
        if not may_name_project(noun):
            return None
        span = phrase_of(noun)
        words = self._cast.document.prose[slice(*span)]
        if is_other_matter(words) or (head_of(noun) in BUILDINGS | LINES and is_target(noun)) or is_means(noun):
            return None
        lemma, verb, amount = head_of(noun), verb_above(noun), amount_in(words)
        is_act = lemma in ACTS
        named = self._parties.within(noun, has_host=lemma in BUILDINGS | LINES)
        parties = self._parties.of(noun, named)
        if is_act and noun.tag_ in ("NN", "NNP") and not any(map(is_known, parties)):
            parties = distinct([*self._parties.protagonists, *parties])
        is_named = noun.is_title and self._has_proper_name(noun)
        involved = len(list(filter(is_known, parties)))
        signs = Signs(len(named), involved, amount is not None, is_named, len(words.split()))
        is_domestic = is_act and len(parties) > 1 and len({f.of or f.name for f in parties}) == 1
        if is_domestic or not is_concrete(noun, signs):
            return None
        if (lemma in SUMS and verb is not None and is_denied(verb)) or (is_act and is_within_reach(noun) is False):
            return None
        rule = "act" if is_act else "sum" if lemma in SUMS else "works"
        return Undertaking(
            _name(noun, words), kind_of(noun, words), tuple(parties), status_of(noun, is_act),
            _evidence(noun, span), f"project.{rule}", amount,
        )  # fmt: skip

    def _has_proper_name(self, noun: Token) -> bool:
        proper = (t for t in noun.subtree if t.is_title and t.pos_ == "PROPN" and self._cast.named_at(t) is None)
        return len(list(proper)) > 1


def _name(noun: Token, words: str) -> str:
    """The name of what the words tell; a border by itself is no project, but its reopening is."""
    name = name_for(words)
    deed = taken_up(noun) if head_of(noun) in SERVICES and " " not in name else ""
    return f"{deed.capitalize()} of the {name.lower()}" if deed else name


def _is_with_firm(noun: Token, undertaking: Undertaking) -> bool:
    """Whether a state has agreed it with a firm or foundation that is not told to be its own."""
    states = [f.name for f in undertaking.parties if f.type is ActorType.STATE]
    firms = [f.name for f in undertaking.parties if f.rule == "actor.entity" and f.of is None]
    is_agreed = bool(states) and head_of(noun) in ACTS | GENERAL
    return is_agreed and any(not any(state in firm for state in states) for firm in firms)


def _explains(token: Token, undertaking: Undertaking) -> bool:
    """Whether the token only says in other words what a name before it is: "the Lamu corridor, a vast | project |"."""
    start, end = undertaking.evidence
    return token.dep_ == "appos" and start <= token.head.idx < end


def _is_listed(token: Token) -> bool:
    """Whether it stands in a list, as of those who took part: "- Ann Reed, Director, | White House Initiative |"."""
    return not any(is_verb(t) and child(t, *SUBJECTS) is not None for t in token.sent)


def _evidence(noun: Token, span: Span) -> Span:
    """The noun phrase, with the verb where it is the verb's object: "signed | a memorandum of understanding"."""
    verb = verb_above(noun)
    return (verb.idx, span[1]) if verb is not None and is_enacted(noun) and verb.idx < span[0] else span
