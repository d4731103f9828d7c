"""Projects told by verbs alone: what is given, supplied, or agreed to be done."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import child, children, end_of, has_child, is_negated, is_verb, objects_of
from kg.extraction.cast import distinct
from kg.extraction.circumstances import is_future
from kg.extraction.matters import kind_told
from kg.extraction.project_parties import Parties, is_known
from kg.extraction.rulebook import reads
from kg.extraction.undertakings import Undertaking, amount_in, name_for
from kg.records import ActorType, ProjectKind, ProjectStatus

_GIVING = frozenset(
    """commit provide pledge give disburse allocate donate contribute lend grant invest offer earmark promise""".split()
)
_PROMISING = frozenset("pledge promise offer earmark".split())
_SUPPLYING = frozenset("supply deliver arm equip train lend donate".split())
_AGREEING = frozenset("agree pledge promise commit undertake".split())
# What parties agree to do and have not thereby undertaken anything.
_TALKING = frozenset(
    """meet stay remain continue keep hold discuss consult coordinate work maintain speak engage talk visit resume
    be have take consider explore support cooperate begin start strengthen deepen""".split()
)
_SCALES = frozenset("thousand million billion trillion".split())


class DeedReader:
    """Reads the projects of one article that no noun names."""

    def __init__(self, document: Document, parties: Parties) -> None:
        self._document = document
        self._parties = parties

    def read(self, token: Token) -> Undertaking | None:
        """Read what the token tells as given, supplied or agreed, if it does."""
        lemma = token.lemma_.lower()
        if lemma in _SCALES or token.pos_ == "NUM":
            return self._given(token)
        if token.pos_ == "VERB" and lemma in _SUPPLYING:
            return self._supplied(token)
        if token.pos_ == "VERB" and lemma in _AGREEING:
            return self._agreed(token)
        return None

    @reads("project", "given")
    def _given(self, number: Token) -> Undertaking | None:
        """Read what is given by its amount alone: "has committed | $7 billion in food assistance to Africa"."""
        verb = number.head
        if number.dep_ not in ("dobj", "nsubjpass") or verb.lemma_ not in _GIVING:
            return None
        span = number.left_edge.idx, end_of(number.right_edge)
        words = self._document.prose[slice(*span)]
        amount = amount_in(words)
        parties = distinct([*self._parties.undertaking(number), *self._parties.within(number)])
        if amount is None or not parties:
            return None
        is_to_come = verb.lemma_ in _PROMISING or is_future(number)
        status = ProjectStatus.PLANNED if is_to_come else ProjectStatus.UNDERWAY
        kind = kind_told(number.sent.text) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, tuple(parties), status, span, "project.given", amount)

    @reads("project", "supplied")
    def _supplied(self, verb: Token) -> Undertaking | None:
        """Read what one state delivers to another: "intends to | supply | Mali with helicopters"."""
        chain = [verb, *itertools.takewhile(is_verb, verb.ancestors)]
        givers = (list(self._parties.acting(node)) for node in chain if node is verb or node.dep_ != "ccomp")
        giver = next((found for found in givers if found), [])
        objects = [*children(verb, "dobj", "dative", "nsubjpass"), *objects_of(verb, ("to", "for"))]
        named = (f for o in objects for f in self._parties.behind(o))
        taker = [f for f in named if f.type is ActorType.STATE and f not in giver]
        if not taker or not any(f.type is ActorType.STATE for f in giver):
            return None
        span = verb.idx, end_of(verb.right_edge)
        words = self._document.prose[slice(*span)]
        status = ProjectStatus.PLANNED if is_future(verb) else ProjectStatus.UNDERWAY
        parties = tuple(distinct([*giver, *taker]))
        kind = kind_told(words) or ProjectKind.OTHER
        return Undertaking(name_for(words), kind, parties, status, span, "project.supplied", amount_in(words))

    @reads("project", "agreed")
    def _agreed(self, verb: Token) -> Undertaking | None:
        """Read what states agree or promise one another to do: "agreed to | open a consulate", "to help X build Y"."""
        deed = next((t for t in children(verb, "xcomp", "ccomp") if t.tag_ == "VB" and has_child(t, ("to",))), None)
        if deed is None or deed.lemma_ in _TALKING or is_negated(verb) or child(deed, "dobj", "ccomp") is None:
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
