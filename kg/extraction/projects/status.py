"""How far a project has come: proposed, planned, underway or completed, by its verb, its words and the tense."""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_negated, objects_of, verb_over
from kg.extraction.projects.parties import URGING, chain_of, verb_above, wished_by
from kg.extraction.wording.circumstances import WISHING, is_future, is_past
from kg.records import ProjectStatus

_DONE = frozenset("sign ratify conclude complete inaugurate reopen hand ink initial cement reach enter form".split())
_TO_COME = frozenset("announce pledge agree".split())
_PROPOSED = frozenset("proposed suggested possible potential prospective draft".split())
_GOING_ON = frozenset("continue keep begin start help".split())
_LASTING = frozenset("dialogue forum programme program initiative platform".split())  # once opened they go on
_HOLDING = frozenset("hold conduct stage carry complete".split())
_HELD = frozenset("drill drills exercise exercises patrol".split())
_APPLYING = frozenset(
    "invoke violate breach respect honour honor uphold implement undermine observe carry fulfil keep".split()
)
_AIMING = WISHING | frozenset("aim seek expect plan intend prepare strive promise pledge vow".split())
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_AFTER = frozenset("following after since".split())
MAKING_NOUNS = frozenset(
    """construction reconstruction establishment launch creation development building expansion completion opening
    implementation financing funding modernisation modernization inauguration conclusion signing signature""".split()
)
"""Nouns for making something: "the | establishment | of a platform"."""
OFFERS = frozenset("offer pledge promise".split())
"""Nouns for the intention to give: "its | offer | of assistance"."""
WEIGHING = frozenset(
    "propose suggest discuss consider mull negotiate seek reject study call urge advocate ask request apply".split()
)
"""Verbs for what is only talked of."""
_DROPPING = frozenset(
    """cancel scrap drop shelve abandon terminate suspend axe halt freeze rip tear annul revoke denounce
    pause end stop quit exit ditch rescind repudiate abrogate""".split()
)
# Verbs whose subject leaves it: "| withdrew | from the pact", "| pulled | out of it", "| walked | away from it".
_LEAVING = frozenset(
    "withdraw/from exit/from pull/out walk/out back/out opt/out drop/out get/out walk/away back/away".split()
)
# Verbs whose subject it is that comes to nothing: "the deal | fell | apart", "it | unravelled |".
_FALLING = frozenset("fall/apart fall/through break/down come/apart".split())
_UNRAVELLING = frozenset("unravel collapse crumble disintegrate lapse implode".split())
# How far people stand from it: "are | far | from a deal", "are on the | verge | of one".
_FAR = frozenset("far away way short".split())
_NEAR = frozenset("close closer near nearer verge brink cusp".split())
_STANDING = frozenset("be remain stay seem appear look fall stop".split())
# What is done before there is an agreement, and what may also be done about one that stands.
_WORKING = frozenset("negotiation work preparation groundwork term reference".split())
_TALKING = frozenset("talk discussion progress step".split())
_FAILING = frozenset("fail stall collapse abort".split())
_SUBORDINATE = frozenset("xcomp ccomp acl dobj".split())
_REFUSING = frozenset("deny refuse fail decline".split())
_MODALS = frozenset("can could may might should must".split())
_DEFINITE = frozenset("the this that these those its their his her our".split())


def status_of(noun: Token, is_act: bool) -> ProjectStatus:
    """The status of what the noun names; an agreement is completed unless the words say that it is to come."""
    verb = verb_above(noun)
    at_once = _status_at_once(noun, verb, is_act)
    if at_once is not None:
        return at_once
    if verb is not None and is_going_on(verb):
        return ProjectStatus.UNDERWAY
    if is_future(noun) or any(map(_is_to_come, children(noun, "acl", "relcl"))):
        return ProjectStatus.PLANNED
    is_aim = verb is not None and is_intended(verb) and (verb.dep_ != "xcomp" or verb.head.lemma_ in _AIMING)
    is_under_way = verb is not None and verb.tag_ == "VBG" and has_child(verb, ("is", "are"))
    if is_act and is_under_way:
        return ProjectStatus.PLANNED  # "are | finalising | a currency agreement"
    if is_aim:
        return ProjectStatus.PLANNED  # "the decision to | establish | a forum", "hopes to | complete | a pipeline"
    is_held = verb is not None and noun.lemma_.lower() in _HELD and verb.lemma_ in _HOLDING and is_past(verb)
    is_opened = verb is not None and verb.lemma_ == "open" and noun.lemma_.lower() not in _LASTING
    is_done = verb is not None and verb.tag_ != "VBG" and not _DONE.isdisjoint((verb.lemma_, verb.lower_))
    if is_act or is_held or is_opened or is_done:
        return ProjectStatus.COMPLETED
    if verb is not None and verb.lemma_ in _TO_COME:
        return ProjectStatus.PLANNED
    return ProjectStatus.UNDERWAY


def _status_at_once(noun: Token, verb: Token | None, is_act: bool) -> ProjectStatus | None:
    """The status where it is dropped, only talked of, made before or being worked on, whatever the verb's tense is."""
    if verb is not None and _is_dropped(noun, verb):
        stands = is_act and (is_denied(verb) or verb.head.lemma_ in URGING)  # "urged Mali to | end | its pact"
        return ProjectStatus.COMPLETED if stands else ProjectStatus.UNKNOWN
    if _is_proposed(noun, verb) or (is_act and is_within_reach(noun)):
        return ProjectStatus.PROPOSED
    if _is_after(noun) or (is_act and _is_in_force(noun, verb)):
        return ProjectStatus.COMPLETED
    if (work := _work_towards(noun)) is not None:
        has_failed = work.head.lemma_ in _FAILING or any(t.lemma_ in _FAILING for t in children(work, "amod"))
        return ProjectStatus.PROPOSED if has_failed else ProjectStatus.PLANNED
    return None


def is_within_reach(act: Token) -> bool | None:
    """Whether people are near it: "are | close | to a deal", "are not | far | from one"; none if that is not told."""
    link = act.head
    if act.dep_ != "pobj" or is_definite(act):
        return None
    measure = link if link.lower_ == "near" else link.head
    verb = verb_over(measure)
    is_led = link.lower_ in ("from", "of", "off", "to", "near")
    if verb is None or verb.lemma_ not in _STANDING or not is_led or measure.lower_ not in _FAR | _NEAR:
        return None
    is_far = measure.lower_ in _FAR or has_child(verb, ("nowhere",)) or has_child(measure, ("nowhere",))
    is_denied_so = (is_negated(verb) or is_negated(measure)) and not has_child(verb, ("nowhere",))
    return is_far is is_denied_so


def _is_dropped(noun: Token, verb: Token) -> bool:
    """Whether it is given up: "| scrapped | the deal", "| paused | $5 million in aid", "| gave | up its pact".

    So it is where one leaves it, "| withdrew | from the deal", or it comes to nothing, "the deal | fell | apart".
    """
    if _is_left(noun, verb) or _unravels(noun, verb):
        return True
    is_sum = noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ == "NUM"
    thing = noun.head.head if is_sum else noun
    is_given_up = verb.lemma_ == "give" and has_child(verb, ("up",))
    is_condemned = verb.lemma_ == "denounce" and any(t.dep_ == "poss" and t.pos_ == "PROPN" for t in noun.lefts)
    return thing.head == verb and (verb.lemma_ in _DROPPING or is_given_up) and not is_condemned


def _is_left(noun: Token, verb: Token) -> bool:
    """Whether somebody goes out of it: "| pulled | out of the deal", but not "| withdrew | troops from the project"."""
    path = itertools.takewhile(lambda t: t != verb, noun.ancestors)
    is_out = noun.dep_ == "pobj" and any(f"{verb.lemma_}/{t.lower_}" in _LEAVING for t in path)
    return is_out and child(verb, "dobj") is None


def _unravels(noun: Token, verb: Token) -> bool:
    """Whether it comes to nothing by itself: "the deal | fell | apart"."""
    falls = any(f"{verb.lemma_}/{t.lower_}" in _FALLING for t in verb.children)
    return noun.head == verb and noun.dep_ in SUBJECTS and (falls or verb.lemma_ in _UNRAVELLING)


def _work_towards(noun: Token) -> Token | None:
    """The negotiations or other work that is to lead to it: "| negotiations | for a deal", "| work | on a treaty"."""
    if noun.dep_ != "pobj":
        return None
    link = noun.head
    is_new = link.lower_ != "on" or has_child(noun, ("a", "an"))  # "talks on | the Chagos deal |": it may stand
    before = (link.head, noun.doc[max(link.i - 1, 0)])  # "launched | work | on": the parser hangs "on" on either
    work = (t for t in before if t.lemma_ in _WORKING or (t.lemma_ in _TALKING and is_new))
    return next(work, None) if link.lower_ in ("for", "on", "towards", "toward") else None


def _is_proposed(noun: Token, verb: Token | None) -> bool:
    """Whether it is only talked of: "a | possible | deal", "are | considering | a pipeline", "push to get | a pact"."""
    if noun.dep_ == "pobj" and noun.head.head.lemma_.lower() == "offer":
        return True
    if any(t.lower_ in _PROPOSED for t in noun.doc[noun.left_edge.i : noun.i]):
        return True
    if verb is not None and noun.head == verb and (is_denied(verb) or has_child(verb, ("yet",))):
        return True  # "has not ratified | the treaty", "the treaty | has yet to be signed"
    if is_definite(noun):
        return False  # what is discussed may long exist: "discussed | the defence partnership"
    if has_child(noun, ("no", "any")) or noun.head.lower_ == "without":
        return True
    if wished_by(noun) is not None or (verb is not None and verb.lemma_ in WISHING and _is_object(noun, verb)):
        return True
    return verb is not None and (verb.lemma_ in WEIGHING or (noun.head == verb and _is_unreal(verb)))


def _is_object(noun: Token, verb: Token) -> bool:
    """Whether it is what somebody wants or hopes for: "wanted | a trade deal |", "hoped for | a trade deal |"."""
    return noun.head == verb or noun in objects_of(verb, ("for",))


def _is_unreal(verb: Token) -> bool:
    """Whether the verb tells no fact: "could provide", "a push to get"."""
    return is_possible(verb) or (verb.dep_ not in ("xcomp", "advcl", "ROOT") and is_intended(verb))


def is_denied(verb: Token) -> bool:
    """Whether it is told as not done: "did not | sign", "refused to | finance", "denied plans to | build"."""
    node = verb
    while not (
        is_negated(node)
        or (node.lemma_ == "rule" and has_child(node, ("out",)))
        or (node.lemma_ in _REFUSING and (node != verb or node.lemma_ != "fail"))
    ):
        if node.dep_ not in _SUBORDINATE:
            return False  # "did not come but | signed": each for itself
        node = node.head
    return True


def _is_in_force(act: Token, verb: Token | None) -> bool:
    """Whether an agreement is told as made, whatever will be done: "will drill under a deal | signed | in May"."""
    made = (t for t in children(act, "acl") if t.tag_ == "VBN" and not _is_infinitive(t))
    is_made = any(t.lemma_ in _DONE for t in made)
    is_dated = any(_YEAR.fullmatch(t.text) for t in (*act.lefts, *objects_of(act, ("of",))))
    return is_made or is_dated or (verb is not None and verb.lemma_ in _APPLYING)


def _is_after(noun: Token) -> bool:
    """Whether something else comes after it was made: "will open | following the inauguration of | the market"."""
    making = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return making.dep_ == "pobj" and making.head.lower_ in _AFTER and making.lemma_.lower() in MAKING_NOUNS


def is_going_on(verb: Token) -> bool:
    """Whether it is told as done already and not yet over: "will | continue | to build", "in | building |"."""
    return any(node.lemma_ in ("continue", "keep") for node in chain_of(verb))


def is_intended(verb: Token) -> bool:
    """Whether it is told as an aim: "committed | to send |", "drills | to be held |", but not "began to send"."""
    return _is_infinitive(verb) and verb.head.lemma_ not in _GOING_ON


def _is_to_come(clause: Token) -> bool:
    """Whether a clause tells it as not yet there: "the loan | agreed | by ministers", "a treaty | to be signed |"."""
    return clause.tag_ == "VBN" and (_is_infinitive(clause) or (clause.dep_ == "acl" and clause.lemma_ in _TO_COME))


def _is_infinitive(verb: Token) -> bool:
    """Whether it is one with "to", active or passive: "to | hold |", "to be | held |"."""
    return any(t.tag_ == "TO" for t in children(verb, "aux"))


def is_possible(verb: Token) -> bool:
    """Whether it may be done or not: "could | provide"."""
    return any(t.lower_ in _MODALS for t in children(verb, "aux"))


def is_definite(noun: Token) -> bool:
    """Whether the words take it for known: "the | Lobito Corridor", "France's | loan", a proper name."""
    return noun.pos_ == "PROPN" or any(t.lower_ in _DEFINITE or t.dep_ == "poss" for t in noun.lefts)
