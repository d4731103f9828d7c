"""How far a project has come: proposed, planned, underway or completed, by its verb, its words and the tense."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import children, has_child, is_negated
from kg.extraction.circumstances import is_future
from kg.extraction.project_parties import verb_above
from kg.records import ProjectStatus

_DONE = frozenset("sign ratify conclude complete inaugurate ink initial cement reach enter form".split())
_TO_COME = frozenset("announce pledge agree".split())
_PROPOSED = frozenset("proposed suggested possible potential prospective draft".split())
_WEIGHING = frozenset("propose suggest discuss consider mull negotiate seek reject".split())
_DROPPING = frozenset("cancel scrap drop shelve abandon terminate suspend axe halt freeze".split())
_SUBORDINATE = frozenset("xcomp ccomp acl dobj".split())
_REFUSING = frozenset("deny refuse fail decline".split())
_MODALS = frozenset("can could may might should must".split())
_DEFINITE = frozenset("the this that these those its their his her our".split())


def status_of(noun: Token, is_act: bool) -> ProjectStatus:
    """The status of what the noun names; an agreement is completed unless the words say that it is to come."""
    verb = verb_above(noun)
    if verb is not None and verb.lemma_ in _DROPPING and noun.head == verb:
        return ProjectStatus.UNKNOWN
    if _is_proposed(noun, verb):
        return ProjectStatus.PROPOSED
    if is_future(noun):
        return ProjectStatus.PLANNED
    if is_act and verb is not None and verb.tag_ == "VBG" and has_child(verb, ("is", "are")):
        return ProjectStatus.PLANNED  # "are | finalising | a currency agreement"
    if is_act or (verb is not None and not _DONE.isdisjoint((verb.lemma_, verb.lower_))):
        return ProjectStatus.COMPLETED
    is_aim = verb is not None and verb.tag_ == "VB" and verb.dep_ != "xcomp"  # "the decision to | establish a forum"
    if verb is not None and (verb.lemma_ in _TO_COME or is_aim):
        return ProjectStatus.PLANNED
    return ProjectStatus.UNDERWAY


def _is_proposed(noun: Token, verb: Token | None) -> bool:
    """Whether it is only talked of: "a | possible | deal", "are | considering | a pipeline", "push to get | a pact"."""
    if any(t.lower_ in _PROPOSED for t in noun.lefts):
        return True
    if verb is not None and noun.head == verb and is_denied(verb):
        return True  # "has not ratified | the treaty"
    if is_definite(noun):
        return False  # what is discussed may long exist: "discussed | the defence partnership"
    if has_child(noun, ("no", "any")) or noun.head.lower_ == "without":
        return True
    return verb is not None and (verb.lemma_ in _WEIGHING or (noun.head == verb and _is_unreal(verb)))


def _is_unreal(verb: Token) -> bool:
    """Whether the verb tells no fact: "could provide", "a push to get"."""
    return is_possible(verb) or (verb.tag_ == "VB" and verb.dep_ not in ("xcomp", "ROOT") and has_child(verb, ("to",)))


def is_denied(verb: Token) -> bool:
    """Whether it is told as not done: "did not | sign", "refused to | finance", "denied plans to | build"."""
    node = verb
    while not (is_negated(node) or node.lemma_ in _REFUSING):
        if node.dep_ not in _SUBORDINATE:
            return False  # "did not come but | signed": each for itself
        node = node.head
    return True


def is_possible(verb: Token) -> bool:
    """Whether it may be done or not: "could | provide"."""
    return any(t.lower_ in _MODALS for t in children(verb, "aux"))


def is_definite(noun: Token) -> bool:
    """Whether the words take it for known: "the | Lobito Corridor", "France's | loan", a proper name."""
    return noun.pos_ == "PROPN" or any(t.lower_ in _DEFINITE or t.dep_ == "poss" for t in noun.lefts)
